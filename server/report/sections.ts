import { changeWithInterval, withInterval, changeText } from '../../client/text/figures'
import { rankText } from '../../client/text/numbers'
import type { OfficeWord } from '../../client/text/office'
import { hasRates, rateNotes, rateText, remarkOn } from '../../client/text/rates'
import type { RateBase } from '../../surveys/fielding/dossiers'
import type { PlacedOptions } from '../../surveys/figures/orders'
import { placeDigits, shownShares } from '../../surveys/figures/profile-row'
import { atConstantMixture, type Change, changeBetween, claimOf, type Mixture, type Verdict } from '../../surveys/figures/comparison'
import { poolNeeds } from '../../surveys/figures/comments'
import {
  agencyMovesSince,
  criteriaUnder,
  type Judged,
  judgedUnder,
  movesSince,
  strongestCriteria,
  sureMoves,
  uncalled,
  weakestCriteria,
} from '../../surveys/figures/findings'
import { goalsOf, publishedAs, shownFigure, shownFigures } from '../../surveys/figures/goals'
import type { FigureGroups, FigureNode } from '../../surveys/figures/row'
import { digitsOf, partDigitsOf, partsOfWhole, decimalsOf, unitOf } from '../../surveys/figures/rounding'
import { fewestADay } from '../../surveys/figures/sums'
import { askedAlone, isValidOption, unitSign } from '../../surveys/instrument/item'
import { localised } from '../../surveys/instrument/language'
import { itemsById } from '../../surveys/instrument/questionnaire'
import type { LocalText, Option } from '../../surveys/instrument/schema'
import { ownValue } from '../../surveys/instrument/spelling'
import type { SectionId } from '../../surveys/reporting/form'
import { isCarriedOver } from '../reading/workspace'
import { onSheets, type StackRow, stackChart } from './chart'
import { blockNamed, channelNamed, figureAt, nameAt, type ReportFacts } from './facts'
import { periodText } from './head'
import { type ReportPart, paragraphOf, type TableCell, type TableColumn, type TableRow, typedParts } from './parts'
import {
  above,
  chartRow,
  chartsOf,
  countOf,
  figureCells,
  figureColumns,
  hasFigure,
  inBlocks,
  methodMark,
  methodsIn,
  oneCell,
  valued,
  whyNot,
} from './cells'

/** What stands in each section under its heading; nothing where there is nothing to say. */
export const sections: Readonly<Record<SectionId, (facts: ReportFacts) => readonly ReportPart[]>> = {
  purpose,
  sample,
  results,
  agencies,
  criteria,
  change,
  weak,
  needs,
  comments,
  findings,
  causes: (facts) => written(facts, facts.texts.causes, 'reportCausesBlank'),
  recommendations: (facts) => written(facts, facts.texts.recommendations, 'reportRecommendationsBlank'),
  annexFactors,
  annexAnswers,
  annexRates,
  annexMethod,
}

type Agency = FigureGroups['agencies'][number]

/* ---- what it is for, of whom, how ---- */

function purpose(facts: ReportFacts): readonly ReportPart[] {
  const { say, numbers, record, results: figures, headline, questionnaire, language, filter } = facts
  const { campaign } = record
  const own = textOf(facts, facts.texts.purpose)
  const head = figureAt(figures.total.nodes, headline.code)
  return [
    { is: 'heading', level: 2, text: say('reportPurpose') },
    ...(own === '' ? [paragraphOf(say('reportPurposeText'))] : typedParts(own)),
    { is: 'heading', level: 2, text: say('reportScope') },
    paragraphOf(
      say(filter.agency === null ? 'reportScopeText' : 'reportScopeOne', {
        agencies: numbers.count(figures.agencies.length),
        period: periodText(facts),
        from: numbers.day(campaign.opensOn),
        to: numbers.day(campaign.closesOn),
        name: facts.standing?.name ?? '',
      }),
    ),
    { is: 'heading', level: 2, text: say('reportHow') },
    paragraphOf(
      `${say('reportHowText', {
        title: localised(questionnaire.title, language, questionnaire.languages),
        criteria: numbers.count(headline.items.length),
        kind: say(campaign.kind).toLocaleLowerCase(language),
        figure: publishedName(facts, head).toLocaleLowerCase(language),
        n: numbers.count(campaign.threshold),
      })}${campaign.kind === 'open' ? ` ${say('openWhy')}` : ''}`,
    ),
  ]
}

/** What the published figure is called: only answers about satisfaction tell how satisfied people are. */
function publishedName({ say, labels, headline }: ReportFacts, node: FigureNode | undefined): string {
  const isSatisfaction = headline.tree === 'satisfaction'
  const named = node && publishedAs(node)
  if (named === 'share') return say(isSatisfaction ? 'share' : 'shareOther')
  if (named === 'level') return say(isSatisfaction ? 'level' : 'levelOther')
  return labels.get(headline.code) ?? headline.code
}

/* ---- who answered ---- */

function sample(facts: ReportFacts): readonly ReportPart[] {
  const { say, numbers, results: figures, channels, headline, rates } = facts
  const parts: ReportPart[] = [
    paragraphOf(
      say(facts.filter.agency === null ? 'reportSampleText' : 'reportSampleOne', {
        responses: numbers.count(figures.total.responses ?? 0),
        agencies: numbers.count(figures.agencies.length),
      }),
    ),
  ]
  if (rates && hasRates(rates)) {
    const { total } = rates
    parts.push(
      paragraphOf(
        say('reportRate', {
          responses: numbers.count(total.responses),
          handled: numbers.count(total.handled),
          rate: rateText(facts, total),
        }),
      ),
    )
  }
  const known = channels.flatMap((channel) => {
    const node = figureAt(channel.nodes, headline.code)
    return node && channel.responses > 0 ? [{ ...channel, node }] : []
  })
  if (known.length > 0)
    parts.push({
      is: 'table',
      caption: say('channels'),
      named: 0,
      columns: [
        { title: say('channel'), align: 'start', weight: 2.6 },
        { title: say('responses'), align: 'end', weight: 1.4 },
        ...figureColumns(facts, headline.tree),
      ],
      rows: known.map(({ code, responses, node }) => ({
        cells: [{ text: channelNamed(facts, code) }, { text: numbers.count(responses) }, ...figureCells(facts, headline.tree, node)],
      })),
    })
  if (known.some(({ code }) => code === 'interviewer') && known.length > 1) parts.push({ is: 'note', text: say('reportAssisted') })
  return [...parts, ...profileTable(facts)]
}

/** What an option that was put in order comes to besides who put it first: who put it among the first, and its mean place with its base. */
function placesText({ say, numbers, questionnaire }: ReportFacts, order: PlacedOptions | null, at: number): string {
  const placed = order?.options[at]
  if (!order || !placed) return ''
  const digits = partDigitsOf(questionnaire)
  const among = `${say('orderAmong', { n: String(order.within) })} ${numbers.figure(placed.amongFirstShare, 'percent', digits)}`
  const mean = placed.meanPlace === null ? '–' : numbers.figure(placed.meanPlace, 'number', placeDigits)
  const parts = [...(order.within > 1 ? [among] : []), `${say('orderMean')} ${mean}`, say('baseOf', { n: numbers.count(placed.ranked) })]
  return ` (${parts.join('; ')})`
}

/** What respondents say of themselves, question by question; too few of them are no figure. */
function profileTable(facts: ReportFacts): readonly ReportPart[] {
  const { say, numbers, profile, questionnaire, language, record } = facts
  if (profile.length === 0) return []
  const asked = itemsById(questionnaire)
  const digits = partDigitsOf(questionnaire)
  const rows = profile.flatMap((profiled): readonly TableRow[] => {
    const { item, options, persons, withheld, counts, order, formula, figure } = profiled
    const about = asked.get(item)
    const title = about ? askedAlone(about, language, questionnaire.languages) : item
    const n = say('baseOf', { n: numbers.count(persons) })
    const head: TableRow = {
      look: 'group',
      cells: [{ text: `${title} (${n})${order ? ` · ${say('orderFirst')}` : ''}`, bold: true, columns: 3 }],
    }
    const why = withheld === 'no-answers' ? say('noAnswersHere') : say('small', { n: numbers.count(record.campaign.threshold) })
    if (withheld) return [head, { cells: [{ text: why, italic: true, columns: 3 }] }]
    const shown = shownFigure(figure, 'number', digitsOf(questionnaire))
    const mark = methodMark(facts, figure?.intervalMethod ?? null)
    const asides: readonly TableRow[] =
      formula && shown
        ? [
            {
              cells: [
                { text: say(`aside_${formula}`) },
                {
                  text: `${withInterval(facts, shown, about && unitSign(about.question))}${mark === '' ? '' : ` (${mark})`}`,
                  bold: true,
                  columns: 2,
                },
              ],
            },
          ]
        : []
    if (counts === null) return [head, ...asides]
    const valid = options.filter(isValidOption)
    const chosen = valid.map(({ code }) => ownValue(counts, code) ?? 0)
    const shares = shownShares(questionnaire, profiled)
    return [
      head,
      ...asides,
      ...valid.map(({ label }, place) => ({
        cells: [
          { text: `${localised(label, language, questionnaire.languages)}${placesText(facts, order, place)}` },
          { text: numbers.count(chosen[place] ?? 0) },
          { text: numbers.figure(shares[place] ?? 0, 'percent', digits) },
        ],
      })),
    ]
  })
  return [
    {
      is: 'table',
      caption: say('profile'),
      named: 0,
      columns: [
        { title: say('option'), align: 'start', weight: 5 },
        { title: say('persons'), align: 'end', weight: 1 },
        { title: say('shareOfPersons'), align: 'end', weight: 1 },
      ],
      rows,
    },
  ]
}

/* ---- the result ---- */

function results(facts: ReportFacts): readonly ReportPart[] {
  const { say, numbers, results: figures, headline, standing, beside } = facts
  const { nodes } = figures.total
  const head = figureAt(nodes, headline.code)
  const shown = above(facts, nodes)
  const parts: ReportPart[] = head ? [{ is: 'text', runs: headlineRuns(facts, head) }] : []
  if (standing && standing.rank !== null)
    parts.push({
      is: 'text',
      runs: [
        {
          text: say('reportRankOf', {
            rank: rankText(numbers, standing),
            block: blockNamed(facts, standing.block),
          }),
        },
      ],
    })
  if (beside) parts.push(besideTable(facts, shown))
  else
    parts.push({
      is: 'table',
      caption: say('reportSummary'),
      named: 0,
      columns: [{ title: say('reportFigure'), align: 'start', weight: 4 }, ...figureColumns(facts, headline.tree)],
      rows: shown.map((node) => ({
        cells: [
          { text: nameAt(facts, node.code), ...(node === head && { bold: true }) },
          ...figureCells(facts, headline.tree, node, standing?.digits),
        ],
        ...(node === head && { look: 'sum' as const }),
      })),
    })
  const rows = shown.filter((node) => node !== head).flatMap((node) => chartRow(facts, nameAt(facts, node.code), node))
  parts.push(...chartsOf(facts, say('reportChartFactors'), rows, head))
  const lacking = figures.agencies.filter((agency) => !hasFigure(facts, agency))
  if (lacking.length > 0 && facts.filter.agency === null)
    parts.push(
      paragraphOf(
        say('reportUnranked', { n: numbers.count(facts.record.campaign.threshold), names: lacking.map(({ name }) => name).join('; ') }),
      ),
    )
  return parts
}

/** "Mức độ hài lòng chung là 82,66% (…), tính trên 7.608 câu trả lời của 402 người; thấp hơn mục tiêu…": each part only where it is known. */
function headlineRuns(facts: ReportFacts, node: FigureNode): Extract<ReportPart, { is: 'text' }>['runs'] {
  const { say, numbers, questionnaire, language, standing } = facts
  const why = whyNot(facts, node)
  const name = publishedName(facts, node)
  if (why !== undefined) return [{ text: say('reportNoHeadline', { figure: name, why }) }]
  const figure = shownFigures(questionnaire, node, standing?.digits).value
  if (!figure) return []
  const { band, target, isReached } = goalsOf(questionnaire, node)
  const grade = band && (localised(band.label, language, questionnaire.languages) || band.code)
  const aim = target === undefined ? '' : numbers.bound(target, unitOf(node), digitsOf(questionnaire))
  return [
    { text: `${name} ${say('reportIs')} ` },
    { text: numbers.shown(figure.shown, figure.unit), bold: true },
    {
      text: `${figure.interval ? ` (${say('intervalOf', { range: numbers.range(figure.interval, figure.unit, figure.digits) })})` : ''}, ${say('reportStandsOn', { base: countOf(facts, node.base), persons: countOf(facts, node.persons) })}.`,
    },
    ...(grade === undefined ? [] : [{ text: ` ${say('gradedAs', { grade })}.` }]),
    ...(isReached === undefined ? [] : [{ text: ` ${say(isReached ? 'targetReached' : 'targetMissed', { target: aim })}.` }]),
  ]
}

/** An agency beside its block and everything, indicator by indicator. */
function besideTable(facts: ReportFacts, shown: readonly FigureNode[]): ReportPart {
  const { say, beside, standing, headline } = facts
  const groups = [
    { title: say('thisAgency'), nodes: shown, digits: standing?.digits },
    { title: say('wholeBlock', { block: blockNamed(facts, standing?.block ?? '') }), nodes: beside?.block?.nodes ?? [] },
    { title: say('everything'), nodes: beside?.total.nodes ?? [] },
  ]
  return {
    is: 'table',
    caption: say('beside'),
    named: 0,
    columns: [
      { title: say('indicator'), align: 'start', weight: 4 },
      ...groups.map(({ title }) => ({ title, below: say('intervalAndBase'), align: 'end' as const, weight: 2.4 })),
    ],
    rows: shown.map((node) => ({
      cells: [
        { text: nameAt(facts, node.code), ...(node.code === headline.code && { bold: true }) },
        ...groups.map(({ nodes, digits }) => oneCell(facts, figureAt(nodes, node.code), node.code === headline.code ? digits : undefined)),
      ],
      ...(node.code === headline.code && { look: 'sum' as const }),
    })),
  }
}

/* ---- by agency ---- */

function agencies(facts: ReportFacts): readonly ReportPart[] {
  const { say, headline, filter } = facts
  if (filter.agency !== null) return []
  return inBlocks(facts).flatMap(({ block, title, agencies: some }) => {
    const node = figureAt(block.nodes, headline.code)
    const rows = some.flatMap((agency) => {
      const own = figureAt(agency.nodes, headline.code)
      return own ? chartRow(facts, agency.name, own, agency.digits) : []
    })
    return [
      { is: 'heading', level: 2, text: title },
      ...chartsOf(facts, `${say('reportChartAgencies')}: ${title}`, rows, node),
      agencyTable(facts, title, some, block),
    ] satisfies readonly ReportPart[]
  })
}

function agencyTable(facts: ReportFacts, title: string, some: readonly Agency[], block: FigureGroups['blocks'][number]): ReportPart {
  const { say, numbers, headline, questionnaire } = facts
  const node = figureAt(block.nodes, headline.code)
  const mean = block.meanOfAgencies.find(({ code }) => code === headline.code)
  const columns: readonly TableColumn[] = [
    { title: say('rank'), align: 'end', weight: 1.6 },
    { title: say('agency'), align: 'start', weight: 3.4 },
    ...figureColumns(facts, headline.tree),
  ]
  const rows: readonly TableRow[] = some.map((agency) => {
    const own = figureAt(agency.nodes, headline.code)
    return { cells: [{ text: rankText(numbers, agency) }, { text: agency.name }, ...figureCells(facts, headline.tree, own, agency.digits)] }
  })
  const sums: readonly TableRow[] = [
    ...(node
      ? [
          {
            look: 'sum' as const,
            cells: [{ text: '' }, { text: say('pooledBlock'), bold: true as const }, ...figureCells(facts, headline.tree, node)],
          },
        ]
      : []),
    ...(node && mean && mean.value !== null
      ? [
          {
            look: 'sum' as const,
            cells: [
              { text: '' },
              { text: say('meanRow', { n: numbers.count(mean.agencies) }) },
              { text: numbers.figure(mean.value, unitOf(node), digitsOf(questionnaire)), bold: true as const, columns: columns.length - 2 },
            ],
          },
        ]
      : []),
  ]
  return { is: 'table', caption: `${say('reportAgencies')}: ${title}`, named: 1, columns, rows: [...rows, ...sums] }
}

/* ---- by criterion ---- */

function criteria(facts: ReportFacts): readonly ReportPart[] {
  const { say, questionnaire, language, results: figures } = facts
  const depths = depthsIn(facts)
  return questionnaire.trees.map(({ id, label }) => ({
    is: 'table',
    caption: localised(label, language, questionnaire.languages),
    named: 0,
    columns: [{ title: say('indicator'), align: 'start', weight: 4.4 }, ...figureColumns(facts, id)],
    rows: figures.total.nodes
      .filter(({ tree }) => tree === id)
      .map((node) => ({
        cells: [{ text: `${nameAt(facts, node.code)} (${node.code})` }, ...figureCells(facts, id, node)],
        depth: Math.min(depths.get(`${node.tree} ${node.code}`) ?? 0, 3),
        ...(node.kind !== 'item' && node.kind !== 'option' && { look: 'sum' as const }),
      })),
  }))
}

/** How deep each node lies in its tree, roots at 0. */
function depthsIn({ layout }: ReportFacts): ReadonlyMap<string, number> {
  const depths = new Map<string, number>()
  for (const { indicator } of layout.nodes) {
    const depth = depths.get(`${indicator.tree} ${indicator.code}`) ?? 0
    depths.set(`${indicator.tree} ${indicator.code}`, depth)
    for (const part of indicator.parts) depths.set(`${part.tree} ${part.code}`, depth + 1)
  }
  return depths
}

/* ---- since the campaign before ---- */

function change(facts: ReportFacts): readonly ReportPart[] {
  const { say, earlier, headline, results: figures, questionnaire, released } = facts
  if (released) return []
  if (!isCarriedOver(facts.filter)) return [paragraphOf(say('reportPartNotCompared'))]
  if (!earlier) return [paragraphOf(say('trendAlone'))]
  const moves = movesSince(earlier.total.nodes, figures.total.nodes, headline.tree)
  const whole = headlineChange(facts)
  const campaign = localised(earlier.record.campaign.title, facts.language)
  if (!whole || moves.moved.length === 0) return [paragraphOf(say('reportNotCompared', { campaign }))]
  const called = whole.mixture ? uncalled(moves.moved, { code: headline.code, verdict: claimed(whole) }) : moves.moved
  const rows: readonly TableRow[] = called.map(({ node, before, change: moved }) => ({
    cells: [
      { text: nameAt(facts, node.code), ...(node.kind !== 'item' && { bold: true }) },
      oneCell(facts, before),
      oneCell(facts, node),
      {
        text: changeWithInterval(facts, moved, unitOf(node), digitsOf(questionnaire)),
        ...(moved.verdict !== 'unclear' && { bold: true as const }),
      },
    ],
    ...(node.kind !== 'item' && node.kind !== 'option' && { look: 'sum' as const }),
  }))
  const chart = moves.moved
    .filter(({ node }) => node.kind === 'factor' || node.kind === 'aspect')
    .flatMap(({ node, before }) => chartRow(facts, nameAt(facts, node.code), node).map((row) => ({ ...row, before: valued(before) })))
  return [
    { is: 'text', runs: changeRuns(facts, whole, campaign) },
    ...chartsOf(facts, say('reportChartChange', { campaign }), chart, undefined),
    {
      is: 'table',
      caption: say('reportChangeTable', { campaign }),
      named: 0,
      columns: [
        { title: say('indicator'), align: 'start', weight: 4 },
        { title: say('reportBefore'), below: say('intervalAndBase'), align: 'end', weight: 2.2 },
        { title: say('reportNow'), below: say('intervalAndBase'), align: 'end', weight: 2.2 },
        { title: say('changeHead'), align: 'end', weight: 2.8 },
      ],
      rows,
    },
    { is: 'note', text: say(whole.mixture ? 'reportUnsplit' : moves.by === 'holm' ? 'reportJudgedHolm' : 'reportJudgedBh') },
  ]
}

type WholeChange = { readonly whole: Change; readonly mixture: Mixture | undefined }

/** How the headline changed, and of several agencies how much of that they make at constant mixture. */
function headlineChange({ earlier, results: figures, headline, filter }: ReportFacts): WholeChange | undefined {
  const [before, after] = [earlier && figureAt(earlier.total.nodes, headline.code), figureAt(figures.total.nodes, headline.code)]
  const whole = before && after ? changeBetween(before, after) : undefined
  if (!earlier || !whole) return undefined
  if (filter.agency !== null) return { whole, mixture: undefined }
  const weighed = (node: FigureNode | undefined) =>
    node && node.base !== null ? { value: node.value, interval: node.interval, base: node.base } : undefined
  const now = new Map(figures.agencies.map(({ code, nodes }) => [code, figureAt(nodes, headline.code)]))
  const codes = [...new Set([...now.keys(), ...earlier.agencies.keys()])]
  const pairs = codes.map((code) => ({ code, before: weighed(earlier.agencies.get(code)), after: weighed(now.get(code)) }))
  return { whole, mixture: atConstantMixture(whole, pairs) }
}

/** A rise or a fall is called one only where it is sure, and of several agencies at constant mixture too. */
const claimed = ({ whole, mixture }: WholeChange): Verdict => (mixture ? claimOf(whole, mixture) : whole.verdict)

function changeRuns(facts: ReportFacts, headline: WholeChange, campaign: string): Extract<ReportPart, { is: 'text' }>['runs'] {
  const { say, questionnaire, results: figures } = facts
  const { whole, mixture } = headline
  const node = figureAt(figures.total.nodes, facts.headline.code)
  const unit = node ? unitOf(node) : 'percent'
  const words = { higher: 'changeUp', lower: 'changeDown', unclear: 'changeUnclear' } as const
  const n = facts.numbers.apart(whole.difference, unit, digitsOf(questionnaire))
  const same = mixture?.atSame
  const told = changeText(facts, whole, unit, digitsOf(questionnaire))
  return [
    { text: `${publishedName(facts, node)} ` },
    { text: say(words[claimed(headline)], { n, campaign }), bold: true },
    { text: ` (${[told.text, told.range].filter((part) => part !== '').join('; ')}).` },
    ...(same ? [{ text: ` ${capital(say('mixtureSame'))}: ${changeWithInterval(facts, same, unit, digitsOf(questionnaire))}.` }] : []),
    ...(facts.record.campaign.kind === 'open' ? [{ text: ` ${say('reportSelfChosen')}` }] : []),
    ...(facts.isOpen ? [{ text: ` ${say('reportOpen')}` }] : []),
  ]
}

const capital = (text: string): string => text.slice(0, 1).toLocaleUpperCase() + text.slice(1)

/* ---- what is weak ---- */

const judgedIn = ({ headline, results: figures }: ReportFacts): Judged<FigureNode> => judgedUnder(headline, figures.total.nodes)

const underHeadline = ({ headline, results: figures }: ReportFacts): readonly FigureNode[] => criteriaUnder(headline, figures.total.nodes)

/** So many of the weakest and of the largest moves are named. */
const mostNamed = 5

function weak(facts: ReportFacts): readonly ReportPart[] {
  const { say, headline, filter } = facts
  const weakest = weakestCriteria(judgedIn(facts), mostNamed)
  const parts: ReportPart[] = []
  if (weakest.length > 0)
    parts.push({
      is: 'table',
      caption: say('reportWeakCriteria'),
      named: 0,
      columns: [
        { title: say('criterion'), align: 'start', weight: 5 },
        ...figureColumns(facts, headline.tree),
        { title: say('reportAgainstWhole'), align: 'start', weight: 2.4 },
      ],
      rows: weakest.map(({ node, isSure }) => ({
        cells: [
          { text: `${nameAt(facts, node.code)} (${node.code})` },
          ...figureCells(facts, headline.tree, node),
          { text: say(isSure ? 'reportSurelyWorse' : 'reportNotSurely'), ...(isSure && { bold: true as const }) },
        ],
      })),
    })
  if (filter.agency === null) parts.push(...weakAgencies(facts))
  return parts
}

function weakAgencies(facts: ReportFacts): readonly ReportPart[] {
  const { say, numbers, headline } = facts
  const rows = inBlocks(facts).flatMap(({ title, agencies: some }): readonly TableRow[] => {
    const last = lastRanked(some)
    if (last.length === 0) return []
    return [
      { look: 'group', cells: [{ text: title, bold: true, columns: 2 + figureColumns(facts, headline.tree).length }] },
      ...last.map((agency) => ({
        cells: [
          { text: rankText(numbers, agency) },
          { text: agency.name },
          ...figureCells(facts, headline.tree, figureAt(agency.nodes, headline.code), agency.digits),
        ],
      })),
    ]
  })
  if (rows.length === 0) return []
  return [
    {
      is: 'table',
      caption: say('reportWeakAgencies'),
      named: 1,
      columns: [
        { title: say('rank'), align: 'end', weight: 1.6 },
        { title: say('agency'), align: 'start', weight: 3.4 },
        ...figureColumns(facts, headline.tree),
      ],
      rows,
    },
    { is: 'note', text: say('reportRankNote') },
  ]
}

/** The agencies of the lowest ranks, the lowest first: with one all that share its rank, and never who shares the first. */
function lastRanked(some: readonly Agency[]): readonly Agency[] {
  const ranked = some.filter(({ rank }) => rank !== null)
  const least = ranked[ranked.length - Math.min(mostNamed, Math.floor(ranked.length / 2))]?.rank ?? Infinity
  return ranked.filter(({ rank }) => (rank ?? 0) >= least && (rank ?? 1) > 1).toReversed()
}

/* ---- what people wish for ---- */

function needs(facts: ReportFacts): readonly ReportPart[] {
  const { say, results: figures, questionnaire } = facts
  const nodes = figures.total.nodes.filter(
    ({ tree, kind }) => tree === 'expectation' && kind !== 'overall' && kind !== 'aspect' && kind !== 'factor',
  )
  const known = nodes.filter(({ value }) => value !== null).toSorted((one, other) => (other.value ?? 0) - (one.value ?? 0))
  if (known.length === 0) return nodes.length > 0 ? [paragraphOf(say('reportNeedsNone'))] : []
  const rows = known.flatMap((node) => chartRow(facts, nameAt(facts, node.code), node))
  const [first] = known
  const figure = first && shownFigures(questionnaire, first).value
  return [
    ...(first && figure ? [paragraphOf(say('reportNeedsText', { name: nameAt(facts, first.code), n: withInterval(facts, figure) }))] : []),
    ...chartsOf(facts, say('reportNeedsChart'), rows, undefined),
    {
      is: 'table',
      caption: say('reportNeedsTable'),
      named: 0,
      columns: [{ title: say('criterion'), align: 'start', weight: 5 }, ...figureColumns(facts, 'expectation')],
      rows: known.map((node) => ({ cells: [{ text: nameAt(facts, node.code) }, ...figureCells(facts, 'expectation', node)] })),
    },
  ]
}

/* ---- what people wrote ---- */

function comments(facts: ReportFacts): readonly ReportPart[] {
  const { say, numbers, released, questionnaire, language, record } = facts
  if (!released) return topicSummary(facts)
  const questions = itemsById(questionnaire)
  const groups = [
    ...released.agencies.map(({ name, comments: pools }) => ({ name, pools })),
    ...released.blocks.map(({ code, comments: pools }) => ({ name: blockNamed(facts, code), pools })),
    { name: say('everything'), pools: released.total.comments },
  ].flatMap(({ name, pools }) => pools.filter(({ texts }) => texts.length > 0).map((pool) => ({ name, ...pool })))
  const rule = say('releasedCommentsText', { n: numbers.count(poolNeeds(record.campaign.threshold)) })
  if (groups.length === 0) return [paragraphOf(`${say('reportCommentsNone')} ${rule}`)]
  return [
    { is: 'note', text: rule },
    ...groups.flatMap(({ name, item, texts }): readonly ReportPart[] => [
      { is: 'heading', level: 2, text: `${name}: ${localised(questions.get(item)?.text ?? {}, language, questionnaire.languages)}` },
      { is: 'points', points: texts.map((text) => [{ text, isTyped: true as const }]) },
    ]),
  ]
}

/** How many wrote, and about what; a topic that few touched is not told apart, since somebody may know who. */
function topicSummary(facts: ReportFacts): readonly ReportPart[] {
  const { say, numbers, topics, record } = facts
  const { threshold } = record.campaign
  const least = poolNeeds(threshold)
  if (!topics || topics.written === 0) return [paragraphOf(say('commentsNone'))]
  const counts = { written: numbers.count(topics.written), n: numbers.count(least) }
  const whole: readonly ReportPart[] = isOfMore(facts) ? [{ is: 'note', text: say('reportCommentsWhole') }] : []
  if (topics.texts < least) return [paragraphOf(say('commentsFew', counts)), ...whole]
  const told = [...topics.byTopic].filter(([, count]) => count >= threshold).toSorted(([, one], [, other]) => other - one)
  return [
    paragraphOf(say('reportCommentsText', { written: counts.written, texts: numbers.count(topics.texts) })),
    ...(told.length === 0
      ? []
      : [
          {
            is: 'table' as const,
            caption: say('topics'),
            named: 0,
            columns: [
              { title: say('reportTopic'), align: 'start' as const, weight: 4 },
              { title: say('reportTopicTexts'), align: 'end' as const, weight: 1 },
              { title: say('share100'), align: 'end' as const, weight: 1 },
            ],
            rows: told.map(([name, count]) => ({
              cells: [{ text: name }, { text: numbers.count(count) }, { text: numbers.figure(count / topics.texts, 'percent', 1) }],
            })),
          },
        ]),
    { is: 'note', text: say('reportTopicsNote', { n: numbers.count(threshold), texts: numbers.count(topics.texts) }) },
    ...whole,
  ]
}

/** Whether comments are told of more than the figures beside them, since they have no month and no channel. */
const isOfMore = ({ filter: { from, to, channel, service, touchpoint } }: ReportFacts): boolean =>
  [from, to, channel, service, touchpoint].some((narrowing) => narrowing !== null)

/* ---- what follows ---- */

/** Sentences that the figures bear out, then what the office adds. */
function findings(facts: ReportFacts): readonly ReportPart[] {
  const { say, headline, results: figures, earlier, questionnaire, filter } = facts
  const head = figureAt(figures.total.nodes, headline.code)
  if (!head || whyNot(facts, head) !== undefined) return written(facts, facts.texts.findings, undefined)
  const named = (node: FigureNode): string => {
    const figure = shownFigures(questionnaire, node).value
    return `${nameAt(facts, node.code)}${figure ? `: ${withInterval(facts, figure)}, ${say('baseOf', { n: countOf(facts, node.base) })}` : ''}`
  }
  const points: string[] = []
  const strongest = strongestCriteria(judgedIn(facts))
  const weakest = weakestCriteria(judgedIn(facts), mostNamed)
  if (strongest.length > 0 && strongest.length <= mostNamed) points.push(say('findingStrong', { name: strongest.map(named).join('; ') }))
  const sure = weakest.filter(({ isSure }) => isSure)
  if (sure.length > 0) points.push(say('findingWeak', { names: sure.map(({ node }) => named(node)).join('; ') }))
  else if (weakest[0]) points.push(say('findingNoneWeak', { name: named(weakest[0].node) }))
  if (earlier) points.push(...(filter.agency === null ? movedAgencies(facts, earlier) : movedCriteria(facts, earlier)))
  if (filter.agency === null) points.push(...spreadFindings(facts))
  const own = textOf(facts, facts.texts.findings)
  return [{ is: 'points', points: points.map((text) => [{ text }]) }, ...typedParts(own)]
}

type EarlierFacts = NonNullable<ReportFacts['earlier']>

/** The criteria of one agency that surely changed the most, judged with all that the comparison lists: else one report would call a change in one place and not in the other. */
function movedCriteria(facts: ReportFacts, { total }: EarlierFacts): readonly string[] {
  const { say, headline, questionnaire, results: figures } = facts
  const criteria = new Set(underHeadline(facts))
  const moved = movesSince(total.nodes, figures.total.nodes, headline.tree).moved.filter(({ node }) => criteria.has(node))
  if (moved.length === 0) return []
  const told = sureMoves(moved)
    .slice(0, mostNamed)
    .map(({ node, change: one }) => `${nameAt(facts, node.code)}: ${changeWithInterval(facts, one, unitOf(node), digitsOf(questionnaire))}`)
  return [told.length > 0 ? say('findingMoved', { names: told.join('; ') }) : say('findingNoneMoved')]
}

/** Of several agencies those that surely changed the most: the change of a criterion may be their mixture. */
function movedAgencies(facts: ReportFacts, { agencies: before }: EarlierFacts): readonly string[] {
  const { say, headline, questionnaire, results: figures } = facts
  const { moved } = agencyMovesSince(before, figures.agencies, headline.code)
  if (moved.length === 0) return []
  const told = sureMoves(moved)
    .slice(0, mostNamed)
    .map(({ node: { name }, change: one }) => `${name}: ${changeWithInterval(facts, one, unitOf(headline), digitsOf(questionnaire))}`)
  return [told.length > 0 ? say('findingMovedAgencies', { names: told.join('; ') }) : say('findingNoneMovedAgencies')]
}

/** How far the agencies of a block lie apart, and whether the last can be told from the first. */
function spreadFindings(facts: ReportFacts): readonly string[] {
  const { say, numbers, headline, questionnaire } = facts
  return inBlocks(facts).flatMap(({ title, agencies: some }) => {
    const ranked = some.filter(({ rank }) => rank !== null)
    const [first, last] = [ranked[0], ranked.at(-1)]
    if (!first || !last || first.rank === last.rank) return []
    const told = (agency: Agency): string => {
      const node = figureAt(agency.nodes, headline.code)
      const figure = node && shownFigures(questionnaire, node, agency.digits).value
      return `${agency.name}: ${figure ? withInterval(facts, figure) : '–'}, ${say('baseOf', { n: countOf(facts, node?.base ?? null) })}, ${say('rank').toLocaleLowerCase(facts.language)} ${rankText(numbers, agency)}`
    }
    const isApart = first.rankInterval && last.rankInterval ? first.rankInterval[1] < last.rankInterval[0] : false
    return [say(isApart ? 'findingApart' : 'findingNotApart', { block: title, first: told(first), last: told(last) })]
  })
}

/** What the office wrote, or that it still has to. */
function written(facts: ReportFacts, text: LocalText, blank: OfficeWord | undefined): readonly ReportPart[] {
  const own = textOf(facts, text)
  if (own !== '') return typedParts(own)
  return blank === undefined ? [] : [{ is: 'blank', text: facts.say(blank) }]
}

const textOf = ({ language }: ReportFacts, text: LocalText): string => localised(text, language).trim()

/* ---- annexes ---- */

/** So many factors stand beside each other on a sheet of A4. */
const factorsAtMost = 6

function annexFactors(facts: ReportFacts): readonly ReportPart[] {
  const { say, results: figures, headline, filter } = facts
  const factors = figures.total.nodes.filter(({ tree, kind }) => tree === headline.tree && (kind === 'factor' || kind === 'aspect'))
  if (factors.length === 0 || (filter.agency !== null && facts.beside)) return []
  const lots = Array.from({ length: Math.ceil(factors.length / factorsAtMost) }, (_, at) =>
    factors.slice(at * factorsAtMost, (at + 1) * factorsAtMost),
  )
  return [
    ...lots.map((columns): ReportPart => ({
      is: 'table',
      caption: `${say('reportFactors')} (${[columns[0]?.code, columns.at(-1)?.code].join(' – ')})`,
      named: 0,
      columns: [
        { title: say('agency'), align: 'start', weight: 3 },
        ...columns.map(({ code }) => ({ title: nameAt(facts, code), below: say('baseNote'), align: 'end' as const, weight: 1.5 })),
      ],
      rows: inBlocks(facts).flatMap(({ title, agencies: some }) => [
        { look: 'group' as const, cells: [{ text: title, bold: true as const, columns: columns.length + 1 }] },
        ...some.map((agency) => ({ cells: [{ text: agency.name }, ...factorCells(facts, columns, agency)] })),
      ]),
    })),
    { is: 'note', text: say('reportCells') },
  ]
}

function factorCells(facts: ReportFacts, columns: readonly FigureNode[], agency: Agency): readonly TableCell[] {
  const nodes = columns.map(({ code }) => figureAt(agency.nodes, code))
  const reasons = new Set(nodes.map((node) => whyNot(facts, node)))
  const [only] = reasons
  if (reasons.size === 1 && only !== undefined) return [{ text: only, italic: true, columns: columns.length }]
  return nodes.map((node): TableCell => {
    const figure = node && shownFigures(facts.questionnaire, node).value
    if (!figure) return { text: whyNot(facts, node) ?? '–', italic: true }
    return { text: facts.numbers.shown(figure.shown, figure.unit), below: [facts.say('baseOf', { n: countOf(facts, node.base) })] }
  })
}

/** How often each option was chosen, criterion by criterion, one table a scale. */
function annexAnswers(facts: ReportFacts): readonly ReportPart[] {
  const { say, questionnaire, language, numbers } = facts
  const name = ({ label }: Option): string => localised(label, language, questionnaire.languages)
  const parts = questionnaire.trees.flatMap(({ id, label }) =>
    scalesIn(facts, id).flatMap(({ options, isOne, nodes }, place): readonly ReportPart[] => {
      const inOrder = [...options.filter(isValidOption), ...options.filter((option) => !isValidOption(option))]
      const title = `${localised(label, language, questionnaire.languages)}${place === 0 ? '' : ` (${place + 1})`}`
      const stacks = isOne ? nodes.flatMap((node) => stackRow(facts, node, options)) : []
      return [
        ...onSheets(stacks).map((lot): ReportPart => {
          const caption = `${say('distribution')}: ${title}`
          return { is: 'figure', caption, drawing: stackChart(lot, { caption, legend: options.filter(isValidOption).map(name) }) }
        }),
        inOrder.length > optionsAtMost
          ? optionsDown(facts, `${say('distribution')}: ${title}`, nodes, inOrder)
          : {
              is: 'table',
              caption: `${say('distribution')}: ${title}`,
              named: 0,
              columns: [
                { title: say('criterion'), align: 'start', weight: 4 },
                ...inOrder.map((option) => ({
                  title: name(option),
                  ...(!isValidOption(option) && { below: `(${say('outside')})` }),
                  align: 'end' as const,
                  weight: 1.2,
                })),
                { title: say('base'), align: 'end', weight: 1.1 },
              ],
              rows: nodes.map((node) => ({
                cells: [
                  { text: nameAt(facts, node.code) },
                  ...(node.counts
                    ? inOrder.map(({ code }) => ({ text: numbers.count(ownValue(node.counts ?? {}, code) ?? 0) }))
                    : [{ text: whyNot(facts, node) ?? '–', italic: true as const, columns: inOrder.length }]),
                  { text: countOf(facts, node.base) },
                ],
              })),
            },
      ]
    }),
  )
  return parts.length === 0 ? [] : [{ is: 'note', text: say('missing') }, ...parts]
}

/** So many options stand beside each other on a sheet of A4; more stand below each other, criterion by criterion. */
const optionsAtMost = 9

function optionsDown(facts: ReportFacts, caption: string, nodes: readonly FigureNode[], options: readonly Option[]): ReportPart {
  const { say, numbers, questionnaire, language } = facts
  return {
    is: 'table',
    caption,
    named: 0,
    columns: [
      { title: say('option'), align: 'start', weight: 5 },
      { title: say('base'), align: 'end', weight: 1 },
    ],
    rows: nodes.flatMap((node): readonly TableRow[] => [
      {
        look: 'group',
        cells: [{ text: `${nameAt(facts, node.code)} (${say('baseOf', { n: countOf(facts, node.base) })})`, bold: true, columns: 2 }],
      },
      ...(node.counts
        ? options.map((option) => ({
            cells: [
              {
                text: `${localised(option.label, language, questionnaire.languages)}${isValidOption(option) ? '' : ` (${say('outside')})`}`,
              },
              { text: numbers.count(ownValue(node.counts ?? {}, option.code) ?? 0) },
            ],
          }))
        : [{ cells: [{ text: whyNot(facts, node) ?? '–', italic: true as const, columns: 2 }] }]),
    ]),
  }
}

type ScaleOf = { readonly options: readonly Option[]; readonly isOne: boolean; readonly nodes: FigureNode[] }

/** The closed criteria of a tree by the scale on which they are answered, in the order of the tree. */
function scalesIn({ layout, results: figures }: ReportFacts, tree: string): readonly ScaleOf[] {
  const found = new Map<readonly Option[], ScaleOf>()
  for (const [place, { indicator }] of layout.nodes.entries()) {
    const item = layout.items[indicator.asked[0] ?? -1]
    const node = figures.total.nodes[place]
    if (!node || !item || indicator.kind !== 'item' || indicator.tree !== tree || item.answer === 'number') continue
    const scale = found.get(item.options) ?? { options: item.options, isOne: item.answer === 'one', nodes: [] }
    scale.nodes.push(node)
    found.set(item.options, scale)
  }
  return [...found.values()]
}

function stackRow(facts: ReportFacts, { code, counts, base }: FigureNode, options: readonly Option[]): readonly StackRow[] {
  if (!counts || base === null || base <= 0) return []
  const digits = partDigitsOf(facts.questionnaire)
  const chosen = options.filter(isValidOption).map((option) => ownValue(counts, option.code) ?? 0)
  const shares = partsOfWhole(chosen, decimalsOf('percent', digits))
  const text = facts.say('baseOf', { n: facts.numbers.count(base) })
  return [{ label: nameAt(facts, code), parts: shares, text }]
}

function annexRates(facts: ReportFacts): readonly ReportPart[] {
  const { say, rates, record, language, numbers } = facts
  if (!rates || !hasRates(rates)) return []
  const names = new Map(record.measured.map(({ agency }) => [agency.code, localised(agency.name, language)]))
  const cells = (of: RateBase): readonly TableCell[] => [
    { text: numbers.count(of.responses) },
    { text: numbers.count(of.handled) },
    { text: rateText(facts, of) },
  ]
  const sums = rates.agencies.length > 1 ? [...rates.blocks, rates.total] : []
  return [
    paragraphOf(`${say('rateText')} ${rateNotes(facts, rates).join(' ')}`),
    {
      is: 'table',
      caption: say('rateTitle'),
      named: 0,
      columns: [
        { title: say('agency'), align: 'start', weight: 3.4 },
        { title: say('responses'), align: 'end', weight: 1.2 },
        { title: say('rateHandled'), align: 'end', weight: 1.4 },
        { title: say('rateRate'), align: 'end', weight: 1.4 },
        { title: say('rateRemark'), align: 'start', weight: 3.6 },
      ],
      rows: [
        ...rates.agencies.map((one) => ({
          cells: [{ text: names.get(one.code) ?? one.code }, ...cells(one), { text: remarkOn(facts, one) }],
        })),
        ...sums.map((one) => ({
          look: 'sum' as const,
          cells: [
            { text: one.code === '' ? say('everything') : blockNamed(facts, one.code), bold: true as const },
            ...cells(one),
            { text: one.agencies < one.of ? say('rateOf', { n: numbers.count(one.agencies), all: numbers.count(one.of) }) : '' },
          ],
        })),
      ],
    },
  ]
}

/** How the figures came about, and what the words mean. */
function annexMethod(facts: ReportFacts): readonly ReportPart[] {
  const { say, numbers, language, questionnaire, record, results: figures, released, hash, today } = facts
  const { campaign } = record
  const { nodes } = figures.total
  const methods = methodsIn(facts)
  const values = {
    title: localised(questionnaire.title, language, questionnaire.languages),
    id: questionnaire.id,
    version: String(questionnaire.version),
    hash: hash.slice(0, 16),
  }
  const lines = [
    say('reportVersion', values),
    say('reportMade', { day: numbers.day(today) }),
    ...(released ? releasedLines(facts) : []),
    ...nodes.map(({ formula }) => say(`formula_${formula}`)),
    ...nodes.flatMap(({ rollUp }) => (rollUp ? say(`rollUp_${rollUp}`) : [])),
    ...methods.map((method) => `(${methodMark(facts, method)}) ${say(`method_${method}`)}`),
    ...(methods.some((method) => !method.endsWith('-bound')) ? [say('daysRule', { n: numbers.count(fewestADay) })] : []),
    say('rounding'),
    say('missing'),
    say('smallWhy', { n: numbers.count(campaign.threshold) }),
    say('totalsWhy'),
    ...(campaign.kind === 'open' ? [say('openWhy')] : []),
    ...terms.map((term) => say(released && term === 'termPersons' ? 'termPersonsReleased' : term)),
    ...(nodes.some(({ tree }) => tree !== 'satisfaction') ? [say('termShareOther')] : []),
  ]
  return [{ is: 'points', points: [...new Set(lines)].map((text) => [{ text }]) }]
}

const terms = ['termBase', 'termPersons', 'termShare', 'termLevel', 'termInterval'] as const

/** By what rule figures were released, and what is left out. */
function releasedLines({ say, numbers, record, released, results: figures }: ReportFacts): readonly string[] {
  if (!released) return []
  const waiting = released.total.waiting
  const without = [
    ...new Set(figures.total.nodes.flatMap((node) => ('without' in node && node.withheld === undefined ? node.without : []))),
  ]
  return [
    say('releasedText', { n: numbers.count(record.campaign.threshold) }),
    ...(waiting > 0 ? [say(released.settled ? 'releasedKept' : 'releasedWaiting', { n: numbers.count(waiting) })] : []),
    ...(without.length > 0 ? [`${say('releasedWithout')}: ${without.join(', ')}.`] : []),
    say('releasedCommentsText', { n: numbers.count(poolNeeds(record.campaign.threshold)) }),
  ]
}
