import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { findCampaign } from '../../server/db/campaigns'
import { publishQuestionnaire, questionnaireSource } from '../../server/db/questionnaires'
import { countResponses } from '../../server/db/responses'
import { recountCampaign } from '../../server/recording/recount'
import { localDay } from '../../surveys/instrument/calendar'
import type { SubmittedResponse } from '../../surveys/instrument/schema'
import { defined } from '../surveys/looping'
import { agency, fielded } from './fielded'
import { type engines, startServer, type TestServer } from './harness'

export const codes = ['S1', 'S2', 'S3', 'W1', 'W2'] as const

type Form = Omit<SubmittedResponse, 'agency'> & { readonly agency?: string }

/** A form about these agencies, with what was answered about each. */
export const form = (ratings: NonNullable<SubmittedResponse['ratings']>, wanted: Partial<Form> = {}): SubmittedResponse => ({
  id: randomUUID(),
  campaign: 'c1',
  version: 1,
  touchpoint: 'l1',
  agency: Object.keys(ratings)[0] ?? 'S1',
  language: 'vi',
  answeredOn: localDay(Date.now()),
  answers: { size: 'small' },
  ratings,
  ...wanted,
})

/** The product with an open campaign in which one business rates several agencies. */
export async function loopingServer(engine: (typeof engines)[number], questionnaire = defined()): Promise<TestServer> {
  const server = await startServer({ engine })
  await publishQuestionnaire(server.database, questionnaire, '2026-01-01')
  await fielded(server.database, {
    questionnaire: 'rating',
    version: 1,
    agencies: codes.map((code) => agency(code, code.startsWith('S') ? 'department' : 'commune')),
    touchpoints: [
      { code: 'l1', campaign: 'c1', kind: 'link', label: { vi: 'Đường liên kết' }, agencies: codes },
      { code: 'q1', campaign: 'c1', kind: 'qr', label: { vi: 'Quầy 1' }, agencies: ['S1', 'S2'] },
    ],
  })
  return server
}

export const recorded = async (server: TestServer) => {
  const record = await findCampaign(server.database, 'c1')
  if (!record) throw new Error('no campaign')
  return { record, deps: { database: server.database, questionnaires: questionnaireSource(server.database) } }
}

/** The tallies are those of the responses. */
export const agrees = async (server: TestServer): Promise<void> => {
  const { record } = await recorded(server)
  const { responses, differences } = await recountCampaign({ database: server.database, onProgress: () => undefined }, record)
  expect(differences).toEqual([])
  expect(responses).toBe(await countResponses(server.database, 'c1'))
}
