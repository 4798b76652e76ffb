import { itemsById } from '../instrument/questionnaire'
import { keepings } from '../instrument/questions/keepings'
import type { Questionnaire } from '../instrument/schema'

/** Whether an item, of one agency too, is answered by options in an order. */
export const asksOrder =
  (questionnaire: Questionnaire) =>
  (id: string): boolean => {
    const item = itemsById(questionnaire).get(id) ?? itemsById(questionnaire).get(id.slice(id.lastIndexOf('.') + 1))
    return item !== undefined && keepings[item.question.type].holds === 'order'
  }
