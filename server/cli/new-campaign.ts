import { isDay } from '../../surveys/calendar'
import type { Agency } from '../../surveys/campaign'
import { listAgencies } from '../db/agencies'
import type { NewCampaign } from '../db/campaigns'
import { latestVersion, listQuestionnaires } from '../db/questionnaires'
import { CommandFailed, UsageRefused } from './command'
import type { Store } from './store'

export type WantedCampaign = {
  readonly code: string
  readonly title: string
  readonly titleEn: string | undefined
  readonly questionnaire: string
  readonly version: string | undefined
  readonly from: string
  readonly to: string
  readonly kind: string
  readonly threshold: string
  readonly agencies: readonly string[]
  readonly breakdown: readonly string[]
  readonly synthetic: boolean
}

const lowestThreshold = 3

/** A draft campaign as wanted, or a refusal that says what is allowed. */
export async function newCampaign(store: Store, wanted: WantedCampaign): Promise<NewCampaign> {
  const { code, title, titleEn, questionnaire, from, to, breakdown, synthetic } = wanted
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(code)) throw new UsageRefused(`--code "${code}": a code has 1 to 64 letters, digits, ".", "_" or "-"`)
  for (const [option, day] of [['--from', from], ['--to', to]] as const) if (!isDay(day)) throw new UsageRefused(`${option} "${day}" is not a day (YYYY-MM-DD)`)
  if (to < from) throw new UsageRefused(`--to ${to} is before --from ${from}`)
  const unknown = breakdown.find((name) => name !== 'service' && name !== 'touchpoint')
  if (unknown !== undefined) throw new UsageRefused(`--breakdown "${unknown}" is neither service nor touchpoint`)
  return {
    code,
    title: titleEn ? { vi: title, en: titleEn } : { vi: title },
    questionnaire,
    version: await versionOf(store, wanted),
    kind: wanted.kind === 'sampled' ? 'sampled' : 'open',
    status: 'draft',
    opensOn: from,
    closesOn: to,
    threshold: thresholdOf(wanted.threshold),
    synthetic,
    breakdowns: breakdown,
    agencies: (await agenciesOf(store, wanted)).map((agency) => ({ code: agency.code, population: undefined })),
  }
}

function thresholdOf(text: string): number {
  if (/^\d{1,6}$/.test(text) && Number(text) >= lowestThreshold) return Number(text)
  throw new UsageRefused(`--threshold "${text}" is not a whole number of at least ${lowestThreshold}`)
}

async function versionOf({ database }: Store, { questionnaire, version }: WantedCampaign): Promise<number> {
  const published = await listQuestionnaires(database)
  const found = version === undefined ? await latestVersion(database, questionnaire) : published.find((one) => one.questionnaire.id === questionnaire && String(one.questionnaire.version) === version)?.questionnaire.version
  if (found !== undefined) return found
  const known = published.map((one) => `${one.questionnaire.id} version ${one.questionnaire.version}`).join(', ')
  throw new CommandFailed(`Questionnaire "${questionnaire}"${version === undefined ? '' : ` version ${version}`} is not published; there are: ${known}.`)
}

async function agenciesOf({ database }: Store, { agencies: wanted, from, to }: WantedCampaign): Promise<readonly Agency[]> {
  const known = await listAgencies(database)
  if (wanted.includes('all')) {
    const inPeriod = known.filter(({ validFrom, validTo }) => (validFrom === null || validFrom <= to) && (validTo === null || validTo >= from))
    if (inPeriod.length > 0) return inPeriod
    throw new CommandFailed('There are no agencies in this period yet; "agencies import FILE" brings them in.')
  }
  const missing = wanted.filter((code) => !known.some((agency) => agency.code === code))
  if (missing.length > 0) throw new CommandFailed(`There are no agencies with these codes: ${missing.join(', ')}.`)
  return known.filter(({ code }) => wanted.includes(code))
}
