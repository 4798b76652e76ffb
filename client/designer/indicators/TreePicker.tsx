import { treeIds } from '../../../surveys/designing/trees'
import type { Desk } from '../desk'
import type { Chosen } from './chosen'

type Props = { readonly desk: Desk; readonly chosen: Chosen; readonly choose: (chosen: Chosen) => void }

/** Which of the three kinds of trees is worked on. */
export const TreePicker = ({ desk: { say }, chosen, choose }: Props) => (
  <div class="indicator-head">
    <h2>{say('ind_title')}</h2>
    <p class="note">{say('ind_intro')}</p>
    <div class="indicator-trees" role="group" aria-label={say('ind_trees')}>
      {treeIds.map((id) => (
        <button key={id} type="button" aria-pressed={id === chosen.tree} onClick={() => choose({ tree: id, code: undefined })}>{say(`ind_tree_${id}`)}</button>
      ))}
    </div>
  </div>
)
