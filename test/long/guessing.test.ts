import { describe } from 'vitest'
import { engines } from '../server/harness'
import { outlastsGuessing } from '../server/siege'

describe.each(engines)('whoever guesses ten thousand times on %s', (engine) => outlastsGuessing(engine, { tries: 10_000, every: 1 }))
