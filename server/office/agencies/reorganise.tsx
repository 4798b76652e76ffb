import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { ComponentChildren } from 'preact'
import { type Agency, agencyState } from '../../../surveys/fielding/campaign'
import type { AgencyEdit } from '../../../surveys/fielding/drafts'
import { type Reorganisation, type ReorganisationKind, reorganisations, reorganised } from '../../../surveys/fielding/reorganising'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { isRole } from '../../../surveys/people/roles'
import { seenAgencies } from '../../access/seen'
import { markOfEdits, reorganisingActs } from '../../acts/agencies'
import { type Effects, effectsOf, type HeldRole, type MeasuringCampaign } from '../../reading/agencies'
import { acting } from '../frame/acting'
import { type OfficeDeps, setupAddress } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { ChoiceField, Field, type Filled, FormProblems, type FormValues, prefilled, sentForm, valueOf } from '../frame/form'
import { isLooking } from '../frame/looking'
import { somePeople } from '../frame/names'
import { done, type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { AgencyChanges } from './changes'
import { agencyAddress, agencyLabels } from './naming'
import { AgencyPicker } from './picker'

/** Moving, renaming, ending, merging and splitting agencies: what would change is shown first, then done as it was shown. */
export function reorganisingPages(deps: OfficeDeps, change: MiddlewareHandler): Hono {
  const pages = new Hono()
  for (const kind of reorganisations)
    pages
      .get(`/agencies/:code/${kind}`, change, (c) => begun(deps, c, kind, c.req.param('code') ?? ''))
      .post(`/agencies/:code/${kind}`, change, (c) => sent(deps, c, kind, c.req.param('code') ?? ''))
  return pages
}

/** A form for one agency, among all that there are. */
type About = { readonly kind: ReorganisationKind; readonly agency: Agency; readonly agencies: readonly Agency[] }

async function about(deps: OfficeDeps, c: Context, kind: ReorganisationKind, code: string): Promise<About | undefined> {
  const agencies = await seenAgencies(deps, c, 'agencies.change')
  const agency = agencies.find((one) => one.code === code)
  return agency && { kind, agency, agencies }
}

const lost = (c: Context, code: string): Response => noticePage(c, 404, 'lostTitle', 'agencyUnknownHere', { seen: code })

async function begun(deps: OfficeDeps, c: Context, kind: ReorganisationKind, code: string): Promise<Response> {
  const asked = await about(deps, c, kind, code)
  if (!asked) return lost(c, code)
  const { name, parent } = asked.agency
  const today = localDay(deps.now())
  return formPage(
    c,
    asked,
    prefilled({
      ...blank(kind, parent ?? '', today),
      name: kind === 'rename' ? (name['vi'] ?? '') : '',
      name_en: kind === 'rename' ? (name['en'] ?? '') : '',
    }),
  )
}

const blank = (kind: ReorganisationKind, parent: string, today: string): Readonly<Record<string, string>> => ({
  to: parent,
  belowTo: parent,
  below: 'move',
  goesOn: 'no',
  lastDay: kind === 'end' ? today : '',
})

async function sent(deps: OfficeDeps, c: Context, kind: ReorganisationKind, code: string): Promise<Response> {
  const { values } = await sentForm(c)
  const asked = await about(deps, c, kind, code)
  if (!asked) return lost(c, code)
  const filled = { values, problems: [] }
  if (isLooking(values) || valueOf(values, 'again') !== '') return formPage(c, asked, filled)
  const change = changeIn(kind, code, values)
  const shown = valueOf(values, 'shown')
  if (shown === '') return previewPage(deps, c, asked, values)
  return acting(deps, c, reorganisingActs[kind], { change, shown }, (came) => {
    if (came.kind === 'done')
      return done(c, agencyAddress(change.kind === 'merge' ? change.into || change.heir.code : code), `done_agency-${kind}`)
    if (came.failure.code === 'stale') return previewPage(deps, c, asked, values, 'stale')
    return formPage(c, asked, { values, problems: came.failure.problems })
  })
}

/** A change as a form says it. */
function changeIn(kind: ReorganisationKind, agency: string, values: FormValues): Reorganisation {
  const text = (name: string): string => valueOf(values, name)
  const picked = (name: string): readonly string[] => [...new Set((values[name] ?? []).filter(Boolean))]
  switch (kind) {
    case 'move':
      return { kind, agency, to: text('to') }
    case 'rename':
      return { kind, agency, name: text('name'), nameEn: text('name_en'), from: text('from') }
    case 'end':
      return { kind, agency, lastDay: text('lastDay'), below: text('below') === 'end' ? 'end' : 'move', belowTo: text('belowTo') }
    case 'merge': {
      const heir = { code: text('code'), name: text('name'), nameEn: text('name_en') }
      return { kind, agencies: [...new Set([agency, ...picked('agencies')])], into: text('into'), heir, from: text('from') }
    }
    case 'split':
      return { kind, agency, heirs: heirsIn(values), into: picked('into'), from: text('from'), goesOn: text('goesOn') === 'yes' }
  }
}

const heirsIn = (values: FormValues) =>
  (values['heir_code[]'] ?? []).flatMap((code, index) => {
    const [name, nameEn] = [values['heir_name[]']?.[index] ?? '', values['heir_name_en[]']?.[index] ?? '']
    return code === '' && name === '' ? [] : [{ code, name, nameEn }]
  })

async function previewPage(deps: OfficeDeps, c: Context, asked: About, values: FormValues, state?: 'stale'): Promise<Response> {
  const reader = readerOf(c)
  const { kind, agency } = asked
  // As it stands at this moment, also where it has just been found to be another.
  const agencies = await seenAgencies(deps, c, 'agencies.change')
  const plan = reorganised(agencies, changeIn(kind, agency.code, values))
  if (!plan.ok) return formPage(c, asked, { values, problems: plan.problems })
  const effects = await effectsOf(deps.database, agencies, plan.edits)
  const title = reader.say(`reorganise_${kind}`)
  const shown = { ...asked, agencies, values, edits: plan.edits, effects, isStale: state === 'stale' }
  return page(c, { reader, title, status: state === 'stale' ? 409 : 200, body: <Preview {...{ reader, shown }} /> })
}

function formPage(c: Context, asked: About, filled: Filled): Response {
  const reader = readerOf(c)
  const title = reader.say(`reorganise_${asked.kind}`)
  const status = filled.problems.length > 0 ? 422 : 200
  return page(c, { reader, title, status, body: <ReorganisingForm {...{ reader, asked, filled, title }} /> })
}

const actionOf = ({ kind, agency }: Pick<About, 'kind' | 'agency'>): string => `${agencyAddress(agency.code)}/${kind}`

type FormProps = { readonly reader: Reader; readonly asked: About; readonly filled: Filled; readonly title: string }

function ReorganisingForm({ reader, asked, filled, title }: FormProps) {
  const { say, language } = reader
  const { kind, agency } = asked
  return (
    <Frame {...{ reader, agency, title }}>
      <p class="sub">{say(`reorganise_${kind}_text`, { agency: localised(agency.name, language) })}</p>
      <FormProblems {...{ reader, filled }} labels={fieldLabels(reader)} />
      <form class="card form" method="post" action={actionOf(asked)}>
        {fieldsOf[kind]({ reader, asked, filled, title })}
        <p class="acts">
          <button type="submit">{say('reorganisePreview')}</button>
          <a href={agencyAddress(agency.code)}>{say('cancel')}</a>
        </p>
      </form>
    </Frame>
  )
}

const Frame = ({
  reader,
  agency,
  title,
  children,
}: Pick<FormProps, 'reader' | 'title'> & { readonly agency: Agency; readonly children: ComponentChildren }) => (
  <Shell reader={reader}>
    <p class="back">
      <a href={agencyAddress(agency.code)}>{localised(agency.name, reader.language)}</a>
    </p>
    <h1>{title}</h1>
    {children}
  </Shell>
)

const fieldLabels = (reader: Reader): Readonly<Record<string, string>> => {
  const { say } = reader
  return {
    ...agencyLabels(reader),
    agency: say('agency'),
    to: say('reorganiseTo'),
    from: say('reorganiseFrom'),
    lastDay: say('agencyTo'),
    below: say('reorganiseBelow'),
    belowTo: say('reorganiseBelowTo'),
    agencies: say('reorganiseWith'),
    into: say('reorganiseInto'),
    heirs: say('reorganiseHeirs'),
    goesOn: say('reorganiseGoesOn'),
  }
}

/** What each change asks for. */
const fieldsOf: Readonly<Record<ReorganisationKind, (props: FormProps) => ComponentChildren>> = {
  move: (props) => <AgencyPicker {...pick(props, 'to')} none={props.reader.say('agencyParentNone')} />,
  rename: ({ reader, filled }) => (
    <>
      <NameFields {...{ reader, filled }} />
      <DayField {...{ reader, filled }} hint={reader.say('reorganiseNameFromHint')} isNeeded={false} />
    </>
  ),
  end: (props) => {
    const { reader, filled, asked } = props
    const hasBelow = asked.agencies.some(({ parent }) => parent === asked.agency.code)
    return (
      <>
        <Field
          {...{ reader, filled }}
          name="lastDay"
          label={reader.say('agencyTo')}
          hint={reader.say('reorganiseEndHint')}
          input={{ type: 'date', required: true }}
        />
        {hasBelow && (
          <>
            <ChoiceField
              {...{ reader, filled }}
              name="below"
              label={reader.say('reorganiseBelow')}
              items={(['move', 'end'] as const).map((value) => ({ value, text: reader.say(`reorganiseBelow_${value}`) }))}
            />
            <AgencyPicker {...pick(props, 'belowTo')} none={reader.say('agencyParentNone')} />
          </>
        )}
      </>
    )
  },
  merge: (props) => {
    const { reader, filled, asked } = props
    return (
      <>
        <AgencyPicker
          {...pick(props, 'agencies')}
          hint={reader.say('reorganiseWithHint', { agency: localised(asked.agency.name, reader.language) })}
        />
        <AgencyPicker
          {...pick(props, 'into')}
          except={undefined}
          none={reader.say('reorganiseIntoNew')}
          hint={reader.say('reorganiseIntoHint')}
        />
        <fieldset class="field">
          <legend>{reader.say('reorganiseNew')}</legend>
          <Field {...{ reader, filled }} name="code" label={reader.say('agencyCode')} input={{ maxLength: 64, autocapitalize: 'none' }} />
          <NameFields {...{ reader, filled }} isNeeded={false} />
        </fieldset>
        <DayField {...{ reader, filled }} hint={reader.say('reorganiseFromHint')} />
      </>
    )
  },
  split: (props) => {
    const { reader, filled } = props
    return (
      <>
        <HeirRows {...{ reader, filled }} />
        <AgencyPicker {...pick(props, 'into')} hint={reader.say('reorganiseSplitIntoHint')} />
        <DayField {...{ reader, filled }} hint={reader.say('reorganiseFromHint')} />
        <ChoiceField
          {...{ reader, filled }}
          name="goesOn"
          label={reader.say('reorganiseGoesOn')}
          items={(['no', 'yes'] as const).map((value) => ({ value, text: reader.say(`reorganiseGoesOn_${value}`) }))}
        />
      </>
    )
  },
}

/** Agencies to choose among all others. */
const pick = ({ reader, filled, asked }: FormProps, name: string) => ({
  reader,
  filled,
  name,
  label: fieldLabels(reader)[name] ?? name,
  agencies: asked.agencies,
  except: asked.agency.code,
  action: actionOf(asked),
})

type Fields = Pick<FormProps, 'reader' | 'filled'>

const NameFields = ({ reader, filled, isNeeded = true }: Fields & { readonly isNeeded?: boolean }) => (
  <>
    <Field {...{ reader, filled }} name="name" label={reader.say('agencyName')} input={{ required: isNeeded, lang: 'vi' }} />
    <Field {...{ reader, filled }} name="name_en" label={reader.say('agencyNameEn')} input={{ lang: 'en' }} />
  </>
)

const DayField = ({ reader, filled, hint, isNeeded = true }: Fields & { readonly hint: string; readonly isNeeded?: boolean }) => (
  <Field {...{ reader, filled, hint }} name="from" label={reader.say('reorganiseFrom')} input={{ type: 'date', required: isNeeded }} />
)

/** As many as were filled in and one more, two at least. */
function HeirRows({ reader, filled }: Fields) {
  const { say } = reader
  const rows = Math.max(2, heirsIn(filled.values).length + 1)
  const text = (name: string, index: number): string => filled.values[`${name}[]`]?.[index] ?? ''
  const own = filled.problems.filter(({ field }) => field === 'heirs')
  return (
    <fieldset class="field" id="heirs" aria-invalid={own.length > 0 ? true : undefined}>
      <legend>{say('reorganiseHeirs')}</legend>
      <small>{say('reorganiseHeirsHint')}</small>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} class="pair">
          {(['heir_code', 'heir_name', 'heir_name_en'] as const).map((name) => (
            <div key={name} class="field">
              <label for={`${name}-${index + 1}`}>
                {say(name === 'heir_code' ? 'agencyCode' : name === 'heir_name' ? 'agencyName' : 'agencyNameEn')}
              </label>
              <input
                id={`${name}-${index + 1}`}
                name={`${name}[]`}
                value={text(name, index)}
                maxLength={name === 'heir_code' ? 64 : 200}
                autocomplete="off"
              />
            </div>
          ))}
        </div>
      ))}
    </fieldset>
  )
}

type PreviewProps = {
  readonly reader: Reader
  readonly shown: About & {
    readonly values: FormValues
    readonly edits: readonly AgencyEdit[]
    readonly effects: Effects
    readonly isStale: boolean
  }
}

/** What would change and where, with the one button that does it. */
function Preview({ reader, shown }: PreviewProps) {
  const { say, language, numbers } = reader
  const { kind, agency, agencies, values, edits, effects, isStale } = shown
  const { shown: _, again: __, ...kept } = values
  const n = numbers.count(edits.length)
  return (
    <Frame {...{ reader, agency }} title={say(`reorganise_${kind}`)}>
      <p class="sub">
        {edits.length === 0 ? say('reorganiseNothing') : say('importPreviewOnly', { agency: localised(agency.name, language) })}
      </p>
      {isStale && (
        <p class="wrong" role="alert">
          {say('importStale')}
        </p>
      )}
      {edits.length > 0 && <EffectList {...{ reader, effects }} />}
      <form method="post" action={actionOf(shown)}>
        {Object.entries(kept).flatMap(([name, all]) =>
          all.map((value, index) => <input key={`${name} ${index}`} type="hidden" {...{ name, value }} />),
        )}
        <p class="acts">
          {edits.length > 0 && (
            <button type="submit" name="shown" value={markOfEdits(edits)}>
              {say('reorganiseGo', { n })}
            </button>
          )}
          <button class="button quiet" type="submit" name="again" value="1">
            {say('reorganiseAgain')}
          </button>
          <a href={agencyAddress(agency.code)}>{say('cancel')}</a>
        </p>
      </form>
      {edits.length > 0 && (
        <section class="card">
          <h2>{say('importChanges')}</h2>
          <AgencyChanges {...{ reader, edits, agencies }} when="wanted" />
        </section>
      )}
    </Frame>
  )
}

/** Where else it matters, a sentence each. */
function EffectList({ reader, effects }: { readonly reader: Reader; readonly effects: Effects }) {
  const { say, numbers, language } = reader
  const { along, running, prepared, places, ending, lost: gone, gained } = effects
  const n = (count: number) => ({ n: numbers.count(count) })
  const campaigns = (all: readonly MeasuringCampaign[]) => (
    <ul class="plain">
      {all.slice(0, mostNamed).map(({ campaign }) => (
        <li key={campaign.code}>
          <a href={setupAddress(campaign.code)}>{localised(campaign.title, language)}</a>
        </li>
      ))}
    </ul>
  )
  const people = (all: readonly HeldRole[]) =>
    somePeople(
      reader,
      all.map(({ person, role }) => `${person} (${isRole(role) ? say(`role_${role}`) : role})`),
      mostNamed,
    )
  return (
    <section class="card" aria-labelledby="effects">
      <h2 id="effects">{say('effectsTitle')}</h2>
      <ul>
        {along > 0 && <li>{say('effectAlong', n(along))}</li>}
        <li>
          {running.length === 0 ? say('effectRunningNone') : say('effectRunning', n(running.length))}
          {running.length > 0 && campaigns(running)}
        </li>
        {prepared.length > 0 && (
          <li>
            {say('effectPrepared', n(prepared.length))}
            {campaigns(prepared)}
          </li>
        )}
        {places.length > 0 && <li>{say('effectPlaces', n(places.length))}</li>}
        {ending.length > 0 && <li>{say('effectEnding', { people: people(ending) })}</li>}
        {gone.length > 0 && <li>{say('effectLost', { people: people(gone) })}</li>}
        {gained.length > 0 && <li>{say('effectGained', { people: people(gained) })}</li>}
        <li>{say('effectUndo')}</li>
      </ul>
    </section>
  )
}

const mostNamed = 10

/** Whether an agency is still to be changed so: what has ended is neither moved nor merged. */
export const isReorganisable = (agency: Agency, today: string): boolean => agencyState(agency, today) !== 'ended'
