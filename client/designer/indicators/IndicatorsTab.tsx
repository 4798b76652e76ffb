import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { addNode, emptyTree, freeNodeCode, grownTree, nodeCodes } from '../../../surveys/designing/branches'
import type { Finding } from '../../../surveys/designing/findings'
import {
  addTree,
  changeTree,
  outline,
  type OutlineRow,
  isNamedTree,
  removeTree,
  setHeadline,
  type TreeChange,
  type TreeId,
  treeIds,
  treeOf,
} from '../../../surveys/designing/trees'
import { formulaNames } from '../../../surveys/instrument/schema'
import { ChoiceField, LocalField } from '../frame/Fields'
import type { Desk } from '../frame/desk'
import { BandSets } from './BandSets'
import { Meaning, NodeEditor } from './NodeEditor'
import { TryNumbers } from './TryNumbers'
import { WhatIf } from './WhatIf'
import { type Chosen, inLanguagesOf, namingOf, rollUpsFor, type TreeProps } from './chosen'
import { numbersOf } from '../../text/numbers'

type IndicatorsTabProps = {
  readonly desk: Desk
  readonly findings: readonly Finding[]
  /** The tree and the node to begin with. */ readonly tree?: string | undefined
  readonly node?: string | undefined
}

/** How answers become figures: the trees of a design, its grades, and what made-up answers come to. */
export function IndicatorsTab({ desk, findings, tree: first, node: code }: IndicatorsTabProps) {
  const isSet = desk.draft.kind !== undefined
  const known = [...desk.draft.trees.map(({ id }) => id), ...treeIds]
  const [chosen, choose] = useState<Chosen>({ tree: known.find((id) => id === first) ?? known[0] ?? 'satisfaction', code })
  // Whose button went away with what it removed goes on at what is chosen now.
  useEffect(() => {
    if (document.activeElement === document.body) document.querySelector<HTMLElement>('.indicator-outline [aria-pressed="true"]')?.focus()
  }, [chosen])
  const tree = treeOf(desk.draft, chosen.tree)
  const naming = namingOf(desk)
  const row = tree && outline(tree).find(({ node }) => node.code === chosen.code)
  const side = useBeside(desk, chosen)
  return (
    <div class="indicators">
      <TreePicker {...{ desk, chosen, choose }} />
      {tree === undefined ? (
        <NewTree {...{ desk, choose, isSet }} id={isSet ? 'points' : chosen.tree} />
      ) : (
        <>
          <div class="indicator-work">
            <TreeOutline {...{ desk, tree, naming, choose }} chosen={row?.node.code} />
            <div ref={side}>
              {row === undefined ? (
                <TreeEditor {...{ desk, tree, naming, choose }} />
              ) : (
                <NodeEditor {...{ desk, tree, naming, choose, row, findings }} />
              )}
            </div>
          </div>
          {isSet ? <TryNumbers {...{ desk, tree, naming }} /> : <WhatIf {...{ desk, tree, naming }} />}
        </>
      )}
      <BandSets desk={desk} />
    </div>
  )
}

/**
 * Keeps what is edited beside its line in the outline, however long that is: the page alone scrolls. Below the outline, where there is no room
 * beside it, what is chosen is gone to; and whoever has made a new indicator goes on by naming it.
 */
function useBeside({ draft }: Desk, chosen: Chosen) {
  const side = useRef<HTMLDivElement>(null)
  const known = useRef({ chosen, count: nodeCodes(draft).length })
  useLayoutEffect(() => {
    const { chosen: before, count } = known.current
    known.current = { chosen, count: nodeCodes(draft).length }
    const line = document.querySelector<HTMLElement>('.indicator-outline [aria-pressed="true"]')
    const work = side.current?.parentElement
    if (!side.current || !line || !work) return
    side.current.style.marginTop = ''
    const isBeside = side.current.getBoundingClientRect().top < line.getBoundingClientRect().bottom
    const room = work.clientHeight - side.current.clientHeight
    const down = line.getBoundingClientRect().top - work.getBoundingClientRect().top
    if (isBeside) side.current.style.marginTop = `${Math.max(0, Math.min(down, room))}px`
    if (before === chosen) return
    if (known.current.count > count) side.current.querySelector<HTMLElement>('.field input')?.focus()
    else if (!isBeside) side.current.querySelector<HTMLElement>('h3')?.focus()
  })
  return side
}

type TreePickerProps = { readonly desk: Desk; readonly chosen: Chosen; readonly choose: (chosen: Chosen) => void }

/** Which tree is worked on: one of the three kinds that a questionnaire may have, or one that the design has besides. */
function TreePicker({ desk: { say, draft, text }, chosen, choose }: TreePickerProps) {
  const isSet = draft.kind !== undefined
  const own = draft.trees.filter(({ id }) => isSet || !isNamedTree(id))
  const kinds = isSet ? [] : treeIds.map((id) => ({ id, name: say(`ind_tree_${id}`) }))
  return (
    <div class="indicator-head">
      <h2>{say('ind_title')}</h2>
      <p class="note">{say(isSet ? 'ind_introSet' : 'ind_intro')}</p>
      <div class="indicator-trees" role="group" aria-label={say('ind_trees')}>
        {[...kinds, ...own.map(({ id, label }) => ({ id, name: text(label) || id }))].map(({ id, name }) => (
          <button key={id} type="button" aria-pressed={id === chosen.tree} onClick={() => choose({ tree: id, code: undefined })}>
            {name}
          </button>
        ))}
      </div>
    </div>
  )
}

type NewTreeProps = { readonly desk: Desk; readonly id: TreeId; readonly choose: (chosen: Chosen) => void; readonly isSet: boolean }

/** What to do where a tree is not there yet. */
function NewTree({ desk: { say, draft, change }, id, choose, isSet }: NewTreeProps) {
  const isBare = grownTree(draft, id, { tree: {}, overall: {} }).nodes.length === 1
  const add = (make: typeof emptyTree): void => {
    change(`indicators ${id} add`, (before) =>
      addTree(
        before,
        make(before, id, {
          tree: isNamedTree(id) ? inLanguagesOf(before, `ind_treeLabel_${id}`) : {},
          overall: inLanguagesOf(before, 'ind_overallLabel'),
        }),
      ),
    )
    choose({ tree: id, code: undefined })
  }
  return (
    <section class="card empty">
      <h3>{say('ind_noTree')}</h3>
      <p>{say(isSet ? 'ind_noTreeSet' : 'ind_noTreeHelp')}</p>
      <p class="indicator-acts">
        {isSet ? null : (
          <button type="button" disabled={isBare} onClick={() => add(grownTree)}>
            {say('ind_grow')}
          </button>
        )}
        <button type="button" class="second" onClick={() => add(emptyTree)}>
          {say('ind_addEmpty')}
        </button>
      </p>
      {isBare && !isSet ? <p class="note">{say('ind_nothingToGrow')}</p> : null}
    </section>
  )
}

/** What holds for a whole tree: its name, and the formula and roll-up that its nodes inherit. */
function TreeEditor({ desk, tree, naming, choose }: TreeProps) {
  const { say, draft, change, text } = desk
  const isSet = draft.kind !== undefined
  const edit = (what: string, changed: TreeChange) =>
    change(`indicators ${tree.id} ${what}`, (before) => changeTree(before, tree.id, changed))
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
        {isSet ? null : (
          <ChoiceField
            label={say('ind_formula')}
            value={tree.formula}
            options={formulaNames.map((value) => ({ value, text: say(`ind_formula_${value}`) }))}
            onChange={(formula) => edit('formula', { formula })}
          />
        )}
        <ChoiceField
          label={say('ind_rollUp')}
          value={tree.rollUp}
          options={rollUpsFor(draft).map((value) => ({ value, text: say(`ind_rollUp_${value}`) }))}
          onChange={(rollUp) => edit('rollUp', { rollUp })}
        />
      </div>
      {isSet ? null : <Meaning say={say} formula={tree.formula} rollUp={tree.rollUp} />}
      <ChoiceField
        label={say('ind_headline')}
        value={draft.headline ?? ''}
        options={[{ value: '', text: say('ind_headlineFirst') }, ...nodes]}
        onChange={(code) => change('indicators headline', (before) => setHeadline(before, code || undefined))}
      />
      <button type="button" class="second" onClick={remove}>
        {say('ind_removeTree')}
      </button>
    </section>
  )
}

/** The tree as an indented list; the first line is the tree as a whole. */
function TreeOutline({ desk, tree, naming, choose, chosen }: TreeProps & { readonly chosen: string | undefined }) {
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
              <span>
                {naming.node(row.node.code)} <code>{row.node.code}</code>
              </span>
              <small>{summary(desk, row)}</small>
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="second" onClick={add}>
        {say('ind_addRoot')}
      </button>
    </section>
  )
}

/** Kind, formula and roll-up of a node in a few words; of a number where it comes from. */
function summary({ say, office, draft }: Desk, { node, formula, rollUp }: OutlineRow): string {
  const isSet = draft.kind !== undefined
  const { items = [], children = [], input } = node
  if (input !== undefined) return [say(`ind_kind_${node.kind}`), say(`ind_comesFrom_${input}`)].join(' · ')
  const parts = [say(`ind_kind_${node.kind}`), ...(isSet ? [] : [say(`ind_formula_${formula}`)])]
  if (rollUp === null) return parts.join(' · ')
  if (items.length + children.length === 0) return [...parts, say('ind_noParts')].join(' · ')
  const counted = items.length > 0 ? [say('ind_items', { n: numbersOf(office).count(items.length) })] : []
  return [...parts, say(`ind_rollUp_${rollUp}`), ...counted].join(' · ')
}
