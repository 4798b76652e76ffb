import type { Fate, ImportNote, NoteCode, ForeignPlace } from '../../surveys/exchange/notes'
import type { OwnHeads } from '../../surveys/exchange/labelled'
import type { LentWord, LentWords } from '../../surveys/exchange/words'
import { filled } from '../../surveys/instrument/language'
import { ownValue } from '../../surveys/instrument/spelling'
import { en as typesEn } from './en/designer/question-types'
import { columnsEn, fatesEn, foreignEn, labelledHeadsEn, lentEn, notesEn, placesEn, settingsEn } from './en/exchange'
import { type FileProblem, fileProblemText } from './imports'
import { type Language, languages, nameInSentence, spokenFor } from './languages'
import { vi as typesVi } from './vi/designer/question-types'
import { columnsVi, fatesVi, foreignVi, labelledHeadsVi, lentVi, notesVi, placesVi, settingsVi } from './vi/exchange'

const types = { vi: typesVi, en: typesEn }
const notes: Readonly<Record<Language, Readonly<Record<NoteCode, string>>>> = { vi: notesVi, en: notesEn }
const settings = { vi: settingsVi, en: settingsEn }
const places = { vi: placesVi, en: placesEn }
const columns: Readonly<Record<Language, Readonly<Record<string, string>>>> = { vi: columnsVi, en: columnsEn }
const fateWords: Readonly<Record<Language, Readonly<Record<Fate, string>>>> = { vi: fatesVi, en: fatesEn }
const foreign: Readonly<Record<Language, Readonly<Record<ForeignCode, string>>>> = { vi: foreignVi, en: foreignEn }

type ForeignCode = keyof typeof foreignVi

/** Why a file from another tool is not read at all; what holds for every file is said as everywhere. */
export type ForeignProblem = FileProblem | { readonly code: ForeignCode; readonly seen?: string; readonly allowed?: string }

const isForeign = (problem: ForeignProblem): problem is Exclude<ForeignProblem, FileProblem> => Object.hasOwn(foreignVi, problem.code)

export const foreignProblemText = (language: string, problem: ForeignProblem): string =>
  isForeign(problem)
    ? filled(foreign[spokenFor(language)][problem.code], { seen: problem.seen ?? '', allowed: problem.allowed ?? '' })
    : fileProblemText(language, problem)

/** Lines that name a type of question. */
const namesType: ReadonlySet<NoteCode> = new Set(['taken', 'became', 'stays_type'])

/** Lines that name settings, or what is filled in. */
const namesSettings: ReadonlySet<NoteCode> = new Set(['stays_settings', 'stays_filled'])

/** A line of the report on an import as a sentence. */
export const noteText = (language: string, { code, seen }: ImportNote): string =>
  filled(notes[spokenFor(language)][code], { seen: seenText(spokenFor(language), code, seen) })

function seenText(language: Language, code: NoteCode, seen: string): string {
  if (code === 'untranslated') return untranslatedText(language, seen)
  if (code === 'guessed_language') return languageName(language, seen)
  if (namesType.has(code)) return ownValue<string>(types[language], `type_${seen}`) ?? seen
  const names = code === 'own_columns' ? columns[language] : namesSettings.has(code) ? settings[language] : undefined
  if (!names) return seen
  return seen
    .split(', ')
    .map((name) => ownValue<string>(names, name.replace(/[{}]/g, '')) ?? name)
    .join(', ')
}

/** `en: 3` as "tiếng Anh (3)". */
function untranslatedText(language: Language, seen: string): string {
  const [tag = '', n = ''] = seen.split(': ')
  return `${languageName(language, tag)} (${n})`
}

const languageName = (language: Language, tag: string): string =>
  nameInSentence(new Intl.DisplayNames([language], { type: 'language' }).of(tag) ?? tag)

export const fateText = (language: string, fate: Fate): string => fateWords[spokenFor(language)][fate]

/** Where something stands in a file of another tool, as somebody would say who has it open. */
export const notePlaceText = (language: string, place: ForeignPlace): string =>
  filled(places[spokenFor(language)][placeKind(place)], { ...place })

function placeKind({ sheet, row, page, group, name }: ForeignPlace): keyof typeof placesVi {
  const isNamed = name !== ''
  if (row !== undefined) return isNamed ? 'named_row' : 'row'
  if (sheet !== undefined) return isNamed ? 'column' : 'sheet'
  if (page !== undefined) return isNamed ? 'question_of_page' : 'page'
  if (group !== undefined) return isNamed ? 'question_of_group' : 'group'
  return isNamed ? 'named_whole' : 'whole'
}

/** What other tools say by themselves, in the languages of the product. */
export const lentWords: LentWords = lentIn({ vi: lentVi, en: lentEn })

function lentIn(words: Readonly<Record<Language, Readonly<Record<LentWord, string>>>>): LentWords {
  const said = (word: LentWord) => Object.fromEntries(languages.map((language) => [language, words[language][word]]))
  return {
    yes: said('yes'),
    no: said('no'),
    uncertain: said('uncertain'),
    increase: said('increase'),
    same: said('same'),
    decrease: said('decrease'),
    female: said('female'),
    male: said('male'),
    other: said('other'),
    noAnswer: said('noAnswer'),
    none: said('none'),
    agreed: said('agreed'),
    comment: said('comment'),
  }
}

/** What tools and offices call the columns of responses that are no answers, in every language. */
export const labelledHeads: OwnHeads = {
  '@day': headsIn('@day'),
  '@agency': headsIn('@agency'),
  '@channel': headsIn('@channel'),
  '@touchpoint': headsIn('@touchpoint'),
  '@language': headsIn('@language'),
  marking: headsIn('marking'),
  person: headsIn('person'),
  contact: headsIn('contact'),
  marked: headsIn('marked'),
}

function headsIn(own: keyof OwnHeads): readonly string[] {
  return [...labelledHeadsVi[own], ...labelledHeadsEn[own]]
}
