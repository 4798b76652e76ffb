import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { colleaguesSay } from '../../../client/text/colleagues'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { longestCaller, mostLinkDays, mostLinks, type Remark } from '../../../surveys/designing/threads'
import { openedBy } from '../../acts/design-comments'
import { shareForReview, stopSharing } from '../../acts/review-links'
import { remarksOn } from '../../db/design-comments'
import { findReviewLink, type ReviewLink, reviewLinksOf } from '../../db/review-links'
import { publicAddress } from '../../public-address'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { type FormValues, sentForm, valueOf } from '../frame/form'
import { type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { RemarkList } from './colleagues'
import { historyAddress, questionnaireAddress } from './version'

/** Links by which somebody without an account reads a design or a version: the list, making one, and ending one. */
export const sharePages = (deps: OfficeDeps, change: MiddlewareHandler): Hono =>
  new Hono()
    .get('/questionnaires/:id/:version/share', change, (c) => withShared(deps, c, (shared) => sharePage(deps, c, shared)))
    .post('/questionnaires/:id/:version/share', change, (c) => withShared(deps, c, (shared) => linkMade(deps, c, shared)))
    .post('/review-links/:link/revoke', change, (c) => linkEnded(deps, c))

/** Where links to a version, or to the design that is to become it, are made. */
export const shareAddress = ({ id, version }: Pick<Questionnaire, 'id' | 'version'>): string =>
  `${questionnaireAddress({ id, version })}/share`

async function withShared(deps: OfficeDeps, c: Context, next: (shared: Questionnaire) => Promise<Response>): Promise<Response> {
  const [id, version] = [c.req.param('id') ?? '', c.req.param('version') ?? '']
  const shared = /^\d{1,9}$/.test(version) ? await openedBy(deps.database, linkTo(id, Number(version))) : undefined
  return shared ? next(shared) : noticePage(c, 404, 'lostTitle', 'questionnaireUnknown', { seen: `${id} ${version}` })
}

const linkTo = (questionnaire: string, version: number): ReviewLink => ({
  id: '',
  questionnaire,
  version,
  label: '',
  made_by: '',
  made_at: '',
  expires_at: '',
  revoked_at: '',
})

type Faulty = { readonly values: FormValues; readonly code: 'label' | 'days' | 'many' }

async function sharePage({ database, now }: OfficeDeps, c: Context, shared: Questionnaire, faulty?: Faulty): Promise<Response> {
  const reader = readerOf(c)
  const links = await reviewLinksOf(database, shared.id, shared.version)
  const remarks = (await remarksOn(database, shared.id)).filter(({ link, version }) => link !== '' && version === shared.version)
  return page(c, {
    reader,
    title: colleaguesSay(reader.language)('share'),
    status: faulty ? 422 : 200,
    body: <Sharing {...{ reader, shared, links, remarks, faulty }} at={new Date(now()).toISOString()} />,
  })
}

type SharingProps = {
  readonly reader: Reader
  readonly shared: Questionnaire
  readonly links: readonly ReviewLink[]
  readonly remarks: readonly Remark[]
  readonly faulty: Faulty | undefined
  /** This instant. */
  readonly at: string
}

function Sharing({ reader, shared, links, remarks, faulty, at }: SharingProps) {
  const say = colleaguesSay(reader.language)
  const value = (name: string): string => valueOf(faulty?.values ?? {}, name)
  const wrong = {
    label: say('wrong_label'),
    days: say('wrong_days', { n: String(mostLinkDays) }),
    many: say('wrong_links', { n: String(mostLinks) }),
  }
  const marks = (name: 'label' | 'days') =>
    faulty?.code === name ? { 'aria-invalid': 'true' as const, 'aria-describedby': `${name}-wrong` } : {}
  return (
    <Shell reader={reader}>
      <Back {...{ reader, shared }} />
      <h1>{say('share')}</h1>
      <p class="sub">{say('shareText')}</p>
      <section class="card form">
        <form method="post" action={shareAddress(shared)}>
          {faulty?.code === 'many' && <p class="wrong">{wrong.many}</p>}
          <div class="field">
            <label for="label">{say('shareFor')}</label>
            <small>{say('shareForHint')}</small>
            <input id="label" name="label" required maxLength={longestCaller} value={value('label')} {...marks('label')} />
            {faulty?.code === 'label' && (
              <p class="wrong" id="label-wrong">
                {wrong.label}
              </p>
            )}
          </div>
          <div class="field">
            <label for="days">{say('shareDays')}</label>
            <small>{say('shareDaysHint', { n: String(mostLinkDays) })}</small>
            <input
              id="days"
              name="days"
              type="number"
              min={1}
              max={mostLinkDays}
              required
              value={value('days') || '14'}
              {...marks('days')}
            />
            {faulty?.code === 'days' && (
              <p class="wrong" id="days-wrong">
                {wrong.days}
              </p>
            )}
          </div>
          <p class="acts">
            <button type="submit">{say('shareGo')}</button>
          </p>
        </form>
      </section>
      <section class="card" aria-labelledby="links">
        <h2 id="links">{say('shareLinks')}</h2>
        {links.length === 0 && <p class="note">{say('shareNone')}</p>}
        {links.length > 0 && (
          <ul class="versions">
            {links.map((link) => (
              <li key={link.id}>
                <LinkLine {...{ reader, link, at }} />
              </li>
            ))}
          </ul>
        )}
      </section>
      {remarks.length > 0 && (
        <section class="card" aria-labelledby="remarks">
          <h2 id="remarks">{say('commentsCount', { n: reader.numbers.count(remarks.length) })}</h2>
          <RemarkList {...{ reader, remarks }} />
        </section>
      )}
    </Shell>
  )
}

const dayOf = (instant: string): string => localDay(Date.parse(instant))

function LinkLine({ reader, link, at }: Pick<SharingProps, 'reader' | 'at'> & { readonly link: ReviewLink }) {
  const say = colleaguesSay(reader.language)
  const { id, label, made_by: who, made_at: made, expires_at: expires, revoked_at: revoked } = link
  const state = revoked !== '' ? 'revoked' : expires > at ? 'open' : 'expired'
  const day = reader.numbers.day(dayOf(expires))
  return (
    <>
      <p>{say('shareBy', { label, state: say(`shareState_${state}`, { day }), who, day: reader.numbers.day(dayOf(made)) })}</p>
      {state === 'open' && (
        <form class="acts" method="post" action={`/admin/review-links/${id}/revoke`}>
          <button class="quiet" type="submit" aria-label={`${say('revoke')}: ${label}`}>
            {say('revoke')}
          </button>
        </form>
      )}
    </>
  )
}

function Back({ reader, shared }: Pick<SharingProps, 'reader' | 'shared'>) {
  const title = localised(shared.title, reader.language, shared.languages) || shared.id
  return (
    <p class="back">
      <a href={historyAddress(shared.id)}>{title}</a>
    </p>
  )
}

async function linkMade(deps: OfficeDeps, c: Context, shared: Questionnaire): Promise<Response> {
  const { values } = await sentForm(c)
  const { id, version } = shared
  const [label, typed] = [valueOf(values, 'label'), valueOf(values, 'days')]
  const days = /^\d{1,3}$/.test(typed) ? Number(typed) : 0
  return acting(deps, c, shareForReview, { id, version, label, days }, async (came) => {
    if (came.kind === 'done') return shownOnce(deps, c, shared, came.value.token, days)
    const { code } = came.failure
    return code === 'unknown' ? noticePage(c, 404, 'lostTitle', 'lostText') : sharePage(deps, c, shared, { values, code })
  })
}

/** Only here, and never again: what is kept is a hash. */
async function shownOnce(deps: OfficeDeps, c: Context, shared: Questionnaire, token: string, days: number): Promise<Response> {
  const reader = readerOf(c)
  const say = colleaguesSay(reader.language)
  const origin = (await publicAddress(deps)) ?? new URL(c.req.url).origin
  const day = reader.numbers.day(localDay(deps.now() + days * 86_400_000))
  return page(c, {
    reader,
    title: say('shareMade'),
    body: (
      <Shell reader={reader}>
        <Back {...{ reader, shared }} />
        <h1>{say('shareMade')}</h1>
        <section class="card form">
          <p class="typed">
            <code>{`${origin}/review/${token}`}</code>
          </p>
          <p>
            <b>{say('shareOnce')}</b> {say('shareUntil', { day })}
          </p>
          <p class="acts">
            <a href={shareAddress(shared)}>{say('shareBack')}</a>
          </p>
        </section>
      </Shell>
    ),
  })
}

async function linkEnded(deps: OfficeDeps, c: Context): Promise<Response> {
  const link = c.req.param('link') ?? ''
  const known = await findReviewLink(deps.database, link)
  return acting(deps, c, stopSharing, { link }, (came) =>
    came.kind === 'done' && known
      ? c.redirect(shareAddress({ id: known.questionnaire, version: known.version }), 303)
      : noticePage(c, 404, 'lostTitle', 'lostText'),
  )
}
