import type { Countable } from './item'
import { items } from './questionnaire'
import { keepings } from './questions/keepings'
import type { Questionnaire } from './schema'

/** The items that a tally counts, in the order of the questionnaire. */
export const countables = (questionnaire: Questionnaire): readonly Countable[] =>
  items(questionnaire)
    .flatMap((item) => {
      const counted = keepings[item.question.type].counted(item)
      return counted ? [{ id: item.id, ...counted }] : []
    })
    .map((item, index) => ({ ...item, index }))
