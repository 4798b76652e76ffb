import { useState } from 'preact/hooks'
import { countableItems } from '../../../surveys/designing/names'
import { joined, type NodeChange } from '../../../surveys/designing/nodes'
import { codesBelow } from '../../../surveys/designing/outline'
import { Choice } from '../fields/Choice'
import type { NodeProps } from './chosen'
import { OneItem } from './OneItem'
import { TickList } from './TickList'

export type EditNode = (what: string, change: NodeChange) => void
type Props = NodeProps & { readonly edit: EditNode }

/** What a node stands on: one item, several items, or other nodes. */
export function Parts(props: Props) {
  const { desk: { say }, row: { node } } = props
  const [wanted, want] = useState<{ readonly code: string; readonly on: 'items' | 'children' }>()
  if (node.kind === 'option' || node.kind === 'item') return <OneItem {...props} />
  const on = wanted?.code === node.code ? wanted.on : node.children ? 'children' : 'items'
  return (
    <>
      <Choice label={say('ind_standsOn')} value={on} options={(['items', 'children'] as const).map((value) => ({ value, text: say(`ind_standsOn_${value}`) }))} onChange={(next) => want({ code: node.code, on: next })} />
      {on === 'items' ? <Items {...props} /> : <Children {...props} />}
    </>
  )
}

function Items({ desk, naming, row: { node }, edit }: Props) {
  const { say, draft } = desk
  const listed = node.items ?? []
  const order = countableItems(draft).filter(({ answer }) => answer !== 'many').map(({ id }) => id)
  const entries = [...order.map((id) => ({ value: id, text: naming.item(id), hint: id })), ...listed.filter((id) => !order.includes(id)).map((id) => ({ value: id, text: id, hint: say('ind_itemGone') }))]
  const tick = (id: string, isTicked: boolean) => edit('items', { children: undefined, items: isTicked ? joined(listed, id, order) : listed.filter((one) => one !== id) })
  return <TickList desk={desk} label={say('ind_partItems')} empty={say('ind_noItems')} entries={entries} ticked={listed} onTick={tick} />
}

function Children({ desk, tree, naming, row: { node }, edit }: Props) {
  const { say } = desk
  const listed = node.children ?? []
  const fit = tree.nodes.filter((one) => one.code !== node.code && !codesBelow(tree, one).has(node.code)).map(({ code }) => code)
  const order = [...listed, ...fit.filter((code) => !listed.includes(code))]
  const entries = order.map((code) => ({ value: code, text: naming.node(code), hint: code }))
  const tick = (code: string, isTicked: boolean) => edit('children', { items: undefined, children: isTicked ? [...listed, code] : listed.filter((one) => one !== code) })
  return <TickList desk={desk} label={say('ind_partChildren')} empty={say('ind_noNodes')} entries={entries} ticked={listed} onTick={tick} />
}
