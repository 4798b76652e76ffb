import { publishedAs, shownFigures } from '../../../surveys/figures/goals'
import type { NodeResult } from '../../../surveys/figures/results'
import { digitsOf, unitOf } from '../../../surveys/figures/rounding'
import { localised } from '../../../surveys/instrument/language'
import type { IndicatorTree } from '../../../surveys/instrument/schema'
import type { Reader } from '../frame/reader'
import { Region } from '../frame/shell'
import { BaseUnder, FigureCell, FigureCells, FigureHeads } from './cells'
import { depthsOf, nodeKey } from './criteria'
import { figureAddress } from './filter'
import { labelOf, type ResultsView } from './view'

type Props = { readonly reader: Reader; readonly view: ResultsView }

/** Every node of every tree with all that a figure needs to be defended. */
export const Trees = ({ reader, view }: Props) => (
  <section class="card" id="indicators">
    <h2>{reader.say('indicators')}</h2>
    {view.questionnaire.trees.map((tree) => (
      <TreeTable key={tree.id} {...{ reader, view, tree }} />
    ))}
  </section>
)

type TreeProps = Props & { readonly tree: IndicatorTree }
type RowProps = Props & { readonly node: NodeResult; readonly depth: number; readonly hasOwnValues: boolean }

function TreeTable({ reader, view, tree }: TreeProps) {
  const { say } = reader
  const title = localised(tree.label, reader.language)
  const nodes = view.results.total.nodes.filter((node) => node.tree === tree.id)
  const depths = depthsOf(view.layout)
  // Share and level stand there anyway; what is published otherwise needs a column of its own.
  const hasOwnValues = nodes.some((node) => publishedAs(node) === undefined)
  return (
    <>
      <h3>{title}</h3>
      <Region label={`${say('indicators')}: ${title}`}>
        <table class="figures counted tree">
          <thead>
            <Head {...{ reader, hasOwnValues }} tree={tree.id} />
          </thead>
          <tbody>
            {nodes.map((node, place) => [
              startsQuestion(view, node, nodes[place - 1]) && (
                <tr key={`question ${node.code}`} class="group">
                  <th scope="rowgroup" colSpan={hasOwnValues ? 7 : 6}>
                    <span>{labelOf(view, questionOf(view, node))}</span>
                  </th>
                </tr>
              ),
              <Row
                key={node.code}
                {...{ reader, view, node, hasOwnValues }}
                depth={node.kind === 'option' ? 1 : (depths.get(nodeKey(node)) ?? 0)}
              />,
            ])}
          </tbody>
        </table>
      </Region>
    </>
  )
}

const Head = ({
  reader,
  tree,
  hasOwnValues,
}: {
  readonly reader: Reader
  readonly tree: IndicatorTree['id']
  readonly hasOwnValues: boolean
}) => (
  <tr>
    <th scope="col" class="name">
      {reader.say('indicator')}
    </th>
    <th scope="col" class="n">
      {reader.say('persons')}
    </th>
    <th scope="col" class="n">
      {reader.say('base')}
    </th>
    {hasOwnValues && (
      <th scope="col" class="f">
        {reader.say('value')}
        <small>{reader.say('interval')}</small>
        <small class="on">{reader.say('baseNote')}</small>
      </th>
    )}
    <FigureHeads {...{ reader, tree }} />
    <th scope="col" class="f">
      {reader.say('meanOfAgencies')}
    </th>
  </tr>
)

/** The question that an option answers, which no node above it names. */
function questionOf({ layout }: ResultsView, node: NodeResult): string {
  const place = layout.nodes.find(({ indicator }) => nodeKey(indicator) === nodeKey(node))?.indicator.asked[0]
  return layout.items[place ?? -1]?.id ?? node.code
}

const startsQuestion = (view: ResultsView, node: NodeResult, before: NodeResult | undefined): boolean =>
  node.kind === 'option' && (before?.kind !== 'option' || questionOf(view, before) !== questionOf(view, node))

const Row = ({ reader, view, node, depth, hasOwnValues }: RowProps) => (
  <tr class={node.kind === 'item' || node.kind === 'option' ? undefined : 'sum'}>
    <th scope="row" class={`name d${Math.min(depth, 4)}`}>
      {labelOf(view, node.code)}
      <small>{node.code}</small>
    </th>
    <td class="n">{reader.numbers.count(node.persons)}</td>
    <td class="n">{reader.numbers.count(node.base)}</td>
    {node.withheld === undefined ? (
      <>
        {hasOwnValues &&
          (publishedAs(node) === undefined ? (
            <FigureCell
              reader={reader}
              figure={shownFigures(view.questionnaire, node).value}
              on={node}
              isPublished
              href={figureAddress(view, node.code)}
            />
          ) : (
            <td class="f out">–</td>
          ))}
        <FigureCells {...{ reader, node }} questionnaire={view.questionnaire} href={figureAddress(view, node.code)} />
      </>
    ) : (
      <td class="silent" colSpan={hasOwnValues ? 3 : 2}>
        <span>
          {node.withheld === 'small'
            ? reader.say('small', { n: reader.numbers.count(view.record.campaign.threshold) })
            : reader.say('noAnswersHere')}
        </span>
        <BaseUnder {...{ reader }} on={node} />
      </td>
    )}
    <Mean {...{ reader, view, node }} />
  </tr>
)

function Mean({ reader: { say, numbers }, view, node }: Props & { readonly node: NodeResult }) {
  const { nodes, meanOfAgencies } = view.results.total
  const mean = meanOfAgencies[nodes.indexOf(node)]
  if (!mean || mean.value === null) return <td class="f out">–</td>
  return (
    <td class="f">
      {numbers.figure(mean.value, unitOf(node), digitsOf(view.questionnaire))}
      <small>{say('meanCount', { n: numbers.count(mean.agencies) })}</small>
    </td>
  )
}
