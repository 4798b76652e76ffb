import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { restoreResponses, voidResponses } from '../../server/acts/set-asides'
import { countResponses } from '../../server/db/responses'
import { crossable, readCross } from '../../server/reading/cross'
import { noFilter } from '../../server/reading/filter'
import { readFieldwork } from '../../server/reading/fieldwork'
import { readQuality } from '../../server/reading/quality'
import { readResults } from '../../server/reading/results'
import { listTouchpoints } from '../../server/db/touchpoints'
import { importSettingOf, takeFile } from '../../server/recording/import-file'
import { ratingId } from '../../server/recording/prepare'
import { withWriter } from '../../server/recording/writer'
import { localDay } from '../../surveys/instrument/calendar'
import { receiptCode } from '../../surveys/answers/receipt'
import { defined } from '../surveys/looping'
import { post } from './fielded'
import { engines, type TestServer } from './harness'
import { agrees, form, loopingServer, recorded } from './looping'
import { type Office, officeInPerson, said } from './office'

describe.each(engines)('the fieldwork of forms about several agencies on %s', (engine) => {
  let server: TestServer
  let office: Office
  const sent = [
    form({ S1: { open: '5' }, S2: { open: '4' }, W1: { open: '3' } }),
    form({ S1: { open: '2' } }),
    form({ S2: { open: '1' }, W1: { open: '1' } }),
  ]
  beforeAll(async () => {
    server = await loopingServer(engine)
    office = officeInPerson(server)
    for (const one of sent) expect((await post(server.url, one)).status).toBe(201)
  })
  afterAll(() => server.close())

  const fieldwork = async () => {
    const { record, deps } = await recorded(server)
    return readFieldwork({ ...deps, now: Date.now }, record, await listTouchpoints(server.database, 'c1'))
  }
  const counts = async () => {
    const { total, agencies, places } = await fieldwork()
    const of = new Map(agencies.map(({ agency, responses }) => [agency.code, responses]))
    return {
      total: [total.responses, total.towards],
      agencies: ['S1', 'S2', 'W1'].map((code) => of.get(code)),
      places: places.map(({ responses }) => responses),
    }
  }

  it('counts persons, and of an agency those who rated it, the same when it counts on', async () => {
    expect(await counts()).toEqual({ total: [3, 6], agencies: [2, 2, 2], places: [3, 0] })
    expect((await post(server.url, form({ W1: { open: '5' }, W2: { open: '4' } }))).status).toBe(201)
    expect(await counts()).toEqual({ total: [4, 8], agencies: [2, 2, 3], places: [4, 0] })
    const page = said(await office.html('/admin/campaigns/c1/fieldwork'))
    expect(page).toContain('Một phiếu đánh giá nhiều cơ quan.')
    expect(page).toContain('đã có 8 lượt đánh giá cơ quan')
  })

  it('counts a form once whose ratings a file brings far apart', async () => {
    const other = await loopingServer(engine)
    try {
      const there = await recorded(other)
      const day = localDay(Date.now())
      const forms = [form({ S1: { open: '5' }, W1: { open: '1' } }), form({ S1: { open: '4' }, W1: { open: '2' } })]
      const line = (id: string, code: string) => `${code === 'S1' ? id : ratingId(id, code)},${id},${code},${day},link,l1,small,4`
      const file = (code: string) =>
        Buffer.from(['id,form,agency,submitted_at,channel,touchpoint,size,open', ...forms.map(({ id }) => line(id, code))].join('\n'))
      const take = async (code: string) => takeFile(there.deps, await importSettingOf(there.deps, there.record), file(code), day)
      const told = async () => {
        const { total } = await readFieldwork({ ...there.deps, now: Date.now }, there.record, [])
        const size = crossable(defined()).get('size') ?? expect.fail('no size')
        const { parts } = await readCross(there.deps, there.record, noFilter, { item: size, by: 'channel' })
        const { total: figures } = await readResults(there.deps, there.record, noFilter, 'vi')
        return [total.responses, total.towards, parts.map(({ answered }) => answered), figures.responses]
      }
      expect(await take('S1')).toMatchObject({ ok: true, count: { recorded: 2 } })
      expect(await told()).toEqual([2, 2, [2], 2])
      expect(await take('W1')).toMatchObject({ ok: true, count: { recorded: 2 } })
      expect(await told()).toEqual([2, 4, [2], 2])
    } finally {
      await other.close()
    }
  })

  it('lists the ratings of a form together, to be ticked once', async () => {
    const html = await office.html('/admin/campaigns/c1/responses')
    expect(html.match(/name="id"/g)).toHaveLength(4)
    expect(said(html)).toContain(`cùng phiếu ${receiptCode(sent[0]?.id ?? '')}`)
    const found = await office.html(`/admin/campaigns/c1/responses?receipt=${receiptCode(sent[0]?.id ?? '')}`)
    expect(found.match(/name="id"/g)).toHaveLength(1)
  })

  it('sets a form aside whole whichever of its ratings is named, and counts it again whole', async () => {
    const { record, deps } = await recorded(server)
    const before = await readResults(deps, record, noFilter, 'vi', 'month')
    const id = ratingId(sent[0]?.id ?? '', 'W1')
    const preview = said(await (await office.send('/admin/campaigns/c1/responses/preview', { id, which: 'ticked', to: 'void' })).text())
    expect(preview).toContain('1 phiếu được chọn')
    expect(preview).toContain('tất cả 3 lượt đánh giá')
    const asked = { campaign: 'c1', ids: [id], cause: 'trial', reason: 'Phiếu nhập thử của cán bộ.' }
    const moved = (doing: typeof voidResponses, cause: string) =>
      withWriter(server.database, (writer) =>
        act({ database: server.database, now: Date.now, writer }, atCommandLine(), doing, { ...asked, cause }),
      )
    expect(await moved(voidResponses, 'trial')).toEqual({ kind: 'done', value: { moved: 1 } })
    expect(await countResponses(server.database, 'c1')).toBe(5)
    expect(await counts()).toEqual({ total: [3, 5], agencies: [1, 1, 2], places: [3, 0] })
    const looked = await readQuality({ ...deps, now: Date.now }, record)
    expect(looked).toMatchObject({ kind: 'ready', quality: { total: { responses: 3, void: 1, quarantine: 0 } } })
    const about = looked.kind === 'ready' ? looked.quality.agencies : []
    expect(about.map(({ agency, responses, void: voided }) => [agency, responses, voided])).toEqual([
      ['S1', 1, 1],
      ['S2', 1, 1],
      ['W1', 2, 1],
      ['W2', 1, 0],
    ])
    expect(said(await office.html('/admin/campaigns/c1/quality'))).toContain('toàn đợt đếm theo phiếu')
    await agrees(server)
    expect((await readResults(deps, record, noFilter, 'vi', 'month')).total.responses).toBe(3)
    expect(await moved(restoreResponses, 'checked')).toEqual({ kind: 'done', value: { moved: 1 } })
    await agrees(server)
    expect(await readResults(deps, record, noFilter, 'vi', 'month')).toEqual(before)
    expect(await counts()).toEqual({ total: [4, 8], agencies: [2, 2, 3], places: [4, 0] })
  })
})
