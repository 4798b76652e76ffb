import { type Context, Hono } from 'hono'
import type { Campaign } from '../../../surveys/fielding/campaign'
import type { Assessment } from '../../../surveys/indices/fielding'
import { mediaNames } from '../../../surveys/designing/pictures'
import { localised } from '../../../surveys/instrument/language'
import { requireAct } from '../../access/permission'
import { areaFor, seenCampaigns } from '../../access/seen'
import { acceptedIn, type AcceptedNote, archiveQuestionnaire, unarchiveQuestionnaire, versionIn, whyIn } from '../../acts/questionnaires'
import type { ActName } from '../../acts/table'
import { assessingOf, listAssessments } from '../../db/assessments'
import { type Design, findDesign } from '../../db/designs'
import { type Event, eventsOf } from '../../db/events'
import { listQuestionnaires, type PublishedQuestionnaire } from '../../db/questionnaires'
import { responseTotals } from '../../reading/results'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { ChoiceField, prefilled } from '../frame/form'
import { done, momentText, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, Region, Shell } from '../frame/shell'
import { isLeavingFormat } from '../../files/foreign/writing'
import { comparePage } from './compare'
import { elsewhereFile, elsewherePage } from './elsewhere'
import { restored } from './discard'
import { isSet } from './sets'
import {
  asksNobody,
  bundleFile,
  copyAddress,
  definitionFile,
  designAddress,
  historyAddress,
  questionnaireAddress,
  reviewAddress,
  withVersion,
} from './version'

/** Versions of a questionnaire over time: history, comparison, files, and putting versions away. */
export function versionPages(deps: OfficeDeps): Hono {
  const read = requireAct(deps, 'office.read', refused)
  const change = requireAct(deps, 'questionnaires.publish', refused)
  return new Hono()
    .get('/questionnaires/:id/history', read, (c) => historyPage(deps, c))
    .get('/questionnaires/:id/compare', read, (c) => comparePage(deps, c))
    .post('/questionnaires/:id/history/:event/restore', change, (c) => restored(deps, c))
    .get('/questionnaires/:id/:version/definition.json', read, (c) =>
      withVersion(deps, c, ({ questionnaire }) => definitionFile(c, questionnaire, 'version')),
    )
    .get('/questionnaires/:id/:version/elsewhere', read, (c) =>
      withVersion(deps, c, ({ questionnaire }) =>
        questionnaire.kind === undefined ? elsewherePage(c, questionnaire) : asksNobody(c, questionnaire.id),
      ),
    )
    .get('/questionnaires/:id/:version/elsewhere/:format', read, (c) =>
      withVersion(deps, c, ({ questionnaire }) => {
        const format = c.req.param('format')
        if (questionnaire.kind !== undefined) return asksNobody(c, questionnaire.id)
        return isLeavingFormat(format) ? elsewhereFile(deps, c, questionnaire, format) : noticePage(c, 404, 'lostTitle', 'lostText')
      }),
    )
    .get('/questionnaires/:id/:version/definition.tar', read, (c) =>
      withVersion(deps, c, ({ questionnaire }) => bundleFile(deps, c, questionnaire, 'version')),
    )
    .post('/questionnaires/:id/:version/archive', change, (c) => withVersion(deps, c, (published) => archived(deps, c, published)))
    .post('/questionnaires/:id/:version/unarchive', change, (c) => withVersion(deps, c, (published) => unarchived(deps, c, published)))
}

/** What became of a questionnaire: its versions, where they were asked, and who did what. */
async function historyPage(deps: OfficeDeps, c: Context): Promise<Response> {
  const { database, questionnaires } = deps
  const reader = readerOf(c)
  const id = c.req.param('id') ?? ''
  const versions = (await listQuestionnaires(database)).filter(({ questionnaire }) => questionnaire.id === id).reverse()
  const [events, design] = [(await eventsOf(database, 'questionnaires', id)).flatMap(stepsOf), await findDesign(database, id)]
  if (versions.length + events.length === 0) return noticePage(c, 404, 'lostTitle', 'questionnaireUnknown', { seen: id })
  const campaigns = (await seenCampaigns(deps, c, 'office.read')).filter(({ questionnaire }) => questionnaire === id)
  const totals = await responseTotals({ database, questionnaires }, campaigns, await areaFor(deps, c, 'office.read'))
  const assessments = await seenAssessments(deps, c, id)
  return page(c, {
    reader,
    title: reader.say('history'),
    body: <VersionHistory {...{ reader, id, versions, events, design, campaigns, totals, assessments }} />,
  })
}

type HistoryOf = {
  readonly reader: Reader
  readonly id: string
  /** The newest first. */
  readonly versions: readonly PublishedQuestionnaire[]
  readonly events: readonly Step[]
  readonly design: Design | undefined
  readonly campaigns: readonly Campaign[]
  /** Those of a set that whoever reads may see. */
  readonly assessments: readonly Assessment[]
  /** Responses by campaign. */
  readonly totals: ReadonlyMap<string, number>
}

/** A line of the history: something that was done, or a warning that stood when a version was published. */
type Step = {
  readonly event: Event
  readonly word: (typeof words)[keyof typeof words] | 'event_accepted'
  readonly version: number
  readonly note?: AcceptedNote
}

const words = {
  'questionnaires.begin': 'event_begun',
  'questionnaires.begin-next': 'event_begun',
  'questionnaires.ask': 'event_asked',
  'questionnaires.approve': 'event_approved',
  'questionnaires.send-back': 'event_sentBack',
  'questionnaires.publish': 'event_published',
  'questionnaires.publish-file': 'event_published',
  'questionnaires.discard': 'event_discarded',
  'questionnaires.restore': 'event_restored',
  'questionnaires.archive': 'event_archived',
  'questionnaires.unarchive': 'event_unarchived',
} as const satisfies Partial<Record<ActName, `event_${string}`>>

const isTold = (act: string): act is keyof typeof words => Object.hasOwn(words, act)

/** What of an event belongs into the history; every single save does not. */
function stepsOf(event: Event): readonly Step[] {
  if (!isTold(event.act)) return []
  const version = versionIn(event)
  return [
    { event, version, word: words[event.act] },
    ...acceptedIn(event).map((note) => ({ event, version, word: 'event_accepted' as const, note })),
  ]
}

/** Versions with what was made of them, any two to compare, and everything that happened. */
function VersionHistory(history: HistoryOf) {
  const { reader, id, versions, design } = history
  const { say, language, may } = reader
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
            {may('questionnaires.publish') ? (
              <a class="button" href={designAddress(id)}>
                {say('designGoOn')}
              </a>
            ) : (
              may('designs.read') && <a href={reviewAddress(id)}>{say('reviewLook')}</a>
            )}
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
  const who = events.find((step) => step.word === 'event_published' && step.version === version)?.event.person
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

/** Of a set the assessments that field it, of an agency among those that the account sees. */
async function seenAssessments(deps: OfficeDeps, c: Context, id: string): Promise<readonly Assessment[]> {
  const { database } = deps
  const area = await areaFor(deps, c, 'results.read')
  const seen = area === 'everywhere' ? undefined : await assessingOf(database, [...area])
  return (await listAssessments(database)).filter(({ code, set }) => set.id === id && (seen === undefined || seen.has(code)))
}

function Uses(props: Props) {
  const {
    reader: { say, language },
    published: { questionnaire },
    assessments,
  } = props
  if (!isSet(questionnaire)) return <AskedIn {...props} />
  const own = assessments.filter(({ set }) => set.version === questionnaire.version)
  if (own.length === 0) return <p class="note">{say('setUsedNowhere')}</p>
  return (
    <ul>
      {own.map(({ code, title }) => (
        <li key={code}>
          <a href={`/admin/assessments/${encodeURIComponent(code)}`}>{localised(title, language)}</a>
        </li>
      ))}
    </ul>
  )
}

function AskedIn({ reader: { say, numbers, language, may }, published: { questionnaire }, campaigns, totals }: Props) {
  const own = campaigns.filter(({ version }) => version === questionnaire.version)
  if (own.length === 0) return <p class="note">{say('usedNowhere')}</p>
  return (
    <ul>
      {own.map(({ code, title }) => (
        <li key={code}>
          {may('results.read') ? (
            <a href={`/admin/campaigns/${encodeURIComponent(code)}`}>{localised(title, language)}</a>
          ) : (
            localised(title, language)
          )}
          : {say('responsesOf', { n: numbers.count(totals.get(code) ?? 0) })}
        </li>
      ))}
    </ul>
  )
}

function Acts({ reader: { say, may }, published: { questionnaire, isArchived }, design, versions }: Props) {
  const address = questionnaireAddress(questionnaire)
  const which = say('version', { n: String(questionnaire.version) })
  const isNewest = versions[0]?.questionnaire.version === questionnaire.version
  const copy = say(isSet(questionnaire) ? 'setCopy' : 'designCopy')
  const [next, archive] = [say(isNewest ? 'designNext' : 'restoreVersion'), say(isArchived ? 'unarchive' : 'archive')]
  return (
    <div class="acts">
      {design === undefined && may('questionnaires.publish') && (
        <form method="post" action={`${address}/next`}>
          <button type="submit" class="quiet" aria-label={`${next}: ${which}`}>
            {next}
          </button>
        </form>
      )}
      {may('questionnaires.publish') && (
        <a href={copyAddress(questionnaire)} aria-label={`${copy}: ${which}`}>
          {copy}
        </a>
      )}
      <a href={`${address}/definition.json`} download aria-label={`${say('downloadJson')}: ${which}`}>
        {say('downloadJson')}
      </a>
      {mediaNames(questionnaire).size > 0 && (
        <a href={`${address}/definition.tar`} download aria-label={`${say('downloadBundle')}: ${which}`}>
          {say('downloadBundle')}
        </a>
      )}
      {may('questionnaires.publish') && (
        <form method="post" action={`${address}/${isArchived ? 'unarchive' : 'archive'}`}>
          <button type="submit" class="quiet" aria-label={`${archive}: ${which}`}>
            {archive}
          </button>
        </form>
      )}
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
          <ChoiceField {...{ reader, filled, items }} name="from" label={say('compareFrom')} />
          <ChoiceField {...{ reader, filled, items }} name="to" label={say('compareTo')} />
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
        <table class="list events folds">
          <ColumnHeads
            columns={(['eventWhen', 'eventWho', 'eventWhat', 'eventNote'] as const).map((word) => ({ title: reader.say(word) }))}
          />
          <tbody>
            {events.map((step, place) => (
              <tr key={place}>
                <td>{momentText(reader, step.event.at)}</td>
                <td>{step.event.person}</td>
                <th scope="row">{reader.say(step.word, { n: String(step.version) })}</th>
                <td>
                  <Note {...{ reader, step, id }} isFree={design === undefined} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
    )}
  </section>
)

type NoteProps = {
  readonly reader: Reader
  readonly step: Step
  readonly id: string
  /** Nothing is being designed, so that something can come back. */ readonly isFree: boolean
}

function Note({ reader: { say, language }, step: { event, word, note }, id, isFree }: NoteProps) {
  if (note)
    return (
      <>
        {note.reason}
        <small>
          {localised(note.warning, language)} <code>{/"([^"]+)"/.exec(note.path)?.[1]}</code>
        </small>
      </>
    )
  if (word === 'event_sentBack') return <>{whyIn(event)}</>
  if (word !== 'event_discarded') return null
  if (!isFree) return <span class="note">{say('restoreLater')}</span>
  return (
    <form method="post" action={`/admin/questionnaires/${encodeURIComponent(id)}/history/${event.seq}/restore`}>
      <button type="submit" class="quiet">
        {say('restoreDesign')}
      </button>
    </form>
  )
}

const archived = (deps: OfficeDeps, c: Context, { questionnaire: { id, version } }: PublishedQuestionnaire): Promise<Response> =>
  acting(deps, c, archiveQuestionnaire, { id, version }, () => done(c, historyAddress(id), 'done_archived'))

const unarchived = (deps: OfficeDeps, c: Context, { questionnaire: { id, version } }: PublishedQuestionnaire): Promise<Response> =>
  acting(deps, c, unarchiveQuestionnaire, { id, version }, () => done(c, historyAddress(id), 'done_unarchived'))
