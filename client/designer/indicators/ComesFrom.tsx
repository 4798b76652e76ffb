import { unitOf } from '../../../surveys/figures/rounding'
import { drawnFigures, type Draws, entryUnits, type IndicatorNode, type NumberEntry } from '../../../surveys/instrument/schema'
import { ChoiceField, LocalField, NumberField } from '../frame/Fields'
import type { Desk, Drawable } from '../frame/desk'
import { type EditNode, inEditor, type NodeProps, stored } from './chosen'

type Props = NodeProps & { readonly edit: EditNode }

const ways = ['parts', 'entered', 'counted', 'drawn'] as const
type Way = (typeof ways)[number]

/** Where the value of a node of a set comes from: what stands below it, a number of each agency, or a figure that stands elsewhere. */
export function ComesFrom(props: Props) {
  const { desk, row, edit } = props
  const { say } = desk
  const { node } = row
  const way: Way = node.input ?? 'parts'
  return (
    <>
      <ChoiceField
        label={say('ind_comesFrom')}
        value={way}
        options={ways.map((value) => ({ value, text: say(`ind_comesFrom_${value}`) }))}
        onChange={(next) => edit('input', comingFrom(next, node, desk.drawables))}
      />
      {node.input === 'drawn' ? <Drawn {...props} /> : node.input !== undefined ? <Entered {...props} /> : null}
    </>
  )
}

/** What a node says of its number once it comes from there. */
function comingFrom(way: Way, { entry, draws }: IndicatorNode, drawables: readonly Drawable[]) {
  const bare = { input: undefined, entry: undefined, draws: undefined }
  const alone = { ...bare, items: undefined, children: undefined, rollUp: undefined, weights: undefined }
  if (way === 'parts') return bare
  if (way === 'drawn') return { ...alone, input: way, draws: draws ?? firstOf(drawables) }
  return { ...alone, input: way, entry: entry ?? { unit: way === 'counted' ? ('count' as const) : ('points' as const) } }
}

const firstOf = ([first]: readonly Drawable[]): Draws | undefined => first && drawsOf(first, first.nodes[0]?.code ?? '')

const drawsOf = ({ from, id }: Drawable, node: string): Draws =>
  from === 'campaign' ? { from, questionnaire: id, node, figure: 'value' } : { from, set: id, node }

/** In which unit a number is entered, between which bounds, and what has to show it. */
function Entered({ desk, tree, naming, row: { node }, edit }: Props) {
  const { say } = desk
  const entry = node.entry ?? { unit: 'points' }
  const change = (what: string, part: Partial<NumberEntry>): void => edit(`entry ${what}`, { entry: tidied({ ...entry, ...part }) })
  const typed = entry.unit === 'percent' ? 'percent' : 'number'
  return (
    <fieldset class="field">
      <legend>{say('ind_entry')}</legend>
      <div class="pair">
        <ChoiceField
          label={say('ind_entryUnit')}
          value={entry.unit}
          options={entryUnits.map((value) => ({ value, text: say(`ind_entryUnit_${value}`) }))}
          onChange={(unit) => change('unit', { unit, low: undefined, high: undefined, digits: undefined, within: undefined })}
        />
        <ChoiceField
          label={say('ind_evidence')}
          value={entry.evidence ?? ''}
          options={(['', 'welcome', 'needed'] as const).map((value) => ({
            value,
            text: say(value === '' ? 'ind_evidence_none' : `ind_evidence_${value}`),
          }))}
          onChange={(evidence) => change('evidence', { evidence: evidence || undefined })}
        />
      </div>
      {entry.unit === 'yes-no' ? null : (
        <div class="pair">
          {(['low', 'high'] as const).map((end) => (
            <NumberField
              key={end}
              label={say(`ind_entry_${end}`)}
              hint={say(typed === 'percent' ? 'ind_percentHint' : 'ind_entryOpen')}
              step="any"
              value={inEditor(entry[end], typed)}
              onChange={(value) => change(end, { [end]: stored(value, typed) })}
            />
          ))}
          <NumberField
            label={say('ind_entryDigits')}
            hint={say('ind_entryDigitsHint')}
            min={0}
            max={4}
            value={entry.digits}
            onChange={(digits) =>
              change('digits', { digits: digits === undefined ? undefined : Math.min(4, Math.max(0, Math.round(digits))) })
            }
          />
        </div>
      )}
      <Within {...{ desk, tree, naming, node, entry }} onChange={(within) => change('within', { within })} />
      <LocalField
        desk={desk}
        label={say('ind_entrySource')}
        value={entry.source}
        onInput={(source) => change('source', { source: Object.keys(source).length > 0 ? source : undefined })}
      />
    </fieldset>
  )
}

type WithinProps = Pick<Props, 'desk' | 'tree' | 'naming'> & {
  readonly node: IndicatorNode
  readonly entry: NumberEntry
  readonly onChange: (within: string | undefined) => void
}

/** Of which other number it is a part. */
function Within({ desk: { say }, tree, naming, node, entry, onChange }: WithinProps) {
  const wholes = tree.nodes.filter((one) => one.code !== node.code && one.entry?.unit === entry.unit).map(({ code }) => code)
  const chosen = entry.within
  if (wholes.length === 0 && chosen === undefined) return null
  return (
    <ChoiceField
      label={say('ind_entryWithin')}
      hint={say('ind_entryWithinHint')}
      value={chosen ?? ''}
      options={[
        { value: '', text: say('ind_entryWithinNone') },
        ...[...new Set([...wholes, ...(chosen === undefined ? [] : [chosen])])].map((code) => ({
          value: code,
          text: `${naming.node(code)} (${code})`,
        })),
      ]}
      onChange={(code) => onChange(code || undefined)}
    />
  )
}

/** An entry without what is not said. */
const tidied = ({ unit, low, high, digits, source, evidence, within }: NumberEntryDraft): NumberEntry => ({
  unit,
  ...(low !== undefined && { low }),
  ...(high !== undefined && { high }),
  ...(digits !== undefined && { digits }),
  ...(source && { source }),
  ...(evidence && { evidence }),
  ...(within !== undefined && within !== '' && { within }),
})

type NumberEntryDraft = { readonly [Name in keyof NumberEntry]: NumberEntry[Name] | undefined } & Pick<NumberEntry, 'unit'>

/** Of which questionnaire or set, which of its indicators, and which figure of it. */
function Drawn({ desk, row: { node, formula }, edit }: Props) {
  const { say, drawables } = desk
  const { draws } = node
  const name = draws && (draws.from === 'campaign' ? draws.questionnaire : draws.set)
  const chosen = drawables.find(({ from, id }) => draws?.from === from && id === name)
  const draw = (what: string, next: Draws | undefined): void => edit(`draws ${what}`, { draws: next })
  const pick = (value: string): void => {
    const source = drawables.find((one) => keyOf(one) === value)
    if (source) draw('source', drawsOf(source, source.nodes[0]?.code ?? ''))
  }
  return (
    <fieldset class="field">
      <legend>{say('ind_draws')}</legend>
      <ChoiceField
        label={say('ind_drawsSource')}
        value={draws && name !== undefined ? keyOf({ from: draws.from, id: name }) : ''}
        options={[
          ...(draws ? [] : [{ value: '', text: say('ind_drawsNothing') }]),
          ...(draws && name !== undefined && !chosen ? [{ value: keyOf({ from: draws.from, id: name }), text: name }] : []),
          ...drawables.map((one) => ({ value: keyOf(one), text: `${say(`ind_drawsFrom_${one.from}`)}: ${one.title} (${one.id})` })),
        ]}
        onChange={pick}
      />
      {draws ? <DrawnNode {...{ desk, chosen, draws, draw }} unit={unitOf({ ...node, formula })} /> : null}
    </fieldset>
  )
}

type DrawnNodeProps = {
  readonly desk: Desk
  readonly chosen: Drawable | undefined
  readonly draws: Draws
  readonly unit: ReturnType<typeof unitOf>
  readonly draw: (what: string, next: Draws) => void
}

function DrawnNode({ desk: { say }, chosen, draws, unit, draw }: DrawnNodeProps) {
  const known = chosen?.nodes ?? []
  const nodes = known.some(({ code }) => code === draws.node) ? known : [{ code: draws.node, label: '' }, ...known]
  return (
    <>
      <ChoiceField
        label={say('ind_drawsNode')}
        value={draws.node}
        options={nodes.map(({ code, label }) => ({ value: code, text: label === '' ? code : `${label} (${code})` }))}
        onChange={(node) => draw('node', { ...draws, node })}
      />
      {draws.from === 'campaign' ? (
        <ChoiceField
          label={say('ind_drawsFigure')}
          hint={unit === 'number' ? say('ind_drawsShareHint') : undefined}
          value={draws.figure}
          options={drawnFigures.map((value) => ({ value, text: say(`ind_drawsFigure_${value}`) }))}
          onChange={(figure) => draw('figure', { ...draws, figure })}
        />
      ) : null}
    </>
  )
}

const keyOf = ({ from, id }: Pick<Drawable, 'from' | 'id'>): string => `${from} ${id}`
