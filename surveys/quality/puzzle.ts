/**
 * A small work that is asked of a browser where too much comes: to find a number whose hash begins with so many zero bits. It is made
 * for one response by its id, so that it serves no other one, however often it is sent.
 */
export type Puzzle = {
  readonly bits: number
  /** Milliseconds since 1970; afterwards it is taken no more. */
  readonly until: number
  /** By which the server knows that it was asked at that touchpoint. */
  readonly mark: string
}

export const puzzleText = ({ bits, until, mark }: Puzzle): string => `1.${bits}.${until.toString(36)}.${mark}`

/** What `puzzleText` wrote; undefined for what it cannot have written. */
export function puzzleIn(text: string): Puzzle | undefined {
  const [, bits = '', until = '', mark = ''] = /^1\.(\d{1,2})\.([0-9a-z]{1,10})\.([\w-]{22})$/.exec(text) ?? []
  return mark === '' || Number(bits) > 32 ? undefined : { bits: Number(bits), until: Number.parseInt(until, 36), mark }
}

/** What the work on a response begins with: the hash of this, then four bytes of the number that is looked for, hashed once more. */
export const seedText = (puzzle: string, id: string): string => `${puzzle} ${id}`

/** As it is sent: the puzzle, a colon and the number. */
export const solutionText = (puzzle: string, found: number): string => `${puzzle}:${found}`

export function solutionIn(text: string): { readonly puzzle: string; readonly found: number } | undefined {
  const [, puzzle = '', found = ''] = /^(.{1,80}):(\d{1,10})$/.exec(text) ?? []
  return puzzle === '' || Number(found) > 0xffffffff ? undefined : { puzzle, found: Number(found) }
}

/** Whether the first 32 bits of a hash begin with so many zeros. */
export const beginsWith = (first: number, bits: number): boolean => bits === 0 || first >>> (32 - bits) === 0
