import { withEndWords } from '../instrument/end-words'
import { hasRows } from '../instrument/item'
import { type InterfaceWords, isTranslated, nameOfLanguage, placeholderProblem, wordsToBring } from '../instrument/language'
import type { BandSet, Computed, IndicatorTree, LocalText, Loop, Question, Questionnaire, Scale, Section } from '../instrument/schema'
import { composed, isVisible, namePatterns, ownValue } from '../instrument/spelling'

/** One localised text of a design, with what it says in each language. */
export type TranslationRow = TextPlace & { readonly text: LocalText }

/** Every localised text of a design in reading order. */
export function translationRows(draft: Questionnaire): readonly TranslationRow[] {
  const rows: TranslationRow[] = []
  withTexts(draft, (place, text) => {
    rows.push({ ...place, text })
    return text
  })
  return rows
}

/** All that is to be said in one language: the design's texts, and the words of the screen that it has to bring along. */
export const rowsToSay = (draft: Questionnaire, language: string, words: InterfaceWords): readonly TranslationRow[] => [
  ...translationRows(draft),
  ...Object.entries(wordsToBring(words, language)).map(([name, text]) => ({
    key: `${wordRoot}${name}`,
    kind: name === nameOfLanguage ? ('language-name' as const) : ('word' as const),
    group: { kind: 'words' as const, name: '' },
    name,
    text: { ...ownValue(draft.words ?? {}, name), ...text },
  })),
]

const wordRoot = 'words/'

/** How much of what is to be said in a language stands in it; blanks alone are no text. */
export function completeness(
  draft: Questionnaire,
  language: string,
  words: InterfaceWords = {},
): { readonly done: number; readonly of: number } {
  const rows = rowsToSay(draft, language, words)
  return { done: rows.filter(({ text }) => isTranslated(text, language)).length, of: rows.length }
}

/** The design with one text put anew in one language; an empty text takes the language from it. */
export const withText = (draft: Questionnaire, key: string, language: string, text: string): Questionnaire =>
  key.startsWith(wordRoot)
    ? withWords(draft, { ...draft.words, [key.slice(wordRoot.length)]: put(wordIn(draft, key), language, text) })
    : withTexts(draft, (place, local) => (place.key === key ? put(local, language, text) : local))

const wordIn = ({ words = {} }: Questionnaire, key: string): LocalText => ownValue(words, key.slice(wordRoot.length)) ?? {}

/** The design with these words of the screen; what is said in no language is left out. */
function withWords({ words: _, ...draft }: Questionnaire, words: InterfaceWords): Questionnaire {
  const said = Object.entries(words).filter(([, text]) => Object.keys(text).length > 0)
  return said.length === 0 ? draft : { ...draft, words: Object.fromEntries(said) }
}

/** A text in one language more, or anew; an empty one takes the language away. */
const put = (local: LocalText, language: string, text: string): LocalText =>
  text === '' ? omitted(local, language) : { ...local, [language]: text }

/** The design with one language more, which is last in every fallback; what is no language tag, or there already, changes nothing. */
export const withLanguage = (draft: Questionnaire, tag: string): Questionnaire =>
  namePatterns.language.test(tag) && !draft.languages.includes(tag) ? { ...draft, languages: [...draft.languages, tag] } : draft

/** The design without a language and all that it says; the last language stays. */
export function withoutLanguage(draft: Questionnaire, tag: string): Questionnaire {
  const languages = draft.languages.filter((language) => language !== tag)
  if (languages.length === 0 || languages.length === draft.languages.length) return draft
  const words = Object.entries(draft.words ?? {}).map(([name, text]) => [name, omitted(text, tag)] as const)
  const rest = withTexts(draft, (_, text) => omitted(text, tag))
  const scales = rest.scales.map((scale) => (scale.name ? { ...scale, name: omitted(scale.name, tag) } : scale))
  return withWords({ ...rest, scales, languages }, Object.fromEntries(words))
}

const omitted = (local: LocalText, language: string): LocalText =>
  Object.fromEntries(Object.entries(local).filter(([tag]) => tag !== language))

/** The design with its languages in another order, the default first; unknown tags are left out, unnamed languages keep their order behind. */
export function withFallbackOrder(draft: Questionnaire, order: readonly string[]): Questionnaire {
  const named = [...new Set(order)].filter((tag) => draft.languages.includes(tag))
  return { ...draft, languages: [...named, ...draft.languages.filter((tag) => !named.includes(tag))] }
}

/** The languages in which a reader of one language finds a text, the first that has it: that language, its base, then the questionnaire's order. */
export const fallbackChain = (languages: readonly string[], language: string): readonly string[] =>
  [...new Set([language, language.split('-')[0] ?? language, ...languages])].filter((tag) => languages.includes(tag))

export const placeKinds = [
  'title',
  'purpose',
  'privacy',
  'thanks',
  'source',
  'loop-text',
  'loop-help',
  'computed-label',
  'section-title',
  'section-intro',
  'question-text',
  'question-help',
  'question-least',
  'question-most',
  'item-text',
  'option-label',
  'tree-label',
  'node-label',
  'node-source',
  'band-label',
  'language-name',
  'word',
] as const
export const groupKinds = ['questionnaire', 'sections', 'scales', 'trees', 'bandSets', 'words'] as const

/** The part of a design in which a text stands; `name` is the part's own id, empty for the questionnaire itself. */
export type Group = { readonly kind: (typeof groupKinds)[number]; readonly name: string }

/** Where a localised text stands: a key that survives moving, and what its author calls the place. */
export type TextPlace = { readonly key: string; readonly kind: (typeof placeKinds)[number]; readonly group: Group; readonly name: string }

/** Gives each localised text anew. */
export type EachText = (place: TextPlace, text: LocalText) => LocalText

/** The design with every localised text visited in reading order. */
function withTexts(draft: Questionnaire, visitor: EachText): Questionnaire {
  const visit = withUniqueKeys(visitor)
  const own = (kind: 'title' | 'purpose' | 'privacy' | 'thanks' | 'source'): LocalText =>
    visit({ key: kind, kind, group: { kind: 'questionnaire', name: '' }, name: '' }, draft[kind])
  return {
    ...draft,
    title: own('title'),
    purpose: own('purpose'),
    ...(draft.kind === undefined && { privacy: own('privacy') }),
    ...(draft.loop && { loop: inLoop(draft.loop, visit) }),
    ...(draft.computed && { computed: draft.computed.map((one) => inComputed(one, visit)) }),
    sections: draft.sections.map((section) => inSection(section, visit)),
    ...(draft.kind === undefined && { thanks: own('thanks') }),
    scales: draft.scales.map((scale) => inScale(scale, visit)),
    trees: draft.trees.map((tree) => inTree(tree, visit)),
    bandSets: draft.bandSets.map((set) => inBandSet(set, visit)),
    source: own('source'),
  }
}

/** The design with every text said anew. */
export const withTextsSaid = (draft: Questionnaire, say: (text: string) => string): Questionnaire =>
  withTexts(draft, (_, local) => Object.fromEntries(Object.entries(local).map(([language, text]) => [language, say(text)])))

/** A draft may use an id twice for the moment: the second place is told apart by `#2`, which no id can hold. */
function withUniqueKeys(visit: EachText): EachText {
  const seen = new Map<string, number>()
  return (place, text) => {
    const count = (seen.get(place.key) ?? 0) + 1
    seen.set(place.key, count)
    return visit(count === 1 ? place : { ...place, key: `${place.key}#${count}` }, text)
  }
}

function inLoop(loop: Loop, visit: EachText): Loop {
  const place = { group: { kind: 'questionnaire', name: '' }, name: '' } as const
  return {
    ...loop,
    text: visit({ ...place, kind: 'loop-text', key: 'loop/text' }, loop.text),
    ...(loop.help && { help: visit({ ...place, kind: 'loop-help', key: 'loop/help' }, loop.help) }),
  }
}

const inComputed = (computed: Computed, visit: EachText): Computed => ({
  ...computed,
  label: visit(
    { group: { kind: 'questionnaire', name: '' }, name: computed.id, kind: 'computed-label', key: `computed/${computed.id}/label` },
    computed.label,
  ),
})

function inSection(section: Section, visit: EachText): Section {
  const place = { group: { kind: 'sections', name: section.id }, name: section.id } as const
  return {
    ...section,
    title: visit({ ...place, kind: 'section-title', key: `sections/${section.id}/title` }, section.title),
    ...(section.intro && { intro: visit({ ...place, kind: 'section-intro', key: `sections/${section.id}/intro` }, section.intro) }),
    questions: section.questions.map((question) => inQuestion(question, place.group, visit)),
  }
}

function inQuestion(question: Question, group: Group, visit: EachText): Question {
  const place = { group, name: question.id }
  const own = {
    text: visit({ ...place, kind: 'question-text', key: `questions/${question.id}/text` }, question.text),
    ...(question.help && { help: visit({ ...place, kind: 'question-help', key: `questions/${question.id}/help` }, question.help) }),
  }
  if (!hasRows(question))
    return withEndWords({ ...question, ...own }, (text, end) =>
      visit({ ...place, kind: `question-${end}`, key: `questions/${question.id}/${end}` }, text),
    )
  const items = question.items.map((item) => ({
    ...item,
    text: visit({ group, name: item.id, kind: 'item-text', key: `items/${item.id}/text` }, item.text),
  }))
  return { ...question, ...own, items }
}

function inScale(scale: Scale, visit: EachText): Scale {
  const group = { kind: 'scales', name: scale.id } as const
  const label = (code: string, text: LocalText) =>
    visit({ group, name: code, kind: 'option-label', key: `scales/${scale.id}/options/${code}/label` }, text)
  return { ...scale, options: scale.options.map((option) => ({ ...option, label: label(option.code, option.label) })) }
}

function inTree(tree: IndicatorTree, visit: EachText): IndicatorTree {
  const group = { kind: 'trees', name: tree.id } as const
  const label = (code: string, text: LocalText) =>
    visit({ group, name: code, kind: 'node-label', key: `trees/${tree.id}/nodes/${code}/label` }, text)
  const source = (code: string, text: LocalText) =>
    visit({ group, name: code, kind: 'node-source', key: `trees/${tree.id}/nodes/${code}/source` }, text)
  return {
    ...tree,
    label: visit({ group, name: tree.id, kind: 'tree-label', key: `trees/${tree.id}/label` }, tree.label),
    nodes: tree.nodes.map(({ entry, ...node }) => ({
      ...node,
      label: label(node.code, node.label),
      ...(entry && { entry: entry.source ? { ...entry, source: source(node.code, entry.source) } : entry }),
    })),
  }
}

function inBandSet(set: BandSet, visit: EachText): BandSet {
  const group = { kind: 'bandSets', name: set.id } as const
  const label = (code: string, text: LocalText) =>
    visit({ group, name: code, kind: 'band-label', key: `bandSets/${set.id}/bands/${code}/label` }, text)
  return { ...set, bands: set.bands.map((band) => ({ ...band, label: label(band.code, band.label) })) }
}

/** A line of a translator's sheet: its number as a spreadsheet counts, the text it was made from and in which language, and the translation. */
export type TranslationEntry = {
  readonly row: number
  readonly key: string
  readonly from: string
  readonly source: string
  readonly text: string
}

export const refusalReasons = [
  'unknown-language',
  'unknown-key',
  'repeated-key',
  'source-changed',
  'placeholder-lost',
  'placeholder-unknown',
  'too-long',
] as const
export type RefusalReason = (typeof refusalReasons)[number]
export type RefusedEntry = { readonly row: number; readonly key: string; readonly reason: RefusalReason }
export type Applied = {
  readonly draft: Questionnaire
  /** Texts that say something else than before. */ readonly changed: number
  readonly refused: readonly RefusedEntry[]
}

/** Characters of one translation: twice the longest text answer there is. */
export const longestTranslation = 10_000

/** The design with a translator's sheet taken in, line by line: an empty line leaves what is there, a refused one is named. */
export function applyTranslations(
  draft: Questionnaire,
  language: string,
  entries: readonly TranslationEntry[],
  words: InterfaceWords = {},
): Applied {
  const texts = new Map(rowsToSay(draft, language, words).map(({ key, text }) => [key, text]))
  const taken = new Map<string, string>()
  const refused: RefusedEntry[] = []
  for (const entry of entries.filter(({ text }) => isVisible(text))) {
    const reason = taken.has(entry.key) ? 'repeated-key' : refusal(draft.languages, language, texts.get(entry.key), entry)
    if (reason === undefined) taken.set(entry.key, tidy(entry.text))
    else refused.push({ row: entry.row, key: entry.key, reason })
  }
  const changed = [...taken].filter(([key, text]) => texts.get(key)?.[language] !== text).length
  return { draft: changed === 0 ? draft : withTaken(draft, language, taken), changed, refused }
}

function withTaken(draft: Questionnaire, language: string, taken: ReadonlyMap<string, string>): Questionnaire {
  const texts = withTexts(draft, ({ key }, local) => put(local, language, taken.get(key) ?? local[language] ?? ''))
  const words = [...taken].filter(([key]) => key.startsWith(wordRoot))
  return words.reduce((before, [key, text]) => withText(before, key, language, text), texts)
}

function refusal(
  languages: readonly string[],
  language: string,
  local: LocalText | undefined,
  { from, source, text }: TranslationEntry,
): RefusalReason | undefined {
  if (!languages.includes(language)) return 'unknown-language'
  if (local === undefined) return 'unknown-key'
  const current = local[from] ?? ''
  if (words(current) !== words(source)) return 'source-changed'
  if (text.length > longestTranslation) return 'too-long'
  return current === '' ? undefined : placeholderProblem(current, text)
}

/** As a person reads it: spreadsheets change blanks and line ends. */
const words = (text: string): string => composed(text).replace(/\s+/g, ' ').trim()

const tidy = (text: string): string => composed(text).replace(/\r\n?/g, '\n').trim()
