import { act, atCommandLine } from '../../server/acts/act'
import { sendBackStatement, statedNow } from '../../server/acts/statements'
import { saveStatement } from '../../server/db/agency-statements'
import { hashPassword } from '../../server/access/credentials'
import { newUser } from '../../server/access/account'
import { insertUser, markDisabled, markSignedIn, saveAddress, unchosen } from '../../server/db/accounts'
import { addBreakOffs } from '../../server/db/break-offs'
import type { Database } from '../../server/db/dialect'
import { findDesign, sendBackDesign } from '../../server/db/designs'
import { saveGrant } from '../../server/db/grants'
import { localDay } from '../../surveys/instrument/calendar'
import type { Grant } from '../../surveys/people/roles'
import { designed } from '../server/designed'
import { accepting, designing } from '../server/designing'
import { shippedVersion } from '../server/fielded'
import { type Fields, type Office, officeOf } from '../server/office'
import { justSignedIn } from '../server/signed-in'
import { tokenOf } from '../server/token'

type Person = { readonly name: string; readonly grants: readonly Grant[]; readonly address?: string; readonly seenDays?: number }

const over = (role: Grant['role'], agency = '', endsOn = ''): Grant => ({ role, agency, endsOn })

const people: Readonly<Record<string, Person>> = {
  binhtv: { name: 'Trần Văn Bình', grants: [over('author')], address: 'binhtv@tinh.gov.vn', seenDays: 0.1 },
  hoalt: { name: 'Lý Thị Hoa', grants: [over('analyst', 'H99.5'), over('manager', 'H99.6', '2027-06-30')], seenDays: 3 },
  khoab: { name: 'Bùi Đăng Khoa', grants: [over('reader', 'H99.7')], address: 'khoab@xa.tinh.gov.vn' },
  anhdtn: { name: 'Đào Thị Ngọc Ánh', grants: [over('auditor', '', '2026-01-31')], seenDays: 300 },
  dungnq: { name: 'Nguyễn Quốc Dũng', grants: [over('administrator')], seenDays: 40 },
}

const day = 86_400_000

/** Those who work in the sample province, a design that waits for whoever made the first account, and one that was sent back to them. */
export async function withPeople(url: string, database: Database): Promise<void> {
  const now = Date.now()
  for (const [username, { name, grants, address, seenDays }] of Object.entries(people)) {
    const user = newUser(username, name)
    await insertUser(database, user, seenDays === undefined ? unchosen : await hashPassword(`${name} của tỉnh`), now)
    if (address !== undefined) await saveAddress(database, user.id, address)
    if (seenDays !== undefined) await markSignedIn(database, username, new Date(now - seenDays * day).toISOString())
    if (username === 'dungnq') await markDisabled(database, user.id, new Date(now).toISOString())
    for (const grant of grants) await saveGrant(database, user.id, grant)
  }
  await asked(url, database)
  const open = await findDesign(database, designed.open)
  if (!open) throw new Error(`there is no design of "${designed.open}"`)
  const why = 'Tiêu chí A9 hỏi hai việc trong một câu.\nXin tách thành hai tiêu chí, và thêm lời tiếng Anh.'
  await sendBackDesign(database, open, { who: people['hoalt']?.name ?? '', why, at: new Date(now).toISOString() })
}

async function asked(url: string, database: Database): Promise<void> {
  const id = 'sipas-2026'
  const author = designing({ url, token: await tokenOf(database, 'binhtv'), database, now: Date.now })
  await author.office.send(`/admin/questionnaires/${id}/${shippedVersion[id]}/next`)
  const { definition, revision } = await author.state(id)
  const changed = { ...definition, title: { ...definition.title, vi: `${definition.title['vi']} (sửa lời)` } }
  const replies = [await author.save(id, revision, changed, accepting(changed)), await author.act(id, 'ask', revision + 1)]
  if (replies.some(({ status }) => status !== 200)) throw new Error(`"${id}" does not wait: ${JSON.stringify(replies)}`)
}

/** What agencies stated for the last quarter: one handed in, one sent back, one a draft; gives a token of the one that was sent back. */
export async function withStatements(database: Database): Promise<string> {
  const { quarter, dueOn, record } = await statedNow(database, localDay(Date.now()))
  const at = `${dueOn}T02:00:00.000Z`
  const words = {
    causes: 'Bộ phận một cửa thiếu một người từ giữa tháng 8, giờ cao điểm người dân phải chờ lâu.',
    measures: 'Từ ngày 15/9 bố trí thêm một công chức.\nNiêm yết giờ vắng người ở sảnh và trên trang thông tin của xã.',
  }
  const codes = (record?.measured ?? []).slice(0, 3).map(({ agency }) => agency.code)
  for (const [index, agency] of ['H99.7', ...codes.filter((code) => code !== 'H99.7')].slice(0, 3).entries()) {
    const statement = { quarter, agency, ...words, person: 'Bùi Đăng Khoa', handedAt: index === 2 ? '' : at, revision: 0 }
    await saveStatement(database, statement, at)
  }
  const reason = 'Chưa nêu số phiếu và mức chờ trung bình trong giờ cao điểm. Xin bổ sung rồi nộp lại.'
  const sender = { ...atCommandLine(), name: 'Nguyễn Thị Lan' }
  await act({ database, now: Date.now, config: { mail: undefined, publicUrl: undefined } }, sender, sendBackStatement, {
    quarter,
    agency: 'H99.7',
    revision: 1,
    reason,
  })
  return tokenOf(database, 'khoab')
}

/** Signed in with a token's account for that many minutes, as the `Cookie` header of a browser. */
export const signedInFor = (minutes: number, token: string, database: Database): Promise<string> =>
  justSignedIn({ token, database, now: () => Date.now() - minutes * 60_000 })

/** Those who enter the paper forms of one touchpoint, with a token each. */
export async function paperClerks(database: Database): Promise<{ readonly touchpoint: string; readonly tokens: readonly string[] }> {
  const { code: touchpoint } = await database.db
    .selectFrom('touchpoints')
    .select('code')
    .where('kind', '=', 'paper')
    .orderBy('code', 'desc')
    .executeTakeFirstOrThrow()
  const tokens: string[] = []
  for (const [username, name] of [
    ['huongpt', 'Phạm Thu Hương'],
    ['sonnv', 'Nguyễn Văn Sơn'],
  ] as const) {
    const user = newUser(username, name)
    await insertUser(database, user, unchosen, Date.now())
    await saveGrant(database, user.id, { ...over('clerk', '', `${new Date().getFullYear()}-12-31`), touchpoint })
    tokens.push(await tokenOf(database, username))
  }
  return { touchpoint, tokens }
}

/** What piles of paper sheets are called where there are pictures of them. */
export const piles = { own: 'Quầy một cửa, tuần 47', others: 'Nhà văn hoá thôn Đông, tuần 48' } as const

/** One pile that the first clerk keyed and the other half of it again, with a sheet that differs; and one that waits for the first. */
export async function withPiles(url: string, address: string, tokens: readonly string[]): Promise<void> {
  const [first, second] = tokens.map((token) => officeOf({ url, token }))
  if (!first || !second) throw new Error('it takes two to key a pile twice')
  const day = localDay(Date.now() - 6 * 86_400_000)
  for (const [label, one, other] of [
    [piles.own, first, second],
    [piles.others, second, first],
  ] as const) {
    const begun = await one.send(address, { label, agency: 'H99.5', language: 'vi', sheets: '6', keying: 'double' })
    const pile = begun.headers.get('location') ?? ''
    const key = (who: Office, which: string, sheet: number, answers: Fields) =>
      who.send(`${pile}/${which}?sheet=${sheet}`, { _day: day, _agency: 'H99.5', ...answers })
    for (const sheet of [1, 2, 3, 4])
      await key(one, 'first', sheet, { A1: '5', A2: '4', B1: '4', overall: '4', comment: 'Quầy số 2 gọi số hơi nhanh.' })
    await key(other, 'second', 1, { A1: '5', A2: '4', B1: '4', overall: '4', comment: 'Quầy số 2 gọi số hơi nhanh.' })
    if (one === first) await key(other, 'second', 2, { A1: '3', A2: '4', overall: '5', comment: 'Quầy số 2 gọi số hơi nhanh!' })
  }
}

/** People who stopped at a question: many at the first ones, some at those about fees, as it is. */
export async function withBreakOffs(database: Database, campaign: string): Promise<void> {
  const persons = { A1: 41, A2: 18, B1: 9, B2: 26, C1: 7, D1: 4, overall: 11 }
  const day = localDay(Date.now())
  await addBreakOffs(
    database,
    Object.entries(persons).map(([question, count]) => ({ campaign, layout: 'phone', question, day, persons: count })),
  )
}

/** Two systems that are told what happens: one that takes it, one that is gone. Nobody is really spoken to. */
export async function withWebhooks(database: Database, campaign: string): Promise<void> {
  const now = new Date().toISOString()
  const all = { secret: '', secret_before: '', before_until: '', since: '2026-01-01', after_seq: 1_000_000_000 }
  const messages = { campaign, details: '{}', body: '{}', due_at: '9999', written_at: now, ended_at: now }
  await database.db
    .insertInto('webhooks')
    .values([
      {
        ...all,
        id: 'portal',
        name: 'Cổng thông tin điện tử tỉnh',
        url: 'https://congthongtin.tinh.gov.vn/tin/sipas',
        state: 'on',
        events: JSON.stringify(['campaign.opened', 'campaign.closed', 'figures.published']),
      },
      {
        ...all,
        id: 'old',
        name: 'Hệ thống điều hành cũ',
        url: 'https://dieuhanh.tinh.gov.vn/api/webhook',
        state: 'gone',
        events: '["campaign.opened"]',
      },
    ])
    .execute()
  await database.db
    .insertInto('webhook_messages')
    .values([
      { ...messages, webhook: 'portal', id: 'm1', event: 'campaign.opened', state: 'sent', tries: 1, trouble: '' },
      { ...messages, webhook: 'portal', id: 'm2', event: 'figures.released', state: 'failed', tries: 8, trouble: '503' },
      {
        ...messages,
        webhook: 'portal',
        id: 'm3',
        event: 'campaign.changed',
        state: 'waiting',
        tries: 2,
        trouble: 'time',
        due_at: '2099-01-01T00:00:00.000Z',
      },
      { ...messages, webhook: 'portal', id: 'm4', event: 'trial', campaign: '', state: 'failed', tries: 1, trouble: 'inside' },
      { ...messages, webhook: 'old', id: 'm5', event: 'campaign.opened', state: 'failed', tries: 1, trouble: '410' },
    ])
    .execute()
}
