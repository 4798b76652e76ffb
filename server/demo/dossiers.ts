import { firstOf } from '../../surveys/figures/integers'
import { lastDayOf, monthsBetween } from '../../surveys/fielding/dossiers'
import type { Service } from '../../surveys/fielding/services'
import { localDay, monthOf } from '../../surveys/instrument/calendar'
import { items } from '../../surveys/instrument/questionnaire'
import type { Questionnaire } from '../../surveys/instrument/schema'
import type { CampaignRecord } from '../db/campaigns'
import { type Database, whole } from '../db/dialect'
import { dossierMonths, type HandledChange, writeDossiers } from '../db/dossiers'
import { listServices, saveServices } from '../db/services'
import { responsesByMonth } from '../reading/results'
import { seeded, seedOf } from './random'

/** The fields that the questionnaire asks about, and some procedures in them with numbers that no procedure has. */
function sampleServices(questionnaire: Questionnaire): readonly Service[] {
  const item = items(questionnaire).find(({ id }) => id === questionnaire.serviceItem)
  const options = item?.scale?.options ?? []
  const open = { validFrom: null, validTo: null, agencies: [] }
  const fields = options
    .filter(({ kind }) => kind === 'answer')
    .map(({ code, label }) => ({ ...open, code, name: label, field: null, procedure: '' }))
  const inFields = procedures.map(([code, field, vi, en], index) => ({
    ...open,
    code,
    name: { vi, en },
    field,
    procedure: `9.99${String(index + 1).padStart(4, '0')}`,
  }))
  return [...fields, ...inFields.filter(({ field }) => fields.some(({ code }) => code === field))]
}

const procedures = [
  ['civil-status-birth', 'civil-status', 'Đăng ký khai sinh', 'Registering a birth'],
  ['civil-status-marriage', 'civil-status', 'Đăng ký kết hôn', 'Registering a marriage'],
  ['land-first', 'land', 'Cấp giấy chứng nhận quyền sử dụng đất lần đầu', 'First certificate of land use'],
  ['land-change', 'land', 'Đăng ký biến động đất đai', 'Registering a change of land use'],
  ['business-household', 'business', 'Đăng ký hộ kinh doanh', 'Registering a household business'],
] as const

/**
 * Services and dossiers of the sample province, from how many answered there: one agency lacks a month, and one counts fewer dossiers than
 * responses. What somebody has entered since is left as it is.
 */
export async function fillDossiers(
  database: Database,
  campaigns: readonly CampaignRecord[],
  questionnaire: Questionnaire,
  now: number,
): Promise<void> {
  if ((await dossierMonths(database)).length > 0) return
  const services = sampleServices(questionnaire)
  const isOver = (month: string): boolean => lastDayOf(month) < localDay(now)
  const changes: HandledChange[] = []
  for (const { campaign, measured } of campaigns) {
    const span = { from: monthOf(campaign.opensOn), to: monthOf(campaign.closesOn), services: undefined }
    const counts = new Map<string, number>()
    for (const { agency, month, sums } of await responsesByMonth(database.db, { campaign }, span))
      counts.set(`${agency} ${month}`, (counts.get(`${agency} ${month}`) ?? 0) + firstOf(sums))
    const [, lacked] = monthsBetween(span.from, span.to)
    const codes = measured.map(({ agency }) => agency.code)
    for (const [key, responses] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const [agency = '', month = ''] = key.split(' ')
      const isLacking = agency === codes.at(4) && month === lacked
      if (isOver(month) && !isLacking) changes.push(...handledIn(agency, month, responses, agency === codes.at(20)))
    }
  }
  await whole(database, async (within) => {
    if ((await listServices(within)).length === 0) await saveServices(within, services)
    const fieldOf = new Map((await listServices(within)).map(({ code, field }) => [code, field ?? '']))
    await writeDossiers(within, changes, 'command', fieldOf)
  })
}

/** From one in eight to one in three who were served answered; most dossiers are on time. */
function handledIn(agency: string, month: string, responses: number, isOver: boolean): readonly HandledChange[] {
  const rate = seeded(seedOf(`rate ${agency}`))()
  const uniform = seeded(seedOf(`dossiers ${agency} ${month}`))
  const handled = isOver ? Math.max(1, Math.floor(responses * 0.8)) : Math.ceil(responses / (0.12 + 0.2 * rate)) + Math.floor(uniform() * 9)
  const onTime = Math.floor(handled * (0.9 + 0.1 * uniform()))
  return [{ agency, service: '', month, wanted: { handled, onTime } }]
}
