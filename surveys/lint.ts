import { askingWarnings } from './lint/asking'
import { burdenWarnings } from './lint/burden'
import { figureWarnings } from './lint/figures'
import { scaleWarnings } from './lint/scales'
import type { Warning } from './lint/warning'
import { wordingWarnings } from './lint/wording'
import type { Questionnaire } from './schema'

/** What an author should look at once more; unlike `rulesBroken` nothing of it forbids to publish. A draft that breaks rules is read as far as it goes. */
export const lint = (questionnaire: Questionnaire): readonly Warning[] => [
  ...scaleWarnings(questionnaire),
  ...wordingWarnings(questionnaire),
  ...askingWarnings(questionnaire),
  ...burdenWarnings(questionnaire),
  ...figureWarnings(questionnaire),
]
