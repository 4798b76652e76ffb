import { changeTree, removeTree, setHeadline, type TreeChange } from '../../../surveys/designing/trees'
import { formulaNames, rollUpNames } from '../../../surveys/schema'
import { Choice } from '../fields/Choice'
import { LocalField } from '../fields/LocalField'
import type { TreeProps } from './chosen'
import { Meaning } from './Meaning'

/** What holds for a whole tree: its name, and the formula and roll-up that its nodes inherit. */
export function TreeEditor({ desk, tree, naming, choose }: TreeProps) {
  const { say, draft, change, text } = desk
  const edit = (what: string, changed: TreeChange) => change(`indicators ${tree.id} ${what}`, (before) => changeTree(before, tree.id, changed))
  const remove = (): void => {
    change(`indicators ${tree.id} remove`, (before) => removeTree(before, tree.id))
    choose({ tree: tree.id, code: undefined })
  }
  const nodes = draft.trees.flatMap((one) => one.nodes.map(({ code }) => ({ value: code, text: `${naming.node(code)} (${code})` })))
  return (
    <section class="card">
      <h3 tabIndex={-1}>{say('ind_wholeTree', { label: text(tree.label) || say('unnamed') })}</h3>
      <LocalField desk={desk} label={say('ind_label')} value={tree.label} onInput={(label) => edit('label', { label })} />
      <div class="pair">
        <Choice label={say('ind_formula')} value={tree.formula} options={formulaNames.map((value) => ({ value, text: say(`ind_formula_${value}`) }))} onChange={(formula) => edit('formula', { formula })} />
        <Choice label={say('ind_rollUp')} value={tree.rollUp} options={rollUpNames.map((value) => ({ value, text: say(`ind_rollUp_${value}`) }))} onChange={(rollUp) => edit('rollUp', { rollUp })} />
      </div>
      <Meaning say={say} formula={tree.formula} rollUp={tree.rollUp} />
      <Choice label={say('ind_headline')} value={draft.headline ?? ''} options={[{ value: '', text: say('ind_headlineFirst') }, ...nodes]} onChange={(code) => change('indicators headline', (before) => setHeadline(before, code || undefined))} />
      <button type="button" class="second" onClick={remove}>{say('ind_removeTree')}</button>
    </section>
  )
}
