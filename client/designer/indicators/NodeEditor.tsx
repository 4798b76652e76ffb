import { changeNode, nodeCodes, placeUnder, renameNode } from '../../../surveys/designing/branches'
import type { NodeChange } from '../../../surveys/designing/nodes'
import { codesBelow, isGroup } from '../../../surveys/designing/outline'
import { Choice } from '../fields/Choice'
import { CodeField } from '../fields/CodeField'
import { LocalField } from '../fields/LocalField'
import type { NodeProps } from './chosen'
import { Combination } from './Combination'
import { Goals } from './Goals'
import { NodeActs } from './NodeActs'
import { Parts } from './Parts'

const kinds = ['overall', 'aspect', 'factor', 'item', 'option'] as const

/** Everything about one node. */
export function NodeEditor(props: NodeProps) {
  const { desk, tree, naming, choose, row } = props
  const { say, draft, change } = desk
  const { node, parent } = row
  const edit = (what: string, changed: NodeChange) => change(`indicators ${tree.id} ${node.code} ${what}`, (before) => changeNode(before, tree.id, node.code, changed))
  const rename = (code: string): void => {
    change(`indicators rename ${node.code}`, (before) => renameNode(before, tree.id, node.code, code))
    choose({ tree: tree.id, code })
  }
  return (
    <section class="card">
      <h3 tabIndex={-1}>{naming.node(node.code)}</h3>
      <NodeActs {...props} />
      <LocalField desk={desk} label={say('ind_label')} value={node.label} onInput={(label) => edit('label', { label })} />
      <div class="pair">
        <CodeField say={say} label={say('ind_code')} hint={say('ind_codeHint')} value={node.code} taken={new Set(nodeCodes(draft))} onChange={rename} />
        <Choice label={say('ind_kind')} value={node.kind} options={kinds.map((value) => ({ value, text: say(`ind_kind_${value}`) }))} onChange={(kind) => edit('kind', { kind })} />
      </div>
      <Choice
        label={say('ind_parent')}
        value={parent?.code ?? ''}
        options={[{ value: '', text: say('ind_noParent') }, ...parentsFor(props).map((code) => ({ value: code, text: `${naming.node(code)} (${code})` }))]}
        onChange={(code) => change(`indicators ${tree.id} ${node.code} parent`, (before) => placeUnder(before, tree.id, node.code, code || undefined))}
      />
      <Parts {...props} edit={edit} />
      <Combination {...props} edit={edit} />
      <Goals {...props} edit={edit} />
    </section>
  )
}

/** The nodes under which this one may stand. */
function parentsFor({ tree, row: { node, parent } }: NodeProps): readonly string[] {
  const below = codesBelow(tree, node)
  const fit = tree.nodes.filter((one) => one.code !== node.code && !below.has(one.code) && isGroup(one) && (one === parent || !one.items?.length || node.kind === 'item'))
  return fit.map(({ code }) => code)
}
