import type { Keeping } from './behaviour'
import { dateKept } from './date'
import { dateTimeKept } from './date-time'
import { multipleKept } from './multiple'
import { numberKept } from './number'
import { oneOptionKept, singleKept } from './options'
import { rankingKept } from './ranking'
import { recommendKept } from './recommend'
import type { AskedType } from './registry'
import { sliderKept } from './slider'
import { textKept } from './text'

/** What becomes of the answers of each question type; apart from `behaviours`, since a citizen's page needs nothing of it. */
export const keepings: Readonly<Record<AskedType, Keeping>> = {
  single: singleKept,
  multiple: multipleKept,
  rating: oneOptionKept,
  'yes-no': oneOptionKept,
  matrix: oneOptionKept,
  number: numberKept,
  text: textKept,
  date: dateKept,
  'date-time': dateTimeKept,
  'number-matrix': numberKept,
  ranking: rankingKept,
  recommend: recommendKept,
  slider: sliderKept,
}
