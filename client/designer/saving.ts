import { largestDesign } from '../../surveys/designing/largest'
import type { Problem } from '../../surveys/rules/problem'
import type { Work } from './history'
import type { Stored } from './start'

/** What became of an attempt to save. */
export type Saved =
  | { readonly kind: 'saved'; readonly revision: number }
  /** Somebody else saved meanwhile; this is what stands now. */
  | { readonly kind: 'overtaken'; readonly theirs: Stored }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  /** Published or thrown away by somebody meanwhile. */
  | { readonly kind: 'gone' }
  /** More than the server takes. */
  | { readonly kind: 'too-large' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'unreached' }

/** Saves a design over the revision it grew from. */
export async function save(address: string, revision: number, { draft, accepted }: Work): Promise<Saved> {
  const body = JSON.stringify({ revision, definition: draft, accepted })
  // Known before: a server that refuses so much hangs up in the middle of it.
  if (new Blob([body]).size > largestDesign) return { kind: 'too-large' }
  const reply = await fetch(address, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body }).catch(() => undefined)
  if (!reply) return { kind: 'unreached' }
  if (reply.status === 404) return { kind: 'gone' }
  if (reply.status === 401 || reply.status === 403) return { kind: 'signed-out' }
  const json = await reply.json().catch(() => undefined)
  if (reply.status === 409) return { kind: 'overtaken', theirs: json }
  if (reply.status === 422) return { kind: 'refused', problems: json.details }
  return reply.ok ? { kind: 'saved', revision: json.revision } : { kind: 'unreached' }
}

/** What stands on the server when it is newer than this revision. */
export async function lookFor(address: string, revision: number): Promise<Stored | undefined> {
  const reply = await fetch(`${address}/state?since=${revision}`).catch(() => undefined)
  if (!reply || reply.status !== 200) return undefined
  const theirs: Stored = await reply.json()
  return theirs
}
