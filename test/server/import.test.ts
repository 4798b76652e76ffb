import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandLine, commandLine, fieldedByCommand, succeeding } from './cli'
import { response } from './fielded'
import { oneEngine } from './harness'
import { startProcess } from './process'

const header = 'id,agency,submitted_at,channel,language,service,service.text,A1,A2,on_time,late_notice,overall,comment'
const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const line = (number: number, cells: string): string => `${id(number)},${cells}`

const good = [
  line(1, 'A1,2026-03-01,paper,vi,other,Xin cấp lại biển số nhà,5,na,yes,,5,"Tốt, rất tốt"'),
  line(2, 'A1,2026-03-31T18:30:00Z,post,vi,land,,4,,no,yes,4,"Hai\ndòng, ""trích""'.concat('"')),
  line(3, 'A2,2026-04-01 08:15,paper,,,,,1,,,2,=1+1'),
  line(4, 'S1,2026-12-31,phone,en,tax,,3,3,,,3,'),
]

const malformed: readonly (readonly [string, string, string])[] = [
  ['not-a-uuid,A1,2026-03-01,paper,vi,,,5,,,,5,', 'cột id', 'mã UUID'],
  [line(11, 'Z9,2026-03-01,paper,vi,,,5,,,,5,'), 'cột agency', '"Z9"'],
  [line(12, 'A1,2026-02-30,paper,vi,,,5,,,,5,'), 'cột submitted_at', '2026-02-30'],
  [line(13, 'A1,2025-12-31,paper,vi,,,5,,,,5,'), 'cột submitted_at', '2026-01-01…2099-12-31'],
  [line(14, 'A1,2099-12-31T20:00:00Z,paper,vi,,,5,,,,5,'), 'cột submitted_at', '2100-01-01'],
  [line(15, 'A1,2026-03-01,pigeon,vi,,,5,,,,5,'), 'cột channel', 'kiosk, qr'],
  [line(16, 'A1,2026-03-01,paper,fr,,,5,,,,5,'), 'cột language', 'vi, en'],
  [line(17, 'A1,2026-03-01,paper,vi,,,9,,,,5,'), 'cột A1', '"9"'],
  [line(18, 'A1,2026-03-01,paper,vi,,,4|5,,,,5,'), 'cột A1', '"4|5"'],
  [line(19, 'A1,2026-03-01,paper,vi,,,5,,,,,'), 'cột overall', 'cần được trả lời'],
  [line(20, 'A1,2026-03-01,paper,vi,land,bị mất,5,,,,5,'), 'cột service.text', 'không được chọn'],
  [line(21, 'A1,2026-03-01,paper,vi,,,5,,yes,yes,5,'), 'cột late_notice', 'không được hỏi'],
  [line(22, 'A1,2026-03-01,paper,vi,,,5,,,,5'), '', '12 ô'],
  [line(23, 'A1,2026-03-01,paper,vi,,,5,,,,5,"mở mà không đóng'), '', 'ngoặc kép'],
]

describe.each(oneEngine)('importing responses on %s', (engine) => {
  let cli: CommandLine
  beforeAll(async () => {
    cli = await commandLine(engine)
    await fieldedByCommand(cli)
  })
  afterAll(() => cli.close())
  const importing = (name: string, lines: readonly string[], ...more: readonly string[]) =>
    cli.run('responses', 'import', cli.file(name, `\uFEFF${lines.join('\n')}\n`), '--campaign', 'c1', ...more)

  it('names line, column and reason of every refused line, and the rest goes in', async () => {
    const lines = [header, ...malformed.flatMap(([text], index) => [text, ...good.slice(index, index + 1)]), '']
    const { code, stdout, stderr } = await importing('mixed.csv', lines, '--format', 'json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toEqual({
      lines: malformed.length + good.length,
      recorded: good.length,
      already: 0,
      refused: malformed.length,
    })
    const physical = lines.join('\n').split('\n')
    for (const [text, column, reason] of malformed) {
      const place = `dòng ${physical.indexOf(text) + 1}${column === '' ? '' : `, ${column}`}:`
      const said = stderr.split('\n').filter((sentence) => sentence.includes(place))
      expect(said.join('\n'), text).toContain(reason)
    }
  })

  it('adds nothing the second time', async () => {
    const { code, stdout } = await importing('again.csv', [header, ...good], '--format', 'json')
    expect({ code, ...JSON.parse(stdout) }).toEqual({ code: 0, lines: 4, recorded: 0, already: 4, refused: 0 })
  })

  it('refuses a known id with other content, in English when asked', async () => {
    const { code, stderr } = await importing('other.csv', [header, (good[0] ?? '').replace('paper', 'post')], '--language', 'en')
    expect(code).toBe(1)
    expect(stderr).toContain('line 2, column id: This id already belongs to a response with other content.')
  })

  it('refuses a whole file with an unknown column and lists what is allowed', async () => {
    const { code, stderr } = await importing('unknown.csv', [`${header},A9`, `${good[3] ?? ''},5`])
    expect(code).toBe(1)
    expect(stderr).toContain('unknown columns: A9')
    expect(stderr).toContain('late_apology')
    expect((await importing('missing.csv', ['id,agency,channel', ''])).stderr).toContain('submitted_at')
  })

  it('refuses a file for another campaign and a campaign that is not open yet', async () => {
    expect((await importing('campaign.csv', [`${header},campaign`, `${good[3] ?? ''},c2`])).stderr).toContain('"c2"')
    await succeeding(
      cli.run(
        'campaigns',
        'create',
        '--code',
        'draft',
        '--title',
        't',
        '--questionnaire',
        'sipas-service',
        '--from',
        '2026-01-01',
        '--to',
        '2026-12-31',
      ),
    )
    expect((await cli.run('responses', 'import', cli.file('draft.csv', header), '--campaign', 'draft')).stderr).toContain('not open yet')
    expect((await cli.run('responses', 'import', join(cli.folder, 'nowhere.csv'), '--campaign', 'c1')).code).toBe(1)
  })

  it('holds a touchpoint to its campaign, channel and agencies', async () => {
    await succeeding(cli.run('touchpoints', 'create', '--campaign', 'c1', '--agency', 'A1', '--kind', 'paper', '--code', 'giay'))
    const at = (number: number, agency: string, channel: string, touchpoint: string) =>
      `${line(number, `${agency},2026-05-01,${channel},vi,,,5,,,,5,`)},${touchpoint}`
    const { stdout, stderr } = await importing(
      'touchpoint.csv',
      [
        `${header},touchpoint`,
        at(31, 'A1', 'paper', 'giay'),
        at(32, 'A1', 'qr', 'giay'),
        at(33, 'A2', 'paper', 'giay'),
        at(34, 'A1', 'qr', 'none'),
      ],
      '--format',
      'json',
    )
    expect(JSON.parse(stdout)).toMatchObject({ recorded: 1, refused: 3 })
    for (const column of ['dòng 3, cột channel', 'dòng 4, cột touchpoint', 'dòng 5, cột touchpoint']) expect(stderr).toContain(column)
  })

  it('gives an export that another database imports to the same results and, in whatever order, the same export', async () => {
    const server = await startProcess(cli.settings)
    await succeeding(cli.run('touchpoints', 'create', '--campaign', 'c1', '--agency', 'A1', '--kind', 'qr', '--code', 'q1'))
    const body = response({ A1: '5', overall: '4', comment: '+84 912\n"tốt"' }, { answeredOn: '2026-06-01' })
    expect(
      (
        await fetch(`${server.url}/api/v1/responses`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).status,
    ).toBe(201)
    await server.end('SIGTERM')
    const file = join(cli.folder, 'export.csv')
    await succeeding(cli.run('responses', 'export', '--campaign', 'c1', '--output', file))
    expect((await importing('own.csv', [readFileSync(file, 'utf8').slice(1)], '--format', 'json')).code).toBe(0)
    const second = await commandLine(engine)
    await fieldedByCommand(second)
    for (const [code, kind] of [
      ['giay', 'paper'],
      ['q1', 'qr'],
    ] as const)
      await succeeding(second.run('touchpoints', 'create', '--campaign', 'c1', '--agency', 'A1', '--kind', kind, '--code', code))
    expect(await second.json('responses', 'import', file, '--campaign', 'c1')).toMatchObject({ recorded: 6, refused: 0 })
    expect(linesOf((await succeeding(second.run('responses', 'export', '--campaign', 'c1'))).stdout)).toEqual(
      linesOf(readFileSync(file, 'utf8')),
    )
    expect(await second.json('report', '--campaign', 'c1', '--by', 'month')).toEqual(
      await cli.json('report', '--campaign', 'c1', '--by', 'month'),
    )
    second.close()
  })

  it('tells the same export as JSON Lines', async () => {
    const { stdout } = await succeeding(cli.run('responses', 'export', '--campaign', 'c1', '--encoding', 'jsonl'))
    expect(
      stdout
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text)),
    ).toContainEqual(expect.objectContaining({ id: id(2), submitted_at: '2026-04-01', comment: 'Hai\ndòng, "trích"' }))
  })

  it('takes an erased response out and does not take it again', async () => {
    await succeeding(cli.run('responses', 'erase', id(4), '--campaign', 'c1'))
    expect((await cli.run('responses', 'erase', id(4), '--campaign', 'c1')).code).toBe(1)
    const { stderr } = await importing('erased.csv', [header, good[3] ?? ''])
    expect(stderr).toContain('đã được xoá')
    expect(await cli.json('report', '--campaign', 'c1', '--agency', 'S1')).toMatchObject({ total: { responses: 0 } })
    await succeeding(cli.run('recount'))
  })
})

const linesOf = (text: string): readonly string[] => text.split('\n').sort()
