import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { colleaguesSay, type ColleaguesSay, placeName } from '../../../client/text/colleagues'
import { localised } from '../../../surveys/instrument/language'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import {
  isPlaceOf,
  longestRemark,
  placeOfQuestion,
  placeOfSection,
  type Remark,
  type Thread,
  threadsOf,
} from '../../../surveys/designing/threads'
import { here } from '../../access/presence'
import { permissionProblem, personOf } from '../../access/permission'
import { commentOnDesign, reopenComments, resolveComments } from '../../acts/design-comments'
import { remarksOn } from '../../db/design-comments'
import { findDesign } from '../../db/designs'
import { problemOf } from '../../problems'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage } from '../frame/document'
import { sentForm, valueOf } from '../frame/form'
import { momentText, type Reader, readerOf } from '../frame/reader'
import { designAddress, reviewAddress } from './version'

/** What colleagues say of a design, for the designer in JSON and as forms for who only reads it; and who is at it at this moment. */
export const colleaguePages = (deps: OfficeDeps, page: MiddlewareHandler, told: MiddlewareHandler): Hono =>
  new Hono()
    .get('/designs/:id/comments', told, (c) => listed(deps, c))
    .post('/designs/:id/comments', page, (c) => said(deps, c))
    .post('/designs/:id/comments/resolve', page, (c) => settled(deps, c, 'resolve'))
    .post('/designs/:id/comments/reopen', page, (c) => settled(deps, c, 'reopen'))
    .post('/designs/:id/here', told, (c) => present(deps, c))

async function listed({ database }: OfficeDeps, c: Context): Promise<Response> {
  const id = c.req.param('id') ?? ''
  if (!(await findDesign(database, id))) return lost(c)
  return c.json({ remarks: await toldRemarks(database, c, id) })
}

/** With the moment as the reader writes it; who came from outside is told as such, and by which link is not. */
async function toldRemarks(database: OfficeDeps['database'], c: Context, id: string) {
  const reader = readerOf(c)
  return (await remarksOn(database, id)).map(({ link, ...remark }) => ({
    ...remark,
    link: link === '' ? '' : 'outside',
    when: momentText(reader, remark.at),
  }))
}

async function said(deps: OfficeDeps, c: Context): Promise<Response> {
  const { id, place, words, isForm } = await sentRemark(c)
  return acting(
    deps,
    c,
    commentOnDesign,
    { id, place, words },
    async (came) => {
      if (came.kind === 'done') return isForm ? back(c, id) : c.json({ remarks: await toldRemarks(deps.database, c, id) })
      const { code } = came.failure
      if (isForm)
        return code === 'unknown' ? noticePage(c, 404, 'lostTitle', 'lostText') : noticePage(c, 422, 'commentNotTitle', 'commentNotText')
      return code === 'unknown' ? lost(c) : c.json({ code }, 422)
    },
    isForm ? {} : asJson,
  )
}

async function settled(deps: OfficeDeps, c: Context, how: 'resolve' | 'reopen'): Promise<Response> {
  const { id, place, isForm } = await sentRemark(c)
  return acting(
    deps,
    c,
    how === 'resolve' ? resolveComments : reopenComments,
    { id, place },
    async (came) => {
      if (came.kind === 'done') return isForm ? back(c, id) : c.json({ remarks: await toldRemarks(deps.database, c, id) })
      return isForm ? noticePage(c, 404, 'lostTitle', 'lostText') : lost(c)
    },
    isForm ? {} : asJson,
  )
}

const back = (c: Context, id: string): Response => c.redirect(`${reviewAddress(id)}#comments`, 303)
const lost = (c: Context): Response => c.json(problemOf('not_found', readerOf(c).language), 404)

/** Who else is at the design, and at how many places something is open. */
async function present({ database, ...deps }: OfficeDeps, c: Context): Promise<Response> {
  const questionnaire = c.req.param('id') ?? ''
  const [design, person] = [await findDesign(database, questionnaire), await personOf({ database, ...deps }, c)]
  if (!design || !person) return lost(c)
  const body: unknown = await c.req.json().catch(() => undefined)
  const place = textIn(body, 'place')
  const others = await here(database, person, { questionnaire, place: isPlaceOf(design.definition, place) ? place : '' }, deps.now())
  const open = threadsOf(await remarksOn(database, questionnaire)).filter(({ isOpen }) => isOpen)
  return c.json({
    others,
    open: Object.fromEntries(open.map(({ place: at, remarks }) => [at, remarks.filter(({ kind }) => kind === 'said').length])),
  })
}

type SentRemark = { readonly id: string; readonly place: string; readonly words: string; readonly isForm: boolean }

/** The designer is a script, and is told in JSON what it may not. */
const asJson = { refuse: permissionProblem } as const

/** From the designer as JSON, else from a form. */
async function sentRemark(c: Context): Promise<SentRemark> {
  const id = c.req.param('id') ?? ''
  if (c.req.header('content-type')?.startsWith('application/json') === true) {
    const body: unknown = await c.req.json().catch(() => undefined)
    return { id, place: textIn(body, 'place'), words: textIn(body, 'words').trim(), isForm: false }
  }
  const { values } = await sentForm(c)
  return { id, place: valueOf(values, 'place'), words: plainLines(valueOf(values, 'words')), isForm: true }
}

/** A browser ends the lines of a form with two characters, and counted one. */
export const plainLines = (text: string): string => text.replaceAll('\r\n', '\n')

const textIn = (body: unknown, name: string): string => {
  const value: unknown = typeof body === 'object' && body !== null ? Object.entries(body).find(([key]) => key === name)?.[1] : undefined
  return typeof value === 'string' && !value.includes('\0') ? value : ''
}

/** Every place that can be commented on, in the order of the questionnaire, with how it begins to read. */
export function PlaceChoice({
  reader: { language },
  questionnaire,
  say,
  chosen = '',
}: Pick<Told, 'reader' | 'questionnaire'> & { readonly say: ColleaguesSay; readonly chosen?: string }) {
  const text = (local: Questionnaire['title']): string => shortened(localised(local, language, questionnaire.languages))
  return (
    <select id="place" name="place">
      <option value="">{say('wholePlace')}</option>
      {questionnaire.sections.map((section) => (
        <optgroup key={section.id} label={text(section.title) || section.id}>
          <option value={placeOfSection(section.id)} selected={chosen === placeOfSection(section.id)}>
            {say('sectionPlace', { id: section.id })}
          </option>
          {section.questions.map(({ id, text: words }) => (
            <option key={id} value={placeOfQuestion(id)} selected={chosen === placeOfQuestion(id)}>{`${id}  ${text(words)}`}</option>
          ))}
        </optgroup>
      ))}
    </select>
  )
}

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text)

/** Who audits reads what was said, and says nothing. */
const mayComment = (reader: Reader): boolean => reader.may('questionnaires.approve')

type Told = { readonly reader: Reader; readonly questionnaire: Questionnaire; readonly remarks: readonly Remark[] }

/** What was said about a design, thread by thread, with forms to say more and to settle it. */
export function CommentsCard({ reader, questionnaire, remarks }: Told) {
  const say = colleaguesSay(reader.language)
  const threads = threadsOf(remarks)
  const isThere = ({ place }: Thread): boolean => isPlaceOf(questionnaire, place)
  const [open, settledOnes] = [threads.filter(({ isOpen }) => isOpen), threads.filter(({ isOpen }) => !isOpen)]
  const gone = open.filter((thread) => !isThere(thread))
  const address = `${designAddress(questionnaire.id)}/comments`
  return (
    <section class="card" id="comments" aria-labelledby="comments-title">
      <h2 id="comments-title">{say('comments')}</h2>
      {threads.length === 0 && <p class="note">{say('noComments')}</p>}
      {open.filter(isThere).map((thread) => (
        <ThreadView key={thread.place} {...{ reader, questionnaire, thread, address }} />
      ))}
      {gone.length > 0 && <p class="note">{`${say('onGone')}. ${say('onGoneText')}`}</p>}
      {gone.map((thread) => (
        <ThreadView key={thread.place} {...{ reader, questionnaire, thread, address }} />
      ))}
      {settledOnes.length > 0 && (
        <details class="more">
          <summary>{say('settledOnes', { n: reader.numbers.count(settledOnes.length) })}</summary>
          {settledOnes.map((thread) => (
            <ThreadView key={thread.place} {...{ reader, questionnaire, thread, address }} />
          ))}
        </details>
      )}
      {mayComment(reader) && (
        <form class="form" method="post" action={address}>
          <div class="field">
            <label for="place">{say('sayWhere')}</label>
            <PlaceChoice {...{ reader, questionnaire, say }} />
          </div>
          <div class="field">
            <label for="words">{say('say')}</label>
            <textarea id="words" name="words" rows={3} maxLength={longestRemark} required />
          </div>
          <p class="acts">
            <button class="button quiet" type="submit">
              {say('sayGo')}
            </button>
          </p>
        </form>
      )}
    </section>
  )
}

type ThreadProps = Omit<Told, 'remarks'> & { readonly thread: Thread; readonly address: string }

function ThreadView({ reader, questionnaire, thread: { place, remarks, isOpen }, address }: ThreadProps) {
  const say = colleaguesSay(reader.language)
  const act = isOpen ? 'resolve' : 'reopen'
  const name = placeName(say, questionnaire, place)
  return (
    <>
      <h3>{say('commentsOn', { place: name })}</h3>
      <RemarkList {...{ reader, remarks }} />
      {mayComment(reader) && (
        <form class="acts" method="post" action={`${address}/${act}`}>
          <input type="hidden" name="place" value={place} />
          <button class="button quiet" type="submit" aria-label={`${say(act)}: ${name}`}>
            {say(act)}
          </button>
        </form>
      )}
    </>
  )
}

/** What was said, by whom and when. */
export function RemarkList({ reader, remarks }: Pick<Told, 'reader' | 'remarks'>) {
  const say = colleaguesSay(reader.language)
  return (
    <ul class="remarks">
      {remarks.map(({ seq, kind, words, who, link, at }) => {
        const by = { who, when: momentText(reader, at) }
        return (
          <li key={seq}>
            {kind === 'said' ? (
              <>
                <small>{say(link === '' ? 'saidBy' : 'saidOutside', by)}</small>
                <p class="typed">{words}</p>
              </>
            ) : (
              <small>{say(kind === 'resolved' ? 'settledBy' : 'reopenedBy', by)}</small>
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** How many places something is open at, to who is about to publish; nothing where none is. */
export function OpenComments({ reader, remarks }: Pick<Told, 'reader' | 'remarks'>) {
  const open = threadsOf(remarks).filter(({ isOpen }) => isOpen).length
  return open === 0 ? null : <p class="note">{colleaguesSay(reader.language)('openBeforePublishing', { n: reader.numbers.count(open) })}</p>
}
