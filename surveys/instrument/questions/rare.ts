import type { Scale } from '../schema'
import type { Behaviour } from './behaviour'
import { date } from './date'
import { dateTime } from './date-time'
import { number } from './number'
import { ranking } from './ranking'
import { recommend, recommendScale } from './recommend'
import { slider } from './slider'

/** How the question types are answered that few questionnaires use; a phone and a kiosk fetch them with `client/survey/questions/more.ts` where theirs does. */
export const rareBehaviours = {
  date,
  'date-time': dateTime,
  number,
  'number-matrix': number,
  ranking,
  recommend,
  slider,
} as const satisfies Readonly<Record<string, Behaviour>>

/** The options of those among them that bring their own, in the languages of a questionnaire. */
export const rareScales = {
  recommend: recommendScale,
} as const satisfies Readonly<Record<string, (languages: readonly string[]) => Scale>>
