import type { Receipt } from '../../surveys/instrument/schema'
import type { BatchReply, OutboxVerdict } from './flusher'
import type { Kept } from './store'

/** What came back of a request; status 0 where nothing did. */
export type Exchanged = { readonly status: number; readonly said: unknown; readonly pause: number }

/** What a device works out for what the server asked, as it is sent; nothing where that cannot be done now. */
export type Solve = (said: unknown) => Promise<string | undefined>

/** Sends a batch and reads what is said of each; a page or a refusal of somebody in between says nothing. */
export async function postBatch(url: string, language: string, batch: readonly Kept[], solve?: Solve): Promise<BatchReply> {
  const send = (more = '') => exchange(url, language, `{"responses":[${batch.map(({ body }) => body).join(',')}]${more}}`)
  const heard = await send()
  const solutions = isPressed(heard) ? await solve?.(heard.said) : undefined
  // All of them again: what was taken is told again.
  const { status, said, pause } = solutions === undefined ? heard : await send(`,"solutions":${solutions}`)
  return { verdicts: status === 200 ? verdictsIn(said) : [], pause }
}

const isPressed = ({ said }: Exchanged): boolean =>
  isRecord(said) && Array.isArray(said.results) && said.results.some((one) => isRecord(one) && one.status === 429)

/** Sends JSON and waits for JSON, not for ever. */
export async function exchange(
  url: string,
  language: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Exchanged> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), 20_000)
  try {
    const reply = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Accept-Language': language, ...headers },
      body,
      signal: abort.signal,
    })
    const said: unknown = await reply.json().catch(() => undefined)
    return { status: reply.status, said, pause: secondsIn(reply.headers.get('retry-after')) }
  } catch {
    return { status: 0, said: undefined, pause: 0 }
  } finally {
    clearTimeout(timer)
  }
}

function secondsIn(text: string | null): number {
  const seconds = Number(text)
  return Number.isFinite(seconds) ? Math.max(0, Math.min(300, seconds)) : 0
}

/** What is said of each response, as far as the words are ours. */
export const verdictsIn = (said: unknown): readonly OutboxVerdict[] =>
  isRecord(said) && Array.isArray(said.results) ? said.results.flatMap(verdictIn) : []

const final: readonly unknown[] = [409, 410, 413, 422]

function verdictIn(value: unknown): readonly OutboxVerdict[] {
  if (!isRecord(value) || typeof value.id !== 'string') return []
  const { id, status, receipt, problem } = value
  if (isReceipt(receipt) && receipt.id === id) return [{ id, kind: 'accepted', receipt }]
  if (!final.includes(status) || !isRecord(problem) || typeof problem.code !== 'string' || typeof problem.message !== 'string') return []
  const details: readonly unknown[] = Array.isArray(problem.details) ? problem.details : []
  return [{ id, kind: 'refused', refusal: { code: problem.code, message: problem.message }, details }]
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

const isReceipt = (value: unknown): value is Receipt =>
  isRecord(value) && typeof value.id === 'string' && typeof value.code === 'string' && typeof value.receivedOn === 'string'
