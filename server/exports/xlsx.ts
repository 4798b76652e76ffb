import type { Encoder } from './document'
import { workbook } from './xlsx/workbook'

/** A workbook of Office Open XML (ECMA-376): typed cells, no formulas, nothing that runs. */
export const xlsx: Encoder = {
  contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  extension: 'xlsx',
  write: (document) => workbook(document),
}
