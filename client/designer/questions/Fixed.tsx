import { fixOption, fixRow } from '../../../surveys/designing/shuffling'
import { hasRows, isClosed } from '../../../surveys/instrument/item'
import { staysLast } from '../../../surveys/instrument/personal'
import type { Question } from '../../../surveys/instrument/schema'
import { Tick } from '../frame/Fields'
import type { Desk } from '../frame/desk'

/** Which options or rows keep their place where the others are shuffled. */
export function Fixed({ desk, question }: { readonly desk: Desk; readonly question: Question }) {
  const { draft, change, say, text } = desk
  if (!('shuffled' in question) || !question.shuffled) return null
  const scale = !hasRows(question) && isClosed(question) ? draft.scales.find(({ id }) => id === question.scale) : undefined
  const parts = hasRows(question)
    ? question.items.map((row) => ({ name: row.id, words: row.text, fixed: row.fixed }))
    : (scale?.options ?? []).filter((option) => !staysLast(option)).map(({ code, label, fixed }) => ({ name: code, words: label, fixed }))
  const fix = (name: string, isFixed: boolean) =>
    change(`fix ${question.id} ${name}`, (before) =>
      scale ? fixOption(before, scale.id, name, isFixed) : fixRow(before, question.id, name, isFixed),
    )
  return (
    <fieldset class="condition-options">
      <legend>{say('fixedTitle')}</legend>
      <p class="note">{say(scale ? 'fixedOptions' : 'fixedRows')}</p>
      <div class={parts.length > 8 ? 'condition-ticks many' : 'condition-ticks'}>
        {parts.map(({ name, words, fixed }) => (
          <Tick key={name} label={text(words) || name} checked={fixed === true} onChange={(isFixed) => fix(name, isFixed)} />
        ))}
      </div>
    </fieldset>
  )
}
