import { type IndexYear, type ProvinceIndex, shippedIndices, sourceIn, sourceText } from '../../surveys/indices/year'
import type { Database } from './dialect'
import type { IndexYearRow, ProvinceIndexRow } from './tables'

/** The province's indices: those that are shipped, as far as it has not changed or dropped them, and its own. */
export async function listIndices({ db }: Pick<Database, 'db'>): Promise<readonly ProvinceIndex[]> {
  const rows = await db.selectFrom('province_indices').selectAll().orderBy('code').execute()
  const own = new Map(rows.map((row) => [row.code, row]))
  const known = new Set(shippedIndices.map(({ code }) => code))
  const kept = (row: ProvinceIndexRow): readonly ProvinceIndex[] => (row.dropped === 1 ? [] : [indexOf(row)])
  return [
    ...shippedIndices.flatMap((index) => {
      const row = own.get(index.code)
      return row ? kept(row) : [index]
    }),
    ...rows.filter(({ code }) => !known.has(code)).flatMap(kept),
  ]
}

function indexOf({ dropped: _, name, method, owner, unit, ...row }: ProvinceIndexRow): ProvinceIndex {
  return { ...row, name: JSON.parse(name), method: JSON.parse(method), owner: JSON.parse(owner), unit }
}

/** Keeps an index as the office has it, or that it has it no more. */
export async function saveIndex({ db }: Database, index: ProvinceIndex, kept: 'kept' | 'dropped'): Promise<void> {
  const row: ProvinceIndexRow = {
    ...index,
    name: JSON.stringify(index.name),
    method: JSON.stringify(index.method),
    owner: JSON.stringify(index.owner),
    dropped: kept === 'dropped' ? 1 : 0,
  }
  await db
    .insertInto('province_indices')
    .values(row)
    .onConflict((conflict) => conflict.column('code').doUpdateSet(row))
    .execute()
}

/** Every year that is kept of these, or of all, the latest first. */
export async function indexYears({ db }: Pick<Database, 'db'>): Promise<readonly IndexYear[]> {
  const rows = await db.selectFrom('index_years').selectAll().orderBy('year', 'desc').orderBy('index_code').execute()
  return rows.map(yearOf)
}

const yearOf = ({ index_code, source, is_break, ...row }: IndexYearRow): IndexYear => ({
  ...row,
  index: index_code,
  source: sourceIn(source) ?? { from: 'entered' },
  isBreak: is_break === 1,
})

/** Keeps an index in a year in place of what was kept of it. */
export async function saveIndexYear({ db }: Database, { index, source, isBreak, ...year }: IndexYear): Promise<void> {
  const row: IndexYearRow = { ...year, index_code: index, source: sourceText(source), is_break: isBreak ? 1 : 0 }
  await db
    .insertInto('index_years')
    .values(row)
    .onConflict((conflict) => conflict.columns(['index_code', 'year']).doUpdateSet(row))
    .execute()
}
