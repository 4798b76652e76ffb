import { describe } from 'vitest'
import { isLongRun } from '../server/harness'
import { byHand, endsWell } from './ends'

describe('what is started by hand', () => endsWell(isLongRun ? byHand : byHand.slice(0, 1)))
