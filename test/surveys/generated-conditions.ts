import { isClosed } from '../../surveys/instrument/item'
import { itemsOf } from '../../surveys/instrument/questionnaire'
import { keepings } from '../../surveys/instrument/questions/keepings'
import { isAsked } from '../../surveys/instrument/questions/registry'
import type { Condition, Question, Scale } from '../../surveys/instrument/schema'
import type { Dealer } from './dealer'

/** A condition of any kind on items of the questions before it, of which one asks something. */
export function generatedCondition(deal: Dealer, earlier: readonly Question[], scales: readonly Scale[], depth = 0): Condition {
  const inner = () => generatedCondition(deal, earlier, scales, depth + 1)
  const kind = depth < 2 ? deal.upTo(7) : deal.upTo(4)
  if (kind === 4) return { not: inner() }
  if (kind === 5) return { all: [inner(), inner()] }
  if (kind === 6) return { any: [inner(), inner()] }
  return plainCondition(deal, earlier, scales, kind)
}

function plainCondition(deal: Dealer, earlier: readonly Question[], scales: readonly Scale[], kind: number): Condition {
  const asked = earlier.flatMap((question) => itemsOf(question))
  const { id: item, question } = deal.one(asked)
  const codes = isClosed(question) ? (scales.find(({ id }) => id === question.scale)?.options ?? []).map(({ code }) => code) : []
  if (kind === 1 && codes.length > 0) return { item, in: [...new Set([deal.one(codes), deal.one(codes)])] }
  if (!isAsked(question) || keepings[question.type].holds !== 'number') return { item, answered: true }
  if (kind === 2) return { item, atLeast: deal.upTo(9) / 2 }
  if (kind === 3) return { item, atMost: deal.upTo(9) - 2 }
  return { item, answered: true }
}
