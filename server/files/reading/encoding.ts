import { StringDecoder } from 'node:string_decoder'
import { tellingBytes } from './kind'

/** How the letters of a text file are written, where that can be read. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** What a text that cannot be read seems to be. */
export type ForeignText = 'tcvn3' | 'vni' | 'utf-16' | 'other'

/** The encoding that the first bytes show: by their mark, else UTF-8 where it fits. A few broken bytes among good ones are their lines' fault. */
export function encodingOf(head: Uint8Array): Encoding | { readonly foreign: ForeignText } {
  const [first = 0, second = 0, third = 0] = head
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  if (isMarked && head.length % 2 === 1 && head.length < tellingBytes) return { foreign: 'other' }
  if (isMarked) return first === 0xff ? 'utf-16le' : 'utf-16be'
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (head.includes(0)) return { foreign: 'utf-16' }
  const text = new TextDecoder().decode(head, { stream: true })
  const broken = countOf(text, /\uFFFD/g)
  if (2 * broken <= countOf(text, /[^\0-\x7F\uFFFD]/g)) return 'utf-8'
  return { foreign: fontOfBytes(new TextDecoder('windows-1252').decode(head)) }
}

/** Text of bytes that arrive in pieces, without its mark. */
export async function* decoded(pieces: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = decoderOf(encoding)
  let isFirst = true
  for await (const piece of pieces) {
    const text = decoder.write(piece)
    if (text === '') continue
    yield isFirst ? text.replace(/^\uFEFF/, '') : text
    isFirst = false
  }
  const last = decoder.end()
  if (last !== '') yield last
}

type Decoder = { readonly write: (piece: Uint8Array) => string; readonly end: () => string }

function decoderOf(encoding: Encoding): Decoder {
  if (encoding === 'utf-16be') {
    const decoder = new TextDecoder('utf-16be')
    return { write: (piece) => decoder.decode(piece, { stream: true }), end: () => decoder.decode() }
  }
  const decoder = new StringDecoder(encoding === 'utf-8' ? 'utf8' : 'utf16le')
  return { write: (piece) => decoder.write(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)), end: () => decoder.end() }
}

/** Places that are enough to tell a font of the 1990s from a Western language. */
const enough = 3

/**
 * The font of the 1990s in which a Vietnamese text was typed when nothing else can be meant: it holds signs inside of
 * words (TCVN3) or vowels with a second one for their mark (VNI), and not one letter that only Unicode has.
 */
export function legacyFont(text: string): 'tcvn3' | 'vni' | undefined {
  if (/[\u1EA0-\u1EF9ăđơưĂĐƠƯ]/.test(text)) return undefined
  const tcvn3 = countOf(text, signInWord)
  const vni = countOf(text, doubledVowel)
  if (Math.max(tcvn3, vni) < enough) return undefined
  return tcvn3 >= vni ? 'tcvn3' : 'vni'
}

/** Bytes that are no UTF-8, by the letters that they would be in a Western code page. */
function fontOfBytes(western: string): ForeignText {
  const tcvn3 = countOf(western, signInWord) + countOf(western.replace(doubledVowel, ''), /[A-Za-z][ëïüäåæçîþ]/g)
  const vni = countOf(western, doubledVowel)
  if (tcvn3 === 0 && vni === 0) return 'other'
  return tcvn3 >= vni ? 'tcvn3' : 'vni'
}

const signInWord = /\p{L}[µ¸¶·¹¨»¾¼½Æ©®ª¬\u00AD×ÞßÐØ]|[µ¸¶·¹¨»¾¼½©®ª¬\u00AD×][a-z]/gu
const doubledVowel = /[aeAE][äåáâãàÄÅÁÂÃÀ]|[oO][äåâÄÅÂ]|[uyUY][ûïõøùÛÏÕØÙ]|[öôÖÔ][ùøûõïÙØÛÕÏ]/g

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0
