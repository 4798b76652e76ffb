import { arithmeticWarnings } from './arithmetic'
import { type Test, withTests } from './condition'
import { itemsLookedAt } from './flow'
import type { Keeping } from './questions/behaviour'
import { keepings } from './questions/keepings'
import { isAsked } from './questions/registry'
import { endWords } from './end-words'
import { type AskedQuestion, hasRows, isClosed } from './item'
import { type InterfaceWords, isTranslated, placeholderProblem, wordsToBring } from './language'
import { staysLast, questionTexts } from './personal'
import { withoutAnswers } from './pipes'
import { itemsOf, scalesById } from './questionnaire'
import type {
  BandSet,
  Computed,
  Condition,
  IndicatorNode,
  IndicatorTree,
  LocalText,
  Loop,
  Option,
  Question,
  Questionnaire,
  Scale,
} from './schema'
import { isReadable } from './rules'
import { ownValue } from './spelling'
import type { Warning, WarningRule } from './warnings'

/**
 * What an author should look at once more; unlike `rulesBroken` nothing of it forbids to publish. A draft that breaks rules is read as far as
 * it goes; `words` are what the screen says in the languages of the product.
 */
export const lint = (questionnaire: Questionnaire, words: InterfaceWords): readonly Warning[] => [
  ...scaleWarnings(questionnaire),
  ...wordingWarnings(questionnaire),
  ...askingWarnings(questionnaire),
  ...burdenWarnings(questionnaire),
  ...figureWarnings(questionnaire),
  ...contactWarnings(questionnaire),
  ...screenWarnings(questionnaire, words),
  ...soundWarnings(questionnaire),
  ...pictureWarnings(questionnaire),
]

/** What no answers lead to, since its conditions contradict each other or the scales, and what nobody can answer. */
function askingWarnings(questionnaire: Questionnaire): readonly Warning[] {
  const scales = scalesById(questionnaire)
  const askable = new Map<string, Askable>()
  const computed = computedBy(questionnaire)
  const warnings: Warning[] = [...unusedComputed(questionnaire)]
  for (const section of questionnaire.sections) {
    // Once for all its questions: a section's conditions look back beyond the section.
    const ofAll = narrowedBy(section.showIf ?? { all: [] }, askable)
    for (const question of section.questions) {
      const clash = ofAll.clash ?? (question.showIf && narrowedBy(question.showIf, askable, ofAll.ranges).clash)
      if (clash !== undefined) warnings.push({ path: `question "${question.id}"`, rule: 'unreachable', seen: clash })
      else
        for (const { id, question: asked } of itemsOf(question)) {
          askable.set(id, askableOf(asked, scales, questionnaire.scoreUnit))
          for (const one of computed.get(id) ?? []) askable.set(one.id, workedOut(one, askable))
        }
      warnings.push(...unanswerable(question, scales), ...unshuffled(question, scales), ...unhandy(question, scales))
    }
  }
  return warnings
}

/** Limits that leave no answer. */
function unanswerable(question: Question, scales: ReadonlyMap<string, Scale>): readonly Warning[] {
  if (!isAsked(question)) return []
  const scale = isClosed(question) ? scales.get(question.scale) : undefined
  const clash = keepings[question.type].clash?.(question, scale)
  return clash === undefined ? [] : [{ path: `question "${question.id}"`, rule: 'unanswerable', seen: clash }]
}

/** A promise that no telephone number and no address is asked for, where one is. */
function contactWarnings({ sections, privacy, purpose, languages }: Questionnaire): readonly Warning[] {
  if (!sections.some(({ questions }) => questions.some(({ type }) => type === 'contact'))) return []
  return Object.entries({ privacy, purpose }).flatMap(([path, text]) =>
    Object.entries(text).flatMap(([language, one]): readonly Warning[] => {
      const [seen] = promised.exec(one) ?? []
      return seen === undefined ? [] : [{ path, rule: 'contact_promised', seen, ...(language === languages[0] ? {} : { language }) }]
    }),
  )
}

const promised =
  /không (?:hỏi|lưu|thu thập|ghi)[^.;]*(?:số điện thoại|email)|\b(?:not|never) (?:ask|keep|store|collect|record)[^.;]*(?:phone|e-?mail)/iu

/** Shuffling that moves nothing. */
function unshuffled(question: Question, scales: ReadonlyMap<string, Scale>): readonly Warning[] {
  if (!('shuffled' in question) || !question.shuffled) return []
  const parts = hasRows(question) ? question.items : (scales.get(question.scale)?.options ?? []).filter((option) => !staysLast(option))
  const moving = parts.filter(({ fixed }) => !fixed).length
  return moving > 1 ? [] : [{ path: `question "${question.id}"`, rule: 'nothing_shuffled', seen: String(moving) }]
}

/** What is more than a phone shows well, and what a question of its type wants to be understood. */
function unhandy(question: Question, scales: ReadonlyMap<string, Scale>): readonly Warning[] {
  const path = `question "${question.id}"`
  const options = isClosed(question) ? (scales.get(question.scale)?.options ?? []).length : 0
  const seen = (rule: WarningRule, count: number): readonly Warning[] => [{ path, rule, seen: String(count) }]
  if (question.type === 'ranking') return Math.min(question.atMost ?? options, options) > mostRanked ? seen('long_ranking', options) : []
  if (question.type === 'single' && question.asList) return options < fewestSearched ? seen('short_list', options) : []
  if (question.type === 'single') return options > mostUnsearched ? seen('long_list', options) : []
  if (question.type === 'number-matrix') return question.items.length > mostNumbers ? seen('many_numbers', question.items.length) : []
  if (question.type === 'slider') return question.least && question.most ? [] : [{ path, rule: 'ends_unworded', seen: '' }]
  if (question.type === 'contact')
    return question.help || isSaid(question.text, explaining) ? [] : [{ path, rule: 'contact_unexplained', seen: '' }]
  return question.type === 'recommend' && !isSaid(question.text, recommending) ? [{ path, rule: 'recommend_unasked', seen: '' }] : []
}

/** Places of a ranking that fit on a phone's screen, options beyond which a list wants to be searched, and below which it need not be. */
const mostRanked = 7
const mostUnsearched = 15
const fewestSearched = 8
/** Numbers that one question asks for on one screen of a phone. */
const mostNumbers = 12

const recommending: Pattern = { vi: /giới thiệu|khuyên|mách|rủ/iu, en: /recommend|suggest|advise/i }

/** What somebody is told of why they are asked to be reached. */
const explaining: Pattern = {
  vi: /phản hồi|trả lời|báo|mời|gửi|kết quả|giải quyết|trao đổi/iu,
  en: /answer|reply|tell you|let you know|send|invite|result|so that|hear/i,
}

/** Whether a text says it in one of the languages that are known here; in others nobody can tell. */
function isSaid(text: LocalText, patterns: Pattern): boolean {
  const known = Object.entries(patterns).filter(([language]) => ownValue(text, language))
  return known.length === 0 || known.some(([language, pattern]) => pattern.test(ownValue(text, language) ?? ''))
}

/** What can be asked of an answer: what it holds, and between which numbers it lies where it is one or stands for one. */
type Askable = { readonly holds: Keeping['holds']; readonly low: number; readonly high: number; readonly points?: readonly number[] }

function askableOf(question: AskedQuestion, scales: ReadonlyMap<string, Scale>, scoreUnit: number): Askable {
  const { holds, range } = keepings[question.type]
  const options = isClosed(question) ? (scales.get(question.scale)?.options ?? []) : []
  return {
    holds,
    ...(range?.(question) ?? { low: -Infinity, high: Infinity }),
    points: options.flatMap(({ score }) => (score === undefined ? [] : [score * scoreUnit])),
  }
}

/** Between which numbers a computed item can lie, whichever of its items are answered. */
function workedOut({ value, of }: Computed, askable: ReadonlyMap<string, Askable>): Askable {
  if (value === 'answered' || value === 'among') return { holds: 'number', low: 0, high: of.length }
  const ends = of.flatMap((id) => {
    const { points = [], low, high } = askable.get(id) ?? { low: NaN, high: NaN }
    const [from, to] = points.length > 0 ? [Math.min(...points), Math.max(...points)] : [low, high]
    return Number.isNaN(from) ? [] : [{ from, to }]
  })
  const [low, high] = [Math.min(...ends.map(({ from }) => from)), Math.max(...ends.map(({ to }) => to))]
  if (value !== 'sum') return { holds: 'number', low, high }
  const below = ends.reduce((sum, { from }) => sum + Math.min(from, 0), 0)
  const above = ends.reduce((sum, { to }) => sum + Math.max(to, 0), 0)
  return { holds: 'number', low: below < 0 ? below : low, high: above > 0 ? above : high }
}

/** Computed items by each item that they look at. */
function computedBy({ computed = [] }: Questionnaire): ReadonlyMap<string, readonly Computed[]> {
  const by = new Map<string, Computed[]>()
  for (const one of computed)
    for (const id of new Set(one.of)) {
      const those = by.get(id) ?? []
      those.push(one)
      by.set(id, those)
    }
  return by
}

/** Computed items that no condition asks for. */
function unusedComputed({ computed = [], sections }: Questionnaire): readonly Warning[] {
  if (computed.length === 0) return []
  const conditions = sections.flatMap(({ showIf, questions }) => [showIf, ...questions.map((question) => question.showIf)])
  const used = new Set(conditions.flatMap((condition) => (condition ? itemsLookedAt(condition) : [])))
  return computed.filter(({ id }) => !used.has(id)).map(({ id }) => ({ path: `computed "${id}"`, rule: 'computed_unused', seen: id }))
}

type Range = {
  readonly codes: ReadonlySet<string> | undefined
  /** Grows in place: a copy for every condition would take the square of their codes. */
  readonly without: Set<string>
  /** The same of the section's conditions, which its questions share. */
  readonly withoutBefore: ReadonlySet<string>
  readonly low: number
  readonly high: number
  readonly isAnswered: boolean
  readonly isBlank: boolean
}

/** What is left of each item's answers; `clash`: the item on which the condition can never hold, undefined where it may. */
type Narrowed = { readonly ranges: ReadonlyMap<string, Range>; readonly clash: string | undefined }

/** What a condition leaves of the answers that one before it left. */
function narrowedBy(condition: Condition, askable: ReadonlyMap<string, Askable>, before: Narrowed['ranges'] = new Map()): Narrowed {
  const ranges = new Map<string, Range>()
  for (const part of partsOf(condition)) {
    if ('any' in part) {
      const clashes = part.any.map((one) => narrowedBy(one, askable).clash)
      if (clashes.every((clash) => clash !== undefined)) return { ranges, clash: clashes[0] }
      continue
    }
    const leaf = 'not' in part ? part.not : part
    if (!('item' in leaf)) continue
    const question = askable.get(leaf.item)
    if (!question && leaf === part) return { ranges, clash: leaf.item }
    if (!question) continue
    const range = ranges.get(leaf.item) ?? continued(before.get(leaf.item)) ?? rangeOf(question)
    const next = leaf === part ? narrowed(range, leaf, question) : excluded(range, leaf, question)
    if (isEmpty(next)) return { ranges, clash: leaf.item }
    ranges.set(leaf.item, next)
  }
  return { ranges, clash: undefined }
}

/** What must all hold, with `not` carried down to single items. */
function partsOf(condition: Condition): readonly Condition[] {
  if ('all' in condition) return condition.all.flatMap(partsOf)
  if (!('not' in condition)) return [condition]
  const inner = condition.not
  if ('not' in inner) return partsOf(inner.not)
  if ('any' in inner) return inner.any.flatMap((one) => partsOf({ not: one }))
  return 'all' in inner ? [{ any: inner.all.map((one) => ({ not: one })) }] : [condition]
}

const rangeOf = ({ low, high }: Askable): Range => ({
  codes: undefined,
  without: new Set(),
  withoutBefore: new Set(),
  low,
  high,
  isAnswered: false,
  isBlank: false,
})

const continued = (range: Range | undefined): Range | undefined => range && { ...range, without: new Set(), withoutBefore: range.without }

/** In a multiple choice several options may stand together, so one condition does not shut out another. */
function narrowed(before: Range, leaf: Test, { holds }: Askable): Range {
  const range = { ...before, isAnswered: true }
  if ('atLeast' in leaf) return holds === 'number' ? { ...range, low: Math.max(range.low, leaf.atLeast) } : { ...range, codes: new Set() }
  if ('atMost' in leaf) return holds === 'number' ? { ...range, high: Math.min(range.high, leaf.atMost) } : { ...range, codes: new Set() }
  if (!('in' in leaf) || isSeveral(holds)) return range
  const { codes } = range
  return { ...range, codes: new Set(holds === 'number' ? [] : codes ? leaf.in.filter((code) => codes.has(code)) : leaf.in) }
}

/** Whether several options may stand in one answer. */
const isSeveral = (holds: Keeping['holds']): boolean => holds === 'several' || holds === 'order'

/** A blank keeps every `not`, so what is left out counts only once an answer is asked for. */
function excluded(range: Range, leaf: Test, { holds }: Askable): Range {
  if ('answered' in leaf) return { ...range, isBlank: true }
  if ('in' in leaf && !isSeveral(holds)) for (const code of leaf.in) range.without.add(code)
  return range
}

const isEmpty = (range: Range): boolean => range.isAnswered && (range.isBlank || range.low > range.high || isShutOut(range))

function isShutOut({ codes, without, withoutBefore }: Range): boolean {
  if (!codes) return false
  for (const code of codes) if (!without.has(code) && !withoutBefore.has(code)) return false
  return true
}

/** The longest that somebody stands at a kiosk, in seconds. */
const kioskSeconds = 180

/** What a citizen is asked to bear: answers to what never happened to them, more questions for whoever complains, too many in all. */
function burdenWarnings(questionnaire: Questionnaire): readonly Warning[] {
  const all = answered(questionnaire)
  const seconds = all.length * questionnaire.secondsPerItem
  return [
    ...all.flatMap(noWayOut(countedIn(questionnaire))),
    ...unequalEffort(questionnaire, new Map(all.map((item) => [item.id, item.scale]))),
    ...(seconds > kioskSeconds ? [{ path: 'sections', rule: 'too_long' as const, seen: String(seconds) }] : []),
  ]
}

/** An item with its scale, as far as the draft defines one. */
type Answered = { readonly id: string; readonly question: Question; readonly scale: Scale | undefined }

function answered({ sections, scales }: Questionnaire): readonly Answered[] {
  const known = new Map(scales.map((scale) => [scale.id, scale]))
  const questions = sections.flatMap((section) => section.questions)
  return questions.flatMap((question) =>
    itemsOf(question).map(({ id }) => ({ id, question, scale: 'scale' in question ? known.get(question.scale) : undefined })),
  )
}

/** Items of the satisfaction tree: they ask about what happened, which need not have happened to everybody. */
const countedIn = ({ trees }: Questionnaire): ReadonlySet<string> =>
  new Set(
    trees
      .filter(({ id }) => id === 'satisfaction')
      .flatMap(({ nodes }) => nodes.filter(({ kind }) => kind !== 'overall').flatMap((node) => node.items ?? [])),
  )

const noWayOut =
  (counted: ReadonlySet<string>) =>
  ({ id, question, scale }: Answered): readonly Warning[] =>
    !counted.has(id) || !scale || scale.options.some(({ kind }) => kind !== 'answer')
      ? []
      : [{ path: `item "${id}"`, rule: 'required' in question && question.required ? 'forced_answer' : 'no_way_out', seen: '' }]

/** A question or section that a bad answer leads to while none waits behind a good one. */
function unequalEffort({ sections, computed = [] }: Questionnaire, known: ReadonlyMap<string, Scale | undefined>): readonly Warning[] {
  const counts = new Map(computed.map((one) => [one.id, one]))
  const led = (condition: Condition): Led => ledBy(spelledOut(condition, counts), known)
  const asked = sections.flatMap(({ id: section, showIf, questions }) => [
    ...(showIf ? [{ path: `section "${section}"`, ...led(showIf) }] : []),
    ...questions.flatMap((question) => (question.showIf ? [{ path: `question "${question.id}"`, ...led(question.showIf) }] : [])),
  ])
  const praised = new Set(asked.flatMap(({ good }) => good))
  return asked.flatMap(({ path, bad }) =>
    [...new Set(bad)].filter((item) => !praised.has(item)).map((item) => ({ path, rule: 'unequal_effort' as const, seen: item })),
  )
}

/** A count of good or bad answers leads on like each of them. */
const spelledOut = (condition: Condition, computed: ReadonlyMap<string, Computed>): Condition =>
  withTests(condition, (test) => {
    const { of, codes } = computed.get(test.item) ?? {}
    return of && codes && 'atLeast' in test ? { any: of.map((item) => ({ item, in: codes })) } : test
  })

type Led = { readonly good: readonly string[]; readonly bad: readonly string[] }

/** The items whose good or bad answers alone lead on. */
function ledBy(condition: Condition, known: ReadonlyMap<string, Scale | undefined>): Led {
  if ('all' in condition || 'any' in condition) {
    const inner = ('all' in condition ? condition.all : condition.any).map((one) => ledBy(one, known))
    return { good: inner.flatMap(({ good }) => good), bad: inner.flatMap(({ bad }) => bad) }
  }
  if ('not' in condition) {
    const { good, bad } = ledBy(condition.not, known)
    return { good: bad, bad: good }
  }
  if (!('in' in condition)) return { good: [], bad: [] }
  const chosen = new Set(condition.in)
  const options = known.get(condition.item)?.options.filter(({ code }) => chosen.has(code)) ?? []
  const isAll = (positive: boolean): boolean => options.length > 0 && options.every((option) => option.positive === positive)
  return { good: isAll(true) ? [condition.item] : [], bad: isAll(false) ? [condition.item] : [] }
}

/** Items that ask two things at once or suggest an answer, and placeholders that nobody fills. */
function wordingWarnings(questionnaire: Questionnaire): readonly Warning[] {
  const { sections } = questionnaire
  const asked = sections.flatMap(({ questions }) => questions.flatMap(itemsOf))
  const scored = scoredScales(questionnaire)
  const measured = asked.filter(({ question }) => isMeasured(question, scored))
  return [
    ...measured.flatMap(({ id, text }) => seenIn(questionnaire, text, joining, 'two_questions', `item "${id}"`)),
    ...asked.flatMap(({ id, text }) => seenIn(questionnaire, text, leading, 'leading_wording', `item "${id}"`)),
    ...sections.flatMap(({ id, title, intro }) => [title, intro].flatMap((text) => unfilled(text, `section "${id}"`))),
    ...sections.flatMap(({ questions }) =>
      questions.flatMap((question) =>
        [...questionTexts(question), ...endWords(question).map(({ text }) => text)].flatMap((one) =>
          unfilled(one, `question "${question.id}"`),
        ),
      ),
    ),
    ...sections.flatMap(({ id, title, intro }) => [title, intro].flatMap((text) => unworded(questionnaire, text, `section "${id}"`))),
    ...sections.flatMap(({ questions }) =>
      questions.flatMap((question) =>
        questionTexts(question).flatMap((text) => unworded(questionnaire, text, `question "${question.id}"`)),
      ),
    ),
    ...(['title', 'purpose', 'privacy', 'thanks'] as const).flatMap((field) => unfilled(questionnaire[field], field)),
    ...(questionnaire.loop ? agencyUnnamed(questionnaire, questionnaire.loop) : []),
  ]
}

const scoredScales = ({ scales }: Questionnaire): ReadonlySet<string> =>
  new Set(scales.filter(({ options }) => options.some(({ score }) => score !== undefined)).map(({ id }) => id))

/** Whether one answer judges the item as a whole. */
function isMeasured(question: AskedQuestion, scored: ReadonlySet<string>): boolean {
  const { judges } = keepings[question.type]
  return judges === 'always' || (judges === 'if-scored' && isClosed(question) && scored.has(question.scale))
}

type Pattern = Readonly<Record<string, RegExp>>

const joining: Pattern = { vi: /(?<=\s)(?:và|hoặc|cũng như|đồng thời)(?=\s)/iu, en: /\b(?:and|or|as well as)\b/i }
const leading: Pattern = {
  vi: /có đồng ý rằng|chắc hẳn|tất nhiên|đương nhiên|rõ ràng là|phải không|đúng không|không phải sao|chắc chắn rằng|ai cũng biết|tuyệt vời|xuất sắc/iu,
  en: /\bdon['’]t you\b|\bagree that\b|\bwouldn['’]t you\b|\bisn['’]t it\b|\bof course\b|\beveryone knows\b|\bobviously\b|\bsurely\b|\bexcellent\b|\bwonderful\b/i,
}

/** The first language in which something is seen is enough: the others are its translations. */
function seenIn(
  { languages }: Questionnaire,
  text: LocalText,
  patterns: Pattern,
  rule: 'two_questions' | 'leading_wording',
  path: string,
): readonly Warning[] {
  for (const [language, pattern] of Object.entries(patterns)) {
    const found = pattern.exec(text[language] ?? '')
    if (found) return [{ path, rule, seen: found[0], ...(language === languages[0] ? {} : { language }) }]
  }
  return []
}

const filledIn: readonly string[] = ['{agency}', '{campaign}']

function unfilled(text: LocalText | undefined, path: string): readonly Warning[] {
  const seen = Object.values(text ?? {}).flatMap((one) => withoutAnswers(one).match(/\{answer:[^{}]*|\{[^{}]*\}/g) ?? [])
  return [...new Set(seen)]
    .filter((placeholder) => !filledIn.includes(placeholder))
    .map((placeholder) => ({ path, rule: 'unknown_placeholder', seen: placeholder }))
}

/** A place for an answer without words for none; the first language in which it has none is enough. */
function unworded({ languages }: Questionnaire, text: LocalText | undefined, path: string): readonly Warning[] {
  for (const [language, one] of Object.entries(text ?? {})) {
    const [bare] = /\{answer:[^|{}]+\}/.exec(one) ?? []
    if (bare !== undefined) return [{ path, rule: 'answer_unworded', seen: bare, ...(language === languages[0] ? {} : { language }) }]
  }
  return []
}

/** Where several agencies are rated, only what is asked for each has one to name. */
function agencyUnnamed({ title, purpose, privacy, thanks, sections, scales }: Questionnaire, { text, help }: Loop): readonly Warning[] {
  const texts: readonly (readonly [string, LocalText | undefined])[] = [
    ...Object.entries({ title, purpose, privacy, thanks, loop: text, help }),
    ...sections
      .filter(({ each }) => !each)
      .flatMap(({ id, title: heading, intro, questions }) => [
        [`section "${id}"`, heading] as const,
        [`section "${id}"`, intro] as const,
        ...questions.flatMap((question) => [
          [`question "${question.id}"`, question.text] as const,
          [`question "${question.id}"`, question.help] as const,
          ...endWords(question).map((end) => [`question "${question.id}"`, end.text] as const),
          ...('items' in question ? question.items.map((item) => [`item "${item.id}"`, item.text] as const) : []),
        ]),
      ]),
    ...scales.flatMap(({ id, options }) => options.map(({ label }) => [`scales "${id}"`, label] as const)),
  ]
  return texts.flatMap(([path, local]) =>
    Object.values(local ?? {}).some((one) => one.includes('{agency}')) ? [{ path, rule: 'agency_unnamed' as const, seen: '{agency}' }] : [],
  )
}

/** Words of the screen that are not there in a language that the product does not speak, or that lost what is filled in. */
const screenWarnings = ({ languages, words: own = {} }: Questionnaire, words: InterfaceWords): readonly Warning[] =>
  languages.flatMap((language) => {
    const path = `words.${language}`
    const wanted = Object.entries(wordsToBring(words, language))
    const saidIn = (name: string): LocalText => ownValue(own, name) ?? {}
    const missing = wanted.filter(([name]) => !isTranslated(saidIn(name), language))
    const examples = missing.slice(0, 3).map(([, text]) => `"${Object.values(text)[0] ?? ''}"`)
    const odd = wanted.filter(([name, text]) => {
      const said = saidIn(name)[language]
      return said !== undefined && placeholderProblem(Object.values(text)[0] ?? '', said) !== undefined
    })
    return [
      ...(missing.length > 0
        ? [{ path, rule: 'words_missing' as const, seen: `${missing.length}/${wanted.length}: ${examples.join(', ')}` }]
        : []),
      ...odd.map(([name]) => ({ path: `${path}.${name}`, rule: 'words_unfilled' as const, seen: saidIn(name)[language] ?? '' })),
    ]
  })

/** A language in which some of what is asked can be heard, and some cannot. */
function soundWarnings({ languages, sections, scales, loop }: Questionnaire): readonly Warning[] {
  const questions = sections.flatMap((section) => section.questions)
  const heard = [
    ...(loop ? [loop] : []),
    ...questions,
    ...questions.flatMap((question) => ('items' in question ? question.items : [])),
    ...scales.flatMap(({ options }) => options),
  ]
  return languages.flatMap((language) => {
    const done = heard.filter(({ sound = {} }) => ownValue(sound, language) !== undefined).length
    return done === 0 || done === heard.length
      ? []
      : [{ path: `sounds.${language}`, rule: 'sounds_missing', seen: `${done}/${heard.length}` }]
  })
}

/** Pictures that draw the eye to some options and not to others, and more of them in one part than a slow phone shows in good time. */
const pictureWarnings = ({ scales, sections }: Questionnaire): readonly Warning[] => [
  ...scales.flatMap((scale): readonly Warning[] => {
    const answers = scale.options.filter(({ kind }) => kind === 'answer')
    const shown = answers.filter(({ picture }) => picture !== undefined)
    if (shown.length === 0 || shown.length === answers.length) return []
    return [{ path: pathOf(scale), rule: 'pictures_missing', seen: `${shown.length}/${answers.length}` }]
  }),
  ...sections.flatMap(({ id, questions }): readonly Warning[] => {
    const own = new Set(questions.flatMap((question) => ('scale' in question ? question.scale : [])))
    const pictures = new Set(scales.flatMap((scale) => (own.has(scale.id) ? scale.options.flatMap(({ picture }) => picture ?? []) : [])))
    return pictures.size > mostPicturesAtOnce ? [{ path: `section "${id}"`, rule: 'pictures_heavy', seen: String(pictures.size) }] : []
  }),
]

/** In one part: about as many as a phone on a slow network (50 kB a second) has in ten seconds. */
const mostPicturesAtOnce = 12

/** Scales that pull to one side, that were scored by position, or that contradict one another. */
const scaleWarnings = ({ scales, languages }: Questionnaire): readonly Warning[] => [
  ...scales.flatMap((scale) => [
    ...unbalanced(scale),
    ...againstCode(scale),
    ...againstVerdict(scale),
    ...facesAgainst(scale),
    ...countedAsAnswer(scale),
  ]),
  ...scoredDifferently(scales, languages[0] ?? 'vi'),
]

const pathOf = ({ id }: Scale): string => `scales "${id}"`

type Scored = Option & { readonly score: number }
const scored = ({ options }: Scale): readonly Scored[] =>
  options.flatMap((option) => (option.score === undefined ? [] : [{ ...option, score: option.score }]))

/** Around the middle of the scores as many options below as above. */
function unbalanced(scale: Scale): readonly Warning[] {
  const options = scored(scale)
  if (options.length < 3) return []
  const scores = options.map(({ score }) => score)
  const middle = (Math.min(...scores) + Math.max(...scores)) / 2
  const [bad, good] = [scores.filter((score) => score < middle).length, scores.filter((score) => score > middle).length]
  return bad === good ? [] : [{ path: pathOf(scale), rule: 'unbalanced_scale', seen: `${good} : ${bad}` }]
}

function againstCode(scale: Scale): readonly Warning[] {
  const options = scored(scale).filter(({ code }) => /^\d+$/.test(code))
  const against = options.find((one) => options.some((other) => Number(one.code) < Number(other.code) && one.score > other.score))
  return against
    ? [{ path: pathOf(scale), rule: 'score_against_code', seen: options.map(({ code, score }) => `${code}→${score}`).join(', ') }]
    : []
}

/** A good option below a bad one, by the scale's own verdicts, else by the words of the labels. */
function againstVerdict(scale: Scale): readonly Warning[] {
  const options = scored(scale)
  const bad = options.filter((option) => verdictOf(option) === false)
  for (const good of options.filter((option) => verdictOf(option) === true)) {
    const above = bad.find(({ score }) => score > good.score)
    if (above) return [{ path: pathOf(scale), rule: 'score_by_position', seen: `${good.code}→${good.score}, ${above.code}→${above.score}` }]
  }
  return []
}

const badWords =
  /^(?:rất |hoàn toàn )?(?:không (?:hài lòng|đồng ý|tốt)|chưa (?:hài lòng|tốt)|kém|tệ)|^(?:very |strongly |completely )?(?:dissatisfied|unsatisfied|not satisfied|disagree|bad|poor)/i
const goodWords = /^(?:rất |hoàn toàn )?(?:hài lòng|đồng ý|tốt)|^(?:very |strongly |completely )?(?:satisfied|agree|good|excellent)/i

function verdictOf({ positive, label }: Option): boolean | undefined {
  if (positive !== undefined) return positive
  const words = label['vi'] ?? label['en'] ?? ''
  return badWords.test(words) ? false : goodWords.test(words) || undefined
}

const outsideWords =
  /^(?:không|chưa|không\/chưa) (?:liên quan|áp dụng|có ý kiến|ý kiến|biết|gặp(?= việc| trường hợp|$))|^(?:not applicable|does not apply|doesn['’]t apply|n\/a|don['’]t know|do not know|no opinion)/i

/** "Does not apply" that would count, on a scale that says how good something is. */
function countedAsAnswer(scale: Scale): readonly Warning[] {
  const isJudging = scale.options.some(({ score, positive }) => score !== undefined || positive !== undefined)
  const counted = isJudging
    ? scale.options.filter(({ kind, label }) => kind === 'answer' && outsideWords.test(label['vi'] ?? label['en'] ?? ''))
    : []
  return counted.map(({ code }) => ({ path: `${pathOf(scale)}.options "${code}"`, rule: 'counted_as_answer', seen: code }))
}

function facesAgainst(scale: Scale): readonly Warning[] {
  const options = scored(scale).flatMap(({ code, score, face }) => (face === undefined ? [] : [{ code, score, face }]))
  const isAgainst = options.some((one) => options.some((other) => one.score < other.score && one.face >= other.face))
  return isAgainst
    ? [{ path: pathOf(scale), rule: 'faces_against_score', seen: options.map(({ code, face }) => `${code}→${face}`).join(', ') }]
    : []
}

/** One label should mean one thing; the first scale that has it says which. */
function scoredDifferently(scales: readonly Scale[], language: string): readonly Warning[] {
  const known = new Map<string, { readonly option: Option; readonly scale: string; readonly size: number }>()
  const warnings: Warning[] = []
  for (const scale of scales)
    for (const option of scale.options) {
      const label = option.label[language] ?? ''
      if (label === '') continue
      const first = known.get(label)
      const size = scored(scale).length
      if (!first) known.set(label, { option, scale: scale.id, size })
      else if (first.size === size && (first.option.score !== option.score || first.option.positive !== option.positive))
        warnings.push({ path: pathOf(scale), rule: 'scored_differently', seen: `"${label}" (${first.scale}, ${scale.id})` })
    }
  return warnings
}

/** Figures that can say nothing: a share with nothing to count, grades that results miss. */
const figureWarnings = (questionnaire: Questionnaire): readonly Warning[] => [
  ...nothingPositive(questionnaire),
  ...(isReadable(questionnaire) ? arithmeticWarnings(questionnaire) : []),
  ...gradingShares(questionnaire).flatMap(missedBands),
]

function nothingPositive({ trees, sections, scales }: Questionnaire): readonly Warning[] {
  const counted = new Set(
    trees
      .filter(({ formula }) => formula === 'share')
      .flatMap(({ nodes }) => nodes.filter(({ kind }) => kind !== 'option').flatMap((node) => node.items ?? [])),
  )
  const asked = sections.flatMap(({ questions }) => questions).filter((question) => itemsOf(question).some(({ id }) => counted.has(id)))
  const used = new Set(
    asked.flatMap((question) => (isClosed(question) && !isSeveral(keepings[question.type].holds) ? [question.scale] : [])),
  )
  return scales
    .filter(({ id, options }) => used.has(id) && !options.some(({ positive }) => positive === true))
    .map(({ id }) => ({ path: `scales "${id}"`, rule: 'nothing_positive', seen: '' }))
}

const shares: readonly string[] = ['share', 'level', 'rescaled', 'option-share', 'all-positive', 'min-max']
const means: readonly string[] = ['mean-of-items', 'pooled', 'mean-of-children']

/** The sets that grade only figures that run from 0 to 1. */
function gradingShares({ trees, bandSets }: Questionnaire): readonly BandSet[] {
  const graded = trees.flatMap((tree) => tree.nodes.map((node) => ({ bands: node.bands, isShare: isShare(tree, node) })))
  const [used, others] = [
    new Set(graded.map(({ bands }) => bands)),
    new Set(graded.filter((one) => !one.isShare).map(({ bands }) => bands)),
  ]
  return bandSets.filter(({ id }) => used.has(id) && !others.has(id))
}

const isShare = (tree: IndicatorTree, node: IndicatorNode): boolean =>
  shares.includes(node.formula ?? tree.formula) && means.includes(node.rollUp ?? tree.rollUp)

function missedBands({ id, bands }: BandSet): readonly Warning[] {
  const [low, high] = [Math.min(...bands.map(({ from }) => from)), Math.max(...bands.map(({ to }) => to))]
  const path = `bandSets "${id}"`
  return [
    ...(bands.length > 0 && (low > 0 || high < 1) ? [{ path, rule: 'bands_uncovered' as const, seen: `${low}…${high}` }] : []),
    ...bands
      .filter(({ from }) => from > 1)
      .map(({ code }) => ({ path: `${path}.bands "${code}"`, rule: 'band_beyond' as const, seen: code })),
  ]
}
