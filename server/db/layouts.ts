import type { Questionnaire } from '../../surveys/schema'
import { type TallyLayout, tallyLayout } from '../../surveys/tally'

/** The tally layout of a questionnaire version, made once for each. */
export function layoutOf(questionnaire: Questionnaire): TallyLayout {
  const made = layouts.get(questionnaire) ?? tallyLayout(questionnaire)
  layouts.set(questionnaire, made)
  return made
}

const layouts = new WeakMap<Questionnaire, TallyLayout>()
