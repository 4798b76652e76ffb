import { type Context, Hono } from 'hono'
import { nameProblems } from '../../../surveys/fielding/drafts'
import { draftOfHours, planHours, weekdays } from '../../../surveys/fielding/kiosk'
import { localised } from '../../../surveys/instrument/language'
import { requireAct } from '../../access/permission'
import { areaFor, seenKiosk, seenKioskPlaces } from '../../access/seen'
import { addKiosk, changeKioskPlace, setOfficeHours } from '../../acts/kiosks'
import { readOfficeHours } from '../../db/settings'
import { type KioskPlace, kioskPlaces } from '../../reading/kiosks'
import { acting, Once } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { page } from '../frame/document'
import { refused } from '../frame/door'
import {
  ChoiceField,
  Field,
  type Filled,
  type FormProblem,
  FormProblems,
  type FormValues,
  Picks,
  prefilled,
  sentForm,
  valueOf,
} from '../frame/form'
import { done, type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { codePage } from './code'
import { kioskAddress, kioskPlaceText, lostKiosk } from './place'

/** What is typed of kiosks: adding one, calling it otherwise or moving it, and the office hours. */
export function kioskFormPages(deps: OfficeDeps): Hono {
  const change = requireAct(deps, 'touchpoints.change', refused)
  return new Hono()
    .get('/new/kiosk', change, (c) => formPage(deps, c, addition, prefilled({ touchpoint: c.req.query('touchpoint') ?? '' })))
    .post('/new/kiosk', change, (c) => added(deps, c))
    .get('/kiosks/hours', change, async (c) => {
      // The hours hold for every office of the province.
      if ((await areaFor(deps, c, 'touchpoints.change')) !== 'everywhere') return refused(c, 403)
      return hoursPage(c, prefilled({ ...draftOfHours(await readOfficeHours(deps.database)) }))
    })
    .post('/kiosks/hours', change, (c) => hoursSet(deps, c))
    .get('/kiosks/:id/change', change, async (c) => {
      const kiosk = await seenKiosk(deps, c, c.req.param('id'), 'touchpoints.change')
      if (!kiosk) return lostKiosk(c, c.req.param('id'))
      return formPage(deps, c, changing(kiosk), prefilled({ name: kiosk.name, touchpoint: kiosk.touchpoint }))
    })
    .post('/kiosks/:id/change', change, async (c) => {
      const kiosk = await seenKiosk(deps, c, c.req.param('id'), 'touchpoints.change')
      return kiosk ? changed(deps, c, kiosk) : lostKiosk(c, c.req.param('id'))
    })
}

type Form = {
  readonly title: 'kioskNew' | 'kioskChange'
  readonly action: string
  readonly back: { readonly href: string; readonly name: string | undefined }
  readonly go: 'kioskAdd' | 'save'
  /** The touchpoint that may be kept although its campaign has ended. */
  readonly kept: string | undefined
}

const addition: Form = {
  title: 'kioskNew',
  action: '/admin/new/kiosk',
  back: { href: '/admin/kiosks', name: undefined },
  go: 'kioskAdd',
  kept: undefined,
}

type Changed = { readonly id: string; readonly name: string; readonly touchpoint: string }

const changing = ({ id, name, touchpoint }: Changed): Form => ({
  title: 'kioskChange',
  action: `${kioskAddress(id)}/change`,
  back: { href: kioskAddress(id), name },
  go: 'save',
  kept: touchpoint,
})

async function formPage(deps: OfficeDeps, c: Context, form: Form, filled: Filled): Promise<Response> {
  const reader = readerOf(c)
  const places = (await kioskPlaces(deps, await seenKioskPlaces(deps, c, 'touchpoints.change'))).filter(
    ({ isOver, touchpoint }) => !isOver || touchpoint === form.kept,
  )
  return page(c, {
    reader,
    title: reader.say(form.title),
    status: filled.problems.length > 0 ? 422 : 200,
    body: places.length === 0 ? <NoPlace reader={reader} /> : <KioskForm {...{ reader, form, filled, places }} />,
  })
}

async function added(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const wanted = wantedIn(values)
  const again = (problems: readonly FormProblem[]) => formPage(deps, c, addition, { values, problems })
  const problems = nameProblems('name', wanted.name, 'needed')
  if (problems.length > 0) return again(problems)
  return acting(
    deps,
    c,
    addKiosk,
    wanted,
    (came) => (came.kind === 'done' ? codePage(deps, c, came.value) : again([noPlace(wanted.touchpoint)])),
    { form: values },
  )
}

async function changed(deps: OfficeDeps, c: Context, kiosk: Changed): Promise<Response> {
  const { values } = await sentForm(c)
  const wanted = wantedIn(values)
  const again = (problems: readonly FormProblem[]) => formPage(deps, c, changing(kiosk), { values, problems })
  const problems = nameProblems('name', wanted.name, 'needed')
  if (problems.length > 0) return again(problems)
  return acting(deps, c, changeKioskPlace, { id: kiosk.id, ...wanted }, (came) =>
    came.kind === 'done' ? done(c, kioskAddress(kiosk.id), 'done_kiosk-changed') : again([noPlace(wanted.touchpoint)]),
  )
}

const wantedIn = (values: FormValues) => ({ name: valueOf(values, 'name'), touchpoint: valueOf(values, 'touchpoint') })

const noPlace = (seen: string): FormProblem => ({ field: 'touchpoint', code: 'unknown', seen })

type FormProps = { readonly reader: Reader; readonly form: Form; readonly filled: Filled; readonly places: readonly KioskPlace[] }

function KioskForm({ reader, reader: { say, language }, form: { title, action, back, go }, filled, places }: FormProps) {
  const labels = { name: say('kioskName'), touchpoint: say('touchpoint') }
  const items = places.map((place) => ({
    value: place.touchpoint,
    text: `${kioskPlaceText(reader, place)} (${localised(place.campaign.title, language)})`,
  }))
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={back.href}>{back.name ?? say('navKiosks')}</a>
      </p>
      <h1>{say(title)}</h1>
      <p class="sub">{say(title === 'kioskNew' ? 'kioskNewText' : 'kioskChangeText')}</p>
      <FormProblems {...{ reader, filled, labels }} />
      <form class="card form" method="post" action={action}>
        <Once filled={filled} />
        <Field {...{ reader, filled }} name="name" label={labels.name} hint={say('kioskNameHint')} input={{ required: true }} />
        <ChoiceField {...{ reader, filled, items }} name="touchpoint" label={labels.touchpoint} hint={say('kioskTouchpointHint')} />
        <p class="acts">
          <button type="submit">{say(go)}</button>
          <a href={back.href}>{say('cancel')}</a>
        </p>
      </form>
    </Shell>
  )
}

/** No touchpoint is answered at a kiosk yet. */
const NoPlace = ({ reader, reader: { say } }: { readonly reader: Reader }) => (
  <Shell reader={reader}>
    <p class="back">
      <a href="/admin/kiosks">{say('navKiosks')}</a>
    </p>
    <h1>{say('kioskNew')}</h1>
    <section class="card empty">
      <h2>{say('kioskNoPlace')}</h2>
      <p>{say('kioskNoPlaceText')}</p>
      <p class="acts">
        <a class="button" href="/admin/new/touchpoint">
          {say('touchpointNew')}
        </a>
      </p>
    </section>
  </Shell>
)

function hoursPage(c: Context, filled: Filled): Response {
  const reader = readerOf(c)
  return page(c, {
    reader,
    title: reader.say('kioskHoursTitle'),
    status: filled.problems.length > 0 ? 422 : 200,
    body: <HoursForm {...{ reader, filled }} />,
  })
}

async function hoursSet(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const typed = (name: string): string => valueOf(values, name)
  const plan = planHours({
    days: values['days'] ?? [],
    from: typed('from'),
    to: typed('to'),
    from2: typed('from2'),
    to2: typed('to2'),
  })
  if (!plan.ok) return hoursPage(c, { values, problems: plan.problems })
  return acting(deps, c, setOfficeHours, plan.hours, () => done(c, '/admin/kiosks', 'done_kiosk-hours'))
}

function HoursForm({ reader, reader: { say }, filled }: Pick<FormProps, 'reader' | 'filled'>) {
  const labels = {
    days: say('kioskHoursDays'),
    from: say('kioskHoursFrom'),
    to: say('kioskHoursTo'),
    from2: say('kioskHoursFrom2'),
    to2: say('kioskHoursTo2'),
  }
  const time = (name: 'from' | 'to' | 'from2' | 'to2') => (
    <Field {...{ reader, filled, name }} label={labels[name]} input={{ type: 'time' }} />
  )
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href="/admin/kiosks">{say('navKiosks')}</a>
      </p>
      <h1>{say('kioskHoursTitle')}</h1>
      <p class="sub">{say('kioskHoursText')}</p>
      <FormProblems {...{ reader, filled, labels }} />
      <form class="card form" method="post" action="/admin/kiosks/hours">
        <Picks
          {...{ reader, filled }}
          type="checkbox"
          name="days"
          label={labels.days}
          items={weekdays.map((day) => ({ value: String(day), text: say(`weekday_${day}`) }))}
        />
        <div class="pair">
          {time('from')}
          {time('to')}
        </div>
        <div class="pair">
          {time('from2')}
          {time('to2')}
        </div>
        <p class="note">{say('kioskHoursWhole')}</p>
        <p class="acts">
          <button type="submit">{say('save')}</button>
          <a href="/admin/kiosks">{say('cancel')}</a>
        </p>
      </form>
    </Shell>
  )
}
