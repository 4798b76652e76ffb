/** A response that only the server can read: its id, and the rest of it sealed to the server's public key. */
export type SealedResponse = { readonly id: string; readonly sealed: string }

/** Bound into each seal, so that what was sealed for something else opens nowhere here (RFC 9180, `info`). */
export const sealingPurpose = 'sipas response 1'

/** Bytes of the encapsulated secret: an uncompressed point on P-256. */
const secretBytes = 65

export type SealParts = { readonly key: string; readonly secret: Uint8Array<ArrayBuffer>; readonly ciphertext: Uint8Array<ArrayBuffer> }

/** As it travels: the key's name, a dot, and encapsulated secret and ciphertext together in base64url. */
export function sealText({ key, secret, ciphertext }: SealParts): string {
  const bytes = new Uint8Array(secret.length + ciphertext.length)
  bytes.set(secret)
  bytes.set(ciphertext, secret.length)
  return `${key}.${toBase64url(bytes)}`
}

/** What `sealText` wrote; undefined for what it cannot have written. */
export function sealParts(text: string): SealParts | undefined {
  const [key = '', rest = '', ...more] = text.split('.')
  const bytes = more.length > 0 ? undefined : fromBase64url(rest)
  if (!bytes || bytes.length <= secretBytes) return undefined
  return { key, secret: bytes.slice(0, secretBytes), ciphertext: bytes.slice(secretBytes) }
}

/** Bytes to which a response is filled up, so that its length does not tell whether somebody wrote something. */
const paddedTo = 512

/** The bytes of a text, with spaces at the end up to a round length; JSON does not mind them. */
export function padded(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(text)
  const whole = new Uint8Array(Math.ceil(bytes.length / paddedTo) * paddedTo).fill(0x20)
  whole.set(bytes)
  return whole
}

export function toBase64url(bytes: Uint8Array): string {
  let letters = ''
  for (const byte of bytes) letters += String.fromCharCode(byte)
  return btoa(letters).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

/** The bytes; undefined for what is not base64url. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined
  const letters = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  const bytes = new Uint8Array(letters.length)
  for (let place = 0; place < letters.length; place += 1) bytes[place] = letters.charCodeAt(place)
  return bytes
}
