import { scaleOf } from '../../../surveys/instrument/questionnaire'
import { type Choice, codeOf } from '../../../surveys/instrument/questions/options'
import type { Option, QuestionOf, Scale } from '../../../surveys/instrument/schema'
import { ownValue, trimmed } from '../../../surveys/instrument/spelling'
import type { ViewProps, Wording } from '../model'
import { Fieldset } from './Field'
import { Options } from './Options'

/** Several options; an exclusive one clears the others, and any other clears it. */
export function Multiple({ question, asking }: ViewProps<QuestionOf<'multiple'>>) {
  const { id } = question
  const scale = scaleOf(asking.questionnaire, question)
  const answer = ownValue(asking.answers, id)
  const chosen: readonly Choice[] = Array.isArray(answer) ? answer : []
  const choose = (next: readonly Choice[]) => asking.answer(id, next.length > 0 ? next : undefined)
  return (
    <Fieldset item={id} text={question.text} question={question} asking={asking} hint={howMany(question, asking.wording)}>
      <Options
        item={id}
        scale={scale}
        kind="checkbox"
        chosen={chosen}
        asking={asking}
        onChoose={(option) => choose(toggled(scale, chosen, option))}
        onText={(option, text) => choose(written(chosen, option, trimmed(text)))}
      />
    </Fieldset>
  )
}

function toggled(scale: Scale, chosen: readonly Choice[], option: Option): readonly Choice[] {
  const others = chosen.filter((choice) => codeOf(choice) !== option.code)
  if (others.length < chosen.length) return others
  if (option.exclusive) return [option.code]
  const exclusive = scale.options.filter((one) => one.exclusive).map(({ code }) => code)
  return [...others.filter((choice) => !exclusive.includes(codeOf(choice))), option.code]
}

const written = (chosen: readonly Choice[], { code }: Option, text: string): readonly Choice[] =>
  chosen.map((choice) => (codeOf(choice) === code ? (text === '' ? code : { code, text }) : choice))

function howMany({ atLeast, atMost, help }: QuestionOf<'multiple'>, { say }: Wording): string | undefined {
  if (atLeast !== undefined && atMost !== undefined) return say('chooseBetween', { min: atLeast, max: atMost })
  if (atLeast !== undefined) return say('chooseAtLeast', { min: atLeast })
  if (atMost !== undefined) return say('chooseAtMost', { max: atMost })
  return help ? undefined : say('tapSeveral')
}
