import { directoryOf } from './archive'

/** What a file is by its first bytes; the last three are read, the others are named in the refusal. */
export type FileKind = 'xls' | 'protected' | 'ods' | 'xlsb' | 'docx' | 'doc' | 'zip' | 'pdf' | 'rtf' | 'html' | 'picture' | 'xlsx' | 'text'

/** How many bytes tell it, archives and old workbooks apart, which have to be there whole. */
export const tellingBytes = 65_536

const signatures: readonly (readonly [kind: FileKind, ...bytes: readonly number[]])[] = [
  ['pdf', 0x25, 0x50, 0x44, 0x46],
  ['rtf', 0x7b, 0x5c, 0x72, 0x74, 0x66],
  ['picture', 0x89, 0x50, 0x4e, 0x47],
  ['picture', 0xff, 0xd8, 0xff],
  ['picture', 0x47, 0x49, 0x46, 0x38],
  ['zip', 0x50, 0x4b, 0x03, 0x04],
  ['zip', 0x50, 0x4b, 0x05, 0x06],
  ['xls', 0xd0, 0xcf, 0x11, 0xe0],
]

/** What the first bytes alone say: an archive is still `zip`, a file of the old office programs still `xls`. */
export function kindOf(head: Uint8Array): FileKind {
  const known = signatures.find(([, ...bytes]) => bytes.every((byte, at) => head[at] === byte))
  if (known) return known[0]
  return /^\s*<(!doctype html|html|table|\?xml)/i.test(
    Buffer.from(head.subarray(0, 200))
      .toString('latin1')
      .replace(/^\u00EF\u00BB\u00BF/, ''),
  )
    ? 'html'
    : 'text'
}

/** What an archive holds, by the names in its directory. */
export function kindOfArchive(bytes: Uint8Array): FileKind {
  const names = directoryOf(bytes)?.map(({ name }) => name) ?? []
  if (names.includes('xl/workbook.bin')) return 'xlsb'
  if (names.some((name) => /^xl\/workbook.*\.xml$/.test(name))) return 'xlsx'
  if (names.includes('word/document.xml')) return 'docx'
  return names.includes('mimetype') && names.includes('content.xml') ? 'ods' : 'zip'
}

/** Which of the old office programs wrote a compound file, by the names of its streams. */
export function kindOfCompound(bytes: Uint8Array): FileKind {
  const has = (name: string): boolean =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from(name, 'utf16le'))
  if (has('EncryptedPackage')) return 'protected'
  return has('WordDocument') ? 'doc' : 'xls'
}
