import { useEffect, useRef, useState } from 'preact/hooks'
import { localDay } from '../../surveys/instrument/calendar'
import type { Answers, Receipt, SubmittedResponse } from '../../surveys/instrument/schema'
import type { Violation } from '../../surveys/instrument/violations'
import type { Page } from './model'

/** Where the sending of one response stands. */
export type Delivery =
  | { readonly kind: 'sending' }
  /** Not acknowledged; tried again after these seconds. */
  | { readonly kind: 'waiting'; readonly seconds: number }
  | { readonly kind: 'accepted'; readonly receipt: Receipt }
  | { readonly kind: 'refused'; readonly message: string; readonly violations: readonly Violation[] }

type Sending = { readonly retryNow: () => void }

/**
 * Sends one response until it is acknowledged or refused, always with the same id and body.
 * Anything that is not a receipt for this id, a captive portal's page for one, is no acknowledgement.
 */
export function deliver(url: string, response: SubmittedResponse, report: (delivery: Delivery) => void): Sending {
  const body = JSON.stringify(response)
  let wake = () => {}
  const asleep = (seconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const retryNow = () => wake()
  const run = async () => {
    addEventListener('online', retryNow)
    for (let tries = 0; ; tries += 1) {
      report({ kind: 'sending' })
      const delivery = await attempt(url, body, response, tries)
      report(delivery)
      if (delivery.kind !== 'waiting') break
      await asleep(delivery.seconds)
    }
    removeEventListener('online', retryNow)
  }
  void run()
  return { retryNow }
}

async function attempt(url: string, body: string, { id, language }: SubmittedResponse, tries: number): Promise<Delivery> {
  const pause: Delivery = { kind: 'waiting', seconds: Math.min(60, 3 * 2 ** tries) }
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), 20_000)
  try {
    const reply = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Accept-Language': language },
      body,
      signal: abort.signal,
    })
    const json: unknown = await reply.json()
    if (reply.ok) return isReceipt(json) && json.id === id ? { kind: 'accepted', receipt: json } : pause
    if (reply.status >= 500 || reply.status === 429) return { kind: 'waiting', seconds: Math.max(pause.seconds, retryAfter(reply)) }
    return isProblem(json) ? { kind: 'refused', message: json.message, violations: violationsIn(json.details) } : pause
  } catch {
    return pause
  } finally {
    clearTimeout(timer)
  }
}

function retryAfter(reply: Response): number {
  const seconds = Number(reply.headers.get('retry-after'))
  return Number.isFinite(seconds) ? Math.min(120, seconds) : 0
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

const isReceipt = (value: unknown): value is Receipt =>
  isObject(value) && typeof value.id === 'string' && typeof value.code === 'string' && typeof value.receivedOn === 'string'

const isProblem = (value: unknown): value is { readonly message: string; readonly details?: unknown } =>
  isObject(value) && typeof value.message === 'string'

const violationsIn = (details: unknown): readonly Violation[] => (Array.isArray(details) ? details.filter(isViolation) : [])

const isViolation = (value: unknown): value is Violation =>
  isObject(value) && typeof value.item === 'string' && typeof value.code === 'string'

export type Deliverer = {
  readonly delivery: Delivery | undefined
  readonly send: (language: string, agency: string, answers: Answers) => void
  readonly retryNow: () => void
  /** Back to the answers after a refusal. */
  readonly reset: () => void
}

/** Sends this page's response; the sending goes on by itself when the screen has moved on. */
export function useDelivery({ model, test }: Page): Deliverer {
  const [delivery, setDelivery] = useState<Delivery>()
  const sending = useRef<Sending | undefined>(undefined)
  const shown = useRef(true)
  useEffect(() => () => void (shown.current = false), [])
  const send = (language: string, agency: string, answers: Answers) => {
    const { campaign, touchpoint } = model
    const response = {
      id: newId(),
      campaign: campaign.code,
      version: campaign.version,
      touchpoint,
      agency,
      language,
      answeredOn: localDay(Date.now()),
      answers,
    }
    sending.current = deliver(test ? `${endpoint}?test` : endpoint, response, (next) => shown.current && setDelivery(next))
  }
  return { delivery, send, retryNow: () => sending.current?.retryNow(), reset: () => setDelivery(undefined) }
}

const endpoint = '/api/v1/responses'

/** A random UUIDv4; `crypto.randomUUID` is missing on old engines and plain-http hosts. */
export function newId(fill: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = (bytes) => crypto.getRandomValues(bytes)): string {
  const bytes = fill(new Uint8Array(16))
  const hex = Array.from(bytes, (byte, index) => {
    const marked = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte
    return marked.toString(16).padStart(2, '0')
  }).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
