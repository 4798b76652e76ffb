import { createHash } from 'node:crypto'
import newTaiLue from './NotoSansNewTaiLue-Regular.ttf?inline'
import taiViet from './NotoSansTaiViet-Regular.ttf?inline'

/** Scripts of Viet Nam that hardly a phone, a kiosk or a printer has letters for, each with a font (SIL Open Font License). */
export const scripts = [
  { family: 'Tai Viet', range: 'U+AA80-AADF', letters: /[\uAA80-\uAADF]/, file: fileOf('tai-viet', taiViet) },
  { family: 'New Tai Lue', range: 'U+1980-19DF', letters: /[\u1980-\u19DF]/, file: fileOf('new-tai-lue', newTaiLue) },
] as const

/** Those that a text is written in. */
export const scriptsIn = (text: string): readonly (typeof scripts)[number][] => scripts.filter(({ letters }) => letters.test(text))

/** Its bytes, and a name that changes with them. */
function fileOf(name: string, dataAddress: string) {
  const bytes = new Uint8Array(Buffer.from(dataAddress.slice(dataAddress.indexOf(',') + 1), 'base64'))
  return { bytes, name: `${name}-${createHash('sha256').update(bytes).digest('base64url').slice(0, 8)}.ttf` }
}
