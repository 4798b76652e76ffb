import { isPercent } from '../../../surveys/goals'
import { Choice } from '../fields/Choice'
import { NumberField } from '../fields/NumberField'
import type { NodeProps } from './chosen'
import { edited, stored } from './numbers'
import type { EditNode } from './Parts'

/** What a node's figure is measured against: a set of grades and a target. */
export const Goals = ({ desk: { say, draft }, row: { node, formula }, edit }: NodeProps & { readonly edit: EditNode }) => (
  <div class="pair">
    <Choice
      label={say('ind_gradedBy')}
      value={node.bands ?? ''}
      options={[{ value: '', text: say('ind_notGraded') }, ...new Set([...draft.bandSets.map(({ id }) => id), ...(node.bands === undefined ? [] : [node.bands])])].map((one) => (typeof one === 'string' ? { value: one, text: one } : one))}
      onChange={(bands) => edit('bands', { bands: bands || undefined })}
    />
    <NumberField label={say('ind_target')} hint={say(isPercent(formula) ? 'ind_percentHint' : 'ind_ownUnitHint')} step="any" value={edited(node.target, formula)} onChange={(target) => edit('target', { target: stored(target, formula) })} />
  </div>
)
