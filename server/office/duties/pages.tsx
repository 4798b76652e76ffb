import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { OfficeWord } from '../../../client/text/office'
import {
  type Duty,
  type DutyDay,
  dutyDays,
  type DutyDraft,
  type DutyField,
  dutyFields,
  draftOfDuty,
} from '../../../surveys/fielding/duties'
import { rhythms } from '../../../surveys/fielding/schedules'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { requireAct } from '../../access/permission'
import { areaFor, seenCampaigns } from '../../access/seen'
import { changeDuty, confirmDuty, createDuty, dropDuty, finishDuty, reopenDuty } from '../../acts/duties'
import { dutiesMadeOn, listDuties, listDutiesDone } from '../../db/duties'
import type { AssessmentDeadline } from '../../../surveys/indices/deadlines'
import { AssessmentDeadlines, deadlineLine, deadlinesSeen } from '../assessments/deadlines'
import { acting, Once } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { ChoiceField, Field, type Filled, FormProblems, type FormValues, prefilled, sentForm, valueOf } from '../frame/form'
import { done, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, PageHead, Region, Shell } from '../frame/shell'

const address = '/admin/duties'
const addressOf = (code: string): string => `${address}/${encodeURIComponent(code)}`

/** What the office has to do and by when: what is late, what comes, what was done by whom. */
export function dutyPages(deps: OfficeDeps): Hono {
  const act = requireAct(deps, 'campaigns.change', refused)
  // They are the province's own, so they are for who runs campaigns of all agencies.
  const may: MiddlewareHandler = (c, next) =>
    act(c, async () => {
      if ((await areaFor(deps, c, 'campaigns.change')) === 'everywhere') return next()
      c.res = await refused(c, c.req.param('code') === undefined ? 403 : 404)
      return undefined
    })
  return new Hono()
    .get('/duties', may, (c) => listPage(deps, c))
    .get('/new/duty', may, (c) => formPage(c, prefilled({ every: 'quarter', offset: '5' }), undefined))
    .post('/new/duty', may, (c) => created(deps, c))
    .get('/duties/:code', may, (c) => changePage(deps, c, c.req.param('code')))
    .post('/duties/:code', may, (c) => changed(deps, c, c.req.param('code')))
    .post('/duties/:code/confirm', may, (c) =>
      acting(deps, c, confirmDuty, { code: c.req.param('code') }, (came) =>
        came.kind === 'done' ? done(c, address, 'done_duty-confirmed') : lost(c),
      ),
    )
    .post('/duties/:code/drop', may, (c) =>
      acting(deps, c, dropDuty, { code: c.req.param('code') }, (came) =>
        came.kind === 'done' ? done(c, address, 'done_duty-dropped') : lost(c),
      ),
    )
    .post('/duties/:code/:day/finish', may, (c) => finished(deps, c, c.req.param('code'), c.req.param('day')))
    .post('/duties/:code/:day/reopen', may, (c) =>
      acting(deps, c, reopenDuty, { code: c.req.param('code'), dueOn: c.req.param('day') }, (came) =>
        came.kind === 'done' ? done(c, address, 'done_duty') : lost(c),
      ),
    )
}

/** What is late or due within two weeks, for who arrives, as lines; nothing for who has no such duties. */
export async function pressingDuties(deps: OfficeDeps, c: Context): Promise<readonly string[]> {
  const reader = readerOf(c)
  if (!reader.may('campaigns.change') || (await areaFor(deps, c, 'campaigns.change')) !== 'everywhere') return []
  const presses = ({ state }: Pick<DutyDay, 'state'>): boolean => state === 'late' || state === 'soon'
  const deadlines = (await deadlinesSeen(deps, c)).filter(presses)
  return [...pressingLines(reader, (await days(deps, c)).filter(presses)), ...deadlines.map((one) => deadlineLine(reader, one))]
}

/** What was due before the first campaign, or before somebody added it, nobody here could do. */
async function days(deps: OfficeDeps, c: Context): Promise<readonly DutyDay[]> {
  const { database, now } = deps
  const today = localDay(now())
  const opened = (await seenCampaigns(deps, c, 'campaigns.change')).map(({ opensOn }) => opensOn).sort()
  return dutyDays(await listDuties(database), await listDutiesDone(database), today, {
    asked: opened[0] ?? today,
    made: await dutiesMadeOn(database),
  })
}

const lost = (c: Context): Response => noticePage(c, 404, 'lostTitle', 'dutyUnknown')

const draftIn = (values: FormValues): DutyDraft => ({
  name: valueOf(values, 'name'),
  name_en: valueOf(values, 'name_en'),
  who: valueOf(values, 'who'),
  basis: valueOf(values, 'basis'),
  every: valueOf(values, 'every'),
  offset: valueOf(values, 'offset'),
  on: valueOf(values, 'on'),
})

async function created(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  return acting(
    deps,
    c,
    createDuty,
    draftIn(values),
    (came) => (came.kind === 'done' ? done(c, address, 'done_duty') : formPage(c, { values, problems: came.failure.problems }, undefined)),
    { form: values },
  )
}

async function changePage(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const duty = (await listDuties(deps.database)).find((one) => one.code === code)
  return duty ? formPage(c, prefilled(draftOfDuty(duty)), code) : lost(c)
}

async function changed(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const { values } = await sentForm(c)
  return acting(deps, c, changeDuty, { code, draft: draftIn(values) }, (came) => {
    if (came.kind === 'done') return done(c, address, 'done_duty')
    return came.failure.code === 'unknown' ? lost(c) : formPage(c, { values, problems: came.failure.problems }, code)
  })
}

async function finished(deps: OfficeDeps, c: Context, code: string, dueOn: string): Promise<Response> {
  const { values } = await sentForm(c)
  return acting(deps, c, finishDuty, { code, dueOn, note: valueOf(values, 'note') }, (came) =>
    came.kind === 'done' ? done(c, address, 'done_duty') : lost(c),
  )
}

async function listPage(deps: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const [all, deadlines] = [await days(deps, c), await deadlinesSeen(deps, c)]
  return page(c, { reader, title: reader.say('dutiesTitle'), body: <Calendar {...{ reader, all, deadlines }} /> })
}

type CalendarProps = {
  readonly reader: Reader
  readonly all: readonly DutyDay[]
  readonly deadlines: readonly AssessmentDeadline[]
}

const Calendar = ({ reader, reader: { say }, all, deadlines }: CalendarProps) => (
  <Shell reader={reader}>
    <p class="back">
      <a href="/admin/campaigns">{say('campaigns')}</a>
    </p>
    <PageHead title={say('dutiesTitle')} text={say('dutiesText')}>
      <p class="acts">
        <a class="button" href="/admin/new/duty">
          {say('dutyNew')}
        </a>
        <a class="button quiet" href="/admin/statements">
          {say('statementsGo')}
        </a>
      </p>
    </PageHead>
    <AssessmentDeadlines {...{ reader, deadlines }} />
    <section class="card">
      <Region label={say('dutiesTitle')}>
        <table class="list folds paired duties">
          <ColumnHeads
            columns={[
              { title: say('dutyName'), look: 'name' },
              { title: say('deliveryDue') },
              { title: say('state') },
              { title: say('dutyWho') },
              { title: say('jobActs') },
            ]}
          />
          <tbody>
            {all.map((one) => (
              <DutyRow
                key={`${one.duty.code} ${one.dueOn}`}
                {...{ reader, one }}
                isFirst={all.find(({ duty }) => duty === one.duty) === one}
              />
            ))}
          </tbody>
        </table>
      </Region>
    </section>
  </Shell>
)

const stateWords: Readonly<Record<DutyDay['state'], OfficeWord>> = {
  late: 'duty_late',
  soon: 'duty_soon',
  ahead: 'duty_ahead',
  done: 'duty_done',
}

type RowProps = {
  readonly reader: Reader
  readonly one: DutyDay
  /** Its days are confirmed there alone. */
  readonly isFirst: boolean
}

const DutyRow = ({ reader, one, isFirst }: RowProps) => {
  const { say, numbers, language } = reader
  const { duty, dueOn, state, done: was } = one
  return (
    <tr>
      <th scope="row" class="name">
        <a href={addressOf(duty.code)}>{localised(duty.name, language)}</a>
        <small>{ruleText(reader, duty)}</small>
        {duty.isProposed && <small>{say('dutyProposed')}</small>}
      </th>
      <td data-label={say('deliveryDue')}>{numbers.day(dueOn)}</td>
      <td data-label={say('state')}>
        <span class={state === 'late' ? 'state late' : 'state'}>{say(stateWords[state])}</span>
        {was && <small>{say('dutyDoneBy', { day: numbers.day(was.doneOn), person: was.person })}</small>}
        {was && was.note !== '' && <small>{was.note}</small>}
      </td>
      <td data-label={say('dutyWho')}>
        {localised(duty.who, language)}
        <small>{localised(duty.basis, language)}</small>
      </td>
      <td>
        <DutyActs {...{ reader, one }} />
        {duty.isProposed && isFirst && <ConfirmDays {...{ reader, duty }} />}
      </td>
    </tr>
  )
}

const ConfirmDays = ({ reader: { say, language }, duty }: { readonly reader: Reader; readonly duty: Duty }) => (
  <form method="post" action={`${addressOf(duty.code)}/confirm`}>
    <button class="quiet" type="submit" aria-label={`${say('dutyConfirm')}: ${localised(duty.name, language)}`}>
      {say('dutyConfirm')}
    </button>
  </form>
)

const DutyActs = ({
  reader: { say, numbers, language },
  one: { duty, dueOn, state, done: was },
}: {
  readonly reader: Reader
  readonly one: DutyDay
}) => {
  const what = `${localised(duty.name, language)}, ${numbers.day(dueOn)}`
  return state === 'done' ? (
    <form method="post" action={`${addressOf(duty.code)}/${was?.dueOn ?? dueOn}/reopen`}>
      <button class="quiet" type="submit" aria-label={`${say('dutyReopen')}: ${what}`}>
        {say('dutyReopen')}
      </button>
    </form>
  ) : (
    <form class="acts" method="post" action={`${addressOf(duty.code)}/${dueOn}/finish`}>
      <input name="note" maxLength={200} autocomplete="off" placeholder={say('dutyNote')} aria-label={`${say('dutyNote')}: ${what}`} />
      <button class="quiet" type="submit" aria-label={`${say('dutyFinish')}: ${what}`}>
        {say('dutyFinish')}
      </button>
    </form>
  )
}

function ruleText({ say, numbers }: Reader, { rule }: Duty): string {
  if ('on' in rule) return say('dutyOn', { day: rule.on.split('-').reverse().join('/') })
  return rule.every === 'week' ? say('rhythm_week') : say(`rhythmOn_${rule.every}`, { n: numbers.count(rule.offset) })
}

/** A line for each duty that is late, on however many days, and for each day to come. */
function pressingLines({ say, numbers, language }: Reader, duties: readonly DutyDay[]): readonly string[] {
  return duties.flatMap(({ duty, dueOn, state }) => {
    const name = localised(duty.name, language)
    if (state !== 'late') return [`${name}: ${say('dutyIsDue', { day: numbers.day(dueOn) })}`]
    const missed = duties.filter((one) => one.duty === duty && one.state === 'late')
    if (missed[0]?.dueOn !== dueOn) return []
    const words = { day: numbers.day(dueOn), n: numbers.count(missed.length) }
    return [`${name}: ${say(missed.length > 1 ? 'dutyWasDueOften' : 'dutyWasDue', words)}`]
  })
}

/** What presses, on the page where everybody arrives. */
export const PressingDuties = ({ reader, duties }: { readonly reader: Reader; readonly duties: readonly string[] }) => {
  const { say } = reader
  if (duties.length === 0) return null
  return (
    <section class="card" aria-labelledby="duties">
      <h2 id="duties">{say('dutiesPressing')}</h2>
      <ul>
        {duties.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p class="acts">
        <a class="button quiet" href={address}>
          {say('dutiesTitle')}
        </a>
      </p>
    </section>
  )
}

const labelWords: Readonly<Record<DutyField, OfficeWord>> = {
  name: 'dutyName',
  name_en: 'dutyNameEn',
  who: 'dutyWho',
  basis: 'dutyBasis',
  every: 'dutyEvery',
  offset: 'dutyOffset',
  on: 'dutyDate',
}

function formPage(c: Context, filled: Filled, code: string | undefined): Response {
  const reader = readerOf(c)
  const { say } = reader
  const title = say(code === undefined ? 'dutyNew' : 'dutyChange')
  const labels: Readonly<Record<string, string>> = Object.fromEntries(dutyFields.map((name) => [name, say(labelWords[name])]))
  const field = (name: DutyField) => ({ reader, filled, name, label: say(labelWords[name]) })
  const every = [
    ...rhythms.filter((one) => one !== 'week').map((value) => ({ value, text: say(`rhythm_${value}`) })),
    { value: 'date', text: say('dutyEveryDate') },
  ]
  const status = filled.problems.length > 0 ? 422 : 200
  return page(c, {
    reader,
    title,
    status,
    body: (
      <Shell reader={reader}>
        <p class="back">
          <a href={address}>{say('dutiesTitle')}</a>
        </p>
        <h1>{title}</h1>
        <FormProblems {...{ reader, filled, labels }} />
        <form class="card form" method="post" action={code === undefined ? '/admin/new/duty' : addressOf(code)}>
          {code === undefined && <Once filled={filled} />}
          <Field {...field('name')} input={{ required: true, lang: 'vi' }} />
          <Field {...field('name_en')} input={{ lang: 'en' }} />
          <Field {...field('who')} />
          <Field {...field('basis')} />
          <ChoiceField {...field('every')} items={every} />
          <div class="pair">
            <Field {...field('offset')} hint={say('dutyOffsetHint')} input={{ inputMode: 'numeric', maxLength: 2 }} />
            <Field {...field('on')} hint={say('dutyDateHint')} input={{ maxLength: 5 }} />
          </div>
          <p class="acts">
            <button type="submit">{say('save')}</button>
            <a href={address}>{say('cancel')}</a>
          </p>
        </form>
        {code !== undefined && (
          <form class="acts" method="post" action={`${addressOf(code)}/drop`}>
            <button class="quiet" type="submit">
              {say('dutyDrop')}
            </button>
          </form>
        )}
      </Shell>
    ),
  })
}
