import { useEffect, useRef, useState } from 'preact/hooks'
import { receiptCode } from '../../surveys/answers/receipt'
import { localDay } from '../../surveys/instrument/calendar'
import type { Answers, Receipt } from '../../surveys/instrument/schema'
import type { Violation } from '../../surveys/instrument/violations'
import type { News, Outbox } from '../outbox/outbox'
import type { Page } from './model'

/** Where the sending of one response stands. */
export type Delivery =
  /** Nothing is said yet of what was sent; `kept` once it outlives this page. */
  | { readonly kind: 'sending'; readonly kept: boolean }
  /** Not acknowledged; tried again after these seconds. */
  | { readonly kind: 'waiting'; readonly kept: boolean; readonly seconds: number }
  | { readonly kind: 'accepted'; readonly receipt: Receipt }
  /** It had arrived before and is counted as it was then; the reply to that was lost. */
  | { readonly kind: 'counted' }
  | { readonly kind: 'refused'; readonly message: string; readonly violations: readonly Violation[] }

export type ArrivedDelivery = Extract<Delivery, { kind: 'accepted' | 'counted' }>

/** Whether the response has come to the server. */
export const isDelivered = (delivery: Delivery): delivery is ArrivedDelivery => delivery.kind === 'accepted' || delivery.kind === 'counted'

/** Whether the response is somewhere that outlives this page. */
export const isSafe = (delivery: Delivery): boolean => isDelivered(delivery) || (delivery.kind !== 'refused' && delivery.kept)

export type Deliverer = {
  readonly delivery: Delivery | undefined
  /** Of the receipt, once something was sent. */
  readonly code: string
  readonly send: (language: string, agency: string, answers: Answers, contact?: string) => void
  /** Goes on with a response that was sent under this id before the page was loaded again. */
  readonly resume: (id: string | undefined) => void
  readonly retryNow: () => void
  /** Back to the answers after a refusal. */
  readonly reset: () => void
  /** Away with the response, wherever it waits: its citizen wants it deleted. */
  readonly withdraw: () => void
}

/** Hands this page's response over, under one id however often it is sent; the sending goes on by itself when the screen has moved on. */
export function useDelivery({ model, layout, openOutbox, drafts, assisted, carried: { visit } }: Page): Deliverer {
  const [delivery, setDelivery] = useState<Delivery>()
  const id = useRef<string | undefined>(undefined)
  const outbox = useRef<Outbox | undefined>(undefined)
  const unwatch = useRef(() => {})
  const gone = useRef(false)
  const withdrawn = useRef(false)
  useEffect(
    () => () => {
      gone.current = true
      unwatch.current()
    },
    [],
  )
  const send = async (language: string, agency: string, answers: Answers, contact?: string) => {
    const { campaign, touchpoint } = model
    const own = (id.current ??= newId())
    drafts?.identify(own)
    const rated = agency.split(' ')
    const heading = {
      id: own,
      campaign: campaign.code,
      version: campaign.version,
      touchpoint,
      agency: rated[0] ?? agency,
      ...(model.questionnaire.loop ? { rated } : {}),
      language,
      ...(assisted ? { assisted: true as const } : {}),
      ...(visit ? { visit } : {}),
      ...(contact ? { contact } : {}),
    }
    let kept = false
    setDelivery({ kind: 'sending', kept })
    const box = (outbox.current = await openOutbox?.())
    if (!box || withdrawn.current) return
    // The screen may have moved on while the module was on its way.
    if (!gone.current)
      unwatch.current = box.watch(own, (news) => {
        const told = deliveryOf(news, kept)
        // Who was thanked at a screen that strangers share has gone; what is refused stays aside for the staff.
        if (told.kind === 'refused' && kept && layout === 'kiosk') return
        if (told.kind === 'counted' && layout === 'phone') void box.takeBack(own)
        setDelivery(told)
      })
    kept = await box.keep({ ...heading, answeredOn: localDay(Date.now()), answers })
    setDelivery((before) => (before?.kind === 'sending' || before?.kind === 'waiting' ? { ...before, kept } : before))
  }
  const takeBack = () => {
    if (id.current !== undefined) void outbox.current?.takeBack(id.current)
  }
  const reset = () => {
    takeBack()
    setDelivery(undefined)
  }
  const withdraw = () => {
    withdrawn.current = true
    takeBack()
  }
  const resume = (own: string | undefined) => {
    id.current = own
    if (own !== undefined) drafts?.identify(own)
  }
  const code = id.current === undefined ? '' : receiptCode(id.current)
  return { delivery, code, send: (...paper) => void send(...paper), resume, retryNow: () => outbox.current?.flush(), reset, withdraw }
}

function deliveryOf(news: News, kept: boolean): Delivery {
  switch (news.kind) {
    case 'pause':
      return { kind: 'waiting', kept, seconds: news.seconds }
    case 'accepted':
      return { kind: 'accepted', receipt: news.receipt }
    case 'refused':
      if (news.refusal.code === 'id_conflict') return { kind: 'counted' }
      return { kind: 'refused', message: news.refusal.message, violations: news.details.filter(isViolation) }
  }
}

const isViolation = (value: unknown): value is Violation =>
  typeof value === 'object' &&
  value !== null &&
  'item' in value &&
  typeof value.item === 'string' &&
  'code' in value &&
  typeof value.code === 'string'

/** A random UUIDv4; `crypto.randomUUID` is missing on old engines and plain-http hosts. */
export function newId(fill: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = (bytes) => crypto.getRandomValues(bytes)): string {
  const bytes = fill(new Uint8Array(16))
  const hex = Array.from(bytes, (byte, index) => {
    const marked = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte
    return marked.toString(16).padStart(2, '0')
  }).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
