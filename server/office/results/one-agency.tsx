import { shownFigures } from '../../../surveys/figures/goals'
import type { NodeResult } from '../../../surveys/figures/results'
import type { Digits } from '../../../surveys/figures/rounding'
import { blockName, type Reader } from '../frame/reader'
import { ColumnHeads, Region } from '../frame/shell'
import { FigureCell } from './cells'
import { figureAddress } from './filter'
import { labelOf, nodeOf, type ResultsView } from './view'

type BesideProps = { readonly reader: Reader; readonly view: ResultsView }

/** An agency's figures beside those of its block and of everything. */
export function Beside({ reader, view }: BesideProps) {
  const { say } = reader
  const { beside, standing, results } = view
  if (!beside || !standing) return null
  const block = beside.block?.nodes ?? []
  return (
    <section class="card" id="beside">
      <h2>{say('beside')}</h2>
      <p class="note">{say('besideText')}</p>
      <Region label={say('beside')}>
        <table class="figures beside">
          <ColumnHeads
            columns={[
              { title: say('indicator'), look: 'name' },
              { title: say('thisAgency'), under: say('interval'), note: say('baseNote'), look: 'f' },
              {
                title: say('wholeBlock', { block: blockName(reader, standing.block) }),
                under: say('interval'),
                note: say('baseNote'),
                look: 'f',
              },
              { title: say('everything'), under: say('interval'), note: say('baseNote'), look: 'f' },
            ]}
          />
          <tbody>
            {results.total.nodes
              .filter(({ tree, kind }) => tree === view.headline.tree && kind !== 'item' && kind !== 'option')
              .map((node) => (
                <tr key={node.code} class={node.code === view.headline.code ? 'sum' : undefined}>
                  <th scope="row" class="name">
                    {labelOf(view, node.code)}
                  </th>
                  <Cell
                    {...{ reader, view, node }}
                    digits={node.code === view.headline.code ? standing.digits : undefined}
                    href={figureAddress(view, node.code)}
                  />
                  <Cell
                    {...{ reader, view }}
                    node={nodeOf(block, node.code)}
                    href={figureAddress(view, node.code, { agency: null, block: standing.block })}
                  />
                  <Cell
                    {...{ reader, view }}
                    node={nodeOf(beside.total.nodes, node.code)}
                    href={figureAddress(view, node.code, { agency: null, block: null })}
                  />
                </tr>
              ))}
          </tbody>
        </table>
      </Region>
    </section>
  )
}

type CellProps = BesideProps & { readonly node: NodeResult | undefined; readonly digits?: Digits | undefined; readonly href: string }

const Cell = ({ reader, view, node, digits, href }: CellProps) => (
  <FigureCell {...{ reader, href }} figure={node ? shownFigures(view.questionnaire, node, digits).value : null} on={node} isPublished />
)

/** So many are read at once; the rest opens. */
const shownAtOnce = 30

/** The texts of a pool, those behind the first opened at will. */
export function PoolTexts({ reader: { say, numbers }, texts }: { readonly reader: Reader; readonly texts: readonly string[] }) {
  const [first, rest] = [texts.slice(0, shownAtOnce), texts.slice(shownAtOnce)]
  return (
    <>
      <Texts texts={first} />
      {rest.length > 0 && (
        <details class="more">
          <summary>{say('commentsMore', { n: numbers.count(rest.length) })}</summary>
          <Texts texts={rest} />
        </details>
      )}
    </>
  )
}

const Texts = ({ texts }: { readonly texts: readonly string[] }) =>
  texts.length === 0 ? null : (
    <ul class="comments">
      {texts.map((text, place) => (
        <li key={place}>{text}</li>
      ))}
    </ul>
  )
