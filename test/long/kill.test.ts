import { describe } from 'vitest'
import { keepsItsPromises } from '../faults/killing'
import { engines } from '../server/harness'

const kills = { SQLite: 100, PostgreSQL: 20 } as const

describe.each(engines)('the built server on %s, killed under load again and again', (engine) => keepsItsPromises(engine, kills[engine]))
