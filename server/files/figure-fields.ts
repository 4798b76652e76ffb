import { exportWords } from '../../client/text/files'
import { fieldTitle } from '../../client/text/fields'
import type { Language } from '../../client/text/languages'
import { type FieldName, fieldNames } from '../../surveys/figures/row'
import type { Field } from './document'
import { fieldColumn } from './results-document'

/** A column of a table of figures as a package of data describes it, titled where it is a field of a figure. */
export function figureField(name: string, language: Language): Field {
  const field = fieldNames.find((one) => fieldColumn(one) === name)
  const type = numbers.has(name) ? 'number' : days.has(name) ? 'date' : 'string'
  return { name, type, ...(field && { title: fieldTitle(exportWords(language), field) }) }
}

const numbers: ReadonlySet<string> = new Set(
  (
    [
      'rank',
      'ranked',
      'rankBest',
      'rankWorst',
      'persons',
      'effectivePersons',
      'base',
      'value',
      'intervalLow',
      'intervalHigh',
      'share',
    ] as const
  )
    .map((name): FieldName => name)
    .concat(['shareLow', 'shareHigh', 'level', 'levelLow', 'levelHigh', 'target', 'meanOfAgencies', 'agenciesInMean'])
    .map(fieldColumn)
    .concat('version', 'edition', 'threshold', 'responses'),
)
const days: ReadonlySet<string> = new Set(['published_on', 'night'])
