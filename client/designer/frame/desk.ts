import { type Language, nameInSentence } from '../../text/languages'
import { withAnswersTold, withoutAnswers } from '../../../surveys/instrument/pipes'
import { items } from '../../../surveys/instrument/questionnaire'
import type { LocalText, Questionnaire } from '../../../surveys/instrument/schema'
import { type DesignerSay, isDesignerWord } from '../../text/designer'

/** What an editor of the designer works on. */
export type Desk = {
  /** The design as it stands; it may break rules for the moment, never the schema's structure. */
  readonly draft: Questionnaire
  /** One step that can be undone; steps of the same `what` that follow each other quickly (typing in one field) are one. */
  readonly change: (what: string, edit: (before: Questionnaire) => Questionnaire) => void
  /** Where the design is kept, such as `/admin/designs/sipas-service`. */
  readonly address: string
  /** The language of the interface. */
  readonly office: Language
  readonly say: DesignerSay
  /** The language in which content is shown and edited. */
  readonly content: string
  /** What a set can draw figures from; nothing for a questionnaire. */
  readonly drawables: readonly Drawable[]
  /** By place of the design, how much was said there that is open: `q:` or `s:` and an id; undefined until it was heard. */
  readonly openRemarks?: ReadonlyMap<string, number>
  /** The text in the content language, or the first that there is. */
  readonly text: (local: LocalText | undefined) => string
}

/** A questionnaire or an indicator set whose figures a set can draw, and its indicators by their names. */
export type Drawable = {
  readonly from: 'campaign' | 'assessment'
  readonly id: string
  readonly title: string
  readonly nodes: readonly { readonly code: string; readonly label: string }[]
}

/** A text as its author reads it: where an answer is told stands the beginning of its question, in pointed brackets. */
export const withNames = (draft: Questionnaire, content: string, text: string): string =>
  withAnswersTold(text, (id) => {
    const asked = items(draft).find((item) => item.id === id)
    const words = asked ? withoutAnswers(asked.text[content] ?? Object.values(asked.text)[0] ?? '') : ''
    return `‹${words === '' ? id : words.length > longestName ? `${words.slice(0, longestName)}…` : words}›`
  })

/** Letters of a question by which an answer is named inside another text. */
const longestName = 40

/** Why a warning may stand, by its key. */
export type Accepted = Readonly<Record<string, string>>

/** A design as the server holds it. */
export type Stored = {
  readonly definition: Questionnaire
  readonly accepted: Accepted
  readonly revision: number
  readonly changedBy: string
  readonly changedAt: string
}

/** What the page brings along for the designer. */
export type Start = Stored & {
  /** Where this design is saved, previewed and published. */
  readonly address: string
  readonly office: Language
  /** The last published version; undefined for a new questionnaire. */
  readonly before: Questionnaire | undefined
  /** Whether somebody else has to approve before it is published. */
  readonly fourEyes: boolean
  readonly drawables: readonly Drawable[]
  /** Who sent it back when the page was opened, and why. */
  readonly sentBack?: { readonly who: string; readonly why: string; readonly when: string }
}

/** Reads it from the page; undefined when the page is another. */
export function readStart(document: Document): Start | undefined {
  const text = document.querySelector('#design')?.textContent
  if (text === undefined || text === null) return undefined
  const start: Start = JSON.parse(text)
  return start
}

/** A language's name in the reader's language: as the platform knows it, else as we do, else its tag. */
export function languageNameFor(tag: string, office: Language, say: DesignerSay): string {
  const word = `trLang_${tag}`
  return platformName(tag, office) ?? (isDesignerWord(word) ? say(word) : tag)
}

/** The name as it stands inside a sentence. */
export const languageInSentence = (tag: string, office: Language, say: DesignerSay): string =>
  nameInSentence(languageNameFor(tag, office, say))

/** A label with the language in which its text is written, where the design has several. */
export const labelWithLanguage = (tag: string, label: string, { draft, office, say }: Pick<Desk, 'draft' | 'office' | 'say'>): string =>
  draft.languages.length > 1 ? say('inLanguage', { label, language: languageInSentence(tag, office, say) }) : label

function platformName(tag: string, office: Language): string | undefined {
  const names = platformNames.get(office) ?? new Intl.DisplayNames([office], { type: 'language', fallback: 'none' })
  platformNames.set(office, names)
  try {
    return names.of(tag)
  } catch {
    return undefined
  }
}

/** Kept, since one takes longer to make than a field. */
const platformNames = new Map<string, Intl.DisplayNames>()
