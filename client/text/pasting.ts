import type { SheetWords } from '../../surveys/designing/pasted-sheet'
import type { PastedWords } from '../../surveys/designing/pasting'
import { pastingEn as en } from './en/pasting'
import { pastingVi as vi } from './vi/pasting'

/** What names columns, options and parts in what is pasted, whichever language the office reads. */
export const pastedWords: PastedWords = {
  code: [...vi.code, ...en.code],
  score: [...vi.score, ...en.score],
  words: [...vi.words, ...en.words],
  languages: { vi: [...vi.languages.vi, ...en.languages.vi], en: [...vi.languages.en, ...en.languages.en] },
  kinds: {
    other: [...vi.other, ...en.other],
    'not-applicable': [...vi.notApplicable, ...en.notApplicable],
    'no-opinion': [...vi.noOpinion, ...en.noOpinion],
  },
  specify: [...vi.specify, ...en.specify],
  section: [...vi.section, ...en.section],
}

type TypeNames = NonNullable<SheetWords['types']>

const typeNames: TypeNames = Object.fromEntries(
  Object.keys(vi.types).map((type) => [
    type,
    [vi.types, en.types].flatMap((types: TypeNames) => Object.entries(types).find(([one]) => one === type)?.[1] ?? []),
  ]),
)

/** The same of a sheet whose lines are questions. */
export const sheetWords: SheetWords & PastedWords = {
  ...pastedWords,
  type: [...vi.type, ...en.type],
  options: [...vi.options, ...en.options],
  help: [...vi.help, ...en.help],
  sections: [...vi.sections, ...en.sections],
  required: [...vi.required, ...en.required],
  yes: [...vi.yes, ...en.yes],
  types: typeNames,
}
