import { emptyTree, grownTree } from '../../../surveys/designing/grown-tree'
import { addTree, type TreeId } from '../../../surveys/designing/trees'
import type { Desk } from '../desk'
import type { Chosen } from './chosen'
import { inLanguagesOf } from './naming'

type Props = { readonly desk: Desk; readonly id: TreeId; readonly choose: (chosen: Chosen) => void }

/** What to do where a tree is not there yet. */
export function NewTree({ desk: { say, draft, change }, id, choose }: Props) {
  const isBare = grownTree(draft, id, { tree: {}, overall: {} }).nodes.length === 1
  const add = (make: typeof emptyTree): void => {
    change(`indicators ${id} add`, (before) =>
      addTree(before, make(before, id, { tree: inLanguagesOf(before, `ind_treeLabel_${id}`), overall: inLanguagesOf(before, 'ind_overallLabel') })))
    choose({ tree: id, code: undefined })
  }
  return (
    <section class="card empty">
      <h3>{say('ind_noTree')}</h3>
      <p>{say('ind_noTreeHelp')}</p>
      <p class="indicator-acts">
        <button type="button" disabled={isBare} onClick={() => add(grownTree)}>{say('ind_grow')}</button>
        <button type="button" class="second" onClick={() => add(emptyTree)}>{say('ind_addEmpty')}</button>
      </p>
      {isBare ? <p class="note">{say('ind_nothingToGrow')}</p> : null}
    </section>
  )
}
