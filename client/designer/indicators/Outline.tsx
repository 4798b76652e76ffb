import { addNode, freeNodeCode } from '../../../surveys/designing/branches'
import { outline, type OutlineRow } from '../../../surveys/designing/outline'
import type { Desk } from '../desk'
import type { TreeProps } from './chosen'
import { figuresOf } from './numbers'

/** The tree as an indented list; the first line is the tree as a whole. */
export function Outline({ desk, tree, naming, choose, chosen }: TreeProps & { readonly chosen: string | undefined }) {
  const { say, draft, change, text } = desk
  const add = (): void => {
    const code = freeNodeCode(draft, 'factor')
    change(`indicators add ${code}`, (before) => addNode(before, tree.id, { code, kind: 'factor', label: {} }))
    choose({ tree: tree.id, code })
  }
  return (
    <section class="card">
      <h3>{say('ind_outline')}</h3>
      <ul class="indicator-outline">
        <li>
          <button type="button" aria-pressed={chosen === undefined} onClick={() => choose({ tree: tree.id, code: undefined })}>
            <b>{say('ind_wholeTree', { label: text(tree.label) || say('unnamed') })}</b>
          </button>
        </li>
        {outline(tree).map((row) => (
          <li key={`${row.parent?.code ?? ''} ${row.node.code}`} class={`d${Math.min(row.depth, 4)}`}>
            <button type="button" aria-pressed={chosen === row.node.code} onClick={() => choose({ tree: tree.id, code: row.node.code })}>
              <span>{naming.node(row.node.code)} <code>{row.node.code}</code></span>
              <small>{summary(desk, row)}</small>
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="second" onClick={add}>{say('ind_addRoot')}</button>
    </section>
  )
}

/** Kind, formula and roll-up of a node in a few words. */
function summary({ say, office }: Desk, { node, formula, rollUp }: OutlineRow): string {
  const { items = [], children = [] } = node
  const parts = [say(`ind_kind_${node.kind}`), say(`ind_formula_${formula}`)]
  if (rollUp === null) return parts.join(' · ')
  if (items.length + children.length === 0) return [...parts, say('ind_noParts')].join(' · ')
  const counted = items.length > 0 ? [say('ind_items', { n: figuresOf(office).count(items.length) })] : []
  return [...parts, say(`ind_rollUp_${rollUp}`), ...counted].join(' · ')
}
