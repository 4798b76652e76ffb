import { blankQuestionnaire } from '../../surveys/designing/blank'
import { writeXlsx } from 'hucre/xlsx'
import { webcrypto } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newUser } from '../../server/access/account'
import { hashPassword } from '../../server/access/credentials'
import { actTable } from '../../server/acts/table'
import { insertUser, userNamed } from '../../server/db/accounts'
import { listTokens } from '../../server/db/tokens'
import type { Database } from '../../server/db/dialect'
import { readThrough } from '../../server/db/events'
import { saveGrant } from '../../server/db/grants'
import { createTouchpoint } from '../../server/db/touchpoints'
import { noteTable } from '../../server/log/note'
import { wordless } from '../../server/office/log-words'
import { presenceClaim } from '../../surveys/fielding/beat'
import { localDay } from '../../surveys/instrument/calendar'
import type { Grant } from '../../surveys/people/roles'
import { findings } from '../../surveys/designing/checking'
import { findingKey } from '../../surveys/designing/findings'
import { readDefinition } from '../../surveys/instrument/definition'
import { screenWords } from '../../client/text/screen'
import { appCode, codesIn, offerIn, passkeyAskIn, softPasskey } from './authenticator'
import { routes } from './authorisation'
import type { Stored } from './designing'
import { fielded, response, shippedVersion } from './fielded'
import { oneEngine, startServer, type TestServer } from './harness'
import { type Fields, formOf, officeOf } from './office'
import { pictureOf } from './picture-files'
import { mp3Of } from './recordings'
import { cookieOf, officer } from './signed-in'
import { changedTables, type Rows, rowsOf } from './stored-rows'
import { tokenOf } from './token'

const { username, password } = officer
const another = 'mưa rơi trên mái ngói'
const minute = 60_000
const version = shippedVersion['sipas-service']

/** What nobody asked for and every form brings along: if anything read it, it would stand somewhere afterwards. */
const planted: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['id', 'user_id', 'username', 'name', 'code', 'isAdmin', 'is_admin', 'admin', 'permissions', 'scope', 'grants', 'disabled_at', 'hash']
      .concat(['password', 'token', 'person', 'account', 'act', 'object', 'created_at', 'requested_by', '__proto__', 'constructor'])
      .map((name) => [name, 'planted'] as const),
  ),
  role: 'administrator',
  status: 'closed',
  via: 'command',
  door: 'command',
}

type Sent = {
  readonly fields?: Fields
  readonly json?: object
  readonly headers?: Readonly<Record<string, string>>
  readonly cookie?: string
  /** The server as the browser calls it. */
  readonly origin?: string
}

type Reply = { readonly text: string; readonly cookie: string }

const isKnown = (name: string): boolean => Object.hasOwn(actTable, name) || Object.hasOwn(noteTable, name)

/** Done with what this test does not start: the file that does, and counts what each leaves with `written`. */
const elsewhere: Readonly<Record<string, string>> = {
  'POST /admin/account/provider': 'single-sign-on.test.ts',
  'POST /admin/account/provider/remove': 'single-sign-on.test.ts',
  'POST /admin/mail/trial': 'mail.test.ts',
  'POST /admin/statement/:agency': 'statements.test.ts',
  'POST /admin/statements/remind': 'statements.test.ts',
  'POST /admin/statements/reminding': 'statements.test.ts',
  'POST /admin/statements/:agency/send-back': 'statements.test.ts',
  'POST /admin/new/index': 'province-indices.test.ts',
  'POST /admin/indices/:code': 'province-indices.test.ts',
  'POST /admin/indices/:code/drop': 'province-indices.test.ts',
  'POST /admin/indices/:code/:year': 'province-indices.test.ts',
  'POST /admin/campaigns/:code/responses/labels': 'labelled-import.test.ts',
  'POST /admin/campaigns/:code/responses/labels/apply': 'labelled-import.test.ts',
  'POST /api/v1/assessments': 'assessments.test.ts',
  'POST /admin/new/assessment': 'assessments.test.ts',
  'POST /admin/assessments/:code/change': 'assessments.test.ts',
  'POST /admin/assessments/:code/import': 'assessments.test.ts',
  'POST /admin/assessments/:code/import/apply': 'assessments.test.ts',
  'POST /admin/assessments/:code/intervals': 'rated-intervals.test.ts',
  'POST /admin/assessments/:code/open': 'assessments.test.ts',
  'POST /admin/assessments/:code/delete': 'assessments.test.ts',
  'POST /admin/assessments/:code/close': 'assessments.test.ts',
  'POST /admin/assessments/:code/reopen': 'assessments.test.ts',
  'POST /admin/assessments/:code/remind': 'assessments.test.ts',
  'POST /admin/assessments/:code/agencies/:agency': 'assessments.test.ts',
  'POST /admin/assessments/:code/agencies/:agency/tell': 'assessments.test.ts',
  'POST /admin/assessments/:code/agencies/:agency/send-back': 'assessments.test.ts',
  'POST /admin/assessments/:code/agencies/:agency/numbers/:node': 'assessments.test.ts',
  'POST /admin/own-assessments/:code/:agency': 'assessments.test.ts',
  'POST /admin/own-assessments/:code/:agency/hand-in': 'assessments.test.ts',
  'POST /admin/own-assessments/:code/:agency/numbers/:node': 'assessments.test.ts',
  'POST /admin/own-assessments/:code/:agency/evidence/:node': 'assessments.test.ts',
  'POST /admin/own-assessments/:code/:agency/evidence/:node/:id/remove': 'assessments.test.ts',
}

/** Moved by the clock and by those who come and go, which no act is. */
const restless = ['sessions', 'half_sign_ins', 'guesses', 'writers', 'passkey_challenges', 'design_presence']
/** Written by what citizens and devices send. */
const recorded = ['responses', 'tallies', 'day_sums', 'kiosks', 'entered_counts', 'paper_batches', 'paper_sheets']

describe.each(oneEngine)('every call that changes something, once, on %s', (engine) => {
  let server: TestServer
  let time = Date.now()
  const done = new Map<string, string | undefined>()
  const faults: string[] = []
  beforeAll(async () => {
    server = await startServer({ engine, now: () => time })
    await fielded(server.database)
  })
  afterAll(() => server.close())

  const events = () => server.database.db.selectFrom('events').select(['seq', 'act']).orderBy('seq').execute()

  /** Sends one call as a page of ours does, with what was not asked for besides, and holds what is written to what should be. */
  async function call(route: string, leaves: string | undefined, path: string, sent: Sent = {}): Promise<Reply> {
    const [method = ''] = route.split(' ')
    const [before, state] = [await events(), leaves === undefined ? await rowsOf(server.database) : undefined]
    const { fields = {}, json, headers = {}, cookie = lan, origin = server.url } = sent
    const reply = await fetch(origin + path, {
      method,
      redirect: 'manual',
      headers: {
        Origin: origin,
        'Accept-Language': 'vi',
        ...(cookie === '' ? {} : { Cookie: cookie }),
        ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      // What a citizen's form brings along that is not asked is refused, not left out.
      body:
        json === undefined
          ? formOf(/^POST \/(s|admin\/entering)\/|preview|\/review\/:token\/form/.test(route) ? fields : { ...planted, ...fields })
          : JSON.stringify(json),
    })
    const text = await reply.text()
    if (reply.status >= 400) faults.push(`${route}: ${reply.status} ${text.slice(0, 300)}`)
    const written = (await events()).slice(before.length).map(({ act }) => act)
    if (JSON.stringify(written) !== JSON.stringify(leaves === undefined ? [] : [leaves])) faults.push(`${route}: wrote ${written.join()}`)
    if (state) faults.push(...(await quietly(route, state)))
    done.set(route, leaves)
    return { text, cookie: cookieOf(reply) }
  }

  /** What leaves no entry changes nothing but what citizens say and who comes and goes. */
  async function quietly(route: string, before: Rows): Promise<readonly string[]> {
    const changed = changedTables(before, await rowsOf(server.database)).filter((table) => !restless.includes(table))
    const allowed = /^POST \/(s|api|admin\/entering)\//.test(route) ? recorded : []
    return changed.filter((table) => !allowed.includes(table)).map((table) => `${route}: ${table} changed without an entry`)
  }

  let lan = ''
  const post = (path: string, leaves: string | undefined, fields: Fields = {}, pattern = path, cookie?: string) =>
    call(`POST ${pattern}`, leaves, path, { fields, ...(cookie === undefined ? {} : { cookie }) })
  const page = async (path: string, cookie = lan): Promise<string> =>
    (await fetch(server.url + path, { headers: { Cookie: cookie, 'Accept-Language': 'vi' } })).text()

  async function everyChange(): Promise<void> {
    await comingAndGoing()
    await people()
    await passkeys()
    await fielding()
    await answering()
    await entering()
    await designing()
    await post('/admin/campaigns/c1/setup/close', 'campaigns.close', {}, '/admin/campaigns/:code/setup/close')
    // The night after its last day.
    const night = { night: localDay(time + 2 * 86_400_000), settled: 1, final: 0, cells: 0, erasures: 0, waiting: '[]' }
    await server.database.db
      .insertInto('releases')
      .values({ campaign: 'c1', ...night })
      .execute()
    await publishing()
  }

  async function publishing(): Promise<void> {
    const of = (step: string, leaves: string, fields: Fields) =>
      post(`/admin/campaigns/c1/publication/${step}`, leaves, fields, `/admin/campaigns/:code/publication/${step}`)
    const terms = { publicOn: localDay(time), licence: 'cc-by-4.0', contact: 'Phòng KSTT' }
    const seen = async () => {
      const html = await page('/admin/campaigns/c1/publication/publish')
      return { seen: /name="seen" value="([^"]*)"/.exec(html)?.[1] ?? '' }
    }
    await of('prepare', 'publications.prepare', terms)
    await of('publish', 'publications.publish', await seen())
    await of('prepare', 'publications.prepare', { ...terms, contact: 'Văn phòng', reason: 'Sai số điện thoại' })
    await of('amend', 'publications.amend', await seen())
    await of('withdraw', 'publications.withdraw', { reason: 'Sai mẫu' })
  }

  async function comingAndGoing(): Promise<void> {
    const chosen = { username, name: officer.name, wanted: password, again: password }
    lan = (await post(server.setupLink ?? '', 'sessions.use-link', chosen, '/admin/setup/:key', '')).cookie
    await post('/admin/sign-out', 'sessions.end')
    const entered = { username, password }
    lan = (await post('/admin/sign-in', 'sessions.begin', entered, '/admin/sign-in', '')).cookie
    await post('/admin/sign-in', 'sessions.begin', entered, '/admin/sign-in', '')
    const place = /action="(\/admin\/account\/places\/[^"]+)"/.exec(await page('/admin/account'))?.[1] ?? ''
    await post(place, 'sessions.end-elsewhere', {}, '/admin/account/places/:id/end')
    await post('/admin/sign-in', 'sessions.begin', entered, '/admin/sign-in', '')
    await post('/admin/accounts/sign-out-elsewhere', 'sessions.end-elsewhere')
    await post('/admin/account/address', 'accounts.change-own-address', { address: 'lan@example.vn', present: password })
    const wanted = { present: password, wanted: another, again: another }
    lan = (await post('/admin/accounts/password', 'sessions.change-password', wanted)).cookie
  }

  async function people(): Promise<void> {
    const invited = { username: 'minh', name: 'Minh', kind: 'person', role: 'author', agency: '', endsOn: '' }
    const link = /\/admin\/password\/[\w-]+/.exec((await post('/admin/new/account', 'accounts.create', invited)).text)?.[0] ?? ''
    const choose = async (path: string) =>
      (await post(path, 'sessions.use-link', { wanted: password, again: password }, '/admin/password/:key', '')).cookie
    let minh = await choose(link)
    const role = { role: 'analyst', agency: 'A1', endsOn: '2099-01-01' }
    await post('/admin/accounts/minh/roles', 'accounts.grant', role, '/admin/accounts/:username/roles')
    const take = '/admin/accounts/minh/roles/take?role=analyst&agency=A1'
    await post(take, 'accounts.take-role', {}, '/admin/accounts/:username/roles/take')

    const setUp = async (): Promise<string> => {
      const offered = await post('/admin/account/factor', undefined, { present: password }, '/admin/account/factor', minh)
      const { secret, seal } = offerIn(offered.text)
      const shown = { secret, seal, code: appCode(secret, time) }
      const confirmed = await post('/admin/account/factor/confirm', 'accounts.add-factor', shown, '/admin/account/factor/confirm', minh)
      expect(codesIn(confirmed.text)).toHaveLength(10)
      minh = confirmed.cookie
      return secret
    }
    const secret = await setUp()
    const code = () => {
      time += 2 * minute
      return appCode(secret, time)
    }
    const proof = () => ({ present: password, code: code() })
    await post('/admin/account/recovery-codes', 'accounts.renew-recovery-codes', proof(), '/admin/account/recovery-codes', minh)
    const half = (await post('/admin/sign-in', undefined, { username: 'minh', password }, '/admin/sign-in', '')).cookie
    minh = (await post('/admin/sign-in/code', 'sessions.begin', { code: code() }, '/admin/sign-in/code', half)).cookie
    await post('/admin/account/remove-factor', 'accounts.remove-own-factor', proof(), '/admin/account/remove-factor', minh)
    await setUp()
    done.set('POST /admin/sign-in', 'sessions.begin')
    const other = (what: string, leaves: string) => post(`/admin/accounts/minh/${what}`, leaves, {}, `/admin/accounts/:username/${what}`)
    await other('see-as', 'sessions.see-as')
    await post('/admin/see-as/end', 'sessions.see-as-end')
    await other('remove-factor', 'accounts.remove-factor')
    const address = { address: 'minh@example.vn' }
    await post('/admin/accounts/minh/address', 'accounts.change-address', address, '/admin/accounts/:username/address')
    await other('disable', 'accounts.disable')
    await other('enable', 'accounts.enable')
    const again = /\/admin\/password\/[\w-]+/.exec((await other('reset', 'accounts.reset')).text)?.[0] ?? ''
    await choose(again)
    await tokenOf(server.database, 'minh')
    const token = (await listTokens(server.database)).find((one) => one.username === 'minh')?.id ?? ''
    const revoke = `/admin/accounts/minh/tokens/${token}/revoke`
    await post(revoke, 'accounts.revoke-token', {}, '/admin/accounts/:username/tokens/:id/revoke')
    await post('/admin/groups', 'groups.give-role', { group: 'phan-tich', role: 'analyst', agency: '*' })
    await post('/admin/groups/take?group=phan-tich&role=analyst&agency=', 'groups.take-role', {}, '/admin/groups/take')
    await settings()
  }

  /** That two persons publish is switched on by one, and off by two who have been there for long. */
  async function settings(): Promise<void> {
    const second = newUser('hoa', '')
    await insertUser(server.database, second, await hashPassword(password), 0)
    await saveGrant(server.database, second.id, { role: 'administrator', agency: '', endsOn: '' })
    const hoa = (await post('/admin/sign-in', 'sessions.begin', { username: 'hoa', password }, '/admin/sign-in', '')).cookie
    await post('/admin/settings', 'settings.change', { name: 'Sông Ngân', nameEn: '', fourEyes: 'yes' })
    const off = '/admin/settings/four-eyes'
    const asked = async () => ({ asked: hidden(await page('/admin/settings'), 'asked') })
    const reason = { reason: 'Chỉ để thử trong một ngày' }
    await post(`${off}/ask`, 'settings.ask-four-eyes-off', reason)
    await post(`${off}/withdraw`, 'settings.withdraw-four-eyes-off', await asked())
    await post(`${off}/ask`, 'settings.ask-four-eyes-off', reason)
    await post(`${off}/confirm`, 'settings.confirm-four-eyes-off', await asked(), `${off}/confirm`, hoa)
  }

  /** Somebody with a password and a role, as `username`. */
  async function somebody(name: string, role: Grant): Promise<string> {
    const user = newUser(name, '')
    await insertUser(server.database, user, await hashPassword(password), 0)
    await saveGrant(server.database, user.id, role)
    return user.id
  }

  /** At the name of this machine: its number is none that a passkey can be bound to. */
  async function passkeys(): Promise<void> {
    const owner = await somebody('thao', { role: 'analyst', agency: '', endsOn: '' })
    const origin = server.url.replace('127.0.0.1', 'localhost')
    const key = softPasskey(origin)
    const send = (path: string, leaves: string | undefined, cookie: string, fields: Fields = {}, pattern = path) =>
      call(`POST ${pattern}`, leaves, path, { fields, cookie, origin })
    const own = '/admin/account/passkeys'
    const thao = (await send('/admin/sign-in', 'sessions.begin', '', { username: 'thao', password })).cookie
    const offered = passkeyAskIn((await send(own, undefined, thao, { name: 'Máy tính', present: password })).text)
    await send(`${own}/confirm`, 'accounts.add-passkey', thao, { name: 'Máy tính', passkey: key.make(offered) })
    const asked = await send('/admin/sign-in/passkey/challenge', undefined, '')
    const shown = { passkey: key.show(JSON.parse(asked.text), owner), next: '' }
    const inside = (await send('/admin/sign-in/passkey', 'sessions.begin', asked.cookie, shown)).cookie
    const half = (await send('/admin/sign-in', undefined, '', { username: 'thao', password })).cookie
    done.set('POST /admin/sign-in', 'sessions.begin')
    await send('/admin/sign-in/code/challenge', undefined, half)
    const again = JSON.parse((await send(`${own}/challenge`, undefined, inside)).text)
    const proof = { present: password, code: '', shown: key.show(again, undefined) }
    await send(`${own}/${key.id}/remove`, 'accounts.remove-passkey', inside, proof, `${own}/:id/remove`)
  }

  /** A sheet of paper, by who may enter there. */
  async function entering(): Promise<void> {
    await createTouchpoint(server.database, { code: 'pa1', campaign: 'c1', kind: 'paper', label: { vi: 'Giấy' }, agencies: ['A1'] })
    await somebody('mai', { role: 'clerk', agency: '', touchpoint: 'pa1', endsOn: '' })
    const mai = (await post('/admin/sign-in', 'sessions.begin', { username: 'mai', password }, '/admin/sign-in', '')).cookie
    const sheet = await page('/admin/entering/pa1?agency=A1', mai)
    const kept = Object.fromEntries(['_id', '_agency', '_language'].map((name) => [name, hidden(sheet, name)]))
    const _day = localDay(time)
    await post('/admin/entering/pa1?agency=A1', undefined, { ...kept, _day, A1: '5', overall: '4' }, '/admin/entering/:touchpoint', mai)
    const entered = await server.database.db.selectFrom('responses').select('id').where('touchpoint', '=', 'pa1').execute()
    expect(entered).toHaveLength(1)
    await keyingTwice(mai, { _day, _agency: 'A1', overall: '4' })
  }

  /** A pile of one sheet, keyed by two persons who differ. */
  async function keyingTwice(mai: string, sheet: Fields): Promise<void> {
    await somebody('nga', { role: 'clerk', agency: '', touchpoint: 'pa1', endsOn: '' })
    const nga = (await post('/admin/sign-in', 'sessions.begin', { username: 'nga', password }, '/admin/sign-in', '')).cookie
    const [home, pattern] = ['/admin/entering/pa1/batches', '/admin/entering/:touchpoint/batches']
    const pile = { label: 'Tập 1', agency: 'A1', language: 'vi', sheets: '1', keying: 'double' }
    await post(home, 'batches.begin', pile, pattern, mai)
    const { code } = await server.database.db.selectFrom('paper_batches').select('code').executeTakeFirstOrThrow()
    await post(`${home}/${code}/first?sheet=1`, undefined, { ...sheet, A1: '5' }, `${pattern}/:batch/first`, mai)
    await post(`${home}/${code}/second?sheet=1`, undefined, { ...sheet, A1: '4' }, `${pattern}/:batch/second`, nga)
    await post(`${home}/${code}/sheets/1`, 'batches.settle', { 'by.A1': 'second' }, `${pattern}/:batch/sheets/:number`, nga)
  }

  /** Each change of the tree, shown first and then taken back. */
  async function reorganising(agency: Readonly<Record<string, string>>): Promise<void> {
    await post('/admin/new/agency', 'agencies.create', { ...agency, code: 'N3', name: 'Xã N3' })
    const heir = { code: 'N4', name: 'Xã N4', name_en: '', from: '2099-01-01' }
    const all: Readonly<Record<string, Fields>> = {
      move: { to: 'N3' },
      rename: { name: 'Xã N1 đẹp', name_en: '', from: '' },
      end: { lastDay: '2098-12-31' },
      merge: { agencies: ['N3'], into: '', ...heir },
      split: {
        'heir_code[]': ['N4', 'N5'],
        'heir_name[]': ['Xã N4', 'Xã N5'],
        'heir_name_en[]': ['', ''],
        from: '2099-01-01',
        goesOn: 'no',
      },
    }
    for (const [kind, fields] of Object.entries(all)) {
      const route = `/admin/agencies/:code/${kind}`
      const preview = (await post('/admin/agencies/N1/' + kind, undefined, fields, route)).text
      const shown = /name="shown" value="([^"]+)"/.exec(preview)?.[1] ?? ''
      await post('/admin/agencies/N1/' + kind, `agencies.${kind}`, { ...fields, shown }, route)
      const batch = hidden(await page('/admin/agencies/N1'), 'batch')
      await post('/admin/undo/agencies', 'agencies.undo', { batch })
    }
    await post('/admin/agencies/N3/delete', 'agencies.delete', {}, '/admin/agencies/:code/delete')
    await post('/admin/import/province', 'agencies.import', { code: '15' })
    await post('/admin/undo/agencies', 'agencies.undo', { batch: hidden(await page('/admin/agencies'), 'batch') })
  }

  async function fielding(): Promise<void> {
    const agency = { code: 'N1', name: 'Xã N1', block: 'commune' }
    await post('/admin/new/agency', 'agencies.create', agency)
    await post('/admin/agencies/N1', 'agencies.change', { ...agency, name: 'Xã N1 mới' }, '/admin/agencies/:code')
    await reorganising(agency)
    await post('/admin/agencies/N1/delete', 'agencies.delete', {}, '/admin/agencies/:code/delete')
    const list = (name: string) => ({ file: new Blob([`code,name,block\nN2,${name},commune\n`]) })
    await post('/admin/import/agencies', 'agencies.import', list('Xã N2'))
    const preview = (await post('/admin/import/agencies', undefined, list('Xã N2 mới'))).text
    done.set('POST /admin/import/agencies', 'agencies.import')
    await post('/admin/import/agencies/apply', 'agencies.import', { lines: hidden(preview, 'lines'), shown: hidden(preview, 'shown') })
    await handling()
    await onTime()
    await telling()

    const campaign = {
      code: 'c2',
      title: 'Đợt thử',
      questionnaire: `sipas-service ${version}`,
      from: '2026-10-01',
      to: '2099-12-31',
      kind: 'open',
      threshold: '10',
      scope: 'all',
      // Printed without an address that somebody set.
      synthetic: 'yes',
    }
    await post('/admin/new/campaign', 'campaigns.create', campaign)
    const setup = '/admin/campaigns/c2/setup'
    const of = (what: string, leaves: string, fields: Fields = {}) =>
      post(`${setup}/${what}`, leaves, fields, `/admin/campaigns/:code/setup/${what}`)
    await of('change', 'campaigns.change', { ...campaign, title: 'Đợt thử hai' })
    const next = { code: 'c4', title: 'Đợt sau', titleEn: '', version: String(version), from: '2099-10-01', to: '2099-12-31' }
    await of('targets', 'campaigns.set-targets', { 'wanted-A1': '50', pasted: 'A2\t70' })
    await of('copy', 'campaigns.copy', next)
    await of('open', 'campaigns.open')
    await of('pause', 'campaigns.pause', { reason: 'Bão' })
    await of('resume', 'campaigns.resume')
    await of('extend', 'campaigns.extend', { to: '2100-01-31', reason: 'Bão' })
    await of('correct', 'campaigns.correct', { title: 'Đợt thử ba', titleEn: '', threshold: '12', reason: 'Gõ nhầm' })
    await of('close', 'campaigns.close')
    await of('reopen', 'campaigns.reopen', { to: '2099-12-31', reason: 'Bấm nhầm' })
    await post(
      '/admin/campaigns/c2/report/texts',
      'reports.write',
      { number: '12', causes: 'Thiếu người' },
      '/admin/campaigns/:code/report/texts',
    )
    await post('/admin/report-form/preview', undefined, { campaign: 'c2', symbol: 'BC' })
    const based = /name="based" value="([^"]*)"/.exec(await officeOf(server).html('/admin/report-form'))?.[1] ?? ''
    await post('/admin/report-form', 'reports.set-form', { symbol: 'BC-SNV', on: 'results', based })
    await post('/admin/new/campaign', 'campaigns.create', { ...campaign, code: 'c3' })
    await post('/admin/campaigns/c3/setup/delete', 'campaigns.delete', {}, '/admin/campaigns/:code/setup/delete')

    const place = { kind: 'kiosk', spread: 'one', agencies: ['A1'], label: 'Sảnh' }
    await post('/admin/new/touchpoint?campaign=c2', 'touchpoints.create', place, '/admin/new/touchpoint')
    const each = { kind: 'qr', spread: 'each', agencies: ['A1', 'A2'] }
    await post('/admin/new/touchpoint?campaign=c2', 'touchpoints.create-each', each, '/admin/new/touchpoint')
    const points = server.database.db.selectFrom('touchpoints').select(['code', 'revision']).where('campaign', '=', 'c2')
    const { code } = await points.where('label', 'like', '%Sảnh%').executeTakeFirstOrThrow()
    const counter = await points.where('kind', '=', 'qr').executeTakeFirstOrThrow()
    const at = async (what: string, leaves: string, fields: Fields = {}) => {
      const { revision } = await points.where('code', '=', counter.code).executeTakeFirstOrThrow()
      const route = what === '' ? '/admin/touchpoints/:code' : `/admin/touchpoints/:code/${what}`
      await post(route.replace(':code', counter.code), leaves, { revision: String(revision), ...fields }, route)
    }
    await at('', 'touchpoints.change', { kind: 'qr', label: 'Quầy một', agencies: ['A1', 'A2'] })
    await at('pause', 'touchpoints.pause')
    await at('resume', 'touchpoints.resume')
    const drawn = () =>
      expect
        .poll(() => server.database.db.selectFrom('exports').select('state').where('content', '=', 'posters').execute())
        .toEqual([{ state: 'done' }])
    const all = async (what: string, fields: Fields = {}) => {
      const { revision } = await points.where('code', '=', counter.code).executeTakeFirstOrThrow()
      await post(`/admin/many/touchpoints/${what}`, `touchpoints.${what}`, { place: `${revision}.${counter.code}`, ...fields })
    }
    await all('print', { campaign: 'c2', paper: 'sticker' })
    // What is drawn meanwhile would be taken for a change of the next call.
    await drawn()
    const run = await server.database.db.selectFrom('exports').select('id').where('content', '=', 'posters').executeTakeFirstOrThrow()
    await post(`/admin/posters/${run.id}/delete`, 'exports.delete-posters', {}, '/admin/posters/:id/delete')
    await all('pause')
    await all('resume')
    await all('move', { to: 'A2' })
    await at('renew', 'touchpoints.renew', { grace: 'none' })
    await at('show', 'touchpoints.show')
    await at('hide', 'touchpoints.hide')
    await post(`/admin/touchpoints/${code}/delete`, 'touchpoints.delete', {}, '/admin/touchpoints/:code/delete')

    await post('/admin/kiosks/hours', 'kiosks.set-hours', { days: ['1', '2'], from: '07:30', to: '17:00' })
    const made = (await post('/admin/new/kiosk', 'kiosks.add', { name: 'Máy 1', touchpoint: 'k2' })).text
    await enrolled(/\b[0-9A-Z]{5}-[0-9A-Z]{5}\b/.exec(made)?.[0] ?? '')
    const { id } = await server.database.db.selectFrom('kiosks').select('id').executeTakeFirstOrThrow()
    const kiosk = (what: string, leaves: string, fields: Fields = {}) =>
      post(`/admin/kiosks/${id}/${what}`, leaves, fields, `/admin/kiosks/:id/${what}`)
    await kiosk('look', 'kiosks.look')
    await kiosk('change', 'kiosks.change', { name: 'Máy một', touchpoint: 'k2' })
    await kiosk('code', 'kiosks.invite')
    await kiosk('revoke', 'kiosks.revoke')
  }

  /** What is sent by itself. */
  async function onTime(): Promise<void> {
    const wanted = { name: 'Bản tin', content: 'results.xlsx', campaign: '', language: 'vi', rhythm: 'week', offset: '1', folder: 'a' }
    await post('/admin/new/schedule', 'schedules.create', wanted)
    const { id } = await server.database.db.selectFrom('schedules').select('id').executeTakeFirstOrThrow()
    const schedule = (what: string, leaves: string, fields: Fields = {}) =>
      post(`/admin/schedules/${id}${what}`, leaves, fields, `/admin/schedules/:id${what}`)
    await schedule('', 'schedules.change', { ...wanted, rhythm: 'year' })
    await schedule('/send', 'schedules.send')
    await server.database.db.updateTable('deliveries').set({ state: 'failed' }).execute()
    const due = localDay(time)
    await post(`/admin/schedules/${id}/${due}/retry`, 'schedules.retry', {}, '/admin/schedules/:id/:day/retry')
    const duty = { name: 'Họp giao ban', name_en: '', who: '', basis: '', every: 'quarter', offset: '5', on: '' }
    await post('/admin/new/duty', 'duties.create', duty)
    const plan = (what: string, leaves: string, fields: Fields = {}) =>
      post(`/admin/duties/yearly-plan${what}`, leaves, fields, `/admin/duties/:code${what.replace(/\d{4}-\d\d-\d\d/, ':day')}`)
    await post('/admin/duties/quarterly-report/confirm', 'duties.confirm', {}, '/admin/duties/:code/confirm')
    await plan('', 'duties.change', { ...duty, every: 'date', on: '19/12' })
    const last = `${due.slice(5) >= '12-19' ? due.slice(0, 4) : Number(due.slice(0, 4)) - 1}-12-19`
    await plan(`/${last}/finish`, 'duties.finish', { note: 'Số 12/KH' })
    await plan(`/${last}/reopen`, 'duties.reopen')
    await plan('/drop', 'duties.drop')
    // Nobody is sent anything here.
    await server.database.db.deleteFrom('deliveries').execute()
    await schedule('/delete', 'schedules.delete')
  }

  /** Who is told by itself. */
  async function telling(): Promise<void> {
    const wanted = { name: 'Cổng', url: 'https://cong.invalid/tin', events: 'campaign.opened' }
    await post('/admin/new/webhook', 'webhooks.create', wanted)
    const { id } = await server.database.db.selectFrom('webhooks').select('id').executeTakeFirstOrThrow()
    const webhook = (what: string, leaves: string, fields: Fields = {}) =>
      post(`/admin/webhooks/${id}${what}`, leaves, fields, `/admin/webhooks/:id${what}`)
    await webhook('', 'webhooks.change', { ...wanted, name: 'Cổng tỉnh' })
    await webhook('/pause', 'webhooks.pause')
    await webhook('/try', 'webhooks.try')
    await webhook('/renew', 'webhooks.renew')
    await server.database.db.updateTable('webhook_messages').set({ state: 'failed' }).execute()
    const message = await server.database.db.selectFrom('webhook_messages').select('id').executeTakeFirstOrThrow()
    await post(`/admin/webhooks/${id}/messages/${message.id}/retry`, 'webhooks.retry', {}, '/admin/webhooks/:id/messages/:message/retry')
    await server.database.db.deleteFrom('webhook_messages').execute()
    await webhook('/resume', 'webhooks.resume')
    await webhook('/delete', 'webhooks.delete')
  }

  /** Services and dossiers, by hand, from a file and by a program. */
  async function handling(): Promise<void> {
    const service = { code: 'land', name: 'Đất đai', field: '', agencies: '' }
    await post('/admin/new/service', 'services.create', service)
    await post('/admin/services/land', 'services.change', { ...service, name: 'Đất' }, '/admin/services/:code')
    await post('/admin/services/land/delete', 'services.delete', {}, '/admin/services/:code/delete')
    const fromFile = async (what: string, leaves: string, file: Blob) => {
      const preview = (await post(`/admin/import/${what}`, undefined, { file })).text
      await post(`/admin/import/${what}/apply`, leaves, { lines: hidden(preview, 'lines'), shown: hidden(preview, 'shown') })
    }
    const undo = async (what: string) =>
      post(`/admin/${what}/undo`, `${what}.undo`, { batch: hidden(await page(`/admin/${what}`), 'batch') })
    await fromFile('services', 'services.import', new Blob(['code,name\nland,Đất đai\n']))
    await undo('services')
    const month = '2026-10'
    await post(
      `/admin/dossiers?month=${month}`,
      'dossiers.save',
      { 'handled.A1': '100', 'on_time.A1': '', 'seen.A1': '' },
      '/admin/dossiers',
    )
    await fromFile('dossiers', 'dossiers.import', new Blob([`agency,month,handled\nA2,${month},50\n`]))
    await undo('dossiers')
    const token = await tokenOf(server.database, 'dossiers')
    const json = { entries: [{ agency: 'A2', month, handled: 60 }] }
    const headers = { Authorization: `Bearer ${token}` }
    await call('PUT /api/v1/dossiers', 'dossiers.save', '/api/v1/dossiers', { json, headers, cookie: '' })
  }

  /** A device takes its place and says that it has made responses, of which none came. */
  async function enrolled(code: string): Promise<void> {
    const { publicKey, privateKey } = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
    const key = Buffer.from(await webcrypto.subtle.exportKey('raw', publicKey)).toString('base64url')
    const enrol = '/api/v1/kiosks/enrol'
    const reply = await call(`POST ${enrol}`, 'kiosks.enrol', enrol, { json: { code, publicKey: key }, cookie: '' })
    const { id }: { readonly id: string } = JSON.parse(reply.text)
    const signed = async (text: string) =>
      Buffer.from(await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, new TextEncoder().encode(text))).toString(
        'base64url',
      )
    const json = { items: [], state: { made: 5, waiting: 0, setAside: 0, build: 'a1' } }
    const headers = {
      'Kiosk-Signature': await signed(JSON.stringify(json)),
      'Kiosk-Sending': '1',
      'Kiosk-Presence': await signed(presenceClaim(id, 1)),
    }
    await call('POST /api/v1/kiosks/:kiosk/batch', undefined, `/api/v1/kiosks/${id}/batch`, { json, headers, cookie: '' })
  }

  /** One response by one person; what goes beyond is asked for, declined, asked for again and confirmed. */
  async function settingAside([alone = '', another = '']: readonly string[]): Promise<void> {
    const [list, pattern] = ['/admin/campaigns/c1/responses', '/admin/campaigns/:code/responses']
    const why = { cause: 'double', reason: 'Đã đối chiếu với sổ tiếp dân' }
    await post(`${list}/file`, undefined, { file: new Blob([`id\n${alone}\n`]), 'all-to': 'void' }, `${pattern}/file`)
    await post(`${list}/preview`, undefined, { which: 'ticked', to: 'void', id: alone }, `${pattern}/preview`)
    await post(list, 'responses.void', { ...why, to: 'void', ids: alone, two: 'no' }, pattern)
    await post(list, 'responses.restore', { ...why, cause: 'checked', to: 'restore', ids: alone, two: 'no' }, pattern)
    await post(list, 'responses.quarantine', { ...why, to: 'quarantine', ids: alone, two: 'no' }, pattern)
    const file = new Blob([`id,agency,submitted_at,channel,A1,overall\n${crypto.randomUUID()},A1,${localDay(time)},paper,5,4\n`])
    const mark = hidden((await post(`${list}/import`, undefined, { file }, `${pattern}/import`)).text, 'file')
    await post(`${list}/import/apply`, 'responses.import', { file: mark }, `${pattern}/import/apply`)
    await somebody('binh', { role: 'manager', agency: '', endsOn: '' })
    const binh = (await post('/admin/sign-in', 'sessions.begin', { username: 'binh', password }, '/admin/sign-in', '')).cookie
    const request = async (reason: string) => {
      await post(list, 'responses.ask-aside', { ...why, reason, to: 'void', ids: another, two: 'yes' }, pattern)
      return /href="([^"]+\/requests\/[^"]+)"/.exec(await page(list))?.[1] ?? ''
    }
    await post(`${await request(why.reason)}/withdraw`, 'responses.withdraw-aside', {}, `${pattern}/requests/:id/withdraw`, binh)
    const asked = await request('Đã hỏi lại bộ phận một cửa')
    await post(`${asked}/confirm`, 'responses.confirm-aside', {}, `${pattern}/requests/:id/confirm`, binh)
  }

  async function answering(): Promise<void> {
    const [one, other] = [response(), response()]
    await call('POST /api/v1/responses', undefined, '/api/v1/responses', { json: one, cookie: '' })
    await call('POST /api/v1/responses/batch', undefined, '/api/v1/responses/batch', { json: { responses: [other] }, cookie: '' })
    const form = await page('/s/q1', '')
    const shown = Object.fromEntries(
      [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, n = '', v = '']) => [n, v] as const),
    )
    await call('POST /s/:touchpoint/left', undefined, '/s/q1/left', { fields: { A1: '5' }, cookie: '' })
    await call('POST /s/:touchpoint', undefined, '/s/q1', { fields: { ...shown, A1: '5', overall: '4' }, cookie: '' })
    const counted = await server.database.db.selectFrom('responses').select('id').execute()
    expect(counted).toHaveLength(3)
    await settingAside(counted.map(({ id }) => id).filter((id) => id !== one.id))
    await post(`/admin/receipts/c1/${one.id}/erase`, 'responses.erase', {}, '/admin/receipts/:campaign/:id/erase')

    await post('/admin/contacts', undefined, { q: '0912' })
    const contact = { campaign: 'c1', agency: 'A1', month: '2026-11', until: '2099-02', kind: 'phone' as const, contact: '0912 345 678' }
    await server.database.db
      .insertInto('contacts')
      .values({ ...contact, id: 'k1', handled: 0 })
      .execute()
    const { threshold } = await server.database.db
      .selectFrom('campaigns')
      .select('threshold')
      .where('code', '=', 'c1')
      .executeTakeFirstOrThrow()
    const shownFrom = (fewest: number) =>
      server.database.db.updateTable('campaigns').set({ threshold: fewest }).where('code', '=', 'c1').execute()
    await shownFrom(1)
    await post('/admin/contacts/c1/export', 'contacts.export', { format: 'csv' }, '/admin/contacts/:campaign/export')
    await shownFrom(threshold)
    await post('/admin/contacts/c1/k1/handle', 'contacts.handle', { handled: 'yes' }, '/admin/contacts/:campaign/:id/handle')
    await post('/admin/contacts/c1/k1/delete', 'contacts.delete', {}, '/admin/contacts/:campaign/:id/delete')

    const words = { item: 'comment', words: 'a'.repeat(64) }
    await post(
      '/admin/campaigns/c1/comments/hide',
      'comments.hide',
      { ...words, reason: 'Xúc phạm một người' },
      '/admin/campaigns/:code/comments/hide',
    )
    await post('/admin/campaigns/c1/comments/show', 'comments.show', words, '/admin/campaigns/:code/comments/show')
    await post('/admin/results/topics', 'settings.set-topics', { topics: 'Ghế: ghế, chỗ ngồi' })

    const figure = { place: 'Toàn tỉnh', node: 'overall', formula: 'share', year: '2024', value: '80', source: 'QĐ 1' }
    await post('/admin/results/published', 'published.add', figure)
    await post('/admin/results/published/remove', 'published.delete', figure)
    const file = new Blob([`${Object.keys(figure).join()}\n${Object.values(figure).join()}\n`])
    await post('/admin/results/published/import', 'published.add', { file })

    const report = (content: string) =>
      server.database.db.selectFrom('exports').select(['id', 'state']).where('content', '=', content).executeTakeFirstOrThrow()
    for (const [content, way] of [
      ['report', 'report'],
      ['released-report', 'released/report'],
    ] as const) {
      const route = `/admin/campaigns/:code/${way}/file`
      await post(route.replace(':code', 'c1'), `exports.request-${content}`, { format: 'pdf' }, route)
      await expect.poll(async () => (await report(content)).state).toBe('done')
    }
    await post(`/admin/exports/${(await report('report')).id}/delete`, 'exports.delete-report', {}, '/admin/exports/:id/delete')
    await post('/admin/exports', 'exports.request', { campaign: 'c1', file: 'results.csv' })
    const job = async () =>
      server.database.db.selectFrom('exports').select(['id', 'state']).where('content', '=', 'results').executeTakeFirstOrThrow()
    await expect.poll(async () => (await job()).state).toBe('done')
    const { id } = await job()
    await post(`/admin/exports/${id}/delete`, 'exports.delete', {}, '/admin/exports/:id/delete')
    await post(`/admin/exports/${id}/again`, 'exports.repeat', {}, '/admin/exports/:id/again')
    await expect.poll(async () => (await job()).state).toBe('done')
  }

  async function designing(): Promise<void> {
    const id = 'sipas-service'
    const versioned = (what: string, leaves: string | undefined, fields: Fields = {}) =>
      post(`/admin/questionnaires/${id}/${version}/${what}`, leaves, fields, `/admin/questionnaires/:id/:version/${what}`)
    await versioned('preview/form', undefined, { A1: '5', overall: '4' })
    await versioned('choose', 'questionnaires.choose')
    await versioned('archive', 'questionnaires.archive')
    await versioned('unarchive', 'questionnaires.unarchive')

    await post('/admin/questionnaires/town/take', 'questionnaires.supply', {}, '/admin/questionnaires/:id/take')
    await post('/admin/new/design', 'questionnaires.begin', { origin: 'blank', id: 'fresh', title: 'Phiếu mới' })
    const read = JSON.stringify({
      format: 'xlsform',
      items: 0,
      report: { notes: [], counts: { taken: 0, approximated: 0, 'left-out': 0 } },
      definition: blankQuestionnaire('from-elsewhere', { vi: 'Phiếu từ công cụ khác' }, ['vi']),
    })
    await post('/admin/new/import', 'questionnaires.begin', { read, id: 'from-elsewhere' })
    await post('/admin/new/import/report', undefined, { read })
    const discard = '/admin/designs/fresh/discard'
    await post(discard, 'questionnaires.discard', { revision: '1' }, '/admin/designs/:id/discard')
    const last = (await events()).at(-1)?.seq ?? 0
    const restore = `/admin/questionnaires/fresh/history/${last}/restore`
    await post(restore, 'questionnaires.restore', {}, '/admin/questionnaires/:id/history/:event/restore')

    await versioned('next', 'questionnaires.begin-next')
    const home = `/admin/designs/${id}`
    const state = async (): Promise<Stored> => JSON.parse(await page(`${home}/state`))
    const of = (what: string, leaves: string, fields: Fields, cookie?: string) =>
      post(`${home}/${what}`, leaves, fields, `/admin/designs/:id/${what}`, cookie)
    await of('sounds', 'questionnaires.add-sound', { file: new Blob([mp3Of(40)]) })
    await of('pictures', 'questionnaires.add-picture', { file: new Blob([pictureOf('png')]) })
    const { definition } = await state()
    const sheet = await writeXlsx({
      sheets: [
        {
          name: 'x',
          rows: [
            ['Mã', '', 'Gốc [vi]', 'Dịch [en]'],
            ['title', '', definition.title['vi'] ?? '', 'Another title'],
          ],
        },
      ],
    })
    await of('translations', 'questionnaires.save', { file: new Blob([new Uint8Array(sheet)]) })
    const design = await state()
    const accepted = Object.fromEntries(
      findings(design.definition, readDefinition, screenWords)
        .filter(({ severity }) => severity === 'warning')
        .map((finding) => [findingKey(finding), 'Đã cân nhắc']),
    )
    const json = { ...planted, revision: design.revision, definition: { ...design.definition }, accepted }
    await call('PUT /admin/designs/:id', 'questionnaires.save', home, { json })
    const place = { place: 'q:A1' }
    await of('comments', 'questionnaires.comment', { ...place, words: 'Nên hỏi ngắn hơn' })
    await of('comments/resolve', 'questionnaires.resolve', place)
    await of('comments/reopen', 'questionnaires.reopen', place)
    await call('POST /admin/designs/:id/here', undefined, `${home}/here`, { json: place })
    const share = `/admin/questionnaires/${id}/${design.definition.version}/share`
    const shared = await post(share, 'questionnaires.share', { label: 'Chuyên gia', days: '7' }, '/admin/questionnaires/:id/:version/share')
    const token = /\/review\/([\w-]+)/.exec(shared.text)?.[1] ?? ''
    await post(`/review/${token}`, 'questionnaires.remark', { ...place, name: 'TS. Hoà', words: 'Tốt' }, '/review/:token', '')
    await post(`/review/${token}/form`, undefined, { A1: '5', overall: '4' }, '/review/:token/form', '')
    const [link] = await server.database.db.selectFrom('review_links').select('id').execute()
    await post(`/admin/review-links/${link?.id}/revoke`, 'questionnaires.unshare', {}, '/admin/review-links/:link/revoke')
    const revision = { revision: String(design.revision + 1) }
    await of('ask', 'questionnaires.ask', revision)
    // Minh was invited just now, and is no second person for a week.
    await somebody('thu', { role: 'author', agency: '', endsOn: '' })
    const thu = (await post('/admin/sign-in', 'sessions.begin', { username: 'thu', password }, '/admin/sign-in', '')).cookie
    await of('send-back', 'questionnaires.send-back', { ...revision, why: 'Thiếu câu về phí' }, thu)
    await of('approve', 'questionnaires.approve', revision, thu)
    await of('publish', 'questionnaires.publish', revision)
  }

  it('is answered as done, and leaves exactly one entry, or none where citizens speak or nothing changes', async () => {
    await everyChange().catch((error: unknown) => faults.push(String(error)))
    expect(faults).toEqual([])
  })

  it('is every one that the server has', () => {
    const changing = Object.keys(routes).filter((route) => !route.startsWith('GET '))
    const named = changing.map((route) => route.replace(/=[^/]+/g, ''))
    expect(named.filter((route) => elsewhere[route] === undefined && !done.has(route))).toEqual([])
    // What is done in another file is counted there.
    const uncounted = Object.entries(elsewhere).filter(
      ([route, file]) => !readFileSync(join(import.meta.dirname, file), 'utf8').includes(`written(server, '${route}'`),
    )
    expect(uncounted).toEqual([])
  })

  it('leaves an entry of a kind that is known, in a chain that holds', async () => {
    expect([...done.values()].filter((name) => name !== undefined && !isKnown(name))).toEqual([])
    expect((await readThrough(server.database)).fault).toBeUndefined()
    // And there are words for all that its entries hold.
    const entries = await server.database.db.selectFrom('events').select(['act', 'details']).execute()
    expect(entries.flatMap(({ act, details }) => wordless(JSON.parse(details)).map((what) => `${act}: ${what}`))).toEqual([])
  })

  it('takes nothing of a form that it does not ask for', async () => {
    const holding = Object.entries(await rowsOf(server.database)).filter(([, rows]) => rows.some((row) => row.includes('planted')))
    expect(holding.map(([table, rows]) => [table, rows.find((row) => row.includes('planted'))])).toEqual([])
    expect(await roles(server.database)).toEqual(['lan administrator', 'lan author', 'lan manager', 'lan protection', 'minh author'])
    const campaigns = await server.database.db.selectFrom('campaigns').select(['code', 'status']).orderBy('code').execute()
    expect(campaigns).toEqual([
      { code: 'c1', status: 'closed' },
      { code: 'c2', status: 'open' },
      { code: 'c4', status: 'draft' },
    ])
    expect((await userNamed(server.database, 'minh'))?.name).toBe('Minh')
  })
})

const roles = async ({ db }: Database): Promise<readonly string[]> =>
  (await db.selectFrom('grants').innerJoin('users', 'users.id', 'user_id').select(['username', 'role', 'users.name']).execute())
    .filter(({ username: who }) => who === username || who === 'minh')
    .map(({ username: who, role }) => `${who} ${role}`)
    .sort()

/** What a page carries along in a hidden field. */
const hidden = (html: string, name: string): string =>
  (new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
