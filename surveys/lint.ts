import { askingWarnings } from './lint/asking'
import { burdenWarnings } from './lint/burden'
import { scaleWarnings } from './lint/scales'
import type { Warning } from './lint/warning'
import { wordingWarnings } from './lint/wording'
import type { Questionnaire } from './schema'

/** What an author should look at once more; unlike `rulesBroken` nothing of it forbids to publish. */
export const lint = (questionnaire: Questionnaire): readonly Warning[] => [
  ...scaleWarnings(questionnaire),
  ...wordingWarnings(questionnaire),
  ...askingWarnings(questionnaire),
  ...burdenWarnings(questionnaire),
]
