import { type Context, Hono } from 'hono'
import { poolNeeds } from '../../../surveys/figures/comments'
import { masked } from '../../../surveys/figures/masking'
import { readTopics, topicName, type TopicProblem, topicsText } from '../../../surveys/figures/topics'
import { folded } from '../../../surveys/instrument/folding'
import { askedText } from '../../../surveys/instrument/language'
import { itemsById } from '../../../surveys/instrument/questionnaire'
import { requireAct } from '../../access/permission'
import { seenCampaign } from '../../access/seen'
import { hideComment, setTopics, showComment } from '../../acts/comments'
import { longestReason, shortestReason } from '../../acts/settings'
import { readCommentTopics } from '../../db/settings'
import type { CommentPool, HiddenText, ShownComment } from '../../reading/comments'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { sentForm, valueOf } from '../frame/form'
import { done, type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { GatherMore } from './agencies'
import { addressQuery, campaignAddress } from './filter'
import { tabAddress } from './tabs'
import { listingQuery, type ResultsView } from './view'

const topicsAddress = '/admin/results/topics'

/** What the office does about comments: hides one, shows it again, says by which words they are told apart. */
export const commentPages = (deps: OfficeDeps): Hono =>
  new Hono()
    .post('/campaigns/:code/comments/hide', requireAct(deps, 'responses.set-aside', refused), (c) => hidden(deps, c, c.req.param('code')))
    .post('/campaigns/:code/comments/show', requireAct(deps, 'responses.set-aside', refused), (c) =>
      shownAgain(deps, c, c.req.param('code')),
    )
    .get('/results/topics', requireAct(deps, 'settings.change', refused), async (c) =>
      topicsPage(deps, c, topicsText(await readCommentTopics(deps.database))),
    )
    .post('/results/topics', requireAct(deps, 'settings.change', refused), (c) => topicsSaved(deps, c))

async function hidden(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const { values } = await sentForm(c)
  const [item, words, reason] = [valueOf(values, 'item'), valueOf(values, 'words'), valueOf(values, 'reason').trim()]
  return acting(deps, c, hideComment, { code, item, words, reason }, (came) =>
    came.kind === 'failed'
      ? came.failure.code === 'reason'
        ? noticePage(c, 400, 'commentHide', 'commentReason', { n: String(shortestReason), most: String(longestReason) })
        : noticePage(c, 404, 'lostTitle', 'commentUnknown')
      : done(c, backTo(code, valueOf(values, 'agency'), valueOf(values, 'block')), 'done_comment-hidden'),
  )
}

async function shownAgain(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const { values } = await sentForm(c)
  const asked = { code, item: valueOf(values, 'item'), words: valueOf(values, 'words') }
  return acting(deps, c, showComment, asked, (came) =>
    came.kind === 'failed'
      ? noticePage(c, 404, 'lostTitle', 'commentUnknown')
      : done(c, backTo(code, valueOf(values, 'agency'), valueOf(values, 'block')), 'done_comment-shown'),
  )
}

function backTo(code: string, agency: string, block: string): string {
  const query = new URLSearchParams({ ...(agency === '' ? {} : { agency }), ...(block === '' ? {} : { block }) })
  return `${tabAddress(code, 'comments')}${query.size === 0 ? '' : `?${query}`}`
}

async function topicsSaved(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const text = valueOf(values, 'topics')
  const reading = readTopics(text)
  if (!reading.ok) return topicsPage(deps, c, text, reading.problem)
  const code = c.req.query('campaign') ?? ''
  return acting(deps, c, setTopics, reading.topics, () => done(c, topicsAddressFrom(code), 'done_topics'))
}

/** The topics are the same for all campaigns; whoever comes from one goes back to it. */
const topicsAddressFrom = (code: string): string =>
  code === '' ? topicsAddress : `${topicsAddress}?${new URLSearchParams({ campaign: code })}`

async function topicsPage(deps: OfficeDeps, c: Context, text: string, problem?: TopicProblem): Promise<Response> {
  const reader = readerOf(c)
  const { say } = reader
  const from = await seenCampaign(deps, c, c.req.query('campaign') ?? '', 'comments.read')
  const wrong = problem && say(`topics_${problem.code}`, { n: String(problem.line) })
  return page(c, {
    reader,
    title: say('topics'),
    status: problem ? 422 : 200,
    body: (
      <Shell reader={reader}>
        <p class="back">
          <a href={from ? tabAddress(from.campaign.code, 'comments') : '/admin'}>{say(from ? 'comments' : 'results')}</a>
        </p>
        <h1>{say('topics')}</h1>
        <p class="sub">{say('topicsAbout')}</p>
        {wrong !== undefined && (
          <p class="problems" role="alert">
            {wrong}
          </p>
        )}
        <form method="post" action={topicsAddressFrom(from?.campaign.code ?? '')}>
          <p>
            <label for="topics">{say('topicsField')}</label>
            <textarea id="topics" name="topics" class="whole" rows={14} maxLength={20_000} aria-invalid={problem ? 'true' : undefined}>
              {text}
            </textarea>
          </p>
          <p class="acts">
            <button type="submit">{say('topicsSave')}</button>
          </p>
        </form>
      </Shell>
    ),
  })
}

type CommentsProps = { readonly reader: Reader; readonly view: ResultsView }

/** What people wrote, as text and without anything that tells who: by what it is about, and looked through. */
export const Comments = ({ reader, view }: CommentsProps) => (
  <section class="card" id="comments">
    <h2>{reader.say('comments')}</h2>
    {!view.comments ? (
      <p class="note">
        {reader.say('commentsNotYours')} <a href={`${campaignAddress(view)}/released`}>{reader.say('releasedComments')}</a>
      </p>
    ) : view.comments.every(({ written }) => written === 0) ? (
      <p class="note">
        {reader.say('commentsNone')} <GatherMore {...{ reader, view }} />
      </p>
    ) : (
      <>
        <p class="note">{reader.say(view.filter.agency === null ? 'commentsOfSeveral' : 'commentsMasked')}</p>
        <Finder {...{ reader, view }} />
        {view.comments.map((pool) => (
          <Pool key={pool.item} {...{ reader, view, pool }} />
        ))}
      </>
    )}
  </section>
)

function Finder({ reader: { say, path, may }, view: { record, filter, listing } }: CommentsProps) {
  return (
    <form class="finder screen" method="get" action={path} role="search" aria-label={say('findComment')}>
      {Object.entries(filter).map(([name, value]) => value !== null && <input key={name} type="hidden" name={name} value={value} />)}
      <label for="find">{say('findComment')}</label>
      <input id="find" name="find" type="search" value={listing.find} maxLength={100} autocomplete="off" />
      <button class="quiet" type="submit">
        {say('find')}
      </button>
      {listing.find !== '' && <a href={`${path}${addressQuery(filter)}`}>{say('findAll')}</a>}
      {may('settings.change') && <a href={topicsAddressFrom(record.campaign.code)}>{say('topicsEdit')}</a>}
    </form>
  )
}

type PoolProps = CommentsProps & { readonly pool: CommentPool }

function Pool({ reader, view, pool }: PoolProps) {
  const { say, numbers, language } = reader
  const { topic, listing, record, questionnaire } = view
  const question = itemsById(questionnaire).get(pool.item)?.text ?? {}
  const all = pool.texts
  const found = all.filter((one) => holds(one, listing.find) && isAbout(one.topics, topic))
  const count =
    all.length === 0
      ? say('commentsFew', { written: numbers.count(pool.written), n: numbers.count(poolNeeds(record.campaign.threshold)) })
      : say('commentsText', { n: numbers.count(pool.written), texts: numbers.count(all.length) })
  return (
    <>
      <h3>{askedText(question, language, questionnaire.languages)}</h3>
      <p class="note">{count}</p>
      {all.length > 0 && <TopicChips {...{ reader, view, all }} />}
      {found.length < all.length && (
        <p class="note">{say('commentsFound', { n: numbers.count(found.length), all: numbers.count(all.length) })}</p>
      )}
      <Texts {...{ reader, view, pool }} texts={found.slice(0, shownFirst)} />
      {found.length > shownFirst && (
        <details class="more">
          <summary>{say('commentsMore', { n: numbers.count(Math.min(found.length, mostShown) - shownFirst) })}</summary>
          <Texts {...{ reader, view, pool }} texts={found.slice(shownFirst, mostShown)} />
        </details>
      )}
      {found.length > mostShown && <p class="note">{say('commentsTooMany', { n: numbers.count(mostShown) })}</p>}
      {reader.may('responses.set-aside') && pool.hidden.length > 0 && <HiddenTexts {...{ reader, view, pool }} />}
    </>
  )
}

const shownFirst = 30
/** Nobody reads more on one page; whoever looks for something narrows it. */
const mostShown = 300

/** Every word looked for, with or without marks. */
const holds = ({ folded: text }: ShownComment, find: string): boolean =>
  find === '' ||
  folded(find)
    .split(/\s+/)
    .every((word) => text.includes(word))

const isAbout = (topics: readonly string[], topic: string | undefined): boolean =>
  topic === undefined || (topic === noTopic ? topics.length === 0 : topics.includes(topic))

/** In the address: what is about none of them. */
const noTopic = '-'

type ChipsProps = CommentsProps & { readonly all: readonly { readonly topics: readonly string[] }[] }

/** How many are about what, the most first, each an address of its own. */
function TopicChips({ reader: { say, numbers, path, language }, view: { topics = [], topic, filter, listing }, all }: ChipsProps) {
  const find = listingQuery(listing)['find'] ?? null
  const counted = [
    ...topics
      .map((one) => ({
        value: one.name,
        name: topicName(one, language),
        count: all.filter(({ topics: of }) => of.includes(one.name)).length,
      }))
      .toSorted((a, b) => b.count - a.count),
    { value: noTopic, name: { text: say('topicNone'), language }, count: all.filter((one) => one.topics.length === 0).length },
  ].filter(({ count }) => count > 0)
  return (
    <ul class="choices" aria-label={say('topics')}>
      <li>
        <a href={`${path}${addressQuery(filter, { find })}`} aria-current={topic === undefined ? 'true' : undefined}>
          {say('topicAll')} {numbers.count(all.length)}
        </a>
      </li>
      {counted.map(({ value, name, count }) => (
        <li key={value}>
          <a href={`${path}${addressQuery(filter, { find, topic: value })}`} aria-current={topic === value ? 'true' : undefined}>
            {name.language === language ? name.text : <span lang={name.language}>{name.text}</span>} {numbers.count(count)}
          </a>
        </li>
      ))}
    </ul>
  )
}

type TextsProps = PoolProps & { readonly texts: readonly ShownComment[] }

const Texts = ({ reader, view, pool, texts }: TextsProps) =>
  texts.length === 0 ? null : (
    <ul class="comments">
      {texts.map(({ text, words }) => (
        <li key={words}>
          {masked(text)}
          {reader.may('responses.set-aside') && <HideForm {...{ reader, view, pool, words }} />}
        </li>
      ))}
    </ul>
  )

type HideProps = PoolProps & { readonly words: string }

function HideForm({ reader: { say }, view, pool, words }: HideProps) {
  return (
    <details class="hide screen">
      <summary>{say('commentHide')}</summary>
      <form method="post" action={`${tabAddress(view.record.campaign.code, 'comments')}/hide`}>
        <Meant {...{ view, pool, words }} />
        <label for={`reason-${words}`}>{say('commentWhy')}</label>
        <input id={`reason-${words}`} name="reason" required minLength={shortestReason} maxLength={longestReason} autocomplete="off" />
        <button class="quiet" type="submit">
          {say('commentHideNow')}
        </button>
      </form>
    </details>
  )
}

type MeantProps = Pick<PoolProps, 'view' | 'pool'> & { readonly words: string }

const Meant = ({ view: { filter }, pool, words }: MeantProps) => (
  <>
    <input type="hidden" name="item" value={pool.item} />
    <input type="hidden" name="words" value={words} />
    {filter.agency !== null && <input type="hidden" name="agency" value={filter.agency} />}
    {filter.block !== null && <input type="hidden" name="block" value={filter.block} />}
  </>
)

/** What is hidden here, for who may show it again. */
const HiddenTexts = ({ reader: { say, numbers }, view, pool }: PoolProps) => (
  <details class="more screen">
    <summary>{say('commentsHidden', { n: numbers.count(pool.hidden.length) })}</summary>
    <ul class="comments">
      {pool.hidden.map((one: HiddenText) => (
        <li key={one.words}>
          {masked(one.text)}
          <small>{say('commentHiddenWhy', { reason: one.reason })}</small>
          <form method="post" action={`${tabAddress(view.record.campaign.code, 'comments')}/show`}>
            <Meant {...{ view, pool }} words={one.words} />
            <button class="quiet" type="submit">
              {say('commentShow')}
            </button>
          </form>
        </li>
      ))}
    </ul>
  </details>
)
