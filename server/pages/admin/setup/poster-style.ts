import style from '../../../../client/styles/poster.css?inline'

export const papers = ['a4', 'a5'] as const
export type Paper = (typeof papers)[number]

export const isPaper = (text: string): text is Paper => papers.some((paper) => paper === text)

/** The style of a print run; its pages have no margin, since each sheet brings its own. */
export const posterSheet = (paper: Paper): string => sheets[paper]

const sheets = { a4: `${style}@page{size:A4 portrait;margin:0}`, a5: `${style}@page{size:A5 portrait;margin:0}` } as const satisfies Record<Paper, string>
