import { saveMedia } from '../../server/db/media'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import { changeOption } from '../../surveys/designing/scales'
import type { Answers } from '../../surveys/instrument/schema'
import { agency, fielded } from '../server/fielded'
import { type Options, startServer, type TestServer } from '../server/harness'
import { pictureOf } from '../server/picture-files'
import { rareSource, readSmall } from '../surveys/small'

const names = ['UBND phường Sa Pa', 'UBND xã Bảo Thắng', 'Sở Tư pháp', 'Sở Xây dựng']

/** One agency at one place: `service`, `quick`, `national`, `every` (every common question type, an option with a picture), `rare` (the others), `trial` (a draft), `over`, `soon`. */
const places = [
  ['service', 'sipas-service', {}],
  ['quick', 'sipas-service-quick', {}],
  ['national', 'sipas-2026', { synthetic: true }],
  ['every', 'small', {}],
  ['rare', 'rare', {}],
  ['trial', 'sipas-service-quick', { status: 'draft' }],
  ['over', 'sipas-service-quick', { status: 'closed', closesOn: '2026-03-31' }],
  ['soon', 'sipas-service-quick', { opensOn: '2098-01-01' }],
] as const

/** A product with a campaign and a touchpoint for each thing that a citizen can meet; `choice` serves four agencies. */
export async function startSite(options: Options = {}): Promise<TestServer> {
  const server = await startServer(options)
  const picture = await saveMedia(
    server.database,
    { type: 'image/png', bytes: pictureOf('png', { width: 120, height: 90 }) },
    new Date().toISOString(),
  )
  for (const [source, scale] of [
    [undefined, 'ways'],
    [rareSource, 'wanted'],
  ] as const)
    await publishQuestionnaire(server.database, changeOption(readSmall(source), scale, 0, { picture }), '2026-01-01')
  const agencies = names.map((name, index) => agency(`H${index + 1}`, 'commune', name))
  const [first] = agencies
  for (const [code, questionnaire, rest] of places) {
    const touchpoint = { code, campaign: code, kind: 'qr' as const, label: { vi: 'Quầy 2', en: 'Counter 2' }, agencies: ['H1'] }
    await fielded(server.database, { code, questionnaire, agencies: first ? [first] : [], touchpoints: [touchpoint], ...rest })
  }
  const choice = {
    code: 'choice',
    campaign: 'choice',
    kind: 'kiosk' as const,
    label: { vi: 'Sảnh chính', en: 'Main hall' },
    agencies: agencies.map(({ code }) => code),
  }
  await fielded(server.database, { code: 'choice', questionnaire: 'sipas-service-quick', agencies, touchpoints: [choice] })
  return server
}

export type StoredResponse = { readonly id: string; readonly agency: string; readonly language: string; readonly answers: Answers }

/** What a campaign has stored, in order of arrival. */
export async function stored({ database }: TestServer, campaign: string): Promise<readonly StoredResponse[]> {
  const rows = await database.db
    .selectFrom('responses')
    .select(['id', 'agency', 'language', 'answers'])
    .where('campaign', '=', campaign)
    .orderBy('seq')
    .execute()
  return rows.map((row) => ({ ...row, answers: JSON.parse(row.answers) }))
}
