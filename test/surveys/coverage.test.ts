import { describe } from 'vitest'
import { holdsTheTruth } from './held-truth'

/** Enough to see a wrong method; test/long/ looks closer. */
describe("a node's 95 % interval", () => {
  holdsTheTruth(40, [0])
})
