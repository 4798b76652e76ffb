import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from 'hpke'
import { fromBase64url, padded, sealingPurpose, sealText, toBase64url } from '../../surveys/answers/sealed'
import { mostRanges, presenceClaim, rangesOf } from '../../surveys/fielding/beat'
import type { BatchReply, FlusherParts } from './flusher'
import { exchange, type Exchanged, isRecord, postBatch, verdictsIn } from './post'
import { type EnrolledKiosk, type Kept, type ServerKey, setAside, type OutboxStore, waiting } from './store'

/** A screen that strangers share, and that somebody can carry away. */
export type SharedDevice = {
  /** A response as it is kept here: nobody but the server can read it. Refused where that cannot be done, or where the server takes nothing of this kiosk. */
  readonly sealed: (id: string, json: string) => Promise<string>
  /** Sends what was kept: an enrolled kiosk's under its signature. */
  readonly post: (url: string, batch: readonly Kept[]) => Promise<BatchReply>
  /** Asks for the server's key, and tells it how this kiosk fares; no response waits for what is answered. */
  readonly beat: (alone: FlusherParts['alone']) => Promise<void>
}

/** Makes ready what a kiosk keeps with; what was kept in the open before, by an older page of ours, is sealed as soon as that is possible. */
export async function openShared(store: OutboxStore, language: string): Promise<SharedDevice> {
  // Kept in mind too: a browser's storage can be emptied under a running page.
  let known = await store.device().then(
    ({ serverKey }) => serverKey,
    () => undefined,
  )
  let isAllSealed = false
  // Some browsers throw away what they keep unless they are asked not to.
  void navigator.storage?.persist?.().catch(() => false)
  const learn = async () => {
    const shown = await askForKey()
    if (!shown) return
    if (known?.kid !== shown.kid || !(await store.device()).serverKey) await store.note(shown)
    known = shown
    if (!isAllSealed) await sealOpen(store, shown)
    isAllSealed = true
  }
  const sealed = async (id: string, json: string) => {
    if (!known) await learn()
    const { kiosk } = await store.device()
    if (!known || (kiosk && kiosk.shut !== '')) throw new Error('nothing can be kept here')
    return sealedTo(known, id, json)
  }
  const spoken: Spoken = { last: 0 }
  const post = async (url: string, batch: readonly Kept[]) => {
    const { kiosk } = await store.device()
    if (kiosk && batch[0]?.number !== undefined) return answered(store, language, spoken, await signedWord(store, kiosk, spoken, batch))
    const reply = await postBatch(url, language, batch)
    if (reply.verdicts.length > 0) await noted(store.note({ name: 'heard', at: Date.now() }))
    return reply
  }
  const beat = async (alone: FlusherParts['alone']) => {
    await learn()
    // In between two sendings it takes its number and looks at what is here; what is sent meanwhile has a later one, and is newer.
    const word = await alone(async () => {
      const { kiosk } = await store.device()
      return kiosk && signedWord(store, kiosk, spoken, [])
    })
    if (word) await answered(store, language, spoken, word)
  }
  return { sealed, post, beat }
}

/** The server's key, where it can be had and used: a page over plain http has no cryptography. */
async function askForKey(): Promise<ServerKey | undefined> {
  if (!globalThis.crypto?.subtle) return undefined
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), 10_000)
  const said: unknown = await fetch('/api/v1/sealing-key', { signal: abort.signal })
    .then((reply) => (reply.ok ? reply.json() : undefined))
    .catch(() => undefined)
  clearTimeout(timer)
  if (!isRecord(said) || typeof said.kid !== 'string' || typeof said.key !== 'string' || fromBase64url(said.key)?.length !== 65)
    return undefined
  return { name: 'server-key', kid: said.kid, key: said.key }
}

async function sealedTo({ kid, key }: ServerKey, id: string, json: string): Promise<string> {
  const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM)
  const to = await suite.DeserializePublicKey(fromBase64url(key) ?? new Uint8Array())
  const bytes = (text: string) => new TextEncoder().encode(text)
  const { encapsulatedSecret, ciphertext } = await suite.Seal(to, padded(json), { info: bytes(sealingPurpose), aad: bytes(id) })
  const parts = { key: kid, secret: new Uint8Array(encapsulatedSecret), ciphertext: new Uint8Array(ciphertext) }
  return JSON.stringify({ id, sealed: sealText(parts) })
}

async function sealOpen(store: OutboxStore, key: ServerKey): Promise<void> {
  for (const state of [waiting, setAside] as const)
    for (const kept of await store.all(state))
      if (!kept.body.includes('"sealed":"')) await store.replace(kept, { ...kept, body: await sealedTo(key, kept.id, kept.body) })
}

/** The number of the last sending of this page: the next has one more, though nobody answered. */
type Spoken = { last: number }

type Word = { readonly kiosk: EnrolledKiosk; readonly body: string; readonly headers: Readonly<Record<string, string>> }

/** Numbered responses, or none, and how the kiosk fares, under its signature and the next number of a sending. */
async function signedWord(store: OutboxStore, kiosk: EnrolledKiosk, spoken: Spoken, batch: readonly Kept[]): Promise<Word> {
  const sending = (spoken.last = Math.max(spoken.last, kiosk.sendings ?? 0) + 1)
  await noted(store.noteKiosk({ sendings: sending }))
  const { issued, free, ...on } = await store.numbers()
  const sent = batch.map(({ number }) => number)
  const wait = on.waiting.filter((number) => !sent.includes(number))
  const held = { issued, waiting: rangesOf(wait), aside: rangesOf(on.setAside), free: rangesOf(free) }
  const isShort = [held.waiting, held.aside, held.free].every(({ length }) => length <= mostRanges)
  const items = batch.map(({ number, body }) => `{"number":${number ?? 0},"response":${body}}`).join(',')
  const state = {
    made: issued - free.length,
    waiting: wait.length,
    setAside: on.setAside.length,
    build,
    ...(isShort && { held }),
  }
  const body = `{"kiosk":${JSON.stringify(kiosk.id)},"sending":${sending},"items":[${items}],"state":${JSON.stringify(state)}}`
  const signed = async (text: string) =>
    toBase64url(new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, kiosk.key, new TextEncoder().encode(text))))
  const headers = {
    'Kiosk-Signature': await signed(body),
    'Kiosk-Sending': String(sending),
    'Kiosk-Presence': await signed(presenceClaim(kiosk.id, sending)),
  }
  return { kiosk, body, headers }
}

/** Sends it, and believes no refusal but one that names the kiosk. */
async function answered(store: OutboxStore, language: string, spoken: Spoken, { kiosk, body, headers }: Word): Promise<BatchReply> {
  const heard = await exchange(`/api/v1/kiosks/${kiosk.id}/batch`, language, body, headers)
  const shut = refusalIn(heard, kiosk.id)
  if (shut !== undefined) {
    await noted(store.noteKiosk({ shut }))
    return { verdicts: [], pause: shutSeconds }
  }
  const heardLast = lastSendingIn(heard, kiosk.id)
  if (heardLast !== undefined) {
    spoken.last = Math.max(spoken.last, heardLast)
    await noted(store.noteKiosk({ sendings: heardLast }))
  }
  const { status, said, pause } = heard
  if (status !== 200 || !isRecord(said) || !isRecord(said.kiosk) || said.kiosk.id !== kiosk.id) return { verdicts: [], pause }
  const { name, touchpoint } = said.kiosk
  await noted(
    store.noteKiosk({
      shut: '',
      called: typeof name === 'string' ? name : kiosk.called,
      touchpoint: typeof touchpoint === 'string' ? touchpoint : kiosk.touchpoint,
    }),
  )
  await noted(store.note({ name: 'heard', at: Date.now() }))
  return { verdicts: verdictsIn(said), pause }
}

/** What is only good to know is not worth a verdict: on a full device nothing can be written until what has arrived is gone. */
const noted = (writing: Promise<unknown>): Promise<unknown> => writing.catch(() => undefined)

/** Seconds until a kiosk that was shut out asks again: somebody may have let it in. */
const shutSeconds = 300

const shutting: readonly unknown[] = ['kiosk_revoked', 'kiosk_unknown', 'kiosk_signature']

/** Why this very kiosk is refused, if the server says so and nobody in between. */
function refusalIn({ status, said }: Exchanged, id: string): string | undefined {
  if (![401, 403, 404].includes(status) || !isRecord(said) || typeof said.code !== 'string' || !shutting.includes(said.code))
    return undefined
  return detailsFor(said, id).length > 0 ? said.code : undefined
}

/** Which sending of this kiosk the server has heard last, where the device was put back to before that. */
function lastSendingIn({ status, said }: Exchanged, id: string): number | undefined {
  if (status !== 409 || !isRecord(said) || said.code !== 'kiosk_repeated') return undefined
  return detailsFor(said, id)
    .map(({ sending }) => Number(sending))
    .find((sending) => Number.isSafeInteger(sending))
}

/** What a problem says of this very kiosk. */
const detailsFor = ({ details }: Readonly<Record<string, unknown>>, id: string): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(details) ? details.filter(isRecord).filter(({ kiosk }) => kiosk === id) : []

/** What is running here, by the mark in its file's name. */
const build = /-([\w-]{8,})\.js/.exec(import.meta.url)?.[1] ?? ''
