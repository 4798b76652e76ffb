import type { ComponentChildren } from 'preact'
import type { AskedQuestion } from '../../../surveys/instrument/item'
import { itemsById } from '../../../surveys/instrument/questionnaire'
import { type Choice, isChoice } from '../../../surveys/instrument/questions/options'
import type { LocalText, Option } from '../../../surveys/instrument/schema'
import { isVisible, ownValue } from '../../../surveys/instrument/spelling'
import type { Asking } from '../model'
import { Fieldset } from './Field'
import { Options } from './Options'

type OneOfScaleProps = {
  readonly item: string
  readonly text: LocalText
  readonly question: AskedQuestion
  readonly asking: Asking
  /** What stands between the question and its options. */
  readonly children?: ComponentChildren
}

/** One item answered by exactly one option: what single choice, rating, yes/no and a matrix row have in common. */
export function OneOfScale({ item, text, question, asking, children }: OneOfScaleProps) {
  const scale = itemsById(asking.questionnaire).get(item)?.scale
  const answer = ownValue(asking.answers, item)
  const chosen: readonly Choice[] = answer !== undefined && isChoice(answer) ? [answer] : []
  const clear = question.required ? undefined : () => asking.answer(item, undefined)
  const write = (option: Option, written: string) =>
    asking.answer(item, isVisible(written) ? { code: option.code, text: written.trim() } : option.code)
  return scale ? (
    <Fieldset item={item} role="radiogroup" text={text} question={question} asking={asking}>
      {children}
      <Options
        item={item}
        scale={scale}
        kind="radio"
        chosen={chosen}
        asking={asking}
        onChoose={(option) => asking.answer(item, option.code)}
        onText={write}
        onClear={clear}
      />
      {asking.layout === 'phone' && asking.live && chosen.length > 0 && clear ? <Unchoose item={item} asking={asking} /> : null}
    </Fieldset>
  ) : null
}

/** Takes a choice back; a key reaches it, and then stands at the options again. */
export const Unchoose = ({ item, asking }: { readonly item: string; readonly asking: Asking }) => (
  <button
    class="quiet unchoose"
    type="button"
    onClick={() => {
      document.getElementById(item)?.focus()
      asking.answer(item, undefined)
    }}
  >
    {asking.wording.say('unchoose')}
  </button>
)
