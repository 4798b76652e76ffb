import { describe } from 'vitest'
import { leavesNothing } from '../browser/next-person'

describe('what the next person at a kiosk finds, again and again', () => leavesNothing(200))
