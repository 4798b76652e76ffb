import { ownValue } from './spelling'
import { keepings } from './questions/registry'
import { canonical } from './canonical'
import { type Indicator, indicators } from './indicators'
import { type Countable, type Item, hasRows } from './item'
import { countables, itemsById, itemsOf } from './questionnaire'
import type { LocalText, Question, Questionnaire, Section } from './schema'

/** What became of an item or a figure between two versions; only `wording` leaves every figure what it was. */
export type VersionChange = { readonly what: 'item' | 'figure'; readonly code: string; readonly kind: ChangeKind }
export type ChangeKind = 'added' | 'removed' | 'answers' | 'skip-logic' | 'wording' | 'computation'

/** The changes from one version to a later one, items first, each in the order of the later version. */
export function versionChanges(before: Questionnaire, after: Questionnaire): readonly VersionChange[] {
  const [old, now] = [itemsById(before), itemsById(after)]
  const [oldFigures, figures] = [meanings(before), meanings(after)]
  const items = between([...old.keys()], [...now.keys()]).flatMap(({ key, kind }) =>
    changeOf('item', key, kind ?? itemChange(old.get(key), now.get(key), before, after)),
  )
  const figureChange = (key: string): ChangeKind | undefined => (oldFigures.get(key) === figures.get(key) ? undefined : 'computation')
  const nodes = between([...oldFigures.keys()], [...figures.keys()]).flatMap(({ key, kind }) =>
    changeOf('figure', key, kind ?? figureChange(key)),
  )
  return [...items, ...nodes]
}

/**
 * The figures, as `tree code`, that mean the same in both versions: the same items on the same answers, asked under the same
 * conditions, and computed alike. Only these may stand beside each other over time; wording is the author's to judge.
 */
export function comparableFigures(before: Questionnaire, after: Questionnaire): ReadonlySet<string> {
  const old = meanings(before)
  return new Set([...meanings(after)].filter(([key, meaning]) => old.get(key) === meaning).map(([key]) => key))
}

export const figureKey = ({ tree, code }: Pick<Indicator, 'tree' | 'code'>): string => `${tree} ${code}`

/** Every key of both sides with what happened to it, when one side lacks it. */
function between(
  old: readonly string[],
  now: readonly string[],
): readonly { readonly key: string; readonly kind: 'added' | 'removed' | undefined }[] {
  const [before, after] = [new Set(old), new Set(now)]
  return [
    ...now.map((key) => ({ key, kind: before.has(key) ? undefined : ('added' as const) })),
    ...old.filter((key) => !after.has(key)).map((key) => ({ key, kind: 'removed' as const })),
  ]
}

const changeOf = (what: VersionChange['what'], code: string, kind: ChangeKind | undefined): readonly VersionChange[] =>
  kind ? [{ what, code, kind }] : []

function itemChange(old: Item | undefined, now: Item | undefined, before: Questionnaire, after: Questionnaire): ChangeKind | undefined {
  if (!old || !now) return undefined
  if (answersOf(old, before) !== answersOf(now, after)) return 'answers'
  if (conditionsOf(old) !== conditionsOf(now)) return 'skip-logic'
  const languages = commonLanguages(before, after)
  return wordsOf(old, languages) === wordsOf(now, languages) ? undefined : 'wording'
}

/** What can be answered and what it is worth. */
function answersOf({ question, scale }: Item, { scoreUnit }: Questionnaire): string {
  const options = scale?.options.map(({ code, kind, score, positive, exclusive }) => ({
    code,
    kind,
    points: score === undefined ? undefined : score * scoreUnit,
    positive,
    exclusive,
  }))
  const limits = Object.fromEntries(Object.entries(question).filter(([name]) => !notLimits.has(name)))
  return canonical({ kind: answeredAs(question.type), options, ...limits })
}

/** Settings of a question that say how it is shown or when; every other one, whatever its type, limits the answers. */
const notLimits: ReadonlySet<string> = new Set(['id', 'type', 'text', 'help', 'showIf', 'required', 'scale', 'items', 'lines'])

/** A row of a matrix and a question of its own are answered alike. */
const answeredAs = (type: Item['question']['type']): string => (keepings[type].holds === 'one' ? 'one' : type)

const conditionsOf = ({ question, section }: Item): string => canonical([section.showIf ?? null, question.showIf ?? null])

function wordsOf({ text, question, scale }: Item, languages: readonly string[]): string {
  const texts = [text, question.text, question.help ?? {}, ...(scale?.options.map(({ label }) => label) ?? [])]
  return canonical(texts.map((one) => languages.map((language) => ownValue(one, language) ?? null)))
}

/** The languages in which two versions can be compared; in a new one nothing was worded otherwise before. */
const commonLanguages = (before: Questionnaire, after: Questionnaire): readonly string[] =>
  before.languages.filter((language) => after.languages.includes(language))

/** By figure, everything that decides what it says. */
function meanings(questionnaire: Questionnaire): ReadonlyMap<string, string> {
  const counted = countables(questionnaire)
  const known = itemsById(questionnaire)
  return new Map(
    indicators(questionnaire, counted).map((indicator) => [
      figureKey(indicator),
      canonical(meaningOf(indicator, counted, known, questionnaire)),
    ]),
  )
}

function meaningOf(
  indicator: Indicator,
  counted: readonly Countable[],
  known: ReadonlyMap<string, Item>,
  questionnaire: Questionnaire,
): unknown {
  const { formula, rollUp, weights, cap, options, parts } = indicator
  const leaves = parts.length > 0 ? [] : indicator.asked.map((place) => counted[place]?.id ?? '')
  return {
    formula,
    rollUp,
    weights,
    cap,
    options,
    parts: parts.map((part) => meaningOf(part, counted, known, questionnaire)),
    items: leaves.map((id) => {
      const item = known.get(id)
      return [id, item && answersOf(item, questionnaire), item && conditionsOf(item)]
    }),
  }
}

export type TextKind =
  | 'title'
  | 'source'
  | 'purpose'
  | 'privacy'
  | 'thanks'
  | 'section'
  | 'intro'
  | 'question'
  | 'help'
  | 'item'
  | 'option'
  | 'tree'
  | 'node'
  | 'band'

/** A text that stands in both versions and reads differently in a language of both; empty: it is not there in that language. */
export type TextChange = {
  readonly what: TextKind
  readonly code: string
  readonly language: string
  readonly before: string
  readonly after: string
}

/** Every text that was reworded, in the order of the later version; what is new or gone as a whole is not among them. */
export function textChanges(before: Questionnaire, after: Questionnaire): readonly TextChange[] {
  const old = new Map(placed(before).map((one) => [keyOf(one), one.text]))
  const languages = commonLanguages(before, after)
  return placed(after).flatMap(({ what, code, text }) => {
    const was = old.get(keyOf({ what, code }))
    if (!was) return []
    return languages
      .filter((language) => was[language] !== text[language])
      .map((language) => ({ what, code, language, before: was[language] ?? '', after: text[language] ?? '' }))
  })
}

type Placed = { readonly what: TextKind; readonly code: string; readonly text: LocalText }

const keyOf = ({ what, code }: Pick<Placed, 'what' | 'code'>): string => `${what} ${code}`

/** Texts by what does not change when others move: ids and codes, never places in a list. */
const placed = (questionnaire: Questionnaire): readonly Placed[] => [
  ...(['title', 'source', 'purpose', 'privacy', 'thanks'] as const).map((what) => ({ what, code: '', text: questionnaire[what] })),
  ...questionnaire.sections.flatMap(ofSection),
  ...questionnaire.scales.flatMap(({ id, options }) =>
    options.map(({ code, label }) => ({ what: 'option' as const, code: `${id} ${code}`, text: label })),
  ),
  ...questionnaire.trees.flatMap(({ id, label, nodes }) => [
    { what: 'tree' as const, code: id, text: label },
    ...nodes.map((node) => ({ what: 'node' as const, code: `${id} ${node.code}`, text: node.label })),
  ]),
  ...questionnaire.bandSets.flatMap(({ id, bands }) =>
    bands.map(({ code, label }) => ({ what: 'band' as const, code: `${id} ${code}`, text: label })),
  ),
]

const ofSection = ({ id, title, intro, questions }: Section): readonly Placed[] => [
  { what: 'section', code: id, text: title },
  { what: 'intro', code: id, text: intro ?? {} },
  ...questions.flatMap(ofQuestion),
]

const ofQuestion = (question: Question): readonly Placed[] => [
  { what: 'question', code: question.id, text: question.text },
  { what: 'help', code: question.id, text: question.help ?? {} },
  ...(hasRows(question) ? itemsOf(question).map(({ id, text }) => ({ what: 'item' as const, code: id, text })) : []),
]
