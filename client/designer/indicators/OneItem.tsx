import { countableItems } from '../../../surveys/designing/names'
import { partsOf } from '../../../surveys/designing/nodes'
import { Choice } from '../fields/Choice'
import { Tick } from '../fields/Tick'
import type { NodeProps } from './chosen'
import { figuresOf } from './numbers'
import type { EditNode } from './Parts'

/** The one question that a criterion or an option stands on, and which of its options count. */
export function OneItem({ desk, naming, row: { node }, edit }: NodeProps & { readonly edit: EditNode }) {
  const { say, draft, text, office } = desk
  const isOption = node.kind === 'option'
  const fit = countableItems(draft).filter(({ answer }) => (isOption ? answer !== 'number' : answer !== 'many'))
  const item = fit.find(({ id }) => id === node.items?.[0])
  const parts = partsOf(node).length
  const counted = node.options ?? []
  const gone = node.items?.[0] !== undefined && !item ? [{ value: node.items[0], text: `${node.items[0]}: ${say('ind_itemGone')}` }] : []
  const choose = (id: string) => edit('item', { children: undefined, items: id === '' ? undefined : [id], options: counted.filter((code) => fit.some((one) => one.id === id && one.options.some((option) => option.code === code))) })
  return (
    <>
      <Choice
        label={say('ind_item')}
        value={node.items?.[0] ?? ''}
        options={[{ value: '', text: say('ind_noItem') }, ...gone, ...fit.map(({ id }) => ({ value: id, text: `${naming.item(id)} (${id})` }))]}
        wrong={parts > 1 ? say('ind_tooMany', { n: figuresOf(office).count(parts) }) : undefined}
        onChange={choose}
      />
      {isOption && item ? (
        <fieldset class="field">
          <legend>{say('ind_options')}</legend>
          {item.options.map(({ code, label }) => (
            <Tick key={code} label={text(label) || say('unnamed')} hint={code} checked={counted.includes(code)} onChange={(isTicked) => edit('options', { options: isTicked ? [...counted, code] : counted.filter((one) => one !== code) })} />
          ))}
        </fieldset>
      ) : null}
    </>
  )
}
