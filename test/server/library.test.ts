import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LibraryFind } from '../../surveys/designing/library'
import { changeQuestion } from '../../surveys/designing/questions'
import { takeQuestion } from '../../surveys/designing/taking'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { readSmall } from '../surveys/small'
import { type Designing, designing } from './designing'
import { startServer, type TestServer } from './harness'

const mine = 'phieu-dang-soan'

describe('the library of the designer', () => {
  let server: TestServer
  let lan: Designing
  beforeAll(async () => {
    server = await startServer({ now: () => Date.parse('2026-11-20T03:00:00Z') })
    lan = designing(server)
    await lan.begin({ ...readSmall(), id: mine })
    await lan.begin(readSmall())
    await lan.publish(readSmall(), 1)
    await lan.office.send('/admin/questionnaires/small/1/next')
    const { definition, revision } = await lan.state('small')
    const worded = changeQuestion(definition, 'rate', (one) => ({ ...one, text: { vi: 'Ông/bà chấm mấy điểm', en: 'How many points' } }))
    await lan.save('small', revision, worded)
  })
  afterAll(() => server.close())

  const asked = async (what: string, query: Readonly<Record<string, string>>) =>
    lan.office.get(`/admin/designs/${mine}/library${what}?${new URLSearchParams(query)}`)
  const found = async (query: Readonly<Record<string, string>>) => {
    const { finds }: { readonly finds: readonly LibraryFind[] } = await (await asked('', query)).json()
    return finds.map(({ id, source: { id: of, version, standing, day } }) => `${of} ${version} ${standing} ${day} ${id}`)
  }

  it('looks through what is published, what is being written and what comes with the product, but not through itself', async () => {
    expect(await found({ q: 'cham phieu nho', what: 'question' })).toEqual([
      'small 1 published 2026-11-20 rate',
      'small 2 draft 2026-11-20 rate',
    ])
    const parents = await found({ q: 'hoc sinh', what: 'section' })
    expect(parents.some((one) => /^parents-primary \d+ shipped /.test(one))).toBe(true)
    expect((await found({ q: '', what: 'question' })).length).toBe(60)
    expect((await found({ q: 'hai long', what: 'scale' }))[0]).toMatch(/^ready-scales 1 ready  /)
    expect((await asked('/source', { questionnaire: 'ready-scales', version: '1', standing: 'ready' })).status).toBe(200)
  })

  it('gives the questionnaire of a find whole but for its figures', async () => {
    const source: Questionnaire = await (await asked('/source', { questionnaire: 'small', version: '2', standing: 'draft' })).json()
    expect([source.version, source.trees, source.sections.length]).toEqual([2, [], 2])
    expect((await asked('/source', { questionnaire: mine, version: '1', standing: 'draft' })).status).toBe(404)
    expect((await asked('/source', { questionnaire: 'small', version: '2', standing: 'published' })).status).toBe(404)
  })

  it('tells of what was taken whether it reads otherwise by now', async () => {
    const origin = async (item: string, version = '1') =>
      (await asked('/origin', { what: 'question', questionnaire: 'small', version, item })).json()
    expect(await origin('rate')).toEqual({ title: readSmall().title })
    const { definition, revision } = await lan.state('small')
    await lan.publish(definition, revision)
    expect(await origin('rate')).toEqual({ title: readSmall().title, standing: 'published', later: 2, fate: 'otherwise' })
    expect(await origin('late')).toEqual({ title: readSmall().title, standing: 'published', later: 2, fate: 'same' })
    expect(await origin('rate', '2')).toEqual({ title: readSmall().title })
  })

  it('keeps where something is from in what is saved and published', async () => {
    const { definition, revision } = await lan.state(mine)
    const taken = takeQuestion(definition, readSmall(), 'rate', { section: 'first' })
    await lan.publish(taken?.draft ?? definition, revision)
    const page = await lan.office.get(`/admin/questionnaires/${mine}/1/definition.json`)
    expect(JSON.stringify(await page.json())).toContain('"from":{"questionnaire":"small","version":1,"item":"rate"}')
  })
})
