import { createHash } from 'node:crypto'
import { sameWords } from '../../surveys/figures/comments'
import type { Answers } from '../../surveys/instrument/schema'
import type { Database } from './dialect'
import type { HiddenCommentRow, ResponseRow } from './tables'

/** By what words are found that shall not be shown: the same for all that a reader would take for the same. */
export const markOfWords = (text: string): string => createHash('sha256').update(sameWords(text)).digest('hex')

export type HiddenComment = Readonly<Omit<HiddenCommentRow, 'campaign'>>

/** The comments of a campaign that nobody is shown. */
export const listHidden = ({ db }: Pick<Database, 'db'>, campaign: string): Promise<readonly HiddenComment[]> =>
  db
    .selectFrom('hidden_comments')
    .select(['item', 'words', 'reason'])
    .where('campaign', '=', campaign)
    .orderBy('item')
    .orderBy('words')
    .execute()

/** Whether a text to a question is one of those. */
export type IsHidden = (item: string, text: string) => boolean

export async function hiddenIn(database: Pick<Database, 'db'>, campaign: string): Promise<IsHidden> {
  const marks = new Set((await listHidden(database, campaign)).map(({ item, words }) => `${item} ${words}`))
  return marks.size === 0 ? () => false : (item, text) => marks.has(`${item} ${markOfWords(text)}`)
}

/** Hides words; whether they were not hidden yet. */
export async function saveHidden({ db }: Pick<Database, 'db'>, hidden: Readonly<HiddenCommentRow>): Promise<boolean> {
  const rows = await db
    .insertInto('hidden_comments')
    .values(hidden)
    .onConflict((conflict) => conflict.columns(['campaign', 'item', 'words']).doNothing())
    .returning('words')
    .execute()
  return rows.length > 0
}

/** Shows words again, and gives why they were hidden. */
export const dropHidden = (
  { db }: Pick<Database, 'db'>,
  { campaign, item, words }: Pick<HiddenCommentRow, 'campaign' | 'item' | 'words'>,
): Promise<Readonly<HiddenCommentRow> | undefined> =>
  db
    .deleteFrom('hidden_comments')
    .where('campaign', '=', campaign)
    .where('item', '=', item)
    .where('words', '=', words)
    .returningAll()
    .executeTakeFirst()

/** Responses as they leave: without words that are hidden. */
export async function withoutHidden<Row extends Pick<ResponseRow, 'answers'>>(
  database: Pick<Database, 'db'>,
  campaign: string,
): Promise<(rows: readonly Row[]) => readonly Row[]> {
  const hidden = await listHidden(database, campaign)
  if (hidden.length === 0) return (rows) => rows
  const marks = new Set(hidden.map(({ item, words }) => `${item} ${words}`))
  const items = [...new Set(hidden.map(({ item }) => item))]
  return (rows) =>
    rows.map((row) =>
      items.some((item) => row.answers.includes(`"${item}"`)) ? { ...row, answers: shownAnswers(row.answers, marks) } : row,
    )
}

function shownAnswers(answers: string, marks: ReadonlySet<string>): string {
  const given: Answers = JSON.parse(answers)
  const shown = Object.entries(given).filter(([item, answer]) => typeof answer !== 'string' || !marks.has(`${item} ${markOfWords(answer)}`))
  return JSON.stringify(Object.fromEntries(shown))
}
