import { describe } from 'vitest'
import { leavesNothing } from './next-person'

// Two hundred visits are in test/long/.
describe('what the next person at a kiosk finds', () => leavesNothing(5))
