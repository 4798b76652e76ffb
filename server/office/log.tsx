import { type Context, Hono } from 'hono'
import { isOfficeWord } from '../../client/text/office'
import { sealOf } from '../access/keys'
import { doerOf, personOf, requireAct } from '../access/permission'
import { type Detail, type Details, doors, logNames } from '../db/events'
import type { EventRow } from '../db/tables'
import { csv } from '../files/csv'
import { download } from '../files/export'
import { logDocument } from '../files/log-document'
import { note, tellRefusals } from '../log/note'
import { allFound, type LogPage, type LogQuery, readLogPage, readLogQuery } from '../reading/log'
import type { OfficeDeps } from './frame/deps'
import { page } from './frame/document'
import { refused } from './frame/door'
import { FilterChoice, FilterDay, FilterText } from './frame/form'
import { momentText, type Reader, readerOf } from './frame/reader'
import { ColumnHeads, Region, Shell } from './frame/shell'
import { changeShown, fieldName, isDetails, valueShown, wordOr } from './log-words'

/** The log of what was done, to be searched and taken along; nothing of it can be changed from here. */
export function logPages(deps: OfficeDeps): Hono {
  const read = requireAct(deps, 'log.read', refused)
  return new Hono().get('/log', read, (c) => listPage(deps, c)).get('/log/file', read, (c) => file(deps, c))
}

const home = '/admin/log'

async function listPage(deps: OfficeDeps, c: Context): Promise<Response> {
  const { database } = deps
  const reader = readerOf(c)
  const query = readLogQuery((name) => c.req.query(name))
  const before = /^\d{1,15}$/.test(c.req.query('before') ?? '') ? Number(c.req.query('before')) : undefined
  const person = await personOf(deps, c)
  await tellRefusals(deps)
  if (person) await note(deps, doerOf(person), 'log.read', 'log')
  const found = await readLogPage(database, query, before, (entry) => sentenceOf(reader, entry))
  const names = await logNames(database)
  return page(c, { reader, title: reader.say('navLog'), body: <Log {...{ reader, query, before, found, names }} /> })
}

/** What is searched may be somebody's name, so the entry that tells of the file holds it under a keyed hash. */
async function file(deps: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const query = readLogQuery((name) => c.req.query(name))
  const person = await personOf(deps, c)
  const told = { ...query, text: query.text && sealOf(deps.accounts.secret, 'log', query.text) }
  const filter = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== ''))
  if (person && c.req.method !== 'HEAD') await note(deps, doerOf(person), 'log.export', 'log', { format: 'csv', filter })
  await tellRefusals(deps)
  const sentence = (entry: EventRow): string => sentenceOf(reader, entry)
  return download(csv, logDocument(allFound(deps.database, query, sentence), sentence), 'log')
}

/** An entry as one sentence in the reader's language. */
function sentenceOf(reader: Reader, entry: EventRow): string {
  const { say } = reader
  const details = detailsOf(entry)
  const object = objectShown(reader, entry, details)
  const values = { who: whoShown(reader, entry), object: object === '' ? say('logUnnamed') : object, act: entry.act }
  const word = `log_${entry.act}${entry.act === 'sessions.fail' && entry.object === '' ? '-unknown' : ''}`
  if (!isOfficeWord(word)) return say('logOther', values)
  const needs = typeof details['needs'] === 'string' ? details['needs'] : ''
  const n = typeof details['more'] === 'number' ? reader.numbers.count(details['more']) : ''
  return say(word, { ...values, n, needs: wordOr(say, `may_${needs}`, needs) })
}

function whoShown({ say }: Reader, { person }: EventRow): string {
  if (person === '') return say('logNobody')
  const machine = /^command:(.*)$/s.exec(person)?.[1]
  return machine === undefined ? person : say('logServer', { name: machine })
}

/** What people call it: a kiosk by its name, a file by its campaign, a questionnaire with its version. */
function objectShown({ say }: Reader, { kind, object }: EventRow, details: Details): string {
  const text = (name: string): string | undefined => (typeof details[name] === 'string' ? details[name] : undefined)
  if (kind === 'kiosks') return text('name') ?? object
  if (kind === 'exports') return text('campaign') ?? object
  const version = details['version']
  return kind === 'questionnaires' && typeof version === 'number' ? `${object} (${say('version', { n: String(version) })})` : object
}

const detailsOf = ({ details }: EventRow): Details => {
  const read: Details = JSON.parse(details)
  return read
}

type Props = {
  readonly reader: Reader
  readonly query: LogQuery
  readonly before: number | undefined
  readonly found: LogPage
  readonly names: Awaited<ReturnType<typeof logNames>>
}

const Log = ({ reader, reader: { say }, query, before, found, names }: Props) => (
  <Shell reader={reader}>
    <h1>{say('navLog')}</h1>
    <p class="sub">{say('logText')}</p>
    <Search {...{ reader, query, names }} />
    {found.entries.length === 0 ? (
      <section class="card empty">
        <p>{say(found.older === undefined ? 'logNone' : 'logNoneYet')}</p>
        {found.older === undefined && <p>{say('logNoneText')}</p>}
      </section>
    ) : (
      <section class="card">
        <Entries {...{ reader, found }} />
      </section>
    )}
    <p class="acts">
      {before !== undefined && (
        <a class="button quiet" href={address(query)}>
          {say('logNewest')}
        </a>
      )}
      {found.older !== undefined && (
        <a class="button quiet" rel="next" href={address(query, { before: String(found.older) })}>
          {say('logOlder')}
        </a>
      )}
    </p>
  </Shell>
)

/** The same search at another place. */
function address(query: LogQuery, more: Readonly<Record<string, string>> = {}, path = home): string {
  const fields = new URLSearchParams(Object.entries({ ...query, ...more }).filter(([, value]) => value !== '')).toString()
  return fields === '' ? path : `${path}?${fields}`
}

/** A plain form, so that every search has an address of its own. */
const Search = ({ reader: { say }, query, names }: Pick<Props, 'reader' | 'query' | 'names'>) => (
  <form class="filters screen" method="get" action={home} aria-label={say('logSearch')}>
    <FilterChoice
      name="person"
      label={say('logPerson')}
      all={say('logEverybody')}
      chosen={query.person}
      items={names.persons.map((value) => ({ value, text: value.replace(/^command:/, '') }))}
    />
    <FilterChoice
      name="kind"
      label={say('logKind')}
      all={say('logEveryKind')}
      chosen={query.kind}
      items={names.kinds.map((value) => ({ value, text: wordOr(say, `logKind_${value}`, value) }))}
    />
    <FilterChoice
      name="door"
      label={say('logDoor')}
      all={say('logEveryDoor')}
      chosen={query.door}
      items={doors.map((value) => ({ value, text: say(`logDoor_${value}`) }))}
    />
    <FilterText name="object" label={say('logObject')} value={query.object} />
    <FilterText name="text" label={say('logWords')} value={query.text} />
    <FilterDay name="from" label={say('logFrom')} value={query.from} />
    <FilterDay name="to" label={say('logTo')} value={query.to} />
    <p class="acts">
      <button type="submit">{say('logFind')}</button>{' '}
      <a class="button quiet" href={address(query, {}, `${home}/file`)}>
        {say('logFile')}
      </a>
    </p>
  </form>
)

const Entries = ({ reader, reader: { say }, found }: Pick<Props, 'reader' | 'found'>) => (
  <Region label={say('navLog')}>
    <table class="list log folds">
      <ColumnHeads columns={(['logNumber', 'logWhen', 'logWhat', 'logDoor'] as const).map((word) => ({ title: say(word) }))} />
      <tbody>
        {found.entries.map((entry) => (
          <tr key={entry.seq}>
            <td data-label={say('logNumber')}>{entry.seq}</td>
            <td data-label={say('logWhen')}>{momentText(reader, entry.at)}</td>
            <td class="what">
              <Opened {...{ reader, entry }} />
            </td>
            <td data-label={say('logDoor')}>{say(`logDoor_${entry.door}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Region>
)

/** The sentence opens what the entry keeps: what was before and after where it says so, and under which hash. */
function Opened({ reader, reader: { say }, entry }: { readonly reader: Reader; readonly entry: EventRow }) {
  const { before, after, ...rest } = detailsOf(entry)
  const was = fieldsOf(before)
  // Some acts keep what is new beside what was before.
  const [is, others] = after === undefined ? parted(rest, was) : [fieldsOf(after), rest]
  const changed = [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((name) => {
    const text = changeShown(reader, name, was[name], is[name])
    return text === undefined ? [] : [{ name, text }]
  })
  return (
    <details>
      <summary>{sentenceOf(reader, entry)}</summary>
      {changed.length > 0 && (
        <dl>
          {changed.map(({ name, text }) => (
            <div key={name}>
              <dt>{fieldName(reader, name)}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      <dl>
        {Object.entries(others).map(([name, value]) => (
          <div key={name}>
            <dt>{fieldName(reader, name)}</dt>
            <dd>{valueShown(reader, name, value)}</dd>
          </div>
        ))}
        <div>
          <dt>{say('logAct')}</dt>
          <dd>
            <code>{entry.act}</code>
          </dd>
        </div>
        <div>
          <dt>{say('logHash')}</dt>
          <dd>
            <code>{entry.hash.slice(0, shownHash)}…</code>
          </dd>
        </div>
      </dl>
    </details>
  )
}

/** In digits: enough to compare with an export by eye. */
const shownHash = 16
/** Some acts keep what was as a record, some as a list or one value. */
const fieldsOf = (value: Detail | undefined): Details => (value === undefined ? {} : isDetails(value) ? value : { '': value })

/** Those fields that another record has too, and the others. */
function parted(details: Details, other: Details): readonly [Details, Details] {
  const [same, rest] = [true, false].map((isSame) =>
    Object.fromEntries(Object.entries(details).filter(([name]) => Object.hasOwn(other, name) === isSame)),
  )
  return [same ?? {}, rest ?? {}]
}
