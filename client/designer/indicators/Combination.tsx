import { partsOf } from '../../../surveys/designing/nodes'
import { isPercent } from '../../../surveys/goals'
import { type FormulaName, formulaNames, type RollUpName, rollUpNames } from '../../../surveys/schema'
import { Choice } from '../fields/Choice'
import { NumberField } from '../fields/NumberField'
import type { NodeProps } from './chosen'
import { Meaning } from './Meaning'
import { edited, stored } from './numbers'
import type { EditNode } from './Parts'

type Props = NodeProps & { readonly edit: EditNode }

/** The formula of a node and how it rolls up what is below it. */
export function Combination(props: Props) {
  const { desk: { say }, tree, row: { node, formula, inherited, rollUp }, edit } = props
  const formulas: readonly { readonly value: FormulaName | ''; readonly text: string }[] = [{ value: '', text: say('ind_inherited', { name: say(`ind_formula_${inherited}`) }) }, ...formulaNames.map((value) => ({ value, text: say(`ind_formula_${value}`) }))]
  const rollUps: readonly { readonly value: RollUpName | ''; readonly text: string }[] = [{ value: '', text: say('ind_inherited', { name: say(`ind_rollUp_${tree.rollUp}`) }) }, ...rollUpNames.map((value) => ({ value, text: say(`ind_rollUp_${value}`) }))]
  return (
    <>
      <div class="pair">
        <Choice label={say('ind_formula')} value={node.formula ?? ''} options={formulas} onChange={(value) => edit('formula', { formula: value || undefined })} />
        {rollUp === null ? null : <Choice label={say('ind_rollUp')} value={node.rollUp ?? ''} options={rollUps} onChange={(value) => edit('rollUp', { rollUp: value || undefined })} />}
      </div>
      <Meaning {...{ say, formula, rollUp }} />
      {rollUp === 'weighted' ? <Weights {...props} /> : null}
      {rollUp === 'capped-sum' ? <Cap {...props} /> : null}
    </>
  )
}

function Weights({ desk: { say }, naming, row: { node }, edit }: Props) {
  const parts = partsOf(node)
  const weights = parts.map((_, place) => node.weights?.[place] ?? 1)
  const weigh = (place: number, weight: number | undefined): void => {
    if (weight !== undefined && weight > 0) edit(`weight ${place}`, { weights: weights.map((one, at) => (at === place ? weight : one)) })
  }
  return (
    <fieldset class="field indicator-weights">
      <legend>{say('ind_weights')}</legend>
      <small>{say('ind_weightsHint')}</small>
      {parts.map((part, place) => <NumberField key={part} label={`${naming.node(part)} (${part})`} min={0} step="any" value={weights[place]} onChange={(weight) => weigh(place, weight)} />)}
    </fieldset>
  )
}

function Cap({ desk: { say }, row: { node, formula }, edit }: Props) {
  const set = (typed: number | undefined): void => {
    const cap = stored(typed, formula)
    if (cap === undefined || cap > 0) edit('cap', { cap })
  }
  return <NumberField label={say('ind_cap')} hint={say(isPercent(formula) ? 'ind_percentHint' : 'ind_ownUnitHint')} wrong={node.cap === undefined ? say('ind_capWrong') : undefined} min={0} step="any" value={edited(node.cap, formula)} onChange={set} />
}
