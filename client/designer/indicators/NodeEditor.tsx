import { useState } from 'preact/hooks'
import {
  addNode,
  changeNode,
  freeNodeCode,
  moveNode,
  nodeCodes,
  placeUnder,
  removeNode,
  renameNode,
} from '../../../surveys/designing/branches'
import { codesBelow, countableItems, isGroup, joinedTree, type NodeChange, partsOf } from '../../../surveys/designing/trees'
import { unitOf } from '../../../surveys/figures/rounding'
import { folded } from '../../../surveys/instrument/folding'
import { type FormulaName, formulaNames, type IndicatorNode, type RollUpName } from '../../../surveys/instrument/schema'
import type { DesignerSay } from '../../text/designer'
import { ChoiceField, CodeField, Found, LocalField, NumberField, TextField, Tick } from '../frame/Fields'
import type { Desk } from '../frame/desk'
import { ComesFrom } from './ComesFrom'
import { Further, Maximum } from './Further'
import { type EditNode, inEditor, type NodeProps, rollUpsFor, stored } from './chosen'
import { isOfStep, nodeFindings, nodeText } from './telling'
import { numbersOf } from '../../text/numbers'

const kinds = ['overall', 'aspect', 'factor', 'item', 'option'] as const
/** Nobody chooses options in a set. */
const kindsOfSet = ['overall', 'aspect', 'factor', 'item'] as const

/** Everything about one node. */
export function NodeEditor(props: NodeProps) {
  const { desk, tree, naming, choose, row } = props
  const { say, draft, change } = desk
  const { node, parent } = row
  const isSet = draft.kind !== undefined
  const edit = (what: string, changed: NodeChange) =>
    change(`indicators ${tree.id} ${node.code} ${what}`, (before) => changeNode(before, tree.id, node.code, changed))
  const rename = (code: string): void => {
    change(`indicators rename ${node.code}`, (before) => renameNode(before, tree.id, node.code, code))
    choose({ tree: tree.id, code })
  }
  return (
    <section class="card">
      <h3 tabIndex={-1}>{naming.node(node.code)}</h3>
      <p class="indicator-meaning" role="status">
        {nodeText(desk, tree, row)}
      </p>
      <Found desk={desk} findings={nodeFindings(props.findings, tree, node).filter((finding) => !isOfStep(finding))} />
      <NodeActs {...props} />
      <LocalField desk={desk} label={say('ind_label')} value={node.label} onInput={(label) => edit('label', { label })} />
      <div class="pair">
        <CodeField
          say={say}
          label={say('ind_code')}
          hint={say('ind_codeHint')}
          value={node.code}
          taken={new Set(nodeCodes(draft))}
          onChange={rename}
        />
        <ChoiceField
          label={say('ind_kind')}
          value={node.kind}
          options={(isSet ? kindsOfSet : kinds).map((value) => ({ value, text: say(`ind_kind_${value}`) }))}
          onChange={(kind) => edit('kind', { kind })}
        />
      </div>
      <ChoiceField
        label={say('ind_parent')}
        value={parent?.code ?? ''}
        options={[
          { value: '', text: say('ind_noParent') },
          ...parentsFor(props).map((code) => ({ value: code, text: `${naming.node(code)} (${code})` })),
        ]}
        onChange={(code) =>
          change(`indicators ${tree.id} ${node.code} parent`, (before) => placeUnder(before, tree.id, node.code, code || undefined))
        }
      />
      {isSet ? <ComesFrom {...props} edit={edit} /> : null}
      {isSet && node.input !== undefined ? null : (
        <>
          {isSet ? <Children {...props} edit={edit} /> : <Parts {...props} edit={edit} />}
          <Combination {...props} edit={edit} />
        </>
      )}
      {isSet ? <Maximum {...props} edit={edit} /> : null}
      <Goals {...props} edit={edit} />
      <Further {...props} edit={edit} />
    </section>
  )
}

/** The nodes under which this one may stand. */
function parentsFor({ tree, row: { node, parent } }: NodeProps): readonly string[] {
  const below = codesBelow(tree, node)
  const fit = tree.nodes.filter(
    (one) =>
      one.code !== node.code && !below.has(one.code) && isGroup(one) && (one === parent || !one.items?.length || node.kind === 'item'),
  )
  return fit.map(({ code }) => code)
}

/** Moving, removing, and adding below. */
function NodeActs({ desk: { say, draft, change }, tree, naming, choose, row }: NodeProps) {
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
      <button type="button" class="second" aria-disabled={place === 0} aria-label={say('moveUpOf', { what })} onClick={() => move(-1)}>
        {say('moveUp')}
      </button>
      <button
        type="button"
        class="second"
        aria-disabled={place === beside - 1}
        aria-label={say('moveDownOf', { what })}
        onClick={() => move(1)}
      >
        {say('moveDown')}
      </button>
      <button type="button" class="second" aria-label={say('removeOf', { what })} onClick={remove}>
        {say('remove')}
      </button>
      {rollUp === null ? null : (
        <button type="button" class="second" disabled={onItems} onClick={add}>
          {say('ind_addBelow')}
        </button>
      )}
      {rollUp !== null && onItems ? <small>{say('ind_addBelowOnItems')}</small> : null}
    </div>
  )
}

const kindBelow: Readonly<Record<IndicatorNode['kind'], IndicatorNode['kind']>> = {
  overall: 'factor',
  aspect: 'factor',
  factor: 'item',
  item: 'item',
  option: 'item',
}

type PartsProps = NodeProps & { readonly edit: EditNode }

/** What a node stands on: one item, several items, or other nodes. */
function Parts(props: PartsProps) {
  const {
    desk: { say },
    row: { node },
  } = props
  const [wanted, want] = useState<{ readonly code: string; readonly on: 'items' | 'children' }>()
  if (node.kind === 'option' || node.kind === 'item') return <OneItem {...props} />
  const on = wanted?.code === node.code ? wanted.on : node.children ? 'children' : 'items'
  return (
    <>
      <ChoiceField
        label={say('ind_standsOn')}
        value={on}
        options={(['items', 'children'] as const).map((value) => ({ value, text: say(`ind_standsOn_${value}`) }))}
        onChange={(next) => want({ code: node.code, on: next })}
      />
      {on === 'items' ? <Items {...props} /> : <Children {...props} />}
    </>
  )
}

function Items({ desk, naming, row: { node }, edit }: PartsProps) {
  const { say, draft } = desk
  const listed = node.items ?? []
  const order = countableItems(draft)
    .filter(({ answer }) => answer !== 'many')
    .map(({ id }) => id)
  const entries = [
    ...order.map((id) => ({ value: id, text: naming.item(id), hint: id })),
    ...listed.filter((id) => !order.includes(id)).map((id) => ({ value: id, text: id, hint: say('ind_itemGone') })),
  ]
  const tick = (id: string, isTicked: boolean) =>
    edit('items', { children: undefined, items: isTicked ? joinedTree(listed, id, order) : listed.filter((one) => one !== id) })
  return <TickList desk={desk} label={say('ind_partItems')} empty={say('ind_noItems')} entries={entries} ticked={listed} onTick={tick} />
}

function Children({ desk, tree, naming, row: { node }, edit }: PartsProps) {
  const { say } = desk
  const listed = node.children ?? []
  const fit = tree.nodes.filter((one) => one.code !== node.code && !codesBelow(tree, one).has(node.code)).map(({ code }) => code)
  const order = [...listed, ...fit.filter((code) => !listed.includes(code))]
  const entries = order.map((code) => ({ value: code, text: naming.node(code), hint: code }))
  const tick = (code: string, isTicked: boolean) =>
    edit('children', { items: undefined, children: isTicked ? [...listed, code] : listed.filter((one) => one !== code) })
  return <TickList desk={desk} label={say('ind_partChildren')} empty={say('ind_noNodes')} entries={entries} ticked={listed} onTick={tick} />
}

/** The one question that a criterion or an option stands on, and which of its options count. */
function OneItem({ desk, naming, row: { node }, edit }: NodeProps & { readonly edit: EditNode }) {
  const { say, draft, text, office } = desk
  const isOption = node.kind === 'option'
  const fit = countableItems(draft).filter(({ answer }) => (isOption ? answer !== 'number' : answer !== 'many'))
  const item = fit.find(({ id }) => id === node.items?.[0])
  const parts = partsOf(node).length
  const counted = node.options ?? []
  const gone = node.items?.[0] !== undefined && !item ? [{ value: node.items[0], text: `${node.items[0]}: ${say('ind_itemGone')}` }] : []
  const choose = (id: string) =>
    edit('item', {
      children: undefined,
      items: id === '' ? undefined : [id],
      options: counted.filter((code) => fit.some((one) => one.id === id && one.options.some((option) => option.code === code))),
    })
  return (
    <>
      <ChoiceField
        label={say('ind_item')}
        value={node.items?.[0] ?? ''}
        options={[
          { value: '', text: say('ind_noItem') },
          ...gone,
          ...fit.map(({ id }) => ({ value: id, text: `${naming.item(id)} (${id})` })),
        ]}
        wrong={parts > 1 ? say('ind_tooMany', { n: numbersOf(office).count(parts) }) : undefined}
        onChange={choose}
      />
      {isOption && item ? (
        <fieldset class="field">
          <legend>{say('ind_options')}</legend>
          {item.options.map(({ code, label }) => (
            <Tick
              key={code}
              label={text(label) || say('unnamed')}
              hint={code}
              checked={counted.includes(code)}
              onChange={(isTicked) => edit('options', { options: isTicked ? [...counted, code] : counted.filter((one) => one !== code) })}
            />
          ))}
        </fieldset>
      ) : null}
    </>
  )
}

type Entry = { readonly value: string; readonly text: string; readonly hint: string }
type TickListProps = {
  readonly desk: Desk
  readonly label: string
  /** What is said where there is nothing to tick. */
  readonly empty: string
  readonly entries: readonly Entry[]
  readonly ticked: readonly string[]
  readonly onTick: (value: string, isTicked: boolean) => void
}

/** Several of many, found by a search that does not mind marks. */
function TickList({ desk: { say, office }, label, empty, entries, ticked, onTick }: TickListProps) {
  const [sought, seek] = useState('')
  const { count } = numbersOf(office)
  const shown = entries.filter(({ text, hint }) => folded(`${text} ${hint}`).includes(folded(sought.trim())))
  if (entries.length === 0) return <p class="note">{empty}</p>
  return (
    <fieldset class="field">
      <legend>{label}</legend>
      {entries.length > 8 ? <TextField label={say('ind_search')} value={sought} onInput={seek} /> : null}
      <small role="status">
        {say('ind_chosenOf', { chosen: count(ticked.length), shown: count(shown.length), all: count(entries.length) })}
      </small>
      {shown.length === 0 ? <p class="note">{say('ind_nothingFound')}</p> : null}
      <div class="many">
        {shown.map(({ value, text, hint }) => (
          <Tick key={value} label={text} hint={hint} checked={ticked.includes(value)} onChange={(isTicked) => onTick(value, isTicked)} />
        ))}
      </div>
    </fieldset>
  )
}

type CombinationProps = NodeProps & { readonly edit: EditNode }

/** The formula of a node and how it rolls up what is below it. */
function Combination(props: CombinationProps) {
  const {
    desk: { say, draft },
    tree,
    row: { node, formula, inherited, rollUp },
    edit,
  } = props
  const isSet = draft.kind !== undefined
  const formulas: readonly { readonly value: FormulaName | ''; readonly text: string }[] = [
    { value: '', text: say('ind_inherited', { name: say(`ind_formula_${inherited}`) }) },
    ...formulaNames.map((value) => ({ value, text: say(`ind_formula_${value}`) })),
  ]
  const rollUps: readonly { readonly value: RollUpName | ''; readonly text: string }[] = [
    { value: '', text: say('ind_inherited', { name: say(`ind_rollUp_${tree.rollUp}`) }) },
    ...rollUpsFor(draft).map((value) => ({ value, text: say(`ind_rollUp_${value}`) })),
  ]
  return (
    <>
      <div class="pair">
        {isSet ? null : (
          <ChoiceField
            label={say('ind_formula')}
            value={node.formula ?? ''}
            options={formulas}
            onChange={(value) => edit('formula', { formula: value || undefined })}
          />
        )}
        {rollUp === null ? null : (
          <ChoiceField
            label={say('ind_rollUp')}
            value={node.rollUp ?? ''}
            options={rollUps}
            onChange={(value) => edit('rollUp', { rollUp: value || undefined })}
          />
        )}
      </div>
      {isSet ? null : <Meaning {...{ say, formula, rollUp }} />}
      {rollUp === 'weighted' ? <Weights {...props} /> : null}
      {rollUp === 'capped-sum' ? <Cap {...props} /> : null}
      {rollUp === 'count-where' ? <Counted {...props} /> : null}
      {rollUp === 'ratio' ? <OfNothing {...props} /> : null}
    </>
  )
}

function Weights({ desk: { say }, naming, row: { node }, edit }: CombinationProps) {
  const parts = partsOf(node)
  const weights = parts.map((_, place) => node.weights?.[place] ?? 1)
  const weigh = (place: number, weight: number | undefined): void => {
    if (weight !== undefined && weight > 0) edit(`weight ${place}`, { weights: weights.map((one, at) => (at === place ? weight : one)) })
  }
  return (
    <fieldset class="field indicator-weights">
      <legend>{say('ind_weights')}</legend>
      <small>{say('ind_weightsHint')}</small>
      {parts.map((part, place) => (
        <NumberField
          key={part}
          label={`${naming.node(part)} (${part})`}
          min={0}
          step="any"
          value={weights[place]}
          onChange={(weight) => weigh(place, weight)}
        />
      ))}
    </fieldset>
  )
}

function Cap({ desk: { say }, row: { node, formula }, edit }: CombinationProps) {
  const unit = unitOf({ ...node, formula })
  const set = (typed: number | undefined): void => {
    const cap = stored(typed, unit)
    if (cap === undefined || cap > 0) edit('cap', { cap })
  }
  return (
    <NumberField
      label={say('ind_cap')}
      hint={say(unit === 'percent' ? 'ind_percentHint' : 'ind_ownUnitHint')}
      wrong={node.cap === undefined ? say('ind_capWrong') : undefined}
      min={0}
      step="any"
      value={inEditor(node.cap, unit)}
      onChange={set}
    />
  )
}

/** From which value on, and up to which, a part is counted; the parts' own values, a share as 0…1. */
function Counted({ desk: { say }, row: { node }, edit }: CombinationProps) {
  const where = node.where ?? {}
  const set = (name: 'atLeast' | 'atMost', value: number | undefined): void => {
    const { [name]: _before, ...rest } = where
    const next = value === undefined ? rest : { ...rest, [name]: value }
    edit(name, { where: Object.keys(next).length > 0 ? next : undefined })
  }
  const isOpen = where.atLeast === undefined && where.atMost === undefined
  return (
    <div class="pair">
      <NumberField
        label={say('ind_countedFrom')}
        hint={say('ind_countedHint')}
        wrong={isOpen ? say('ind_countedWrong') : undefined}
        step="any"
        value={where.atLeast}
        onChange={(value) => set('atLeast', value)}
      />
      <NumberField label={say('ind_countedTo')} step="any" value={where.atMost} onChange={(value) => set('atMost', value)} />
    </div>
  )
}

/** What a ratio says where there was nothing, such as all of no complaints. */
const OfNothing = ({ desk: { say }, row: { node }, edit }: CombinationProps) => (
  <NumberField
    label={say('ind_ofNothing')}
    hint={say('ind_ofNothingHint')}
    step="any"
    value={node.ofNothing}
    onChange={(ofNothing) => edit('ofNothing', { ofNothing })}
  />
)

type MeaningProps = { readonly say: DesignerSay; readonly formula: FormulaName; readonly rollUp: RollUpName | null }

/** What a formula and a roll-up do, in plain words. */
export const Meaning = ({ say, formula, rollUp }: MeaningProps) => (
  <p class="indicator-meaning">
    <b>{say('ind_says')}:</b> {say(`ind_says_${formula}`)}
    {rollUp === null || formula === 'all-positive' ? null : ` ${say(`ind_combines_${rollUp}`)}`}
  </p>
)

/** What a node's figure is measured against: a set of grades and a target. */
const Goals = ({ desk: { say, draft }, row: { node, formula }, edit }: NodeProps & { readonly edit: EditNode }) => (
  <div class="pair">
    <ChoiceField
      label={say('ind_gradedBy')}
      value={node.bands ?? ''}
      options={[
        { value: '', text: say('ind_notGraded') },
        ...new Set([...draft.bandSets.map(({ id }) => id), ...(node.bands === undefined ? [] : [node.bands])]),
      ].map((one) => (typeof one === 'string' ? { value: one, text: one } : one))}
      onChange={(bands) => edit('bands', { bands: bands || undefined })}
    />
    <NumberField
      label={say('ind_target')}
      hint={say(unitOf({ ...node, formula }) === 'percent' ? 'ind_percentHint' : 'ind_ownUnitHint')}
      step="any"
      value={inEditor(node.target, unitOf({ ...node, formula }))}
      onChange={(target) => edit('target', { target: stored(target, unitOf({ ...node, formula })) })}
    />
  </div>
)
