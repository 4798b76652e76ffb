import { Hono } from 'hono'
import { render } from 'preact-render-to-string'
import { dayText } from '../../client/survey/Thanks'
import { say as sayCitizen } from '../../client/text/citizen'
import { languageName, languages } from '../../client/text/languages'
import { notice, type NoticeWord } from '../../client/text/notices'
import { idsOf } from '../../surveys/answers/receipt'
import { chosenLanguage } from '../../surveys/instrument/language'
import { slowedTries } from '../access/tries'
import type { Config } from '../config'
import { type Receipted, responsesBetween } from '../db/responses'
import type { Database } from '../db/dialect'
import { documentOf, pageHeaders } from './document'

type Deps = { readonly database: Database; readonly config: Pick<Config, 'trustProxy'>; readonly now: () => number }

/** Tells whoever holds a receipt whether the response is counted, and nothing else of it. */
export function receipts({ database, config, now }: Deps) {
  const tries = slowedTries({ config, now })
  return new Hono().get('/', async (c) => {
    const language = chosenLanguage(c.req.query('lang') ?? c.req.header('accept-language'), languages)
    const typed = (c.req.query('code') ?? '').trim().slice(0, longestTyped)
    const shown = (status: 200 | 404 | 422 | 429, answer: string | undefined) => {
      const heading = notice(language, 'receiptTitle')
      const title = status === 422 ? sayCitizen(language, 'wrong', { title: heading }) : heading
      const body = render(<ReceiptPage {...{ language, typed, answer, isWrong: status === 422 }} />)
      return c.html(documentOf({ language, title, layout: 'phone', body }), status, pageHeaders())
    }
    if (typed === '') return shown(200, undefined)
    const ids = idsOf(typed)
    if (!ids) return shown(422, notice(language, 'receiptNoCode'))
    const seconds = Math.ceil(tries.take(c) / 1000)
    if (seconds > 0) {
      c.header('Retry-After', String(seconds))
      return shown(429, notice(language, 'receiptSlowed', { n: String(seconds) }))
    }
    const [found] = (await responsesBetween(database, ids)).toSorted((a, b) => a.erased - b.erased)
    if (!found) return shown(404, notice(language, 'receiptUnknown'))
    tries.giveBack(c)
    return shown(200, answerOf(language, found))
  })
}

/** In letters; a code has nine. */
const longestTyped = 40

const answerOf = (language: string, { erased, set_aside: state, received_on: day }: Receipted): string =>
  erased === 1
    ? notice(language, 'receiptErased')
    : notice(language, state === '' ? 'receiptCounted' : 'receiptApart', { day: dayText(language, day) })

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
