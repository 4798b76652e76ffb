import { steady } from './decimal'
import { entryBounds } from './entered'
import { everyReading, type Indicator, isPercent } from './indicators'
import type { Countable } from './item'
import { rollUpOperations, type Reach, stepped } from './operations'
import type { Problem, Values } from './problems'
import { countables } from './countables'
import type { FormulaName, IndicatorNode, Questionnaire, NodeStep } from './schema'
import type { Warning } from './warnings'

/** What the arithmetic of a tree must keep, each at its node; the trees' names and shapes are known to be right. */
export function arithmeticProblems(questionnaire: Questionnaire): readonly Problem[] {
  const { found, items } = resolved(questionnaire)
  return [
    ...questionnaire.trees.flatMap(({ id, nodes }) => nodes.flatMap((node) => stepProblems(id, node))),
    ...saidOnce(
      found.flatMap((indicator) => [
        ...levelProblems(indicator, items),
        ...netProblems(indicator, items),
        ...partProblems(indicator),
        ...divisorProblems(indicator, items, questionnaire.scoreUnit),
        ...sizeProblems(indicator, items, questionnaire.scoreUnit),
      ]),
    ),
  ]
}

/** Of a node that is read in several ways the same may be wrong in each. */
function saidOnce<T extends Problem | Warning>(all: readonly T[]): readonly T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()]
}

/** What deserves a second look: steps that take a figure's interval away, steps and counts that a node above does not see, and counts read as shares. */
export function arithmeticWarnings(questionnaire: Questionnaire): readonly Warning[] {
  const { found, items } = resolved(questionnaire)
  const warnings = found.flatMap((indicator): readonly Warning[] => {
    const lost = losses(indicator, items, questionnaire.scoreUnit)
    return [
      ...(lost.length > 0 && questionnaire.kind === undefined
        ? [{ path: pathOf(indicator), rule: 'interval_lost' as const, seen: lost.join(', ') }]
        : []),
      ...(isShareForPoints(indicator, items, questionnaire)
        ? [{ path: pathOf(indicator), rule: 'share_for_points' as const, seen: indicator.code }]
        : []),
      ...passedOver(indicator).map((code) => ({ path: pathOf(indicator), rule: 'steps_passed_over' as const, seen: code })),
      ...countsAmongShares(indicator, items, questionnaire.scoreUnit).map((code) => ({
        path: pathOf(indicator),
        rule: 'count_among_shares' as const,
        seen: code,
      })),
    ]
  })
  return saidOnce(warnings)
}

type Resolved = { readonly found: readonly Indicator[]; readonly items: readonly Countable[] }

function resolved(questionnaire: Questionnaire): Resolved {
  const items = countables(questionnaire)
  return { found: everyReading(questionnaire, items), items }
}

const pathOf = ({ tree, code }: Pick<Indicator, 'tree' | 'code'>): string => `trees "${tree}".nodes "${code}"`

const say = (indicator: Pick<Indicator, 'tree' | 'code'>, rule: Problem['rule'], message: string, values: Values = {}): Problem => ({
  path: pathOf(indicator),
  rule,
  message,
  values,
})

/** A range has width, and bounds leave something between them. */
function stepProblems(tree: string, { code, steps = [], where, input, items, children, unit: _unit }: IndicatorNode): readonly Problem[] {
  const at = { tree, code }
  return [
    ...steps.flatMap((step, place) =>
      rangesOf(step)
        .filter(([from, to]) => from === to)
        .map(([from]) =>
          say(at, 'range_empty', `step ${place + 1} has a range from ${from} to ${from}; a range has width`, { step: place + 1, from }),
        ),
    ),
    ...steps.flatMap((step, place) =>
      step.type === 'clamp' && !((step.low ?? -Infinity) < (step.high ?? Infinity))
        ? [
            say(at, 'range_empty', `step ${place + 1} holds the value between ${step.low} and ${step.high}; a range has width`, {
              step: place + 1,
              from: step.low ?? 0,
            }),
          ]
        : [],
    ),
    ...steps.flatMap((step, place) =>
      step.type === 'clamp' && step.low === undefined && step.high === undefined
        ? [
            say(at, 'clamp_open', `step ${place + 1} holds the value between no bounds; it names a lowest or a highest`, {
              step: place + 1,
            }),
          ]
        : [],
    ),
    ...(where && (where.atLeast ?? -Infinity) > (where.atMost ?? Infinity)
      ? [say(at, 'condition_never', `counts parts of at least ${where.atLeast} and at most ${where.atMost}, which none can be`)]
      : []),
    ...(input !== undefined && (items || children)
      ? [say(at, 'input_and_parts', 'is entered or counted, and names items or children besides')]
      : []),
  ]
}

function rangesOf(step: NodeStep): readonly (readonly [number, number])[] {
  if (step.type === 'linear') return [step.from, step.to]
  if (step.type === 'observed') return [step.to]
  return step.type === 'reverse' ? [step.within] : []
}

/** A level is a share of the highest score, which only means something from 0 up. */
function levelProblems({ tree, code, kind, formula, asked }: Indicator, items: readonly Countable[]): readonly Problem[] {
  const item = kind === 'item' ? items[asked[0] ?? -1] : undefined
  const points = item?.points
  if (formula !== 'level' || !item || !points || item.answer === 'number' || (points.low >= 0 && points.high > 0)) return []
  return [
    say(
      { tree, code },
      'level_scores',
      `"${item.id}" has scores from ${points.low} to ${points.high}; a level is a share of the highest score, so all are 0 or more and one above 0 ("rescaled" reads any scores)`,
      {
        item: item.id,
        low: points.low,
        high: points.high,
      },
    ),
  ]
}

/** A net score is read of recommendations, and of these nothing but a net score: they say nothing of how satisfied somebody is. */
function netProblems({ tree, code, kind, formula, asked }: Indicator, items: readonly Countable[]): readonly Problem[] {
  const item = kind === 'item' ? items[asked[0] ?? -1] : undefined
  if (!item || formula === 'min-max' || (formula === 'net-promoters') === (item.isNet === true)) return []
  return [
    item.isNet
      ? say(
          { tree, code },
          'net_only',
          `"${item.id}" asks whether somebody recommends, which has a net score ("net-promoters") and no "${formula}"`,
          { item: item.id },
        )
      : say({ tree, code }, 'net_of_others', `"${item.id}" asks for no recommendation from 0 to 10, of which alone there is a net score`, {
          item: item.id,
        }),
  ]
}

/** How many parts an operation takes, and of which kinds. */
function partProblems(indicator: Indicator): readonly Problem[] {
  const { rollUp, parts, where, formula, maximum, ofNothing } = indicator
  if (rollUp === null || formula === 'all-positive') return []
  const { takes, on } = rollUpOperations[rollUp]
  const options = on === 'items' ? parts.filter(({ kind, asked }) => kind === 'option' || asked.length === 0) : []
  const stepped = rollUp === 'pooled' ? indicator.leaves.filter(({ steps }) => steps.length > 0) : []
  const maxima = parts.flatMap((part) => part.maximum ?? [])
  const most = maxima.reduce((sum, one) => sum + one, 0)
  return [
    ...(parts.length < takes.least || parts.length > takes.most
      ? [
          say(indicator, 'part_count', `"${rollUp}" takes ${takes.least} parts and has ${parts.length}`, {
            parts: parts.length,
            limit: takes.least,
          }),
        ]
      : []),
    ...options.map(({ code }) =>
      say(
        indicator,
        'part_unreadable',
        `"${code}" has no answers that "${rollUp}" could read item by item; combine its value instead ("mean-of-children" and the like)`,
        {
          node: code,
        },
      ),
    ),
    ...stepped.map(({ code }) =>
      say(indicator, 'part_unreadable', `"${code}" has steps, and pooled answers stand before all steps`, { node: code }),
    ),
    ...(rollUp === 'count-where' && where.atLeast === undefined && where.atMost === undefined
      ? [say(indicator, 'count_condition', 'counts parts without saying which')]
      : []),
    ...(rollUp !== 'ratio' && ofNothing !== undefined
      ? [say(indicator, 'of_nothing', 'says what nothing of nothing comes to, and is no ratio of two parts')]
      : []),
    ...(rollUp === 'sum' && maximum !== undefined && maxima.length === parts.length && Math.abs(most - maximum) > 1e-9 * maximum
      ? [
          say(indicator, 'maximum_sum', `is worth ${maximum} at most, and its parts together ${steady(most)}`, {
            limit: maximum,
            seen: steady(most),
          }),
        ]
      : []),
  ]
}

/** What is divided by never comes near 0. */
function divisorProblems(indicator: Indicator, items: readonly Countable[], scoreUnit: number): readonly Problem[] {
  const [, divisor] = indicator.parts
  if (indicator.rollUp !== 'ratio' || !divisor) return []
  const { low, high } = reachOf(divisor, items, scoreUnit)
  // Counts that are entered may be 0: then there is no value, and that is said.
  return steady(low) > 0 || steady(high) < 0 || divisor.asked.length === 0
    ? []
    : [say(indicator, 'divisor_zero', `divides by "${divisor.code}", which can be 0; a step can hold it above`, { node: divisor.code })]
}

/** So large a figure still has two decimals, and adding and multiplying stays far from what a double holds. */
const largest = 1e12

/** Narrow ranges and products make figures that no double holds. Numbers that are entered know their own bounds. */
function sizeProblems(indicator: Indicator, items: readonly Countable[], scoreUnit: number): readonly Problem[] {
  if (!isBounded(indicator)) return []
  const { low, high } = reachOf(indicator, items, scoreUnit)
  return Math.max(Math.abs(low), Math.abs(high)) <= largest
    ? []
    : [say(indicator, 'too_large', `can be larger than ${largest}, up to which figures are exact enough`, { limit: largest })]
}

const isBounded = ({ input, rollUp, parts, leaves }: Indicator): boolean =>
  input === undefined && (rollUp === null || (rollUpOperations[rollUp].on === 'items' ? leaves.length > 0 : parts.every(isBounded)))

/** The least and the most that an indicator can be, whoever answers what. */
export function reachOf(indicator: Indicator, items: readonly Countable[], scoreUnit: number): Reach {
  const known = reaches.get(indicator)
  if (known) return known
  const reach = indicator.steps.reduce<Reach>((before, step) => afterStep(step, before), reachBefore(indicator, items, scoreUnit))
  reaches.set(indicator, reach)
  return reach
}

/** Each node above asks for all that is below it; an indicator is of one questionnaire, and so of its items and its unit. */
const reaches = new WeakMap<Indicator, Reach>()

function reachBefore(indicator: Indicator, items: readonly Countable[], scoreUnit: number): Reach {
  const { rollUp, input, formula, kind, leaves, parts } = indicator
  if (input !== undefined) return enteredReach(indicator)
  if (kind === 'option' || formula === 'all-positive') return { low: 0, high: 1 }
  if (rollUp === null) return readReach(formula, items[indicator.items[0] ?? -1], scoreUnit)
  const { on, lacking, reach } = rollUpOperations[rollUp]
  const below = (on === 'items' ? leaves : parts).map((part) => reachOf(part, items, scoreUnit))
  if (below.length === 0) return { low: -Infinity, high: Infinity }
  // Where parts may be left out any of them may stand alone.
  if (lacking === 'others' && rollUp !== 'count-where')
    return { low: Math.min(...below.map(({ low }) => low)), high: Math.max(...below.map(({ high }) => high)) }
  return reach(below.map((one) => ({ ...one, weight: 1 })))
}

/** Between which bounds a number is entered, or a figure that is drawn can lie. */
function enteredReach({ entry, draws, maximum }: Indicator): Reach {
  if (draws) return draws.from === 'campaign' && draws.figure !== 'value' ? { low: 0, high: 1 } : { low: -Infinity, high: Infinity }
  return entry ? entryBounds({ entry, maximum }) : { low: -Infinity, high: Infinity }
}

function readReach(formula: FormulaName, item: Countable | undefined, scoreUnit: number): Reach {
  const points = item?.points
  if (formula === 'points' && points) return { low: points.low * scoreUnit, high: points.high * scoreUnit }
  if ((formula === 'mean-number' || formula === 'net-promoters') && points) return points
  if (formula === 'level' && points && points.high > 0) return { low: points.low / points.high, high: 1 }
  return { low: 0, high: 1 }
}

function afterStep(step: NodeStep, { low, high }: Reach): Reach {
  if (step.type === 'observed') return { low: Math.min(...step.to), high: Math.max(...step.to) }
  const ends = [low, high].map((end) => stepped(step, end, undefined)?.value ?? end)
  return { low: Math.min(...ends), high: Math.max(...ends) }
}

/** Why a node cannot have an interval, or may lose it, as far as that can be known before anybody answers. */
function losses(indicator: Indicator, items: readonly Countable[], scoreUnit: number): readonly string[] {
  const { rollUp, parts, leaves, steps } = indicator
  const observed = steps.some(({ type }) => type === 'observed') ? [`${indicator.code}: observed`] : []
  if (rollUp === null || (rollUpOperations[rollUp].on === 'items' && leaves.every((leaf) => leaf.steps.length === 0))) return observed
  const { interval } = rollUpOperations[rollUp]
  if (interval === 'none') return [...observed, rollUp]
  return [...observed, ...parts.flatMap((part) => lostBelow(part, items, scoreUnit))]
}

/** What takes the interval of the node above away: a part that counts persons, picks, is rounded, placed, or may be held at a bound. */
function lostBelow(part: Indicator, items: readonly Countable[], scoreUnit: number): readonly string[] {
  if (part.kind === 'option' || part.formula === 'all-positive') return [part.code]
  if (part.rollUp !== null && rollUpOperations[part.rollUp].interval === 'none') return [part.code]
  let reach = reachBefore(part, items, scoreUnit)
  for (const step of part.steps) {
    if (step.type === 'round' || step.type === 'observed') return [`${part.code}: ${step.type}`]
    if (step.type === 'clamp' && (reach.low < (step.low ?? -Infinity) || reach.high > (step.high ?? Infinity)))
      return [`${part.code}: clamp`]
    reach = afterStep(step, reach)
  }
  return part.rollUp === null || rollUpOperations[part.rollUp].on === 'items'
    ? []
    : part.parts.flatMap((one) => lostBelow(one, items, scoreUnit))
}

/** Of a set, a share where points are meant: what lies within 0…1 and is worth more, without a step that makes points of it. */
function isShareForPoints(indicator: Indicator, items: readonly Countable[], { kind, scoreUnit }: Questionnaire): boolean {
  const { maximum = 1, steps, rollUp } = indicator
  if (kind === undefined || maximum <= 1 || steps.some(({ type }) => type === 'linear' || type === 'observed')) return false
  return rollUp === 'ratio' || reachBefore(indicator, items, scoreUnit).high <= 1
}

/** The nodes between a node and its items whose steps or count it does not see, since it stands on the items themselves. */
function passedOver({ rollUp, parts }: Indicator): readonly string[] {
  if (rollUp === null || rollUpOperations[rollUp].on !== 'items') return []
  const between = (part: Indicator): readonly string[] =>
    part.rollUp === null ? [] : [...(part.steps.length > 0 || isCount(part) ? [part.code] : []), ...part.parts.flatMap(between)]
  return parts.flatMap(between)
}

const isCount = ({ rollUp }: Indicator): boolean => rollUp === 'count-where'

/** What of a node that is read in percent is a count, itself or parts of it, which 0…1 does not hold; a ratio of two counts is a share again. */
function countsAmongShares(indicator: Indicator, items: readonly Countable[], scoreUnit: number): readonly string[] {
  const { rollUp, parts, steps, unit, formula } = indicator
  const isHeld = steps.some(({ type }) => type === 'linear' || type === 'observed')
  if (rollUp === null || isHeld || unit === 'number' || !(unit || isPercent(formula))) return []
  if (rollUp === 'ratio' && parts.every(holdsCount)) return []
  const counts = isCount(indicator) ? [indicator] : holdsCount(indicator) ? parts.filter(holdsCount) : []
  return counts.filter((part) => reachOf(part, items, scoreUnit).high > 1).map(({ code }) => code)
}

/** A count, or what combines the values of parts of which one is. */
const holdsCount = (part: Indicator): boolean =>
  isCount(part) || (part.rollUp !== null && rollUpOperations[part.rollUp].on === 'children' && part.parts.some(holdsCount))
