import { WrittenText } from './written'
import { type Language, languageName, languages } from '../../client/text/languages'
import { numbersOf } from '../../client/text/numbers'
import { type PublicSay, publicWords, type PublicWord } from '../../client/text/public'
import type { LocalText } from '../../surveys/instrument/schema'
import { localised } from '../../surveys/instrument/language'
import type { Edition } from '../db/publications'
import { publicLink } from './view'

export type Listed = {
  readonly edition: Edition
  readonly title: LocalText
  readonly synthetic: boolean
  readonly firstOn: string
  /** How many amendments there are. */
  readonly amended: number
}

type ListProps = { readonly language: Language; readonly province: string; readonly listed: readonly Listed[] }

/** Every published campaign, the last one first. */
export function PublishedList({ language, province, listed }: ListProps) {
  const [say, numbers] = [publicWords(language), numbersOf(language)]
  return (
    <Plain {...{ language, say, province }} home="/r">
      <h1>{say('listTitle')}</h1>
      <p class="soft">{say('listText')}</p>
      {listed.length === 0 && <p>{say('listNone')}</p>}
      <ul class="campaigns">
        {listed.map(({ edition, title, synthetic, firstOn, amended }) => (
          <li key={edition.campaign}>
            <a href={publicLink({ home: homeOf(edition.campaign), language })}>{localised(title, language)}</a>
            <small>
              {amended > 0
                ? say('listAmended', { day: numbers.day(firstOn), n: numbers.count(amended) })
                : say('listPublished', { day: numbers.day(firstOn) })}
              {synthetic && ` · ${say('synthetic')}`}
            </small>
          </li>
        ))}
      </ul>
    </Plain>
  )
}

/** Where the pages of a published campaign lie. */
export const homeOf = (campaign: string): string => `/r/${encodeURIComponent(campaign)}`

type PlainProps = {
  readonly language: Language
  readonly say: PublicSay
  readonly province: string
  readonly home: string
  readonly children: preact.ComponentChildren
}

const Plain = ({ language, province, home, children }: PlainProps) => (
  <>
    <header>
      <b>{province}</b>
      <nav aria-label={languages.map((tag) => languageName(tag)).join(', ')}>
        {languages
          .filter((tag) => tag !== language)
          .map((tag) => (
            <a key={tag} lang={tag} hreflang={tag} href={publicLink({ home, language: tag })}>
              {languageName(tag)}
            </a>
          ))}
      </nav>
    </header>
    <main id="main">{children}</main>
  </>
)

type NoticeProps = {
  readonly language: Language
  readonly home: string
  readonly title: PublicWord
  readonly text: PublicWord
  readonly values?: Readonly<Record<string, string>>
  /** What the office says to it. */
  readonly told?: LocalText
}

/** In place of figures: that there are none, or none any more. */
export function InPlace({ language, home, title, text, values, told }: NoticeProps) {
  const say = publicWords(language)
  return (
    <Plain {...{ language, say, home }} province="SIPAS">
      <h1>{say(title)}</h1>
      <p class="lines">
        {say(text, values)} {told && <WrittenText {...{ say, language }} text={told} />}
      </p>
      <p>
        <a href={publicLink({ home: '/r', language })}>{say('all')}</a>
      </p>
    </Plain>
  )
}
