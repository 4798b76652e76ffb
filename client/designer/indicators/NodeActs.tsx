import { addNode, freeNodeCode, moveNode, removeNode } from '../../../surveys/designing/branches'
import type { IndicatorNode } from '../../../surveys/schema'
import type { NodeProps } from './chosen'

/** Moving, removing, and adding below. */
export function NodeActs({ desk: { say, draft, change }, tree, naming, choose, row }: NodeProps) {
  const { node, parent, place, beside, rollUp } = row
  const what = naming.node(node.code)
  const move = (by: -1 | 1): void => {
    if (place + by < 0 || place + by >= beside) return
    change(`indicators ${tree.id} ${node.code} move to ${place + by}`, (before) => moveNode(before, tree.id, node.code, parent?.code, by))
  }
  const remove = (): void => {
    change(`indicators remove ${node.code}`, (before) => removeNode(before, tree.id, node.code))
    choose({ tree: tree.id, code: parent?.code })
  }
  const add = (): void => {
    const kind = kindBelow[node.kind]
    const code = freeNodeCode(draft, kind)
    change(`indicators add ${code}`, (before) => addNode(before, tree.id, { code, kind, label: {} }, node.code))
    choose({ tree: tree.id, code })
  }
  const onItems = (node.items ?? []).length > 0
  return (
    <div class="indicator-acts">
      <button type="button" class="second" aria-disabled={place === 0} aria-label={say('moveUpOf', { what })} onClick={() => move(-1)}>{say('moveUp')}</button>
      <button type="button" class="second" aria-disabled={place === beside - 1} aria-label={say('moveDownOf', { what })} onClick={() => move(1)}>{say('moveDown')}</button>
      <button type="button" class="second" aria-label={say('removeOf', { what })} onClick={remove}>{say('remove')}</button>
      {rollUp === null ? null : <button type="button" class="second" disabled={onItems} onClick={add}>{say('ind_addBelow')}</button>}
      {rollUp !== null && onItems ? <small>{say('ind_addBelowOnItems')}</small> : null}
    </div>
  )
}

const kindBelow: Readonly<Record<IndicatorNode['kind'], IndicatorNode['kind']>> = { overall: 'factor', aspect: 'factor', factor: 'item', item: 'item', option: 'item' }
