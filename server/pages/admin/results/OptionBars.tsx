import type { NodeResult } from '../../../../surveys/results'
import { FigureCell } from '../FigureCells'
import { labelOf, type ResultsView } from '../load'
import { isShown } from '../numbers'
import type { Reader } from '../reader'
import { Region } from '../Region'
import { figureAddress } from './addresses'

type Props = { readonly reader: Reader; readonly view: ResultsView; readonly options: readonly NodeResult[]; readonly label: string }

/** The options of one question in its order, each with a bar of the persons who chose it. */
export const OptionBars = ({ reader, view, options, label }: Props) => (
  <Region label={label}>
    <table class="options">
      <thead>
        <tr>
          <th scope="col" class="name">{reader.say('option')}</th>
          <th scope="col" class="f">{reader.say('shareOfPersons')}<small>{reader.say('interval')}</small></th>
          <th scope="col" class="bar"><span class="unseen">{reader.say('shareOfPersons')}</span></th>
          <th scope="col" class="n">{reader.say('persons')}</th>
        </tr>
      </thead>
      <tbody>
        {options.map((node) => (
          <tr key={node.code}>
            <th scope="row" class="name">{labelOf(view, node.code)}</th>
            <FigureCell reader={reader} figure={node} unit="percent" isPublished href={figureAddress(view, node.code)} />
            <td class="bar">{isShown(node) && <Bar share={node.value} />}</td>
            <td class="n">{reader.numbers.count(node.persons)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Region>
)

const Bar = ({ share }: { readonly share: number }) => (
  <svg class="stack" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">
    <rect class="trough" width="100" height="16" />
    <rect class="q4" width={Math.round(share * 10_000) / 100} height="16" />
  </svg>
)
