import { withInterval } from '../../client/text/figures'
import { goalsOf, publishedAs, shownFigures } from '../../surveys/figures/goals'
import type { FigureGroups, FigureNode } from '../../surveys/figures/row'
import { type Digits, digitsOf, unitOf } from '../../surveys/figures/rounding'
import { localised } from '../../surveys/instrument/language'
import { type ChartRow, intervalChart, onSheets } from './chart'
import { blockNamed, figureAt, type ReportFacts } from './facts'
import type { ReportPart, TableCell, TableColumn } from './parts'

/** The heads of `figureCells` for the indicators of a tree. */
export function figureColumns(facts: ReportFacts, tree: FigureNode['tree']): readonly TableColumn[] {
  const { say } = facts
  const isSatisfaction = tree === 'satisfaction'
  const titles = {
    value: say('value'),
    share: say(isSatisfaction ? 'share' : 'shareOther'),
    level: say(isSatisfaction ? 'level' : 'levelOther'),
  }
  return [
    { title: say('persons'), align: 'end', weight: 1 },
    { title: say('base'), align: 'end', weight: 1.2 },
    ...kindsOf(facts, tree).map((kind): TableColumn => ({ title: titles[kind], below: say('interval'), align: 'end', weight: 2 })),
  ]
}

type Kind = 'value' | 'share' | 'level'

/** Share and level stand side by side where a tree has them; what is published otherwise, such as a net score, has a column of its own. */
function kindsOf({ results: figures }: ReportFacts, tree: FigureNode['tree']): readonly Kind[] {
  const nodes = figures.total.nodes.filter((node) => node.tree === tree)
  const isOwn = nodes.some((node) => publishedAs(node) === undefined)
  const hasBoth = !isOwn || nodes.some((node) => publishedAs(node) !== undefined || node.share || node.level)
  return [...(isOwn ? (['value'] as const) : []), ...(hasBoth ? (['share', 'level'] as const) : [])]
}

/** A figure with its base and intervals; or why there is none. */
export function figureCells(
  facts: ReportFacts,
  tree: FigureNode['tree'],
  node: FigureNode | undefined,
  digits?: Digits,
): readonly TableCell[] {
  const kinds = kindsOf(facts, tree)
  const counts = [{ text: countOf(facts, node?.persons ?? null) }, { text: countOf(facts, node?.base ?? null) }]
  const why = whyNot(facts, node)
  if (!node || why !== undefined) return [...counts, { text: why ?? '–', italic: true, columns: kinds.length }]
  const { value, share, level } = shownFigures(facts.questionnaire, node, digits)
  const named = publishedAs(node)
  const cell = (figure: typeof value, isPublished: boolean): TableCell => {
    if (!figure) return { text: '–' }
    const mark = isPublished ? methodMark(facts, node.intervalMethod) : ''
    const range = figure.interval && `${facts.numbers.range(figure.interval, figure.unit, figure.digits)}${mark === '' ? '' : ` (${mark})`}`
    return {
      text: facts.numbers.shown(figure.shown, figure.unit),
      ...(isPublished && { bold: true }),
      below: [...(range ? [range] : []), ...(isPublished ? goalLines(facts, node) : [])],
    }
  }
  const cells = {
    value: named === undefined ? cell(value, true) : { text: '–' },
    share: named === 'share' ? cell(value, true) : cell(share, false),
    level: named === 'level' ? cell(value, true) : cell(level, false),
  }
  return [...counts, ...kinds.map((kind) => cells[kind])]
}

/** One figure with all that it stands on in its cell. */
export function oneCell(facts: ReportFacts, node: FigureNode | undefined, digits?: Digits): TableCell {
  const why = whyNot(facts, node)
  const figure = node && shownFigures(facts.questionnaire, node, digits).value
  if (!figure || why !== undefined) return { text: why ?? '–', italic: true }
  const range = figure.interval && facts.numbers.range(figure.interval, figure.unit, figure.digits)
  return {
    text: facts.numbers.shown(figure.shown, figure.unit),
    bold: true,
    below: [...(range ? [range] : []), facts.say('baseOf', { n: countOf(facts, node.base) })],
  }
}

/** The grade of a figure, and whether it reaches its target. */
function goalLines({ say, numbers, language, questionnaire }: ReportFacts, node: FigureNode): readonly string[] {
  const { band, target, isReached } = goalsOf(questionnaire, node)
  const grade = band && (localised(band.label, language, questionnaire.languages) || band.code)
  const aim = target === undefined ? '' : numbers.bound(target, unitOf(node), digitsOf(questionnaire))
  return [
    ...(grade === undefined ? [] : [say('gradedAs', { grade })]),
    ...(isReached === undefined ? [] : [say(isReached ? 'targetReached' : 'targetMissed', { target: aim })]),
  ]
}

/** What a withheld figure of a release stands on is not said. */
export const countOf = ({ numbers }: ReportFacts, count: number | null): string => (count === null ? '–' : numbers.count(count))

/** Why a figure is withheld; undefined when it is there. */
export function whyNot({ say, numbers, record }: ReportFacts, node: FigureNode | undefined): string | undefined {
  if (node && node.withheld === undefined) return undefined
  if (node?.withheld === 'joint') return say('released_joint')
  return node?.withheld === 'small' ? say('small', { n: numbers.count(record.campaign.threshold) }) : say('noAnswersHere')
}

type Method = NonNullable<FigureNode['intervalMethod']>

/** The methods of the report's intervals, in the order in which it explains them; every cell asks for them. */
export function methodsIn({ results: figures, profile }: ReportFacts): readonly Method[] {
  const known = methodsOf.get(figures)
  if (known) return known
  const all = [figures.total, ...figures.blocks, ...figures.agencies].flatMap(({ nodes }) =>
    nodes.flatMap(({ intervalMethod }) => intervalMethod ?? []),
  )
  const methods = [...new Set([...all, ...profile.flatMap(({ figure }) => figure?.intervalMethod ?? [])])]
  methodsOf.set(figures, methods)
  return methods
}

const methodsOf = new WeakMap<FigureGroups, readonly Method[]>()

/** The letter by which a table points to how an interval came about. */
export function methodMark(facts: ReportFacts, method: Method | null): string {
  const place = method === null ? -1 : methodsIn(facts).indexOf(method)
  return place < 0 ? '' : String.fromCharCode(97 + place)
}

export const hasFigure = ({ headline }: ReportFacts, { nodes }: { readonly nodes: readonly FigureNode[] }): boolean =>
  (figureAt(nodes, headline.code)?.value ?? null) !== null

/** The headline, then whatever stands above single criteria in its tree. */
export function above({ headline }: ReportFacts, nodes: readonly FigureNode[]): readonly FigureNode[] {
  const head = figureAt(nodes, headline.code)
  const others = nodes.filter((node) => node !== head && node.tree === headline.tree && (node.kind === 'aspect' || node.kind === 'factor'))
  return head ? [head, ...others] : others
}

export const valued = ({ value, interval }: FigureNode): ChartRow['before'] => (value === null ? undefined : { value, interval })

/** A figure as a row of a chart; none where there is nothing to draw. */
export function chartRow(facts: ReportFacts, label: string, node: FigureNode, digits?: Digits): readonly ChartRow[] {
  const figure = shownFigures(facts.questionnaire, node, digits).value
  if (!figure || node.value === null) return []
  return [{ label, value: node.value, interval: node.interval, text: withInterval(facts, figure) }]
}

/** The same rows in as many charts as each of them needs a sheet; a single row is no chart. */
export const chartsOf = (
  facts: ReportFacts,
  caption: string,
  rows: readonly ChartRow[],
  whole: FigureNode | undefined,
): readonly ReportPart[] => onSheets(rows).map((lot) => chartOf(facts, caption, lot, whole))

/** A chart, with the figure of all its rows together as a line through them. */
function chartOf(facts: ReportFacts, caption: string, rows: readonly ChartRow[], whole: FigureNode | undefined): ReportPart {
  const { say, numbers, headline, questionnaire } = facts
  const unit = unitOf(whole ?? headline)
  const figure = whole && shownFigures(questionnaire, whole).value
  return {
    is: 'figure',
    caption,
    drawing: intervalChart(rows, {
      caption,
      end: (value) => numbers.figure(value, unit, 0),
      mean:
        figure && whole.value !== null
          ? { value: whole.value, label: `${say('reportWhole')}: ${numbers.shown(figure.shown, figure.unit)}` }
          : undefined,
    }),
  }
}

/** Blocks by name, each with its agencies by rank, then by name. */
export function inBlocks(
  facts: ReportFacts,
): readonly { readonly block: FigureGroups['blocks'][number]; readonly title: string; readonly agencies: FigureGroups['agencies'] }[] {
  const names = new Intl.Collator('vi')
  const rank = (agency: FigureGroups['agencies'][number]): number => agency.rank ?? Infinity
  return facts.results.blocks
    .map((block) => ({
      block,
      title: blockNamed(facts, block.code),
      agencies: facts.results.agencies
        .filter((agency) => agency.block === block.code)
        .toSorted((a, b) => (rank(a) === rank(b) ? names.compare(a.name, b.name) : rank(a) - rank(b))),
    }))
    .toSorted((a, b) => names.compare(a.title, b.title))
}
