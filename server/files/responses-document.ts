import { exportWords } from '../../client/text/files'
import type { Campaign } from '../../surveys/fielding/campaign'
import type { Item } from '../../surveys/instrument/item'
import { itemsById } from '../../surveys/instrument/questionnaire'
import { keepings } from '../../surveys/instrument/questions/registry'
import type { Answers } from '../../surveys/instrument/schema'
import { ownValue } from '../../surveys/instrument/spelling'
import type { Database } from '../db/dialect'
import { type ListedResponse, responsePages } from '../db/responses'
import type { Cell, Document, Sheet, SheetColumn, Table } from './document'
import { codebook, methodOfResponses } from './explanations'
import { type Facts, type Source, titleOf } from './facts'

const leading = ['id', 'campaign', 'version', 'agency', 'submitted_at', 'channel', 'touchpoint', 'language'] as const

/** Every response of a campaign under a filter, and what its columns mean. */
export function responsesDocument({ database }: Pick<Source, 'database'>, facts: Facts): Document {
  const say = exportWords(facts.language)
  const table = responsesTable(database, facts)
  return { title: titleOf(facts), table, sheets: [sheetOf(say('responsesSheet'), facts, table), codebook(facts), methodOfResponses(facts)] }
}

/** In order of arrival, one column an item; a valid file for `responses import`. */
export function responsesTable(
  database: Database,
  { record, filter, questionnaire }: Pick<Facts, 'record' | 'filter' | 'questionnaire'>,
): Table {
  const items = [...itemsById(questionnaire).values()]
  const marks = record.campaign.synthetic ? ['synthetic'] : []
  const agencies = record.measured
    .map(({ agency }) => agency)
    .filter(({ block }) => block === filter.block)
    .map(({ code }) => code)
  const narrowed = { ...filter, agencies: filter.block === null ? undefined : agencies }
  return {
    columns: [...leading, ...marks, ...items.flatMap((item) => keepings[item.question.type].columns(item))],
    pages: pagesOf(responsePages(database, record.campaign.code, narrowed), rowOf(record.campaign, items, marks)),
  }
}

/** Turns a response into its row; a number that somebody answered stays a number. */
function rowOf({ code, version }: Campaign, items: readonly Item[], marks: readonly string[]): (row: ListedResponse) => readonly Cell[] {
  const readers = items.map((item) => {
    const { cells, columns } = keepings[item.question.type]
    return { item, read: cells, isPlain: columns(item).length === 1 }
  })
  return (row) => {
    const answers: Answers = JSON.parse(row.answers)
    const cells: Cell[] = [row.id, code, version, row.agency, row.answered_on, row.channel, row.touchpoint, row.language, ...marks]
    for (const { item, read, isPlain } of readers) {
      const answer = ownValue(answers, item.id)
      if (typeof answer === 'number' || (isPlain && typeof answer === 'string')) cells.push(answer)
      else cells.push(...read(item, answer))
    }
    return cells
  }
}

/** So few rows at once that they are gone again before memory is tidied. */
const rowsAtOnce = 125

async function* pagesOf(
  pages: AsyncIterable<readonly ListedResponse[]>,
  cells: (row: ListedResponse) => readonly Cell[],
): AsyncGenerator<readonly (readonly Cell[])[]> {
  for await (const page of pages)
    for (let first = 0; first < page.length; first += rowsAtOnce) yield page.slice(first, first + rowsAtOnce).map(cells)
}

const sheetOf = (name: string, { questionnaire }: Facts, { columns, pages }: Table): Sheet => {
  const days = new Set(
    [...itemsById(questionnaire).values()].filter(({ question }) => keepings[question.type].holds === 'day').map(({ id }) => id),
  )
  return { name, columns: columns.map((title) => ({ ...columnOf(title), ...(days.has(title) ? { look: 'day' } : {}) })), pages }
}

const columnOf = (title: string): SheetColumn =>
  title === 'submitted_at' ? { title, width: 12, look: 'day' } : { title, width: ownValue(widths, title) ?? Math.max(8, title.length + 2) }

const widths: Readonly<Record<string, number>> = { id: 38, campaign: 14, agency: 12, touchpoint: 16 }
