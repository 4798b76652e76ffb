import { arithmeticProblems } from './arithmetic'
import { keepings } from './questions/keepings'
import { mostRanked } from './questions/ranking'
import { isAsked, ownScales } from './questions/registry'
import type { Test } from './condition'
import { testsIn } from './flow'
import { limitProblems, mostLookedAt } from './limits'
import { endWords } from './end-words'
import { describesItem } from './indicators'
import { pipedIn, staysLast, questionTexts } from './personal'
import { pathText, type Problem, type Sentence, type Values } from './problems'
import { type AskedQuestion, isClosed, type Item, hasRows } from './item'
import { items as allItems, itemsOf, scalesById } from './questionnaire'
import type { Computed, Condition, IndicatorNode, IndicatorTree, LocalText, NumberEntry, Question, Questionnaire, Scale } from './schema'
import { hiddenSign, isVisible, ownValue, trimmed } from './spelling'

/** The rules of a questionnaire beyond its shape; each says where, and what is allowed. */
export function rulesBroken(questionnaire: Questionnaire): readonly Problem[] {
  return [
    ...sectionProblems(questionnaire),
    ...loopProblems(questionnaire),
    ...duplicates(questionnaire),
    ...unknownScales(questionnaire),
    ...unfitScales(questionnaire),
    ...questionnaire.scales.flatMap(scaleProblems),
    ...limitProblems(questionnaire),
    ...computedProblems(questionnaire),
    ...conditionProblems(questionnaire),
    ...pipeProblems(questionnaire),
    ...shuffleProblems(questionnaire),
    ...contactProblems(questionnaire),
    ...treeProblems(questionnaire),
    ...bandProblems(questionnaire),
    ...serviceProblems(questionnaire),
    ...missingTranslations(questionnaire),
    ...strangeWords(questionnaire),
  ]
}

/** A questionnaire asks something; an indicator set nothing. */
function sectionProblems({ kind, sections }: Questionnaire): readonly Problem[] {
  if (kind === undefined && sections.length === 0)
    return [{ path: 'sections', rule: 'empty_sections', message: 'a questionnaire has at least one section' }]
  if (kind !== undefined && sections.length > 0)
    return [{ path: 'sections', rule: 'set_asks', message: 'an indicator set asks nobody; it has no sections' }]
  return []
}

/** What is asked for each agency stands together, and is there where agencies are chosen. */
function loopProblems({ kind, loop, sections }: Questionnaire): readonly Problem[] {
  const looped = sections.flatMap(({ each }, place) => (each ? [place] : []))
  const [first = 0] = looped
  if (kind !== undefined) return loop ? [{ path: 'loop', rule: 'set_asks', message: 'an indicator set asks nobody' }] : []
  if (loop && looped.length === 0)
    return [{ path: 'loop', rule: 'loop_without_sections', message: 'agencies are chosen, but no section is asked for each of them' }]
  if (!loop && looped.length > 0)
    return [
      {
        path: `section "${sections[first]?.id ?? ''}".each`,
        rule: 'each_without_loop',
        message: 'is asked for each agency, but the questionnaire does not ask which agencies are rated',
      },
    ]
  return looped.flatMap((place, at) =>
    place === first + at
      ? []
      : [
          {
            path: `section "${sections[place]?.id ?? ''}".each`,
            rule: 'loop_apart',
            message: 'is asked for each agency, but a section between it and the others is not; they stand together',
          },
        ],
  )
}

function duplicates(questionnaire: Questionnaire): readonly Problem[] {
  const questions = questionnaire.sections.flatMap(({ questions: inSection }) => inSection)
  const itemIds = questions.flatMap((question) =>
    hasRows(question) ? [question.id, ...question.items.map(({ id }) => id)] : [question.id],
  )
  const computedIds = (questionnaire.computed ?? []).map(({ id }) => id)
  return [
    ...repeated(
      'sections',
      questionnaire.sections.map(({ id }) => id),
    ),
    ...repeated('sections.questions', itemIds),
    ...repeated('computed', [...new Set(itemIds), ...computedIds]),
    ...repeated(
      'scales',
      questionnaire.scales.map(({ id }) => id),
    ),
    ...questionnaire.scales.flatMap(({ id, options }) =>
      repeated(
        `scales "${id}".options`,
        options.map(({ code }) => code),
      ),
    ),
    ...repeated(
      'bandSets',
      questionnaire.bandSets.map(({ id }) => id),
    ),
    ...repeated('languages', questionnaire.languages),
  ]
}

function unknownScales(questionnaire: Questionnaire): readonly Problem[] {
  const known = new Set(questionnaire.scales.map(({ id }) => id))
  return questionnaire.sections.flatMap(({ questions }) =>
    questions
      .filter(isClosed)
      .filter(({ scale }) => !known.has(scale))
      .map(({ id, scale }) => ({
        path: `question "${id}".scale`,
        rule: 'unknown_scale',
        message: `scale "${scale}" is not defined; defined are: ${listed(known)}`,
        values: { scale },
      })),
  )
}

/** A type may take only some scales. */
function unfitScales(questionnaire: Questionnaire): readonly Problem[] {
  const scales = scalesById(questionnaire)
  return questionnaire.sections.flatMap(({ questions }) =>
    questions.filter(isClosed).flatMap(({ id, type, scale: name }) => {
      const scale = scales.get(name)
      return !scale || keepings[type].takes?.(scale) !== false
        ? []
        : [
            {
              path: `question "${id}".scale`,
              rule: 'unfit_scale' as const,
              message: `scale "${name}" cannot be put in order: 2 to ${mostRanked} options can, all of them answers`,
              values: { scale: name, limit: mostRanked },
            },
          ]
    }),
  )
}

function scaleProblems({ id, options }: Scale): readonly Problem[] {
  const outside = options.filter(({ kind }) => kind === 'not-applicable' || kind === 'no-opinion')
  const answers = options.filter(({ kind }) => kind === 'answer')
  const scored = answers.filter(({ score }) => score !== undefined)
  const problems: Problem[] = outside
    .filter(({ score, positive }) => score !== undefined || positive !== undefined)
    .map(({ code, kind }) => ({
      path: `scales "${id}".options "${code}"`,
      rule: 'score_on_not_applicable',
      message: `an option of kind "${kind}" is outside every base and has no score and no "positive"`,
      values: { option: code },
    }))
  if (scored.length > 0 && scored.length < answers.length)
    problems.push({ path: `scales "${id}".options`, rule: 'score_missing', message: 'either every answer option has a score or none' })
  return problems
}

function bandProblems({ kind, bandSets }: Questionnaire): readonly Problem[] {
  const misplaced = bandSets.filter(
    ({ ends, bands }) => ends !== undefined && (kind === undefined || bands[0]?.from !== 0 || bands.at(-1)?.to !== 1),
  )
  const quantiles = misplaced.map(({ id }) => ({
    path: `bandSets "${id}"`,
    rule: 'band_quantiles',
    message: 'quantiles run from 0 to 1, in an indicator set, whose agencies are known',
  }))
  const ends = bandSets.flatMap(({ id, bands }) =>
    bands.flatMap(({ code, from, to }, index) => {
      const next = bands[index + 1]
      const path = `bandSets "${id}".bands "${code}"`
      if (from >= to) return [{ path, rule: 'band_empty', message: `a band rises: ${from}…${to} does not`, values: { from, to } }]
      if (next && next.from !== to)
        return [
          {
            path,
            rule: next.from > to ? 'band_gap' : 'band_overlap',
            message: `ends at ${to}, but "${next.code}" begins at ${next.from}`,
            values: { to, next: next.code, from: next.from },
          },
        ]
      return []
    }),
  )
  return [...quantiles, ...ends]
}

function serviceProblems({ serviceItem, sections }: Questionnaire): readonly Problem[] {
  if (serviceItem === undefined) return []
  const question = sections.flatMap(({ questions }) => questions).find((one) => itemsOf(one).some(({ id }) => id === serviceItem))
  if (question && isAsked(question) && keepings[question.type].isGrouping) return []
  return [
    {
      path: 'serviceItem',
      rule: 'service_item',
      message: `"${serviceItem}" is not the id of a single choice`,
      values: { item: serviceItem },
    },
  ]
}

/** The first of some names, as many as anybody reads. */
function listed(names: ReadonlySet<string>): string {
  const first = [...names].slice(0, 20).join(', ')
  return names.size > 20 ? `${first}, …` : first
}

/** What is worked out stands on items that are asked, on those with numbers where numbers are put together. */
function computedProblems(questionnaire: Questionnaire): readonly Problem[] {
  const { computed = [] } = questionnaire
  if (computed.length === 0) return []
  const [scales, codes] = [scalesById(questionnaire), codesByScale(questionnaire)]
  const known = new Map(
    questionnaire.sections.flatMap(({ questions }) => questions.flatMap(itemsOf).map(({ id, question }) => [id, question])),
  )
  const looks = computed.reduce((sum, { of }) => sum + of.length, 0)
  return [
    ...computed.flatMap((one) => [...computedItems(one, known, scales), ...computedCodes(one, known, codes)]),
    ...(looks > mostLookedAt
      ? [
          {
            path: 'computed',
            rule: 'long_list',
            message: `${looks} items are looked at; at most ${mostLookedAt} are`,
            values: { limit: mostLookedAt },
          },
        ]
      : []),
  ]
}

type AskedItems = ReadonlyMap<string, AskedQuestion>

function computedItems({ id, value, of }: Computed, known: AskedItems, scales: ReadonlyMap<string, Scale>): readonly Problem[] {
  const path = `computed "${id}".of`
  const hasNumbers = (question: AskedQuestion): boolean => {
    const { holds } = keepings[question.type]
    const options = isClosed(question) ? (scales.get(question.scale)?.options ?? []) : []
    return holds === 'number' || (holds === 'one' && options.some(({ score }) => score !== undefined))
  }
  return of.flatMap((item) => {
    const question = known.get(item)
    if (!question)
      return [
        { path, rule: 'computed_item', message: `item "${item}" is not asked; what is worked out stands on asked items`, values: { item } },
      ]
    return value === 'answered' || value === 'among' || hasNumbers(question)
      ? []
      : [{ path, rule: 'computed_number', message: `item "${item}" has neither a number nor scores`, values: { item } }]
  })
}

function computedCodes({ id, value, of, codes = [] }: Computed, known: AskedItems, scales: Codes): readonly Problem[] {
  const path = `computed "${id}".codes`
  if ((value === 'among') !== codes.length > 0)
    return [{ path, rule: 'computed_codes', message: 'options are named where answers among them are counted, and nowhere else' }]
  const there = new Set(
    of.flatMap((item) => {
      const question = known.get(item)
      return [...((question && codesAnswering(scales, question)) ?? [])]
    }),
  )
  return codes
    .filter((code) => !there.has(code))
    .map((code) => ({
      path,
      rule: 'computed_option',
      message: `"${code}" is an option of none of the items: ${listed(there)}`,
      values: { option: code },
    }))
}

type Codes = ReadonlyMap<string, ReadonlySet<string>>

const codesOf = ({ options }: Scale): ReadonlySet<string> => new Set(options.map(({ code }) => code))

const codesByScale = (questionnaire: Questionnaire): Codes =>
  new Map([...scalesById(questionnaire)].map(([id, scale]) => [id, codesOf(scale)]))

/** What an answer to a question may be where it is an option, of a scale or of its type's own; undefined where it is none, or the scale is not there. */
function codesAnswering(codes: Codes, question: Question): ReadonlySet<string> | undefined {
  if (isClosed(question)) return codes.get(question.scale)
  const own = isAsked(question) ? ownScales[question.type]?.([]) : undefined
  return own && codesOf(own)
}

/** Skip logic may ask only of items that come earlier, and only for options that they have. */
function conditionProblems(questionnaire: Questionnaire): readonly Problem[] {
  const codes = codesByScale(questionnaire)
  const [once, all] = [new Map<string, Question>(), new Map<string, Question>()]
  const computed = new Map((questionnaire.computed ?? []).map((one) => [one.id, one]))
  const check = (asked: ReadonlyMap<string, Question>, condition: Condition, path: string) =>
    testsIn(condition).flatMap((test) => testProblems({ codes, asked, computed }, test, path))
  const problems: Problem[] = []
  for (const section of questionnaire.sections) {
    // What is answered for each agency says nothing of what is asked once.
    const asked = section.each ? all : once
    if (section.showIf) problems.push(...check(asked, section.showIf, `section "${section.id}".showIf`))
    for (const question of section.questions) {
      if (question.showIf) problems.push(...check(asked, question.showIf, `question "${question.id}".showIf`))
      for (const { id } of itemsOf(question)) {
        all.set(id, question)
        if (!section.each) once.set(id, question)
      }
    }
  }
  return problems
}

/** What a condition may look at. */
type Before = {
  readonly codes: Codes
  readonly asked: ReadonlyMap<string, Question>
  readonly computed: ReadonlyMap<string, Computed>
}

function testProblems(before: Before, test: Test, path: string): readonly Problem[] {
  const computed = before.computed.get(test.item)
  if (computed) return computedLookedAt(before, computed, 'in' in test, path)
  const question = before.asked.get(test.item)
  if (!question)
    return [
      {
        path,
        rule: 'condition_item',
        message: `item "${test.item}" is not asked before this; a condition looks only back`,
        values: { item: test.item },
      },
    ]
  const kind = kindProblem(question, test, path)
  if (kind) return [kind]
  const codes = 'in' in test ? codesAnswering(before.codes, question) : undefined
  if (!('in' in test) || !codes) return []
  return test.in
    .filter((code) => !codes.has(code))
    .map((code) => ({
      path,
      rule: 'condition_option',
      message: `"${code}" is not an option of "${test.item}": ${listed(codes)}`,
      values: { option: code, item: test.item },
    }))
}

/** A number is compared with numbers, anything else never is: such a condition could not be true. */
function kindProblem(question: Question, test: Test, path: string): Problem | undefined {
  const isNumber = isAsked(question) && keepings[question.type].holds === 'number'
  const { item } = test
  if (!isNumber && ('atLeast' in test || 'atMost' in test))
    return {
      path,
      rule: 'condition_number',
      message: `the answer to "${item}" is no number that could be compared with one`,
      values: { item },
    }
  if (isNumber && 'in' in test)
    return { path, rule: 'condition_no_options', message: `"${item}" is answered by a number, not by options`, values: { item } }
  return undefined
}

/** A text tells the answer to what was asked before it, in a section or a question; nothing else is read after an answer. */
function pipeProblems(questionnaire: Questionnaire): readonly Problem[] {
  const { title, purpose, privacy, thanks, sections, scales, loop, computed = [] } = questionnaire
  const elsewhere = [
    ...Object.entries({ title, purpose, privacy, thanks }),
    ...scales.flatMap(({ id, options }) => options.map(({ code, label }) => [`scales "${id}".options "${code}"`, label] as const)),
    ...Object.entries({ 'loop.text': loop?.text, 'loop.help': loop?.help }),
    ...sections.flatMap(({ questions }) =>
      questions.flatMap((question) => endWords(question).map(({ name, text }) => [`question "${question.id}".${name}`, text] as const)),
    ),
    ...computed.map(({ id, label }) => [`computed "${id}".label`, label] as const),
  ]
  const [once, all] = [new Set<string>(), new Set<string>()]
  const problems: Problem[] = elsewhere.flatMap(([path, text]) =>
    [...new Set(pipedIn(text))].map((item) => ({
      path,
      rule: 'answer_place',
      message: 'tells an answer; only sections and questions do',
      values: { item },
    })),
  )
  const look = (asked: ReadonlySet<string>, path: string, texts: readonly (LocalText | undefined)[]): void => {
    for (const item of new Set(texts.flatMap(pipedIn)))
      if (!asked.has(item))
        problems.push({
          path,
          rule: 'answer_item',
          message: `tells the answer to "${item}", which is not asked before this`,
          values: { item },
        })
  }
  for (const section of sections) {
    const asked = section.each ? all : once
    look(asked, `section "${section.id}".title`, [section.title, section.intro])
    for (const question of section.questions) {
      look(asked, `question "${question.id}".text`, questionTexts(question))
      for (const { id } of itemsOf(question)) {
        all.add(id)
        if (!section.each) once.add(id)
      }
    }
  }
  return problems
}

/** Options whose order says how good they are stand in it. */
function shuffleProblems({ sections, scales }: Questionnaire): readonly Problem[] {
  const scored = new Set(
    scales.filter(({ options }) => options.some((option) => !staysLast(option) && option.score !== undefined)).map(({ id }) => id),
  )
  return sections.flatMap(({ questions }) =>
    questions.flatMap((question) =>
      isClosed(question) && !hasRows(question) && 'shuffled' in question && question.shuffled && scored.has(question.scale)
        ? [
            {
              path: `question "${question.id}".shuffled`,
              rule: 'shuffled_scores',
              message: `scale "${question.scale}" has scores, so its order says something and is not shuffled`,
              values: { scale: question.scale },
            },
          ]
        : [],
    ),
  )
}

/** A contact is asked for once, and not where one form is several responses. */
function contactProblems({ sections, loop }: Questionnaire): readonly Problem[] {
  const asked = sections.flatMap(({ questions }) => questions.filter(({ type }) => type === 'contact'))
  return asked.flatMap(({ id }, at) => {
    const path = `question "${id}"`
    if (loop) return [{ path, rule: 'contact_looped', message: 'a contact is not asked for where one person rates several agencies' }]
    return at === 0 ? [] : [{ path, rule: 'contact_twice', message: 'a contact is asked for once' }]
  })
}

/** A number that is worked out is asked for as a number, once all that it stands on has been asked. */
function computedLookedAt({ asked }: Before, { id, of }: Computed, asksOptions: boolean, path: string): readonly Problem[] {
  const later = of.find((item) => !asked.has(item))
  return [
    ...(asksOptions
      ? [{ path, rule: 'condition_computed', message: `"${id}" is a number: it is at least, at most, or there`, values: { item: id } }]
      : []),
    ...(later === undefined
      ? []
      : [
          {
            path,
            rule: 'computed_later',
            message: `"${id}" is worked out of "${later}", which is not asked before this; a condition looks only back`,
            values: { item: id, next: later },
          },
        ]),
  ]
}

/** The trees by their names, then by their arithmetic, which can be told only where every name leads somewhere. */
function treeProblems(questionnaire: Questionnaire): readonly Problem[] {
  const named = nodeProblems(questionnaire)
  return isReadable(questionnaire, named) ? [...named, ...arithmeticProblems(questionnaire)] : named
}

/** Whether the trees can be followed to their items. */
export function isReadable(questionnaire: Questionnaire, named = nodeProblems(questionnaire)): boolean {
  return (
    unknownScales(questionnaire).length === 0 &&
    named.every(({ rule }) => rule === 'unknown_bands') &&
    limitProblems(questionnaire).length === 0 &&
    repeated(
      '',
      allItems(questionnaire).map(({ id }) => id),
    ).length === 0
  )
}

/** Indicator trees: known items and children, no circles, every node standing on something. */
function nodeProblems(questionnaire: Questionnaire): readonly Problem[] {
  const scales = new Set(questionnaire.scales.map(({ id }) => id))
  const scalesKnown = questionnaire.sections
    .flatMap(({ questions }) => questions)
    .every((question) => !('scale' in question) || scales.has(question.scale))
  if (!scalesKnown) return []
  const items = new Map(allItems(questionnaire).map((item) => [item.id, item]))
  const bands = new Set(questionnaire.bandSets.map(({ id }) => id))
  const codes = questionnaire.trees.flatMap(({ nodes }) => nodes.map(({ code }) => code))
  const headline = questionnaire.headline
  return [
    ...repeated(
      'trees',
      questionnaire.trees.map(({ id }) => id),
    ),
    ...repeated('trees.nodes', codes),
    ...(headline === undefined || codes.includes(headline)
      ? []
      : [
          {
            path: 'headline',
            rule: 'unknown_node',
            message: `"${headline}" is not the code of a node`,
            sentence: 'unknown_headline' as const,
            values: { node: headline },
          },
        ]),
    ...questionnaire.trees.flatMap((tree) => {
      const known = {
        kind: questionnaire.kind,
        items,
        bands,
        siblings: new Set(tree.nodes.map(({ code }) => code)),
        entered: new Map(tree.nodes.flatMap(({ code, entry }) => (entry ? [[code, entry.unit] as const] : []))),
        describing: describingIn(tree),
      }
      return [...tree.nodes.flatMap((node) => nodeProblem(tree, node, known)), ...circles(tree)]
    }),
  ]
}

/** Only how weights stand to each other counts, and a part of a millionth of a millionth is none. */
const [smallestWeight, largestWeight] = [1e-6, 1e6]

/** What a node may name. */
type Known = {
  readonly kind: Questionnaire['kind']
  readonly items: ReadonlyMap<string, Item>
  readonly bands: ReadonlySet<string>
  readonly siblings: ReadonlySet<string>
  /** The units of the numbers of the tree that are entered. */
  readonly entered: ReadonlyMap<string, NumberEntry['unit']>
  /** By item the nodes that say how it is read. */
  readonly describing: ReadonlyMap<string, readonly string[]>
}

function describingIn({ nodes }: IndicatorTree): Known['describing'] {
  const describing = new Map<string, readonly string[]>()
  for (const { code, items: [item = ''] = [] } of nodes.filter(describesItem)) describing.set(item, [...(describing.get(item) ?? []), code])
  return describing
}

function nodeProblem(tree: IndicatorTree, node: IndicatorNode, known: Known): readonly Problem[] {
  const path = `trees "${tree.id}".nodes "${node.code}"`
  const { items: itemIds = [], children = [] } = node
  const say = (rule: string, message: string, values: Values = {}, sentence?: Sentence): Problem => ({
    path,
    rule,
    message,
    values,
    ...(sentence && { sentence }),
  })
  const parts = itemIds.length + children.length
  const rollUp = isGroup(node) ? (node.rollUp ?? tree.rollUp) : undefined
  return [
    ...(parts === 0 && node.input === undefined ? [say('node_without_items', 'names neither items nor children')] : []),
    ...(itemIds.length > 0 && children.length > 0 ? [say('items_and_children', 'names items and children; one of them is allowed')] : []),
    ...itemIds
      .filter((id) => !known.items.has(id))
      .map((id) => say('unknown_item', `item "${id}" is not in the questionnaire`, { item: id })),
    ...children
      .filter((code) => !known.siblings.has(code))
      .map((code) => say('unknown_node', `child "${code}" is not a node of this tree`, { node: code })),
    ...(node.weights && node.weights.length !== parts
      ? [say('weights', `has ${node.weights.length} weights for ${parts} parts`, { weights: node.weights.length, parts })]
      : []),
    ...(node.weights?.some((weight) => weight < smallestWeight || weight > largestWeight)
      ? [
          say(
            'weights',
            `has a weight outside ${smallestWeight}…${largestWeight}`,
            { from: smallestWeight, to: largestWeight },
            'weights_size',
          ),
        ]
      : []),
    ...(rollUp === 'weighted' && !node.weights ? [say('weights', 'a weighted roll-up names its weights', {}, 'weights_missing')] : []),
    ...(rollUp === 'capped-sum' && node.cap === undefined ? [say('cap', 'a capped sum names its cap')] : []),
    ...(node.bands !== undefined && !known.bands.has(node.bands)
      ? [say('unknown_bands', `band set "${node.bands}" is not defined`, { bands: node.bands })]
      : []),
    ...(node.kind === 'option' && (itemIds.length !== 1 || !node.options?.length)
      ? [say('item_use', 'an option node names one item and its options', {}, 'option_node')]
      : []),
    ...(isGroup(node) ? itemIds : [])
      .map((item) => ({ item, nodes: known.describing.get(item) ?? [] }))
      .filter(({ nodes }) => nodes.length > 1)
      .map(({ item, nodes: [first = '', second = ''] }) =>
        say(
          'item_use',
          `names item "${item}", which "${first}" and "${second}" read; it names the node that is meant as its child`,
          { item, node: first, next: second },
          'read_twice',
        ),
      ),
    ...inputProblems(node, known.kind).map(({ rule, message }) => say(rule, message)),
    ...(node.entry?.within !== undefined && (node.entry.within === node.code || known.entered.get(node.entry.within) !== node.entry.unit)
      ? [
          say('entry_within', `is part of "${node.entry.within}", which is no number that is entered in the same unit`, {
            node: node.entry.within,
          }),
        ]
      : []),
    ...itemIds.flatMap((id) =>
      itemUse(node, known.items.get(id)).map(({ message, sentence, values }) => say('item_use', message, values, sentence)),
    ),
  ]
}

type InputProblem = {
  readonly rule: 'drawn_outside' | 'draws_missing' | 'draws_idle' | 'entry_missing' | 'entry_idle' | 'entry_bounds'
  readonly message: string
}

/** A number that is entered says how, one that is drawn from where, and nothing else says either. */
function inputProblems({ input, entry, draws, maximum }: IndicatorNode, kind: Questionnaire['kind']): readonly InputProblem[] {
  const isTyped = input === 'entered' || input === 'counted'
  const found: InputProblem[] = []
  const say = (rule: InputProblem['rule'], message: string): void => void found.push({ rule, message })
  if (input === 'drawn' && kind === undefined) say('drawn_outside', 'is drawn from figures elsewhere, which only an indicator set does')
  if (input === 'drawn' && !draws) say('draws_missing', 'is drawn and does not say from where')
  if (input !== 'drawn' && draws) say('draws_idle', 'says where it is drawn from and is not drawn')
  if (isTyped && kind !== undefined && !entry) say('entry_missing', 'is entered and does not say in which unit')
  if (!isTyped && entry) say('entry_idle', 'says how it is entered and is not entered')
  const { low = -Infinity, high = Infinity, unit } = entry ?? { unit: undefined }
  if (low >= high || (unit === 'points' && maximum !== undefined && high > maximum && high !== Infinity))
    say(
      'entry_bounds',
      `may be entered from ${low} to ${high}, which is no range${maximum === undefined ? '' : ` up to its maximum ${maximum}`}`,
    )
  return found
}

const isGroup = (node: IndicatorNode): boolean => node.kind !== 'option' && node.input === undefined && !describesItem(node)

type Misuse = { readonly message: string; readonly sentence: Sentence; readonly values: Values }

function itemUse(node: IndicatorNode, item: Item | undefined): readonly Misuse[] {
  if (!item) return []
  if (node.kind === 'option') {
    const codes = item.scale ? codesOf(item.scale) : new Set<string>()
    const lacking = (node.options ?? []).filter((code) => !codes.has(code))
    if (keepings[item.question.type].holds === 'order')
      return [
        {
          message: `"${item.id}" is an order, of which there is no figure in a tree`,
          sentence: 'order_counted',
          values: { item: item.id },
        },
      ]
    return lacking.map((code) => ({
      message: `"${code}" is not an option of "${item.id}": ${listed(codes)}`,
      sentence: 'node_option',
      values: { option: code, item: item.id },
    }))
  }
  const { holds, counted } = keepings[item.question.type]
  if (holds === 'several')
    return [
      {
        message: `multiple choice "${item.id}" may only stand under an option node`,
        sentence: 'multiple_counted',
        values: { item: item.id },
      },
    ]
  if (holds === 'order')
    return [
      { message: `"${item.id}" is an order, of which there is no figure in a tree`, sentence: 'order_counted', values: { item: item.id } },
    ]
  if (!counted(item))
    return [
      { message: `"${item.id}" is ${item.question.type} and cannot be counted`, sentence: 'words_counted', values: { item: item.id } },
    ]
  return []
}

function circles({ id, nodes }: IndicatorTree): readonly Problem[] {
  const byCode = new Map(nodes.map((node) => [node.code, node]))
  const inCircle = below(byCode)
  return nodes
    .filter(({ code }) => inCircle.has(code))
    .map(({ code }) => ({ path: `trees "${id}".nodes "${code}"`, rule: 'circular_roll_up', message: 'is its own descendant' }))
}

/** The codes of nodes that are below themselves: those that reach one another (Tarjan 1972). */
function below(nodes: ReadonlyMap<string, IndicatorNode>): ReadonlySet<string> {
  const found = new Set<string>()
  const numbers = new Map<string, number>()
  const [path, open]: [string[], Set<string>] = [[], new Set()]
  const lowestFrom = (code: string, { children = [] }: IndicatorNode): number => {
    const own = numbers.size
    numbers.set(code, own)
    path.push(code)
    open.add(code)
    let lowest = own
    for (const name of children) {
      const child = nodes.get(name)
      if (name === code) found.add(code)
      if (child && !numbers.has(name)) lowest = Math.min(lowest, lowestFrom(name, child))
      else if (open.has(name)) lowest = Math.min(lowest, numbers.get(name) ?? own)
    }
    if (lowest === own)
      for (const one of path.splice(path.lastIndexOf(code))) {
        open.delete(one)
        if (one !== code) found.add(one).add(code)
      }
    return lowest
  }
  for (const [code, node] of nodes) if (!numbers.has(code)) lowestFrom(code, node)
  return found
}

/** The fields that hold a text in every language. */
export const localisedKeys: readonly string[] = [
  'title',
  'source',
  'purpose',
  'privacy',
  'thanks',
  'text',
  'help',
  'label',
  'intro',
  'least',
  'most',
]

/** So many texts are named that lack a language; those after them are, once these are mended. */
const mostMissing = 1_000

/** Every localised text must stand in every language of the questionnaire, and in no other; what is not recorded is not heard. */
function missingTranslations(questionnaire: Questionnaire): readonly Problem[] {
  const problems: Problem[] = []
  const visit = (value: unknown, path: readonly PropertyKey[]): void => {
    if (value === null || typeof value !== 'object') return
    for (const [key, inner] of Object.entries(value)) {
      if (problems.length >= mostMissing) return
      const at = [...path, Array.isArray(value) ? Number(key) : key]
      if (key === 'sound' && isRecord(inner)) problems.push(...compare(questionnaire.languages, inner, at, () => false))
      else if (localisedKeys.includes(key) && isRecord(inner))
        problems.push(...compare(questionnaire.languages, inner, at).map((problem) => ofOption(questionnaire, at, problem)))
      else visit(inner, at)
    }
  }
  const unread = questionnaire.kind === undefined ? ['words'] : ['words', 'privacy', 'thanks']
  visit(Object.fromEntries(Object.entries(questionnaire).filter(([name]) => !unread.includes(name))), [])
  return problems
}

/** What lacks a label is named as its author knows it: of a list of options, each lacks the same. */
function ofOption({ scales, languages }: Questionnaire, [root, at, , place]: readonly PropertyKey[], problem: Problem): Problem {
  const scale = root === 'scales' ? scales[Number(at)] : undefined
  const option = scale?.options[Number(place)]
  if (!scale || !option || problem.rule !== 'missing_translation') return problem
  const said = (text: LocalText): string | undefined =>
    languages.map((tag) => trimmed(ownValue(text, tag) ?? '')).find((words) => words !== '')
  const names = { option: said(option.label) ?? option.code, scale: said(scale.name ?? {}) ?? scale.id }
  return {
    ...problem,
    sentence: 'missing_option_label',
    message: `"${names.option}" of the scale "${names.scale}" ${problem.message}`,
    values: { ...problem.values, ...names },
  }
}

/** Words of the interface may be missing, since those of another language stand in for them; what is there can be seen, in a language that is spoken. */
const strangeWords = ({ words = {}, languages }: Questionnaire): readonly Problem[] =>
  Object.entries(words)
    .flatMap(([name, text]) => compare(languages, text, ['words', name], (language) => Object.hasOwn(text, language)))
    .slice(0, mostMissing)

function compare(
  languages: readonly string[],
  text: object,
  path: readonly PropertyKey[],
  needed: (language: string) => boolean = () => true,
): readonly Problem[] {
  const field = String(path.at(-1))
  const seen = new Map(Object.entries(text))
  const lacking = languages.filter((language) => needed(language) && isMissing(seen.get(language)))
  const unknown = Object.keys(text).filter((language) => !languages.includes(language))
  return [
    ...lacking.map((language) => ({
      path: pathText(path),
      rule: 'missing_translation',
      message: `has no text in "${language}"; the questionnaire speaks ${languages.join(', ')}`,
      values: { language, field },
    })),
    ...[...seen].flatMap(([language, value]) => {
      const sign = typeof value === 'string' && isVisible(value) ? hiddenSign(value) : undefined
      if (sign === undefined) return []
      return [
        {
          path: pathText(path),
          rule: 'hidden_sign',
          message: `has a sign in "${language}" that nobody sees (${sign})`,
          values: { language, field, sign },
        },
      ]
    }),
    ...unknown.map((language) => ({
      path: pathText(path),
      rule: 'unknown_language',
      message: `has a text in "${language}", which is not among ${languages.join(', ')}`,
      values: { language, field },
    })),
  ]
}

/** Nothing that a reader sees; an empty text is refused by the shape already. */
const isMissing = (text: unknown): boolean => text === undefined || (typeof text === 'string' && text !== '' && !isVisible(text))

const isRecord = (value: unknown): value is object => value !== null && typeof value === 'object' && !Array.isArray(value)

/** One problem for each id that stands a second time. */
function repeated(path: string, ids: readonly string[]): readonly Problem[] {
  const seen = new Set<string>()
  return ids
    .filter((id) => seen.has(id) || !seen.add(id))
    .map((id) => ({ path, rule: 'duplicate_id', message: `"${id}" stands twice; each id is used once`, values: { name: id } }))
}
