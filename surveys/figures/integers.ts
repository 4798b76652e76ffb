/**
 * Whole numbers as bytes: a layout byte, then each number as a little-endian base-128 varint with the sign in its lowest bit;
 * a run of zeros is one zero byte and the varint of its length − 1.
 */
export function encodeIntegers(values: Float64Array): Uint8Array {
  const bytes = roomFor(values.length * longest + spare)
  bytes[0] = layoutByte
  let at = 1
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0
    if (value > 0 && value < threeBytes) {
      // Without a branch on the length, which a processor cannot foretell: the bytes of the longest, and as many of them as count.
      const twice = value << 1
      const second = (0x7f - twice) >>> 31
      const third = (0x3fff - twice) >>> 31
      bytes[at] = (twice & 0x7f) | (second << 7)
      bytes[at + 1] = ((twice >> 7) & 0x7f) | (third << 7)
      bytes[at + 2] = twice >> 14
      at += 1 + second + third
    } else if (value === 0) {
      const start = index
      while (values[index + 1] === 0) index++
      bytes[at] = 0
      at = writeVarint(bytes, at + 1, index - start)
    } else if (value >= shiftable || value <= -shiftable) at = writeLarge(bytes, at, value)
    else at = writeVarint(bytes, at, value < 0 ? (-value << 1) | 1 : value << 1)
  }
  return bytes.slice(0, at)
}

/** The numbers of `encodeIntegers`; undefined when the bytes are not exactly `length` numbers of this layout. */
export function decodeIntegers(bytes: Uint8Array, length: number): Float64Array | undefined {
  const values = new Float64Array(length)
  return addIntegers(bytes, values, 1) ? values : undefined
}

/** Adds the numbers of `encodeIntegers` to as many others, or with sign −1 takes them away; false when the bytes are not exactly so many of this layout. */
export function addIntegers(bytes: Uint8Array, values: Float64Array, sign: 1 | -1): boolean {
  if (bytes[0] !== layoutByte) return false
  let at = 1
  let index = 0
  while (at < bytes.length) {
    const first = bytes[at++] ?? 0
    if (first === 0) {
      let byte = 0x80
      for (let unit = 1; byte >= 0x80; unit *= 128) {
        byte = bytes[at++] ?? 0
        index += (byte & 0x7f) * unit
      }
      index++
      continue
    }
    let magnitude = (first & 0x7f) >> 1
    let byte = first
    for (let unit = 64; byte >= 0x80; unit *= 128) {
      byte = bytes[at++] ?? 0
      magnitude += (byte & 0x7f) * unit
    }
    values[index] = (values[index] ?? 0) + (first & 1 ? -sign : sign) * magnitude
    index++
  }
  return index === values.length && at === bytes.length
}

/** Bytes of equally many numbers again and again, and where each run of them begins, with the end: one can be exchanged without the others. */
export type Runs = { readonly bytes: Uint8Array; readonly begins: Int32Array }

/** Runs as bytes that `addIntegers` reads as one; zeros are never counted across two of them. */
export function encodeRuns(runs: readonly Float64Array[]): Uint8Array {
  const encoded = runs.map((run) => encodeIntegers(run).subarray(1))
  const bytes = new Uint8Array(encoded.reduce((sum, { length }) => sum + length, 1))
  bytes[0] = layoutByte
  let at = 1
  for (const run of encoded) {
    bytes.set(run, at)
    at += run.length
  }
  return bytes
}

/** Finds `count` runs of `each` numbers in the bytes of `encodeRuns`; undefined where they are not exactly so many. */
export function runsIn(bytes: Uint8Array, each: number, count: number): Runs | undefined {
  if (bytes[0] !== layoutByte) return undefined
  const begins = new Int32Array(count + 1)
  let at = 1
  for (let run = 0; run < count; run++) {
    begins[run] = at
    let numbers = 0
    while (numbers < each && at < bytes.length) {
      const isZeros = bytes[at] === 0
      if (isZeros) at++
      let zeros = 0
      let byte = 0x80
      for (let unit = 1; byte >= 0x80; unit *= 128) {
        byte = bytes[at++] ?? 0
        zeros += (byte & 0x7f) * unit
      }
      numbers += isZeros ? zeros + 1 : 1
    }
    if (numbers !== each) return undefined
  }
  begins[count] = at
  return at === bytes.length ? { bytes, begins } : undefined
}

/** The bytes of one run by itself. */
export function runBytes({ bytes, begins }: Runs, run: number): Uint8Array {
  const own = bytes.subarray(begins[run], begins[run + 1])
  const alone = new Uint8Array(own.length + 1)
  alone[0] = layoutByte
  alone.set(own, 1)
  return alone
}

/** The same runs with other numbers in the place of one. */
export function withRun({ bytes, begins }: Runs, run: number, values: Float64Array): Runs {
  const own = encodeIntegers(values).subarray(1)
  const [from, to] = [begins[run] ?? 0, begins[run + 1] ?? 0]
  const longer = own.length - (to - from)
  const changed = new Uint8Array(bytes.length + longer)
  changed.set(bytes.subarray(0, from))
  changed.set(own, from)
  changed.set(bytes.subarray(to), from + own.length)
  return { bytes: changed, begins: longer === 0 ? begins : begins.map((begin, place) => (place > run ? begin + longer : begin)) }
}

/** The first of the numbers of `encodeIntegers`, without reading the others. */
export function firstOf(bytes: Uint8Array): number {
  let byte = bytes[1] ?? 0
  const isNegative = (byte & 1) === 1
  let magnitude = (byte & 0x7f) >> 1
  for (let at = 2, unit = 64; byte >= 0x80; at++, unit *= 128) {
    byte = bytes[at] ?? 0
    magnitude += (byte & 0x7f) * unit
  }
  return isNegative ? -magnitude : magnitude
}

/** Below this a number and its sign are shifted as 32-bit integers. */
const shiftable = 2 ** 30

function writeLarge(bytes: Uint8Array, at: number, value: number): number {
  const magnitude = Math.abs(value)
  bytes[at++] = 0x80 | ((magnitude % 64) << 1) | (value < 0 ? 1 : 0)
  let rest = Math.floor(magnitude / 64)
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) bytes[at++] = 0x80 | (rest % 128)
  bytes[at++] = rest
  return at
}

function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let rest = value
  for (; rest >= 0x80; rest >>>= 7) bytes[at++] = rest | 0x80
  bytes[at++] = rest
  return at
}

function roomFor(length: number): Uint8Array {
  if (room.length < length) room = new Uint8Array(length)
  return room
}

/** Below this a number and its sign take three bytes at most. */
const threeBytes = 2 ** 20

const layoutByte = 1
/** Bytes of the longest safe integer with its sign. */
const longest = 8
/** The layout byte, and what is written past the end of the last number. */
const spare = 3

/** Encoding runs twice for every response recorded, so that it does not ask for memory each time. */
let room = new Uint8Array(0)
