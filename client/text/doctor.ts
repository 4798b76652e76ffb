import { en } from './en/doctor'
import { spokenFor, type Vocabulary } from './languages'
import { vi } from './vi/doctor'

export type DoctorWord = keyof typeof vi

const words: Vocabulary<DoctorWord> = { vi, en }

/** The sentences of the doctor; a language without words of its own reads Vietnamese. */
export const doctorWords = (language: string): Readonly<Record<DoctorWord, string>> => words[spokenFor(language)]
