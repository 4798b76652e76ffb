import { describe } from 'vitest'
import { holdsTheTruth } from '../surveys/held-truth'

describe("a node's 95 % interval, in many samples", () => holdsTheTruth(1_000))
