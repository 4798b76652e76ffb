import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { userWithId } from '../db/accounts'
import type { Database } from '../db/dialect'
import { claimLetter, delayLetter, dueLetters, endLetter, letterStanding, sweepLetters } from '../db/letters'
import { deliveryFile } from '../db/schedules'
import type { LetterRow } from '../db/tables'
import { withinTime } from '../deadline'
import { notedChange } from '../log/note'
import { html, plainText } from './letter'
import { unsealedLetter } from './outbox'
import { figureReader } from './recipients'
import { type MailSettings, oneLine } from './setting'

export type PostDeps = {
  readonly database: Database
  readonly mail: MailSettings | undefined
  readonly now: () => number
  readonly log: Logger
  readonly pace?: MailPace
}

/** In milliseconds: how often the outbox is looked into, one question of an index; and how long somebody waits for an answer of ours. */
export type MailPace = { readonly lookEvery: number; readonly patience: number }

const usualPace: MailPace = { lookEvery: 2_000, patience: 4_000 }

/** `waiting`: it was tried and will be again, or has not been answered yet. */
export type Posted = { readonly state: 'sent' | 'waiting' | 'failed'; readonly trouble: string }

export type Post = {
  /** Sends a letter now and gives what came of it, as far as that is known in a few seconds. */
  readonly attempt: (id: string) => Promise<Posted>
  /** Begins nothing more and waits for what is under way. */
  readonly stop: () => Promise<void>
}

/** Letters that are taken at once. */
const atOnce = 20
/** All that the mail server takes for one letter; then the connection is closed. */
const longestTryMs = 45_000
/** Who holds a letter for longer has died. Longer than the longest try, or two would send it. */
const holdMs = 120_000
/** What is not sent by then is given up; links end after three days. */
const giveUpMs = 24 * 3_600_000
const keptMs = 30 * 24 * 3_600_000
/** After each failed try the next comes later, at last every three hours. */
const waitsMs = [1, 5, 15, 60, 180].map((minutes) => minutes * 60_000)

/** Sends what lies in the outbox, after the transactions that put it there. Several processes may: each letter is one's at a time. */
export function openPost(deps: PostDeps): Post {
  const { database, mail, log, pace = usualPace } = deps
  if (!mail) return { attempt: () => Promise.resolve({ state: 'waiting', trouble: '' }), stop: () => Promise.resolve() }
  const stopping = new AbortController()
  const underWay = new Set<Promise<unknown>>()
  const send = (id: string): Promise<boolean> => {
    const sending = tried(deps, mail, id, stopping.signal)
    underWay.add(sending)
    return sending.finally(() => underWay.delete(sending))
  }
  let round = Promise.resolve()
  let isAtIt = false
  const look = (): void => {
    if (isAtIt || stopping.signal.aborted) return
    isAtIt = true
    round = sendDue(deps, send, stopping.signal)
      .catch((error: unknown) => log.error({ err: error }, 'the outbox could not be looked into'))
      .finally(() => void (isAtIt = false))
  }
  const timer = setInterval(look, pace.lookEvery)
  timer.unref()
  const told = (error: unknown): void => log.error({ err: error }, 'a letter could not be sent')
  return {
    attempt: async (id) => {
      void send(id).catch(told)
      const until = Date.now() + pace.patience
      for (;;) {
        const { state, tries, trouble } = (await letterStanding(database, id)) ?? { state: 'sent', tries: 1, trouble: '' }
        if (state === 'sent' || state === 'failed') return { state, trouble }
        if ((state === 'waiting' && tries > 0) || Date.now() >= until) return { state: 'waiting', trouble }
        await delay(30)
      }
    },
    stop: async () => {
      clearInterval(timer)
      stopping.abort()
      await round
      await Promise.allSettled(underWay)
    },
  }
}

/** Sends what is due, one after another; where the server is out of reach the others need not be tried in this round. */
async function sendDue({ database, now }: PostDeps, send: (id: string) => Promise<boolean>, stop: AbortSignal): Promise<void> {
  for (const id of await dueLetters(database, instant(now()), atOnce)) if (stop.aborted || !(await send(id))) break
  await sweepLetters(database, instant(now() - keptMs))
}

/** One try at one letter, if it is nobody else's; false where the server cannot be spoken to. */
async function tried(deps: PostDeps, mail: MailSettings, id: string, stop: AbortSignal): Promise<boolean> {
  const { database, now, log } = deps
  const letter = await claimLetter(database, id, instant(now()), instant(now() + holdMs))
  if (!letter) return true
  const isLate = now() - Date.parse(letter.written_at) >= giveUpMs
  // Figures were written to who could read them then; a letter may wait for a day.
  const reading = letter.kind === 'delivery' ? await figureReader(deps, letter.account) : undefined
  const came = isLate
    ? ({ kind: 'refused', trouble: letter.trouble } as const)
    : reading && 'why' in reading
      ? ({ kind: 'refused', trouble: reading.why } as const)
      : await delivered(deps, mail, letter, stop)
  if (came.kind === 'taken') {
    await endLetter(database, letter, { state: 'sent', ended_at: instant(now()), trouble: '' })
    return true
  }
  const next = now() + (waitsMs[letter.tries - 1] ?? waitsMs.at(-1) ?? 0)
  if (came.kind === 'unsent' && next - Date.parse(letter.written_at) < giveUpMs) {
    await delayLetter(database, letter, instant(came.isCutShort ? now() : next), came.trouble)
    if (!came.isCutShort) log.warn({ letter: id, kind: letter.kind, trouble: codeIn(came.trouble) }, 'a letter waits for another try')
    return false
  }
  await givenUp(deps, letter, came.trouble)
  return came.kind === 'refused'
}

/** Staff see in the log that somebody was not reached; the server's words, which may hold the address, stand with the letter alone. */
async function givenUp({ database, now, log }: PostDeps, letter: LetterRow, trouble: string): Promise<void> {
  const { id, kind, account } = letter
  const user = await userWithId(database, account)
  const end = { state: 'failed', ended_at: instant(now()), trouble } as const
  const isOurs = await notedChange({ database, now }, byItself, 'letters.fail', user?.username ?? '', async (within) =>
    (await endLetter(within, letter, end)) ? { letter: kind, trouble: codeIn(trouble) } : undefined,
  )
  if (isOurs) log.warn({ letter: id, kind, trouble: codeIn(trouble) }, 'a letter was given up')
}

/** Nobody asked; the product does it by itself. */
const byItself = { id: '', name: 'command:mail', door: 'command' } as const

/** `taken`: the server has it. `refused`: it never will take this letter. `unsent`: it could not be spoken to, or says to come again. */
type Delivery =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly trouble: string }
  | { readonly kind: 'unsent'; readonly trouble: string; readonly isCutShort: boolean }

/** Hands a letter over to the mail server. */
async function delivered({ database }: PostDeps, mail: MailSettings, letter: LetterRow, stop: AbortSignal): Promise<Delivery> {
  const { createTransport } = await import('nodemailer')
  const said = await unsealedLetter(database, letter)
  const file = said.attached && (await deliveryFile(database, { schedule: said.attached.schedule, due_on: said.attached.dueOn }))
  // Its file was taken back meanwhile: a letter that says that it has one does not go without.
  if (said.attached && !file) return { kind: 'refused', trouble: 'no-file' }
  const { from } = mail
  try {
    await withinTime(stop, longestTryMs, (signal) =>
      createTransport(connectionTo(mail)).sendMail({
        from: from.name === '' ? from.address : from,
        to: letter.name === '' ? letter.address : { name: oneLine(letter.name), address: letter.address },
        subject: oneLine(said.subject),
        text: plainText(said),
        html: html(said),
        ...(file &&
          said.attached && { attachments: [{ filename: said.attached.name, content: Buffer.from(file.bytes), contentType: file.type }] }),
        // The same at every try, so that a mailbox that gets it twice can tell.
        messageId: `<${letter.id}${from.address.slice(from.address.lastIndexOf('@'))}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        xMailer: false,
        disableFileAccess: true,
        disableUrlAccess: true,
        signal,
      }),
    )
    return { kind: 'taken' }
  } catch (error) {
    return failure(error, stop)
  }
}

const connectionTo = ({ server: { host, port, tls, isChecked, signIn } }: MailSettings) => ({
  host,
  port,
  secure: tls === 'wrapped',
  requireTLS: tls === 'needed',
  ignoreTLS: tls === 'off',
  tls: { rejectUnauthorized: isChecked, minVersion: 'TLSv1.2' as const },
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 20_000,
  dnsTimeout: 10_000,
  ...(signIn ? { auth: { user: signIn.user, pass: signIn.password } } : {}),
})

/** In characters; a server may say a lot. */
const longestTrouble = 300

function failure(error: unknown, stop: AbortSignal): Delivery {
  if (!(error instanceof Error)) throw error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  const answer = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : 0
  const command = 'command' in error ? error.command : ''
  const trouble = oneLine(`${code}: ${error.message}`).slice(0, longestTrouble)
  // What it says of the sign-in or of the sender is about how mail is set up, not about this letter.
  if (answer >= 500 && (command === 'RCPT TO' || command === 'DATA')) return { kind: 'refused', trouble }
  return { kind: 'unsent', trouble, isCutShort: stop.aborted }
}

const codeIn = (trouble: string): string => trouble.split(':')[0] ?? ''

const instant = (time: number): string => new Date(time).toISOString()
