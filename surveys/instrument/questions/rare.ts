import type { Behaviour } from './behaviour'
import { date } from './date'
import { dateTime } from './date-time'
import { number } from './number'
import { slider } from './slider'

/** How the question types are answered that few questionnaires use; a phone and a kiosk fetch them with `client/survey/questions/more.ts` where theirs does. */
export const rareBehaviours = {
  date,
  'date-time': dateTime,
  number,
  'number-matrix': number,
  slider,
} as const satisfies Readonly<Record<string, Behaviour>>
