import { describe } from 'vitest'
import { byHand, endsWell } from './ends'

describe('what is started by hand', () => endsWell(byHand))
