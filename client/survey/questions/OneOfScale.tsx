import { type ClosedQuestion, scaleOf } from '../../../surveys/questionnaire'
import { type Choice, isChoice } from '../../../surveys/questions/options'
import type { LocalText, Option } from '../../../surveys/schema'
import type { Asking } from '../asking'
import { Fieldset } from '../Fieldset'
import { Options } from '../Options'
import { ownValue } from '../../../surveys/name-patterns'

type OneOfScaleProps = {
  readonly item: string
  readonly text: LocalText
  readonly question: ClosedQuestion
  readonly asking: Asking
}

/** One item answered by exactly one option: what single choice, rating, yes/no and a matrix row have in common. */
export function OneOfScale({ item, text, question, asking }: OneOfScaleProps) {
  const answer = ownValue(asking.answers, item)
  const chosen: readonly Choice[] = answer !== undefined && isChoice(answer) ? [answer] : []
  const write = (option: Option, written: string) =>
    asking.answer(item, written.trim() === '' ? option.code : { code: option.code, text: written.trim() })
  return (
    <Fieldset item={item} text={text} question={question} asking={asking}>
      <Options
        item={item}
        scale={scaleOf(asking.questionnaire, question)}
        kind="radio"
        chosen={chosen}
        asking={asking}
        onChoose={(option) => asking.answer(item, option.code)}
        onText={write}
      />
    </Fieldset>
  )
}
