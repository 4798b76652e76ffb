import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agency, fielded } from './fielded'
import { startServer, type TestServer } from './harness'
import { type Office, officeOf, said } from './office'

const letters = 20_001
/** Letters that take the most bytes in a form: each is sent as nine. */
const long = 'ế'.repeat(letters)

/** Every page of the office with a form in which somebody writes. */
const pages = [
  '/admin/new/agency',
  '/admin/agencies/A1/change',
  '/admin/new/campaign',
  '/admin/campaigns/next/setup/change',
  '/admin/new/touchpoint?campaign=c1',
  '/admin/settings',
  '/admin/new/design',
  '/admin/results/published',
] as const

type Form = { readonly action: string; readonly fields: readonly (readonly [string, string])[]; readonly written: readonly string[] }

/** The form of a page that has lines to write in: what it would send as it stands, and the names of those lines. */
function formIn(html: string): Form {
  const form = html.split('<form').find((part) => /^[^>]*method="post"/.test(part) && written(part).length > 0)
  if (form === undefined) throw new Error('the page has no form to write in')
  const hidden = inputs(form)
    .filter((input) => /type="(?:hidden|date)"/.test(input) || /\bchecked\b/.test(input))
    .map((input) => [attribute(input, 'name'), attribute(input, 'value')] as const)
  const chosen = [...form.matchAll(/<select[^>]*name="([^"]*)"[\s\S]*?<\/select>/g)].map(
    ([select, name = '']) => [name, attribute(/<option[^>]*selected[^>]*>/.exec(select)?.[0] ?? '', 'value')] as const,
  )
  return { action: attribute(form, 'action'), fields: [...hidden, ...chosen], written: written(form) }
}

const inputs = (form: string): readonly string[] => form.match(/<input[^>]*>/g) ?? []
const attribute = (tag: string, name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
const written = (form: string): readonly string[] =>
  inputs((form.split('</form>')[0] ?? '').replaceAll('readonly=""', 'type="hidden"'))
    .filter((input) => !/type="(?!text|search)/.test(input) && !/\bdisabled\b/.test(input))
    .map((input) => attribute(input, 'name'))

describe('a text of more than twenty thousand letters', () => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer()
    office = officeOf(server)
    await fielded(server.database)
    await fielded(server.database, { code: 'next', status: 'draft', agencies: [agency('A1')], touchpoints: [] })
  })
  afterAll(() => server.close())

  const send = (path: string, fields: readonly (readonly [string, string])[]): Promise<Response> =>
    fetch(server.url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { Authorization: `Bearer ${server.token}`, Origin: server.url, 'Sec-Fetch-Mode': 'navigate', Accept: 'text/html' },
      body: new URLSearchParams(fields.map(([name, value]) => [name, value])),
    })

  it.each(pages)('comes back in its field, with what is wrong beside it: %s', async (path) => {
    const form = formIn(await office.html(path))
    for (const name of form.written) {
      const others = form.written.filter((one) => one !== name).map((one) => [one, ''] as const)
      const fixed = form.fields.map(([field, value]) => [field, field === 'spread' ? 'one' : value] as const)
      const reply = await send(form.action || path, [...fixed, ...others, [name, long]])
      const html = await reply.text()
      expect({ path, name, status: reply.status }).toEqual({ path, name, status: 422 })
      const field = inputs(html).find((input) => attribute(input, 'name') === name) ?? ''
      expect({ path, name, length: attribute(field, 'value').length }).toEqual({ path, name, length: letters })
      expect({ path, name, isMarked: /aria-invalid/.test(field) }).toEqual({ path, name, isMarked: true })
    }
  })

  it('is not read from somebody who is not signed in, nor without end from anybody', async () => {
    const bare = (path: string, body: string) =>
      fetch(server.url + path, { method: 'POST', redirect: 'manual', headers: { Origin: server.url, 'Sec-Fetch-Mode': 'navigate' }, body })
    expect((await bare('/admin/sign-in', 'x'.repeat(65_537))).status).toBe(413)
    expect((await bare('/admin/new/agency', 'x'.repeat(65_537))).status).toBe(401)
    const endless = await send('/admin/new/agency', [['name', 'x'.repeat(1_048_576)]])
    expect(endless.status).toBe(413)
    expect(said(await endless.text())).toContain('quá lớn')
  })

  it('is not read where it is nothing but names, of which a form of any size could hold millions', async () => {
    const names = (count: number) => Array.from({ length: count }, () => ['a', ''] as const)
    const many = await send('/admin/new/agency', names(20_001))
    expect([many.status, said(await many.text())]).toEqual([400, expect.stringContaining('Không đọc được nội dung')])
    expect((await send('/admin/new/agency', names(20_000))).status).toBe(422)
  })
})
