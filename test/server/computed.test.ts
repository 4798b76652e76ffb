import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { csv } from '../../server/files/csv'
import { leadingColumns } from '../../server/files/coded'
import { onePage } from '../../server/files/document'
import { csvRows } from '../../server/files/reading/csv-rows'
import { decoded } from '../../server/files/reading/encoding'
import { readHeader } from '../../server/files/reading/table'
import { computedColumns, plainColumns, rowOf } from '../../server/files/responses-document'
import { importColumns, lineReader } from '../../server/recording/import-lines'
import { prepareAnswers } from '../../server/recording/prepare'
import type { Campaign } from '../../surveys/fielding/campaign'
import { items } from '../../surveys/instrument/questionnaire'
import type { Answers, Questionnaire } from '../../surveys/instrument/schema'
import { readSmall } from '../surveys/small'

const small = readSmall()
const label = { vi: 'Đã trả lời', en: 'Answered' }
const worked: Questionnaire = {
  ...small,
  computed: [
    { id: 'answered', label, value: 'answered', of: ['late', 'met'] },
    // Called as what it is worked out of, but for its case.
    { id: 'MET', label, value: 'highest', of: ['met'] },
  ],
}

const campaign: Campaign = {
  code: 'c1',
  title: {},
  questionnaire: worked.id,
  version: 1,
  kind: 'open',
  status: 'open',
  opensOn: '2026-01-01',
  closesOn: '2026-12-31',
  threshold: 10,
  synthetic: false,
}

const head = { campaign: 'c1', version: 1, touchpoint: '', agency: 'A1', language: 'vi', answeredOn: '2026-05-05' }

function rowFor(answers: Answers) {
  const setting = { campaign, questionnaire: worked, breakdowns: [] }
  const preparation = prepareAnswers(setting, { ...head, id: randomUUID(), answers }, 'paper', {
    answeredOn: '2026-05-05',
    receivedOn: '2026-05-06',
  })
  if (!preparation.ok) throw new Error(JSON.stringify(preparation.outcome))
  return preparation.prepared.row
}

describe('an export of responses', () => {
  it('tells what was worked out, and is read again as if nothing of that stood there', async () => {
    const columns = items(worked).map(plainColumns)
    const computed = computedColumns(worked)
    const header = [...leadingColumns, ...columns.flatMap(({ titles }) => titles), ...computed.titles]
    const row = rowOf({ campaign, leading: leadingColumns }, columns, computed)
    const all: readonly Answers[] = [{ late: 'no', met: 40 }, { late: 'no' }]
    const cells = all.map((answers) => row(rowFor(answers)))
    expect(cells.map((line) => line.slice(-2))).toEqual([
      [2, 40],
      [1, null],
    ])
    const written = csv.write({ title: '', sheets: [], table: { columns: header, pages: onePage(cells) } })
    const lines: (readonly string[])[] = []
    for await (const page of csvRows(decoded(written, 'utf-8'))) for (const one of page) lines.push(one.cells ?? [])
    const reading = readHeader(importColumns(worked), [{ line: 1, cells: lines[0] ?? [] }])
    if (!reading.ok) throw new Error(JSON.stringify(reading))
    const setting = {
      campaign,
      questionnaire: worked,
      breakdowns: [],
      agencies: new Map([['A1', { validFrom: null, validTo: null }]]),
      touchpoints: new Map(),
    }
    const read = lineReader(setting, { header: reading.header, kind: 'csv' }, '2026-05-06')
    const answers = lines.slice(1).map((line) => {
      const one = read(line)
      return one.ok ? one.prepared.answers : one.refusals
    })
    expect(answers).toEqual(all)
  })
})
