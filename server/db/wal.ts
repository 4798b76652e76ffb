import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'

/** What is wrong with the write-ahead log beside an SQLite file. */
export type LogDamage = {
  readonly file: string
  /** The first frame that cannot be read, from 1; 0: the log's header. */
  readonly frame: number
  /** Transactions written to the log at and after it: SQLite would pass over them without a word. */
  readonly transactions: number
}

/** Somebody who writes at this moment makes a frame look torn; a real damage is still there a moment later. */
const looks = 3
const momentMs = 40

/**
 * Finds damage in the log beside an SQLite file that is about to be opened. SQLite reads a log up to the first frame whose
 * checksum is wrong and takes the rest for the remains of a crash. After a crash at most the one transaction that was being
 * written stands behind such a frame, because each is on the disk before the next begins (`synchronous=FULL`): two or more
 * prove that acknowledged ones are lost. Format: sqlite.org/fileformat2.html, section 4.
 */
export function damagedLog(database: string): LogDamage | undefined {
  const file = `${database}-wal`
  for (let look = 1; ; look += 1) {
    const damage = existsSync(file) ? read(file) : undefined
    if (!damage || look === looks) return damage
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, momentMs)
  }
}

const headerBytes = 32
const frameHeaderBytes = 24
const framesAtOnce = 256

function read(file: string): LogDamage | undefined {
  const descriptor = openSync(file, 'r')
  try {
    const header = Buffer.alloc(headerBytes)
    if (readSync(descriptor, header, 0, headerBytes, 0) < headerBytes) return undefined
    return damageIn(file, header, framesOf(descriptor, fstatSync(descriptor).size, pageBytes(header)))
  } finally {
    closeSync(descriptor)
  }
}

const pageBytes = (header: Buffer): number => {
  const size = header.readUInt32BE(8)
  return size === 1 ? 65_536 : size
}

function damageIn(file: string, header: Buffer, frames: Iterable<Buffer>): LogDamage | undefined {
  const order = header.readUInt32BE(0) & 1 ? 'big' : 'little'
  let sums: Sums = checksum(order, header.subarray(0, 24), [0, 0])
  // A header can be torn by a crash while the log begins anew: everything before it is in the database by then.
  if (header.readUInt32BE(24) !== sums[0] || header.readUInt32BE(28) !== sums[1]) return undefined
  const salt = header.subarray(16, 24)
  let number = 0
  let broken = 0
  let transactions = 0
  for (const frame of frames) {
    number += 1
    const ours = frame.subarray(8, 16).equals(salt)
    if (broken === 0) {
      const next = checksum(order, frame.subarray(frameHeaderBytes), checksum(order, frame.subarray(0, 8), sums))
      if (ours && next[0] === frame.readUInt32BE(16) && next[1] === frame.readUInt32BE(20)) sums = next
      else broken = number
    }
    if (broken > 0 && ours && frame.readUInt32BE(4) > 0) transactions += 1
  }
  return transactions > 1 ? { file, frame: broken, transactions } : undefined
}

function* framesOf(descriptor: number, size: number, page: number): Generator<Buffer> {
  const frame = frameHeaderBytes + page
  if (page < 512 || page > 65_536) return
  const some = Buffer.alloc(frame * framesAtOnce)
  for (let at = headerBytes; at + frame <= size;) {
    const got = readSync(descriptor, some, 0, some.length, at)
    const whole = Math.floor(got / frame)
    if (whole === 0) return
    for (let index = 0; index < whole; index += 1) yield some.subarray(index * frame, (index + 1) * frame)
    at += whole * frame
  }
}

type Sums = readonly [number, number]

/** The log's running checksum over 8-byte steps. */
function checksum(order: 'big' | 'little', bytes: Buffer, [first, second]: Sums): Sums {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const little = order === 'little'
  let one = first
  let two = second
  for (let at = 0; at < bytes.length; at += 8) {
    one = (one + view.getUint32(at, little) + two) >>> 0
    two = (two + view.getUint32(at + 4, little) + one) >>> 0
  }
  return [one, two]
}
