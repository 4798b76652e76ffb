import { computing } from '../../../surveys/instrument/computing'
import { computedLogic } from '../../../surveys/instrument/flow'
import { rareBehaviours, rareScales } from '../../../surveys/instrument/questions/rare'
import { behaviours, ownScales } from '../../../surveys/instrument/questions/registry'
import { personalReading } from '../personal'
import { ratedScreens } from '../rated'
import { loopScreens } from '../loopScreens'
import { reading } from '../reading'
import { optionLooks } from './Options'
import { pictureLooks } from './Pictures'
import { rareViews } from './rare'
import { views } from './registry'

/** Adds what the first script of a phone and of a kiosk are built without (`vite.config.ts`). */
export function learnRare(): void {
  Object.assign(behaviours, rareBehaviours)
  Object.assign(ownScales, rareScales)
  Object.assign(views, rareViews)
  Object.assign(computedLogic, computing)
  Object.assign(reading, personalReading)
  Object.assign(optionLooks, pictureLooks)
  Object.assign(loopScreens, ratedScreens)
}
