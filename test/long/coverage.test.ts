import { afterAll, describe } from 'vitest'
import { coverageText } from '../surveys/coverage'
import { holdsTheTruth } from '../surveys/held-truth'

/** Prints the table of surveys/README.md. */
describe("a node's 95 % interval, in many samples", () => {
  const rows = holdsTheTruth(2_000, [0, 0.05, 0.1])
  afterAll(() => process.stdout.write(`${coverageText(rows())}\n`))
})
