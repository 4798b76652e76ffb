import { screenWords } from '../../client/text/screen'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tokenOf } from './token'
import { findings } from '../../surveys/designing/checking'
import { findingKey } from '../../surveys/designing/findings'
import { readDefinition } from '../../surveys/instrument/definition'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { readSmall } from '../surveys/small'
import { type Designing, designing } from './designing'
import { fielded } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { said, unsaid } from './office'
import { signIn } from './signed-in'

const today = Date.parse('2026-11-20T03:00:00Z')

/** Nothing is wrong with it, and the linter has something to say. */
const small = (wanted: Partial<Questionnaire> = {}): Questionnaire => ({ ...readSmall(), ...wanted })

describe.each(engines)('versions of a questionnaire on %s', (engine) => {
  let server: TestServer
  let lan: Designing
  let minh: Designing
  beforeAll(async () => {
    server = await startServer({ engine, now: () => today })
    const deskOf = async (name: string) => ({ ...server, token: await tokenOf(server.database, name) })
    lan = designing(await deskOf('hoa'))
    minh = designing(await deskOf('minh'))
    await lan.office.send('/admin/new/design', { origin: 'blank', id: 'blank-one', title: 'Phiếu mới tinh' })
  })
  afterAll(() => server.close())

  describe('over time', () => {
    const first = small({ id: 'versions' })
    const reworded = { ...first, title: { vi: 'Phiếu sửa lời', en: 'Reworded' } }
    const rescored = {
      ...reworded,
      scales: first.scales.map((scale) =>
        scale.id === 'five'
          ? { ...scale, options: scale.options.map((option) => (option.code === 'fair' ? { ...option, score: 3 } : option)) }
          : scale,
      ),
    }
    const shortened = {
      ...rescored,
      sections: first.sections.map((section) => ({ ...section, questions: section.questions.filter(({ id }) => id !== 'field') })),
    }
    beforeAll(async () => {
      await lan.begin(first)
      await lan.publish(first, 1)
      for (const next of [reworded, shortened]) {
        await lan.office.send('/admin/questionnaires/versions/1/next')
        const {
          definition: { version },
          revision,
        } = await lan.state('versions')
        await lan.publish({ ...first, ...next, version, comparableTo: [1] }, revision)
      }
      await fielded(server.database, { code: 'in-field', questionnaire: 'versions', version: 2 })
    })

    it('that are told apart: wording stays in one trend, another score does not', async () => {
      const words = said(await lan.office.html('/admin/questionnaires/versions/compare?from=1&to=2'))
      expect(words).toContain('đứng chung một đường xu hướng')
      expect(words).toMatch(/Tên phiếu[\s\S]*Phiếu nhỏ[\s\S]*Phiếu sửa lời/)
      const scores = said(await lan.office.html('/admin/questionnaires/versions/compare?from=3&to=1'))
      expect(scores).toContain('So sánh bản 1 với bản 3')
      expect(scores).toContain('không còn cùng nghĩa')
      expect(scores).toMatch(/Thang đo\s+five[\s\S]*m, rate[\s\S]*Đổi thang đo, phương án hoặc điểm/)
      expect(scores).toMatch(/\bfield\s[\s\S]*Không còn hỏi/)
      expect(said(await lan.office.html('/admin/questionnaires/versions/compare?from=2&to=3'))).toContain('dù người soạn ghi thế nào')
    })

    it('that do not join unless the later one says so', async () => {
      const alone = small({ id: 'alone' })
      await lan.begin(alone)
      await lan.publish(alone, 1)
      await lan.office.send('/admin/questionnaires/alone/1/next')
      await lan.publish({ ...alone, version: 2, comparableTo: [] }, (await lan.state('alone')).revision)
      expect(said(await lan.office.html('/admin/questionnaires/alone/compare?from=1&to=2'))).toContain('không ghi là so sánh được')
    })

    it('with a history of who published and where each is asked', async () => {
      const history = await lan.office.html('/admin/questionnaires/versions/history')
      expect(history).toContain('href="/admin/campaigns/in-field"')
      expect(said(history)).toMatch(/Bản 3[\s\S]*Bản 2[\s\S]*Bản 1/)
      expect(history).toContain('/admin/new/design?from=versions+1')
      expect((await lan.office.get('/admin/questionnaires/none/history')).status).toBe(404)
      expect((await lan.office.get('/admin/questionnaires/versions/compare?from=1&to=9')).status).toBe(404)
      expect((await lan.office.get('/admin/questionnaires/versions/compare?from=2&to=2')).headers.get('location')).toBe(
        '/admin/questionnaires/versions/history',
      )
    })

    it('of which an old one becomes the next', async () => {
      const begun = await lan.office.send('/admin/questionnaires/versions/1/next')
      expect(begun.headers.get('location')).toBe('/admin/designs/versions')
      const { definition, accepted } = await lan.state('versions')
      const warned = findings(first, readDefinition, screenWords)
        .filter(({ severity }) => severity === 'warning')
        .map(findingKey)
      expect(warned).not.toEqual([])
      expect(Object.keys(accepted).sort()).toEqual(warned.sort())
      expect([definition.version, definition.title, definition.comparableTo]).toEqual([4, first.title, [1]])
      const review = said(await minh.office.html('/admin/designs/versions/review'))
      expect(review).toMatch(/Phiếu sửa lời[\s\S]*Phiếu nhỏ/)
      expect(review).toContain('Những gì thay đổi so với bản 3')
      expect(said(await lan.office.html('/admin/designs/versions/publish'))).toMatch(
        /Công bố bản này làm dừng mọi xu hướng của bản 3: \d+ chỉ số, gồm [\s\S]*Dừng \(\d+\)/,
      )
    })

    it('whose figures are counted before one is published: which go on, which end, which are new', async () => {
      const base = small({ id: 'counted' })
      const [tree] = base.trees
      const [node] = tree?.nodes ?? []
      if (!tree || !node) throw new Error('no tree')
      const another = (id: string, code: string, item: string) => ({ ...tree, id, nodes: [{ ...node, code, items: [item] }] })
      const two = { ...base, trees: [tree, another('rated', 'R', 'rate')] }
      const five = base.scales.find(({ id }) => id === 'five')
      const sections = two.sections.map((section) => ({
        ...section,
        questions: section.questions.map((one) => (one.id === 'rate' ? { ...one, scale: 'anew' } : one)),
      }))
      const anew = { id: 'anew', options: (five?.options ?? []).map((one) => (one.code === 'fair' ? { ...one, score: 3 } : one)) }
      const changed = {
        ...two,
        scales: [...two.scales, anew],
        sections,
        trees: [...two.trees, another('prompt', 'L', 'late')],
      }
      await lan.begin(two)
      await lan.publish(two, 1)
      await lan.office.send('/admin/questionnaires/counted/1/next')
      const told = async (next: object): Promise<string> => {
        expect((await lan.save('counted', (await lan.state('counted')).revision, { ...next, version: 2 })).status).toBe(200)
        return said(await lan.office.html('/admin/designs/counted/publish'))
      }
      expect(await told({ ...two, comparableTo: [1] })).toMatch(/Cả 5 chỉ số đi tiếp trong xu hướng của bản 1[\s\S]*Đi tiếp \(5\)/)
      expect(await told({ ...two, comparableTo: [] })).toMatch(/làm dừng mọi xu hướng của bản 1: 5 chỉ số[\s\S]*Dừng \(5\)/)
      expect(await told({ ...changed, comparableTo: [1] })).toMatch(
        /làm dừng xu hướng của 2 chỉ số[\s\S]*3 chỉ số đi tiếp từ bản 1[\s\S]*Đi tiếp \(3\)[\s\S]*Dừng \(2\)[\s\S]*Mới \(2\)/,
      )
    })

    it('of which one is put away: campaigns go on, no new one takes it, and it can come back', async () => {
      await lan.office.send('/admin/questionnaires/versions/2/choose')
      await lan.office.send('/admin/questionnaires/versions/2/archive')
      expect((await lan.office.send('/admin/questionnaires/versions/2/choose')).status).toBe(409)
      const form = await lan.office.html('/admin/new/campaign')
      expect([
        form.includes('value="versions 2"'),
        form.includes('value="versions 3"'),
        /<select id="questionnaire"[^>]*><option[^>]* selected[^>]*>Xin chọn/.test(form),
      ]).toEqual([false, true, true])
      const made = await lan.office.send('/admin/new/campaign', {
        code: 'late',
        title: 'Muộn',
        questionnaire: 'versions 2',
        from: '2026-12-01',
        to: '2026-12-31',
        kind: 'open',
        threshold: '10',
        scope: 'all',
      })
      expect([made.status, said(await made.text()).includes('Không có “versions version 2”')]).toEqual([422, true])
      expect(await lan.office.html('/admin/questionnaires')).toMatch(/<details class="more archived">[\s\S]*questionnaires\/versions\/2"/)
      expect((await fetch(`${server.url}/s/q1`)).status).toBe(200)
      await lan.office.send('/admin/questionnaires/versions/2/unarchive')
      expect(await lan.office.html('/admin/new/campaign')).toContain('value="versions 2"')
      expect(said(await lan.office.html('/admin/questionnaires/versions/history'))).toMatch(/Đưa bản 2 ra dùng lại|Cất bản 2 vào kho lưu/)
    })

    it('of which a draft campaign keeps the one it has, though it be put away', async () => {
      await server.database.db.updateTable('campaigns').set({ status: 'draft' }).where('code', '=', 'in-field').execute()
      await lan.office.send('/admin/questionnaires/versions/2/archive')
      const change = {
        title: 'Tên mới',
        questionnaire: 'versions 2',
        from: '2026-01-01',
        to: '2099-12-31',
        kind: 'open',
        threshold: '10',
        scope: 'all',
      }
      expect(await lan.office.html('/admin/campaigns/in-field/setup/change')).toContain('value="versions 2"')
      expect((await lan.office.send('/admin/campaigns/in-field/setup/change', change)).status).toBe(303)
    })
  })

  describe('in the gallery', () => {
    it('stands with who changed it last and where to go on, beside what each questionnaire is for', async () => {
      const gallery = await minh.office.html('/admin/questionnaires')
      expect(gallery).toContain('href="/admin/designs/blank-one"')
      expect(said(gallery)).toContain('Sửa lần cuối: hoa, 20/11/2026 10:00')
      expect(gallery).toContain('href="/admin/new/design"')
      expect(said(gallery)).toMatch(/Phiếu điều tra xã hội học[\s\S]*Căn cứ: phương pháp đo lường sự hài lòng/)
    })

    it('stands with its newest version, the ones before behind a fold', async () => {
      await lan.office.send('/admin/questionnaires/versions/2/unarchive')
      const [open = '', earlier = ''] = (await minh.office.html('/admin/questionnaires')).split('<summary>Bản trước')
      expect([1, 2, 3].map((version) => open.includes(`/admin/questionnaires/versions/${version}"`))).toEqual([false, false, true])
      expect([1, 2].map((version) => earlier.includes(`/admin/questionnaires/versions/${version}"`))).toEqual([true, true])
    })

    it.each([
      '/admin/questionnaires',
      '/admin/new/design',
      '/admin/designs/blank-one/review',
      '/admin/designs/blank-one/discard',
      '/admin/designs/versions/review',
      '/admin/questionnaires/versions/history',
      '/admin/questionnaires/versions/compare?from=1&to=3',
      '/admin/settings',
    ])('shows %s in both languages, without a script', async (path) => {
      for (const language of ['vi', 'en']) {
        const page = await lan.office.html(path, language)
        expect(page).toContain(`<html lang="${language}"`)
        expect(said(page.replace(/<code>[^<]*<\/code>/g, ''))).not.toMatch(unsaid)
        expect(said(page)).not.toMatch(/\b(event|itemFate|figureFate|textPlace|verdict)_/)
        expect(page).not.toMatch(/<script| style="| on[a-z]+="/)
      }
    })
  })

  it.each(['review', 'publish'])('leads from the page for %s back to a design that is not finished, by its one button', async (page) => {
    const main = (await lan.office.html(`/admin/designs/blank-one/${page}`)).replace(/^[^]*<main/, '')
    expect(main.match(/<a class="button"[^>]*>|<button type="submit">/g)).toEqual(['<a class="button" href="/admin/designs/blank-one">'])
  })

  it('is for nobody who has not signed in, and for no form of another site', async () => {
    const before = await everything(server)
    const paths = [
      '/admin/new/design',
      '/admin/designs/blank-one/publish',
      '/admin/designs/blank-one/ask',
      '/admin/designs/blank-one/approve',
      '/admin/designs/blank-one/discard',
      '/admin/questionnaires/versions/1/archive',
      '/admin/questionnaires/versions/1/next',
      '/admin/settings',
    ]
    const fields = { origin: 'blank', id: 'stranger', title: 'Lạ', revision: '1', name: 'Lạ', fourEyes: 'yes' }
    const cookie = await signIn(server)
    for (const path of paths) {
      const unknown = await fetch(server.url + path, {
        method: 'POST',
        redirect: 'manual',
        headers: { Origin: server.url },
        body: new URLSearchParams(fields),
      })
      expect([path, unknown.status]).toEqual([path, 401])
      const form = await fetch(server.url + path, {
        method: 'POST',
        redirect: 'manual',
        headers: { Cookie: cookie, Origin: 'https://elsewhere.example' },
        body: new URLSearchParams(fields),
      })
      expect([path, form.status]).toEqual([path, 403])
      const json = await fetch(server.url + path, {
        method: 'POST',
        redirect: 'manual',
        headers: { Cookie: cookie, Origin: 'https://elsewhere.example', 'Content-Type': 'application/json' },
        body: JSON.stringify({ revision: 1 }),
      })
      expect([path, json.status]).toEqual([path, 403])
    }
    const put = await fetch(`${server.url}/admin/designs/blank-one`, {
      method: 'PUT',
      headers: { Cookie: cookie, Origin: 'https://elsewhere.example', 'Content-Type': 'application/json' },
      body: JSON.stringify({ revision: 1, definition: small({ id: 'blank-one' }), accepted: {} }),
    })
    expect(put.status).toBe(403)
    for (const path of [
      '/admin/designs/blank-one/review',
      '/admin/designs/blank-one/definition.json',
      '/admin/questionnaires/versions/history',
      '/admin/questionnaires/versions/1/definition.json',
    ])
      expect([path, (await fetch(server.url + path)).status]).toEqual([path, 401])
    expect(await everything(server)).toEqual(before)
  })
})

/** All that the designer writes. */
async function everything({ database: { db } }: TestServer): Promise<unknown> {
  return {
    designs: await db.selectFrom('designs').selectAll().orderBy('questionnaire').execute(),
    versions: await db.selectFrom('questionnaires').select(['id', 'version', 'archived']).orderBy('id').orderBy('version').execute(),
    // Whoever signs in to try leaves an entry of that.
    events: await db.selectFrom('events').select('seq').where('kind', '<>', 'sessions').orderBy('seq').execute(),
    settings: await db.selectFrom('settings').selectAll().orderBy('name').execute(),
  }
}
