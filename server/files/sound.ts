import { soundLimits } from '../../surveys/designing/sounds'

/** What a recording is, read from its bytes: what its name or its sender says of it counts for nothing. */
export type Sound = { readonly type: SoundType; readonly milliseconds: number }
export type SoundType = 'audio/webm' | 'audio/mpeg' | 'audio/mp4'

/** Why a recording is refused. */
export type SoundProblem = 'sound_too_large' | 'sound_too_long' | 'sound_unreadable' | 'sound_not_opus' | 'sound_with_picture'

export type SoundReading = { readonly ok: true; readonly sound: Sound } | { readonly ok: false; readonly problem: SoundProblem }

/** Reads a recording: WebM with Opus, MP3 or M4A. */
export function readSound(bytes: Uint8Array): SoundReading {
  if (bytes.length > soundLimits.bytes) return { ok: false, problem: 'sound_too_large' }
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const read = webm(data) ?? mp4(data) ?? mp3(data) ?? 'sound_unreadable'
  if (typeof read === 'string') return { ok: false, problem: read }
  if (!(read.milliseconds > 0)) return { ok: false, problem: 'sound_unreadable' }
  return read.milliseconds > soundLimits.milliseconds ? { ok: false, problem: 'sound_too_long' } : { ok: true, sound: read }
}

/** What a reader of one format found; undefined: it is another format. */
type Found = Sound | SoundProblem | undefined

/** Elements of WebM (RFC 9559) that are looked into, and those whose values are looked at. */
const ebml = {
  head: 0x1a45dfa3,
  kind: 0x4282,
  within: new Set([0x1a45dfa3, 0x18538067, 0x1549a966, 0x1654ae6b, 0xae, 0x1f43b675, 0xa0]),
  scale: 0x2ad7b1,
  duration: 0x4489,
  codec: 0x86,
  trackType: 0x83,
  clusterTime: 0xe7,
  blocks: new Set([0xa3, 0xa1]),
} as const

function webm(data: Buffer): Found {
  if (data.length < 4 || data.readUInt32BE(0) !== ebml.head) return undefined
  let [scale, duration, cluster, last, codec, isPicture, isWebm] = [1_000_000, 0, 0, -1, '', false, false]
  for (const { id, value } of elementsOf(data)) {
    if (id === ebml.kind) isWebm = value.toString('latin1').replace(/\0+$/, '') === 'webm'
    if (id === ebml.scale) scale = unsigned(value)
    if (id === ebml.duration) duration = value.length === 8 ? value.readDoubleBE(0) : value.length === 4 ? value.readFloatBE(0) : 0
    if (id === ebml.codec) codec ||= value.toString('latin1')
    if (id === ebml.trackType && unsigned(value) === 1) isPicture = true
    if (id === ebml.clusterTime) cluster = unsigned(value)
    // The first byte is the number of the track: a recording has one.
    if (ebml.blocks.has(id) && value.length > 4) last = Math.max(last, cluster + value.readInt16BE(1))
  }
  if (!isWebm || last < 0) return 'sound_unreadable'
  if (isPicture) return 'sound_with_picture'
  // A browser that records says the length nowhere: it ends with its last block, which is 20 ms or more.
  const milliseconds = Math.round(Math.max(duration, last) * (scale / 1_000_000)) + (duration > last ? 0 : 20)
  return codec === 'A_OPUS' ? { type: 'audio/webm', milliseconds } : 'sound_not_opus'
}

type Element = { readonly id: number; readonly value: Buffer }

/** The elements one after another; those that hold others are walked through, also where they do not say how long they are. */
function* elementsOf(data: Buffer): Generator<Element> {
  let at = 0
  while (at < data.length) {
    const id = vint(data, at, 4)
    const size = id && vint(data, at + id.length, 8)
    if (!id || !size) return
    const begin = at + id.length + size.length
    if (ebml.within.has(id.raw)) at = begin
    else {
      yield { id: id.raw, value: data.subarray(begin, begin + size.value) }
      at = begin + size.value
    }
  }
}

/** A number that says by its first bits how long it is: as it stands there, and its value without those bits. */
function vint(data: Buffer, at: number, longest: number) {
  const first = data[at]
  if (first === undefined || first === 0) return undefined
  const length = Math.clz32(first) - 23
  if (length > longest || at + length > data.length) return undefined
  const bytes = data.subarray(at, at + length)
  const value = bytes.reduce((sum, byte, place) => sum * 256 + (place === 0 ? byte & (0xff >> length) : byte), 0)
  return { length, raw: unsigned(bytes), value }
}

/** Beyond eight bytes nothing of ours is counted. */
const unsigned = (bytes: Buffer): number => bytes.subarray(0, 8).reduce((sum, byte) => sum * 256 + byte, 0)

/** MPEG-4 (ISO 14496-12): boxes, of which the movie's head says how long it lasts, or else each fragment that a browser recorded. */
function mp4(data: Buffer): Found {
  if (data.subarray(4, 8).toString('latin1') !== 'ftyp') return undefined
  const kinds: string[] = []
  let [milliseconds, unit, usual, usualHere, recorded] = [0, 0, 0, 0, 0]
  for (const { kind, value } of boxesOf(data, 0, data.length)) {
    if (kind === 'hdlr' && value.length >= 12) kinds.push(value.subarray(8, 12).toString('latin1'))
    if (kind === 'mvhd') milliseconds = thousandths(lengthIn(value))
    if (kind === 'mdhd') unit ||= lengthIn(value).unit
    if (kind === 'trex' && value.length >= 16) usual = value.readUInt32BE(12)
    if (kind === 'tfhd') usualHere = sampleLengthIn(value) ?? usual
    if (kind === 'trun') recorded += runLength(value, usualHere)
  }
  if (kinds.includes('vide')) return 'sound_with_picture'
  return kinds.includes('soun')
    ? { type: 'audio/mp4', milliseconds: Math.max(milliseconds, thousandths({ length: recorded, unit })) }
    : 'sound_unreadable'
}

type Length = { readonly length: number; /** Of these a second has so many. */ readonly unit: number }

const thousandths = ({ length, unit }: Length): number => (unit > 0 ? Math.round((length / unit) * 1000) : 0)

/** How long a movie or a track is; both heads say it at the same place. */
function lengthIn(value: Buffer): Length {
  if (value.length < 32 && (value[0] === 1 || value.length < 20)) return { length: 0, unit: 0 }
  return value[0] === 1
    ? { length: Number(value.readBigUInt64BE(24)), unit: value.readUInt32BE(20) }
    : { length: value.readUInt32BE(16), unit: value.readUInt32BE(12) }
}

/** How long each sample of a fragment is unless it says otherwise itself. */
function sampleLengthIn(head: Buffer): number | undefined {
  if (head.length < 8) return undefined
  const flags = head.readUInt32BE(0)
  const at = 8 + (flags & 1 ? 8 : 0) + (flags & 2 ? 4 : 0)
  return flags & 8 && at + 4 <= head.length ? head.readUInt32BE(at) : undefined
}

/** How long the samples of a run last together. */
function runLength(run: Buffer, usual: number): number {
  if (run.length < 8) return 0
  const flags = run.readUInt32BE(0)
  const samples = run.readUInt32BE(4)
  if (!(flags & 0x100)) return samples * usual
  const size = [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length * 4
  let [at, length] = [8 + (flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0), 0]
  for (let sample = 0; sample < samples && at + 4 <= run.length; sample += 1, at += size) length += run.readUInt32BE(at)
  return length
}

const boxesWithin: ReadonlySet<string> = new Set(['moov', 'trak', 'mdia', 'mvex', 'moof', 'traf'])

function* boxesOf(data: Buffer, from: number, end: number): Generator<{ readonly kind: string; readonly value: Buffer }> {
  let at = from
  while (at + 8 <= end) {
    const kind = data.subarray(at + 4, at + 8).toString('latin1')
    const named = data.readUInt32BE(at)
    const size = named === 0 ? end - at : named
    if (size < 8 || at + size > end) return
    if (boxesWithin.has(kind)) yield* boxesOf(data, at + 8, at + size)
    else yield { kind, value: data.subarray(at + 8, at + size) }
    at += size
  }
}

/** MPEG-1 and 2, layer III (ISO 11172-3): frames one after another, behind what a program wrote about them. */
function mp3(data: Buffer): Found {
  const begin = data.subarray(0, 3).toString('latin1') === 'ID3' && data.length > 10 ? 10 + synchsafe(data.subarray(6, 10)) : 0
  let [at, seconds, frames] = [begin, 0, 0]
  for (let frame = frameAt(data, at); frame && at + frame.bytes <= data.length; frame = frameAt(data, at)) {
    seconds += frame.seconds
    frames += 1
    at += frame.bytes
  }
  // Behind the last frame stands at most a tag, of 128 bytes.
  const isWhole = frames >= 3 && data.length - at <= 2_048
  return isWhole ? { type: 'audio/mpeg', milliseconds: Math.round(seconds * 1000) } : undefined
}

const synchsafe = (bytes: Buffer): number => bytes.reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0)

function frameAt(data: Buffer, at: number): { readonly bytes: number; readonly seconds: number } | undefined {
  if (at + 4 > data.length) return undefined
  const head = data.readUInt32BE(at)
  const version = (head >>> 19) & 3
  const isFirst = version === 3
  const rate = bitrates[isFirst ? 0 : 1][(head >>> 12) & 15]
  const frequency = frequencies[(head >>> 10) & 3]
  if (head >>> 21 !== 0x7ff || version === 1 || ((head >>> 17) & 3) !== 1 || !rate || !frequency) return undefined
  const samples = isFirst ? 1152 : 576
  const hertz = frequency / (isFirst ? 1 : version === 2 ? 2 : 4)
  return { bytes: Math.floor(((samples / 8) * rate * 1000) / hertz) + ((head >>> 9) & 1), seconds: samples / hertz }
}

/** kbit/s by the head's four bits, of MPEG-1 and of MPEG-2. */
const bitrates = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const
const frequencies = [44_100, 48_000, 32_000] as const
