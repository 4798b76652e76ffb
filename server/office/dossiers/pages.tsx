import { type Context, Hono } from 'hono'
import type { Agency } from '../../../surveys/fielding/campaign'
import { cellOf, countIn, handledName, type HandledSum, monthIn } from '../../../surveys/fielding/dossiers'
import { isOffered, type Service } from '../../../surveys/fielding/services'
import { localDay, monthOf } from '../../../surveys/instrument/calendar'
import { folded } from '../../../surveys/instrument/folding'
import { localised } from '../../../surveys/instrument/language'
import { requireAct } from '../../access/permission'
import { seenAgencies } from '../../access/seen'
import { type EntryConflict, type EntryProblem, type HandledEntry, saveDossiers, undoDossiers } from '../../acts/dossiers'
import { dossiersAt } from '../../db/dossiers'
import { listServices } from '../../db/services'
import { readDossiers } from '../../reading/dossiers'
import { acting, Once } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { FilterChoice, FilterText, type FormValues, sentForm, valueOf } from '../frame/form'
import { done, type Reader, readerOf } from '../frame/reader'
import { PageHead, Shell } from '../frame/shell'
import { dossierFilePages } from './import'
import { cellFields, Grid, type GridRow } from './grid'
import { Recent, type RecentEntry, recentEntries } from '../lists/recent'

const address = '/admin/dossiers'

/** Dossiers handled: a month at a time, from a file, and taken back. */
export function dossierPages(deps: OfficeDeps): Hono {
  const read = requireAct(deps, 'office.read', refused)
  const change = requireAct(deps, 'dossiers.change', refused)
  return new Hono()
    .get('/dossiers', read, (c) => monthPage(deps, c))
    .post('/dossiers', change, (c) => saved(deps, c))
    .post('/dossiers/undo', change, (c) => undone(deps, c))
    .route('/import/dossiers', dossierFilePages(deps, change))
}

/** What the address asks for: a month, a service or all, agencies that are found, a page of them. */
type Asked = { readonly month: string; readonly service: string; readonly search: string; readonly page: number }

const agenciesAPage = 100
/** Months that are offered: three years. */
const offeredMonths = 36

function askedBy(c: Context, thisMonth: string): Asked {
  const month = monthIn(c.req.query('month') ?? '') ?? monthBefore(thisMonth)
  const wanted = Number(c.req.query('page') ?? '1')
  return {
    month: month > thisMonth ? thisMonth : month,
    service: (c.req.query('service') ?? '').slice(0, 64),
    search: (c.req.query('q') ?? '').trim().slice(0, 200),
    page: Number.isSafeInteger(wanted) && wanted > 0 ? wanted : 1,
  }
}

const monthBefore = (month: string): string => monthOf(new Date(Date.parse(`${month}-01T00:00:00Z`) - 86_400_000).toISOString())

const addressOf = ({ month, service, search, page: number }: Asked): string => {
  const query = new URLSearchParams({
    month,
    ...(service !== '' && { service }),
    ...(search !== '' && { q: search }),
    ...(number > 1 && { page: String(number) }),
  })
  return `${address}?${query}`
}

/** What was typed and not saved, and why. */
type Typed = {
  readonly values: FormValues
  readonly problems: ReadonlyMap<string, readonly EntryProblem[]>
  readonly taken: ReadonlyMap<string, EntryConflict>
}

type Month = {
  readonly asked: Asked
  readonly thisMonth: string
  readonly services: readonly Service[]
  /** How many agencies there are that whoever asks may see. */
  readonly all: number
  readonly found: number
  readonly rows: readonly GridRow[]
  readonly known: number
  readonly sum: number
  readonly entries: readonly RecentEntry[]
}

async function monthPage(deps: OfficeDeps, c: Context, typed?: Typed): Promise<Response> {
  const reader = readerOf(c)
  const asked = askedBy(c, monthOf(localDay(deps.now())))
  const services = await listServices(deps.database)
  if (asked.service !== '' && !services.some(({ code }) => code === asked.service))
    return noticePage(c, 404, 'lostTitle', 'serviceUnknown', { seen: asked.service })
  const month = await readMonth(deps, c, reader, asked, services, typed)
  const status = !typed ? 200 : typed.problems.size > 0 ? 422 : 409
  return page(c, { reader, title: reader.say('dossiersTitle'), status, body: <MonthView {...{ reader, month, typed }} /> })
}

async function readMonth(
  deps: OfficeDeps,
  c: Context,
  reader: Reader,
  asked: Asked,
  services: readonly Service[],
  typed: Typed | undefined,
): Promise<Month> {
  const may = reader.may('dossiers.change') && !reader.seeing ? 'dossiers.change' : 'office.read'
  const service = services.find(({ code }) => code === asked.service)
  const agencies = (await seenAgencies(deps, c, may)).filter(({ code }) => !service || isOffered(service, code))
  const before = monthBefore(asked.month)
  const sums = await readDossiers(deps.database, { from: before, to: asked.month, service: asked.service || null })
  const wanted = folded(asked.search).split(/\s+/)
  const names = new Intl.Collator('vi', { numeric: true })
  const found = agencies
    .map((agency) => ({ agency, name: localised(agency.name, reader.language) }))
    .filter(({ agency, name }) => {
      const text = folded(`${Object.values(agency.name).join(' ')} ${name} ${agency.code}`)
      return wanted.every((word) => text.includes(word))
    })
    .sort((a, b) => names.compare(a.name, b.name))
    .map(({ agency }) => agency)
  const shown = found.slice((asked.page - 1) * agenciesAPage, asked.page * agenciesAPage)
  const given = await dossiersAt(
    deps.database,
    shown.map(({ code }) => ({ agency: code, service: asked.service, month: asked.month })),
  )
  const known = agencies.flatMap(({ code }) => sums.get(code)?.get(asked.month) ?? [])
  return {
    asked,
    thisMonth: monthOf(localDay(deps.now())),
    services,
    all: agencies.length,
    found: found.length,
    rows: shown.map((agency) => {
      const stored = given.get(handledName({ agency: agency.code, service: asked.service, month: asked.month }))
      const own = sums.get(agency.code)
      return rowOf(agency, stored, { before: own?.get(before), now: own?.get(asked.month) }, typed)
    }),
    known: known.length,
    sum: known.reduce((sum, { handled }) => sum + handled, 0),
    entries: await recentEntries(deps, c, ['dossiers.save', 'dossiers.import', 'dossiers.undo'], may),
  }
}

type Stored = { readonly handled: number; readonly onTime: number | null } | undefined
type Around = { readonly before: HandledSum | undefined; readonly now: HandledSum | undefined }

function rowOf(agency: Agency, stored: Stored, { before, now }: Around, typed: Typed | undefined): GridRow {
  const text = (count: number | null | undefined): string => (count === null || count === undefined ? '' : String(count))
  const back = typed && Object.hasOwn(typed.values, `${cellFields.handled}${agency.code}`) ? typed.values : undefined
  const taken = typed?.taken.get(agency.code)?.now
  return {
    agency,
    handled: back ? valueOf(back, `${cellFields.handled}${agency.code}`) : text(stored?.handled),
    onTime: back ? valueOf(back, `${cellFields.onTime}${agency.code}`) : text(stored?.onTime),
    seen: taken ?? (back ? valueOf(back, `${cellFields.seen}${agency.code}`) : cellOf(stored)),
    before,
    summed: stored === undefined && now?.isSummed ? now.handled : undefined,
    problems: typed?.problems.get(agency.code) ?? [],
    taken,
  }
}

async function saved(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const asked = askedBy(c, monthOf(localDay(deps.now())))
  const entries = entriesIn(values, asked)
  if (entries.length === 0) return done(c, addressOf(asked), 'done_dossiers-same')
  return acting(
    deps,
    c,
    saveDossiers,
    { entries, source: 'page' },
    (came) => {
      if (came.kind === 'done') {
        const { added, changed, removed } = came.value
        return done(c, addressOf(asked), 'done_dossiers', added + changed + removed)
      }
      const agencyAt = (index: number): string => entries[index]?.agency ?? ''
      const problems = new Map<string, EntryProblem[]>()
      if (came.failure.code === 'wrong')
        for (const problem of came.failure.problems)
          problems.set(agencyAt(problem.index), [...(problems.get(agencyAt(problem.index)) ?? []), problem])
      const conflicts = came.failure.code === 'changed' ? came.failure.conflicts : []
      return monthPage(deps, c, { values, problems, taken: new Map(conflicts.map((one) => [agencyAt(one.index), one])) })
    },
    { form: values },
  )
}

/** The cells that were changed on the page. */
function entriesIn(values: FormValues, { month, service }: Asked): readonly HandledEntry[] {
  return Object.keys(values).flatMap((name): readonly HandledEntry[] => {
    if (!name.startsWith(cellFields.handled)) return []
    const agency = name.slice(cellFields.handled.length)
    const [handled, onTime] = [valueOf(values, name), valueOf(values, `${cellFields.onTime}${agency}`)]
    const seen = valueOf(values, `${cellFields.seen}${agency}`)
    return typedCell(handled, onTime) === seen ? [] : [{ agency, service, month, handled, on_time: onTime, seen }]
  })
}

/** What was typed, as what was seen is written. */
const typedCell = (handled: string, onTime: string): string =>
  [handled, ...(onTime === '' ? [] : [onTime])].map((text) => String(countIn(text) ?? text)).join('/')

async function undone(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  return acting(deps, c, undoDossiers, { batch: valueOf(values, 'batch') }, (came) => {
    if (came.kind === 'done') return done(c, address, 'done_dossiers-undone', came.value.added + came.value.changed + came.value.removed)
    if (came.failure.code === 'unknown') return noticePage(c, 404, 'lostTitle', 'undoUnknown')
    return noticePage(c, 409, 'undoNotTitle', 'undoNotChanged', { list: listed(came.failure.objects) })
  })
}

/** As many names as a sentence holds. */
const listed = (objects: readonly string[]): string =>
  [...objects.slice(0, 10).map((object) => object.replace(/ +/g, ' ')), ...(objects.length > 10 ? ['…'] : [])].join('; ')

type ViewProps = { readonly reader: Reader; readonly month: Month; readonly typed: Typed | undefined }

function MonthView({ reader, month, typed }: ViewProps) {
  const { say } = reader
  const { asked, rows, entries, all, found } = month
  const isEditable = reader.may('dossiers.change') && !reader.seeing
  return (
    <Shell reader={reader}>
      <PageHead title={say('dossiersTitle')} text={say('dossiersText')}>
        <p class="acts">
          {isEditable && all > 0 && (
            <a class="button quiet" href="/admin/import/dossiers">
              {say('dossiersImportTitle')}
            </a>
          )}
          <a class="button quiet" href="/admin/services">
            {say('servicesTitle')}
          </a>
        </p>
      </PageHead>
      {all === 0 && asked.service === '' ? (
        <section class="card empty">
          <h2>{say('dossiersNoAgencies')}</h2>
          <p>{say('dossiersNoAgenciesText')}</p>
        </section>
      ) : (
        <>
          <Filters {...{ reader, month }} />
          <p class="note">{knownText(reader, month)}</p>
          {asked.month === month.thisMonth && <p class="note">{say('dossiersRunning')}</p>}
          {typed && <Summary {...{ reader, rows, typed }} />}
          {rows.length === 0 ? (
            <p class="note">{say('dossiersNoneFound', { seen: asked.search })}</p>
          ) : isEditable ? (
            <form class="card" method="post" action={addressOf(asked)}>
              <Once filled={{ values: typed?.values ?? {}, problems: [] }} />
              <Grid {...{ reader, rows, isEditable }} label={say('dossiersTitle')} />
              <p class="note">{say('dossiersEmptyMeans')}</p>
              <p class="acts">
                <button type="submit">{say('dossiersSave')}</button>
              </p>
            </form>
          ) : (
            <section class="card">
              <Grid {...{ reader, rows, isEditable }} label={say('dossiersTitle')} />
            </section>
          )}
          {found > agenciesAPage && <Pages {...{ reader, asked, found }} />}
        </>
      )}
      <Recent {...{ reader, entries, mayUndo: isEditable }} action={`${address}/undo`} of="cells" />
    </Shell>
  )
}

function knownText({ say, numbers }: Reader, { asked, known, sum, all }: Month): string {
  const month = numbers.month(asked.month)
  return known === 0
    ? say('dossiersKnownNone', { month })
    : say('dossiersKnown', { month, n: numbers.count(known), all: numbers.count(all), sum: numbers.count(sum) })
}

type SummaryProps = Pick<ViewProps, 'reader'> & Pick<Month, 'rows'> & { readonly typed: Typed }

function Summary({ reader: { say, numbers, language }, rows, typed }: SummaryProps) {
  const names = new Map(rows.map(({ agency: { code, name } }) => [code, `${localised(name, language)} (${code})`]))
  const isOnTime = (agency: string): boolean => typed.problems.get(agency)?.[0]?.field === 'on_time'
  const places = [...(typed.problems.size > 0 ? typed.problems : typed.taken).keys()]
  return (
    <div class="wrong summary" role="alert">
      <h2>{say(typed.problems.size > 0 ? 'dossiersWrong' : 'dossiersTaken', { n: numbers.count(places.length) })}</h2>
      <ul>
        {places.slice(0, 20).map((agency) => (
          <li key={agency}>
            <a href={`#${cellFields[isOnTime(agency) ? 'onTime' : 'handled']}${agency}`}>{names.get(agency) ?? agency}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Filters({ reader, month: { asked, thisMonth, services } }: Pick<ViewProps, 'reader' | 'month'>) {
  const { say, numbers, language } = reader
  const months: string[] = []
  for (let month = thisMonth; months.length < offeredMonths; month = monthBefore(month)) months.push(month)
  const offered = months.includes(asked.month) ? months : [...months, asked.month]
  return (
    <form class="filters" method="get" action={address} role="search">
      <FilterChoice
        name="month"
        label={say('dossiersMonth')}
        chosen={asked.month}
        items={offered.map((month) => ({ value: month, text: numbers.month(month) }))}
      />
      {services.length > 0 && (
        <FilterChoice
          name="service"
          label={say('dossiersService')}
          all={say('dossiersAll')}
          chosen={asked.service}
          items={services.map(({ code, name, field }) => ({
            value: code,
            text: `${field === null ? '' : '· '}${localised(name, language)}`,
          }))}
        />
      )}
      <FilterText name="q" label={say('dossiersSearch')} value={asked.search} />
      <p class="acts">
        <button class="button quiet" type="submit">
          {say('dossiersShow')}
        </button>
      </p>
    </form>
  )
}

function Pages({ reader: { say, numbers }, asked, found }: { readonly reader: Reader; readonly asked: Asked; readonly found: number }) {
  const all = Math.ceil(found / agenciesAPage)
  return (
    <p class="acts">
      {asked.page > 1 && <a href={addressOf({ ...asked, page: asked.page - 1 })}>{say('dossiersPrevious')}</a>}
      <span>{say('dossiersPages', { n: numbers.count(asked.page), all: numbers.count(all) })}</span>
      {asked.page < all && <a href={addressOf({ ...asked, page: asked.page + 1 })}>{say('dossiersNext')}</a>}
    </p>
  )
}
