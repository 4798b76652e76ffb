import type { Person } from './person'

/** Everything that somebody can be let do; what is not named here nobody may. */
export const acts = [
  'results.read',
  'responses.export',
  'campaigns.change',
  'agencies.change',
  'touchpoints.change',
  'questionnaires.publish',
  'published.change',
  'accounts.change',
] as const
export type Act = (typeof acts)[number]

/** May this person do this? The one place that says so: whoever has an account or a token may do everything. */
export const may = (_: Person, act: Act): boolean => acts.includes(act)
