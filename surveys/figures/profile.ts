import { type PlacedOption, placedOptions } from './orders'
import { itemCounts } from './sums'
import type { ItemSlots, Tally, TallyLayout } from './tally'

/** How respondents answered one closed question that no indicator stands on, such as one about themselves; no counts on fewer persons than the threshold. */
export type ProfileItem = {
  readonly item: string
  readonly answer: 'one' | 'many' | 'order'
  readonly options: ItemSlots['options']
  /** Of many options the persons, else the answers that count. */
  readonly persons: number
  /** Of an order, how often each came first. */
  readonly counts: Readonly<Record<string, number>> | null
  /** Of an order, what the places of each option come to; a mean of fewer persons than the threshold is left out. */
  readonly order: { readonly within: number; readonly options: readonly PlacedOption[] } | null
}

/**
 * What is known of the respondents of a tally: every closed question that rolls up into no figure, in the order of the questionnaire. Of what is asked
 * about each of several agencies one person has given several answers, `ratingsAPerson` at the most.
 */
export function profileOf(layout: TallyLayout, tally: Tally, threshold: number, ratingsAPerson = 1): readonly ProfileItem[] {
  const asked = new Set(layout.nodes.flatMap(({ indicator }) => indicator.asked))
  return layout.items.flatMap((item) => {
    const counts = asked.has(item.index) ? undefined : itemCounts(item, tally)
    if (!counts || item.answer === 'number') return []
    const persons = personsIn(item, tally)
    const needed = layout.rated?.[item.index] === 1 ? threshold * ratingsAPerson : threshold
    const isFew = persons < needed
    return [
      {
        item: item.id,
        answer: item.answer,
        options: item.options,
        persons,
        counts: isFew ? null : counts,
        order: item.answer !== 'order' || isFew ? null : orderOf(item, tally, needed),
      },
    ]
  })
}

function orderOf(item: ItemSlots, tally: Tally, threshold: number): ProfileItem['order'] {
  const { within, options } = placedOptions(item, tally)
  return { within, options: options.map((option) => (option.ranked < threshold ? { ...option, meanPlace: undefined } : option)) }
}

/** Who answered an item: of one option, and of an order's first, who chose a valid one; of many the persons are counted behind the options. */
export function personsIn({ answer, offset, options, valid }: ItemSlots, tally: Tally): number {
  if (answer === 'many') return tally[offset + options.length] ?? 0
  return options.reduce((sum, _, place) => sum + (valid[place] === 1 ? (tally[offset + place] ?? 0) : 0), 0)
}
