import type { DraftProblem } from '../../surveys/fielding/drafts'
import type { Agency } from '../../surveys/fielding/campaign'
import { lifeReasonProblems } from '../../surveys/fielding/life'
import { type AgencyStatement, checkStatement, remindedFrom, type StatedQuarter, statedQuarter } from '../../surveys/fielding/statements'
import { campaignIn } from '../../surveys/fielding/schedules'
import { localDay } from '../../surveys/instrument/calendar'
import { localised } from '../../surveys/instrument/language'
import { heldOn, rootsFor } from '../../surveys/people/roles'
import { insertReminder, remindersOf, saveStatement, statementsIn } from '../db/agency-statements'
import { agenciesBelow } from '../db/agency-tree'
import { type CampaignRecord, findCampaign, listCampaigns } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { listDuties } from '../db/duties'
import { allGrants } from '../db/grants'
import { listUsers } from '../db/people'
import type { Details } from '../db/events'
import { readProvince, readReminding, type Reminding, saveReminding } from '../db/settings'
import type { UserRow } from '../db/tables'
import { type Letter, letterWord } from '../mail/letter'
import { type MailDeps, sendReminder } from '../mail/outbox'
import { oneLine } from '../mail/setting'
import { type Act, changes, did, failed, nothing } from './act'

/** The quarter that agencies state for now, whether its due day is only proposed, and the campaign that was asked in it; none where none was. */
export async function statedNow(
  database: Database,
  today: string,
): Promise<StatedQuarter & { readonly isProposed: boolean; readonly record: CampaignRecord | undefined }> {
  const duty = (await listDuties(database)).find(({ code }) => code === 'quarterly-report')
  const stated = statedQuarter(today, duty?.rule ?? { every: 'quarter', offset: 5 })
  const found = campaignIn(await listCampaigns(database), stated)
  return { ...stated, isProposed: duty?.isProposed ?? true, record: found && (await findCampaign(database, found.code)) }
}

/** `quarter`: the one that the form was about, which may have gone by since. */
type Wanted = Pick<AgencyStatement, 'quarter' | 'agency' | 'causes' | 'measures' | 'revision'> & { readonly step: 'keep' | 'hand-in' }
type Unsaved =
  { readonly code: 'unknown' | 'moved' | 'handed-in' | 'gone-by' } | { readonly code: 'wrong'; readonly problems: readonly DraftProblem[] }

/** Keeps what an agency states for the quarter, or hands it in, after which it stands. */
export const stateForAgency: Act<Wanted, undefined, Unsaved> = {
  name: 'statements.save',
  about: async ({ database, now }, { agency }) => {
    const { record } = await statedNow(database, localDay(now()))
    return record?.measured.some((one) => one.agency.code === agency) ? [agency] : undefined
  },
  run: async ({ database, now }, { name }, { quarter: meant, agency, causes, measures, revision, step }) => {
    const { quarter, record } = await statedNow(database, localDay(now()))
    const measured = record?.measured.find((one) => one.agency.code === agency)
    if (!measured) return failed({ code: 'unknown' })
    if (meant !== quarter) return failed({ code: 'gone-by' })
    const before = (await statementsIn(database, quarter)).get(agency)
    if (before && before.handedAt !== '') return failed({ code: 'handed-in' })
    const problems = checkStatement({ causes, measures }, step)
    if (problems.length > 0) return failed({ code: 'wrong', problems })
    const at = new Date(now()).toISOString()
    const statement = { quarter, agency, causes, measures, person: name, handedAt: step === 'hand-in' ? at : '', revision }
    if (!(await saveStatement(database, statement, at))) return failed({ code: 'moved' })
    return did(`${localised(measured.agency.name, 'vi')} (${quarter})`, { agency, state: step })
  },
}

type Returned = Pick<AgencyStatement, 'quarter' | 'agency' | 'revision'> & { readonly reason: string }
type Kept =
  { readonly code: 'unknown' | 'not-handed-in' | 'moved' } | { readonly code: 'wrong'; readonly problems: readonly DraftProblem[] }

/** Gives a statement that was handed in back to its agency, which is told by letter and may change it then; the event keeps it as it was. */
export const sendBackStatement: Act<Returned, undefined, Kept, MailDeps> = {
  name: 'statements.send-back',
  run: async (deps, _, { quarter: meant, agency, revision, reason }) => {
    const { database, now } = deps
    const today = localDay(now())
    const { quarter, record } = await statedNow(database, today)
    const measured = record?.measured.find((one) => one.agency.code === agency)
    if (!measured) return failed({ code: 'unknown' })
    const statement = (await statementsIn(database, quarter)).get(agency)
    if (!statement || statement.handedAt === '') return failed({ code: 'not-handed-in' })
    const problems = lifeReasonProblems(reason)
    if (problems.length > 0) return failed({ code: 'wrong', problems })
    const isKept = meant === quarter && statement.revision === revision
    if (!isKept || !(await saveStatement(database, { ...statement, handedAt: '' }, new Date(now()).toISOString())))
      return failed({ code: 'moved' })
    const name = localised(measured.agency.name, 'vi')
    const letter = await statementLetter(deps, 'returned', { agency: name, quarter, reason: oneLine(reason) })
    await writeToAgency(deps, await statementWriters(database, today), agency, letter)
    const { revision: _was, ...was } = statement
    return did(`${name} (${quarter})`, { ...was, reason })
  },
}

/** Says whether agencies are reminded by themselves, and on which days. */
export const setReminding: Act<Reminding, undefined, { readonly code: never }> = {
  name: 'statements.set-reminding',
  run: async ({ database }, _, wanted) => {
    const told = ({ isOn, days }: Reminding): Details => ({
      reminding: isOn,
      remindBefore: days.before,
      remindAfter: days.after,
      remindEvery: days.every,
    })
    const before = await readReminding(database)
    const changed = changes(told(before), told(wanted))
    if (JSON.stringify(told(before)) === JSON.stringify(told(wanted))) return nothing(undefined)
    await saveReminding(database, wanted)
    return did('reminding', changed)
  },
}

/** Why agencies are reminded: somebody asked for it today, or it is a day for it. */
type Occasion = { readonly occasion: 'asked' | 'day' }
type ToRemind = StatedQuarter & { readonly agencies: readonly Agency[] }

/** The agencies that have not handed in and were not reminded since the day that stands for it. */
export async function agenciesToRemind(database: Database, today: string, { occasion }: Occasion): Promise<ToRemind> {
  const { record, ...stated } = await statedNow(database, today)
  const reminding = await readReminding(database)
  const from = occasion === 'asked' ? today : remindedFrom(today, stated.dueOn, reminding.days)
  if (from === undefined || (occasion === 'day' && !reminding.isOn)) return { ...stated, agencies: [] }
  const [kept, reminded] = [await statementsIn(database, stated.quarter), await remindersOf(database, stated.quarter)]
  const isOpen = ({ code }: Agency): boolean => (kept.get(code)?.handedAt ?? '') === ''
  const isDue = ({ code }: Agency): boolean => !(reminded.get(code) ?? []).some(({ sent_on }) => sent_on >= from)
  return { ...stated, agencies: (record?.measured ?? []).map(({ agency }) => agency).filter((one) => isOpen(one) && isDue(one)) }
}

type Reminded = { readonly agencies: number; readonly letters: number }

/** Writes to who states for agencies that have not handed in, each agency once a day; gives how many agencies and letters those were. */
export const remindAgencies: Act<Occasion, Reminded, { readonly code: 'none' }, MailDeps> = {
  name: 'statements.remind',
  run: async (deps, _, occasion) => {
    const { database, now } = deps
    const today = localDay(now())
    const { quarter, dueOn, agencies } = await agenciesToRemind(database, today, occasion)
    if (agencies.length === 0) return failed({ code: 'none' })
    const writers = await statementWriters(database, today)
    let all = 0
    for (const { code, name } of agencies) {
      const due = dueOn.split('-').reverse().join('/')
      const letter = await statementLetter(deps, 'reminder', { agency: localised(name, 'vi'), quarter, due })
      const letters = await writeToAgency(deps, writers, code, letter)
      await insertReminder(database, { quarter, agency: code, sent_on: today, letters })
      all += letters
    }
    const came = { agencies: agencies.length, letters: all }
    return did(quarter, came, came)
  },
}

type Writer = { readonly user: UserRow; readonly area: ReadonlySet<string> }

/** Writes to everybody who states for an agency; gives how many letters that were. */
async function writeToAgency(deps: MailDeps, writers: readonly Writer[], agency: string, letter: Letter): Promise<number> {
  let letters = 0
  for (const { user } of writers.filter(({ area }) => area.has(agency))) if (await sendReminder(deps, user, letter)) letters += 1
  return letters
}

/** Who may state something, and for which agencies. */
async function statementWriters(database: Database, today: string): Promise<readonly Writer[]> {
  const [users, grants] = [await listUsers(database), await allGrants(database)]
  const writers: Writer[] = []
  for (const user of users.filter(({ disabled_at }) => disabled_at === '')) {
    const roots = rootsFor(heldOn(grants.get(user.id) ?? [], today), 'statements.write')
    if (roots.length > 0) writers.push({ user, area: await agenciesBelow(database, roots) })
  }
  return writers
}

async function statementLetter(
  { database }: MailDeps,
  kind: 'reminder' | 'returned',
  values: Readonly<Record<string, string>>,
): Promise<Letter> {
  const { name } = await readProvince(database)
  const paragraphs = (language: 'vi' | 'en') => [letterWord(language, `${kind}_text`, values), letterWord(language, 'foot')]
  return {
    subject: letterWord('vi', 'subject', {
      office: name ? oneLine(localised(name, 'vi')) : 'SIPAS',
      what: letterWord('vi', `${kind}_subject`, values),
    }),
    parts: [
      { language: 'vi', paragraphs: paragraphs('vi') },
      { language: 'en', paragraphs: paragraphs('en') },
    ],
  }
}
