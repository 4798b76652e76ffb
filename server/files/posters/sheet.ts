/** What is printed: one touchpoint a page, a tent that is folded once and speaks to both sides, or several stickers to cut apart. */
export const papers = ['a4', 'a5', 'tent', 'sticker'] as const
export type PosterPaper = (typeof papers)[number]

export const isPaper = (text: string): text is PosterPaper => papers.some((paper) => paper === text)

/** Stickers on a sheet of A4, two beside each other. */
export const stickersOnSheet = 8

/** How many sheets of paper that many touchpoints take. */
export const sheetsOf = (paper: PosterPaper, touchpoints: number): number =>
  paper === 'sticker' ? Math.ceil(touchpoints / stickersOnSheet) : touchpoints

/** In Vietnamese, and in English where both are wanted. */
export type Said = { readonly vi: string; readonly en: string | undefined }

/** Everything that stands on the poster of one touchpoint. */
export type PosterSheet = {
  /** What the code leads to, in full. */
  readonly address: string
  /** The same to be typed, and the code in groups with what it is called. */
  readonly typed: string
  readonly code: string
  readonly codeIs: Said
  /** What a reader who does not see is told of the picture. */
  readonly picture: string
  /** Said of made-up data; undefined of a real survey. */
  readonly sample: Said | undefined
  readonly asker: Said
  readonly campaign: Said
  readonly title: Said
  readonly agency: Said
  readonly place: Said
  readonly how: Said
  /** Where alone a code may lead, and what is never asked. */
  readonly only: Said
  readonly never: Said
}

/** A run of posters. */
export type PosterRun = {
  readonly title: string
  readonly paper: PosterPaper
  readonly sheets: readonly PosterSheet[]
  /** The fonts that it needs besides one of Latin letters, each with the letters that it has. */
  readonly fonts: readonly { readonly letters: RegExp; readonly bytes: Uint8Array }[]
  /** The province's coat of arms, a PNG. */
  readonly crest: Uint8Array | undefined
  readonly madeAt: number
}
