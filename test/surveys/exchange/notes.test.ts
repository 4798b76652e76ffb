import { describe, expect, it } from 'vitest'
import { fates } from '../../../surveys/exchange/notes'

describe('the report on a file of another tool', () => {
  it('counts as taken only what is the same here, and nothing that was lost or bent', () => {
    const told = (fate: string) => Object.entries(fates).flatMap(([code, one]) => (one === fate ? [code] : []))
    expect(told('taken')).toEqual(['taken', 'label_told'])
    for (const lost of ['piping', 'condition', 'constraint', 'calculation', 'no_options', 'hidden_signs', 'type'])
      expect(told('left-out')).toContain(lost)
  })
})
