import { numbersOf } from '../../client/text/numbers'
import { screenWords } from '../../client/text/screen'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Actor, act, atCommandLine } from '../../server/acts/act'
import { createAccount, disableAccount, enableAccount, grantRole, resetAccount, takeRole } from '../../server/acts/accounts'
import { saveAgencies } from '../../server/db/agencies'
import { readFourEyes, saveFourEyes } from '../../server/db/settings'
import { newUser } from '../../server/access/account'
import { insertUser } from '../../server/db/accounts'
import { saveGrant } from '../../server/db/grants'
import { everyOffice, permissions, type RoleName } from '../../surveys/people/roles'
import { tokenOf } from './token'
import { findings } from '../../surveys/designing/checking'
import { findingKey } from '../../surveys/designing/findings'
import { readDefinition } from '../../surveys/instrument/definition'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { readSmall, smallSource } from '../surveys/small'
import { type Designing, designing, jsonFile } from './designing'
import { engines, startServer, type TestServer } from './harness'
import { type Office, officeInPerson, officeOf, said } from './office'
import { agency, shippedVersion } from './fielded'

const today = Date.parse('2026-11-20T03:00:00Z')

/** Nothing is wrong with it, and the linter has something to say. */
const small = (wanted: Partial<Questionnaire> = {}): Questionnaire => ({ ...readSmall(), ...wanted })
const reasons = (definition: Questionnaire): Record<string, string> =>
  Object.fromEntries(
    findings(definition, readDefinition, screenWords)
      .filter(({ severity }) => severity === 'warning')
      .map((finding, place) => [findingKey(finding), `Lý do số ${place + 1}`]),
  )

describe.each(engines)('designing a questionnaire on %s', (engine) => {
  let server: TestServer
  let lan: Designing
  let minh: Designing
  beforeAll(async () => {
    server = await startServer({ engine, now: () => today })
    const deskOf = async (name: string) => ({ ...server, token: await tokenOf(server.database, name) })
    lan = designing(await deskOf('lan'))
    minh = designing(await deskOf('minh'))
  })
  afterAll(() => server.close())

  describe('begins', () => {
    it('blank, with its name and what is said around the questions of every survey, once', async () => {
      const begun = await lan.office.send('/admin/new/design', { origin: 'blank', id: 'blank-one', title: 'Phiếu mới tinh' })
      expect([begun.status, begun.headers.get('location')]).toEqual([303, '/admin/designs/blank-one'])
      expect(await lan.state('blank-one')).toMatchObject({
        revision: 1,
        changedBy: 'lan',
        definition: {
          id: 'blank-one',
          version: 1,
          title: { vi: 'Phiếu mới tinh' },
          scales: [],
          sections: [{ questions: [] }],
          purpose: { vi: expect.stringContaining('“{campaign}”') },
          privacy: { vi: expect.stringContaining('tự nguyện') },
          thanks: { vi: expect.stringContaining('cảm ơn') },
        },
      })
      const again = await minh.office.send('/admin/new/design', { origin: 'blank', id: 'blank-one', title: 'Phiếu khác' })
      expect([again.status, (await again.text()).includes('Mã “blank-one” đã có')]).toEqual([422, true])
      expect((await lan.state('blank-one')).definition.title).toEqual({ vi: 'Phiếu mới tinh' })
    })

    it('under a code made of its title where none is given', async () => {
      const begun = await lan.office.send('/admin/new/design', { origin: 'blank', id: '', title: ' Đo hài lòng: một cửa 2027! ' })
      expect(begun.headers.get('location')).toBe('/admin/designs/do-hai-long-mot-cua-2027')
      const nothing = await lan.office.send('/admin/new/design', { origin: 'blank', id: '', title: '' })
      expect(nothing.status).toBe(422)
    })

    it('as a copy that is a questionnaire of its own', async () => {
      const form = await lan.office.html('/admin/new/design?from=sipas-service-quick+1')
      expect(form).toMatch(/value="copy"[^>]*checked|checked[^>]*value="copy"/)
      await lan.office.send('/admin/new/design', {
        origin: 'copy',
        from: `sipas-service-quick ${shippedVersion['sipas-service-quick']}`,
        id: 'copied',
        title: 'Bản chép',
      })
      const { definition } = await lan.state('copied')
      expect([definition.id, definition.version, definition.title['vi'], definition.comparableTo]).toEqual([
        'copied',
        1,
        'Bản chép',
        undefined,
      ])
      expect(definition.sections.length).toBeGreaterThan(0)
    })

    it('from a file as it was downloaded, and goes around whole', async () => {
      const file = await lan.office.get(`/admin/questionnaires/sipas-service/${shippedVersion['sipas-service']}/definition.json`)
      expect(file.headers.get('content-disposition')).toBe(`attachment; filename="sipas-service-v${shippedVersion['sipas-service']}.json"`)
      const downloaded: Questionnaire = JSON.parse(await file.text())
      const begun = await lan.office.send('/admin/new/design', { origin: 'file', file: jsonFile({ ...downloaded, id: 'from-file' }) })
      expect([begun.status, begun.headers.get('location')]).toEqual([303, '/admin/designs/from-file'])
      const { comparableTo, ...same } = downloaded
      expect(comparableTo).toEqual([1])
      expect((await lan.state('from-file')).definition).toEqual({ ...same, id: 'from-file', version: 1 })
    })

    it('from a file that leaves out what has a default, and can then be shown, reviewed, saved and published', async () => {
      const { trees: _, ...bare } = { ...smallSource, id: 'bare' }
      const reading = readDefinition(bare)
      if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
      expect((await lan.office.send('/admin/new/design', { origin: 'file', file: jsonFile(bare) })).status).toBe(303)
      expect((await lan.state('bare')).definition).toEqual(reading.questionnaire)
      for (const page of ['', '/review']) expect([page, (await lan.office.get(`/admin/designs/bare${page}`)).status]).toEqual([page, 200])
      expect((await lan.save('bare', 1, bare, reasons(reading.questionnaire))).status).toBe(200)
      expect((await lan.state('bare')).definition).toEqual(reading.questionnaire)
      expect((await lan.act('bare', 'publish', 2)).status).toBe(200)
    })

    it('and is published by a form that first says what becomes of the trend', async () => {
      const first = small({ id: 'asked' })
      const asked = async () => said(await lan.office.html('/admin/designs/asked/publish'))
      const publish = (revision: number) => lan.office.send('/admin/designs/asked/publish', { revision: String(revision) })
      await lan.begin(first)
      await lan.save('asked', 1, first, reasons(first))
      expect(await lan.office.html('/admin/designs/asked/review')).toContain('href="/admin/designs/asked/publish"')
      expect(await asked()).toContain('chưa có đường xu hướng nào bị ảnh hưởng')
      expect((await publish(1)).status).toBe(409)
      expect((await publish(2)).headers.get('location')).toBe('/admin/questionnaires/asked/1?done=version')
      await lan.office.send('/admin/questionnaires/asked/1/next')
      const scales = first.scales.map((scale) => ({
        ...scale,
        options: scale.options.map((option) => (option.code === 'fair' ? { ...option, score: 3 } : option)),
      }))
      const rescored = small({ id: 'asked', version: 2, comparableTo: [1], scales })
      await lan.save('asked', 3, rescored, reasons(rescored))
      expect(await asked()).toContain('không còn cùng nghĩa với bản 1, nên đường xu hướng dừng ở đây')
      expect((await lan.office.get('/admin/questionnaires/asked/2')).status).toBe(404)
    })

    it('from an unfinished file that leaves them out too', async () => {
      const { scales: _, sections, ...bare } = { ...smallSource, id: 'bare-unfinished', title: { vi: '' } }
      const [first] = sections
      expect(
        (
          await lan.office.send('/admin/new/design', {
            origin: 'file',
            file: jsonFile({ ...bare, scales: [{ id: 'x', options: [] }], sections: [first] }),
          })
        ).status,
      ).toBe(303)
      const { definition } = await lan.state('bare-unfinished')
      expect(definition).toMatchObject({
        bandSets: [],
        adultsOnly: false,
        scoreUnit: 1,
        sections: [{ questions: [{ type: 'note' }, { required: true }, { required: false }, {}, {}] }],
      })
      expect((await lan.office.get('/admin/designs/bare-unfinished/review')).status).toBe(200)
    })

    it('from a file of a thousand questions', async () => {
      const long = small({ id: 'long' })
      const questions = Array.from({ length: 1000 }, (_, place) => ({
        id: `n${place}`,
        type: 'note' as const,
        text: { vi: 'Lời dẫn '.repeat(20), en: 'Note' },
      }))
      expect(
        (
          await lan.office.send('/admin/new/design', {
            origin: 'file',
            file: jsonFile({ ...long, sections: [{ id: 'all', title: { vi: 'Tất cả' }, questions }] }),
          })
        ).status,
      ).toBe(303)
    })

    it.each([
      ['no JSON', new Blob(['{"id": ']), 'không phải là JSON'],
      ['no text', new Blob([Uint8Array.of(0xff, 0xfe, 0x41)]), 'UTF-8'],
      ['something else', jsonFile({ hello: 1 }), 'không phải là phiếu khảo sát'],
      ['an unknown field', jsonFile({ ...smallSource, sections: [{ ...smallSource.sections[0], colour: 'red' }] }), 'sections[0]: '],
      ['a number for a text', jsonFile({ ...smallSource, id: 'bad', title: { vi: 7 } }), 'title.vi: '],
      ['a code that is taken', jsonFile({ ...smallSource, id: 'sipas-2026' }), 'Mã “sipas-2026” đã có'],
      ['too much', new Blob([new Uint8Array(2 * 1024 * 1024 + 1)]), 'Tệp quá lớn; tối đa 2 MB.'],
    ])('not from a file that is %s, and names the place', async (_, file, why) => {
      const reply = await lan.office.send('/admin/new/design', { origin: 'file', file })
      expect([reply.status, said(await reply.text()).includes(why)]).toEqual([422, true])
      expect((await lan.office.get('/admin/designs/bad')).status).toBe(404)
    })
  })

  describe('is saved', () => {
    it('only over the revision that was read, and what stands is given back', async () => {
      await lan.begin(small({ id: 'saved' }))
      expect(await lan.save('saved', 1, small({ id: 'saved', title: { vi: 'Lan', en: 'Lan' } }))).toMatchObject({
        status: 200,
        body: { revision: 2 },
      })
      const late = await minh.save('saved', 1, small({ id: 'saved', title: { vi: 'Minh', en: 'Minh' } }))
      expect(late).toMatchObject({ status: 409, body: { revision: 2, changedBy: 'lan', definition: { title: { vi: 'Lan' } } } })
      expect((await lan.state('saved')).definition.title).toEqual({ vi: 'Lan', en: 'Lan' })
    })

    it('for exactly one of two who save at once', async () => {
      await lan.begin(small({ id: 'race' }))
      const replies = await Promise.all(
        [lan, minh].map((who, place) => who.save('race', 1, small({ id: 'race', secondsPerItem: place + 1 }))),
      )
      expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
      const place = replies.findIndex(({ status }) => status === 200)
      expect((await lan.state('race')).definition.secondsPerItem).toBe(place + 1)
    })

    it('unfinished, but never as something that is no questionnaire', async () => {
      await lan.begin(small({ id: 'shape' }))
      expect((await lan.save('shape', 1, small({ id: 'shape', sections: [] }))).status).toBe(200)
      expect(await lan.save('shape', 2, { ...small({ id: 'shape' }), colour: 'red' })).toMatchObject({
        status: 422,
        body: { code: 'body_invalid' },
      })
      expect(await lan.save('shape', 2, small({ id: 'another' }))).toMatchObject({ status: 422 })
      expect(await lan.state('shape')).toMatchObject({ revision: 2, definition: { id: 'shape', sections: [] } })
    })
  })

  describe('is published', () => {
    it('only when nothing is wrong and every warning has a reason, and both are written down', async () => {
      const whole = small({ id: 'gates' })
      await lan.begin(whole)
      const { sections: _, ...rest } = whole
      await lan.save('gates', 1, { ...rest, sections: [] })
      const unfinished = await lan.act('gates', 'publish', 2)
      expect(unfinished).toMatchObject({
        status: 422,
        body: {
          code: 'design_unfinished',
          details: expect.arrayContaining([
            expect.objectContaining({ path: 'sections' }),
            expect.objectContaining({ path: 'trees "satisfaction".nodes "S"' }),
          ]),
        },
      })
      await lan.save('gates', 2, whole)
      const warned = await lan.act('gates', 'publish', 3)
      expect(warned).toMatchObject({ status: 422, body: { code: 'design_warnings' } })
      expect(JSON.stringify(warned.body)).toContain('unbalanced_scale')
      const [first, ...others] = Object.keys(reasons(whole))
      await lan.save('gates', 3, whole, { ...Object.fromEntries(others.map((key) => [key, 'đã cân nhắc'])), [first ?? '']: '  ' })
      expect(await lan.act('gates', 'publish', 4)).toMatchObject({
        status: 422,
        body: { code: 'design_warnings', details: [expect.anything()] },
      })
      await lan.save('gates', 4, whole, reasons(whole))
      expect(await lan.act('gates', 'publish', 4)).toMatchObject({ status: 409, body: { revision: 5 } })
      expect(await server.database.db.selectFrom('questionnaires').select('id').where('id', '=', 'gates').execute()).toEqual([])
      expect(await lan.act('gates', 'publish', 5)).toEqual({ status: 200, body: { address: '/admin/questionnaires/gates/1' } })
      expect((await lan.office.get('/admin/designs/gates')).status).toBe(404)
      expect((await lan.office.get('/admin/questionnaires/gates/1')).status).toBe(200)
      const history = said(await minh.office.html('/admin/questionnaires/gates/history'))
      expect(history).toMatch(/lan công bố ngày 20\/11\/2026/)
      for (const reason of Object.values(reasons(whole))) expect(history).toContain(reason)
      expect(history).toContain('Số phương án tốt và xấu không bằng nhau (1 : 2)')
      expect(said(await minh.office.html('/admin/questionnaires/gates/history', 'en'))).toContain(
        'Good and bad options are not equally many (1 : 2)',
      )
    })

    it('by exactly one of two who publish at once', async () => {
      const whole = small({ id: 'twice' })
      await lan.begin(whole)
      await lan.save('twice', 1, whole, reasons(whole))
      const replies = await Promise.all([lan, minh, lan, minh].map((who) => who.act('twice', 'publish', 2)))
      expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404, 404, 404])
      const events = await server.database.db
        .selectFrom('events')
        .select('act')
        .where('object', '=', 'twice')
        .where('act', '=', 'questionnaires.publish')
        .execute()
      expect(events).toHaveLength(1)
    })

    it('never over a version that stands with other content, and the design stays', async () => {
      const next = small({ id: 'twice', version: 1, title: { vi: 'Đè lên', en: 'Over it' } })
      await lan.office.send('/admin/questionnaires/twice/1/next')
      await lan.save('twice', 3, next, reasons(next))
      // One is enough, and nobody was asked: that it would take another to approve is no matter.
      expect(said(await lan.office.html('/admin/designs/twice/review'))).not.toContain('Bạn đã tham gia soạn bản này')
      expect(await lan.act('twice', 'publish', 4)).toMatchObject({ status: 422, body: { code: 'design_version_taken' } })
      expect(await lan.state('twice')).toMatchObject({ revision: 4 })
      expect(await lan.office.html('/admin/questionnaires/twice/1')).not.toContain('Đè lên')
    })
  })

  describe('with four eyes', () => {
    const whole = small({ id: 'eyes' })
    beforeAll(async () => {
      await lan.office.send('/admin/settings', { name: 'Sông Ngân', fourEyes: 'yes' })
      await lan.begin(whole)
      await lan.save('eyes', 1, whole, reasons(whole))
    })
    afterAll(() => saveFourEyes(server.database, false))
    const approve = (who: Designing, revision: number) => who.office.send('/admin/designs/eyes/approve', { revision: String(revision) })

    it('is published only after somebody else has approved exactly this', async () => {
      expect(said(await lan.office.html('/admin/settings'))).toContain('Đang cần hai người')
      expect(await lan.act('eyes', 'publish', 2)).toMatchObject({ status: 422, body: { code: 'design_unapproved' } })
      expect(await lan.act('eyes', 'ask', 2)).toMatchObject({ status: 200, body: { askedBy: 'lan' } })
      expect(said(await lan.office.html('/admin/designs/eyes/review'))).toContain('Bạn đã tham gia soạn bản này')
      expect(await lan.act('eyes', 'ask', 1)).toMatchObject({ status: 409, body: { revision: 2 } })
      expect(said(await minh.office.html('/admin/questionnaires'))).toContain('lan xin duyệt bản này')
      const own = await approve(lan, 2)
      expect([own.status, (await own.text()).includes('Bạn đã tham gia soạn bản này')]).toEqual([409, true])
      expect((await approve(minh, 1)).status).toBe(409)
      expect(await lan.act('eyes', 'publish', 2)).toMatchObject({ status: 422, body: { code: 'design_unapproved' } })
      expect((await approve(minh, 2)).headers.get('location')).toBe('/admin/designs/eyes/review?done=approved')
      expect(said(await lan.office.html('/admin/designs/eyes/review'))).toContain('Đã được minh duyệt')
    })

    it('asks for a new approval after any change', async () => {
      const changed = { ...whole, title: { vi: 'Đổi một chữ', en: 'A word changed' } }
      await lan.save('eyes', 2, changed, reasons(changed))
      expect(await lan.act('eyes', 'publish', 3)).toMatchObject({ status: 422, body: { code: 'design_unapproved' } })
      await approve(minh, 3)
      expect(await minh.act('eyes', 'publish', 3)).toMatchObject({ status: 200 })
      const history = said(await lan.office.html('/admin/questionnaires/eyes/history'))
      expect(history.match(/Duyệt bản 1/g)).toHaveLength(2)
      expect(history).toContain('Xin duyệt bản 1')
    })

    it('counts those who worked on a discarded design when it is brought back', async () => {
      await lan.office.send('/admin/questionnaires/eyes/1/next')
      const draft = { ...(await lan.state('eyes')).definition, comparableTo: [1] }
      await lan.save('eyes', 4, draft, reasons(draft))
      await lan.office.send('/admin/designs/eyes/discard', { revision: '5' })
      await minh.office.send(await restorePath(minh, 'eyes'))
      const { revision } = await lan.state('eyes')
      expect((await approve(lan, revision)).status).toBe(409)
      expect(await lan.act('eyes', 'publish', revision)).toMatchObject({ status: 422, body: { code: 'design_unapproved' } })
    })
  })

  it('is approved by a manager who is no author, who sees what a manager can do and nothing else', async () => {
    const whole = small({ id: 'duyet' })
    await lan.begin(whole)
    await lan.save('duyet', 1, whole, reasons(whole))
    const manages = async (name: string, agency: string) =>
      designing({ ...server, token: await tokenOf(server.database, name, [{ role: 'manager', agency, endsOn: '' }]) })
    const [manager, elsewhere] = [await manages('quan', ''), await manages('xa', 'A1')]
    const review = await manager.office.html('/admin/designs/duyet/review')
    expect(review).toContain('action="/admin/designs/duyet/approve"')
    expect(review).not.toMatch(/href="\/admin\/designs\/duyet["/](?!review|instrument)/)
    // The address that an author would pass on.
    const led = await manager.office.get('/admin/designs/duyet')
    expect([led.status, led.headers.get('location')]).toEqual([303, '/admin/designs/duyet/review'])
    expect((await manager.office.get('/admin/designs/duyet/publish')).status).toBe(403)
    const list = await manager.office.html('/admin/questionnaires')
    expect([list.includes('href="/admin/designs/duyet/review"'), list.includes('href="/admin/designs/duyet"')]).toEqual([true, false])
    const local = await elsewhere.office.html('/admin/designs/duyet/review')
    expect([local.includes('/approve"'), said(local).includes('duyệt trên toàn tỉnh')]).toEqual([false, true])
    const approved = async (who: Designing, revision: number) =>
      (await who.office.send('/admin/designs/duyet/approve', { revision: String(revision) })).status
    expect([await approved(elsewhere, 2), await approved(manager, 1), await approved(manager, 2)]).toEqual([403, 409, 303])
    expect((await lan.state('duyet')).revision).toBe(2)
    expect(said(await lan.office.html('/admin/designs/duyet/review'))).toContain('Đã được quan duyệt')
    expect((await manager.act('duyet', 'publish', 2)).status).toBe(403)
  })

  it('is sent back with a reason that its author finds on arriving, and asks again when it is mended', async () => {
    const whole = small({ id: 'tra-lai', title: { vi: 'Phiếu trả lại', en: 'Sent back' } })
    await lan.begin(whole)
    await lan.save('tra-lai', 1, whole, reasons(whole))
    const roles = [{ role: 'manager', agency: '', endsOn: '' }] as const
    const [lead, local] = [
      designing({ ...server, token: await tokenOf(server.database, 'truong', roles) }),
      designing({ ...server, token: await tokenOf(server.database, 'xa', [{ ...roles[0], agency: 'A1' }]) }),
    ]
    const first = async (who: Designing) => said(await who.office.html('/admin'))
    const sendBack = (who: Designing, revision: number, why: string) =>
      who.office.send('/admin/designs/tra-lai/send-back', { revision: String(revision), why })
    const why = 'Câu 2 hỏi hai điều.\nTách ra giúp.'
    expect(await first(lead)).not.toContain('Phiếu trả lại')
    await lan.act('tra-lai', 'ask', 2)
    expect(await first(lead)).toMatch(/đang chờ bạn: 1[\s\S]*Phiếu trả lại[\s\S]*Xem và duyệt/)
    for (const who of [lan, local]) expect(await first(who)).not.toContain('Phiếu trả lại')
    const list = async (who: Designing) => said(await who.office.html('/admin/questionnaires'))
    expect([await list(lead), await list(lan)]).toEqual([
      expect.stringContaining('Đang chờ bạn xem và duyệt'),
      expect.stringContaining('Đang chờ một người không tham gia soạn duyệt'),
    ])
    expect([
      (await sendBack(lan, 2, why)).status,
      (await sendBack(local, 2, why)).status,
      (await sendBack(lead, 1, why)).status,
      (await sendBack(lead, 2, ' \u200b ')).status,
    ]).toEqual([409, 403, 409, 422])
    const long = await sendBack(lead, 2, 'dài '.repeat(300))
    expect([long.status, (await long.text()).includes('dài dài')]).toEqual([422, true])
    expect((await sendBack(lead, 2, why)).headers.get('location')).toBe('/admin/designs/tra-lai/review?done=sentBack')
    expect(await first(lead)).not.toContain('Phiếu trả lại')
    expect(await first(lan)).toMatch(/truong đã trả lại bản này lúc[\s\S]*Câu 2 hỏi hai điều\.\nTách ra giúp\./)
    await lan.save('tra-lai', 2, whole, reasons(whole))
    for (const page of ['/admin/designs/tra-lai/review', '/admin/questionnaires', '/admin/questionnaires/tra-lai/history'])
      expect([page, said(await lan.office.html(page))]).toEqual([page, expect.stringContaining('Câu 2 hỏi hai điều')])
    await lan.act('tra-lai', 'ask', 3)
    expect(await list(lan)).not.toContain('Câu 2 hỏi hai điều')
    await lead.office.send('/admin/designs/tra-lai/approve', { revision: '3' })
    expect(await first(lan)).toMatch(/Phiếu trả lại[\s\S]*Đã được truong duyệt[\s\S]*Công bố…/)
    // Whoever approved and finds something after all.
    await sendBack(lead, 3, 'Còn một lỗi nữa')
    await saveFourEyes(server.database, true)
    expect(await lan.act('tra-lai', 'publish', 3)).toMatchObject({ status: 422, body: { code: 'design_unapproved' } })
    await saveFourEyes(server.database, false)
    expect(await lan.act('tra-lai', 'publish', 3)).toMatchObject({ status: 200 })
    expect(await first(lan)).not.toContain('Phiếu trả lại')
  })

  it('cannot be approved by anybody who ever saved it, by page or token, and names who can', async () => {
    const whole = small({ id: 'nhieu-tay' })
    await lan.begin(whole)
    await lan.save('nhieu-tay', 1, whole, reasons(whole))
    await minh.save('nhieu-tay', 2, { ...whole, title: { vi: 'Minh sửa', en: 'By Minh' } }, reasons(whole))
    await lan.save('nhieu-tay', 3, whole, reasons(whole))
    await saveFourEyes(server.database, true)
    const approve = (who: Designing) => who.office.send('/admin/designs/nhieu-tay/approve', { revision: '4' })
    const token = officeOf({ ...server, token: await tokenOf(server.database, 'minh') })
    expect([
      (await approve(lan)).status,
      (await approve(minh)).status,
      (await token.send('/admin/designs/nhieu-tay/approve', { revision: '4' })).status,
    ]).toEqual([409, 409, 409])
    const review = () => lan.office.html('/admin/designs/nhieu-tay/review')
    expect(said(await review())).toContain('Hiện chưa có ai khác duyệt được')
    const huong = newUser('huong', 'Lê Thị Hương')
    await insertUser(server.database, huong, 'mật khẩu đã băm', 0)
    await saveGrant(server.database, huong.id, { role: 'manager', agency: '', endsOn: '' })
    expect(said(await review())).toContain('Người có thể duyệt: Lê Thị Hương.')
    await saveFourEyes(server.database, false)
    expect(await lan.act('nhieu-tay', 'publish', 4)).toMatchObject({ status: 200 })
  })

  describe('is discarded', () => {
    it('after a question, kept in the history, and brought back as it was', async () => {
      const whole = small({ id: 'gone' })
      await lan.begin(whole)
      await lan.save('gone', 1, whole, reasons(whole))
      expect(said(await lan.office.html('/admin/designs/gone/discard'))).toContain('có thể khôi phục')
      expect((await minh.office.send('/admin/designs/gone/discard', { revision: '1' })).status).toBe(409)
      const discarded = await minh.office.send('/admin/designs/gone/discard', { revision: '2' })
      expect(discarded.headers.get('location')).toBe('/admin/questionnaires/gone/history?done=discarded')
      expect((await lan.office.get('/admin/designs/gone')).status).toBe(404)
      expect(await lan.office.html('/admin/questionnaires')).toContain('href="/admin/questionnaires/gone/history"')
      const back = await lan.office.send(await restorePath(lan, 'gone'))
      expect(back.headers.get('location')).toBe('/admin/designs/gone')
      const { definition, accepted } = await lan.state('gone')
      expect([definition, accepted]).toEqual([whole, reasons(whole)])
    })

    it('and a page that shows it approves, publishes and overwrites no other that was begun in its place', async () => {
      const [whole, other] = [small({ id: 'swapped' }), small({ id: 'swapped', title: { vi: 'Bản tráo', en: 'Swapped in' } })]
      await lan.begin(whole)
      await lan.save('swapped', 1, whole, reasons(whole))
      await lan.office.send('/admin/designs/swapped/discard', { revision: '2' })
      await lan.begin(other)
      const { revision } = await lan.state('swapped')
      await lan.save('swapped', revision, other, reasons(other))
      expect((await minh.office.send('/admin/designs/swapped/approve', { revision: '2' })).status).toBe(409)
      expect((await minh.save('swapped', 2, whole)).status).toBe(409)
      expect((await lan.act('swapped', 'publish', 2)).status).toBe(409)
      expect((await lan.act('swapped', 'publish', revision + 1)).status).toBe(200)
      // So is it where the one before was published.
      await lan.office.send('/admin/questionnaires/swapped/1/next')
      expect((await lan.state('swapped')).revision).toBeGreaterThan(revision + 1)
    })

    it('and does not come back over one that is on the way', async () => {
      const path = await server.database.db
        .selectFrom('events')
        .select('seq')
        .where('object', '=', 'gone')
        .where('act', '=', 'questionnaires.discard')
        .executeTakeFirstOrThrow()
      expect((await lan.office.send(`/admin/questionnaires/gone/history/${path.seq}/restore`)).status).toBe(409)
      expect((await lan.office.send('/admin/questionnaires/gone/history/none/restore')).status).toBe(404)
    })
  })
})

const day = 86_400_000

describe.each(engines)('switching off that two persons publish, on %s', (engine) => {
  let server: TestServer
  let time = Date.parse('2026-11-01T03:00:00Z')
  let lan: Office
  let minh: Office
  /** Somebody who signs in, let in by an act of an administrator's. */
  async function letIn(name: string): Promise<Office> {
    const by: Actor = { id: 'lan-id', name: 'Lan', via: 'session', permissions, door: 'page', provedAt: new Date(time).toISOString() }
    const wanted = { username: name, name: `Trần ${name}`, kind: 'person', grants: everyOffice } as const
    expect(
      (
        await act(
          { database: server.database, now: () => time, config: { mail: undefined, publicUrl: undefined } },
          by,
          createAccount,
          wanted,
        )
      ).kind,
    ).toBe('done')
    return officeInPerson({ ...server, token: await tokenOf(server.database, name) })
  }
  beforeAll(async () => {
    server = await startServer({ engine, now: () => time })
    ;[lan, minh] = [await letIn('lan'), await letIn('minh')]
    time += 7 * day + 1000
  })
  beforeEach(async () => {
    time += 1000
    await saveFourEyes(server.database, true)
    await server.database.db.deleteFrom('settings').where('name', '=', 'four-eyes-off').execute()
  })
  afterAll(() => server.close())
  const reason = 'Chỉ còn một người soạn phiếu'
  const ask = (office: Office, why = reason) => office.send('/admin/settings/four-eyes/ask', { reason: why })
  /** As the page that they have open says. */
  const asked = async (office: Office) => /name="asked" value="([^"]+)"/.exec(await office.html('/admin/settings'))?.[1] ?? ''
  const answer = async (office: Office, what: 'confirm' | 'withdraw', which: string) =>
    (await office.send(`/admin/settings/four-eyes/${what}`, { asked: which })).status
  const isOn = () => readFourEyes(server.database)
  const told = async () =>
    (
      await server.database.db.selectFrom('events').select(['act', 'person']).where('object', '=', 'four-eyes').orderBy('seq').execute()
    ).map(({ act: name, person }) => `${name.replace('settings.', '').replace('-four-eyes-off', '')} ${person}`)

  it('takes one who asks with a reason and another who confirms, each with an event', async () => {
    const before = await told()
    const plain = await lan.send('/admin/settings', { name: 'Sông Ngân' })
    expect([plain.status, await isOn()]).toEqual([303, true])
    expect(said(await lan.html('/admin/settings'))).toContain('Người xác nhận được: Trần minh.')
    const short = await ask(lan, 'thử')
    expect([short.status, said(await short.text()).includes('Cần nêu lý do')]).toEqual([422, true])
    expect((await ask(lan)).headers.get('location')).toBe('/admin/settings?done=off-asked')
    expect((await ask(minh)).status).toBe(409)
    expect([await isOn(), await lan.html('/admin/settings')]).toEqual([true, expect.not.stringContaining('/four-eyes/confirm')])
    expect(said(await minh.html('/admin'))).toContain('đang chờ bạn xác nhận')
    expect(said(await lan.html('/admin'))).not.toContain('đang chờ bạn xác nhận')
    expect(said(await minh.html('/admin/settings'))).toContain(reason)
    const which = await asked(minh)
    expect([await answer(lan, 'confirm', which), await answer(minh, 'confirm', 'another'), await isOn()]).toEqual([409, 409, true])
    expect([await answer(minh, 'confirm', which), await isOn()]).toEqual([303, false])
    expect(await answer(minh, 'confirm', which)).toBe(409)
    expect((await told()).slice(before.length)).toEqual(['ask Trần lan', 'confirm Trần minh'])
    expect(await lan.html('/admin/settings')).toContain('name="fourEyes"')
  })

  it('is taken back by either, and what somebody has read is what they answer', async () => {
    for (const who of [lan, minh]) {
      await ask(lan)
      const which = await asked(minh)
      expect(await answer(who, 'withdraw', which)).toBe(303)
      time += 1000
      await ask(lan, 'Một lý do hoàn toàn khác')
      expect([await answer(minh, 'confirm', which), await isOn()]).toEqual([409, true])
      await answer(lan, 'withdraw', await asked(lan))
    }
  })

  it('waits for seven days and no longer', async () => {
    await ask(lan)
    const which = await asked(minh)
    time += 7 * day - 1
    expect(await asked(minh)).toBe(which)
    time += 1
    expect([await answer(minh, 'confirm', which), await isOn(), await asked(minh)]).toEqual([409, true, ''])
    expect(said(await minh.html('/admin'))).not.toContain('đang chờ bạn xác nhận')
  })

  it('is not confirmed by an account that somebody made, reset or raised within a week, nor by one that signs nobody in', async () => {
    const hoa = await letIn('hoa')
    const script = officeInPerson({ ...server, token: await tokenOf(server.database, 'may-chu') })
    await ask(lan)
    const which = await asked(minh)
    for (const one of [hoa, script]) expect([await answer(one, 'confirm', which), await isOn()]).toEqual([409, true])
    expect(said(await hoa.html('/admin/settings'))).toContain('Bạn chưa xác nhận được')
    await answer(lan, 'withdraw', which)
    time += 7 * day + 1000
    await ask(lan)
    expect((await minh.send('/admin/accounts/hoa/reset')).status).toBe(200)
    const back = officeInPerson({ ...server, token: await tokenOf(server.database, 'hoa') })
    expect([await answer(back, 'confirm', await asked(lan)), await isOn()]).toEqual([409, true])
  })

  it('nor is a questionnaire approved by such an account, which is told from when it can be', async () => {
    const desk = async (name: string) => designing({ ...server, token: await tokenOf(server.database, name) })
    const asDeps = { database: server.database, now: () => time, config: { mail: undefined, publicUrl: undefined } }
    const whole = small({ id: 'hai-nguoi' })
    const author = await desk('lan')
    await author.begin(whole)
    await author.save('hai-nguoi', 1, whole, reasons(whole))
    await author.act('hai-nguoi', 'ask', 2)
    const approve = async (name: string) => {
      const reply = await (await desk(name)).office.send('/admin/designs/hai-nguoi/approve', { revision: '2' })
      return [reply.status, said(await reply.text())] as const
    }
    const review = async (name: string, language = 'vi') => (await desk(name)).office.html('/admin/designs/hai-nguoi/review', language)
    const refusals = async () =>
      (await server.database.db.selectFrom('events').select(['person', 'details']).where('act', '=', 'refusals.alone').execute()).filter(
        ({ details }) => details.includes('questionnaires.approve'),
      )
    await letIn('vua-moi')
    const when = numbersOf('vi').moment(new Date(time + 7 * day).toISOString())
    const page = await review('vua-moi')
    expect([page.includes('/hai-nguoi/approve"'), page.includes('/hai-nguoi/send-back"'), said(page).includes(`từ ${when}`)]).toEqual([
      false,
      true,
      true,
    ])
    expect(said(await review('vua-moi', 'en'))).toContain('You cannot approve yet')
    expect(said(await (await desk('vua-moi')).office.html('/admin'))).not.toContain('đang chờ bạn: 1')
    expect(await approve('vua-moi')).toEqual([409, expect.stringContaining(`từ ${when}`)])
    expect(await refusals()).toEqual([{ person: 'Trần vua-moi', details: '{"tried":"questionnaires.approve","why":"new"}' }])
    const told = said(await review('lan'))
    expect([told.includes('Người có thể duyệt: Trần minh'), told.includes(`Trần vua-moi (${when})`)]).toEqual([true, true])
    time += 7 * day + 1000
    expect((await review('vua-moi')).includes('/hai-nguoi/approve"')).toBe(true)
    // Whatever opens an account, or lets it approve, begins the week anew; a role over one agency lets nobody approve.
    const granted = (role: RoleName, agency: string) => async () => {
      const grant = { role, agency, endsOn: '' }
      expect((await act(asDeps, atCommandLine(), grantRole, { username: 'vua-moi', grant })).kind).toBe('done')
    }
    await saveAgencies(server.database, [agency('A1')])
    // An administrator who can come in, so that the other one can be shut out.
    await server.database.db.updateTable('credentials').set({ password: 'chosen' }).where('user_id', '<>', '').execute()
    const opened = {
      reset: () => act(asDeps, atCommandLine(), resetAccount, { username: 'vua-moi' }),
      shut: async () => {
        expect((await act(asDeps, atCommandLine(), disableAccount, { username: 'vua-moi' })).kind).toBe('done')
        expect((await act(asDeps, atCommandLine(), enableAccount, { username: 'vua-moi' })).kind).toBe('done')
      },
      raised: async () => {
        await act(asDeps, atCommandLine(), takeRole, { username: 'vua-moi', role: 'manager', agency: '' })
        await granted('manager', '')()
      },
    }
    for (const [how, open] of Object.entries(opened)) {
      await open()
      expect([how, (await approve('vua-moi'))[0]]).toEqual([how, 409])
      time += 7 * day + 1000
    }
    await granted('manager', 'A1')()
    await granted('analyst', '')()
    expect((await approve('vua-moi'))[0]).toBe(303)
    await author.office.send('/admin/designs/hai-nguoi/discard', { revision: '2' })
  })

  it('tells a lone administrator what to do', async () => {
    await server.database.db.updateTable('users').set({ disabled_at: '2026-11-01T00:00:00Z' }).where('username', '<>', 'lan').execute()
    expect(said(await lan.html('/admin/settings'))).toContain('giao vai trò quản trị cho một người thứ hai')
  })
})

/** Where the design that was discarded last is brought back. */
async function restorePath({ office }: Designing, id: string): Promise<string> {
  const path = /action="([^"]*\/restore)"/.exec(await office.html(`/admin/questionnaires/${id}/history`))?.[1]
  if (path === undefined) throw new Error(`nothing of "${id}" can be brought back`)
  return path
}
