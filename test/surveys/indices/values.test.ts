import { describe, expect, it } from 'vitest'
import { outcomeOf, rangesAmong } from '../../../surveys/figures/formulas'
import { sampleOf } from '../../../surveys/figures/sums'
import { emptyTally, tallyLayout } from '../../../surveys/figures/tally'
import { columnsOf } from '../../../surveys/indices/values'
import { seeded } from '../random'
import { inputsOf, setIds, shippedSet } from './sets'

describe.each(setIds)('numbers of %s without a survey', (id) => {
  const set = shippedSet(id)
  const layout = tallyLayout(set)

  it('come to what the engine of a campaign’s figures makes of them, whatever is missing', () => {
    const uniform = seeded(7)
    const below = (end: number) => Math.floor(uniform() * end)
    const inputs = Array.from(
      { length: 12 },
      (_, agency) =>
        new Map(
          inputsOf(set).map((code) => {
            const number = () => (below(6) === 0 ? 0 : below(1000) / 100)
            const isThere = agency < 3 || below(12) > 0
            return [code, { self: isThere ? number() : null, verified: below(3) === 0 ? number() : null }]
          }),
        ),
    )
    const columns = columnsOf(layout, inputs)
    const tally = emptyTally(layout)
    const ranges = rangesAmong(
      layout,
      inputs.map((one) => ({ tally, inputs: one })),
      0,
    )
    for (const node of layout.nodes)
      for (const [place, one] of inputs.entries()) {
        const { estimate, lacking, missing } = outcomeOf(node, sampleOf(layout, tally, { inputs: one, ranges }))
        expect(columns.of(node.indicator)[place], node.indicator.code).toEqual({
          value: estimate?.value,
          ...(lacking && { lacking }),
          ...(missing && { missing }),
        })
      }
  })
})
