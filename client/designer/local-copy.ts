import type { Questionnaire } from '../../surveys/schema'
import type { Work } from './history'
import type { Accepted } from './start'

/** What stands in this browser of a design that is not saved yet, and the state it grew from. */
export type LocalCopy = Work & { readonly base: { readonly definition: Questionnaire; readonly accepted: Accepted; readonly revision: number } }

const keyOf = (address: string): string => `sipas ${address}`

/** Written at once with every change, so that a killed browser loses nothing. A full or forbidden store is not our user's trouble. */
export function keepCopy(address: string, copy: LocalCopy | undefined): void {
  try {
    if (copy) localStorage.setItem(keyOf(address), JSON.stringify(copy))
    else localStorage.removeItem(keyOf(address))
  } catch {
    // Saving on the server goes on.
  }
}

export function readCopy(address: string): LocalCopy | undefined {
  try {
    const text = localStorage.getItem(keyOf(address))
    if (text === null) return undefined
    const copy: LocalCopy = JSON.parse(text)
    return copy
  } catch {
    return undefined
  }
}
