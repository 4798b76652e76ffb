import { addComputed, changeComputed, computedWays, countableFor, optionsAmong, removeComputed } from '../../surveys/designing/computed'
import { renameItem, usedIds } from '../../surveys/designing/questions'
import type { Computed } from '../../surveys/instrument/schema'
import { ChoiceField, CodeField, LocalField, Tick, useFocusOn } from './frame/Fields'
import type { Desk } from './frame/desk'

/** The numbers that skip logic can ask for and nobody is asked. */
export function ComputedItems({ desk }: { readonly desk: Desk }) {
  const { draft, change, say } = desk
  const focusOn = useFocusOn()
  const add = () => {
    const { draft: next, id } = addComputed(draft)
    change(`add computed ${id}`, () => next)
    focusOn('.computed:last-of-type input')
  }
  return (
    <section class="computedItems">
      <h3>{say('computedTitle')}</h3>
      <p class="note">{say('computedText')}</p>
      {(draft.computed ?? []).map((one, place) => (
        <ComputedEditor key={place} {...{ desk, one }} />
      ))}
      <button type="button" class="quietButton" onClick={add}>
        {say('computedAdd')}
      </button>
    </section>
  )
}

function ComputedEditor({ desk, one }: { readonly desk: Desk; readonly one: Computed }) {
  const { draft, change, say, text } = desk
  const { id, label, value, of, codes = [] } = one
  const name = text(label) || id
  const edit = (what: string, part: Partial<Computed>) => change(`computed ${what} ${id}`, (before) => changeComputed(before, id, part))
  const ticked = (list: readonly string[], order: readonly string[], name: string, isTicked: boolean) =>
    order.filter((other) => (other === name ? isTicked : list.includes(other)))
  const items = countableFor(draft, value)
  const options = optionsAmong(draft, one)
  return (
    <fieldset class="computed">
      <legend>{name}</legend>
      <LocalField
        desk={desk}
        label={say('computedLabel')}
        hint={say('computedLabelHint')}
        value={label}
        onInput={(next) => edit('label', { label: next })}
      />
      <div class="pair">
        <ChoiceField
          label={say('computedValue')}
          value={value}
          options={computedWays.map((each) => ({ value: each, text: say(`computedValue_${each}`) }))}
          onChange={(next) => edit('value', { value: next })}
        />
        <CodeField
          say={say}
          label={say('questionId')}
          kind="item"
          value={id}
          taken={usedIds(draft)}
          onChange={(next) => change(`rename computed ${id}`, (before) => renameItem(before, id, next))}
        />
      </div>
      <fieldset class="condition-options">
        <legend>{say('computedOf')}</legend>
        <div class="condition-ticks many">
          {items.map((item) => (
            <Tick
              key={item.id}
              label={`${item.id} – ${text(item.text) || say('unnamed')}`}
              checked={of.includes(item.id)}
              onChange={(isTicked) =>
                edit('of', {
                  of: ticked(
                    of,
                    items.map((other) => other.id),
                    item.id,
                    isTicked,
                  ),
                })
              }
            />
          ))}
        </div>
      </fieldset>
      {value === 'among' ? (
        <fieldset class="condition-options">
          <legend>{say('computedCodes')}</legend>
          <div class="condition-ticks">
            {options.map((option) => (
              <Tick
                key={option.code}
                label={text(option.label) || option.code}
                checked={codes.includes(option.code)}
                onChange={(isTicked) =>
                  edit('codes', {
                    codes: ticked(
                      codes,
                      options.map(({ code }) => code),
                      option.code,
                      isTicked,
                    ),
                  })
                }
              />
            ))}
          </div>
        </fieldset>
      ) : null}
      <button type="button" class="quiet" onClick={() => change(`remove computed ${id}`, (before) => removeComputed(before, id))}>
        {say('removeOf', { what: name })}
      </button>
    </fieldset>
  )
}
