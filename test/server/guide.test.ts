import { execFile } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { guide } from '../../server/api/guide'
import { type Language, languages } from '../../client/text/languages'
import { webhookEvents } from '../../surveys/fielding/webhooks'
import { commandOn, succeeding } from './cli'
import type { TestServer } from './harness'
import { surveyed } from './surveyed'
import { tokenOf } from './token'

const ran = promisify(execFile)

/** The examples of a language, as they stand. */
const examples = (language: string, spoken: Language = 'vi'): readonly string[] =>
  [...guide(spoken).matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, code = '']) => code.trim())

const linesOf = (prefix: string): readonly string[] =>
  examples('sh').flatMap((code) => code.split('\n').filter((line) => line.startsWith(prefix)))

/** Words of a command as a shell reads them. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')

describe('the guide for other systems', () => {
  let server: TestServer
  let folder = ''
  let token = ''
  beforeAll(async () => {
    server = await surveyed()
    folder = mkdtempSync(join(tmpdir(), 'sipas-guide-'))
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true })
    await server.close()
  })
  const shell = async (line: string): Promise<string> => {
    const env = { ...process.env, SIPAS: server.url, TOKEN: token, RESULTS_TOKEN: await tokenOf(server.database, 'reader') }
    return (await ran('bash', ['-euo', 'pipefail', '-c', line], { env, cwd: folder })).stdout
  }

  it('gives a system an account and a token by commands that work', async () => {
    const commands = linesOf('npm run -s sipas -- ')
    expect(commands).toHaveLength(3)
    let said = ''
    for (const line of commands) said = (await succeeding(commandOn(server, ...wordsOf(line).slice(5)))).stdout
    token = /sipas_[\w-]+/.exec(said)?.[0] ?? ''
    expect(token).not.toBe('')
  })

  it('names every kind of message', () => {
    for (const language of languages) for (const event of [...webhookEvents, 'trial']) expect(guide(language)).toContain(`\`${event}\``)
  })

  it('shows the same examples in every language, in words of its own', async () => {
    for (const code of ['sh', 'json', 'python']) expect(examples(code, 'en')).toEqual(examples(code, 'vi'))
    const described = async (query: string, wanted: string) =>
      (await (await fetch(`${server.url}/api/v1/openapi.json${query}`, { headers: { 'Accept-Language': wanted } })).json()).info.description
    expect(await described('?lang=en', 'vi')).toBe(guide('en'))
    expect(await described('', 'en-GB')).toBe(guide('en'))
    expect(await described('', 'vi')).toBe(guide('vi'))
    const page = async (query: string) => (await fetch(`${server.url}/api/docs${query}`, { headers: { 'Accept-Language': 'vi' } })).text()
    expect(await page('')).toMatch(/<html lang="vi">[^]*href="\/api\/docs\?lang=en">English</)
    expect(await page('?lang=en')).toMatch(/<html lang="en">[^]*href="\/api\/docs\?lang=vi">Tiếng Việt</)
  })

  it('asks only what is answered as it says', async () => {
    const asked = linesOf('curl ')
    expect(asked).toHaveLength(9)
    const answers = new Map<string, string>()
    for (const line of asked) answers.set(line, await shell(line))
    const [campaigns = '', agencies = '', released = '', , quarter = '', one = ''] = [...answers.values()]
    expect(JSON.parse(campaigns)).toEqual([
      expect.objectContaining({
        code: 'c1',
        questionnaire: 'sipas-service',
        state: 'open',
        from: '2026-10-01',
        to: '2026-12-31',
        threshold: 10,
      }),
    ])
    expect(JSON.parse(agencies).map(({ code }: { readonly code: string }) => code)).toEqual(['A1', 'A2', 'A3', 'D1'])
    expect(JSON.parse(released)).toMatchObject({ campaign: 'c1', filter: null })
    expect(readFileSync(join(folder, 'released.csv'), 'utf8').split('\n').length).toBeGreaterThan(2)
    expect(JSON.parse(quarter)).toMatchObject({ filter: { from: '2026-10', to: '2026-12' } })
    expect(JSON.parse(one).agencies).toHaveLength(1)
  })

  it('shows a message of the shape that is sent', () => {
    const [message = ''] = examples('json')
    expect(Object.keys(JSON.parse(message))).toEqual(['type', 'timestamp', 'data'])
    expect(Object.keys(JSON.parse(message).data.campaign)).toEqual([
      'code',
      'title',
      'questionnaire',
      'opensOn',
      'closesOn',
      'state',
      'synthetic',
    ])
  })

  it('checks a signature with a program that tells ours from others', async (context) => {
    const hasPython = await ran('python3', ['-c', 'str.removeprefix']).then(
      () => true,
      () => false,
    )
    if (!hasPython) return context.skip('there is no Python here')
    const [program = ''] = examples('python')
    const [key, body, at] = [Buffer.alloc(32, 7), '{"type":"trial"}', String(Math.floor(Date.now() / 1_000))]
    const right = createHmac('sha256', key).update(`m1.${at}.${body}`).digest('base64')
    const judge = (signature: string): string =>
      `${program}\nprint(is_ours("whsec_${key.toString('base64')}", {"webhook-id": "m1", "webhook-timestamp": "${at}", "webhook-signature": "${signature}"}, b'${body}'))`
    const said = async (signature: string) => (await ran('python3', ['-c', judge(signature)])).stdout.trim()
    expect([await said(`v1,${right}`), await said(`v1,AAAA v1,${right}`), await said('v1,AAAA')]).toEqual(['True', 'True', 'False'])
    return undefined
  })
})
