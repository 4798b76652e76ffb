import { exportWords } from '../../client/text/files'
import type { Campaign } from '../../surveys/fielding/campaign'
import { computedValue } from '../../surveys/instrument/computing'
import type { Item } from '../../surveys/instrument/item'
import { localised } from '../../surveys/instrument/language'
import { itemsById } from '../../surveys/instrument/questionnaire'
import { keepings } from '../../surveys/instrument/questions/keepings'
import type { Answer, Answers, Questionnaire } from '../../surveys/instrument/schema'
import { ownValue } from '../../surveys/instrument/spelling'
import type { Database } from '../db/dialect'
import { type ListedResponse, type Narrowed, possiblePages, responsePages, storedNow } from '../db/responses'
import { codingOf, type Leading, leadingOf } from './coded'
import type { Cell, Document, Sheet, SheetColumn, Table } from './document'
import { codebook, methodOfResponses } from './explanations'
import { type Facts, type Source, titleOf } from './facts'
import { studyOf } from './study'

/** Every response of a campaign under a filter, and what its columns mean. */
export function responsesDocument({ database }: Pick<Source, 'database'>, facts: Facts): Document {
  const say = exportWords(facts.language)
  const coding = codingOf(facts.questionnaire, facts.language)
  const row = rowOf(leadBy(facts), [...coding.items.values()], computedColumns(facts.questionnaire))
  const { code } = facts.record.campaign
  // Looked over and written are the same responses, whatever comes between.
  const stored = once(() => storedNow(database))
  const possible = async function* () {
    yield* possiblePages(database, code, narrowedBy(facts), await stored())
  }
  const written = async function* () {
    yield* responsePages(database, code, narrowedBy(facts), await stored())
  }
  return {
    title: titleOf(facts),
    table: responsesTable(database, facts),
    sheets: [responsesSheet(database, say('responsesSheet'), facts), codebook(facts), methodOfResponses(facts)],
    study: studyOf(facts, coding, { before: () => pagesOf(possible(), row), pages: pagesOf(written(), row) }),
  }
}

type Asked = Pick<Facts, 'record' | 'filter' | 'questionnaire'>

/** In the order of their random ids, one column an item; a valid file for `responses import`. */
export function responsesTable(database: Database, asked: Asked): Table {
  const columns = itemsOf(asked).map(plainColumns)
  const worked = computedColumns(asked.questionnaire)
  return {
    columns: [...leadingOf(asked), ...columns.flatMap(({ titles }) => titles), ...worked.titles],
    pages: pagesOf(responsesAsked(database, asked), rowOf(leadBy(asked), columns, worked)),
  }
}

/** The same for a workbook: what a number stands for is a number, and beside each code stands what it says, and its score where that is another number. */
function responsesSheet(database: Database, name: string, asked: Facts): Sheet {
  const columns = itemsOf(asked).map((item) => labelledColumns(item, asked))
  const worked = computedColumns(asked.questionnaire)
  const titles = [...leadingOf(asked).map(columnOf), ...columns.flatMap(({ sheetColumns }) => sheetColumns), ...worked.titles.map(columnOf)]
  return { name, columns: titles, pages: pagesOf(responsesAsked(database, asked), rowOf(leadBy(asked), columns, worked)) }
}

/** The columns of what is worked out of answers, behind those of the answers. */
type WorkedColumns = { readonly titles: readonly string[]; readonly add: (cells: Cell[], answers: Answers) => void }

/** Computed items as skip logic had them; an import works them out anew. */
export function computedColumns(questionnaire: Questionnaire): WorkedColumns {
  const { computed = [] } = questionnaire
  return {
    titles: computed.map(({ id }) => id),
    add: (cells, answers) => {
      for (const one of computed) cells.push(computedValue(questionnaire, one, answers) ?? null)
    },
  }
}

const itemsOf = ({ questionnaire }: Asked): readonly Item[] => [...itemsById(questionnaire).values()]

const leadBy = (asked: Asked) => ({ campaign: asked.record.campaign, leading: leadingOf(asked) })

/** Done at the first call; every other has what that one got. */
function once<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined
  return () => (made ??= make())
}

const responsesAsked = (database: Database, asked: Asked): AsyncIterable<readonly ListedResponse[]> =>
  responsePages(database, asked.record.campaign.code, narrowedBy(asked))

function narrowedBy({ record, filter }: Asked): Narrowed {
  const agencies = record.measured
    .map(({ agency }) => agency)
    .filter(({ block }) => block === filter.block)
    .map(({ code }) => code)
  return { ...filter, agencies: filter.block === null ? undefined : agencies }
}

/** The cells of an item's answer, for each of its columns. */
type ItemColumns = { readonly item: Pick<Item, 'id'>; readonly add: (cells: Cell[], answer: Answer | undefined) => void }

/** Codes and texts as they are; a number that somebody answered stays a number. */
export function plainColumns(item: Item): ItemColumns & { readonly titles: readonly string[] } {
  const { writer, columns } = keepings[item.question.type]
  const write = writer(item)
  return { item, titles: columns(item), add: (cells, answer) => write(answer, cells) }
}

function labelledColumns(item: Item, { language, questionnaire }: Facts): ItemColumns & { readonly sheetColumns: readonly SheetColumn[] } {
  const {
    titles: [own = item.id, ...others],
    add,
  } = plainColumns(item)
  const { holds, values } = keepings[item.question.type]
  const options = item.scale?.options
  const look: SheetColumn = { ...columnOf(own), ...(holds === 'day' ? { look: 'day' } : {}) }
  if (!options) return { item, add, sheetColumns: [look, ...others.map(columnOf)] }
  const labels = new Map(options.map(({ code, label }) => [code, localised(label, language, questionnaire.languages)]))
  const scores = new Map(
    options.flatMap(({ code, score }) => (score === undefined ? [] : [[code, score * questionnaire.scoreUnit] as const])),
  )
  const hasScores = [...scores].some(([code, score]) => numberOr(code) !== score)
  return {
    item,
    sheetColumns: [
      look,
      { title: `${own}.label`, width: labelWidth },
      ...(hasScores ? [{ title: `${own}.score`, width: 10 }] : []),
      ...others.map(columnOf),
    ],
    add: (cells, answer) => {
      const plain: Cell[] = []
      add(plain, answer)
      const [code = null, ...rest] = plain
      const codes = typeof code === 'string' && code !== '' ? values(code) : []
      const only = codes.length === 1 ? codes[0] : undefined
      cells.push(only === undefined ? code : numberOr(only), codes.map((one) => labels.get(one) ?? one).join('; '))
      if (hasScores) cells.push((only === undefined ? undefined : scores.get(only)) ?? null)
      cells.push(...rest)
    },
  }
}

const labelWidth = 24

/** A code that is written as a number is one, so that a spreadsheet can count with it. */
const numberOr = (code: string): Cell =>
  /^-?(0|[1-9]\d{0,14})(\.\d{1,6})?$/.test(code) && String(Number(code)) === code ? Number(code) : code

/** Turns a response into its row. */
export function rowOf(
  { campaign, leading }: { readonly campaign: Pick<Campaign, 'code' | 'version'>; readonly leading: readonly Leading[] },
  columns: readonly ItemColumns[],
  worked?: WorkedColumns,
): (row: ListedResponse) => readonly Cell[] {
  const [hasForms, marks] = [leading.includes('form'), leading.filter((name) => name === 'synthetic')]
  return (row) => {
    const answers: Answers = JSON.parse(row.answers)
    const cells: Cell[] = [
      row.id,
      campaign.code,
      campaign.version,
      row.agency,
      row.answered_on,
      row.channel,
      row.touchpoint,
      row.language,
      ...(hasForms ? [row.form] : []),
      ...marks,
    ]
    for (const { item, add } of columns) add(cells, ownValue(answers, item.id))
    worked?.add(cells, answers)
    return cells
  }
}

/** So few rows at once that they are gone again before memory is tidied. */
const rowsAtOnce = 125

async function* pagesOf(
  pages: AsyncIterable<readonly ListedResponse[]>,
  cells: (row: ListedResponse) => readonly Cell[],
): AsyncGenerator<readonly (readonly Cell[])[]> {
  for await (const page of pages) {
    // Also where nothing is wanted, so that whoever writes an export rests after it.
    if (page.length === 0) yield []
    for (let first = 0; first < page.length; first += rowsAtOnce) yield page.slice(first, first + rowsAtOnce).map(cells)
  }
}

const columnOf = (title: string): SheetColumn =>
  title === 'submitted_at' ? { title, width: 12, look: 'day' } : { title, width: ownValue(widths, title) ?? Math.max(8, title.length + 2) }

const widths: Readonly<Record<string, number>> = { id: 38, campaign: 14, agency: 12, touchpoint: 16 }
