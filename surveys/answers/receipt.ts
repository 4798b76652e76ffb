/**
 * The code of a response's receipt: the first 40 bits of its id in Crockford's base 32, which has no letters that are read for others.
 * So the device can tell it before the server has answered, and a response is found by it without anything more being stored.
 */
export function receiptCode(id: string): string {
  const bits = Number.parseInt(id.replaceAll('-', '').slice(0, 10), 16)
  const letters = Array.from({ length: 8 }, (_, place) => alphabet[Math.floor(bits / 32 ** (7 - place)) % 32] ?? '').join('')
  return `${letters.slice(0, 4)}-${letters.slice(4)}`
}

/** The ids that a code can belong to, from the first to the one after the last; undefined for what is no code, however it was typed. */
export function idsOf(typed: string): { readonly from: string; readonly before: string } | undefined {
  const letters = typed
    .toUpperCase()
    .replace(/[\s\-–]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  if (!/^[0-9A-HJKMNP-TV-Z]{8}$/.test(letters)) return undefined
  const bits = [...letters].reduce((sum, letter) => sum * 32 + alphabet.indexOf(letter), 0)
  return { from: prefixOf(bits), before: bits === 2 ** 40 - 1 ? 'g' : prefixOf(bits + 1) }
}

const prefixOf = (bits: number): string =>
  bits
    .toString(16)
    .padStart(10, '0')
    .replace(/^(.{8})/, '$1-')

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
