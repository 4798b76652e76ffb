/** Silence as recordings, made byte by byte after the standards that they follow. */

/** MP3: so many frames of 128 kbit/s at 44.1 kHz, each of 26 ms. */
export function mp3Of(frames: number, note = 0): Uint8Array<ArrayBuffer> {
  const frame = Buffer.alloc(417)
  frame.writeUInt32BE(0xfffb9000)
  // Silence that differs from other silence: nobody hears what stands behind the data of a frame.
  frame[416] = note
  return joined(Array.from({ length: frames }, () => frame))
}

type Box = readonly [kind: string, body: Buffer]
const box = ([kind, body]: Box): Buffer => {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + body.length)
  head.write(kind, 4, 'latin1')
  return Buffer.concat([head, body])
}

/** M4A: what says how long it is, with one track of sound or of pictures. */
export function mp4Of(milliseconds: number, track: 'soun' | 'vide' = 'soun'): Uint8Array<ArrayBuffer> {
  const head = Buffer.alloc(100)
  head.writeUInt32BE(1000, 12)
  head.writeUInt32BE(milliseconds, 16)
  const handler = Buffer.alloc(24)
  handler.write(track, 8, 'latin1')
  const movie = [box(['mvhd', head]), box(['trak', box(['mdia', box(['hdlr', handler])])])]
  return joined([box(['ftyp', Buffer.from('M4A \0\0\0\0')]), box(['moov', Buffer.concat(movie)]), box(['mdat', Buffer.alloc(64)])])
}

/** M4A as a browser records it: its head knows no length, each fragment has so many samples of 20 ms. */
export function mp4FragmentsOf(fragments: number, samples: number, say: 'each' | 'once' = 'each'): Uint8Array<ArrayBuffer> {
  const head = Buffer.alloc(100)
  head.writeUInt32BE(1000, 12)
  const track = Buffer.alloc(24)
  track.writeUInt32BE(48_000, 12)
  const handler = Buffer.alloc(24)
  handler.write('soun', 8, 'latin1')
  const usual = Buffer.alloc(24)
  usual.writeUInt32BE(say === 'once' ? 960 : 7, 12)
  const movie = [
    box(['mvhd', head]),
    box(['trak', box(['mdia', Buffer.concat([box(['mdhd', track]), box(['hdlr', handler])])])]),
    box(['mvex', box(['trex', usual])]),
  ]
  const run = Buffer.alloc(12 + (say === 'each' ? samples * 8 : 0))
  // Where the data begin; how long and how large each sample is, where each says so.
  run.writeUInt32BE(say === 'each' ? 0x301 : 0x1, 0)
  run.writeUInt32BE(samples, 4)
  if (say === 'each') for (let sample = 0; sample < samples; sample += 1) run.writeUInt32BE(960, 12 + sample * 8)
  const fragment = Buffer.concat([
    box(['moof', box(['traf', Buffer.concat([box(['tfhd', Buffer.alloc(8)]), box(['trun', run])])])]),
    box(['mdat', Buffer.alloc(64)]),
  ])
  return joined([
    box(['ftyp', Buffer.from('isom\0\0\0\0')]),
    box(['moov', Buffer.concat(movie)]),
    ...Array.from({ length: fragments }, () => fragment),
  ])
}

const element = (id: string, body: Buffer): Buffer => {
  const size = Buffer.alloc(8)
  size.writeBigUInt64BE(BigInt(body.length))
  size[0] = 1
  return Buffer.concat([Buffer.from(id, 'hex'), size, body])
}
/** One that does not say where it ends, as a browser writes it that is still recording. */
const open = (id: string, body: Buffer): Buffer => Buffer.concat([Buffer.from(`${id}01ffffffffffffff`, 'hex'), body])

/** WebM as a browser records it: without any length, but each block says when it is. */
export function webmOf(milliseconds: number, codec = 'A_OPUS', trackType = 2): Uint8Array<ArrayBuffer> {
  const block = (at: number): Buffer => {
    const body = Buffer.alloc(40)
    body[0] = 0x81
    body.writeInt16BE(at, 1)
    return element('a3', body)
  }
  const clusters = Array.from({ length: Math.ceil(milliseconds / 10_000) }, (_, index) => {
    const time = Buffer.alloc(4)
    time.writeUInt32BE(index * 10_000)
    const length = Math.min(10_000, milliseconds - index * 10_000)
    return open('1f43b675', Buffer.concat([element('e7', time), block(0), block(length - 20)]))
  })
  const track = element('ae', Buffer.concat([element('83', Buffer.from([trackType])), element('86', Buffer.from(codec))]))
  return joined([
    element('1a45dfa3', element('4282', Buffer.from('webm'))),
    open(
      '18538067',
      Buffer.concat([element('1549a966', element('2ad7b1', Buffer.from([0x0f, 0x42, 0x40]))), element('1654ae6b', track), ...clusters]),
    ),
  ])
}

const joined = (parts: readonly Buffer[]): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.concat(parts))
