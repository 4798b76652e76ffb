import { type Context, Hono } from 'hono'
import type { Language } from '../../../client/text/languages'
import { licenceWord, publicWords } from '../../../client/text/public'
import type { DraftProblem } from '../../../surveys/fielding/drafts'
import { lateDays } from '../../../surveys/fielding/campaign'
import { type LifeHindrance, longestLifeReason } from '../../../surveys/fielding/life'
import { editionStanding, figureChanges, licences, longestNote, type Terms } from '../../../surveys/figures/publication'
import { dayAfter, localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { requireAct } from '../../access/permission'
import {
  amendEdition,
  hindrance,
  preparedIn,
  prepareEdition,
  publishEdition,
  stampOfEdition,
  withdrawEditions,
} from '../../acts/publications'
import { type CampaignRecord, seesAll } from '../../db/campaigns'
import { type Edition, editionsOf, frozenEdition } from '../../db/publications'
import { readEmbedOrigins, readFourEyes } from '../../db/settings'
import { PublicAgency } from '../../public/agency'
import { publicDocument, publicPolicy } from '../../public/document'
import { fileTypes, type PublicFile } from '../../public/files'
import { embedAddress } from '../../public/embed'
import { homeOf } from '../../public/list'
import { PublicOverview } from '../../public/overview'
import { pictureAside } from '../../public/picture-thread'
import { publicBytes, viewOfEdition, withFiles } from '../../public/published'
import { pictureTexts } from '../../public/view'
import { escaped } from '../../citizen/document'
import { publicAddress } from '../../public-address'
import { acting } from '../frame/acting'
import { type OfficeDeps, setupAddress, withCampaign } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import {
  ChoiceField,
  Field,
  type Filled,
  FormProblems,
  type FormValues,
  Hint,
  marks,
  prefilled,
  sentForm,
  valueOf,
  Wrong,
} from '../frame/form'
import { done, momentText, type Reader, readerOf } from '../frame/reader'
import { FactList, Shell } from '../frame/shell'

/** Where the results of a campaign are published. */
export const publicationAddress = (code: string): string => `/admin/campaigns/${encodeURIComponent(code)}/publication`

/** What everybody may read of a campaign: prepared, looked at, let out, amended, taken back. */
export function publicationPages(deps: OfficeDeps): Hono {
  const change = requireAct(deps, 'campaigns.change', refused)
  const whole = (c: Context, next: (record: CampaignRecord) => Promise<Response>): Promise<Response> => {
    const code = c.req.param('code') ?? ''
    const lost = (): Response => noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: code })
    return withCampaign(deps, c, code, 'campaigns.change', async (record) => (seesAll(record) ? next(record) : lost()))
  }
  return new Hono()
    .get('/campaigns/:code/publication', change, (c) => whole(c, (record) => mainPage(deps, c, record)))
    .post('/campaigns/:code/publication/prepare', change, (c) => prepared(deps, c, c.req.param('code')))
    .get('/campaigns/:code/publication/publish', change, (c) => whole(c, (record) => letPage(deps, c, record)))
    .post('/campaigns/:code/publication/publish', change, (c) => letOut(deps, c, c.req.param('code'), publishEdition))
    .post('/campaigns/:code/publication/amend', change, (c) => letOut(deps, c, c.req.param('code'), amendEdition))
    .get('/campaigns/:code/publication/withdraw', change, (c) => whole(c, (record) => withdrawPage(c, record)))
    .post('/campaigns/:code/publication/withdraw', change, (c) => withdrawn(deps, c, c.req.param('code')))
    .get('/campaigns/:code/publication/preview', change, (c) => whole(c, (record) => previewPage(deps, c, record)))
    .get('/campaigns/:code/publication/preview/agencies/:agency', change, (c) =>
      whole(c, (record) => previewPage(deps, c, record, c.req.param('agency'))),
    )
    .get('/campaigns/:code/publication/preview/picture.png', change, (c) => whole(c, (record) => previewPicture(deps, c, record)))
    .get('/campaigns/:code/publication/preview/figures.csv', change, (c) => whole(c, (record) => previewFile(deps, c, record, 'csv')))
    .get('/campaigns/:code/publication/preview/figures.json', change, (c) => whole(c, (record) => previewFile(deps, c, record, 'json')))
    .get('/campaigns/:code/publication/preview/figures.zip', change, (c) => whole(c, (record) => previewFile(deps, c, record, 'zip')))
}

type Known = {
  readonly record: CampaignRecord
  readonly today: string
  readonly editions: readonly Edition[]
  readonly prepared: Edition | undefined
  /** The last one that was let out. */
  readonly last: Edition | undefined
  readonly why: LifeHindrance | undefined
  readonly needsTwo: boolean
  readonly origin: string | undefined
  /** The sites that may show it inside of theirs. */
  readonly sites: readonly string[]
}

async function knownOf(deps: OfficeDeps, record: CampaignRecord): Promise<Known> {
  const { database, now } = deps
  const [today, editions] = [localDay(now()), await editionsOf(database, record.campaign.code)]
  return {
    record,
    today,
    editions,
    prepared: preparedIn(editions),
    last: editions.findLast(({ publishedOn }) => publishedOn !== ''),
    why: await hindrance(database, record, today),
    needsTwo: await readFourEyes(database),
    origin: await publicAddress(deps),
    sites: await readEmbedOrigins(database),
  }
}

async function mainPage(deps: OfficeDeps, c: Context, record: CampaignRecord, filled?: Filled): Promise<Response> {
  const [reader, known] = [readerOf(c), await knownOf(deps, record)]
  const status = filled && filled.problems.length > 0 ? 422 : 200
  const body = <Publication {...{ reader, known }} filled={filled ?? prefilled(firstValues(known))} />
  return page(c, { reader, title: reader.say('publicationTitle'), status, body })
}

/** What was said last is said again; the day begins anew. */
function firstValues({ prepared: waiting, last, today }: Known): Readonly<Record<string, string>> {
  const terms: Partial<Terms> = (waiting ?? last)?.terms ?? {}
  return {
    publicOn: waiting && waiting.terms.publicOn > today ? waiting.terms.publicOn : today,
    licence: terms.licence ?? licences[0],
    note: terms.note?.['vi'] ?? '',
    noteEn: terms.note?.['en'] ?? '',
    contact: terms.contact ?? '',
    reason: waiting?.terms.reason['vi'] ?? '',
    reasonEn: waiting?.terms.reason['en'] ?? '',
  }
}

type Props = { readonly reader: Reader; readonly known: Known }

function Publication({ reader, known, filled }: Props & { readonly filled: Filled }) {
  const { say, language, numbers } = reader
  const { record, why, prepared: waiting, last } = known
  const { campaign } = record
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={setupAddress(campaign.code)}>{localised(campaign.title, language)}</a>
      </p>
      <h1>{say('publicationTitle')}</h1>
      <p class="sub">{say('publicationText')}</p>
      <Standing {...{ reader, known }} />
      {why && (
        <section class="card" aria-labelledby="not-ready">
          <h2 id="not-ready">{say('publicationNotReady')}</h2>
          <p>{say(`lifeNot_${why}`, { seen: campaign.code, n: numbers.count(lateDays) })}</p>
          {why !== 'draft' && <p>{say('publicationReadyFrom', { day: numbers.day(dayAfter(campaign.closesOn)) })}</p>}
        </section>
      )}
      {!why && waiting && <Waiting {...{ reader, known, waiting }} />}
      {!why && <PrepareForm {...{ reader, known, filled }} isCorrection={last !== undefined} />}
      <Shared {...{ reader, known }} />
      <History {...{ reader, known }} />
    </Shell>
  )
}

/** What everybody sees now. */
function Standing({ reader: { say, numbers, language }, known: { editions, today, record, origin } }: Props) {
  const standing = editionStanding(editions, today)
  const later = editions.findLast(({ publishedOn, publicOn, withdrawnOn }) => publishedOn !== '' && withdrawnOn === '' && publicOn > today)
  const home = homeOf(record.campaign.code)
  return (
    <section class="card next">
      {standing.kind === 'untold' && !later && <p>{say('publicationState_none')}</p>}
      {standing.kind === 'public' && (
        <p>{say('publicationState_public', { n: numbers.count(standing.edition.number), day: numbers.day(standing.edition.publicOn) })}</p>
      )}
      {standing.kind === 'public' && standing.edition.threshold < record.campaign.threshold && (
        <p class="note">
          {say('publicationRaised', { k: numbers.count(record.campaign.threshold), before: numbers.count(standing.edition.threshold) })}
        </p>
      )}
      {standing.kind === 'withdrawn' && (
        <p>
          {say('publicationState_withdrawn', {
            day: numbers.day(standing.edition.withdrawnOn),
            reason: localised(standing.edition.withdrawnReason, language),
          })}
        </p>
      )}
      {later && <p>{say('publicationState_waiting', { day: numbers.day(later.publicOn) })}</p>}
      {standing.kind !== 'untold' && (
        <p>
          {say('publicationPublicPage')}: <a href={home}>{`${origin ?? ''}${home}`}</a>
        </p>
      )}
      {(standing.kind === 'public' || later) && (
        <p class="acts">
          <a href={`${publicationAddress(record.campaign.code)}/withdraw`}>{say('publicationWithdraw')}</a>
        </p>
      )}
    </section>
  )
}

function Waiting({ reader, known, waiting }: Props & { readonly waiting: Edition }) {
  const { say, numbers } = reader
  const home = publicationAddress(known.record.campaign.code)
  return (
    <section class="card" aria-labelledby="prepared">
      <h2 id="prepared">{say('publicationPrepared')}</h2>
      <p class="note">{say('publicationPreparedText')}</p>
      <FactList
        facts={[
          { name: say('publicationNumber'), value: numbers.count(waiting.number) },
          { name: say('publicationNight'), value: numbers.day(waiting.night) },
          { name: say('publicationDay'), value: numbers.day(waiting.terms.publicOn) },
          { name: say('publicationLicence'), value: publicWords(reader.language)(licenceWord[waiting.terms.licence]) },
          { name: say('publicationBy'), value: waiting.preparedPerson },
          { name: say('publicationChecksum'), value: <code>{waiting.checksum.slice(0, 16)}</code> },
        ]}
      />
      {known.needsTwo && <p class="note">{say('publicationTwo', { person: waiting.preparedPerson })}</p>}
      <p class="acts">
        <a class="button" href={`${home}/publish`}>
          {say(`publicationLet_${stepOf(known)}`)}
        </a>
        <a class="button quiet" href={`${home}/preview`}>
          {say('publicationPreview')}
        </a>
      </p>
    </section>
  )
}

const stepOf = ({ record }: Known): 'publish' | 'amend' => (record.campaign.status === 'published' ? 'amend' : 'publish')

type FormProps = Props & { readonly filled: Filled; readonly isCorrection: boolean }

function PrepareForm({ reader, known, filled, isCorrection }: FormProps) {
  const { say } = reader
  const labels = labelsOf(reader)
  const field = (name: keyof typeof labels) => ({ reader, filled, name, label: labels[name] })
  return (
    <>
      <FormProblems {...{ reader, filled, labels }} />
      <form class="card form" method="post" action={`${publicationAddress(known.record.campaign.code)}/prepare`}>
        <h2 id="prepare">{say(isCorrection ? 'publicationAmend' : 'publicationPrepare')}</h2>
        <p class="note">{say(isCorrection ? 'publicationAmendText' : 'publicationPrepareText')}</p>
        <Field {...field('publicOn')} hint={say('publicationDayHint')} input={{ type: 'date', required: true }} />
        <ChoiceField
          {...field('licence')}
          items={licences.map((value) => ({ value, text: publicWords(reader.language)(licenceWord[value]) }))}
        />
        <Field {...field('contact')} hint={say('publicationContactHint')} input={{ required: true }} />
        <Lines {...field('note')} hint={say('publicationNoteHint')} most={longestNote} />
        <Lines {...field('noteEn')} most={longestNote} lang="en" />
        {isCorrection && (
          <>
            <Lines {...field('reason')} hint={say('publicationReasonHint')} most={longestLifeReason} required />
            <Lines {...field('reasonEn')} most={longestLifeReason} lang="en" />
          </>
        )}
        <p class="acts">
          <button type="submit">{say('publicationPrepareGo')}</button>
        </p>
      </form>
    </>
  )
}

type LinesProps = {
  readonly reader: Reader
  readonly filled: Filled
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly most: number
  readonly required?: boolean
  readonly lang?: Language
}

/** A text of several lines. */
const Lines = ({ most, required = false, lang, ...props }: LinesProps) => (
  <div class="field">
    <label for={props.name}>{props.label}</label>
    <Hint {...props} />
    <textarea id={props.name} name={props.name} rows={3} maxLength={most * 2} {...{ required, lang }} {...marks(props)}>
      {valueOf(props.filled.values, props.name)}
    </textarea>
    <Wrong {...props} />
  </div>
)

const labelsOf = ({ say }: Reader) => ({
  publicOn: say('publicationDay'),
  licence: say('publicationLicence'),
  contact: say('publicationContact'),
  note: say('publicationNote'),
  noteEn: say('publicationNoteEn'),
  reason: say('publicationReason'),
  reasonEn: say('publicationReasonEn'),
})

/** How it is shown elsewhere: the frame for another site, and the picture that a link shows. */
function Shared({ reader: { say, language }, known: { editions, today, record, origin, sites, prepared: waiting } }: Props) {
  const { code, title } = record.campaign
  const isPublic = editionStanding(editions, today).kind === 'public'
  const name = say('publicationFrameTitle', { title: localised(title, language) })
  const picture = waiting ? `${publicationAddress(code)}/preview/picture.png` : `${homeOf(code)}/picture.png`
  if (!isPublic && !waiting) return null
  return (
    <>
      <section class="card" aria-labelledby="picture">
        <h2 id="picture">{say('publicationPicture')}</h2>
        {origin === undefined && <p class="note">{say('publicationNoAddress')}</p>}
        <p>
          <img class="shared" src={`${picture}?lang=${language}`} alt={name} width="600" height="315" loading="lazy" />
        </p>
      </section>
      {isPublic && origin !== undefined && (
        <section class="card" aria-labelledby="embed">
          <h2 id="embed">{say('publicationEmbed')}</h2>
          <p class="note">
            {say('publicationEmbedText')}{' '}
            {sites.length === 0 ? say('publicationEmbedNone') : say('publicationEmbedSites', { origins: sites.join(', ') })}
          </p>
          <pre class="snippet">
            <code>{`<iframe src="${origin}${embedAddress(code)}" title="${escaped(name)}" width="100%" height="480" frameborder="0" loading="lazy"></iframe>`}</code>
          </pre>
        </section>
      )}
    </>
  )
}

function History({ reader: { say, numbers }, known: { editions } }: Props) {
  const out = editions.filter(({ publishedOn }) => publishedOn !== '').toReversed()
  return out.length === 0 ? null : (
    <section class="card" aria-labelledby="history">
      <h2 id="history">{say('publicationHistory')}</h2>
      <ul>
        {out.map(({ number, publicOn, publishedPerson, withdrawnOn }) => {
          const values = { n: numbers.count(number), day: numbers.day(publicOn) }
          return (
            <li key={number}>
              {withdrawnOn === ''
                ? say('publicationEdition', { ...values, person: publishedPerson })
                : say('publicationEditionWithdrawn', { ...values, withdrawn: numbers.day(withdrawnOn) })}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

async function prepared(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const { values } = await sentForm(c)
  const text = (name: string): string => valueOf(values, name)
  const wanted = {
    code,
    publicOn: text('publicOn'),
    licence: text('licence'),
    note: text('note'),
    noteEn: text('noteEn'),
    contact: text('contact'),
    reason: text('reason'),
    reasonEn: text('reasonEn'),
  }
  return acting(deps, c, prepareEdition, wanted, (came) => {
    if (came.kind === 'done') return done(c, publicationAddress(code), 'done_edition-prepared')
    const { failure } = came
    return failure.code === 'same' ? notLet(c, 'same') : notDone(deps, c, code, values, failure)
  })
}

type Failure =
  | { readonly code: 'unknown' }
  | { readonly code: 'wrong'; readonly problems: readonly DraftProblem[] }
  | { readonly code: 'hindered'; readonly why: LifeHindrance }

function notDone(deps: OfficeDeps, c: Context, code: string, values: FormValues, failure: Failure): Response | Promise<Response> {
  if (failure.code === 'unknown') return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: code })
  if (failure.code === 'hindered') return hindered(c, code, failure.why)
  const { problems } = failure
  return withCampaign(deps, c, code, 'campaigns.change', (record) => mainPage(deps, c, record, { values, problems }))
}

const hindered = (c: Context, code: string, why: LifeHindrance): Response =>
  noticePage(c, 409, 'publicationNotTitle', `lifeNot_${why}`, { seen: code, n: String(lateDays) })

const notLet = (c: Context, why: 'own' | 'new' | 'moved' | 'same', values?: Readonly<Record<string, string>>): Response =>
  noticePage(c, 409, 'publicationNotTitle', `publicationNot_${why}`, values)

/** What publishing means, before it is done. */
async function letPage(deps: OfficeDeps, c: Context, record: CampaignRecord): Promise<Response> {
  const [reader, known] = [readerOf(c), await knownOf(deps, record)]
  const { prepared: waiting, last, why } = known
  const { code } = record.campaign
  if (why) return hindered(c, code, why)
  if (!waiting) return notLet(c, 'moved')
  const step = stepOf(known)
  const changed = step === 'amend' && last ? await changesBetween(deps, last, waiting) : 0
  const title = reader.say(`publicationLetTitle_${step}`)
  return page(c, { reader, title, body: <LetOut {...{ reader, known, waiting, changed, title }} /> })
}

async function changesBetween({ database }: OfficeDeps, last: Edition, waiting: Edition): Promise<number> {
  const [before, after] = [await frozenEdition(database, last), await frozenEdition(database, waiting)]
  return before && after ? figureChanges(before.figures, after.figures).length : 0
}

type LetProps = Props & { readonly waiting: Edition; readonly changed: number; readonly title: string }

function LetOut({ reader, known, waiting, changed, title }: LetProps) {
  const { say, numbers, language } = reader
  const { campaign } = known.record
  const [home, step] = [publicationAddress(campaign.code), stepOf(known)]
  const day = waiting.terms.publicOn < known.today ? known.today : waiting.terms.publicOn
  const reason = localised(waiting.terms.reason, language)
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={home}>{say('publicationTitle')}</a>
      </p>
      <h1>{title}</h1>
      <form class="card form" method="post" action={`${home}/${step}`}>
        <p>
          <b>{localised(campaign.title, language)}</b> ({campaign.code})
        </p>
        <ul class="meanings">
          <li>{say('publicationMeans_all', { day: numbers.day(day) })}</li>
          <li>{say('publicationMeans_safe', { k: numbers.count(waiting.threshold) })}</li>
          <li>{say('publicationMeans_frozen')}</li>
          {reason !== '' && <li>{say('publicationMeans_reason', { reason })}</li>}
          {step === 'amend' && <li>{say('publicationMeans_changes', { n: numbers.count(changed) })}</li>}
          <li>{say('publicationMeans_stays')}</li>
        </ul>
        {known.needsTwo && <p class="note">{say('publicationTwo', { person: waiting.preparedPerson })}</p>}
        <input type="hidden" name="seen" value={stampOfEdition(waiting)} />
        <p class="acts">
          <button type="submit" class="grave">
            {say(`publicationLet_${step}`)}
          </button>
          <a href={`${home}/preview`}>{say('publicationPreview')}</a>
          <a href={home}>{say('cancel')}</a>
        </p>
      </form>
    </Shell>
  )
}

async function letOut(deps: OfficeDeps, c: Context, code: string, doing: typeof publishEdition): Promise<Response> {
  const { values } = await sentForm(c)
  const seen = { code, seen: valueOf(values, 'seen') }
  return acting(deps, c, doing, seen, (came) => {
    if (came.kind === 'done') return done(c, publicationAddress(code), 'done_edition-published')
    const { failure } = came
    switch (failure.code) {
      case 'unknown':
        return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: code })
      case 'hindered':
        return hindered(c, code, failure.why)
      case 'new':
        return notLet(c, 'new', { from: momentText(readerOf(c), failure.from) })
      default:
        return notLet(c, failure.code)
    }
  })
}

async function withdrawPage(
  c: Context,
  record: CampaignRecord,
  filled: Filled = prefilled({ reason: '', reasonEn: '' }),
): Promise<Response> {
  const reader = readerOf(c)
  const { say, language } = reader
  const { code, title, status } = record.campaign
  if (status !== 'published') return notLet(c, 'moved')
  const home = publicationAddress(code)
  const label = say('publicationWithdrawReason')
  const body = (
    <Shell reader={reader}>
      <p class="back">
        <a href={home}>{say('publicationTitle')}</a>
      </p>
      <h1>{say('publicationWithdrawTitle')}</h1>
      <FormProblems {...{ reader, filled }} labels={{ reason: label, reasonEn: say('publicationReasonEn') }} />
      <form class="card form" method="post" action={`${home}/withdraw`}>
        <p>
          <b>{localised(title, language)}</b> ({code})
        </p>
        <ul class="meanings">
          <li>{say('publicationWithdraw_page')}</li>
          <li>{say('publicationWithdraw_stays')}</li>
        </ul>
        <Lines {...{ reader, filled, label }} name="reason" hint={say('publicationWithdrawReasonHint')} most={longestLifeReason} required />
        <Lines {...{ reader, filled }} label={say('publicationReasonEn')} name="reasonEn" most={longestLifeReason} lang="en" />
        <p class="acts">
          <button type="submit" class="grave">
            {say('publicationWithdraw')}
          </button>
          <a href={home}>{say('cancel')}</a>
        </p>
      </form>
    </Shell>
  )
  return page(c, { reader, title: say('publicationWithdrawTitle'), status: filled.problems.length > 0 ? 422 : 200, body })
}

async function withdrawn(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const { values } = await sentForm(c)
  return acting(deps, c, withdrawEditions, { code, reason: valueOf(values, 'reason'), reasonEn: valueOf(values, 'reasonEn') }, (came) => {
    if (came.kind === 'done') return done(c, publicationAddress(code), 'done_edition-withdrawn')
    const { failure } = came
    if (failure.code === 'unknown') return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: code })
    if (failure.code === 'hindered') return hindered(c, code, failure.why)
    const { problems } = failure
    return withCampaign(deps, c, code, 'campaigns.change', (record) => withdrawPage(c, record, { values, problems }))
  })
}

/** The edition in preparation as everybody would see it, with the editions before it. */
async function previewOf(deps: OfficeDeps, c: Context, record: CampaignRecord) {
  const { code } = record.campaign
  const editions = await editionsOf(deps.database, code)
  const waiting = preparedIn(editions)
  if (!waiting) return undefined
  const today = localDay(deps.now())
  const publicOn = waiting.terms.publicOn < today ? today : waiting.terms.publicOn
  const edition = { ...waiting, publicOn }
  const told = [edition, ...editions.filter(({ publishedOn }) => publishedOn !== '').toReversed()]
  const { language } = readerOf(c)
  return viewOfEdition(deps, { edition, told }, language, { home: `${publicationAddress(code)}/preview`, isPreview: true })
}

async function previewPage(deps: OfficeDeps, c: Context, record: CampaignRecord, wanted?: string): Promise<Response> {
  if (wanted !== undefined && !record.peers.some(({ agency }) => agency.code === wanted))
    return noticePage(c, 404, 'lostTitle', 'agencyUnknown', { seen: wanted })
  const view = await previewOf(deps, c, record)
  const agency = view?.figures.agencies.find(({ code }) => code === wanted)
  if (!view || (wanted !== undefined && !agency)) return notLet(c, 'moved')
  const body = agency ? <PublicAgency {...{ view, agency }} /> : <PublicOverview view={await withFiles(deps, view)} />
  c.header('Content-Security-Policy', publicPolicy())
  return c.html(publicDocument({ language: view.language, title: view.title, body, isUnlisted: true }))
}

async function previewPicture(deps: OfficeDeps, c: Context, record: CampaignRecord): Promise<Response> {
  const view = await previewOf(deps, c, record)
  if (!view) return notLet(c, 'moved')
  const origin = await publicAddress(deps)
  const texts = pictureTexts(view, undefined, origin === undefined ? '' : new URL(origin).host)
  return c.body(await pictureAside(texts), 200, { 'Content-Type': 'image/png' })
}

async function previewFile(deps: OfficeDeps, c: Context, record: CampaignRecord, ending: PublicFile): Promise<Response> {
  const view = await previewOf(deps, c, record)
  if (!view) return notLet(c, 'moved')
  const content = await publicBytes(deps, view, ending)
  return c.body(content, 200, { 'Content-Type': fileTypes[ending] })
}
