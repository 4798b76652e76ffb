/** Digits and letters without i, l, o and u: nobody who copies a code from a poster takes one for another. */
export const codeLetters = '0123456789abcdefghjkmnpqrstvwxyz'

/** Letters of five bits: 25 name the code among all of an installation, 30 prove that the server made it. */
export const nameLength = 5
export const sealLength = 6

/** A code that the server has made: what it is called, the key it was sealed with, and the seal. */
export type SignedCode = { readonly name: string; readonly key: string; readonly seal: string }

/** What stands in an address: a code alone, or with what a counter's display adds to it for some minutes. */
export type ReadCode = SignedCode & { readonly link: string; readonly turn: string | undefined }

export const written = ({ name, key, seal }: SignedCode): string => `${name}${key}${seal}`

/** A code in its one spelling, taken apart; undefined for what is none of ours by its shape. */
export function readCode(code: string): ReadCode | undefined {
  if (!shape.test(code)) return undefined
  const link = code.slice(0, linkLength)
  return {
    link,
    name: link.slice(0, nameLength),
    key: link.slice(nameLength, nameLength + 1),
    seal: link.slice(nameLength + 1),
    turn: code.length > linkLength ? code.slice(linkLength) : undefined,
  }
}

const linkLength = nameLength + 1 + sealLength
const shape = new RegExp(`^[${codeLetters}]{${linkLength}}(?:[${codeLetters}]{${sealLength}})?$`)

/** A code as it was made, from however somebody typed it: in groups, in capitals, with an o for the zero. */
export const spelledCode = (typed: string): string =>
  typed
    .toLowerCase()
    .replace(/[\s\-\u2010-\u2015.]/g, '')
    .replace(/o/g, '0')
    .replace(/[il]/g, '1')

/** A code as it is printed, in groups of four; one that was chosen stays as it is. */
export const groupedCode = (code: string): string => (readCode(code)?.link === code ? (code.match(/.{4}/g) ?? []).join('-') : code)
