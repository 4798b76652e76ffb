import { hashPassword } from '../../server/access/credentials'
import { newUser } from '../../server/access/account'
import { insertUser, markDisabled, markSignedIn, saveAddress, unchosen } from '../../server/db/accounts'
import type { Database } from '../../server/db/dialect'
import { findDesign, sendBackDesign } from '../../server/db/designs'
import { saveGrant } from '../../server/db/grants'
import type { Grant } from '../../surveys/people/roles'
import { designed } from '../server/designed'
import { accepting, designing } from '../server/designing'
import { shippedVersion } from '../server/fielded'
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

/** Signed in with a token's account for that many minutes, as the `Cookie` header of a browser. */
export const signedInFor = (minutes: number, token: string, database: Database): Promise<string> =>
  justSignedIn({ token, database, now: () => Date.now() - minutes * 60_000 })

/** Somebody who enters the paper forms of one touchpoint. */
export async function paperClerk(database: Database): Promise<string> {
  const { code } = await database.db
    .selectFrom('touchpoints')
    .select('code')
    .where('kind', '=', 'paper')
    .orderBy('code', 'desc')
    .executeTakeFirstOrThrow()
  const user = newUser('huongpt', 'Phạm Thu Hương')
  await insertUser(database, user, unchosen, Date.now())
  await saveGrant(database, user.id, { ...over('clerk', '', `${new Date().getFullYear()}-12-31`), touchpoint: code })
  return tokenOf(database, user.username)
}
