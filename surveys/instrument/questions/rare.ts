import type { Behaviour } from './behaviour'
import { date } from './date'

/** How the question types are answered that few questionnaires use; a phone and a kiosk fetch them with `client/survey/questions/more.ts` where theirs does. */
export const rareBehaviours = {
  date,
} as const satisfies Readonly<Record<string, Behaviour>>
