import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** A tally row is written anew with every group that touches it: it is kept whole in its page, with room beside it for the next one. */
export const talliesInPlace = ({ keepInPlace }: Engine): Migration => ({
  up: (db: Kysely<Tables>) => keepInPlace(db, 'tallies'),
})
