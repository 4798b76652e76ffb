import { setImmediate as turn } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Permission } from '../../surveys/people/roles'
import { type Context, Hono } from 'hono'
import { describeRoute, resolver } from 'hono-openapi'
import { z } from 'zod'
import { spokenFor } from '../../client/text/languages'
import { officeWords } from '../../client/text/office'
import { type Campaign, campaignState, channels } from '../../surveys/fielding/campaign'
import { localised } from '../../surveys/instrument/language'
import { publishedResults } from '../../surveys/figures/row'
import type { Accounts } from '../access/accounts'
import { doerOf, personOf, requireAct } from '../access/permission'
import { seenCampaign, seenCampaigns } from '../access/seen'
import type { Database } from '../db/dialect'
import { type Edition, frozenEdition, publicStanding } from '../db/publications'
import type { QuestionnaireSource } from '../db/questionnaires'
import { separatorNames } from '../files/csv'
import { contentNames, contentOf, download, downloadHeaders, encoderFor, endingsOf, formatOf, places, readFilterFor } from '../files/export'
import { fileName } from '../files/facts'
import { localDay } from '../../surveys/instrument/calendar'
import { note } from '../log/note'
import { checked, languageWanted, problem, problemOf } from '../problems'
import { type FilterRefusal, namedFields, readFilter, seenPartOf } from '../reading/filter'
import { publishedView } from '../reading/publication'
import { readReleased } from '../reading/released'
import { readRates } from '../reading/dossiers'
import { readResults } from '../reading/results'
import { besideResults, resultsShape } from '../reading/results-shape'

type Deps = {
  readonly database: Database
  readonly accounts: Accounts
  readonly questionnaires: QuestionnaireSource
  readonly now: () => number
}

const code = z.string().max(64).optional()
const month = z.string().max(16).meta({ description: 'A month, YYYY-MM', pattern: '^\\d{4}-(0[1-9]|1[0-2])$' }).optional()
const query = z.object({
  agency: code,
  block: code,
  from: month,
  to: month,
  channel: z.string().max(16).meta({ enum: channels }).optional(),
  service: code,
  touchpoint: code,
  by: z.enum(['month', 'channel']).optional(),
  lang: z.string().max(16).optional(),
  separator: z.enum(separatorNames).optional(),
})
const releasedQuery = query.pick({ lang: true }).strict()
const exportFile = z.object({
  code: z.string(),
  file: z.enum(contentNames.flatMap((name) => endingsOf(name).map((ending) => `${name}.${ending}`))),
})

/** Files of responses that leave while they are read: more at once would keep who records a response waiting behind their slices. */
const leavingAtOnce = 2
const retryAfter = 10

/** Results and exports of a campaign, for whoever may read them. */
export const campaigns = (deps: Deps) => {
  const leaving = places(leavingAtOnce)
  const shared = sharedReleased(deps)
  return new Hono()
    .get('/', requireAct(deps, 'released.read'), describeList, checked('query', releasedQuery, 'query_invalid'), async (c) => {
      const language = languageWanted(c)
      const seen = await seenCampaigns(deps, c, 'released.read')
      const rows = seen.filter(({ status }) => status !== 'draft').map((campaign) => listed(campaign, language, localDay(deps.now())))
      return c.json(rows, 200)
    })
    .get('/:code/results', requireAct(deps, 'results.read'), describeResults, checked('query', query, 'query_invalid'), async (c) => {
      const { by } = c.req.valid('query')
      const record = await seenCampaign(deps, c, c.req.param('code'), 'results.read')
      if (!record) return c.json(problemOf('campaign_unknown', languageWanted(c)), 404)
      const reading = readFilter(record, (name) => c.req.query(name))
      if (!reading.ok) return filterRefused(c, reading.refusal)
      const { questionnaire } = await deps.questionnaires.get(record.campaign.questionnaire, record.campaign.version)
      const results = await readResults(deps, record, reading.filter, languageWanted(c), by)
      // Hundreds of agencies take as long to write as to work out; others are answered in between.
      await turn()
      const part = seenPartOf(record, reading.filter)
      const rates = await readRates(deps, record, reading.filter)
      return c.json({ ...publishedResults(questionnaire, results), ...(part && { part }), ...besideResults(rates) })
    })
    .get(
      '/:code/released',
      async (c, next) => ((await publicEdition(deps, c.req.param('code') ?? '')) ? next() : requireAct(deps, 'released.read')(c, next)),
      describeReleased,
      checked('query', releasedQuery, 'query_invalid'),
      async (c) => {
        const edition = await publicEdition(deps, c.req.param('code'))
        if (edition) return shared(c, edition, languageWanted(c))
        const record = await seenCampaign(deps, c, c.req.param('code'), 'released.read')
        if (!record) return c.json(problemOf('campaign_unknown', languageWanted(c)), 404)
        const released = await readReleased(deps, record, languageWanted(c))
        await turn()
        return c.json(released)
      },
    )
    .get(
      '/:code/exports/:file',
      (c, next) => requireAct(deps, permissionFor(c.req.param('file')))(c, next),
      describeExport,
      checked('param', exportFile, 'not_found', 404),
      checked('query', query, 'query_invalid'),
      async (c) => {
        const { code, file } = c.req.valid('param')
        const record = await seenCampaign(deps, c, code, permissionFor(file))
        if (!record) return c.json(problemOf('campaign_unknown', languageWanted(c)), 404)
        const [stem = '', ending = ''] = file.split('.')
        const name = contentNames.find((one) => one === stem)
        const encoder = name && encoderFor(name, formatOf(ending, c.req.valid('query').separator))
        if (!encoder) return c.json(problemOf('not_found', languageWanted(c)), 404)
        const reading = readFilterFor(name, record, (field) => c.req.query(field))
        if (!reading.ok) return filterRefused(c, reading.refusal)
        // Nobody would read the file, and nobody would give its place back.
        if (c.req.method === 'HEAD') return c.body(null, 200, downloadHeaders(encoder, fileName(record, name)))
        const giveBack = name === 'responses' ? leaving.take() : () => undefined
        if (!giveBack) return c.json(problemOf('exports_busy', languageWanted(c)), 503, { 'Retry-After': String(retryAfter) })
        try {
          const person = await personOf(deps, c)
          if (person)
            await note(deps, doerOf(person), 'files.fetch', code, { content: name, format: ending, filter: namedFields(reading.filter) })
          const content = await contentOf(deps, name, { record, filter: reading.filter, language: languageWanted(c) })
          return download(encoder, content, fileName(record, name), giveBack)
        } catch (error) {
          giveBack()
          throw error
        }
      },
    )
}

const listedCampaign = z.object({
  code: z.string(),
  title: z.string(),
  questionnaire: z.string(),
  version: z.int(),
  kind: z.enum(['open', 'sampled']),
  state: z.enum(['draft', 'upcoming', 'open', 'paused', 'closed']),
  from: z.string(),
  to: z.string(),
  threshold: z.int(),
  synthetic: z.boolean().meta({ description: 'Made-up data' }),
})

const listed = (campaign: Campaign, language: string, today: string): z.infer<typeof listedCampaign> => ({
  code: campaign.code,
  title: localised(campaign.title, language),
  questionnaire: campaign.questionnaire,
  version: campaign.version,
  kind: campaign.kind,
  state: campaignState(campaign, today),
  from: campaign.opensOn,
  to: campaign.closesOn,
  threshold: campaign.threshold,
  synthetic: campaign.synthetic,
})

/** The edition that everybody may read today; before its day there is none. */
async function publicEdition({ database, now }: Deps, code: string): Promise<Edition | undefined> {
  const standing = await publicStanding(database, code, localDay(now()))
  return standing.kind === 'public' ? standing.edition : undefined
}

const mostShared = 32

type Shared = { readonly plain: Uint8Array<ArrayBuffer>; readonly zipped: Uint8Array<ArrayBuffer> }

const zipped = promisify(gzip)

/** What a campaign has published, the same for everybody, and so written and compressed once: an edition never changes. */
function sharedReleased({ database }: Deps): (c: Context, edition: Edition, language: string) => Promise<Response> {
  const kept = new Map<string, Promise<Shared>>()
  const written = async (edition: Edition, language: string): Promise<Shared> => {
    const frozen = await frozenEdition(database, edition)
    await turn()
    const plain = new TextEncoder().encode(frozen ? JSON.stringify(publishedView(frozen, language)) : '')
    return { plain, zipped: new Uint8Array(await zipped(plain)) }
  }
  return async (c, edition, language) => {
    const key = JSON.stringify([edition.campaign, edition.number, edition.checksum, language])
    const making = kept.get(key) ?? written(edition, language)
    if (!kept.has(key)) {
      if (kept.size >= mostShared) kept.clear()
      kept.set(key, making)
      making.catch(() => kept.delete(key))
    }
    const body = await making
    const headers = { 'Content-Type': 'application/json', Vary: 'Accept-Encoding' }
    return /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
      ? c.body(body.zipped, 200, { ...headers, 'Content-Encoding': 'gzip' })
      : c.body(body.plain, 200, headers)
  }
}

/** What somebody must be let do to have a file of this name. */
function permissionFor(file: string): Permission {
  if (file.startsWith('responses.')) return 'responses.export'
  return file.startsWith('released') ? 'released.read' : 'results.read'
}

/** Why this campaign has nothing under such a filter. */
function filterRefused(c: Context, { code, status, field, word, values, allowed }: FilterRefusal) {
  const language = languageWanted(c)
  if (status === 404) return c.json(problemOf(code, language), status)
  const detail = { path: field, message: officeWords(spokenFor(language))(word, values), ...(allowed ? { allowed } : {}) }
  return c.json(problemOf(code, language, [detail]), status)
}

const problemContent = { 'application/json': { schema: resolver(problem) } }
const refusals = {
  401: { description: 'No valid token', content: problemContent },
  404: { description: 'No such campaign or agency', content: problemContent },
  422: { description: 'A parameter is not valid', content: problemContent },
}

const describeList = describeRoute({
  summary: 'Campaigns',
  description: 'Every campaign that was opened and measures agencies of the account, the newest first; both days are inclusive.',
  tags: ['results'],
  security: [{ token: [] }],
  responses: {
    200: { description: 'The campaigns', content: { 'application/json': { schema: resolver(z.array(listedCampaign)) } } },
    401: { description: 'No valid token', content: problemContent },
    403: { description: 'This account may not', content: problemContent },
  },
})

const describeResults = describeRoute({
  summary: 'Results of a campaign',
  description:
    'Every node for agencies, blocks and the total, unrounded, each with its base, 95 % interval, grade and target, and as it is read; figures on too few persons are withheld. `profile` has the questions on which no node stands: distributions, what was put in order, net scores and means.',
  tags: ['results'],
  security: [{ token: [] }],
  responses: { 200: { description: 'The results', content: { 'application/json': { schema: resolver(resultsShape) } } }, ...refusals },
})

const describeReleased = describeRoute({
  summary: 'Released figures of a campaign',
  description:
    'What may leave, in the shape of results with `filter` null: every figure is a sum over whole cells of at least as many persons as the threshold of the campaign, moved on once a night (`asOf`), so that no sums or differences tell of fewer. There are no filters, and no `profile`: what no indicator stands on is not released. Withheld figures have neither `persons` nor `base`; `without` names the items that a figure had to leave out, `waiting` of the total the responses that are not enough yet; `comments` what people wrote to open questions, where enough different texts are there; intervals are given outwards to one digit of a percentage. Of a published campaign it is the edition that everybody may read, frozen, without signing in: `publication` says which one, its licence and checksum; `comments` are empty, `responses` and `waiting` null where they are fewer than the threshold.',
  tags: ['results'],
  security: [{ token: [] }, {}],
  responses: { 200: { description: 'The released figures' }, ...refusals },
})

const describeExport = describeRoute({
  summary: 'Export responses, results or what is released',
  description:
    'A workbook (XLSX), CSV or JSON Lines, streamed, under the same filter as the results; responses also as a system file of SPSS (`sav`), as a program in R that reads the CSV (`R`) and as a data package (`zip`). `codebook` says what every column and code means. `separator=semicolon` puts semicolons into CSV, as spreadsheets with a decimal comma expect, `separator=tab` tabs. A responses export as CSV is a valid import; it carries the day, not the instant. `released` and `released-comments` hold what may leave as of the last night, take no filter, and say in every row that they are released, of which night and with which threshold.',
  tags: ['exports'],
  security: [{ token: [] }],
  responses: {
    200: { description: 'The file' },
    ...refusals,
    503: { description: 'Two files of responses are leaving already; ask again after Retry-After seconds', content: problemContent },
  },
})
