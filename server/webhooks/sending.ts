import { createHmac } from 'node:crypto'
import { request as plain, type IncomingMessage } from 'node:http'
import { request as encrypted } from 'node:https'
import { withinTime } from '../deadline'
import { type AddressesOf, Barred, isBarredHost, lookupWithin } from './networks'

/** `taken`: the receiver has it. `gone`: it says that there is nobody any more. `failed`: it was not reached, or did not take it. */
export type Sending = {
  readonly kind: 'taken' | 'gone' | 'failed'
  /** The status of the answer, or why there was none. */ readonly trouble: string
}

export type Message = {
  readonly url: string
  readonly id: string
  readonly body: string
  /** The newest first; each signs. */
  readonly secrets: readonly string[]
}

/** How it is sent: where it may go, at which moment, until when at the latest. */
export type Means = {
  readonly allowed: readonly string[]
  readonly now: number
  readonly stop: AbortSignal
  readonly patience: number
  readonly addressesOf?: AddressesOf
}

/** So much of an answer is read, and none of it kept: whoever chooses the address would read through us what is meant for us alone. */
const answerBytes = 16_384

/**
 * Sends one message as the convention of webhooks has it (standardwebhooks.com): its name, its time and their signature over it in three headers. No redirection is
 * followed, and no address inside is spoken to but the allowed ones, whatever its name led to before.
 */
export function sendMessage(message: Message, means: Means): Promise<Sending> {
  return withinTime(means.stop, means.patience, (signal) => sent(message, means, signal))
}

function sent({ url, id, body, secrets }: Message, { allowed, now, addressesOf }: Means, signal: AbortSignal): Promise<Sending> {
  const at = String(Math.floor(now / 1_000))
  const isEncrypted = url.startsWith('https:')
  const bounds = { allowed, isEncrypted }
  if (isBarredHost(new URL(url).hostname, bounds)) return Promise.resolve({ kind: 'failed', trouble: 'inside' })
  return new Promise((resolve) => {
    const settle = (kind: Sending['kind'], trouble: string): void => resolve({ kind, trouble })
    let isAnswered = false
    const sending = (isEncrypted ? encrypted : plain)(
      url,
      {
        method: 'POST',
        agent: false,
        lookup: lookupWithin(bounds, addressesOf),
        signal,
        maxHeaderSize: answerBytes,
        headers: {
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(body),
          'User-Agent': 'SIPAS-webhooks/1',
          'webhook-id': id,
          'webhook-timestamp': at,
          'webhook-signature': secrets.map((secret) => signature(secret, `${id}.${at}.${body}`)).join(' '),
        },
      },
      (answer) => {
        isAnswered = true
        read(answer).then(
          () => settle(...meaning(answer.statusCode ?? 0)),
          (error: unknown) => settle('failed', troubleIn(error, signal)),
        )
      },
    )
    sending.on('error', (error) => settle('failed', troubleIn(error, signal)))
    // After 101, and after time has run out on 103, there is neither an answer nor an error.
    sending.on('close', () => {
      if (!isAnswered) settle('failed', signal.aborted ? 'time' : 'ECONNRESET')
    })
    sending.end(body)
  })
}

/** By the secret's bytes, which stand in base64 behind `whsec_`. */
const signature = (secret: string, text: string): string =>
  `v1,${createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(text)
    .digest('base64')}`

/** Reads an answer to its end, or as far as it is read at all: then the connection is closed, and its status counts. */
async function read(answer: IncomingMessage): Promise<void> {
  let bytes = 0
  for await (const piece of answer) {
    bytes += Buffer.byteLength(piece)
    if (bytes > answerBytes) return void answer.destroy()
  }
}

function meaning(status: number): [Sending['kind'], string] {
  if (status >= 200 && status < 300) return ['taken', '']
  return status === 410 ? ['gone', '410'] : ['failed', String(status)]
}

/** What the network says as one short code; `inside` where an address is not allowed. */
function troubleIn(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'time'
  if (!(error instanceof Error)) throw error
  if (error instanceof Barred) return 'inside'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return code.slice(0, 60)
}
