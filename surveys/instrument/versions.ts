import { composed, ownValue } from './spelling'
import { keepings } from './questions/keepings'
import { canonical } from './canonical'
import { itemsLookedAt } from './flow'
import { endWords } from './end-words'
import { figureKey, type Indicator, indicators } from './indicators'
import { type Item, hasRows } from './item'
import { countables } from './countables'
import { itemsById, itemsOf } from './questionnaire'
import type { Computed, Condition, LocalText, Loop, Question, Questionnaire, Section } from './schema'

/** What became of an item or a figure between two versions; only `wording` leaves every figure what it was. */
export type VersionChange = { readonly what: 'item' | 'figure'; readonly code: string; readonly kind: ChangeKind }
export type ChangeKind = 'added' | 'removed' | 'answers' | 'skip-logic' | 'wording' | 'computation'

/** The changes from one version to a later one, items first, each in the order of the later version. */
export function versionChanges(before: Questionnaire, after: Questionnaire): readonly VersionChange[] {
  const [old, now] = [itemsById(before), itemsById(after)]
  const [earlier, later] = telling(before, after)
  const [oldFigures, figures] = [meanings(earlier), meanings(later)]
  const items = between([...old.keys()], [...now.keys()]).flatMap(({ key, kind }) =>
    changeOf('item', key, kind ?? itemChange(earlier, later, old.get(key), now.get(key))),
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
  const [earlier, later] = telling(before, after)
  const old = meanings(earlier)
  return new Set([...meanings(later)].filter(([key, meaning]) => old.get(key) === meaning).map(([key]) => key))
}

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

/** What is told of one of two versions; equal things have equal numbers in both, so that what many share is spelled out once. */
type Telling = {
  readonly questionnaire: Questionnaire
  readonly languages: readonly string[]
  readonly numberOf: (value: unknown) => number
  /** The number of what a part of the questionnaire is for its items, worked out once for each part. */
  readonly once: (part: object | undefined, sense: 'worth' | 'words' | 'condition', tell: () => unknown) => number
}

function telling(before: Questionnaire, after: Questionnaire): readonly [Telling, Telling] {
  const numbers = new Map<string, number>()
  const numberOf = (value: unknown): number => {
    const text = canonical(value)
    const number = numbers.get(text) ?? numbers.size
    numbers.set(text, number)
    return number
  }
  const of = (questionnaire: Questionnaire): Telling => {
    const known = { worth: new Map<unknown, number>(), words: new Map<unknown, number>(), condition: new Map<unknown, number>() }
    return {
      questionnaire,
      languages: commonLanguages(before, after),
      numberOf,
      once: (part, sense, tell) => {
        const number = known[sense].get(part) ?? numberOf(tell())
        known[sense].set(part, number)
        return number
      },
    }
  }
  return [of(before), of(after)]
}

function itemChange(earlier: Telling, later: Telling, old: Item | undefined, now: Item | undefined): ChangeKind | undefined {
  if (!old || !now) return undefined
  if (answersOf(earlier, old) !== answersOf(later, now)) return 'answers'
  if (conditionsOf(earlier, old) !== conditionsOf(later, now)) return 'skip-logic'
  return isWordedAlike(earlier, later, old, now) ? undefined : 'wording'
}

/** What can be answered and what it is worth. */
const answersOf = ({ questionnaire: { scoreUnit }, once }: Telling, item: Item): number =>
  once(item, 'worth', () => {
    const { question, scale } = item
    const options = once(scale, 'worth', () =>
      scale?.options.map(({ code, kind, score, positive, exclusive }) => ({
        code,
        kind,
        points: score === undefined ? undefined : score * scoreUnit,
        positive,
        // Not alone is as nothing said.
        exclusive: exclusive || undefined,
      })),
    )
    const limits = Object.fromEntries(Object.entries(question).filter(([name]) => !notLimits.has(name)))
    return { kind: answeredAs(question.type), options, ...limits }
  })

/** Settings of a question that say how it is shown or when; every other one, whatever its type, limits the answers. */
const notLimits: ReadonlySet<string> = new Set([
  'id',
  'type',
  'text',
  'help',
  'sound',
  'showIf',
  'required',
  'scale',
  'items',
  'lines',
  'least',
  'most',
  'total',
  'from',
  'shuffled',
  'asList',
])

/** A row of a matrix and a question of its own are answered alike. */
const answeredAs = (type: Item['question']['type']): string => (keepings[type].holds === 'one' ? 'one' : type)

/** Of what is asked for each agency also how many one person may rate: who may name fewer leaves out others than who may name more. */
const conditionsOf = ({ once, questionnaire: { loop, computed = [] } }: Telling, item: Item): number =>
  once(item, 'condition', () => [
    ...[item.section, item.question].map(({ showIf }) =>
      once(showIf, 'condition', () => (showIf ? [showIf, ...workingsIn(showIf, computed)] : null)),
    ),
    ...(item.section.each ? [item.section.each, loop?.atMost ?? null] : []),
  ])

/** How the computed items that a condition looks at are worked out, whatever they are called. */
const workingsIn = (condition: Condition, computed: readonly Computed[]): readonly Omit<Computed, 'label'>[] =>
  itemsLookedAt(condition).flatMap((item) => computed.filter(({ id }) => id === item).map(({ label: _, ...working }) => working))

/** Long texts are held against each other as they stand; spelled out first, they would take longer than everything else. */
function isWordedAlike(earlier: Telling, later: Telling, old: Item, now: Item): boolean {
  const texts = [
    [old.text, now.text],
    [old.question.text, now.question.text],
    [old.question.help, now.question.help],
    ...(['least', 'most'] as const).map((end) => [endOf(old, end), endOf(now, end)] as const),
  ] as const
  return (
    texts.every(([was, is]) =>
      later.languages.every((language) => isSameText(ownValue(was ?? {}, language), ownValue(is ?? {}, language))),
    ) && labelsOf(earlier, old) === labelsOf(later, now)
  )
}

const endOf = ({ question }: Item, end: 'least' | 'most'): LocalText | undefined =>
  endWords(question).find(({ name }) => name === end)?.text

const isSameText = (was: string | undefined, is: string | undefined): boolean =>
  was === is || (was !== undefined && is !== undefined && composed(was) === composed(is))

const labelsOf = ({ languages, once }: Telling, { scale }: Item): number =>
  once(scale, 'words', () => scale?.options.map(({ label }) => languages.map((language) => ownValue(label, language) ?? null)) ?? [])

/** The languages in which two versions can be compared; in a new one nothing was worded otherwise before. */
const commonLanguages = (before: Questionnaire, after: Questionnaire): readonly string[] =>
  before.languages.filter((language) => after.languages.includes(language))

/** By figure, the number of everything that decides what it says. */
function meanings(telling: Telling): ReadonlyMap<string, number> {
  const { questionnaire } = telling
  const counted = countables(questionnaire)
  const known = itemsById(questionnaire)
  const items = counted.map(({ id }) => {
    const item = known.get(id)
    return telling.numberOf([id, item && answersOf(telling, item), item && conditionsOf(telling, item)])
  })
  const told = new Map<Indicator, number>()
  return new Map(indicators(questionnaire, counted).map((indicator) => [figureKey(indicator), meaningOf(telling, items, told, indicator)]))
}

function meaningOf(telling: Telling, items: readonly number[], told: Map<Indicator, number>, indicator: Indicator): number {
  const { formula, rollUp, weights, where, ofNothing, steps, maximum, unit, direction, input, entry, draws, options, parts, asked } =
    indicator
  const meaning =
    told.get(indicator) ??
    telling.numberOf({
      formula,
      rollUp,
      weights,
      where,
      ...(ofNothing !== undefined && { ofNothing }),
      steps,
      maximum,
      unit,
      direction,
      input,
      ...(entry && { entry: { unit: entry.unit, low: entry.low, high: entry.high } }),
      ...(draws && { draws }),
      options,
      parts: parts.map((part) => meaningOf(telling, items, told, part)),
      items: parts.length > 0 ? [] : asked.map((place) => items[place] ?? null),
    })
  told.set(indicator, meaning)
  return meaning
}

export type TextKind =
  | 'title'
  | 'source'
  | 'purpose'
  | 'privacy'
  | 'thanks'
  | 'loop'
  | 'computed'
  | 'section'
  | 'intro'
  | 'question'
  | 'help'
  | 'least'
  | 'most'
  | 'item'
  | 'option'
  | 'scale'
  | 'tree'
  | 'node'
  | 'band'
  | 'word'

/** A text that stands in both versions and reads differently in a language of both; empty: it is not there in that language. */
export type TextChange = {
  readonly what: TextKind
  readonly code: string
  readonly language: string
  readonly before: string
  readonly after: string
}

/** Every text that was reworded, in the order of the later version; of what is new or gone as a whole the words of the screen alone. */
export function textChanges(before: Questionnaire, after: Questionnaire): readonly TextChange[] {
  const [was, is] = [placed(before), placed(after)]
  const old = new Map(was.map((one) => [keyOf(one), one.text]))
  const gone = was.filter(({ what, code }) => what === 'word' && !after.words?.[code]).map((one) => ({ ...one, text: noText }))
  const languages = commonLanguages(before, after)
  return [...is, ...gone].flatMap(({ what, code, text }) => {
    const earlier = old.get(keyOf({ what, code })) ?? (what === 'word' ? noText : undefined)
    if (!earlier) return []
    return languages
      .filter((language) => earlier[language] !== text[language])
      .map((language) => ({ what, code, language, before: earlier[language] ?? '', after: text[language] ?? '' }))
  })
}

const noText: LocalText = {}

type Placed = { readonly what: TextKind; readonly code: string; readonly text: LocalText }

const keyOf = ({ what, code }: Pick<Placed, 'what' | 'code'>): string => `${what} ${code}`

/** Texts by what does not change when others move: ids and codes, never places in a list. */
const placed = (questionnaire: Questionnaire): readonly Placed[] => [
  ...(['title', 'source', 'purpose', 'privacy', 'thanks'] as const).map((what) => ({ what, code: '', text: questionnaire[what] })),
  ...(questionnaire.loop ? ofLoop(questionnaire.loop) : []),
  ...(questionnaire.computed ?? []).map(({ id, label }) => ({ what: 'computed' as const, code: id, text: label })),
  ...questionnaire.sections.flatMap(ofSection),
  ...questionnaire.scales.flatMap(({ id, name = {}, options }) => [
    { what: 'scale' as const, code: id, text: name },
    ...options.map(({ code, label }) => ({ what: 'option' as const, code: `${id} ${code}`, text: label })),
  ]),
  ...questionnaire.trees.flatMap(({ id, label, nodes }) => [
    { what: 'tree' as const, code: id, text: label },
    ...nodes.map((node) => ({ what: 'node' as const, code: `${id} ${node.code}`, text: node.label })),
    ...nodes.map(({ code, entry }) => ({ what: 'source' as const, code: `${id} ${code}`, text: entry?.source ?? {} })),
  ]),
  ...questionnaire.bandSets.flatMap(({ id, bands }) =>
    bands.map(({ code, label }) => ({ what: 'band' as const, code: `${id} ${code}`, text: label })),
  ),
  ...Object.entries(questionnaire.words ?? {}).map(([code, text]) => ({ what: 'word' as const, code, text })),
]

const ofLoop = ({ text, help }: Loop): readonly Placed[] => [
  { what: 'loop', code: '', text },
  { what: 'help', code: '', text: help ?? {} },
]

const ofSection = ({ id, title, intro, questions }: Section): readonly Placed[] => [
  { what: 'section', code: id, text: title },
  { what: 'intro', code: id, text: intro ?? {} },
  ...questions.flatMap(ofQuestion),
]

const ofQuestion = (question: Question): readonly Placed[] => [
  { what: 'question', code: question.id, text: question.text },
  { what: 'help', code: question.id, text: question.help ?? {} },
  ...(['least', 'most'] as const).map((what) => ({
    what,
    code: question.id,
    text: endWords(question).find(({ name }) => name === what)?.text ?? {},
  })),
  ...(hasRows(question) ? itemsOf(question).map(({ id, text }) => ({ what: 'item' as const, code: id, text })) : []),
]
