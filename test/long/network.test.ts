import { describe } from 'vitest'
import { arrivesOnce } from '../faults/network'

describe('twenty kiosks behind a network that loses, doubles, cuts and lies', () => arrivesOnce({ kiosks: 20, each: 500, slice: 25 }))
