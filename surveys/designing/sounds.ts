import { hasRows } from '../instrument/item'
import type { LocalSound, Question, Questionnaire } from '../instrument/schema'
import { translationRows, type TranslationRow } from './translations'

/** The most that one recording may be, in bytes and milliseconds: a minute of a voice at 64 kbit/s. */
export const soundLimits = { bytes: 512 * 1024, milliseconds: 60_000 } as const

/** A text that can be heard, with its recordings by language. */
export type HeardText = TranslationRow & { readonly sound: LocalSound }

/** What is read to a citizen, in reading order: every question, item and option. */
export function soundRows(draft: Questionnaire): readonly HeardText[] {
  const sounds = new Map<string, LocalSound>()
  withSounds(draft, (key, sound) => {
    // A draft may use an id twice for the moment; what is heard is the first's.
    if (!sounds.has(key)) sounds.set(key, sound)
    return sound
  })
  return translationRows(draft).flatMap((row) => {
    const sound = sounds.get(row.key)
    return sound ? [{ ...row, sound }] : []
  })
}

/** The design with a text's recording in one language put anew; undefined takes it away. */
export const withSound = (draft: Questionnaire, key: string, language: string, name: string | undefined): Questionnaire =>
  withSounds(draft, (own, sound) => (own === key ? put(sound, language, name) : sound))

/** The design without any recording in a language. */
export const withoutSounds = (draft: Questionnaire, language: string): Questionnaire =>
  withSounds(draft, (_, sound) => put(sound, language, undefined))

/** How many of the texts that are read to a citizen can be heard in a language. */
export function heardIn(draft: Questionnaire, language: string): { readonly done: number; readonly of: number } {
  const rows = soundRows(draft)
  return { done: rows.filter(({ sound }) => Object.hasOwn(sound, language)).length, of: rows.length }
}

/** The recordings that a questionnaire names, each once. */
export function soundNames(questionnaire: Questionnaire): ReadonlySet<string> {
  const names = new Set<string>()
  withSounds(questionnaire, (_, sound) => {
    for (const name of Object.values(sound)) names.add(name)
    return sound
  })
  return names
}

/** The design with these recordings alone. */
export const withSoundsAmong = (draft: Questionnaire, names: ReadonlySet<string>): Questionnaire =>
  withSounds(draft, (_, sound) =>
    Object.values(sound).every((name) => names.has(name))
      ? sound
      : Object.fromEntries(Object.entries(sound).filter(([, name]) => names.has(name))),
  )

const put = (sound: LocalSound, language: string, name: string | undefined): LocalSound => ({
  ...Object.fromEntries(Object.entries(sound).filter(([tag]) => tag !== language)),
  ...(name === undefined ? {} : { [language]: name }),
})

type EachSound = (key: string, sound: LocalSound) => LocalSound

function withSounds(draft: Questionnaire, visit: EachSound): Questionnaire {
  return {
    ...draft,
    ...(draft.loop && { loop: heard(draft.loop, 'loop/text', visit) }),
    sections: draft.sections.map((section) => ({
      ...section,
      questions: section.questions.map((question) => inQuestion(question, visit)),
    })),
    scales: draft.scales.map((scale) => ({
      ...scale,
      options: scale.options.map((option) => heard(option, `scales/${scale.id}/options/${option.code}/label`, visit)),
    })),
  }
}

function inQuestion(question: Question, visit: EachSound): Question {
  const own = heard(question, `questions/${question.id}/text`, visit)
  return hasRows(own) ? { ...own, items: own.items.map((item) => heard(item, `items/${item.id}/text`, visit)) } : own
}

type Heard = { readonly sound?: LocalSound | undefined }

/** A part of a design with its recordings as they are wanted; one that has none holds no empty record of them. */
function heard<Part extends Heard>(part: Part, key: string, visit: EachSound): Part {
  const before = part.sound ?? {}
  const sound = visit(key, before)
  if (sound === before) return part
  const { sound: _, ...rest } = part
  const made: Part = JSON.parse(JSON.stringify(Object.keys(sound).length === 0 ? rest : { ...rest, sound }))
  return made
}
