import { type Context, Hono } from 'hono'
import { officeWords } from '../../../client/text/office'
import type { Agency } from '../../../surveys/fielding/campaign'
import { breakdownNames, type CampaignDraft, lowestThreshold, releasedParts } from '../../../surveys/fielding/drafts'
import { isDay, localDay, monthOf } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { requireAct } from '../../access/permission'
import { seenAgencies } from '../../access/seen'
import { changeCampaign, createCampaign, stampOfCampaign } from '../../acts/campaigns'
import { type CampaignRecord, listCampaigns } from '../../db/campaigns'
import { listQuestionnaires, type PublishedQuestionnaire } from '../../db/questionnaires'
import { type ChosenVersion, readChosen } from '../../db/settings'
import { acting, Once } from '../frame/acting'
import { type OfficeDeps, setupAddress, withCampaign } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import {
  ChoiceField,
  Field,
  type Filled,
  FormProblems,
  marks,
  Picks,
  prefilled,
  sentForm,
  valueOf,
  type FormValues,
  Wrong,
} from '../frame/form'
import { blockName, done, type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'

/** Making a campaign, and changing it until it is opened. */
export function campaignFormPages(deps: OfficeDeps): Hono {
  const change = requireAct(deps, 'campaigns.change', refused)
  const draftOnly = (c: Context, code: string, next: (record: CampaignRecord) => Promise<Response>) =>
    withCampaign(deps, c, code, 'campaigns.change', async (record) =>
      record.campaign.status === 'draft' ? next(record) : noticePage(c, 409, 'frozenTitle', 'frozenText'),
    )
  return new Hono()
    .get('/new/campaign', change, async (c) => formPage(deps, c, await suggestion(deps, c.req.query('questionnaire'))))
    .post('/new/campaign', change, (c) => created(deps, c))
    .get('/campaigns/:code/setup/change', change, (c) =>
      draftOnly(c, c.req.param('code'), (record) => formPage(deps, c, filledFrom(record), record)),
    )
    .post('/campaigns/:code/setup/change', change, (c) => draftOnly(c, c.req.param('code'), (record) => changed(deps, c, record)))
}

/** `wanted`: the version from whose page somebody comes, where it is offered. */
async function suggestion({ database, now }: OfficeDeps, wanted: string | undefined): Promise<Filled> {
  const taken = new Set((await listCampaigns(database)).map(({ code }) => code))
  const offered = (await listQuestionnaires(database)).filter(({ isArchived }) => !isArchived).map(({ questionnaire }) => questionnaire)
  const named = offered.find(({ id, version }) => `${id} ${version}` === wanted)
  return suggested(localDay(now()), taken, named ?? (await readChosen(database)))
}

async function formPage(deps: OfficeDeps, c: Context, filled: Filled, record?: CampaignRecord, trouble?: 'overtaken'): Promise<Response> {
  const reader = readerOf(c)
  const code = record?.campaign.code
  const [agencies, all] = [await seenAgencies(deps, c, 'campaigns.change'), await listQuestionnaires(deps.database)]
  const asking = all.filter(({ questionnaire }) => questionnaire.kind === undefined)
  const published = asking.filter(
    ({ questionnaire, isArchived }) => !isArchived || (record !== undefined && isAsked(record, questionnaire)),
  )
  if (agencies.length === 0) return page(c, { reader, title: reader.say('campaignNew'), body: <NoAgencies reader={reader} /> })
  const title = reader.say(code === undefined ? 'campaignNew' : 'campaignChange')
  const [action, back] =
    code === undefined ? ['/admin/new/campaign', '/admin/campaigns'] : [`${setupAddress(code)}/change`, setupAddress(code)]
  return page(c, {
    reader,
    title,
    status: trouble ? 409 : filled.problems.length > 0 ? 422 : 200,
    body: <CampaignForm {...{ reader, title, filled, code, action, back, agencies, published }} now={trouble && record} />,
  })
}

async function created(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  return acting(
    deps,
    c,
    createCampaign,
    draftIn(values),
    (came) =>
      came.kind === 'done'
        ? done(c, setupAddress(came.value), 'done_campaign')
        : formPage(deps, c, { values, problems: came.failure.problems }),
    { form: values },
  )
}

async function changed(deps: OfficeDeps, c: Context, record: CampaignRecord): Promise<Response> {
  const { values } = await sentForm(c)
  const { code } = record.campaign
  return acting(deps, c, changeCampaign, { ...draftIn(values), code, based: valueOf(values, 'based') }, (came) => {
    if (came.kind === 'done') return done(c, setupAddress(code), 'done_changed')
    if (came.failure.code === 'wrong') return formPage(deps, c, { values, problems: came.failure.problems }, record)
    if (came.failure.code === 'overtaken')
      return withCampaign(deps, c, code, 'campaigns.change', (now) =>
        formPage(deps, c, { values: { ...values, based: [stampOfCampaign(now)] }, problems: [] }, now, 'overtaken'),
      )
    return came.failure.code === 'frozen'
      ? noticePage(c, 409, 'frozenTitle', 'frozenText')
      : noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: code })
  })
}

const isAsked = ({ campaign }: CampaignRecord, { id, version }: Questionnaire): boolean =>
  campaign.questionnaire === id && campaign.version === version

/** What the form of a campaign asks for; questionnaire and version are one choice, agencies hang on their scope. */
function draftIn(values: FormValues): CampaignDraft {
  const [questionnaire = '', version = ''] = valueOf(values, 'questionnaire').split(' ')
  const scope = valueOf(values, 'scope')
  return {
    code: valueOf(values, 'code'),
    title: valueOf(values, 'title'),
    titleEn: valueOf(values, 'titleEn'),
    questionnaire,
    version,
    from: valueOf(values, 'from'),
    to: valueOf(values, 'to'),
    kind: valueOf(values, 'kind'),
    threshold: valueOf(values, 'threshold'),
    agencies: scope === 'all' ? ['all'] : scope === 'some' ? (values['agencies'] ?? []) : [],
    blocks: scope === 'blocks' ? (values['blocks'] ?? []) : [],
    breakdowns: values['breakdowns'] ?? [],
    releasedBy: valueOf(values, 'releasedBy'),
    synthetic: valueOf(values, 'synthetic') === 'yes',
  }
}

const quarters = [1, 2, 3, 4] as const

/** A campaign of this quarter, as most are. */
function suggested(today: string, taken: ReadonlySet<string>, chosen: Pick<ChosenVersion, 'id' | 'version'> | undefined): Filled {
  const year = today.slice(0, 4)
  const quarter = quarters[Math.ceil(Number(monthOf(today).slice(5)) / 3) - 1] ?? 1
  const code =
    [`${year}-q${quarter}`, ...Array.from({ length: 98 }, (_, index) => `${year}-q${quarter}-${index + 2}`)].find(
      (one) => !taken.has(one),
    ) ?? ''
  return prefilled({
    code,
    title: officeWords('vi')(`quarter_${quarter}`, { year }),
    titleEn: officeWords('en')(`quarter_${quarter}`, { year }),
    questionnaire: chosen ? `${chosen.id} ${chosen.version}` : '',
    from: `${year}-${['01-01', '04-01', '07-01', '10-01'][quarter - 1] ?? ''}`,
    to: `${year}-${['03-31', '06-30', '09-30', '12-31'][quarter - 1] ?? ''}`,
    kind: 'open',
    threshold: '10',
    scope: 'all',
    breakdowns: [],
    releasedBy: '',
  })
}

/** The form of a campaign as it stands. */
const filledFrom = (record: CampaignRecord): Filled => prefilled({ ...fieldsIn(record), based: stampOfCampaign(record) })

const fieldsIn = ({ campaign, breakdowns, releasedBy, measured }: CampaignRecord) => ({
  title: campaign.title['vi'] ?? '',
  titleEn: campaign.title['en'] ?? '',
  questionnaire: `${campaign.questionnaire} ${campaign.version}`,
  from: campaign.opensOn,
  to: campaign.closesOn,
  kind: campaign.kind,
  threshold: String(campaign.threshold),
  scope: 'some',
  agencies: measured.map(({ agency }) => agency.code),
  breakdowns,
  releasedBy,
  synthetic: campaign.synthetic ? 'yes' : '',
})

/** The fields in which what stands now is another than what was typed. */
function differencesText({ say, numbers }: Reader, values: FormValues, now: CampaignRecord): string {
  const labels: Readonly<Record<string, string>> = { ...labelsOf({ say }), synthetic: say('synthetic') }
  const shown = (value: string): string => (isDay(value) ? numbers.day(value) : value)
  const count = say('agencyCount', { n: numbers.count(now.peers.length) })
  return Object.entries(fieldsIn(now))
    .filter(([name]) => name in labels)
    .map(([name, value]) => ({ name, stands: typeof value === 'string' ? [value] : value }))
    .filter(({ name, stands }) => [...(values[name] ?? [])].sort().join('|') !== [...stands].sort().join('|'))
    .map(({ name, stands }) => `${labels[name] ?? ''}: ${name === 'agencies' ? count : stands.map(shown).join(', ') || say('none')}`)
    .join('; ')
}

type CampaignFormProps = {
  readonly reader: Reader
  readonly title: string
  readonly filled: Filled
  /** Undefined for a campaign that is yet to be made. */
  readonly code: string | undefined
  readonly action: string
  readonly back: string
  readonly agencies: readonly Agency[]
  readonly published: readonly PublishedQuestionnaire[]
  /** What stands now, where somebody else changed it since the form was shown. */
  readonly now?: CampaignRecord | undefined
}

/** A campaign that is not open yet: the usual above, what most leave alone below. */
function CampaignForm({ reader, title, filled, code, action, back, agencies, published, now }: CampaignFormProps) {
  const { say } = reader
  const labels = labelsOf(reader)
  const field = (name: keyof typeof labels) => ({ reader, filled, name, label: labels[name] })
  const versions = published.map(({ questionnaire: one }) => ({
    value: `${one.id} ${one.version}`,
    text: `${localised(one.title, reader.language)} · ${say('version', { n: String(one.version) })}`,
  }))
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={back}>{code ?? say('campaigns')}</a>
      </p>
      <h1>{title}</h1>
      <p class="sub">{say('campaignFormText')}</p>
      <FormProblems {...{ reader, filled, labels }} />
      {now && (
        <p class="wrong summary" role="alert">
          {say('campaignTaken', { now: differencesText(reader, filled.values, now) })}
        </p>
      )}
      <form class="card form" method="post" action={action}>
        {code === undefined ? <Once filled={filled} /> : <input type="hidden" name="based" value={valueOf(filled.values, 'based')} />}
        <Field {...field('title')} input={{ required: true, lang: 'vi' }} />
        <Field {...field('titleEn')} input={{ lang: 'en' }} />
        {code === undefined && (
          <Field
            {...field('code')}
            hint={say('campaignCodeHint')}
            input={{ required: true, maxLength: 64, autocapitalize: 'none', spellcheck: false }}
          />
        )}
        <ChoiceField
          {...field('questionnaire')}
          items={[...(valueOf(filled.values, 'questionnaire') === '' ? [{ value: '', text: say('chooseOne') }] : []), ...versions]}
        />
        <div class="pair">
          <Field {...field('from')} input={{ type: 'date', required: true }} />
          <Field {...field('to')} input={{ type: 'date', required: true }} />
        </div>
        <AgencyScope {...{ reader, filled, agencies }} label={labels.agencies} />
        <More {...{ reader, filled, labels }} />
        <p class="acts">
          <button type="submit">{say(code === undefined ? 'campaignCreate' : 'save')}</button>
          <a href={back}>{say('cancel')}</a>
        </p>
      </form>
    </Shell>
  )
}

type MoreProps = Pick<CampaignFormProps, 'reader' | 'filled'> & { readonly labels: ReturnType<typeof labelsOf> }

const moreFields: readonly string[] = ['threshold', 'kind', 'breakdowns', 'releasedBy']

const More = ({ reader, filled, labels }: MoreProps) => (
  <details class="more" open={filled.problems.some(({ field }) => moreFields.includes(field))}>
    <summary>{reader.say('moreChoices')}</summary>
    <Field
      {...{ reader, filled }}
      name="threshold"
      label={labels.threshold}
      hint={reader.say('thresholdHint', { n: String(lowestThreshold) })}
      input={{ inputMode: 'numeric', maxLength: 6 }}
    />
    <Picks
      {...{ reader, filled }}
      name="kind"
      type="radio"
      label={labels.kind}
      items={(['open', 'sampled'] as const).map((kind) => ({ value: kind, text: reader.say(kind), note: reader.say(`kind_${kind}`) }))}
    />
    <Picks
      {...{ reader, filled }}
      name="breakdowns"
      type="checkbox"
      label={labels.breakdowns}
      hint={reader.say('breakdownsHint')}
      items={breakdownNames.map((name) => ({ value: name, text: reader.say(`breakdown_${name}`) }))}
    />
    <ChoiceField
      {...{ reader, filled }}
      name="releasedBy"
      label={labels.releasedBy}
      hint={reader.say('releasedByHint')}
      items={releasedParts.map((part) => ({ value: part, text: reader.say(`releasedBy_${part || 'none'}`) }))}
    />
    <Picks
      {...{ reader, filled }}
      name="synthetic"
      type="checkbox"
      label={reader.say('synthetic')}
      items={[{ value: 'yes', text: reader.say('syntheticPick'), note: reader.say('syntheticPickNote') }]}
    />
  </details>
)

const labelsOf = ({ say }: Pick<Reader, 'say'>) => ({
  title: say('campaignTitle'),
  titleEn: say('campaignTitleEn'),
  code: say('campaignCode'),
  questionnaire: say('questionnaire'),
  from: say('firstDay'),
  to: say('lastDay'),
  agencies: say('measuredAgencies'),
  threshold: say('threshold'),
  kind: say('campaignKind'),
  breakdowns: say('breakdowns'),
  releasedBy: say('releasedBy'),
})

type AgencyScopeProps = { readonly reader: Reader; readonly filled: Filled; readonly label: string; readonly agencies: readonly Agency[] }

/** Every agency, whole blocks, or some by name. */
function AgencyScope({ reader, filled, label, agencies }: AgencyScopeProps) {
  const { say, numbers } = reader
  const names = new Intl.Collator('vi', { numeric: true })
  const byText = (a: { readonly text: string }, b: { readonly text: string }) => names.compare(a.text, b.text)
  const blocks = [...new Set(agencies.map(({ block }) => block))]
    .map((code) => ({
      value: code,
      text: blockName(reader, code),
      note: say('agencyCount', { n: numbers.count(agencies.filter(({ block }) => block === code).length) }),
    }))
    .sort(byText)
  const items = agencies
    .map(({ code, name, block, validTo }) => ({
      value: code,
      text: localised(name, reader.language),
      note: [code, blockName(reader, block), ...(validTo === null ? [] : [say('untilOn', { day: numbers.day(validTo) })])].join(' · '),
    }))
    .sort(byText)
  const scope = (value: string) => <input type="radio" name="scope" value={value} checked={valueOf(filled.values, 'scope') === value} />
  return (
    <fieldset class="field picks" id="agencies" {...marks({ reader, filled, name: 'agencies', label })}>
      <legend>{label}</legend>
      <Wrong {...{ reader, filled, label }} name="agencies" />
      <label class="pick">
        {scope('all')}
        <span>
          {say('scope_all')}
          <small>{say('scope_all_note', { n: numbers.count(agencies.length) })}</small>
        </span>
      </label>
      {blocks.length > 1 && (
        <>
          <label class="pick">
            {scope('blocks')}
            <span>{say('scope_blocks')}</span>
          </label>
          <div class="nested">
            <Picks
              {...{ reader }}
              filled={{ ...filled, problems: [] }}
              name="blocks"
              type="checkbox"
              label={say('scope_blocks')}
              items={blocks}
            />
          </div>
        </>
      )}
      <label class="pick">
        {scope('some')}
        <span>{say('scope_some')}</span>
      </label>
      <details class="nested" open={valueOf(filled.values, 'scope') === 'some'}>
        <summary>{say('scope_some_list', { n: numbers.count(agencies.length) })}</summary>
        <Picks
          {...{ reader }}
          filled={{ ...filled, problems: [] }}
          name="agencies"
          id="agencies-some"
          type="checkbox"
          label={say('scope_some')}
          items={items}
        />
      </details>
    </fieldset>
  )
}

/** A campaign measures agencies, so there is nothing to fill in before there is one. */
const NoAgencies = ({ reader: { say }, reader }: { readonly reader: Reader }) => (
  <Shell reader={reader}>
    <h1>{say('campaignNew')}</h1>
    <section class="card empty">
      <h2>{say('agenciesNone')}</h2>
      <p>{say('agenciesFirst')}</p>
      <p class="acts">
        <a class="button" href="/admin/agencies">
          {say('step_agencies')}
        </a>
      </p>
    </section>
  </Shell>
)
