import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { passingStore } from '../../client/outbox/store'
import { defects, holds, sound, type World } from './outbox-law'

const inMemory: World = {
  open: async () => {
    const store = passingStore()
    return [store, store]
  },
  // One after the other, as Web Locks do it.
  alone: () => {
    let last: Promise<unknown> = Promise.resolve()
    return (work) => {
      const mine = last.then(work)
      last = mine.catch(() => {})
      return mine
    }
  },
}

describe('an outbox that two tabs empty while responses come, go and change', () => {
  it('keeps every promise, in whatever order the steps fall', async () => {
    await fc.assert(holds(inMemory, sound), { numRuns: 400, seed: 20261128 })
  })

  it.each(Object.entries(defects))('would show it if %s', async (_, { sentence, defect }) => {
    const { failed, errorInstance } = await fc.check(holds(inMemory, defect), { numRuns: 400, seed: 20261128, endOnFailure: true })
    expect(failed).toBe(true)
    expect(String(errorInstance)).toContain(sentence)
  })
})
