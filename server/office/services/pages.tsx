import { type Context, Hono } from 'hono'
import {
  amendedService,
  draftOfService,
  type Service,
  type ServiceDraft,
  type ServiceField,
  serviceFields,
} from '../../../surveys/fielding/services'
import { localised } from '../../../surveys/instrument/language'
import { requireAct } from '../../access/permission'
import { changeService, createService, deleteService, undoServices } from '../../acts/services'
import { isServiceFound, listServices, type ServiceUse, serviceUses } from '../../db/services'
import { Recent, type RecentEntry, recentEntries } from '../lists/recent'
import { acting, Once } from '../frame/acting'
import { askPage } from '../frame/ask'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { ChoiceField, Field, type Filled, FilterText, FormProblems, type FormValues, prefilled, sentForm, valueOf } from '../frame/form'
import { done, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, PageHead, Region, Shell } from '../frame/shell'
import { serviceFilePages } from './import'
import { serviceWords } from './words'

const address = '/admin/services'
const addressOf = (code: string): string => `${address}/${encodeURIComponent(code)}`

/** The list of fields and procedures: looked through, changed, loaded from a file, taken back. */
export function servicePages(deps: OfficeDeps): Hono {
  const read = requireAct(deps, 'office.read', refused)
  const change = requireAct(deps, 'agencies.change', refused)
  return new Hono()
    .get('/services', read, (c) => listPage(deps, c))
    .post('/services/undo', change, (c) => undone(deps, c))
    .get('/new/service', change, async (c) => formPage(deps, c, prefilled({}), undefined))
    .post('/new/service', change, (c) => created(deps, c))
    .get('/services/:code', change, (c) => changePage(deps, c, c.req.param('code')))
    .post('/services/:code', change, (c) => changed(deps, c, c.req.param('code')))
    .get('/services/:code/delete', change, (c) => askToDelete(deps, c, c.req.param('code')))
    .post('/services/:code/delete', change, (c) => deleted(deps, c, c.req.param('code')))
    .route('/import/services', serviceFilePages(deps, change))
}

async function listPage(deps: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const search = c.req.query('q')?.trim().slice(0, 200) ?? ''
  const all = await listServices(deps.database)
  const entries = reader.may('agencies.change') ? await recentEntries(deps, c, ['services.import', 'services.undo'], 'agencies.change') : []
  return page(c, { reader, title: reader.say('servicesTitle'), body: <ServiceList {...{ reader, search, all, entries }} /> })
}

const lost = (c: Context, code: string): Response => noticePage(c, 404, 'lostTitle', 'serviceUnknown', { seen: code })

const findService = async ({ database }: OfficeDeps, code: string): Promise<Service | undefined> =>
  (await listServices(database)).find((service) => service.code === code)

async function changePage(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const service = await findService(deps, code)
  return service ? formPage(deps, c, prefilled({ ...draftOfService(service), seen: seenText(service) }), code) : lost(c, code)
}

/** What the form was filled from, to see whether somebody else has changed it since. */
const seenText = (service: Service): string => JSON.stringify(draftOfService(service))

type Taken = { readonly now: ServiceDraft }

async function formPage(deps: OfficeDeps, c: Context, filled: Filled, code: string | undefined, taken?: Taken): Promise<Response> {
  const reader = readerOf(c)
  const title = reader.say(code === undefined ? 'serviceNew' : 'serviceChange')
  const fields = (await listServices(deps.database)).filter((one) => one.field === null && one.code !== code)
  const status = taken ? 409 : filled.problems.length > 0 ? 422 : 200
  return page(c, { reader, title, status, body: <ServiceForm {...{ reader, title, filled, code, fields, taken }} /> })
}

async function created(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  return acting(
    deps,
    c,
    createService,
    draftIn(values),
    (came) =>
      came.kind === 'done' ? done(c, address, 'done_service') : formPage(deps, c, { values, problems: came.failure.problems }, undefined),
    { form: values },
  )
}

async function changed(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const { values } = await sentForm(c)
  const seen = seenIn(valueOf(values, 'seen'))
  return acting(deps, c, changeService, { ...draftIn(values), code, ...(seen && { seen }) }, (came) => {
    if (came.kind === 'done') return done(c, address, 'done_service')
    if (came.failure.code === 'unknown') return lost(c, code)
    if (came.failure.code === 'wrong') return formPage(deps, c, { values, problems: came.failure.problems }, code)
    const { now } = came.failure
    return formPage(deps, c, { values: { ...values, seen: [JSON.stringify(now)] }, problems: [] }, code, { now })
  })
}

function draftIn(values: FormValues): ServiceDraft {
  return amendedService(undefined, Object.fromEntries(serviceFields.map((field) => [field, valueOf(values, field)])))
}

function seenIn(text: string): ServiceDraft | undefined {
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read !== 'object' || read === null) return undefined
    const own = new Map(Object.entries(read))
    const fields = serviceFields.map((field) => [field, own.get(field)] as const)
    return amendedService(undefined, Object.fromEntries(fields.map(([field, value]) => [field, typeof value === 'string' ? value : ''])))
  } catch {
    return undefined
  }
}

async function askToDelete(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const service = await findService(deps, code)
  if (!service) return lost(c, code)
  const [use] = await serviceUses(deps.database, code)
  if (use) return stays(c, 200, use)
  const reader = readerOf(c)
  const what = localised(service.name, reader.language)
  return askPage(c, {
    reader,
    title: reader.say('serviceDeleteTitle'),
    back: { href: addressOf(code), text: what },
    what,
    code,
    meanings: [reader.say('serviceDeleteMeans'), reader.say('deleteMeans_log'), reader.say('deleteMeans_final')],
    action: `${addressOf(code)}/delete`,
    go: reader.say('serviceDelete'),
    isGrave: true,
  })
}

const stays = (c: Context, status: 200 | 409, use: ServiceUse): Response =>
  noticePage(c, status, 'serviceDeleteNotTitle', `serviceDeleteNot_${use}`)

const deleted = (deps: OfficeDeps, c: Context, code: string): Promise<Response> =>
  acting(deps, c, deleteService, { code }, (came) => {
    if (came.kind === 'done') return done(c, address, 'done_service-deleted')
    return came.failure.code === 'unknown' ? lost(c, code) : stays(c, 409, came.failure.by[0] ?? 'dossiers')
  })

async function undone(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  return acting(deps, c, undoServices, { batch: valueOf(values, 'batch') }, (came) => {
    if (came.kind === 'done') return done(c, address, 'done_services-undone')
    if (came.failure.code === 'unknown') return noticePage(c, 404, 'lostTitle', 'undoUnknown')
    const list = came.failure.objects.slice(0, 10).join('; ')
    return noticePage(c, 409, 'undoNotTitle', came.failure.code === 'used-since' ? 'undoNotUsed' : 'undoNotChanged', { list })
  })
}

type ListProps = {
  readonly reader: Reader
  readonly search: string
  readonly all: readonly Service[]
  readonly entries: readonly RecentEntry[]
}

/** Every field with its procedures, or those that a search finds. */
function ServiceList({ reader, search, all, entries }: ListProps) {
  const { say, numbers } = reader
  const found = inOrder(reader, all).filter((service) => isServiceFound(service, search))
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href="/admin/dossiers">{say('dossiersTitle')}</a>
      </p>
      <PageHead title={say('servicesTitle')} text={say('servicesText')}>
        {all.length > 0 && reader.may('agencies.change') && <Acts reader={reader} />}
      </PageHead>
      {all.length === 0 ? (
        <section class="card empty">
          <h2>{say('servicesNone')}</h2>
          <p>{say('servicesNoneText')}</p>
          {reader.may('agencies.change') && <Acts reader={reader} />}
        </section>
      ) : (
        <>
          <form class="filters" method="get" action={address} role="search">
            <FilterText name="q" label={say('servicesSearch')} value={search} />
            <p class="acts">
              <button class="button quiet" type="submit">
                {say('search')}
              </button>
              {search !== '' && <a href={address}>{say('searchClear')}</a>}
            </p>
          </form>
          <p class="note">
            {found.length === 0 ? say('servicesNoneFound', { seen: search }) : say('servicesCount', { n: numbers.count(found.length) })}
          </p>
          {found.length > 0 && (
            <section class="card">
              <Services {...{ reader, found }} />
            </section>
          )}
        </>
      )}
      <Recent {...{ reader, entries, mayUndo: reader.may('agencies.change') && !reader.seeing }} action={`${address}/undo`} of="entries" />
    </Shell>
  )
}

const Acts = ({ reader: { say } }: Pick<ListProps, 'reader'>) => (
  <p class="acts">
    <a class="button" href="/admin/import/services">
      {say('servicesImportTitle')}
    </a>
    <a class="button quiet" href="/admin/new/service">
      {say('serviceNew')}
    </a>
  </p>
)

/** Each field by its name, its procedures below it. */
function inOrder({ language }: Reader, all: readonly Service[]): readonly Service[] {
  const names = new Intl.Collator('vi', { numeric: true })
  const byName = (some: readonly Service[]) =>
    [...some].sort((a, b) => names.compare(localised(a.name, language), localised(b.name, language)))
  return byName(all.filter(({ field }) => field === null)).flatMap((one) => [one, ...byName(all.filter(({ field }) => field === one.code))])
}

const Services = ({ reader, found }: { readonly reader: Reader; readonly found: readonly Service[] }) => {
  const { say, numbers, language } = reader
  return (
    <Region label={say('servicesTitle')}>
      <table class="list folds">
        <ColumnHeads
          columns={[
            { title: say('serviceName'), look: 'name' },
            { title: say('serviceCode') },
            { title: say('serviceProcedure') },
            { title: say('serviceAgencies') },
            { title: say('agencyValid') },
          ]}
        />
        <tbody>
          {found.map((service) => (
            <tr key={service.code}>
              <th scope="row" class={service.field === null ? 'name' : 'name below'}>
                {reader.may('agencies.change') ? (
                  <a href={addressOf(service.code)}>{localised(service.name, language)}</a>
                ) : (
                  localised(service.name, language)
                )}
              </th>
              <td data-label={say('serviceCode')}>{service.code}</td>
              <td data-label={say('serviceProcedure')}>{service.procedure}</td>
              <td data-label={say('serviceAgencies')}>
                {service.agencies.length === 0 ? say('serviceEverywhere') : say('serviceAt', { n: numbers.count(service.agencies.length) })}
              </td>
              <td data-label={say('agencyValid')}>{validityOf(reader, service)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Region>
  )
}

function validityOf({ say, numbers }: Reader, { validFrom, validTo }: Service): string {
  const parts = [
    validFrom === null ? '' : say('fromOn', { day: numbers.day(validFrom) }),
    validTo === null ? '' : say('untilOn', { day: numbers.day(validTo) }),
  ]
  return parts.filter((part) => part !== '').join(' ') || say('always')
}

type FormProps = {
  readonly reader: Reader
  readonly title: string
  readonly filled: Filled
  readonly code: string | undefined
  readonly fields: readonly Service[]
  readonly taken: Taken | undefined
}

/** One service; its code is asked for only while it has none. */
function ServiceForm({ reader, title, filled, code, fields, taken }: FormProps) {
  const { say, language } = reader
  const labels: Readonly<Record<string, string>> = Object.fromEntries(serviceFields.map((name) => [name, say(serviceWords[name])]))
  const field = (name: ServiceField) => ({ reader, filled, name, label: say(serviceWords[name]) })
  const items = fields.map((one) => ({ value: one.code, text: localised(one.name, language) }))
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={address}>{say('servicesTitle')}</a>
      </p>
      <h1>{title}</h1>
      {code !== undefined && <p class="sub">{say('serviceKept')}</p>}
      <FormProblems {...{ reader, filled, labels }} />
      {taken && (
        <p class="wrong" role="alert">
          {say('serviceTaken', { now: nowText(reader, taken.now) })}
        </p>
      )}
      <form class="card form" method="post" action={code === undefined ? '/admin/new/service' : addressOf(code)}>
        {code === undefined ? <Once filled={filled} /> : <input type="hidden" name="seen" value={valueOf(filled.values, 'seen')} />}
        {code === undefined ? (
          <Field
            {...field('code')}
            hint={say('serviceCodeHint')}
            input={{ required: true, maxLength: 64, autocapitalize: 'none', spellcheck: false }}
          />
        ) : (
          <p class="fixed">
            <b>{say('serviceCode')}</b>: {code}
          </p>
        )}
        <Field {...field('name')} input={{ required: true, lang: 'vi' }} />
        <Field {...field('name_en')} input={{ lang: 'en' }} />
        <ChoiceField {...field('field')} hint={say('serviceFieldHint')} items={[{ value: '', text: say('serviceFieldNone') }, ...items]} />
        <Field {...field('procedure')} hint={say('serviceProcedureHint')} input={{ maxLength: 64 }} />
        <div class="pair">
          <Field {...field('valid_from')} input={{ type: 'date' }} />
          <Field {...field('valid_to')} input={{ type: 'date' }} />
        </div>
        <Field {...field('agencies')} hint={say('serviceAgenciesHint')} input={{ maxLength: 20_000, spellcheck: false }} />
        <p class="acts">
          <button type="submit">{say('save')}</button>
          <a href={address}>{say('cancel')}</a>
        </p>
      </form>
      {code !== undefined && (
        <p class="acts">
          <a href={`${addressOf(code)}/delete`}>{say('serviceDelete')}</a>
        </p>
      )}
    </Shell>
  )
}

/** What stands now, field by field where something does. */
const nowText = ({ say }: Reader, now: ServiceDraft): string =>
  serviceFields
    .filter((field) => field !== 'code' && now[field] !== '')
    .map((field) => `${say(serviceWords[field]).toLowerCase()}: ${now[field]}`)
    .join('; ')
