/** What stands where a number that tells who somebody is was written. */
export const maskOfNumber = '•••'

/** Digits that may belong to one number, in whatever form, with what people write between them, seen or not. */
const longNumber = /(?<!\p{Nd})\+?\p{Nd}(?:[\s\p{Cf}\p{Pd}._()·•]{0,3}\p{Nd}){7,30}(?!\p{Nd})/gu
/** 1.500.000 is an amount. */
const amount = /^[1-9]\d{0,2}(?:\.\d{3})+$/
const address = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/gu
/** A car's or a motorcycle's: 29A-123.45, 59-X1 12345. */
const plate =
  /(?<![\p{L}\p{N}])\p{Nd}{2}[\s\p{Cf}\p{Pd}.]{0,2}[A-Za-zĐđ]{1,2}\p{Nd}?[\s\p{Cf}\p{Pd}.]{0,3}(?:\p{Nd}{3}[\s\p{Cf}\p{Pd}.]?\p{Nd}{2}|\p{Nd}{4})(?![\p{L}\p{N}])/gu

/**
 * A text without what tells who somebody is: numbers of telephones and identity papers, e-mail addresses and number plates. It rather takes away
 * one number too many; amounts, days and short numbers stay.
 */
export const masked = (text: string): string =>
  text
    .replace(address, maskOfNumber)
    .replace(plate, maskOfNumber)
    .replace(longNumber, (found) => (isPersonal(found) ? maskOfNumber : found))

/** From nine digits on: what is shorter is an amount, a day or the number of a paper. */
function isPersonal(found: string): boolean {
  if (amount.test(found)) return false
  return found.replace(/\P{Nd}/gu, '').length >= 9
}
