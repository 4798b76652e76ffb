import type { Database } from '../db/dialect'
import { noteHere, type Present } from '../db/presence'
import type { Person } from './permission'

/** Says that somebody is at a design, and learns who else is; whoever looks as somebody else, or is a program, is nowhere. */
export async function here(
  database: Database,
  { id, name, via, seeing }: Person,
  at: { readonly questionnaire: string; readonly place: string },
  now: number,
): Promise<readonly Present[]> {
  return via !== 'session' || seeing ? [] : noteHere(database, { ...at, person: id, name }, now)
}
