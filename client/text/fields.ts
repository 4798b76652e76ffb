import type { FieldName, FigureFields } from '../../surveys/figures/row'
import { localised } from '../../surveys/instrument/language'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { type ExportWord, exportWords, type FilesSay, isExportWord } from './files'
import type { Language } from './languages'
import { numbersOf } from './numbers'

/** What each field of a figure is called wherever it is read. */
const titles: Readonly<Record<FieldName, ExportWord>> = {
  rank: 'rank',
  ranked: 'ranked',
  rankBest: 'rankBest',
  rankWorst: 'rankWorst',
  tier: 'tier',
  tree: 'tree',
  node: 'node',
  label: 'label',
  kind: 'kind',
  persons: 'persons',
  effectivePersons: 'effectivePersons',
  base: 'base',
  withheld: 'withheld',
  shown: 'value',
  value: 'value',
  intervalLow: 'low',
  intervalHigh: 'high',
  intervalMethod: 'intervalMethod',
  share: 'share',
  shareLow: 'shareLow',
  shareHigh: 'shareHigh',
  level: 'degree',
  levelLow: 'degreeLow',
  levelHigh: 'degreeHigh',
  grade: 'grade',
  target: 'target',
  reached: 'reached',
  meanOfAgencies: 'mean',
  agenciesInMean: 'meanOf',
  unit: 'unit',
  formula: 'formula',
  rollUp: 'rollUp',
}

export const fieldTitle = (say: FilesSay, name: FieldName): string => say(titles[name])

/** For whom a figure is written, and what it says of its threshold. */
export type FieldReader = { readonly language: Language; readonly questionnaire: Questionnaire; readonly threshold: number }

/** A field as people read it; null where there is nothing to say. */
export function fieldText({ language, questionnaire, threshold }: FieldReader, row: FigureFields, name: FieldName): string | null {
  const [say, numbers, field] = [exportWords(language), numbersOf(language), row[name]]
  if (field.value === null) return null
  if (name === 'withheld')
    return say(field.value === 'small' ? 'small' : field.value === 'joint' ? 'joint' : 'none', { n: numbers.count(threshold) })
  switch (field.is) {
    case 'text':
      return inWords(say, name, field.value)
    case 'count':
      return numbers.count(field.value)
    case 'truth':
      return say(field.value ? 'yes' : 'no')
    case 'grade':
      return (field.label && localised(field.label, language, questionnaire.languages)) || field.value
    case 'figure':
      return field.shown && numbers.shown(field.shown, field.unit)
  }
}

/** What a code of the files means, where a field is one; undefined where it says all itself. */
export function fieldMeaning({ language, questionnaire }: FieldReader, row: FigureFields, name: FieldName): string | undefined {
  const { value } = row[name]
  if (name === 'tree') {
    const label = questionnaire.trees.find(({ id }) => id === value)?.label
    return label && localised(label, language, questionnaire.languages)
  }
  if (name !== 'formula' && name !== 'rollUp' && name !== 'intervalMethod') return undefined
  const word = `${name === 'intervalMethod' ? 'method' : name}_${value}`
  return isExportWord(word) ? exportWords(language)(word) : undefined
}

/** Kinds and units have words; the names of formulas, roll-ups and methods are explained where they are used. */
function inWords(say: FilesSay, name: FieldName, code: string): string {
  const word = name === 'kind' ? `kind_${code}` : `unit_${code}`
  return (name === 'kind' || name === 'unit') && isExportWord(word) ? say(word) : code
}
