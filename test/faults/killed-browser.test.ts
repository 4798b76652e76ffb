import { describe } from 'vitest'
import { keepsItsThanks } from './killed-browser'

// A hundred kills are in test/long/.
describe('a kiosk whose browser is killed while somebody answers', () => keepsItsThanks(4))
