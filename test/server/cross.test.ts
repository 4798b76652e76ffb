import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { voidResponses } from '../../server/acts/set-asides'
import { withWriter } from '../../server/recording/writer'
import { compared, readingDay } from './compared'
import { anotherWriter } from './erasing'
import { post, response } from './fielded'
import { engines, migratedDatabase, startServer, type TestServer } from './harness'
import { officeOf } from './office'
import { rowsOf, sectionOf, textOf } from './reading-html'

describe.each(engines)('a cross-table on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'sipas-'))
  let server: TestServer
  let address: string
  beforeAll(async () => {
    address = await migratedDatabase(engine, folder)
    server = await compared({ engine, address })
  })
  afterAll(async () => {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const section = async (query: string) => sectionOf(await officeOf(server).html(`/admin/campaigns/q4/respondents?${query}`), 'cross')

  it('counts one question by what the same people answered to another, with share, count and base', async () => {
    const rows = rowsOf(await section('item=A1&by=service'))
    const stored = await server.database.db.selectFrom('responses').select('answers').where('campaign', '=', 'q4').execute()
    const answers = stored.map((row): Record<string, string> => JSON.parse(row.answers))
    for (const [service, name] of [
      ['land', 'Đất đai'],
      ['civil-status', 'Hộ tịch'],
    ] as const) {
      const row = rows.find(([first]) => first?.startsWith(name)) ?? []
      const of = (score: string) => answers.filter((one) => one['service'] === service && one['A1'] === score).length
      const base = ['1', '2', '3', '4', '5'].reduce((sum, score) => sum + of(score), 0)
      expect(row.at(-1)).toBe(String(base))
      const counted = row.filter((cell) => cell.includes('; n\u00a0=\u00a0'))
      expect(counted.length).toBeGreaterThan(0)
      for (const cell of counted) expect(['1', '2', '3', '4', '5'].map((score) => `${of(score)}; n\u00a0=\u00a0${base}`)).toContain(cell)
    }
  })

  it('counts by agency, month and channel alike, under the filter', async () => {
    for (const [by, names] of [
      ['agency', ['Xã Bảo Thắng', 'Xã Đồng Tâm']],
      ['month', ['10/2026', '11/2026']],
      ['channel', ['Kiosk', 'Mã QR']],
    ] as const) {
      const rows = rowsOf(await section(`item=A1&by=${by}`))
      for (const name of names) expect(rows.map(([first]) => first)).toContain(name)
      expect(rows.find(([first]) => first === 'Toàn bộ')?.at(-1)).toBe('87')
    }
    expect(rowsOf(await section('item=A1&by=month&from=2026-11')).map(([first]) => first)).not.toContain('10/2026')
    expect(
      rowsOf(await section('item=A1&by=agency&channel=kiosk'))
        .find(([first]) => first === 'Toàn bộ')
        ?.at(-1),
    ).toBe('22')
  })

  it('withholds what stands on too few, and never the only one of a line', async () => {
    const rows = rowsOf(await section('item=A1&by=agency'))
    const small = rows.find(([first]) => first === 'Sở Tư pháp') ?? []
    expect(small.slice(1).every((cell) => cell === 'ẩn')).toBe(true)
    for (const row of rows.slice(1)) expect(row.filter((cell) => cell === 'ẩn').length).not.toBe(1)
    expect(textOf(await section('item=A1&by=agency'))).toContain('hoặc ẩn thêm để không ô nào suy ra được')
  })

  it('withholds the same from whichever side two questions are looked at', async () => {
    const hidden = async (query: string) => {
      const [head = [], ...rows] = rowsOf(await section(query))
      return new Map<string, boolean>(
        rows.flatMap(([name = '', ...cells]) =>
          cells.filter((cell) => !cell.endsWith('%')).map((cell, at) => [`${name} × ${head[at + 1] ?? ''}`, cell === 'ẩn'] as const),
        ),
      )
    }
    for (const [one, other] of [
      ['A1', 'service'],
      ['A1', 'A2'],
    ]) {
      const [there, back] = [await hidden(`item=${one}&by=${other}`), await hidden(`item=${other}&by=${one}`)]
      const both = [...there].flatMap(([name, isHidden]) => {
        const turned = back.get(name.split(' × ').toReversed().join(' × '))
        return turned === undefined ? [] : [[name, isHidden, turned] as const]
      })
      expect(both.length, `${one} ${other}`).toBeGreaterThan(6)
      for (const [name, isHidden, turned] of both) expect(turned, name).toBe(isHidden)
    }
  })

  it('makes none of what is unknown or crossed with itself', async () => {
    for (const query of ['item=nothing&by=agency', 'item=A1&by=A1', 'item=A1', 'item=comment&by=agency', ''])
      expect(await section(query)).not.toContain('<table')
  })

  it('says the same as a count of everything after new responses, those of another process, erased and voided ones, and a restart', async () => {
    const queries = ['item=A1&by=service', 'item=A1&by=A2&channel=qr', 'item=A2&by=service&agency=A2&from=2026-11']
    const read = (of: TestServer) =>
      Promise.all(queries.map(async (query) => sectionOf(await officeOf(of).html(`/admin/campaigns/q4/respondents?${query}`), 'cross')))
    const stored = await server.database.db.selectFrom('responses').selectAll().where('campaign', '=', 'q4').orderBy('seq').execute()
    const [first, second, third] = stored.filter((row) => row.agency === 'A2' && row.channel === 'qr')
    if (!first || !second || !third) throw new Error('nothing is stored')
    const other = await anotherWriter(server)
    const steps: Readonly<Record<string, () => Promise<unknown>>> = {
      'new responses': async () => {
        const wanted = { campaign: 'q4', touchpoint: 'q4-qr', agency: 'A2', answeredOn: '2026-11-20' }
        for (const land of ['land', 'civil-status', 'land']) {
          const reply = await post(server.url, response({ service: land, A1: '5', A2: '4', overall: '4' }, wanted))
          expect(reply.status).toBe(201)
        }
      },
      'another process': () => other.record({ ...first, id: '3f1c7a52-6f0e-4a53-9d43-0a6b1c2d3e4f' }),
      erased: () => other.erase(second),
      voided: () =>
        withWriter(server.database, (writer) =>
          act({ database: server.database, now: server.now, writer }, atCommandLine(), voidResponses, {
            campaign: 'q4',
            ids: [third.id],
            cause: 'double',
            reason: 'Đã đối chiếu với sổ tiếp dân',
          }),
        ).then(({ kind }) => expect(kind).toBe('done')),
      nothing: () => Promise.resolve(),
    }
    let before = await read(server)
    for (const [what, step] of Object.entries(steps)) {
      await step()
      const [counted, anew] = [await read(server), await startServer({ address, now: () => readingDay })]
      expect(counted, what).toEqual(await read(anew))
      await anew.close()
      if (what === 'nothing') expect(counted).toEqual(before)
      else expect(counted[0], what).not.toBe(before[0])
      before = counted
    }
  })
})
