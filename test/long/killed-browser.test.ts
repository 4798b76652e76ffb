import { describe } from 'vitest'
import { keepsItsThanks } from '../faults/killed-browser'

describe('a kiosk whose browser is killed while somebody answers, a hundred times', () => keepsItsThanks(100))
