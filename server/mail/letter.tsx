import { renderToString } from 'preact-render-to-string'
import { en } from '../../client/text/en/letters'
import { type Language, languages, type Vocabulary } from '../../client/text/languages'
import { numbersOf } from '../../client/text/numbers'
import { vi } from '../../client/text/vi/letters'
import { filled, localised } from '../../surveys/instrument/language'
import type { LocalText } from '../../surveys/instrument/schema'
import { oneLine } from './setting'

/** A paragraph, or a link with what it is for. */
export type Paragraph = string | { readonly link: string; readonly text: string }

/** What a letter says, in one language after the other: nobody has asked its reader which they read. */
export type Letter = {
  readonly subject: string
  readonly parts: readonly { readonly language: Language; readonly paragraphs: readonly Paragraph[] }[]
  /** A file that goes with it, by the delivery that holds it. */
  readonly attached?: { readonly schedule: string; readonly dueOn: string; readonly name: string }
}

/** What was done to an account, of which its owner is told. */
export const accountNotices = [
  'password-changed',
  'password-reset',
  'factor-added',
  'factor-removed',
  'codes-renewed',
  'address-changed',
] as const
export type AccountNotice = (typeof accountNotices)[number]

/** Letters that are written from facts about an account. */
export const accountLetters = ['invitation', 'reset', 'trial', ...accountNotices] as const
type AccountLetter = (typeof accountLetters)[number]

/** Every letter that there is. */
export const letterKinds = [...accountLetters, 'delivery', 'reminder'] as const
export type LetterKind = (typeof letterKinds)[number]

export type LetterFacts = {
  /** Whose administration it is; undefined until it has a name. */
  readonly office: LocalText | undefined
  readonly name: string
  readonly username: string
  /** When it was done. */
  readonly at: string
  /** Of an invitation or a reset: where a password is chosen, and until when. */
  readonly link?: { readonly href: string; readonly until: string } | undefined
}

/** Writes a letter of one kind, in every language. */
export function letterOf(kind: AccountLetter, facts: LetterFacts): Letter {
  const parts = languages.map((language) => ({ language, paragraphs: paragraphsIn(language, kind, facts) }))
  return { subject: subjectIn(languages[0], kind, facts), parts }
}

export type LetterWord = keyof typeof vi

const words: Vocabulary<LetterWord> = { vi, en }

/** A phrase of letters. */
export const letterWord = (language: Language, word: LetterWord, values: Readonly<Record<string, string>> = {}): string =>
  filled(words[language][word], values)

const officeIn = (language: Language, { office }: LetterFacts): string => (office ? oneLine(localised(office, language)) : 'SIPAS')

const subjectIn = (language: Language, kind: AccountLetter, facts: LetterFacts): string =>
  letterWord(language, 'subject', { office: officeIn(language, facts), what: letterWord(language, `${kind}_subject`) })

function paragraphsIn(language: Language, kind: AccountLetter, facts: LetterFacts): readonly Paragraph[] {
  const { moment } = numbersOf(language)
  const values = { office: officeIn(language, facts), username: facts.username, moment: moment(facts.at) }
  const say = (word: LetterWord, more: Readonly<Record<string, string>> = {}): string => letterWord(language, word, { ...values, ...more })
  const begin = [say('greeting', { name: oneLine(facts.name) }), say(`${kind}_text`)]
  if (kind === 'trial') return [...begin, say('foot')]
  if (kind !== 'invitation' && kind !== 'reset') return [...begin, say('unasked'), say('foot')]
  const { href = '', until = facts.at } = facts.link ?? {}
  return [...begin, { link: href, text: say(`${kind}_link`) }, say('link_note', { until: moment(until) }), say('link_unasked'), say('foot')]
}

/** A letter for programs that show no HTML. */
export const plainText = ({ parts }: Letter): string =>
  parts
    .map(({ paragraphs }) => paragraphs.map((one) => (typeof one === 'string' ? one : `${one.text}:\n${one.link}`)).join('\n\n'))
    .join('\n\n----\n\n')

/** The same with links to click on: nothing is loaded from anywhere, so that nobody learns whether or when it is read. */
export const html = ({ subject, parts }: Letter): string =>
  `<!doctype html>${renderToString(
    <html lang={parts[0]?.language}>
      <head>
        <meta charset="utf-8" />
        <title>{subject}</title>
      </head>
      <body style="margin:0;padding:24px;font:16px/1.5 sans-serif">
        {parts.map(({ language, paragraphs }, place) => (
          <div key={language} lang={language} style="max-width:36em">
            {place > 0 && <hr />}
            {paragraphs.map((one) => (
              <Shown key={typeof one === 'string' ? one : one.link} paragraph={one} />
            ))}
          </div>
        ))}
      </body>
    </html>,
  )}`

const Shown = ({ paragraph }: { readonly paragraph: Paragraph }) =>
  typeof paragraph === 'string' ? (
    <p>{paragraph}</p>
  ) : (
    <p>
      <a href={paragraph.link}>{paragraph.text}</a>
      <br />
      {paragraph.link}
    </p>
  )
