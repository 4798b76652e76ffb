import type { Questionnaire } from '../../../surveys/instrument/schema'
import type { Accepted } from './desk'

/** What an author makes: the design, and why its warnings may stand. */
export type Work = { readonly draft: Questionnaire; readonly accepted: Accepted }

/** What somebody else changed, to be brought into every earlier state that is gone back to. */
export type Joining = (work: Work) => Work

type Step = {
  readonly work: Work
  /** What was done to come here, and when, in milliseconds. */ readonly what: string
  readonly at: number
  /** How many joinings are in it. */ readonly joined: number
}

/** Every state of a sitting, without limit. */
export type History = {
  readonly past: readonly Step[]
  readonly present: Step
  readonly future: readonly Step[]
  readonly joinings: readonly Joining[]
}

export const begin = (work: Work): History => ({ past: [], present: { work, what: '', at: 0, joined: 0 }, future: [], joinings: [] })

/** Typing in one field without a longer pause is one step. */
const pauseMs = 1_500

/** The history after a change; what was undone before is gone. */
export function changed(history: History, what: string, at: number, work: Work): History {
  const { past, present } = history
  const goesOn = present.what === what && at - present.at < pauseMs && past.length > 0
  return { ...history, past: goesOn ? past : [...past, present], present: { work, what, at, joined: history.joinings.length }, future: [] }
}

export function undone(history: History): History {
  const before = history.past.at(-1)
  if (!before) return history
  return {
    ...history,
    past: history.past.slice(0, -1),
    present: { ...upToDate(history, before), what: '' },
    future: [history.present, ...history.future],
  }
}

export function redone(history: History): History {
  const [next, ...future] = history.future
  if (!next) return history
  return { ...history, past: [...history.past, history.present], present: { ...upToDate(history, next), what: '' }, future }
}

/** What somebody else changed comes into the present, and into the past and the future as soon as they are shown. */
export function joined(history: History, joining: Joining): History {
  const joinings = [...history.joinings, joining]
  return { ...history, joinings, present: { ...upToDate({ ...history, joinings }, history.present), what: '' } }
}

function upToDate({ joinings }: History, step: Step): Step {
  const work = joinings.slice(step.joined).reduce((sum, joining) => joining(sum), step.work)
  return { ...step, work, joined: joinings.length }
}
