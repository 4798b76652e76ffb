import type { Questionnaire } from '../../../surveys/schema'

/** What a file did to the design. */
export type Loaded = {
  readonly changed: number
  readonly refused: readonly { readonly row: number; readonly key: string; readonly reason: string }[]
  readonly definition: Questionnaire
  readonly revision: number
}
export type Loading = { readonly ok: true; readonly loaded: Loaded } | { readonly ok: false; /** What the server said, in the reader's language. */ readonly message: string | undefined }

/** Sends a translator's sheet, and reads what became of it. */
export async function loadTranslations(address: string, file: File): Promise<Loading> {
  const body = new FormData()
  body.set('file', file)
  try {
    const response = await fetch(address, { method: 'POST', body, headers: { Accept: 'application/json' } })
    const reply: unknown = await response.json()
    const loaded = response.ok ? loadedOf(reply) : undefined
    return loaded ? { ok: true, loaded } : { ok: false, message: isRecord(reply) && typeof reply['message'] === 'string' ? reply['message'] : undefined }
  } catch {
    return { ok: false, message: undefined }
  }
}

/** A design may be unfinished, so only what is ours to trust is looked at. */
function loadedOf(reply: unknown): Loaded | undefined {
  if (!isRecord(reply) || !isRecord(reply['definition'])) return undefined
  const { changed, refused, revision } = reply
  if (typeof changed !== 'number' || typeof revision !== 'number' || !Array.isArray(refused)) return undefined
  const definition: Questionnaire = JSON.parse(JSON.stringify(reply['definition']))
  return { changed, revision, definition, refused: refused.filter(isRefused) }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => value !== null && typeof value === 'object'

const isRefused = (value: unknown): value is Loaded['refused'][number] =>
  isRecord(value) && typeof value['row'] === 'number' && typeof value['key'] === 'string' && typeof value['reason'] === 'string'
