import { describe } from 'vitest'
import { arrivesOnce } from './network'

// Twenty kiosks with five hundred responses each are in test/long/.
describe('three kiosks behind a network that loses, doubles, cuts and lies', () => arrivesOnce({ kiosks: 3, each: 20, slice: 3 }))
