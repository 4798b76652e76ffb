import { once } from 'node:events'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { MailPace } from '../../server/mail/post'
import { until } from './harness'

/** What a mail server was handed. */
export type Received = {
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  /** Its head as it came, unfolded. */
  readonly head: string
  /** Its parts, decoded. */
  readonly text: string
  readonly html: string
  readonly isEncrypted: boolean
  readonly user: string | undefined
}

export type Mailbox = {
  readonly port: number
  readonly letters: readonly Received[]
  /** Resolves once so many are there. */
  readonly until: (count: number) => Promise<readonly Received[]>
  /** How many have knocked. */
  readonly knocks: () => number
  readonly close: () => Promise<void>
}

/** As quick as a test wants it, and as patient as a busy machine needs: what is sent at once is told as sent. */
export const mailPace: MailPace = { lookEvery: 40, patience: 120_000 }

/** A mail server on loopback that keeps what it is handed; `how` overrides what it takes. */
export async function startMailbox(how: SMTPServerOptions = {}, port = 0): Promise<Mailbox> {
  const letters: Received[] = []
  let knocks = 0
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 1,
    onData: (stream, session, done) => {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        letters.push({
          ...read(Buffer.concat(pieces).toString('latin1')),
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          isEncrypted: session.secure,
          user: session.user,
        })
        done()
      })
    },
    ...how,
    onConnect: (session, done) => {
      knocks += 1
      if (how.onConnect) how.onConnect(session, done)
      else done()
    },
  })
  server.on('error', () => undefined)
  const listening = server.listen(port, '127.0.0.1')
  await once(listening, 'listening')
  const address = listening.address()
  if (address === null || typeof address === 'string') throw new Error('the mail server has no port')
  return {
    port: address.port,
    letters,
    knocks: () => knocks,
    until: async (count) => {
      await until(() => letters.length >= count)
      return letters
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
      }),
  }
}

function read(raw: string): Pick<Received, 'head' | 'subject' | 'text' | 'html'> {
  const { head, body } = split(raw)
  const parts = partsOf({ head, body })
  const of = (type: string): string => {
    const part = parts.find((one) => one.head.includes(type))
    return part ? decoded(part.head, part.body) : ''
  }
  return { head, subject: words(/^Subject: (.*)$/m.exec(head)?.[1] ?? ''), text: of('text/plain'), html: of('text/html') }
}

type Part = { readonly head: string; readonly body: string }

/** The parts of a letter, those within parts too. */
function partsOf({ head, body }: Part): readonly Part[] {
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1]
  return boundary === undefined ? [{ head, body }] : body.split(`--${boundary}`).flatMap((part) => partsOf(split(part.trimStart())))
}

function split(raw: string): { readonly head: string; readonly body: string } {
  const at = raw.search(/\r?\n\r?\n/)
  return { head: raw.slice(0, at).replace(/\r?\n[ \t]+/g, ' '), body: raw.slice(at).trimStart() }
}

function decoded(head: string, body: string): string {
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString()
  if (!/quoted-printable/i.test(head)) return Buffer.from(body, 'latin1').toString()
  return bytesOf(body.replace(/=\r?\n/g, ''))
}

const bytesOf = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString()

/** Encoded words of a head (RFC 2047). */
export const words = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([QB])\?([^?]*)\?=/gi, (_, way: string, part: string) =>
      way.toUpperCase() === 'B' ? Buffer.from(part, 'base64').toString() : bytesOf(part.replaceAll('_', ' ')),
    )
