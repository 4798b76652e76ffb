/** A row of a file with the line on which it begins, as an editor or a spreadsheet counts; without cells it says why. */
export type FileRow = { readonly line: number; readonly cells: readonly string[] } | FaultyRow
export type FaultyRow = { readonly line: number; readonly cells: undefined; readonly fault: RowFault }

/** `stray-quote` loses one line; after the others nothing of the file can be read. */
export type RowFault = 'stray-quote' | 'damaged' | 'too-many-rows' | 'too-many-columns' | 'too-much-text' | 'too-slow'

/** Nothing stands in it, or separators alone, as spreadsheets write them below a table. */
export const isBlankRow = ({ cells }: FileRow): boolean => cells !== undefined && cells.every((cell) => cell === '' || cell.trim() === '')
