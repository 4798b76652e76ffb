import { driversOf, isTied } from '../../../surveys/figures/drivers'
import { shownFigures } from '../../../surveys/figures/goals'
import { gainOf } from '../../../surveys/figures/merit'
import type { NodeResult } from '../../../surveys/figures/results'
import { isShown } from '../../../client/text/numbers'
import type { Reader } from '../frame/reader'
import { Region } from '../frame/shell'
import { baseOf, FigureCell } from './cells'
import { ShareBar } from './distribution'
import { figureAddress } from './filter'
import { RatingsNote, ratingsNeeded } from './ratings'
import { labelOf, nodeOf, type ResultsView } from './view'

type Props = { readonly reader: Reader; readonly view: ResultsView }
type Driven = { readonly node: NodeResult & { readonly value: number }; readonly importance: number; readonly persons: number }

/** Which criteria go most closely with being satisfied otherwise, beside how they fare: what is important and weak stands out. */
export function Drivers({ reader, view }: Props) {
  const { say, numbers } = reader
  const threshold = ratingsNeeded(view)
  const all = drivenIn(view).sort((a, b) => b.importance - a.importance)
  const middle = all[Math.floor((all.length - 1) / 2)]?.importance ?? 0
  const mean = all.reduce((sum, { node }) => sum + node.value, 0) / all.length
  return (
    <section class="card" id="drivers">
      <h2>{say('drivers')}</h2>
      <p class="note">
        {all.length < fewest ? say('driversNone', { n: numbers.count(threshold) }) : say('driversText')}{' '}
        <RatingsNote {...{ reader, view }} />
      </p>
      {all.length >= fewest && (
        <Region label={say('drivers')}>
          <table class="figures options driven">
            <thead>
              <tr>
                <th scope="col" class="name">
                  {say('criterion')}
                </th>
                <th scope="col" class="n">
                  {say('importance')}
                </th>
                <th scope="col" class="bar">
                  <span class="unseen">{say('importance')}</span>
                </th>
                <th scope="col" class="f">
                  {say('value')}
                  <small>{say('interval')}</small>
                </th>
                <th scope="col">{say('reading')}</th>
              </tr>
            </thead>
            <tbody>
              {all.map(({ node, importance, persons }) => (
                <tr key={node.code}>
                  <th scope="row" class="name">
                    {labelOf(view, node.code)}
                  </th>
                  <td class="n">
                    {numbers.figure(importance, 'number', 2)}
                    <small>{baseOf(reader, { base: persons, persons: null })}</small>
                  </td>
                  <td class="bar">
                    <ShareBar share={Math.max(0, importance)} />
                  </td>
                  <FigureCell
                    reader={reader}
                    figure={shownFigures(view.questionnaire, node).value}
                    on={node}
                    isPublished
                    href={figureAddress(view, node.code)}
                  />
                  <td>
                    {reading(
                      reader,
                      isTied({ importance, persons }) && (importance >= middle ? 'strong' : 'weak'),
                      gainOf(node.value - mean, view.headline.direction) < 0,
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Region>
      )}
    </section>
  )
}

/** Of two criteria each is all the rest of the other. */
const fewest = 3

function reading({ say }: Reader, tie: 'strong' | 'weak' | false, isBelow: boolean) {
  if (!tie) return say(isBelow ? 'driver_untiedBelow' : 'driver_untied')
  if (tie === 'strong' && isBelow) return <b>▼ {say('driver_first')}</b>
  return say(tie === 'strong' ? 'driver_keep' : isBelow ? 'driver_later' : 'driver_else')
}

const drivenIn = ({ whole, layout, headline, record, ratingsAPerson, results }: ResultsView): Driven[] =>
  (whole ? driversOf(layout, whole, headline, ratingsNeeded({ record, ratingsAPerson })) : []).flatMap(({ code, importance, persons }) => {
    const node = nodeOf(
      results.total.nodes.filter(({ tree }) => tree === headline.tree),
      code,
    )
    return importance !== null && isShown(node) ? [{ node, importance, persons }] : []
  })
