import { writeXlsx } from 'hucre/xlsx'
import { formSheets, type Sheets } from '../surveys/exchange/forms'

/** A workbook as another program writes it. */
export const workbookOf = async (sheets: Sheets): Promise<Blob> => {
  const made = formSheets(sheets)
  return new Blob([
    new Uint8Array(
      await writeXlsx({
        sheets: (['survey', 'choices', 'settings'] as const).map((name) => ({ name, rows: made[name].map(({ cells }) => [...cells]) })),
      }),
    ),
  ])
}
