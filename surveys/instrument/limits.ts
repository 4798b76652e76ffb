import { rootNodes } from './indicators'
import type { AskedQuestion } from './item'
import type { Problem } from './problems'
import { keepings } from './questions/keepings'
import { isAsked } from './questions/registry'
import { itemsOf, scalesById } from './questionnaire'
import type { IndicatorNode, Questionnaire } from './schema'

/** More responses than any campaign gathers; its sums hold as many without losing a unit. */
export const mostResponses = 10_000_000

/** The largest number or score: the squares of as many responses are a sum that a double holds exactly (below 2⁵³). */
export const largestNumber = 30_000

/** Items that one questionnaire asks; twice the longest instrument known, and still a page that a phone loads and a server draws in 10 ms. */
export const mostItems = 200

/** The same where several agencies are rated, each counted: a form that nobody fills in at one sitting, and a page drawn in 30 ms. */
export const mostFormItems = 600

/** Options on one page, those of each item counted: twenty to an item of the longest questionnaire. */
export const mostOptions = 4_000

/** Different pictures in one questionnaire: as each is kept they are three megabytes, which a kiosk holds without a network. */
export const mostPictures = 60

/** Letters that all texts of a response may have: at three bytes each, as Vietnamese has them at most, they stay within what a response carries (`mostAnswerBytes`), which is asked for each response all the same. */
export const mostLetters = 16_000

/** Items that computed items look at, each counted as often as it is looked at. */
export const mostLookedAt = 1000

/** Levels of JSON within each other; a design on screen makes about ten. */
export const mostLevels = 40

/** Lists and records of JSON in one definition, and those of them that are conditions. The longest shipped has 781. */
export const mostParts = 10_000
export const mostConditions = 1_000

/** Names, texts, numbers and everything else that stands in them. */
export const mostValues = 50_000

/** Figures of a questionnaire, each as often as it stands under another: a node that several name is worked out for each of them. */
export const mostFigures = 3_000

/** Whether parsed JSON is small enough to be read as a definition at all; looks at no more of it than that takes, and never calls itself. */
export function sizeProblems(json: unknown): readonly Problem[] {
  const open: { readonly value: unknown; readonly level: number; readonly isCondition: boolean }[] = [
    { value: json, level: 1, isCondition: false },
  ]
  let [values, parts, conditions] = [0, 0, 0]
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, level, isCondition } = next
    values += 1
    if (values > mostValues) return [tooMuch('too_many_parts', mostValues, `has more than ${mostValues} values`)]
    if (typeof value !== 'object' || value === null) continue
    parts += 1
    if (isCondition && !Array.isArray(value)) conditions += 1
    if (level > mostLevels) return [tooMuch('too_deep', mostLevels, `has more than ${mostLevels} levels`)]
    if (parts > mostParts) return [tooMuch('too_many_parts', mostParts, `has more than ${mostParts} lists and records`)]
    if (conditions > mostConditions) return [tooMuch('too_many_conditions', mostConditions, `has more than ${mostConditions} conditions`)]
    for (const [key, inner] of Object.entries(value))
      open.push({ value: inner, level: level + 1, isCondition: isCondition || key === 'showIf' })
  }
  return []
}

const tooMuch = (
  rule:
    | 'too_deep'
    | 'too_many_parts'
    | 'too_many_conditions'
    | 'too_many_items'
    | 'too_many_rated'
    | 'too_many_options'
    | 'too_many_pictures'
    | 'too_many_letters'
    | 'too_many_figures',
  limit: number,
  message: string,
): Problem => ({
  path: rule === 'too_many_figures' ? 'trees' : rule === 'too_many_pictures' ? 'scales' : asked.includes(rule) ? 'sections' : '',
  rule,
  message,
  values: { limit },
})

const asked: readonly string[] = ['too_many_items', 'too_many_rated', 'too_many_options', 'too_many_letters']

/** What a questionnaire may hold at most, so that its figures stay exact and its page can be loaded. */
export const limitProblems = (questionnaire: Questionnaire): readonly Problem[] => [
  ...itemProblems(questionnaire),
  ...optionProblems(questionnaire),
  ...pictureProblems(questionnaire),
  ...letterProblems(questionnaire),
  ...numberProblems(questionnaire),
  ...scoreProblems(questionnaire),
  ...figureProblems(questionnaire),
]

/** Trees that unfold to more figures than anybody reads; a definition of a few nodes may unfold without end. */
export function figureProblems({ trees }: Questionnaire): readonly Problem[] {
  let figures = 0
  const unfold = (nodes: ReadonlyMap<string, IndicatorNode>, node: IndicatorNode, above: readonly IndicatorNode[]): void => {
    figures += 1 + (node.items?.length ?? 0)
    if (above.length >= mostLevels) figures = Infinity
    for (const code of node.children ?? []) {
      if (figures > mostFigures) return
      const child = nodes.get(code)
      if (child && child !== node && !above.includes(child)) unfold(nodes, child, [...above, node])
    }
  }
  for (const tree of trees) {
    const nodes = new Map(tree.nodes.map((node) => [node.code, node]))
    for (const root of rootNodes(tree)) if (figures <= mostFigures) unfold(nodes, root, [])
  }
  return figures > mostFigures ? [tooMuch('too_many_figures', mostFigures, `unfolds to more than ${mostFigures} figures`)] : []
}

/** Questions with how often they stand in a form. */
const askedOften = ({ sections, loop }: Questionnaire) =>
  sections.flatMap(({ each, questions }) => questions.map((question) => ({ question, often: each && loop ? loop.atMost : 1 })))

function itemProblems(questionnaire: Questionnaire): readonly Problem[] {
  const asked = askedOften(questionnaire).reduce((sum, { question }) => sum + itemsOf(question).length, 0)
  const inForm = askedOften(questionnaire).reduce((sum, { question, often }) => sum + often * itemsOf(question).length, 0)
  if (inForm > mostFormItems && asked <= mostItems)
    return [tooMuch('too_many_rated', mostFormItems, `asks ${inForm} items of one person in all; at most ${mostFormItems} are allowed`)]
  return asked > mostItems ? [tooMuch('too_many_items', mostItems, `asks ${asked} items; at most ${mostItems} are allowed`)] : []
}

/** A scale may be long, and many may answer on one; both at once make a page that neither a phone nor the server draws quickly. */
function optionProblems(questionnaire: Questionnaire): readonly Problem[] {
  const scales = scalesById(questionnaire)
  const options = askedOften(questionnaire)
    .map(({ question, often }) =>
      'scale' in question ? often * itemsOf(question).length * (scales.get(question.scale)?.options.length ?? 0) : 0,
    )
    .reduce((sum, count) => sum + count, 0)
  return options > mostOptions
    ? [tooMuch('too_many_options', mostOptions, `shows ${options} options; at most ${mostOptions} are allowed`)]
    : []
}

function pictureProblems({ scales }: Questionnaire): readonly Problem[] {
  const pictures = new Set(scales.flatMap(({ options }) => options.flatMap(({ picture }) => picture ?? []))).size
  return pictures > mostPictures
    ? [tooMuch('too_many_pictures', mostPictures, `shows ${pictures} pictures; at most ${mostPictures} are allowed`)]
    : []
}

function letterProblems(questionnaire: Questionnaire): readonly Problem[] {
  const letters = askedOften(questionnaire).reduce(
    (sum, { question, often }) => sum + (question.type === 'text' ? often * question.maxLength : 0),
    0,
  )
  return letters > mostLetters
    ? [tooMuch('too_many_letters', mostLetters, `texts may have ${letters} letters in all; at most ${mostLetters} are allowed`)]
    : []
}

function numberProblems({ sections }: Questionnaire): readonly Problem[] {
  return sections.flatMap(({ questions }) =>
    questions.flatMap((question) =>
      isAsked(question)
        ? limitsOf(question)
            .filter(({ value }) => isTooLarge(value))
            .map(({ field, value }) => tooLarge(`question "${question.id}".${field}`, field, value))
        : [],
    ),
  )
}

function limitsOf(question: AskedQuestion): readonly { readonly field: 'min' | 'max'; readonly value: number }[] {
  const range = keepings[question.type].range?.(question)
  return range
    ? [
        { field: 'min', value: range.low },
        { field: 'max', value: range.high },
      ]
    : []
}

const scoreProblems = ({ scales }: Questionnaire): readonly Problem[] =>
  scales.flatMap(({ id, options }) =>
    options.flatMap(({ code, score }) =>
      score !== undefined && isTooLarge(score) ? [tooLarge(`scales "${id}".options "${code}"`, 'score', score)] : [],
    ),
  )

const isTooLarge = (value: number): boolean => Math.abs(value) > largestNumber

const tooLarge = (path: string, field: 'min' | 'max' | 'score', seen: number): Problem => ({
  path,
  rule: 'sums_not_exact',
  message: `${seen} is outside ${-largestNumber}…${largestNumber}; the sums of larger numbers would not be exact`,
  values: { field, seen, limit: largestNumber },
})
