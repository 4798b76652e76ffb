type Kind = { readonly type: 'text[]' | 'bigint[]' | 'bytea[]'; readonly oid: number }

const kinds = {
  text: { type: 'text[]', oid: 25 },
  number: { type: 'bigint[]', oid: 20 },
  bytes: { type: 'bytea[]', oid: 17 },
} as const satisfies Record<string, Kind>

/** PostgreSQL's type of a column of many rows. */
export const arrayType = (column: unknown): Kind['type'] => kindOf(Array.isArray(column) ? column[0] : undefined).type

function kindOf(value: unknown): Kind {
  if (typeof value === 'string') return kinds.text
  if (typeof value === 'number') return kinds.number
  if (value instanceof Uint8Array) return kinds.bytes
  throw new Error(`a column of rows in bulk holds text, whole numbers or bytes, not ${typeof value}`)
}

/** A column as PostgreSQL takes it in its binary format: no text is quoted, and no byte becomes two digits. */
export function encodeColumn(values: readonly unknown[]): Buffer {
  const { oid } = kindOf(values[0])
  const bytes = Buffer.allocUnsafe(values.reduce<number>((sum, value) => sum + lengthBytes + roomFor(value), headBytes))
  // One dimension, no nulls, the type, so many from 1 on.
  for (const [place, field] of [1, 0, oid, values.length, 1].entries()) bytes.writeInt32BE(field, place * lengthBytes)
  let at = headBytes
  for (const value of values) {
    if (kindOf(value).oid !== oid) throw new Error(`a column of rows in bulk holds ${typeof values[0]} and ${typeof value}`)
    const length = write(bytes, at + lengthBytes, value)
    bytes.writeInt32BE(length, at)
    at += lengthBytes + length
  }
  return bytes.subarray(0, at)
}

const lengthBytes = 4
const headBytes = 5 * lengthBytes

function roomFor(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value)
  return value instanceof Uint8Array ? value.length : 8
}

function write(into: Buffer, at: number, value: unknown): number {
  if (typeof value === 'string') return into.write(value, at)
  if (value instanceof Uint8Array) into.set(value, at)
  else into.writeBigInt64BE(BigInt(Number(value)), at)
  return roomFor(value)
}
