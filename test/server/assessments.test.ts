import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import { saveAgencies } from '../../server/db/agencies'
import { readConfig } from '../../server/config'
import { saveAddress, userNamed } from '../../server/db/accounts'
import { remindWhenDue } from '../../server/schedules/remind'
import { readDefinition } from '../../surveys/instrument/definition'
import { agency } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { type Mailbox, mailPace, startMailbox } from './mailbox'
import { type Office, officeOf, said, unsaid } from './office'
import { written } from './stored-rows'
import { tokenOf } from './token'

const text = (vi: string) => ({ vi })
/** Ten points: four that are scored with evidence, three by a ratio of counts, three that a survey gives. */
const set = {
  id: 'handling',
  version: 1,
  kind: 'indicator-set',
  title: text('Giải quyết thủ tục'),
  source: text('Ví dụ'),
  languages: ['vi'],
  purpose: text('Đo'),
  privacy: {},
  thanks: {},
  scales: [],
  sections: [],
  bandSets: [
    {
      id: 'grades',
      bands: [
        { code: 'weak', label: text('Yếu'), from: 0, to: 5 },
        { code: 'good', label: text('Tốt'), from: 5, to: 10 },
      ],
    },
  ],
  trees: [
    {
      id: 'points',
      label: text('Điểm'),
      formula: 'points',
      nodes: [
        { code: 'T', kind: 'overall', label: text('Tổng điểm'), rollUp: 'sum', children: ['A', 'B', 'C'], maximum: 10, bands: 'grades' },
        {
          code: 'A',
          kind: 'item',
          label: text('Công khai thủ tục'),
          input: 'entered',
          entry: { unit: 'points', evidence: 'needed', source: text('Báo cáo của cơ quan') },
          maximum: 4,
        },
        {
          code: 'B',
          kind: 'factor',
          label: text('Đúng hạn'),
          rollUp: 'ratio',
          children: ['B1', 'B2'],
          steps: [
            { type: 'linear', from: [0.5, 0.9], to: [0, 3] },
            { type: 'clamp', low: 0, high: 3 },
          ],
          maximum: 3,
        },
        { code: 'B1', kind: 'item', label: text('Hồ sơ đúng hạn'), input: 'counted', entry: { unit: 'count' } },
        { code: 'B2', kind: 'item', label: text('Hồ sơ đã giải quyết'), input: 'counted', entry: { unit: 'count' } },
        {
          code: 'C',
          kind: 'item',
          label: text('Tỷ lệ số hoá'),
          input: 'entered',
          entry: { unit: 'percent' },
          steps: [{ type: 'linear', from: [0, 1], to: [0, 3] }],
          maximum: 3,
        },
      ],
    },
  ],
}

describe.each(engines)('an assessment on %s', (engine) => {
  let mailbox: Mailbox
  let server: TestServer
  let office: Office
  let one: Office
  let clock = Date.parse('2026-12-20T03:00:00Z')
  beforeAll(async () => {
    mailbox = await startMailbox()
    server = await startServer({
      engine,
      now: () => clock,
      settings: { SMTP_URL: `smtp://127.0.0.1:${mailbox.port}`, MAIL_FROM: 'SIPAS <khaosat@tinh.gov.vn>' },
      mailPace,
    })
    const reading = readDefinition(set)
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
    await publishQuestionnaire(server.database, reading.questionnaire, '2026-12-01')
    await saveAgencies(server.database, [
      agency('A1', 'department', 'Sở A1'),
      agency('A2', 'department', 'Sở A2'),
      { ...agency('A3', 'department', 'Sở A3'), validTo: '2025-06-30' },
    ])
    office = officeOf(server)
    const token = await tokenOf(server.database, 'hoa', [{ role: 'reader', agency: 'A1', endsOn: '' }])
    one = officeOf({ url: server.url, token })
    await saveAddress(server.database, (await userNamed(server.database, 'hoa'))?.id ?? '', 'hoa@a1.gov.vn')
  })
  afterAll(async () => {
    await server.close()
    await mailbox.close()
  })
  const plan = {
    code: 'par-2026',
    title: 'Đánh giá 2026',
    title_en: '',
    set: 'handling 1',
    from: '2026-01',
    to: '12/2026',
    self_due: '2027-01-15',
    look_due: '2027-02-15',
    scope: 'some',
    agencies: ['A1', 'A2'],
  }
  const at = '/admin/assessments/par-2026'
  const own = '/admin/own-assessments/par-2026/A1'
  const api = async (path: string) =>
    (await fetch(`${server.url}/api/v1/assessments${path}`, { headers: { Authorization: `Bearer ${server.token}` } })).json()
  const enter = (numbers: Readonly<Record<string, string>>, to = own, by = one) =>
    by.send(to, Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name.includes(' ') ? name : `number ${name}`, value])))

  it('is planned of agencies that are there in its period, and refuses others by name', async () => {
    const gone = await office.send('/admin/new/assessment', { ...plan, agencies: ['A1', 'A3', 'X'] })
    const page = said(await gone.text())
    expect(gone.status).toBe(422)
    expect(page).toContain('A3')
    expect(page).toContain('“X”')
    const { left } = await written(server, 'POST /admin/new/assessment', () => office.send('/admin/new/assessment', plan))
    expect(left).toEqual(['assessments.create'])
    expect(await one.html('/admin/own-assessments')).not.toContain('Đánh giá 2026')
    expect((await one.get(own)).status).toBe(404)
  })

  it('is planned through the API as well, changed while it is a draft, and deleted', async () => {
    const body = {
      ...plan,
      titleEn: '',
      set: { id: 'handling', version: 1 },
      code: 'other',
      selfDue: plan.self_due,
      lookDue: plan.look_due,
    }
    const { title_en: _t, self_due: _s, look_due: _l, scope: _c, ...json } = body
    const post = () =>
      fetch(`${server.url}/api/v1/assessments`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${server.token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(json),
      })
    const made = await written(server, 'POST /api/v1/assessments', post)
    expect([made.reply.status, made.left]).toEqual([201, ['assessments.create']])
    expect((await post()).status).toBe(422)
    expect(await api('')).toMatchObject([{ code: 'other', status: 'draft' }, { code: 'par-2026' }])
    const changed = await written(server, 'POST /admin/assessments/:code/change', () =>
      office.send('/admin/assessments/other/change', { ...plan, title: 'Tên khác', agencies: ['A1'] }),
    )
    expect(changed.left).toEqual(['assessments.change'])
    expect(await office.html('/admin/assessments/other')).not.toContain('Sở A2')
    const gone = await written(server, 'POST /admin/assessments/:code/delete', () => office.send('/admin/assessments/other/delete'))
    expect(gone.left).toEqual(['assessments.delete'])
  })

  it('is entered by its agency once it is open, which sees only its own', async () => {
    expect((await written(server, 'POST /admin/assessments/:code/open', () => office.send(`${at}/open`))).left).toEqual([
      'assessments.open',
    ])
    expect((await office.send(`${at}/delete`)).status).toBe(409)
    const kept = await written(server, 'POST /admin/own-assessments/:code/:agency', () =>
      enter({ A: '4', B1: '80', B2: '100', C: '62,5', 'words A': 'Báo cáo <b>số 5</b>' }),
    )
    expect(kept.left).toEqual(['assessments.enter'])
    const page = await one.html(own)
    expect(page).toContain('value="62,5"')
    expect(page).toContain('Báo cáo &lt;b>số 5&lt;/b>')
    expect(said(page)).not.toMatch(unsaid)
    expect((await one.get('/admin/own-assessments/par-2026/A2')).status).toBe(404)
    expect((await enter({ A: '1' }, '/admin/own-assessments/par-2026/A2')).status).toBe(404)
    expect((await one.get(at)).status).toBe(403)
  })

  it.each([
    ['a self score above its maximum', { A: '4,5' }, 'nhiều nhất là 4'],
    ['half a dossier', { B1: '80,5' }, '80,5'],
    ['a word', { C: 'nhiều' }, 'nhiều'],
    ['more than all of them', { C: '101' }, 'nhiều nhất là 100'],
    ['a criterion that is not there', { Z: '1' }, 'Z'],
  ])('refuses %s by name, keeps nothing of that form, and gives back what was typed', async (_, numbers, sentence) => {
    const refused = await enter({ B2: '77', ...numbers })
    const page = await refused.text()
    expect(refused.status).toBe(422)
    expect(said(page)).toContain(sentence)
    expect(page).toContain('value="77"')
    expect(await one.html(own)).toContain('value="100"')
  })

  it('keeps what was typed whatever is pressed, and goes where that leads', async () => {
    const typed = { 'number A': '4', 'number B1': '81' }
    const to = async (more: Readonly<Record<string, string>>) => (await one.send(own, { ...typed, ...more })).headers.get('location')
    expect(await to({ go: 'part-T' })).toBe(`${own}?done=numbers&n=2#part-T`)
    expect(await to({ go: 'evidence-A', 'number B1': '80' })).toBe(`${own}/evidence/A`)
    expect(await one.html(own)).toContain('value="80"')
    expect((await one.send(`${own}/hand-in`, { 'number A': '5' })).status).toBe(422)
  })

  it('lets nobody write over what somebody else has entered since, and keeps what both entered elsewhere', async () => {
    const was = { 'number B1': '80', 'words B1': '', 'seen B1': '[80,""]', 'number B2': '100', 'words B2': '', 'seen B2': '[100,""]' }
    expect((await enter({ ...was, 'number B1': '85' })).status).toBe(303)
    expect((await enter({ ...was, 'number B2': '99' })).status).toBe(303)
    const page = await one.html(own)
    expect([page.includes('value="85"'), page.includes('value="99"')]).toEqual([true, true])
    const over = await enter({ ...was, 'number B1': '70' })
    const told = await over.text()
    expect([over.status, said(told).includes('Người khác vừa ghi số khác ở đây: 85')]).toEqual([422, true])
    expect(told).toContain('value="70"')
    expect((await enter({ B1: '80', B2: '100' })).status).toBe(303)
  })

  it('takes evidence that is what it says, and hands in only what is shown', async () => {
    const early = await one.send(`${own}/hand-in`)
    expect([early.status, said(await early.text()).includes('Cần có tài liệu kiểm chứng')]).toEqual([422, true])
    const evidence = `${own}/evidence/A`
    const wrong = await one.send(evidence, { file: new Blob(['<html><script>alert(1)</script>']), name: 'a.pdf' })
    expect([wrong.status, said(await wrong.text()).includes('Chỉ nhận tệp PDF')]).toEqual([422, true])
    expect((await one.send(evidence, { link: 'javascript:alert(1)' })).status).toBe(422)
    const pdf = new Blob([`%PDF-1.7\n${'x'.repeat(100)}`])
    const added = await written(server, 'POST /admin/own-assessments/:code/:agency/evidence/:node', () =>
      one.send(evidence, { file: pdf, name: '../Số 112/BC: “quý” IV' }),
    )
    expect(added.left).toEqual(['assessments.attach'])
    await one.send(evidence, { link: 'https://tinh.gov.vn/bao-cao', name: '' })
    const ids = [...(await one.html(evidence)).matchAll(/evidence\/A\/([\w-]+)\/remove/g)].map(([, id]) => id ?? '')
    expect(ids).toHaveLength(2)
    const kept = await Promise.all(ids.map((id) => one.get(`${at}/evidence/${id}`)))
    const file = kept.find(({ status }) => status === 200)
    // As documents are numbered on the page, and as every system calls files where it is saved.
    expect(said(await one.html(evidence))).toContain('../Số 112/BC: “quý” IV.pdf')
    expect(decodeURIComponent(file?.headers.get('content-disposition') ?? '')).toBe("attachment; filename*=UTF-8''-Số 112-BC- “quý” IV.pdf")
    expect(file?.headers.get('content-type')).toBe('application/pdf')
    expect(
      (
        await officeOf({
          url: server.url,
          token: await tokenOf(server.database, 'lan', [{ role: 'reader', agency: 'A2', endsOn: '' }]),
        }).get(`${at}/evidence/${ids[0]}`)
      ).status,
    ).toBe(403)
    const linked = ids[kept.findIndex(({ status }) => status !== 200)]
    const removed = await written(server, 'POST /admin/own-assessments/:code/:agency/evidence/:node/:id/remove', () =>
      one.send(`${evidence}/${linked}/remove`),
    )
    expect(removed.left).toEqual(['assessments.detach'])
    const handed = await written(server, 'POST /admin/own-assessments/:code/:agency/hand-in', () => one.send(`${own}/hand-in`))
    expect(handed.left).toEqual(['assessments.hand-in'])
    expect((await enter({ A: '1' })).status).toBe(409)
  })

  it('is sent back with a reason, and reminds who has not handed in once a day', async () => {
    const sheet = `${at}/agencies/A1`
    expect((await office.send(`${sheet}/send-back`, { reason: ' ' })).status).toBe(400)
    const back = await written(server, 'POST /admin/assessments/:code/agencies/:agency/send-back', () =>
      office.send(`${sheet}/send-back`, { reason: 'Thiếu số liệu quý IV' }),
    )
    expect(back.left).toEqual(['assessments.send-back'])
    expect(said(await one.html(own))).toContain('Thiếu số liệu quý IV')
    const reminded = await written(server, 'POST /admin/assessments/:code/remind', () => office.send(`${at}/remind`))
    expect(reminded.left).toEqual(['assessments.remind'])
    expect((await office.send(`${at}/remind`)).status).toBe(409)
    await expect.poll(() => mailbox.letters.filter(({ text: body }) => body.includes('Sở A1')).length).toBe(2)
    await one.send(`${own}/hand-in`)
  })

  it('is verified with a reason where that differs, and says nothing of it before it is told', async () => {
    const sheet = `${at}/agencies/A1`
    const silent = await enter({ A: '3', B1: '80', B2: '100', C: '62,5' }, sheet, office)
    expect([silent.status, said(await silent.text()).includes('Tiêu chí')]).toEqual([422, true])
    expect(said(await office.html(at))).toContain('1 cơ quan đã nộp, chờ thẩm định')
    await enter({ C: '62,5' }, `${sheet}?lines=open`, office)
    const open = await office.html(`${sheet}?lines=open`)
    expect([open.includes('number A'), open.includes('number C')]).toEqual([true, false])
    const over = await office.send(sheet, { 'number C': '62,5', go: 'take-over' })
    expect(over.headers.get('location')).toBe(`${sheet}?done=numbers&n=3`)
    const kept = await written(server, 'POST /admin/assessments/:code/agencies/:agency', () =>
      enter({ A: '3', B1: '80', B2: '100', C: '62,5', 'words A': 'Thiếu niêm yết' }, sheet, office),
    )
    expect(kept.left).toEqual(['assessments.verify'])
    expect(await one.html(own)).not.toContain('Thiếu niêm yết')
    expect(await one.html(`${own}/numbers/A`)).not.toContain('Thiếu niêm yết')
    const { agencies } = await api('/par-2026')
    // 3 + (0.8 − 0.5)/0.4 · 3 + 0.625 · 3 = 3 + 2.25 + 1.875; by the agency's own 4 it were 8.125.
    expect(agencies[0]).toMatchObject({ code: 'A1', stage: 'handed-in', rank: 1, ranked: 1 })
    expect(agencies[0].nodes[0]).toMatchObject({ code: 'T', shown: '7.13', maximum: 10, grade: 'good', there: 4, wanted: 4 })
    expect(agencies[0].nodes[0].value).toBeCloseTo(7.125, 12)
    expect(agencies[0].nodes[0].self).toBeCloseTo(8.125, 12)
    expect(agencies[1]).toMatchObject({ code: 'A2', rank: null })
    expect(agencies[1].nodes[0]).toMatchObject({ code: 'T', value: null, lacking: 'no-input', there: 0 })
    const toldIt = await written(server, 'POST /admin/assessments/:code/agencies/:agency/tell', () => office.send(`${sheet}/tell`))
    expect(toldIt.left).toEqual(['assessments.tell'])
    expect(said(await one.html(own))).toContain('Thiếu niêm yết')
  })

  it('is looked at a second time, with every step kept', async () => {
    const number = `${at}/agencies/A1/numbers/A`
    expect((await office.send(number, { number: '3,5', words: 'x' })).status).toBe(404)
    const askedIt = await written(server, 'POST /admin/own-assessments/:code/:agency/numbers/:node', () =>
      one.send(`${own}/numbers/A`, { words: 'Đã niêm yết từ tháng 3' }),
    )
    expect(askedIt.left).toEqual(['assessments.ask'])
    expect(said(await office.html(at))).toContain('1 đề nghị xem lại đang chờ')
    const again = await one.send(`${own}/numbers/A`, { words: 'Xin xem lại nữa' })
    expect([again.status, said(await again.text()).includes('đang chờ')]).toEqual([409, true])
    expect(await one.html(`${own}/numbers/A`)).not.toContain('<textarea')
    expect((await office.send(number, { number: '9', words: 'Đúng' })).status).toBe(422)
    const answeredIt = await written(server, 'POST /admin/assessments/:code/agencies/:agency/numbers/:node', () =>
      office.send(number, { number: '3,5', words: 'Chấp nhận một phần' }),
    )
    expect(answeredIt.left).toEqual(['assessments.answer'])
    const history = said(await one.html(`${own}/numbers/A`))
    for (const words of ['Báo cáo', 'Thiếu niêm yết', 'Đã niêm yết từ tháng 3', 'Chấp nhận một phần']) expect(history).toContain(words)
    clock = Date.parse('2027-02-16T03:00:00Z')
    expect((await one.send(`${own}/numbers/B1`, { words: 'Muộn' })).status).toBe(409)
  })

  it('takes numbers from a file, all of them or none, and names agency and criterion', async () => {
    const file = (lines: string) => ({ file: new Blob([`agency,node,number,words\n${lines}`]) })
    const wrong = await office.send(`${at}/import`, file('A2,A,4,\nA3,A,1,\nA2,B1,x,\nA2,T,1,\n'))
    const page = said(await wrong.text())
    expect(wrong.status).toBe(422)
    expect(page).toContain('A3')
    expect(page).toContain('30/06/2025')
    expect((await api('/par-2026')).agencies[1].nodes[0].there).toBe(0)
    const taken = await written(server, 'POST /admin/assessments/:code/import', () =>
      office.send(`${at}/import`, file('A2,A,4,Công văn 7\nA2,B1,95,\nA2,B2,100,\nA2,C,100,\n')),
    )
    expect(taken.left).toEqual(['assessments.import'])
    const { agencies, means } = await api('/par-2026')
    // 4 + 3 (95 % is past 90 %) + 3 = 10; A1 has 3.5 + 2.25 + 1.875 = 7.625.
    expect(agencies.map(({ rank, nodes: [head] }: { rank: number; nodes: { shown: string }[] }) => [rank, head?.shown])).toEqual([
      [2, '7.63'],
      [1, '10.00'],
    ])
    expect(means[0]).toMatchObject({ code: 'T', agencies: 2, value: 8.8125 })
    expect(said(await office.html(`${at}/agencies/A1`))).toContain('Chưa đạt điểm tối đa')
  })

  it('leaves as files of typed cells, and a sheet that was filled in is taken as it is seen', async () => {
    const got = async (name: string) => {
      const reply = await office.get(`${at}/export/${name}`)
      expect([name, reply.status]).toEqual([name, 200])
      return new Uint8Array(await reply.arrayBuffer())
    }
    const { sheets } = await readXlsx(await got('result.xlsx'), { readStyles: true })
    expect(sheets.map(({ name }) => name)).toEqual(['Kết quả theo cơ quan', 'Theo tiêu chí', 'Cách tính'])
    expect(sheets[0]?.rows[1]?.slice(6, 11)).toEqual([8.125, 7.625, 'Tốt', 2, 2])
    const half = sheets[1]?.rows.find((row) => row[0] === 'A1' && row[2] === 'C') ?? []
    expect(half.slice(4, 14)).toEqual([3, 1.875, 1.875, null, null, null, null, 0.625, 0.625, '%'])
    const table = new TextDecoder().decode(await got('result.csv'))
    expect(table).toContain('A1,Sở A1,C,Tỷ lệ số hoá,3,1.875,1.875,,,,,0.625,0.625,%')
    expect(new TextDecoder().decode(await got('history.csv'))).toContain('Chấp nhận một phần')
    const template = await got('template.xlsx')
    // What is verified already is written over only once it was shown.
    const taken = async (file: Uint8Array) => {
      const first = await office.send(`${at}/import`, { file: new Blob([Buffer.from(file)]) })
      if (first.status === 303) return first.headers.get('location')
      const page = await first.text()
      expect(said(page)).toContain('1 ô sửa')
      expect(said(page)).not.toMatch(unsaid)
      const hidden = (name: string) => said(new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '')
      const sent = { lines: hidden('lines'), shown: hidden('shown') }
      const applied = await written(server, 'POST /admin/assessments/:code/import/apply', () => office.send(`${at}/import/apply`, sent))
      expect(applied.left).toEqual(['assessments.import'])
      expect((await office.send(`${at}/import/apply`, sent)).status).toBe(409)
      return applied.reply.headers.get('location')
    }
    expect(await taken(template)).toBe(`${at}?done=numbers&n=0`)
    const rows = [
      ['Mã cơ quan', 'Mã tiêu chí', 'Số liệu'],
      ['A2', 'C', 0.985],
      ['A2', 'B1', ''],
    ]
    const shown = new Map([['1,2', { value: 0.985, style: { numFmt: '0.0%' } }]])
    expect(await taken(await writeXlsx({ sheets: [{ name: 'a', rows, cells: shown }] }))).toBe(`${at}?done=numbers&n=1`)
    const now = async () => (await api('/par-2026')).agencies[1].nodes.find(({ code }: { code: string }) => code === 'C').value
    expect(await now()).toBeCloseTo(2.955, 12)
    expect(await taken(await writeXlsx({ sheets: [{ name: 'a', rows: [...rows.slice(0, 1), ['A2', 'C', 100]] }] }))).toBe(
      `${at}?done=numbers&n=1`,
    )
    expect(await now()).toBe(3)
    const broken = await writeXlsx({ sheets: [{ name: 'a', rows: [...rows.slice(0, 1), ['A2', 'B1', 1.125]] }] })
    expect((await office.send(`${at}/import`, { file: new Blob([Buffer.from(broken)]) })).status).toBe(422)
    expect((await one.get(`${at}/export/result.xlsx`)).status).toBe(403)
    const fetched = await server.database.db
      .selectFrom('events')
      .selectAll()
      .where('act', '=', 'assessments.fetch')
      .orderBy('seq')
      .execute()
    const contents = ['result.xlsx', 'result.csv', 'history.csv', 'template.xlsx'].map((name) => name.split('.'))
    expect(fetched.map(({ object, details }) => [object, JSON.parse(details ?? '{}')])).toEqual(
      contents.map(([content, format]) => ['par-2026', { content: `assessment-${content}`, format, agencies: 2 }]),
    )
  })

  it('stands when it is closed, and is opened again only with a reason', async () => {
    expect(said(await office.html(`${at}/close`))).toContain('1/2 cơ quan chưa nộp')
    expect((await written(server, 'POST /admin/assessments/:code/close', () => office.send(`${at}/close`))).left).toEqual([
      'assessments.close',
    ])
    expect((await enter({ A: '1' }, `${at}/agencies/A2`, office)).status).toBe(409)
    expect(said(await one.html(own))).toContain('2/2')
    expect((await office.send(`${at}/reopen`, { reason: '' })).status).toBe(422)
    const again = await written(server, 'POST /admin/assessments/:code/reopen', () =>
      office.send(`${at}/reopen`, { reason: 'Sửa số liệu A2' }),
    )
    expect(again.left).toEqual(['assessments.reopen'])
  })

  it('waits on the first page of who has something to do, and is reminded of by itself on the office’s days', async () => {
    clock = Date.parse('2027-02-17T03:00:00Z')
    const two = officeOf({ url: server.url, token: await tokenOf(server.database, 'lan') })
    expect(said(await two.html('/admin'))).toMatch(/Đánh giá 2026\s+Hạn nộp: 15\/01\/2027\. Quá hạn\.\s+Tự chấm: Sở A2/)
    expect(await one.html('/admin')).not.toContain('Đánh giá 2026')
    const pressing = said(await office.html('/admin'))
    expect(pressing).toContain('Đánh giá 2026, tự chấm: quá hạn từ 15/01/2027')
    expect(pressing).not.toContain('chờ thẩm định')
    expect(said(await office.html('/admin/duties'))).toMatch(
      /Đánh giá 2026\s+Hạn tự chấm\s*1\/2 cơ quan chưa nộp kết quả tự chấm\.\s+15\/01\/2027\s+Quá hạn/,
    )
    await saveAddress(server.database, (await userNamed(server.database, 'lan'))?.id ?? '', 'lan@a2.gov.vn')
    const reading = readConfig({ SMTP_URL: `smtp://127.0.0.1:${mailbox.port}`, MAIL_FROM: 'SIPAS <khaosat@tinh.gov.vn>' })
    if (!reading.ok) throw new Error('the settings are wrong')
    const deps = { database: server.database, now: () => clock, config: reading.config, log: pino({ level: 'silent' }) }
    const look = async () => (await Promise.all([1, 2, 3].map(() => remindWhenDue(deps)))).reduce((sum, letters) => sum + letters, 0)
    expect(await look()).toBe(1)
    clock = Date.parse('2027-02-18T03:00:00Z')
    expect(await look()).toBe(0)
    expect((await two.send('/admin/own-assessments/par-2026/A2/evidence/A', { link: 'https://tinh.gov.vn/a', name: '' })).status).toBe(303)
    expect((await two.send('/admin/own-assessments/par-2026/A2/hand-in')).status).toBe(303)
    expect(said(await office.html('/admin'))).toContain('1 cơ quan đã nộp, chờ thẩm định')
  })

  it.each(['vi', 'en'])('speaks %s on every page', async (language) => {
    for (const [who, path] of [
      [office, '/admin/assessments'],
      [office, '/admin/new/assessment'],
      [office, at],
      [office, `${at}/change`],
      [office, `${at}/import`],
      [office, `${at}/close`],
      [office, '/admin/duties'],
      [office, `${at}/agencies/A1`],
      [office, `${at}/agencies/A1/numbers/A`],
      [one, '/admin/own-assessments'],
      [one, own],
      [one, `${own}/numbers/A`],
      [one, `${own}/evidence/A`],
    ] as const) {
      const reply = await who.get(path, language)
      expect([path, reply.status]).toEqual([path, 200])
      expect(said(await reply.text())).not.toMatch(unsaid)
    }
  })
})
