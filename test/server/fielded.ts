import { randomUUID } from 'node:crypto'
import { saveAgencies } from '../../server/db/agencies'
import { createCampaign, type NewCampaign } from '../../server/db/campaigns'
import type { Database } from '../../server/db/dialect'
import { createTouchpoint, type NewTouchpoint } from '../../server/db/touchpoints'
import type { Agency, Campaign } from '../../surveys/fielding/campaign'
import { localDay } from '../../surveys/instrument/calendar'
import type { Answers, SubmittedResponse } from '../../surveys/instrument/schema'
import national from '../../surveys/questionnaires/sipas-2026.json'
import quick from '../../surveys/questionnaires/sipas-service-quick.json'
import service from '../../surveys/questionnaires/sipas-service.json'

/** The version in which each questionnaire is shipped. */
export const shippedVersion = {
  'sipas-2026': national.version,
  'sipas-service': service.version,
  'sipas-service-quick': quick.version,
} as const

const versions: ReadonlyMap<string, number> = new Map(Object.entries(shippedVersion))

export const agency = (code: string, block = 'commune', name = `Xã ${code}`): Agency => ({
  code,
  name: { vi: name, en: `${code} commune` },
  block,
  parent: null,
  validFrom: null,
  validTo: null,
  predecessors: [],
})

const campaign: Campaign = {
  code: 'c1',
  title: { vi: 'Quý IV năm 2026', en: 'Fourth quarter of 2026' },
  questionnaire: 'sipas-service',
  version: shippedVersion['sipas-service'],
  kind: 'open',
  status: 'open',
  opensOn: '2026-01-01',
  closesOn: '2099-12-31',
  threshold: 10,
  synthetic: false,
}

type Wanted = Partial<Omit<NewCampaign, 'agencies'>> & {
  readonly agencies?: readonly Agency[]
  readonly touchpoints?: readonly NewTouchpoint[]
}

/** An open campaign `c1` of the newest version, of two agencies `A1`, `A2` with touchpoint `q1` (QR of A1) and `k2` (kiosk of both), or as wanted. */
export async function fielded(
  database: Database,
  { agencies = [agency('A1'), agency('A2')], touchpoints, ...wanted }: Wanted = {},
): Promise<void> {
  await saveAgencies(database, agencies)
  const version = versions.get(wanted.questionnaire ?? campaign.questionnaire) ?? 1
  const made = { ...campaign, version, breakdowns: [], ...wanted }
  await createCampaign(database, { ...made, agencies: agencies.map(({ code }) => ({ code, population: undefined })) })
  const first = agencies[0]?.code ?? ''
  const standard: readonly NewTouchpoint[] = [
    { code: 'q1', campaign: made.code, kind: 'qr', label: { vi: 'Quầy 1', en: 'Counter 1' }, agencies: [first] },
    { code: 'k2', campaign: made.code, kind: 'kiosk', label: { vi: 'Kiosk 2', en: 'Kiosk 2' }, agencies: agencies.map(({ code }) => code) },
  ]
  for (const touchpoint of touchpoints ?? standard) await createTouchpoint(database, touchpoint)
}

/** A valid response to `sipas-service` at `q1`, or as wanted. */
export const response = (answers: Answers = { A1: '5', overall: '4' }, wanted: Partial<SubmittedResponse> = {}): SubmittedResponse => ({
  id: randomUUID(),
  campaign: 'c1',
  version: shippedVersion['sipas-service'],
  touchpoint: 'q1',
  agency: 'A1',
  language: 'vi',
  answeredOn: localDay(Date.now()),
  answers,
  ...wanted,
})

export const post = (url: string, body: unknown): Promise<Response> =>
  fetch(`${url}/api/v1/responses`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })

/** Many more responses like the first, without their figures. */
export async function multiply({ db }: Database, count: number): Promise<void> {
  const row = await db.selectFrom('responses').selectAll().where('campaign', '=', 'c1').orderBy('seq').executeTakeFirstOrThrow()
  for (let made = 0; made < count; made += 500)
    await db
      .insertInto('responses')
      .values(Array.from({ length: 500 }, (_, index) => ({ ...row, id: randomUUID(), seq: 1_000 + made + index })))
      .execute()
  await db
    .updateTable('writers')
    .set({ last_seq: 1_000 + count })
    .where('slot', '=', row.writer)
    .execute()
}
