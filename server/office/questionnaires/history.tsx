import { type Context, Hono } from 'hono'
import type { Campaign } from '../../../surveys/fielding/campaign'
import { localised } from '../../../surveys/instrument/language'
import { requireAct } from '../../access/permission'
import { listCampaigns } from '../../db/campaigns'
import { type Design, findDesign } from '../../db/designs'
import {
  archiveVersion,
  isQuestionnaireAct,
  listEvents,
  listQuestionnaires,
  type PublishedQuestionnaire,
  questionnaireActs,
} from '../../db/questionnaires'
import type { QuestionnaireEventRow } from '../../db/tables'
import { responseTotals } from '../../reading/results'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { Choice, prefilled } from '../frame/form'
import { done, momentText, type Reader, readerOf } from '../frame/reader'
import { Region, Shell } from '../frame/shell'
import { comparePage } from './compare'
import { teller } from './design-acts'
import { restored } from './discard'
import { readAccepted } from './gates'
import { copyAddress, definitionFile, designAddress, historyAddress, questionnaireAddress, withVersion } from './version'

/** Versions of a questionnaire over time: history, comparison, files, and putting versions away. */
export function versionPages(deps: OfficeDeps): Hono {
  const read = requireAct(deps, 'results.read', refused)
  const change = requireAct(deps, 'questionnaires.publish', refused)
  return new Hono()
    .get('/questionnaires/:id/history', read, (c) => historyPage(deps, c))
    .get('/questionnaires/:id/compare', read, (c) => comparePage(deps, c))
    .post('/questionnaires/:id/history/:event/restore', change, (c) => restored(deps, c))
    .get('/questionnaires/:id/:version/definition.json', read, (c) =>
      withVersion(deps, c, ({ questionnaire }) => definitionFile(c, questionnaire, 'version')),
    )
    .post('/questionnaires/:id/:version/archive', change, (c) => withVersion(deps, c, (published) => archived(deps, c, published)))
    .post('/questionnaires/:id/:version/unarchive', change, (c) => withVersion(deps, c, (published) => unarchived(deps, c, published)))
}

/** What became of a questionnaire: its versions, where they were asked, and who did what. */
async function historyPage({ database, questionnaires }: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const id = c.req.param('id') ?? ''
  const versions = (await listQuestionnaires(database)).filter(({ questionnaire }) => questionnaire.id === id).reverse()
  const [events, design] = [await listEvents(database, id), await findDesign(database, id)]
  if (versions.length + events.length === 0) return noticePage(c, 404, 'lostTitle', 'questionnaireUnknown', { seen: id })
  const campaigns = (await listCampaigns(database)).filter(({ questionnaire }) => questionnaire === id)
  const totals = await responseTotals({ database, questionnaires }, campaigns)
  return page(c, {
    reader,
    title: reader.say('history'),
    body: <VersionHistory {...{ reader, id, versions, events, design, campaigns, totals }} />,
  })
}

type HistoryOf = {
  readonly reader: Reader
  readonly id: string
  /** The newest first. */
  readonly versions: readonly PublishedQuestionnaire[]
  readonly events: readonly QuestionnaireEventRow[]
  readonly design: Design | undefined
  readonly campaigns: readonly Campaign[]
  /** Responses by campaign. */
  readonly totals: ReadonlyMap<string, number>
}

/** Versions with what was made of them, any two to compare, and everything that happened. */
function VersionHistory(history: HistoryOf) {
  const { reader, id, versions, design } = history
  const { say, language } = reader
  const newest = versions[0]?.questionnaire ?? design?.definition
  const title = newest ? localised(newest.title, language, newest.languages) || id : id
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href="/admin/questionnaires">{say('navQuestionnaires')}</a>
      </p>
      <h1>{say('historyOf', { title })}</h1>
      <p class="sub">
        <code>{id}</code>
      </p>
      {design && (
        <section class="card">
          <p>{say('historyDesigning', { n: String(design.definition.version) })}</p>
          <p class="acts">
            <a class="button" href={designAddress(id)}>
              {say('designGoOn')}
            </a>
          </p>
        </section>
      )}
      <section class="card" aria-labelledby="versions">
        <h2 id="versions">{say('versions')}</h2>
        {versions.length === 0 && <p class="note">{say('versionsNone')}</p>}
        <ol class="versions">
          {versions.map((published) => (
            <Version key={published.questionnaire.version} {...history} published={published} />
          ))}
        </ol>
      </section>
      {versions.length > 1 && <CompareForm {...{ reader, id, versions }} />}
      <Events {...history} />
    </Shell>
  )
}

type Props = HistoryOf & { readonly published: PublishedQuestionnaire }

/** One version: when and by whom it was published, where it was asked, and what can be made of it. */
function Version(props: Props) {
  const {
    reader: { say, numbers },
    published: { questionnaire, publishedOn, isArchived },
    events,
  } = props
  const { version } = questionnaire
  const who = events.find((event) => event.act === 'published' && event.version === version)?.person
  return (
    <li>
      <h3>
        <a href={questionnaireAddress(questionnaire)}>{say('versionNumber', { n: String(version) })}</a>
        {isArchived && (
          <>
            {' '}
            · <mark>{say('archived')}</mark>
          </>
        )}
      </h3>
      <p>
        {who === undefined
          ? say('publishedOn', { day: numbers.day(publishedOn) })
          : say('publishedOnBy', { day: numbers.day(publishedOn), who })}
      </p>
      <Uses {...props} />
      <Acts {...props} />
    </li>
  )
}

function Uses({ reader: { say, numbers, language }, published: { questionnaire }, campaigns, totals }: Props) {
  const own = campaigns.filter(({ version }) => version === questionnaire.version)
  if (own.length === 0) return <p class="note">{say('usedNowhere')}</p>
  return (
    <ul>
      {own.map(({ code, title }) => (
        <li key={code}>
          <a href={`/admin/campaigns/${encodeURIComponent(code)}`}>{localised(title, language)}</a>:{' '}
          {say('responsesOf', { n: numbers.count(totals.get(code) ?? 0) })}
        </li>
      ))}
    </ul>
  )
}

function Acts({ reader: { say }, published: { questionnaire, isArchived }, design, versions }: Props) {
  const address = questionnaireAddress(questionnaire)
  const which = say('version', { n: String(questionnaire.version) })
  const isNewest = versions[0]?.questionnaire.version === questionnaire.version
  const [next, archive] = [say(isNewest ? 'designNext' : 'restoreVersion'), say(isArchived ? 'unarchive' : 'archive')]
  return (
    <div class="acts">
      {design === undefined && (
        <form method="post" action={`${address}/next`}>
          <button type="submit" class="quiet" aria-label={`${next}: ${which}`}>
            {next}
          </button>
        </form>
      )}
      <a href={copyAddress(questionnaire)} aria-label={`${say('designCopy')}: ${which}`}>
        {say('designCopy')}
      </a>
      <a href={`${address}/definition.json`} download aria-label={`${say('downloadJson')}: ${which}`}>
        {say('downloadJson')}
      </a>
      <form method="post" action={`${address}/${isArchived ? 'unarchive' : 'archive'}`}>
        <button type="submit" class="quiet" aria-label={`${archive}: ${which}`}>
          {archive}
        </button>
      </form>
    </div>
  )
}

/** Two versions to be laid beside each other, the last two unless others are chosen. */
function CompareForm({ reader, id, versions }: Pick<HistoryOf, 'reader' | 'id' | 'versions'>) {
  const { say } = reader
  const numbers = versions.map(({ questionnaire }) => String(questionnaire.version))
  const items = numbers.map((n) => ({ value: n, text: say('version', { n }) }))
  const filled = prefilled({ from: numbers[1] ?? '', to: numbers[0] ?? '' })
  return (
    <section class="card" aria-labelledby="compare">
      <h2 id="compare">{say('compare')}</h2>
      <form class="form" method="get" action={`/admin/questionnaires/${encodeURIComponent(id)}/compare`}>
        <div class="pair">
          <Choice {...{ reader, filled, items }} name="from" label={say('compareFrom')} />
          <Choice {...{ reader, filled, items }} name="to" label={say('compareTo')} />
        </div>
        <p class="acts">
          <button type="submit">{say('compareGo')}</button>
        </p>
      </form>
    </section>
  )
}

/** Who did what when, the newest first. */
const Events = ({ reader, id, events, design }: Pick<HistoryOf, 'reader' | 'id' | 'events' | 'design'>) => (
  <section class="card">
    <h2>{reader.say('events')}</h2>
    {events.length === 0 ? (
      <p class="note">{reader.say('eventsNone')}</p>
    ) : (
      <Region label={reader.say('events')}>
        <table class="list events">
          <thead>
            <tr>
              {(['eventWhen', 'eventWho', 'eventWhat', 'eventNote'] as const).map((word) => (
                <th key={word} scope="col">
                  {reader.say(word)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {inOrder(events).map((event) => (
              <tr key={event.id}>
                <td>{momentText(reader, event.at)}</td>
                <td>{event.person}</td>
                <th scope="row">{actText(reader, event)}</th>
                <td>
                  <Note {...{ reader, event, id }} isFree={design === undefined} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
    )}
  </section>
)

/** The newest first; what was done in one go, the last step first. */
const inOrder = (events: readonly QuestionnaireEventRow[]): readonly QuestionnaireEventRow[] =>
  events.toSorted((a, b) => (a.at === b.at ? stepOf(b) - stepOf(a) : a.at < b.at ? 1 : -1))

const stepOf = ({ act }: QuestionnaireEventRow): number => questionnaireActs.findIndex((one) => one === act)

const actText = ({ say }: Reader, { act, version }: QuestionnaireEventRow): string =>
  isQuestionnaireAct(act) ? say(`event_${act}`, { n: String(version) }) : act

type NoteProps = {
  readonly reader: Reader
  readonly event: QuestionnaireEventRow
  readonly id: string
  /** Nothing is being designed, so that something can come back. */ readonly isFree: boolean
}

function Note({ reader: { say, language }, event: { id: event, act, note }, id, isFree }: NoteProps) {
  if (act === 'accepted') {
    const { reason, warning, path } = readAccepted(note)
    return (
      <>
        {reason}
        <small>
          {localised(warning, language)} <code>{path}</code>
        </small>
      </>
    )
  }
  if (act !== 'discarded') return <>{note}</>
  if (!isFree) return <span class="note">{say('restoreLater')}</span>
  return (
    <form method="post" action={`/admin/questionnaires/${encodeURIComponent(id)}/history/${event}/restore`}>
      <button type="submit" class="quiet">
        {say('restoreDesign')}
      </button>
    </form>
  )
}

/** Puts a version away: no new campaign takes it, and those that ask it go on. */
const archived = (deps: OfficeDeps, c: Context, published: PublishedQuestionnaire): Promise<Response> => put(deps, c, published, 'archived')

/** Offers a version again. */
const unarchived = (deps: OfficeDeps, c: Context, published: PublishedQuestionnaire): Promise<Response> =>
  put(deps, c, published, 'unarchived')

async function put(
  deps: OfficeDeps,
  c: Context,
  { questionnaire }: PublishedQuestionnaire,
  act: 'archived' | 'unarchived',
): Promise<Response> {
  const tell = await teller(deps, c, questionnaire)
  await archiveVersion(deps.database, tell(act))
  return done(c, historyAddress(questionnaire.id), `done_${act}`)
}
