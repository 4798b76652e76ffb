import type { SheetWords } from '../../surveys/designing/pasted-sheet'
import { namesPasted, type PastedWords } from '../../surveys/designing/pasting'
import { ownValue } from '../../surveys/instrument/spelling'
import { pastingEn as en } from './en/pasting'
import { pastingVi as vi } from './vi/pasting'

/** What names columns, options and parts in what is pasted, whichever language the office reads. */
export const pastedWords: PastedWords = {
  code: namesPasted(vi.code, en.code),
  score: namesPasted(vi.score, en.score),
  words: namesPasted(vi.words, en.words),
  languages: { vi: namesPasted(vi.languages.vi, en.languages.vi), en: namesPasted(vi.languages.en, en.languages.en) },
  kinds: {
    other: namesPasted(vi.other, en.other),
    'not-applicable': namesPasted(vi.notApplicable, en.notApplicable),
    'no-opinion': namesPasted(vi.noOpinion, en.noOpinion),
  },
  specify: namesPasted(vi.specify, en.specify),
  section: namesPasted(vi.section, en.section),
}

const types: SheetWords['types'] = Object.fromEntries(
  Object.entries<readonly string[]>(vi.types).map(([type, names]) => [
    type,
    namesPasted(names, ownValue<readonly string[]>(en.types, type) ?? []),
  ]),
)

/** The same of a sheet whose lines are questions. */
export const sheetWords: SheetWords & PastedWords = {
  ...pastedWords,
  type: namesPasted(vi.type, en.type),
  options: namesPasted(vi.options, en.options),
  help: namesPasted(vi.help, en.help),
  sections: namesPasted(vi.sections, en.sections),
  required: namesPasted(vi.required, en.required),
  yes: namesPasted(vi.yes, en.yes),
  types,
}
