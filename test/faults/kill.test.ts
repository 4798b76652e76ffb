import { describe, expect, it } from 'vitest'
import { engines } from '../server/harness'
import { newLedger } from './clients'
import { keepsItsPromises } from './killing'
import { brokenPromises } from './promises'
import type { Stored } from './stored'

/** A hundred of them are in test/long/. */
const kills = { SQLite: 3, PostgreSQL: 2 } as const

describe.each(engines)('the built server on %s, killed under load', (engine) => keepsItsPromises(engine, kills[engine]))

describe('the check itself', () => {
  const ledger = {
    ...newLedger(),
    sent: new Map([
      ['a', ''],
      ['b', ''],
    ]),
    acknowledged: new Set(['a', 'b']),
  }
  const rows = [
    { id: 'a', writer: 1, seq: 1 },
    { id: 'b', writer: 1, seq: 2 },
  ]
  const sound: Stored = {
    rows,
    writers: [{ slot: 1, last: 2 }],
    counted: { whole: 2, months: 2 },
    wrongTallies: [],
    entered: { stored: 1, counted: 1 },
  }
  const one = { rows: rows.slice(0, 1), writers: [{ slot: 1, last: 1 }], counted: { whole: 1, months: 1 } }

  it.each<[string, Partial<Stored>, string]>([
    ['a lost response', one, 'b was acknowledged and is lost'],
    [
      'a response stored twice',
      { rows: [...rows, { id: 'b', writer: 1, seq: 3 }], writers: [{ slot: 1, last: 3 }], counted: { whole: 3, months: 3 } },
      'b is stored twice',
    ],
    [
      'a response nobody sent',
      { rows: [...rows, { id: 'c', writer: 2, seq: 1 }], counted: { whole: 3, months: 3 } },
      'c is stored and was never sent',
    ],
    [
      'a response counted twice',
      { counted: { whole: 3, months: 2 } },
      '2 responses are stored, 3 counted in the campaign and 2 in its months',
    ],
    ['a gap', { writers: [{ slot: 1, last: 3 }] }, 'writer 1 counted 3 and has 2 responses, or a gap among them'],
    [
      'a sheet counted twice',
      { entered: { stored: 1, counted: 2 } },
      '1 responses of interviewers are stored, and 2 counted for who entered them',
    ],
    ['a wrong tally', { wrongTallies: ['x'] }, 'tally x is not what its responses give'],
  ])('names %s', (_, change, sentence) => {
    expect(brokenPromises(ledger, { ...sound, ...change })).toEqual([sentence])
    expect(brokenPromises(ledger, sound)).toEqual([])
  })
})
