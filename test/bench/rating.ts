import { randomUUID } from 'node:crypto'
import { publishQuestionnaire, questionnaireSource } from '../../server/db/questionnaires'
import { findCampaign } from '../../server/db/campaigns'
import type { Database } from '../../server/db/dialect'
import { makeTouchpointsEach } from '../../server/db/touchpoints'
import { noFilter } from '../../server/reading/filter'
import { readResults } from '../../server/reading/results'
import { localDay } from '../../surveys/instrument/calendar'
import { readDefinition } from '../../surveys/instrument/definition'
import type { Questionnaire } from '../../surveys/instrument/schema'
import source from '../../surveys/questionnaires/sipas-service.json'
import { agency, fielded } from '../server/fielded'
import { criteria } from './province'
import { folderFor, type Part, withProduct } from './setting'
import { against, shown } from './table'

/** Agencies that one business rates, and those among whom it chooses. */
const each = 6
const codes = Array.from({ length: 30 }, (_, at) => `S${at}`)

export const rating: Part = {
  name: 'rating',
  about: 'forms in which one business rates six agencies, beside as many responses about one',
  run: async (setting) =>
    withProduct(
      folderFor(setting, `rating-${randomUUID()}`),
      undefined,
      async (product, database) => {
        const forms = setting.quick ? 500 : 10_000
        const touchpoint = await arranged(database)
        const plain = await sentAll(product.url, forms, () => bodyOf(touchpoint.plain, 'sipas-service', {}))
        const several = await sentAll(product.url, forms, () => formOf(touchpoint.rating))
        const [ofPlain, ofRatings] = [forms / plain, (forms * each) / several]
        const record = await findCampaign(database, 'rating')
        if (!record) throw new Error('the campaign is not there')
        const deps = { database, questionnaires: questionnaireSource(database) }
        const [first, again] = [
          await took(() => readResults(deps, record, noFilter, 'vi')),
          await took(() => readResults(deps, record, noFilter, 'vi')),
        ]
        await sentAll(product.url, 1, () => formOf(touchpoint.rating))
        const on = await took(() => readResults(deps, record, noFilter, 'vi'))
        const share = ofRatings / ofPlain
        return [
          {
            title: 'Several agencies in one form',
            base: `${forms} forms about ${each} of ${codes.length} agencies, 22 criteria of each, over HTTP from 32 connections, beside as many responses about one. A rating against a plain response: ${against(100 * share, '≥ 60 %', share >= 0.6)}. Results of all of it from its ${forms * each} ratings: ${shown(first)} ms the first time, ${shown(again)} ms while nothing has come, ${shown(on)} ms after one more form.`,
            columns: ['what', 'requests/s', 'rows/s'],
            rows: [
              ['responses about one agency', shown(ofPlain), shown(ofPlain)],
              [`forms about ${each}`, shown(forms / several), shown(ofRatings)],
            ],
          },
        ]
      },
      { TRUST_PROXY: '1' },
    ),
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/** The shipped questionnaire about one service, and the same with its criteria asked for each of several agencies. */
async function arranged(database: Database): Promise<{ readonly plain: string; readonly rating: string }> {
  await publishQuestionnaire(database, looping(), localDay(Date.now()))
  const agencies = codes.map((code) => agency(code, 'department'))
  const common = { agencies, touchpoints: [] }
  await fielded(database, { ...common, code: 'plain' })
  await fielded(database, { ...common, code: 'rating', questionnaire: 'bench-rating', version: 1 })
  const place = { code: undefined, kind: 'kiosk' as const, label: { vi: 'Sảnh' }, agencies: codes }
  const made = async (campaign: string): Promise<string> => {
    const [code] = await makeTouchpointsEach(database, campaign, [place], localDay(Date.now()))
    if (code === undefined) throw new Error('no touchpoint')
    return code
  }
  return { plain: await made('plain'), rating: await made('rating') }
}

function looping(): Questionnaire {
  const languages = source.languages.map((language) => [language, 'Which?'] as const)
  const reading = readDefinition({
    ...source,
    id: 'bench-rating',
    version: 1,
    comparableTo: undefined,
    loop: { text: Object.fromEntries(languages), atMost: each },
    sections: source.sections.map((section) => ({
      ...section,
      ...(section.id.startsWith('factor_') ? { each: 'agency' } : {}),
    })),
  })
  if (!reading.ok) throw new Error(reading.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  return reading.questionnaire
}

const rated = criteria.filter((item) => item !== 'overall')

const judged = (): Record<string, string> => Object.fromEntries(rated.map((item) => [item, String(1 + Math.floor(Math.random() * 5))]))

const bodyOf = (touchpoint: string, questionnaire: string, more: object) => ({
  id: randomUUID(),
  campaign: questionnaire === 'sipas-service' ? 'plain' : 'rating',
  version: questionnaire === 'sipas-service' ? source.version : 1,
  touchpoint,
  agency: codes[Math.floor(Math.random() * codes.length)],
  language: 'vi',
  answeredOn: localDay(Date.now()),
  answers: { ...judged(), overall: '4' },
  ...more,
})

function formOf(touchpoint: string) {
  const first = Math.floor(Math.random() * codes.length)
  const agencies = Array.from({ length: each }, (_, at) => codes[(first + at * 5) % codes.length] ?? '')
  const ratings = Object.fromEntries(agencies.map((code) => [code, judged()]))
  return bodyOf(touchpoint, 'bench-rating', { agency: agencies[0], answers: { overall: '4' }, ratings })
}

/** Seconds that so many take from 32 connections, each from a network of its own. */
async function sentAll(url: string, count: number, body: () => object): Promise<number> {
  const bodies = Array.from({ length: count }, () => JSON.stringify(body())).values()
  const begun = performance.now()
  let network = 0
  const send = async (): Promise<void> => {
    for (const text of bodies) {
      network += 1
      const headers = {
        'Content-Type': 'application/json',
        'X-Forwarded-For': `10.${network >> 16}.${(network >> 8) & 255}.${network & 255}`,
      }
      const reply = await fetch(`${url}/api/v1/responses`, { method: 'POST', headers, body: text })
      if (reply.status !== 201) throw new Error(`${reply.status} ${await reply.text()}`)
      await reply.arrayBuffer()
    }
  }
  await Promise.all(Array.from({ length: 32 }, send))
  return (performance.now() - begun) / 1000
}
