import { axisAround } from '../../../surveys/figures/axis'
import { shownFigures } from '../../../surveys/figures/goals'
import type { NodeResult, PartResult } from '../../../surveys/figures/results'
import { unitOf } from '../../../surveys/figures/rounding'
import { shortName } from '../../../surveys/instrument/short-names'
import type { Reader } from '../frame/reader'
import { Region } from '../frame/shell'
import { FigureCell } from './cells'
import { AxisMarks, DrawnInterval } from './drawn-interval'
import { figureAddress } from './filter'
import { headlineParts, labelOf, nodeOf, type ResultsView } from './view'

type PartsTableProps = {
  readonly reader: Reader
  readonly view: ResultsView
  readonly label: string
  /** What the rows are, such as months. */
  readonly first: string
  readonly parts: readonly PartResult[]
  readonly nameOf: (code: string) => string
  /** What a filter would have to say for a row's figures. */
  readonly scopeOf: (code: string) => Readonly<Record<string, string>>
}

/** The same responses cut otherwise: the headline with its interval drawn on one axis, and what stands right below it. */
export function PartsTable({ reader, view, label, first, parts, nameOf, scopeOf }: PartsTableProps) {
  const { say, numbers, language } = reader
  const columns = headlineParts(view)
  const heads = parts.flatMap(({ nodes }) => nodeOf(nodes, view.headline.code) ?? [])
  const unit = unitOf(view.headline)
  const axis = axisAround(
    heads.flatMap(({ value, interval }) => interval ?? value ?? []),
    unit === 'percent' ? [0, 1] : undefined,
  )
  return (
    <div class={columns.length <= mostFitting ? 'fits' : undefined}>
      <Region label={label}>
        <table class="stacked parted">
          <thead>
            <tr>
              <th scope="col" class="name">
                {first}
              </th>
              <th scope="col" class="n">
                {say('responses')}
              </th>
              <th scope="col" class="f">
                {say('overall')}
                <small>{say('interval')}</small>
              </th>
              <th scope="col" class="plot">
                <span class="unseen">{say('interval')}</span>
                <AxisMarks {...{ axis, numbers, unit }} />
              </th>
              {columns.map((code) => (
                <th key={code} scope="col" class="f">
                  {code.length <= 4 && <b>{code} </b>}
                  <span title={labelOf(view, code)}>{shortName(labelOf(view, code), language)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {parts.map(({ code, responses, nodes }) => {
              const head = nodeOf(nodes, view.headline.code)
              return (
                <tr key={code}>
                  <th scope="row" class="name">
                    {nameOf(code)}
                  </th>
                  <td class="n" data-says={say('responses')}>
                    {numbers.count(responses)}
                  </td>
                  {isSilent(nodes, [view.headline.code, ...columns]) ? (
                    <td class="silent" colSpan={columns.length + 2}>
                      <span>{whySilent(reader, view, head, responses)}</span>
                    </td>
                  ) : (
                    <>
                      <Cell {...{ reader, view }} node={head} href={figureAddress(view, view.headline.code, scopeOf(code))} />
                      <td class="plot">{head && <DrawnInterval {...{ axis }} figure={head} />}</td>
                      {columns.map((column) => (
                        <Cell
                          key={column}
                          {...{ reader, view }}
                          node={nodeOf(nodes, column)}
                          says={shortName(labelOf(view, column), language)}
                          href={figureAddress(view, column, scopeOf(code))}
                        />
                      ))}
                    </>
                  )}
                </tr>
              )
            })}
          </tbody>
        </table>
      </Region>
    </div>
  )
}

/** So many factors find room beside the headline on a wide screen. */
const mostFitting = 6

type CellProps = Pick<PartsTableProps, 'reader' | 'view'> & {
  readonly node: NodeResult | undefined
  readonly href: string
  readonly says?: string | undefined
}

const Cell = ({ reader, view, node, href, says }: CellProps) => (
  <FigureCell
    {...{ reader, href, says }}
    figure={node ? shownFigures(view.questionnaire, node).value : null}
    on={node && { base: node.base, persons: null }}
    isPublished
  />
)

const isSilent = (nodes: readonly NodeResult[], codes: readonly string[]): boolean =>
  codes.every((code) => (nodeOf(nodes, code)?.value ?? null) === null)

function whySilent({ say, numbers }: Reader, { record }: ResultsView, node: NodeResult | undefined, responses: number): string {
  if (node?.withheld === 'small') return say('small', { n: numbers.count(record.campaign.threshold) })
  return say(responses > 0 ? 'noAnswersCount' : 'noAnswers')
}
