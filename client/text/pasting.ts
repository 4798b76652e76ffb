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
  section: [...vi.section, ...en.section],
}
