import type { LabelMapping } from '../../surveys/exchange/labelled'
import { keepMapping } from '../db/label-mappings'
import { type Act, did, nothing } from './act'

type Kept = { readonly questionnaire: string; readonly heads: readonly string[]; readonly mapping: LabelMapping }

/** Keeps how a sheet with labels is read, for the next one with the same head. */
export const keepLabelMapping: Act<Kept, undefined, never> = {
  name: 'questionnaires.map-labels',
  run: async ({ database, now }, { name }, { questionnaire, heads, mapping }) =>
    (await keepMapping(database, questionnaire, heads, mapping, { by: name, at: new Date(now()).toISOString() }))
      ? did(questionnaire)
      : nothing(undefined),
}
