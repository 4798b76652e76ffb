import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { act, atCommandLine } from '../../server/acts/act'
import { createAssessment, openAssessment } from '../../server/acts/assessments'
import type { Database } from '../../server/db/dialect'
import { localDay } from '../../surveys/instrument/calendar'
import { post } from '../server/fielded'
import { officeWith } from '../server/office'
import { seeded } from '../surveys/random'

/** What a score of agencies that businesses have rated is called where there are pictures of it. */
export const rated = { campaign: 'rating', assessment: 'ddci', agencies: ['H99.1', 'H99.2', 'H99.3', 'H99.4', 'H99.5'] } as const

/** Businesses rate agencies; an assessment scores them, and how sure the scores are is counted. */
export async function withRated(url: string, cookie: string, database: Database, release: () => Promise<unknown>): Promise<void> {
  const random = seeded(3)
  for (let one = 0; one < 80; one++) {
    const mood = random()
    const about = rated.agencies.filter(() => random() < 0.7).slice(0, 4)
    const level = (at: number) => String(1 + Math.min(4, Math.floor((5 * (mood + random() + at / 4)) / 2.5)))
    const ratings = Object.fromEntries(about.map((code, at) => [code, { open: level(at), quick: level(4 - at) }]))
    if (about.length > 0) await post(url, { ...sent(rated.campaign, about[0] ?? ''), answers: { size: 'small' }, ratings })
  }
  await release()
  const year = localDay(Date.now()).slice(0, 4)
  const deps = { database, now: Date.now, config: { mail: undefined, publicUrl: undefined } }
  await act(deps, atCommandLine(), createAssessment, {
    code: rated.assessment,
    title: `DDCI ${year}`,
    title_en: '',
    set: 'small-ddci 1',
    from: `${year}-01`,
    to: `${year}-12`,
    self_due: `${Number(year) + 1}-01-15`,
    look_due: `${Number(year) + 1}-02-15`,
    agencies: [...rated.agencies],
    sources: { 'campaign rating': rated.campaign },
  })
  await act(deps, atCommandLine(), openAssessment, { code: rated.assessment })
  const office = officeWith({ url }, cookie)
  await office.send(`/admin/assessments/${rated.assessment}/intervals`)
  for (
    let waited = 0;
    waited < 30_000 && !(await office.html(`/admin/assessments/${rated.assessment}?still`)).includes('Efron');
    waited += 250
  )
    await delay(250)
}

/** Citizens of one agency who left how to reach them. */
export async function withContacts(url: string, campaign: string, agency: string): Promise<void> {
  for (const contact of ['0912 345 678', '0987 654 321', 'lan.nguyen@example.vn'])
    await post(url, { ...sent(campaign, agency), answers: { told: 'yes', counter: '4' }, contact })
}

/** Of a response what says where it was given, at the touchpoint that is called as its campaign. */
const sent = (campaign: string, agency: string) => ({
  id: randomUUID(),
  campaign,
  version: 1,
  touchpoint: campaign,
  agency,
  language: 'vi',
  answeredOn: localDay(Date.now()),
})
