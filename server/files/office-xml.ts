export const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
export const packaging = 'http://schemas.openxmlformats.org/package/2006'
/** What a part names of the others. */
export const relations = (targets: readonly (readonly [string, string])[]): string =>
  `<Relationships xmlns="${packaging}/relationships">${targets.map(([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${type}" Target="${target}"/>`).join('')}</Relationships>`

/** A, B, … Z, AA, … */
export const columnLetters = (index: number): string =>
  (index < 26 ? '' : columnLetters(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26))

/** Text for XML 1.0; what XML cannot hold becomes U+FFFD, and what spreadsheets would decode (`_x0041_`) is kept from it. */
export function escapedXml(text: string): string {
  if (!special.test(text)) return text
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(forbidden, unknownSign)
    .replace(/[&<>"\r]/g, (character) => entities[character] ?? character)
}

/** What XML 1.0 can hold of a text, whoever escapes it. */
export const legalXml = (text: string): string => text.replace(forbidden, unknownSign)

const unknownSign = '\uFFFD'
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const special = /[&<>"_\u0000-\u001f\ud800-\udfff\ufffe\uffff]/
const forbidden =
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' }
