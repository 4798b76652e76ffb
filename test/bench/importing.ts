import { rmSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { filled } from './filled'
import type { Part } from './setting'
import { against, byProportion, percent, shown } from './table'

export const importing: Part = {
  name: 'import',
  about: '`responses import` of a million lines, beside bare inserts',
  run: async (setting) => {
    const { folder, imports } = await filled(setting)
    const raw = rawInserts(join(folder, 'raw.sqlite'), setting.quick ? 20_000 : 100_000)
    const large = imports.find(({ campaign }) => campaign === 'large')
    const perMillion = ((large?.ms ?? NaN) / (large?.responses ?? NaN)) * 1_000
    return [
      {
        title: 'Importing responses',
        base: `CSV of 22 criteria and the overall item, 200 agencies, 12 months, SQLite; every line checked and tallied, commits of at most 500 rows or 20 ms. A million${byProportion(large?.responses ?? 0)}: ${against(perMillion, '≤ 120 s', perMillion <= 120)}.`,
        columns: ['what', 'responses', 'seconds', 'responses/s', 'peak memory', 'of bare inserts'],
        rows: [
          ['bare inserts of one row, 500 a commit', shown(raw.rows), shown(raw.ms / 1000), shown(raw.perSecond), '', ''],
          ...imports.map(({ responses, ms, peakMiB }) => {
            const perSecond = (1000 * responses) / ms
            return [
              '`responses import`, start of the program included',
              shown(responses),
              shown(ms / 1000),
              shown(perSecond),
              shown(peakMiB, 'MiB'),
              percent(perSecond / raw.perSecond),
            ]
          }),
        ],
      },
    ]
  },
}

function rawInserts(file: string, rows: number) {
  const database = new BetterSqlite(file)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec('create table responses (id text primary key, body text)')
  const insert = database.prepare('insert into responses values (?, ?)')
  const body = 'x'.repeat(450)
  const group = database.transaction((count: number) => {
    for (let row = 0; row < count; row += 1) insert.run(crypto.randomUUID(), body)
  })
  const begun = performance.now()
  for (let done = 0; done < rows; done += 500) group(500)
  const ms = performance.now() - begun
  database.close()
  for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true })
  return { rows, ms, perSecond: (1000 * rows) / ms }
}
