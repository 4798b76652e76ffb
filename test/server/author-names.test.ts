import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import { questionnaireWith } from '../surveys/fixtures'
import { agency, fielded, post, response } from './fielded'
import { startServer, type TestServer } from './harness'

const names = ['constructor', 'toString', 'valueOf']

/** A question of every kind that is called as something of the language. */
const named = questionnaireWith({
  questions: [
    { type: 'single', id: 'constructor', text: { vi: 'a', en: 'b' }, scale: 'satisfaction', required: true },
    { type: 'text', id: 'toString', text: { vi: 'a', en: 'b' }, maxLength: 20, required: true },
    { type: 'number', id: 'valueOf', text: { vi: 'a', en: 'b' }, min: 0, max: 9, required: true },
    { type: 'date', id: 'hasOwnProperty', text: { vi: 'a', en: 'b' } },
    { type: 'multiple', id: 'isPrototypeOf', text: { vi: 'a', en: 'b' }, scale: 'satisfaction' },
    {
      type: 'matrix',
      id: 'm',
      text: { vi: 'a', en: 'b' },
      scale: 'satisfaction',
      items: [{ id: 'toLocaleString', text: { vi: 'a', en: 'b' } }],
    },
  ],
  trees: [],
})

describe('a campaign whose items are called as something of the language', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
    await publishQuestionnaire(server.database, named, '2026-01-01')
    await fielded(server.database, { questionnaire: named.id, agencies: [agency('A1')] })
  })
  afterAll(() => server.close())

  it('shows its blank form', async () => {
    const page = await fetch(`${server.url}/s/q1`)
    expect(page.status).toBe(200)
    expect(await page.text()).not.toContain('native code')
  })

  it('misses each required item, by form and by API', async () => {
    const sent = await post(server.url, response({}, { version: 1 }))
    expect([sent.status, (await sent.json()).details.map(({ item, code }: { item: string; code: string }) => `${item} ${code}`)]).toEqual([
      422,
      names.map((name) => `${name} required`),
    ])
    const form = await fetch(`${server.url}/s/q1`, { method: 'POST', body: new URLSearchParams({ _campaign: 'c1' }) })
    expect(form.status).toBe(422)
  })

  it('takes a whole response, and exports what was left out as empty cells', async () => {
    expect((await post(server.url, response({ constructor: 'a', toString: 'x', valueOf: 0 }, { version: 1 }))).status).toBe(201)
    const file = await (
      await fetch(`${server.url}/api/v1/campaigns/c1/exports/responses.csv`, { headers: { Authorization: `Bearer ${server.token}` } })
    ).text()
    expect(file.trim().split('\n')[1]).toMatch(/,a,x,0,,,$/)
  })

  it('refuses the answer key __proto__ by name', async () => {
    const body = JSON.stringify(response({ constructor: 'a', toString: 'x', valueOf: 0 }, { version: 1 })).replace(
      '"answers":{',
      '"answers":{"__proto__":"x",',
    )
    const sent = await fetch(`${server.url}/api/v1/responses`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
    expect([sent.status, await sent.json()]).toMatchObject([422, { code: 'body_invalid', details: [{ path: 'answers' }] }])
  })
})
