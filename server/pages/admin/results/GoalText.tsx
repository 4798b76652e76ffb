import { goalsOf } from '../../../../surveys/goals'
import { localised } from '../../../../surveys/language'
import type { NodeResult } from '../../../../surveys/results'
import type { Questionnaire } from '../../../../surveys/schema'
import { unitOf } from '../numbers'
import type { Reader } from '../reader'

type Props = { readonly reader: Reader; readonly questionnaire: Questionnaire; readonly node: NodeResult }

/** The grade of a figure, and whether it reaches its target; nothing where the questionnaire sets neither. */
export function GoalText({ reader: { say, numbers, language }, questionnaire, node }: Props) {
  const { band, target, isReached } = goalsOf(questionnaire, node)
  if (band === undefined && isReached === undefined) return null
  const unit = unitOf(node.formula)
  return (
    <p class="goals">
      {band !== undefined && <span>{say('gradedAs', { grade: localised(band.label, language) || band.code })}</span>}
      {target !== undefined && isReached !== undefined && <span>{say(isReached ? 'targetReached' : 'targetMissed', { target: numbers.figure(target, unit, 2) })}</span>}
    </p>
  )
}
