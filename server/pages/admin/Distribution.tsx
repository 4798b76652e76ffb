import { isValidOption } from '../../../surveys/questionnaire'
import { localised } from '../../../surveys/language'
import type { Option } from '../../../surveys/schema'
import { type Criterion, type Scaled, scalesOf, tonesOf } from './criteria'
import { FigureCells, FigureHeads } from './FigureCells'
import { labelOf, type ResultsView } from './load'
import type { Reader } from './reader'
import { Region } from './Region'
import { figureAddress } from './results/addresses'
import { Stack } from './Stack'
import { ownValue } from '../../../surveys/name-patterns'

type Props = { readonly reader: Reader; readonly view: ResultsView }

/** How the answers to every criterion of the headline's tree fall on its scale: the bar, its counts, and the figures that follow. */
export function Distribution({ reader, view }: Props) {
  const scales = scalesOf(view.layout, view.results.total.nodes, view.headline.tree)
  return (
    <section class="card" id="distribution">
      <h2>{reader.say('distribution')}</h2>
      <p class="note">{reader.say('distributionText')} {reader.say('missing')}</p>
      {scales.map((scale, place) => <ScaleTable key={place} {...{ reader, view, scale }} label={`${reader.say('distribution')} ${place + 1}`} />)}
    </section>
  )
}

type TableProps = Props & { readonly scale: Scaled }

/** Criteria that are answered alike, as one table. */
export function ScaleTable({ reader, view, scale, label }: TableProps & { readonly label: string }) {
  const groups = groupsOf(scale)
  const width = scale.options.length + (scale.answer === 'many' ? 4 : 5)
  return (
    <Region label={label}>
      <table class="spread">
        <thead><Head {...{ reader, view, scale }} /></thead>
        {groups.map(({ parent, criteria }) => (
          <tbody key={parent}>
            {parent !== undefined && groups.length > 1 && <tr class="group"><th scope="rowgroup" colSpan={width}><span>{labelOf(view, parent)}</span></th></tr>}
            {criteria.map((criterion) => <Row key={criterion.node.code} {...{ reader, view, scale, criterion }} />)}
          </tbody>
        ))}
      </table>
    </Region>
  )
}

function Head({ reader, view, scale }: TableProps) {
  const { say, language } = reader
  const tones = tonesOf(scale.options)
  const name = ({ label }: Option) => localised(label, language, view.questionnaire.languages)
  return (
    <tr>
      <th scope="col" class="name">{say('criterion')}</th>
      {scale.answer === 'one' && <th scope="col" class="bar">{say('answers')}</th>}
      {inOrder(scale.options).map((option) => (
        <th key={option.code} scope="col" class="c">
          {tones.has(option.code) && scale.answer === 'one' && <svg class="swatch" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true"><rect class={tones.get(option.code)} width="10" height="10" /></svg>}
          {name(option)}
          {!isValidOption(option) && <small>({say('outside')})</small>}
        </th>
      ))}
      <th scope="col" class="n">{say('base')}</th>
      <FigureHeads {...{ reader }} tree={scale.tree} />
    </tr>
  )
}

function Row({ reader, view, scale, criterion: { node } }: TableProps & { readonly criterion: Criterion }) {
  const { say, numbers } = reader
  const { counts, base, withheld } = node
  const name = <th scope="row" class="name">{labelOf(view, node.code)}</th>
  if (!counts) {
    const why = withheld === 'small' ? say('small', { n: numbers.count(view.record.campaign.threshold) }) : say('noAnswersHere')
    return <tr>{name}<td class="silent" colSpan={scale.options.length + (scale.answer === 'one' ? 1 : 0)}><span>{why}</span></td><td class="n">{numbers.count(base)}</td><td class="f out">–</td><td class="f out">–</td></tr>
  }
  return (
    <tr>
      {name}
      {scale.answer === 'one' && <td class="bar"><Stack {...{ reader, base, counts }} options={scale.options} languages={view.questionnaire.languages} /></td>}
      {inOrder(scale.options).map((option) => <td key={option.code} class={isValidOption(option) ? 'c' : 'c out'}>{numbers.count(ownValue(counts, option.code) ?? 0)}</td>)}
      <td class="n">{numbers.count(base)}</td>
      <FigureCells {...{ reader, node }} href={figureAddress(view, node.code)} />
    </tr>
  )
}

/** What counts first, in the scale's order; what is left out of the base after it. */
const inOrder = (options: readonly Option[]): readonly Option[] => [...options.filter(isValidOption), ...options.filter((option) => !isValidOption(option))]

/** Neighbours under the same factor. */
function groupsOf({ criteria }: Scaled): readonly { readonly parent: string | undefined; readonly criteria: readonly Criterion[] }[] {
  const parents = [...new Set(criteria.map(({ parent }) => parent))]
  return parents.map((parent) => ({ parent, criteria: criteria.filter((criterion) => criterion.parent === parent) }))
}
