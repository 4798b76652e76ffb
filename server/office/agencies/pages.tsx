import { type Context, Hono } from 'hono'
import { type Agency, agencyTypes } from '../../../surveys/fielding/campaign'
import { type AgencyDraft, agencyFields, blankAgency, draftOfAgency } from '../../../surveys/fielding/drafts'
import { localised } from '../../../surveys/instrument/language'
import { requireAct } from '../../access/permission'
import { seenAgencies, seenAgenciesWith } from '../../access/seen'
import { changeAgency, createAgency, deleteAgency } from '../../acts/agencies'
import { type AgencyUse, agencyUses, type FoundAgencies } from '../../db/agencies'
import { acting, Once } from '../frame/acting'
import { askPage } from '../frame/ask'
import { type OfficeDeps, setupAddress } from '../frame/deps'
import { hinderedPage, noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { ChoiceField, Field, type Filled, FormProblems, prefilled, sentForm, valueOf, type FormValues } from '../frame/form'
import { blockName, done, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, Region, Shell } from '../frame/shell'
import { agencyFilePages, columnLabels } from './import'
import { AgencyFacts } from './one'

/** Looking for agencies, adding and changing one, loading many. */
export function agencyPages(deps: OfficeDeps): Hono {
  const read = requireAct(deps, 'office.read', refused)
  const change = requireAct(deps, 'agencies.change', refused)
  return new Hono()
    .get('/agencies', read, (c) => listPage(deps, c))
    .get('/new/agency', change, (c) => formPage(c, prefilled({ block: 'commune' }), undefined))
    .post('/new/agency', change, (c) => created(deps, c))
    .get('/agencies/:code', read, (c) => onePage(deps, c, c.req.param('code')))
    .post('/agencies/:code', change, (c) => changed(deps, c, c.req.param('code')))
    .get('/agencies/:code/delete', change, (c) => askToDelete(deps, c, c.req.param('code')))
    .post('/agencies/:code/delete', change, (c) => deleted(deps, c, c.req.param('code')))
    .route('/import/agencies', agencyFilePages(deps, change))
}

async function listPage(deps: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const search = c.req.query('q')?.trim().slice(0, 200) ?? ''
  const [found, all] = [await seenAgenciesWith(deps, c, 'office.read', search), await seenAgencies(deps, c, 'office.read')]
  const parents = new Map(all.map(({ code, name }) => [code, localised(name, reader.language)]))
  return page(c, { reader, title: reader.say('navAgencies'), body: <AgencyList {...{ reader, search, found, parents }} /> })
}

/** The form for who may change it, what it would hold for everybody else. */
async function onePage(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const reader = readerOf(c)
  const mayChange = reader.may('agencies.change')
  const seen = await seenAgencies(deps, c, mayChange ? 'agencies.change' : 'office.read')
  const agency = seen.find((one) => one.code === code)
  if (!agency) return lost(c, code)
  if (mayChange) return formPage(c, prefilled(draftOfAgency(agency)), code)
  const names = new Map(seen.map((one) => [one.code, localised(one.name, reader.language)]))
  return page(c, { reader, title: localised(agency.name, reader.language), body: <AgencyFacts {...{ reader, agency, names }} /> })
}

function formPage(c: Context, filled: Filled, code: string | undefined): Response {
  const reader = readerOf(c)
  const title = reader.say(code === undefined ? 'agencyNew' : 'agencyChange')
  return page(c, {
    reader,
    title,
    status: filled.problems.length > 0 ? 422 : 200,
    body: <AgencyForm {...{ reader, title, filled, code }} />,
  })
}

async function created(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  return acting(
    deps,
    c,
    createAgency,
    draftIn(values),
    (came) =>
      came.kind === 'done'
        ? done(c, '/admin/agencies', 'done_agency')
        : formPage(c, { values, problems: came.failure.problems }, undefined),
    { form: values },
  )
}

async function changed(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const { values } = await sentForm(c)
  return acting(deps, c, changeAgency, { ...draftIn(values), code }, (came) => {
    if (came.kind === 'done') return done(c, '/admin/agencies', 'done_agency')
    return came.failure.code === 'unknown' ? lost(c, code) : formPage(c, { values, problems: came.failure.problems }, code)
  })
}

const lost = (c: Context, code: string): Response => noticePage(c, 404, 'lostTitle', 'agencyUnknownHere', { seen: code })

async function askToDelete(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const agency = (await seenAgencies(deps, c, 'agencies.change')).find((one) => one.code === code)
  if (!agency) return lost(c, code)
  const uses = await agencyUses(deps.database, code)
  if (uses.length > 0) return stays(c, 200, uses)
  const reader = readerOf(c)
  const home = `/admin/agencies/${encodeURIComponent(code)}`
  const what = localised(agency.name, reader.language)
  const title = reader.say('agencyDeleteTitle')
  const meanings = [reader.say('agencyDeleteMeans'), reader.say('deleteMeans_log'), reader.say('deleteMeans_final')]
  const back = { href: home, text: what }
  return askPage(c, { reader, title, back, what, code, meanings, action: `${home}/delete`, go: reader.say('agencyDelete'), isGrave: true })
}

const deleted = (deps: OfficeDeps, c: Context, code: string): Promise<Response> =>
  acting(deps, c, deleteAgency, { code }, (came) => {
    if (came.kind === 'done') return done(c, '/admin/agencies', 'done_agency-deleted')
    return came.failure.code === 'unknown' ? lost(c, code) : stays(c, 409, came.failure.by)
  })

function addressOfUse({ kind, code }: AgencyUse): string {
  if (kind === 'campaign') return setupAddress(code)
  return kind === 'dossiers'
    ? `/admin/dossiers?month=${code}`
    : `/admin/${kind === 'service' ? 'services' : 'agencies'}/${encodeURIComponent(code)}`
}

function stays(c: Context, status: 200 | 409, uses: readonly AgencyUse[]): Response {
  const { language } = readerOf(c)
  const by = uses.map((use) => ({ href: addressOfUse(use), text: localised(use.name, language) }))
  const first = (['campaign', 'agency', 'service', 'dossiers'] as const).find((kind) => uses.some((use) => use.kind === kind))
  return hinderedPage(c, status, by, 'agencyDeleteNotTitle', `agencyDeleteNot_${first ?? 'agency'}`)
}

const draftIn = (values: FormValues): AgencyDraft => ({
  ...blankAgency,
  ...Object.fromEntries(agencyFields.map((field) => [field, valueOf(values, field)])),
})

type AgencyListProps = {
  readonly reader: Reader
  readonly search: string
  readonly found: FoundAgencies
  readonly parents: BlockProps['parents']
}

/** Every agency by its block, or those that a search finds. */
function AgencyList({ reader, search, found: { agencies, total }, parents }: AgencyListProps) {
  const { say, numbers } = reader
  return (
    <Shell reader={reader}>
      <div class="head">
        <div>
          <h1>{say('navAgencies')}</h1>
          <p class="sub">{say('agenciesList')}</p>
        </div>
        {total > 0 && reader.may('agencies.change') && <Acts reader={reader} />}
      </div>
      {total === 0 ? (
        <section class="card empty">
          <h2>{say('agenciesNone')}</h2>
          <p>{say('agenciesNoneText')}</p>
          {reader.may('agencies.change') && <Acts reader={reader} />}
        </section>
      ) : (
        <>
          <form class="filters" method="get" action="/admin/agencies" role="search">
            <p>
              <label for="q">{say('agencySearch')}</label>
              <input id="q" name="q" type="search" value={search} maxLength={200} autocomplete="off" />
            </p>
            <p class="acts">
              <button class="button quiet" type="submit">
                {say('search')}
              </button>
              {search !== '' && <a href="/admin/agencies">{say('searchClear')}</a>}
            </p>
          </form>
          <p class="note">
            {agencies.length === 0 ? say('agencyNoneFound', { seen: search }) : say('agencyCount', { n: numbers.count(agencies.length) })}
          </p>
          {blocksOf(reader, agencies).map((block) => (
            <Block key={block.code} {...{ reader, parents, ...block }} />
          ))}
        </>
      )}
    </Shell>
  )
}

const Acts = ({ reader: { say } }: Pick<AgencyListProps, 'reader'>) => (
  <p class="acts">
    <a class="button" href="/admin/import/agencies">
      {say('importTitle')}
    </a>
    <a class="button quiet" href="/admin/new/agency">
      {say('agencyNew')}
    </a>
  </p>
)

type BlockProps = Pick<AgencyListProps, 'reader'> & {
  readonly name: string
  readonly members: readonly Agency[]
  /** What the agencies are called that others belong to. */
  readonly parents: ReadonlyMap<string, string>
}

const Block = ({ reader, name, members, parents }: BlockProps) => (
  <section class="card">
    <h2>
      {name} <small>{reader.say('agencyCount', { n: reader.numbers.count(members.length) })}</small>
    </h2>
    <Region label={name}>
      <table class="list agencies folds">
        <ColumnHeads
          columns={[{ title: reader.say('agencyName'), look: 'name' }, { title: reader.say('code') }, { title: reader.say('agencyValid') }]}
        />
        <tbody>
          {members.map((agency) => (
            <tr key={agency.code}>
              <th scope="row" class="name">
                <a href={`/admin/agencies/${encodeURIComponent(agency.code)}`}>{localised(agency.name, reader.language)}</a>
                {agency.parent !== null && (
                  <small>{reader.say('agencyUnder', { parent: parents.get(agency.parent) ?? agency.parent })}</small>
                )}
              </th>
              <td data-label={reader.say('code')}>{agency.code}</td>
              <td data-label={reader.say('agencyValid')}>{validity(reader, agency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Region>
  </section>
)

/** From when and until when an agency is there. */
export function validity({ say, numbers }: Reader, { validFrom, validTo }: Agency): string {
  const parts = [
    validFrom === null ? '' : say('fromOn', { day: numbers.day(validFrom) }),
    validTo === null ? '' : say('untilOn', { day: numbers.day(validTo) }),
  ]
  return parts.filter((part) => part !== '').join(' ') || say('always')
}

function blocksOf(reader: Reader, agencies: readonly Agency[]) {
  const names = new Intl.Collator('vi', { numeric: true })
  const nameOf = ({ name }: Agency) => localised(name, reader.language)
  return [...new Set(agencies.map(({ block }) => block))]
    .map((code) => ({
      code,
      name: blockName(reader, code),
      members: agencies.filter(({ block }) => block === code).sort((a, b) => names.compare(nameOf(a), nameOf(b))),
    }))
    .sort((a, b) => names.compare(a.name, b.name))
}

type AgencyFormProps = { readonly reader: Reader; readonly title: string; readonly filled: Filled; readonly code: string | undefined }

/** One agency; its code is asked for only while it has none. */
function AgencyForm({ reader, title, filled, code }: AgencyFormProps) {
  const { say } = reader
  const labels = columnLabels(reader)
  const field = (name: keyof typeof labels) => ({ reader, filled, name, label: labels[name] })
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href="/admin/agencies">{say('navAgencies')}</a>
      </p>
      <h1>{title}</h1>
      {code !== undefined && <p class="sub">{say('agencyKept')}</p>}
      <FormProblems {...{ reader, filled, labels }} />
      <form
        class="card form"
        method="post"
        action={code === undefined ? '/admin/new/agency' : `/admin/agencies/${encodeURIComponent(code)}`}
      >
        {code === undefined && <Once filled={filled} />}
        {code === undefined ? (
          <Field
            {...field('code')}
            hint={say('agencyCodeHint')}
            input={{ required: true, maxLength: 64, autocapitalize: 'none', spellcheck: false }}
          />
        ) : (
          <p class="fixed">
            <b>{say('agencyCode')}</b>: {code}
          </p>
        )}
        <Field {...field('name')} input={{ required: true, lang: 'vi' }} />
        <Field {...field('name_en')} input={{ lang: 'en' }} />
        <Field {...field('block')} hint={say('agencyBlockHint')} input={{ list: 'blocks', maxLength: 64 }} />
        <datalist id="blocks">
          {blocks.map((block) => (
            <option key={block} value={block}>
              {blockName(reader, block)}
            </option>
          ))}
        </datalist>
        <ChoiceField {...field('type')} items={[{ value: '', text: say('agencyTypeNone') }, ...typeItems(reader)]} />
        <Field {...field('official_code')} hint={say('agencyOfficialCodeHint')} input={{ maxLength: 64 }} />
        <Field {...field('parent')} hint={say('agencyParentHint')} input={{ maxLength: 64 }} />
        <div class="pair">
          <Field {...field('valid_from')} input={{ type: 'date' }} />
          <Field {...field('valid_to')} input={{ type: 'date' }} />
        </div>
        <Field {...field('predecessors')} hint={say('agencyPredecessorsHint')} input={{ maxLength: 2000 }} />
        <Field {...field('split_from')} hint={say('agencySplitFromHint')} input={{ maxLength: 2000 }} />
        <Field {...field('aliases')} hint={say('agencyAliasesHint')} input={{ maxLength: 2000, lang: 'vi' }} />
        <Field {...field('names')} hint={say('agencyNamesHint')} input={{ maxLength: 2000 }} />
        <p class="acts">
          <button type="submit">{say('save')}</button>
          <a href="/admin/agencies">{say('cancel')}</a>
        </p>
      </form>
      {code !== undefined && (
        <p class="acts">
          <a href={`/admin/agencies/${encodeURIComponent(code)}/delete`}>{say('agencyDelete')}</a>
        </p>
      )}
    </Shell>
  )
}

const typeItems = ({ say }: Reader) => agencyTypes.map((type) => ({ value: type, text: say(`agencyType_${type}`) }))

const blocks = ['department', 'vertical', 'commune', 'hospital', 'school']
