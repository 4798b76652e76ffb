import { createHash } from 'node:crypto'
import type { Receipt } from '../../surveys/schema'

/** The receipt of a response. Its code follows from the id, so a repeated sending gets the same one. */
export const receiptOf = (id: string, receivedOn: string): Receipt => ({ id, code: receiptCode(id), receivedOn })

// Without 0/O, 1/I/L and U: what a person can read aloud and write down.
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

function receiptCode(id: string): string {
  const bytes = createHash('sha256').update(`receipt ${id}`).digest()
  const letters = Array.from(bytes.subarray(0, 8), (byte) => alphabet[byte % alphabet.length]).join('')
  return `${letters.slice(0, 4)}-${letters.slice(4)}`
}
