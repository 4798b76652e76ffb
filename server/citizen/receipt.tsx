import { Hono } from 'hono'
import { render } from 'preact-render-to-string'
import { dayText } from '../../client/survey/Thanks'
import { say as sayCitizen } from '../../client/text/citizen'
import { languageName, languages } from '../../client/text/languages'
import { notice, type NoticeWord } from '../../client/text/notices'
import { idsOf } from '../../surveys/answers/receipt'
import { chosenLanguage } from '../../surveys/instrument/language'
import { type Receipted, responsesBetween } from '../db/responses'
import type { Database } from '../db/dialect'
import { documentOf, pageHeaders } from './document'

type Deps = { readonly database: Database }

/** Tells whoever holds a receipt whether the response is counted, and nothing else of it. */
export const receipts = ({ database }: Deps) =>
  new Hono().get('/', async (c) => {
    const language = chosenLanguage(c.req.query('lang') ?? c.req.header('accept-language'), languages)
    const typed = (c.req.query('code') ?? '').trim().slice(0, longestTyped)
    const ids = typed === '' ? undefined : idsOf(typed)
    const found = ids && (await responsesBetween(database, ids))
    const answer = typed === '' ? undefined : answerTo(language, found)
    const status = statusOf(typed, found)
    const heading = notice(language, 'receiptTitle')
    const title = status === 422 ? sayCitizen(language, 'wrong', { title: heading }) : heading
    const body = render(<ReceiptPage {...{ language, typed, answer, isWrong: status === 422 }} />)
    return c.html(documentOf({ language, title, layout: 'phone', body }), status, pageHeaders())
  })

/** In letters; a code has nine. */
const longestTyped = 40

const statusOf = (typed: string, found: readonly Receipted[] | undefined) => (typed === '' || found?.length ? 200 : found ? 404 : 422)

function answerTo(language: string, found: readonly Receipted[] | undefined): string {
  const say = (word: NoticeWord, values?: Readonly<Record<string, string>>) => notice(language, word, values)
  if (!found) return say('receiptNoCode')
  const [first] = found.toSorted((a, b) => a.erased - b.erased)
  if (!first) return say('receiptUnknown')
  return first.erased === 1 ? say('receiptErased') : say('receiptCounted', { day: dayText(language, first.received_on) })
}

type ReceiptPageProps = {
  readonly language: string
  readonly typed: string
  readonly answer: string | undefined
  readonly isWrong: boolean
}

function ReceiptPage({ language, typed, answer, isWrong }: ReceiptPageProps) {
  const say = (word: NoticeWord) => notice(language, word)
  return (
    <>
      <header>
        <nav>
          {languages
            .filter((tag) => tag !== language)
            .map((tag) => (
              <a
                key={tag}
                class="quiet"
                lang={tag}
                href={`?${new URLSearchParams({ lang: tag, ...(typed === '' ? {} : { code: typed }) })}`}
              >
                {languageName(tag)}
              </a>
            ))}
        </nav>
      </header>
      <main class="notice">
        <h1>{say('receiptTitle')}</h1>
        {answer === undefined ? null : (
          <p class="summary calm" id="answer" role="status">
            {answer}
          </p>
        )}
        <form method="get" class="search">
          <label for="code">{say('receiptLabel')}</label>
          <input
            class="field"
            id="code"
            name="code"
            value={typed}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            {...(isWrong ? { 'aria-invalid': 'true', 'aria-describedby': 'answer', autofocus: true } : {})}
          />
          <input type="hidden" name="lang" value={language} />
          <button class="go" type="submit">
            {say('findButton')}
          </button>
        </form>
        <p class="soft">{say('receiptText')}</p>
      </main>
    </>
  )
}
