import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saveAgencies } from '../../server/db/agencies'
import { findAssessment, numbersIn } from '../../server/db/assessments'
import { eventsOf } from '../../server/db/events'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import { readDefinition } from '../../surveys/instrument/definition'
import { agency } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { type Office, officeOf, said } from './office'
import { tokenOf } from './token'

const text = (vi: string) => ({ vi })
const set = {
  id: 'services',
  version: 1,
  kind: 'indicator-set',
  title: text('Bộ chỉ số'),
  source: text('Ví dụ'),
  languages: ['vi'],
  purpose: text('Đo'),
  privacy: {},
  thanks: {},
  scales: [],
  sections: [],
  trees: [
    {
      id: 'points',
      label: text('Điểm'),
      formula: 'points',
      nodes: [
        { code: 'S', kind: 'overall', label: text('Tổng'), rollUp: 'sum', children: ['A', 'B'] },
        ...['A', 'B'].map((code) => ({ code, kind: 'item', label: text(code), input: 'entered', entry: { unit: 'points' }, maximum: 10 })),
      ],
    },
  ],
}

describe.each(engines)('an assessment that several have at hand on %s', (engine) => {
  let one: TestServer
  let other: TestServer
  let offices: readonly Office[]
  let enters: Office
  const now = () => Date.parse('2026-12-20T03:00:00Z')
  beforeAll(async () => {
    one = await startServer({ engine, now })
    other = await startServer({ engine, now, address: one.database.address })
    const reading = readDefinition(set)
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
    await publishQuestionnaire(one.database, reading.questionnaire, '2026-12-01')
    await saveAgencies(
      one.database,
      ['A1', 'A2', 'A3'].map((code) => agency(code, 'department', `Sở ${code}`)),
    )
    offices = [officeOf(one), officeOf(other)]
    enters = officeOf({ url: other.url, token: await tokenOf(one.database, 'hoa', [{ role: 'reader', agency: 'A1', endsOn: '' }]) })
  })
  afterAll(async () => {
    await other.close()
    await one.close()
  })
  const at = (code: string) => `/admin/assessments/${code}`
  const opened = async (code: string): Promise<void> => {
    const [office] = offices
    await office?.send('/admin/new/assessment', {
      code,
      title: 'Đánh giá',
      title_en: '',
      set: 'services 1',
      from: '2026-01',
      to: '2026-12',
      self_due: '2027-01-15',
      look_due: '2027-02-15',
      scope: 'some',
      agencies: ['A1', 'A2', 'A3'],
    })
    expect((await office?.send(`${at(code)}/open`))?.status).toBe(303)
  }

  it('is closed once though two processes close it, and holds what was saved before and nothing later', async () => {
    await opened('together')
    const mine = '/admin/own-assessments/together/A1'
    const saves = Array.from({ length: 6 }, (_, at_) => enters.send(mine, { 'number A': String(at_ + 1) }))
    const closing = offices.map((office) => office.send(`${at('together')}/close`))
    const statuses = (await Promise.all(closing)).map(({ status }) => status).sort((a, b) => a - b)
    const saved = (await Promise.all(saves)).map(({ status }) => status)
    expect(statuses).toEqual([303, 409])
    expect(saved.every((status) => status === 303 || status === 200 || status === 409)).toBe(true)
    const names = (await eventsOf(one.database, 'assessments', 'together')).map(({ act }) => act)
    expect(names.filter((name) => name === 'assessments.close')).toHaveLength(1)
    expect((await findAssessment(one.database, 'together'))?.assessment.status).toBe('closed')
    const stood = await numbersIn(one.database, 'together', 'A1')
    expect((await enters.send(mine, { 'number A': '9' })).status).toBe(409)
    expect(await numbersIn(one.database, 'together', 'A1')).toEqual(stood)
  })

  it('keeps its agencies as they were when it opened, though one is renamed and another comes into it whole', async () => {
    await opened('changing')
    await enters.send('/admin/own-assessments/changing/A1', { 'number A': '4', 'number B': '5' })
    const heir = { ...agency('A9', 'department', 'Sở hợp nhất'), validFrom: '2026-12-10', predecessors: ['A1', 'A2'] }
    await saveAgencies(one.database, [
      { ...agency('A1', 'department', 'Sở có tên mới'), validTo: '2026-12-09' },
      { ...agency('A2', 'department', 'Sở A2'), validTo: '2026-12-09' },
      { ...agency('A3', 'commune', 'Xã A3') },
      heir,
    ])
    const [office] = offices
    const page = said((await office?.html(at('changing'))) ?? '')
    expect(page).toContain('Sở A1')
    expect(page).toContain('Sở A3')
    expect(page).not.toContain('Sở có tên mới')
    expect(page).not.toContain('Sở hợp nhất')
    // Who entered for it goes on, and who decides verifies, closes and reads.
    expect((await enters.send('/admin/own-assessments/changing/A1/hand-in', { 'number A': '6', 'number B': '5' })).status).toBe(303)
    expect((await office?.send(`${at('changing')}/agencies/A1`, { 'number A': '5', 'words A': 'Thiếu' }))?.status).toBe(303)
    const file = new Blob(['agency,node,number,words\nA9,A,3,\n'])
    expect(said((await (await office?.send(`${at('changing')}/import`, { file }))?.text()) ?? '')).toContain('A9')
    expect((await office?.send(`${at('changing')}/close`))?.status).toBe(303)
    const made = await (await fetch(`${one.url}/api/v1/assessments/changing`, { headers: { Authorization: `Bearer ${one.token}` } })).json()
    expect(made.agencies.map(({ code, block }: { code: string; block: string }) => `${code} ${block}`)).toEqual([
      'A1 department',
      'A2 department',
      'A3 department',
    ])
    expect(made.agencies[0]).toMatchObject({ rank: 1, ranked: 1, nodes: [{ code: 'S', value: 10 }, { value: 5 }, { value: 5 }] })
  })
})
