import { type Context, Hono } from 'hono'
import type { ComponentChildren } from 'preact'
import { colleaguesSay } from '../../../client/text/colleagues'
import { isOfficeWord, timeText } from '../../../client/text/office'
import { localised } from '../../../surveys/instrument/language'
import { isClosed } from '../../../surveys/instrument/item'
import { items, itemsOf, scaleOf } from '../../../surveys/instrument/questionnaire'
import type { LocalText, Question, Questionnaire } from '../../../surveys/instrument/schema'
import { requireAct } from '../../access/permission'
import { areaFor } from '../../access/seen'
import { chooseQuestionnaire } from '../../acts/questionnaires'
import { type Design, findDesign, listDesigns } from '../../db/designs'
import { objectsOf } from '../../db/events'
import { listQuestionnaires, type PublishedQuestionnaire } from '../../db/questionnaires'
import { listCatalogue } from '../../catalogue'
import { type ChosenVersion, readChosen } from '../../db/settings'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { done, momentText, type Reader, readerOf } from '../frame/reader'
import { FactList, PageHead, Shell } from '../frame/shell'
import { type Looker, lookerOf, ApprovalSoFar, approvalOf, waitsFor } from './approval'
import { previewPages } from './preview'
import { shareAddress } from './share'
import { instrumentPages } from './instrument'
import { printPage } from './print'
import { Catalogue, isSet, setFacts, SetParts, taken } from './sets'
import {
  copyAddress,
  designAddress,
  elsewhereAddress,
  historyAddress,
  languageNames,
  questionnaireAddress,
  reviewAddress,
  withVersion,
} from './version'

/** The instruments: what there is, what each asks, and choosing one for the next campaign. */
export function questionnairePages(deps: OfficeDeps): Hono {
  const read = requireAct(deps, 'office.read', refused)
  return new Hono()
    .get('/questionnaires', read, (c) => galleryPage(deps, c))
    .get('/questionnaires/:id/:version', read, (c) => withVersion(deps, c, (published) => outlinePage(deps, c, published)))
    .post('/questionnaires/:id/:version/choose', requireAct(deps, 'campaigns.change', refused), (c) =>
      withVersion(deps, c, (published) => chosen(deps, c, published)),
    )
    .post('/questionnaires/:id/take', requireAct(deps, 'questionnaires.publish', refused), (c) => taken(deps, c))
    .route('/questionnaires/:id/:version/preview', previewPages(deps, read))
    .get('/questionnaires/:id/:version/print', read, (c) => printPage(deps, c))
    .route('/', instrumentPages(deps, read, requireAct(deps, 'designs.read', refused)))
}

/** What is chosen holds for the campaigns of the whole province. */
const mayChooseFor = async (deps: OfficeDeps, c: Context): Promise<boolean> => (await areaFor(deps, c, 'campaigns.change')) === 'everywhere'

async function galleryPage(deps: OfficeDeps, c: Context): Promise<Response> {
  const { database } = deps
  const reader = readerOf(c)
  const published = await listQuestionnaires(database)
  const [chosenNow, designs] = [await readChosen(database), await listDesigns(database)]
  const known = new Set([...published.map(({ questionnaire }) => questionnaire.id), ...designs.map(({ definition }) => definition.id)])
  const offered = (await listCatalogue()).filter(({ id }) => !known.has(id))
  const discarded = (await objectsOf(database, 'questionnaires', 'questionnaires.discard')).filter((id) => !known.has(id))
  return page(c, {
    reader,
    title: reader.say('navQuestionnaires'),
    body: (
      <Gallery
        {...{ reader, published, designs, offered, discarded }}
        looker={await lookerOf(deps, c)}
        chosen={chosenNow}
        mayChoose={await mayChooseFor(deps, c)}
      />
    ),
  })
}

async function outlinePage(deps: OfficeDeps, c: Context, published: PublishedQuestionnaire): Promise<Response> {
  const { database } = deps
  const reader = readerOf(c)
  const [chosenNow, mayChoose] = [await readChosen(database), await mayChooseFor(deps, c)]
  const { id } = published.questionnaire
  const isDesigned = (await findDesign(database, id)) !== undefined
  const newest = (await listQuestionnaires(database)).findLast(({ questionnaire, isArchived }) => questionnaire.id === id && !isArchived)
  return page(c, {
    reader,
    title: reader.say('outline'),
    body: <Outline {...{ reader, published, newest, isDesigned, mayChoose }} chosen={chosenNow} />,
  })
}

const chosen = (deps: OfficeDeps, c: Context, { questionnaire: { id, version } }: PublishedQuestionnaire): Promise<Response> =>
  acting(deps, c, chooseQuestionnaire, { id, version }, (came) => {
    if (came.kind === 'done') return done(c, '/admin', 'done_chosen')
    if (came.failure.code === 'asks-nobody') return noticePage(c, 409, 'chooseNotTitle', 'wrong_asks-nobody', { seen: id })
    return came.failure.code === 'archived'
      ? noticePage(c, 409, 'chooseNotTitle', 'archivedText')
      : noticePage(c, 404, 'lostTitle', 'questionnaireUnknown', { seen: `${id} ${version}` })
  })

type CardsProps = {
  readonly reader: Reader
  readonly published: readonly PublishedQuestionnaire[]
  readonly chosen: ChosenVersion | undefined
  readonly mayChoose: boolean
  readonly designs: readonly Design[]
}

type GalleryProps = CardsProps & {
  /** Those of the catalogue that nobody has taken up. */
  readonly offered: readonly Questionnaire[]
  /** Questionnaires of which there is nothing but a history. */
  readonly discarded: readonly string[]
  readonly looker: Looker
}

/** What is being designed, the newest version of each questionnaire as a card, earlier ones, and what was put away. */
function Gallery({ reader, published, chosen, mayChoose, designs, offered, discarded, looker }: GalleryProps) {
  const current = published.filter(({ isArchived }) => !isArchived)
  const isFirst = ({ questionnaire }: PublishedQuestionnaire) =>
    isChosen(chosen, questionnaire) ||
    current.every((other) => other.questionnaire.id !== questionnaire.id || other.questionnaire.version <= questionnaire.version)
  const cards = { reader, chosen, mayChoose, designs }
  const [sets, questionnaires] = [true, false].map((wanted) => current.filter((one) => isFirst(one) && isSet(one.questionnaire) === wanted))
  return (
    <Shell reader={reader}>
      <h1>{reader.say('navQuestionnaires')}</h1>
      <p class="sub">{reader.say('questionnairesText')}</p>
      <Designs {...{ reader, designs, looker }} />
      <Cards {...cards} published={questionnaires ?? []} />
      {sets !== undefined && sets.length > 0 && (
        <>
          <h2>{reader.say('sets')}</h2>
          <p class="note">{reader.say('setsText')}</p>
          <Cards {...cards} published={sets} />
        </>
      )}
      <Catalogue {...{ reader, offered }} />
      <More {...cards} title="earlierOnes" text="earlierOnesText" published={current.filter((one) => !isFirst(one))} />
      <More {...cards} title="archivedOnes" text="archivedText" published={published.filter(({ isArchived }) => isArchived)} />
      <DiscardedOnes {...{ reader, discarded }} />
    </Shell>
  )
}

const Cards = ({ reader, published, chosen, mayChoose, designs }: CardsProps) => (
  <div class="gallery">
    {published.map(({ questionnaire, isArchived }) => (
      <Card
        key={`${questionnaire.id} ${questionnaire.version}`}
        {...{ reader, questionnaire, chosen, mayChoose, isArchived }}
        isDesigned={designs.some(({ definition }) => definition.id === questionnaire.id)}
      />
    ))}
  </div>
)

type MoreProps = CardsProps & { readonly title: 'earlierOnes' | 'archivedOnes'; readonly text: 'earlierOnesText' | 'archivedText' }

const More = ({ title, text, ...cards }: MoreProps) =>
  cards.published.length === 0 ? null : (
    <details class="more archived">
      <summary>{cards.reader.say(title, { n: cards.reader.numbers.count(cards.published.length) })}</summary>
      <p class="note">{cards.reader.say(text)}</p>
      <Cards {...cards} />
    </details>
  )

const DiscardedOnes = ({ reader: { say, numbers }, discarded }: Pick<GalleryProps, 'reader' | 'discarded'>) =>
  discarded.length === 0 ? null : (
    <details class="more archived">
      <summary>{say('discardedOnes', { n: numbers.count(discarded.length) })}</summary>
      <p class="note">{say('discardedOnesText')}</p>
      <ul>
        {discarded.map((id) => (
          <li key={id}>
            <a href={historyAddress(id)}>{id}</a>
          </li>
        ))}
      </ul>
    </details>
  )

type CardProps = {
  readonly reader: Reader
  readonly questionnaire: Questionnaire
  readonly chosen: ChosenVersion | undefined
  readonly mayChoose: boolean
}

function Card({
  reader,
  questionnaire,
  chosen,
  mayChoose,
  isArchived,
  isDesigned,
}: CardProps & { readonly isArchived: boolean; readonly isDesigned: boolean }) {
  const { say, language } = reader
  const address = questionnaireAddress(questionnaire)
  const look = say(isSet(questionnaire) ? 'setLook' : 'look')
  const title = localised(questionnaire.title, language, questionnaire.languages)
  return (
    <article class="card">
      <h2>
        <a href={address}>{title}</a>
      </h2>
      <p class="note">
        {questionnaire.id} · {say('version', { n: String(questionnaire.version) })}
      </p>
      <Purpose {...{ reader, questionnaire }} />
      <QuestionnaireFacts {...{ reader, questionnaire }} />
      {isArchived ? (
        <p class="acts">
          <mark>{say('archived')}</mark>
          <a href={address} aria-label={`${look}: ${title}`}>
            {look}
          </a>
        </p>
      ) : (
        <Choosing {...{ reader, questionnaire, chosen, mayChoose }}>
          <a href={address} aria-label={`${look}: ${title}`}>
            {look}
          </a>
        </Choosing>
      )}
      <VersionActs {...{ reader, questionnaire, isDesigned }} />
    </article>
  )
}

const isChosen = (chosen: ChosenVersion | undefined, { id, version }: Questionnaire): boolean =>
  chosen?.id === id && chosen.version === version

/** Choosing it for the next campaign, or that it is chosen; quiet where another step stands out. */
function Choosing({
  reader: { say, language },
  questionnaire,
  chosen,
  mayChoose,
  look = 'button quiet',
  children,
}: CardProps & { readonly look?: 'button quiet' | 'quiet'; readonly children?: ComponentChildren }) {
  const title = localised(questionnaire.title, language, questionnaire.languages)
  const isHere = isChosen(chosen, questionnaire)
  if (isHere || !mayChoose || isSet(questionnaire))
    return (
      <p class="acts">
        {isHere && <b class="chosen">✓ {say('chosen')}</b>}
        {children}
      </p>
    )
  return (
    <form class="acts" method="post" action={`${questionnaireAddress(questionnaire)}/choose`}>
      <button class={look} type="submit" aria-label={`${say('choose')}: ${title}`}>
        {say('choose')}
      </button>
      {children}
    </form>
  )
}

function QuestionnaireFacts({ reader, questionnaire }: Pick<CardProps, 'reader' | 'questionnaire'>) {
  const { say, numbers, language } = reader
  if (isSet(questionnaire)) return <FactList facts={setFacts({ reader, questionnaire })} look="facts" />
  const trees = questionnaire.trees.map(({ label }) => localised(label, language, questionnaire.languages)).join(', ')
  const facts = [
    { name: say('items'), value: numbers.count(items(questionnaire).length) },
    { name: say('minutes'), value: timeText(say, language, questionnaire) },
    { name: say('languagesOf'), value: questionnaire.languages.map((tag) => languageNames(language).of(tag) ?? tag).join(', ') },
    { name: say('trees'), value: trees || say('noTree') },
  ]
  return <FactList facts={facts} look="facts" />
}

/** What a shipped questionnaire is for, and where each comes from. */
function Purpose({ reader: { say, language }, questionnaire }: Pick<CardProps, 'reader' | 'questionnaire'>) {
  const { id, source, purpose, languages } = questionnaire
  const word = `forWhat_${id}`
  const from = localised(source, language, languages)
  const forWhat = isSet(questionnaire) ? localised(purpose, language, languages) : isOfficeWord(word) ? say(word) : undefined
  if (forWhat === undefined)
    return (
      <p class="note">
        <b>{say('source')}:</b> {from}
      </p>
    )
  return (
    <>
      <p>{forWhat}</p>
      <details class="from">
        <summary>{say('source')}</summary>
        <p class="note">{from}</p>
      </details>
    </>
  )
}

type DesignsProps = Pick<GalleryProps, 'reader' | 'designs' | 'looker'>

/** What is being designed: who changed it last, and where to go on; first of all what waits for whoever reads. */
const Designs = ({ reader, designs, looker }: DesignsProps) => (
  <section class="card designs" aria-labelledby="designs">
    <div class="head">
      <div>
        <h2 id="designs">{reader.say('designsOpen')}</h2>
        <p class="note">{reader.say(designs.length === 0 ? 'designsNone' : 'designsOpenText')}</p>
      </div>
      {reader.may('questionnaires.publish') && (
        <p class="acts">
          <a class={designs.some((design) => waitsFor(design, looker)) ? 'button quiet' : 'button'} href="/admin/new/design">
            {reader.say('designNew')}
          </a>
        </p>
      )}
    </div>
    {designs.length > 0 && (
      <ul class="versions">
        {designs
          .toSorted((one, other) => Number(waitsFor(other, looker)) - Number(waitsFor(one, looker)))
          .map((design) => (
            <Open key={design.definition.id} {...{ reader, design, looker }} />
          ))}
      </ul>
    )}
  </section>
)

function Open({ reader, design, looker }: Omit<DesignsProps, 'designs'> & { readonly design: Design }) {
  const { say, language, may } = reader
  const standing = approvalOf(design)
  const isWaiting = waitsFor(design, looker)
  const isToApprove = isWaiting && standing === 'asked'
  const {
    definition: { id, version, title: titles, languages },
    changedBy,
    changedAt,
  } = design
  const title = localised(titles, language, languages) || id
  const own = may('questionnaires.publish') && !isToApprove ? designAddress(id) : may('designs.read') ? reviewAddress(id) : undefined
  const review = isToApprove ? 'reviewGo' : isWaiting && standing === 'approved' ? 'publishAsk' : 'reviewLook'
  return (
    <li>
      <h3>{own === undefined ? title : <a href={own}>{title}</a>}</h3>
      <p class="note">
        {id} · {say('version', { n: String(version) })} · {say('designChanged', { who: changedBy, when: momentText(reader, changedAt) })}
      </p>
      <ApprovalSoFar {...{ reader, design }} />
      {standing === 'asked' && <p class="note">{say(isToApprove ? 'waitsForYou' : 'waitsForOther')}</p>}
      <p class="acts">
        {may('questionnaires.publish') && !isToApprove && (
          <a class="button quiet" href={designAddress(id)} aria-label={`${say('designGoOn')}: ${title}`}>
            {say('designGoOn')}
          </a>
        )}
        {may('designs.read') && (
          <a class={isToApprove ? 'button' : undefined} href={reviewAddress(id)} aria-label={`${say(review)}: ${title}`}>
            {say(review)}
          </a>
        )}
      </p>
    </li>
  )
}

type VersionActsProps = {
  readonly reader: Reader
  readonly questionnaire: Questionnaire
  /** Whether its next version was begun. */ readonly isDesigned: boolean
}

/** The way to the version after this one, at which somebody may be already. */
function NextVersion({ reader: { say, language }, questionnaire, isDesigned, look }: VersionActsProps & { readonly look?: 'quiet' }) {
  const word = say(isDesigned ? 'designGoOn' : 'designNext')
  const label = `${word}: ${localised(questionnaire.title, language, questionnaire.languages)}`
  return isDesigned ? (
    <a class={look ? `button ${look}` : 'button'} href={designAddress(questionnaire.id)} aria-label={label}>
      {word}
    </a>
  ) : (
    <form method="post" action={`${questionnaireAddress(questionnaire)}/next`}>
      <button type="submit" class={look} aria-label={label}>
        {word}
      </button>
    </form>
  )
}

/** What can be made of a version: the next one, unless that stands above; a questionnaire of its own; and what became of it so far. */
function VersionActs({
  reader,
  questionnaire,
  isDesigned,
  isNextAbove = false,
  children,
}: VersionActsProps & { readonly isNextAbove?: boolean; readonly children?: ComponentChildren }) {
  const { say, language, may } = reader
  const title = localised(questionnaire.title, language, questionnaire.languages)
  const label = (text: string): string => `${text}: ${title}`
  const copy = say(isSet(questionnaire) ? 'setCopy' : 'designCopy')
  return (
    <div class="acts next">
      {may('questionnaires.publish') && !isNextAbove && <NextVersion {...{ reader, questionnaire, isDesigned }} look="quiet" />}
      {may('questionnaires.publish') && (
        <a href={copyAddress(questionnaire)} aria-label={label(copy)}>
          {copy}
        </a>
      )}
      <a href={historyAddress(questionnaire.id)} aria-label={label(say('history'))}>
        {say('history')}
      </a>
      {!isSet(questionnaire) && (
        <a href={elsewhereAddress(questionnaire)} aria-label={label(say('elsewhereTitle'))}>
          {say('elsewhereTitle')}
        </a>
      )}
      {children}
    </div>
  )
}

type OutlineProps = {
  readonly reader: Reader
  readonly published: PublishedQuestionnaire
  /** The last of its versions that is offered. */ readonly newest: PublishedQuestionnaire | undefined
  readonly chosen: ChosenVersion | undefined
  readonly mayChoose: boolean
  /** Whether its next version was begun. */ readonly isDesigned: boolean
}

/**
 * What whoever looks at a version is most likely here for: the newest one where this is an old one; asking it, for who makes campaigns;
 * its next version, for authors; seeing it as a citizen, for all others.
 */
function stepAfter({ reader: { may }, published: { questionnaire, isArchived }, newest }: OutlineProps) {
  if (newest !== undefined && newest.questionnaire.version > questionnaire.version) return 'newest'
  if (!isArchived && may(isSet(questionnaire) ? 'assessments.decide' : 'campaigns.change')) return 'asking'
  if (may('questionnaires.publish')) return 'designing'
  return isSet(questionnaire) ? undefined : 'seeing'
}

/** The one button of a version's page that stands out, but for seeing it, which stands where it is tried. */
function StepAfter(props: OutlineProps) {
  const { reader, published, newest, isDesigned } = props
  const { questionnaire } = published
  const step = stepAfter(props)
  if (step === 'designing')
    return (
      <div class="acts">
        <NextVersion {...{ reader, questionnaire, isDesigned }} />
      </div>
    )
  if (step !== 'newest' && step !== 'asking') return null
  const named = encodeURIComponent(`${questionnaire.id} ${questionnaire.version}`)
  const asking = isSet(questionnaire) ? `/admin/new/assessment?set=${named}` : `/admin/new/campaign?questionnaire=${named}`
  return (
    <p class="acts">
      {step === 'newest' && newest ? (
        <a class="button" href={questionnaireAddress(newest.questionnaire)}>
          {reader.say('versionNewest', { n: String(newest.questionnaire.version) })}
        </a>
      ) : (
        <a class="button" href={asking}>
          {reader.say(isSet(questionnaire) ? 'setAssess' : 'campaignWith')}
        </a>
      )}
    </p>
  )
}

/** Everything that a questionnaire asks, section by section, and a way to try it. */
function Outline(props: OutlineProps) {
  const {
    reader,
    published: { questionnaire, isArchived },
    chosen,
    mayChoose,
    isDesigned,
  } = props
  const { say, language, may } = reader
  const step = stepAfter(props)
  const text = (local: LocalText) => localised(local, language, questionnaire.languages)
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href="/admin/questionnaires">{say('navQuestionnaires')}</a>
      </p>
      <PageHead title={text(questionnaire.title)} text={`${questionnaire.id} · ${say('version', { n: String(questionnaire.version) })}`}>
        <StepAfter {...props} />
      </PageHead>
      <section class="card">
        <QuestionnaireFacts {...{ reader, questionnaire }} />
        <h2>{say('source')}</h2>
        <p class="note">{text(questionnaire.source)}</p>
        {isArchived ? (
          <p>
            <mark>{say('archived')}</mark> {say('archivedText')}
          </p>
        ) : (
          <Choosing {...{ reader, questionnaire, chosen, mayChoose }} look="quiet" />
        )}
        <VersionActs {...{ reader, questionnaire, isDesigned }} isNextAbove={step === 'designing'}>
          <a href={`${questionnaireAddress(questionnaire)}/instrument?in=${language}`}>{say('instrumentLink')}</a>
          {may('questionnaires.publish') && <a href={shareAddress(questionnaire)}>{colleaguesSay(language)('share')}</a>}
        </VersionActs>
      </section>
      {!isSet(questionnaire) && <Trying {...{ reader, questionnaire }} isStep={step === 'seeing'} />}
      <Asks {...{ reader, questionnaire }} />
    </Shell>
  )
}

/** Ways to see it as a citizen does. */
function Trying({
  reader: { say, language },
  questionnaire,
  isStep,
}: Pick<OutlineProps, 'reader'> & { readonly questionnaire: Questionnaire; readonly isStep: boolean }) {
  const address = questionnaireAddress(questionnaire)
  return (
    <section class="card">
      <h2>{say('preview')}</h2>
      <p class="note">{say('previewNote')}</p>
      <p class="acts">
        <a class={isStep ? 'button' : 'button quiet'} href={`${address}/preview?in=${language}`} target="_blank" rel="noopener">
          {say('previewPhone')}
        </a>
        <a class="button quiet" href={`${address}/preview?in=${language}&kiosk`} target="_blank" rel="noopener">
          {say('previewKiosk')}
        </a>
        <a class="button quiet" href={`${address}/print?in=${language}`} target="_blank" rel="noopener">
          {say('printLink')}
        </a>
      </p>
    </section>
  )
}

/** Everything that a questionnaire asks, section by section; of a set what it stands on. */
export function Asks({ reader, questionnaire }: { readonly reader: Reader; readonly questionnaire: Questionnaire }) {
  const { say, language } = reader
  if (isSet(questionnaire)) return <SetParts {...{ reader, questionnaire }} />
  const text = (local: LocalText) => localised(local, language, questionnaire.languages)
  return (
    <section class="card" aria-labelledby="asks">
      <h2 id="asks">{say('outline')}</h2>
      {questionnaire.loop && (
        <p class="note">
          <b>{text(questionnaire.loop.text)}</b> {say('outlineLoop', { n: reader.numbers.count(questionnaire.loop.atMost) })}
        </p>
      )}
      <ol class="outline">
        {questionnaire.sections.map((section) => (
          <li key={section.id}>
            <h3>{text(section.title)}</h3>
            {section.each && <p class="note">{say('outlineEach')}</p>}
            <ul>
              {section.questions.map((question, place) => (
                <Asked key={question.id} {...{ questionnaire, question, text }} before={section.questions[place - 1]} />
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  )
}

type AskedProps = {
  readonly questionnaire: Questionnaire
  readonly question: Question
  readonly before: Question | undefined
  readonly text: (local: LocalText) => string
}

/** A question, the rows of a matrix, and what can be answered where that is another scale than the one before. */
function Asked({ questionnaire, question, before, text }: AskedProps) {
  const isSameScale = before !== undefined && isClosed(before) && isClosed(question) && before.scale === question.scale
  const rows = question.type === 'matrix' ? itemsOf(question) : []
  return (
    <li>
      {text(question.text)} <code>{question.id}</code>
      {rows.length > 0 && (
        <ul>
          {rows.map((row) => (
            <li key={row.id}>
              {text(row.text)} <code>{row.id}</code>
            </li>
          ))}
        </ul>
      )}
      {isClosed(question) && !isSameScale && (
        <small>
          {scaleOf(questionnaire, question)
            .options.map(({ label }) => text(label))
            .join(' · ')}
        </small>
      )}
    </li>
  )
}
