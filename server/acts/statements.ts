import type { DraftProblem } from '../../surveys/fielding/drafts'
import { type AgencyStatement, checkStatement, type StatedQuarter, statedQuarter } from '../../surveys/fielding/statements'
import { campaignIn } from '../../surveys/fielding/schedules'
import { localDay } from '../../surveys/instrument/calendar'
import { localised } from '../../surveys/instrument/language'
import { heldOn, rootsFor } from '../../surveys/people/roles'
import { insertReminder, saveStatement, statementsIn } from '../db/agency-statements'
import { agenciesBelow } from '../db/agency-tree'
import { type CampaignRecord, findCampaign, listCampaigns } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { listDuties } from '../db/duties'
import { allGrants } from '../db/grants'
import { listUsers } from '../db/people'
import { readProvince } from '../db/settings'
import { type Letter, letterWord } from '../mail/letter'
import { type MailDeps, sendReminder } from '../mail/outbox'
import { oneLine } from '../mail/setting'
import { type Act, did, failed } from './act'

/** The quarter that agencies state for now, with the campaign that was asked in it; no campaign where none was. */
export async function statedNow(
  database: Database,
  today: string,
): Promise<StatedQuarter & { readonly record: CampaignRecord | undefined }> {
  const duty = (await listDuties(database)).find(({ code }) => code === 'quarterly-report')
  const stated = statedQuarter(today, duty?.rule ?? { every: 'quarter', offset: 5 })
  const found = campaignIn(await listCampaigns(database), stated)
  return { ...stated, record: found && (await findCampaign(database, found.code)) }
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

/** Writes to who states for agencies that have not handed in, each agency once a day; gives how many agencies and letters those were. */
export const remindAgencies: Act<undefined, { readonly agencies: number; readonly letters: number }, { readonly code: 'none' }, MailDeps> =
  {
    name: 'statements.remind',
    run: async (deps) => {
      const { database, now } = deps
      const today = localDay(now())
      const { quarter, dueOn, record } = await statedNow(database, today)
      const handed = await statementsIn(database, quarter)
      const late = (record?.measured ?? []).filter(({ agency }) => (handed.get(agency.code)?.handedAt ?? '') === '')
      const [users, grants] = [await listUsers(database), await allGrants(database)]
      let [agencies, letters] = [0, 0]
      for (const { agency } of late) {
        if (!(await insertReminder(database, { quarter, agency: agency.code, sent_on: today, letters: 0 }))) continue
        agencies += 1
        for (const user of users.filter(({ disabled_at }) => disabled_at === '')) {
          const area = await agenciesBelow(database, rootsFor(heldOn(grants.get(user.id) ?? [], today), 'statements.write'))
          if (!area.has(agency.code)) continue
          if (await sendReminder(deps, user, await reminderLetter(deps, localised(agency.name, 'vi'), quarter, dueOn))) letters += 1
        }
      }
      return agencies === 0 ? failed({ code: 'none' }) : did(quarter, { agencies, letters }, { agencies, letters })
    },
  }

async function reminderLetter({ database }: MailDeps, agency: string, quarter: string, dueOn: string): Promise<Letter> {
  const { name } = await readProvince(database)
  const due = dueOn.split('-').reverse().join('/')
  const paragraphs = (language: 'vi' | 'en') => [
    letterWord(language, 'reminder_text', { agency, quarter, due }),
    letterWord(language, 'foot'),
  ]
  return {
    subject: letterWord('vi', 'subject', {
      office: name ? oneLine(localised(name, 'vi')) : 'SIPAS',
      what: letterWord('vi', 'reminder_subject', { quarter }),
    }),
    parts: [
      { language: 'vi', paragraphs: paragraphs('vi') },
      { language: 'en', paragraphs: paragraphs('en') },
    ],
  }
}
