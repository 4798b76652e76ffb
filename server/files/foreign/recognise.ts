import { kindOf, tellingBytes } from '../reading/kind'

/** Whether a file can only come from another tool, by its first bytes: a workbook, XML, or any other file that is no JSON and no bundle of ours. */
export function isForeignFile(bytes: Uint8Array): boolean {
  const kind = kindOf(bytes.subarray(0, tellingBytes))
  if (kind !== 'text') return kind !== 'picture'
  return /^\s*</.test(new TextDecoder().decode(bytes.subarray(0, 200)))
}
