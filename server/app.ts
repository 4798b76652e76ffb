import { serveStatic } from '@hono/node-server/serve-static'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { openAPIRouteHandler } from 'hono-openapi'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import { HTTPException } from 'hono/http-exception'
import { matchedRoutes } from 'hono/route'
import { ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Accounts } from './access/accounts'
import { isHeldToHttps, networkBeyond } from './access/origin'
import { agencyList } from './api/agencies'
import { assessments } from './api/assessments'
import { campaigns } from './api/campaigns'
import { docs } from './api/docs'
import { definitionSchema } from '../surveys/instrument/schema'
import { dossiers } from './api/dossiers'
import { guide } from './api/guide'
import { languageWanted } from './problems'
import { type Language, languages, spokenFor } from '../client/text/languages'
import { indicatorSets } from './api/indicator-sets'
import { kiosks } from './api/kiosks'
import { operations } from './api/operations'
import { responses, sealingKey } from './api/responses'
import type { Assets } from './assets'
import { brokenPage, ledBack } from './citizen/astray'
import { displayPages } from './citizen/display'
import { fonts } from './citizen/fonts'
import { kioskPage } from './citizen/kiosk'
import { receipts } from './citizen/receipt'
import { keptMedia } from './citizen/media'
import { paperBytes, surveyPages } from './citizen/pages'
import type { Config } from './config'
import { listHeirs } from './db/agencies'
import type { Database } from './db/dialect'
import type { QuestionnaireSource } from './db/questionnaires'
import { codeMeant as findCodeMeant, type FieldingSource } from './db/touchpoints'
import type { Exporter } from './files/export-queue'
import type { IntervalCounting } from './intervals'
import type { Live } from './live'
import type { Post } from './mail/post'
import type { Metrics } from './metrics'
import { officePages } from './office/pages'
import { outsidePages } from './office/questionnaires/outside'
import { embeddedPages, publicPages } from './public/pages'
import type { Leaving } from './recording/leaving'
import type { Recorder } from './recording/recorder'
import type { Sealing } from './recording/sealing'

export type AppDeps = {
  readonly config: Config
  readonly database: Database
  readonly accounts: Accounts
  readonly questionnaires: QuestionnaireSource
  readonly fieldings: FieldingSource
  readonly recorder: Recorder
  readonly sealing: Sealing
  readonly exporter: Exporter
  readonly metrics: Metrics
  readonly post: Post
  readonly live: Live
  readonly leaving: Leaving
  readonly intervals: IntervalCounting
  readonly log: Logger
  readonly assets: Assets
  /** The folder of the built client. */
  readonly clientDir: string
  readonly now: () => number
  readonly newId: () => string
}

const bodyBytes = 64 * 1024
/** Room for all that somebody at a desk can have typed: a form with too long a text comes back with it, and is not lost. */
const formBytes = 1024 * 1024
/** Forms of the office that are read for whoever sends them; all others only for who is signed in. */
const openForms = /^\/admin\/(?:sign-in|sign-out|setup\/|password\/)/
const isForm = (c: Context): boolean => c.req.path.startsWith('/admin/') && !openForms.test(c.req.path)
/** What a device has kept, at most fifty responses of at most as many bytes as a commit should hold. */
const batchBytes = 512 * 1024
const isBatch = (c: Context): boolean => /^\/api\/v1\/(responses|kiosks\/[^/]+)\/batch$/.test(c.req.path)
/** Pages that take files, and hold them to limits of their own. */
const uploads: ReadonlySet<string> = new Set(
  ['agencies', 'dossiers', 'services']
    .flatMap((list) => [`/admin/import/${list}`, `/admin/import/${list}/apply`])
    .concat(['/admin/settings', '/admin/new/design']),
)

/** The whole application; `Api` is its type for typed clients. */
export function createApp(deps: AppDeps) {
  const codeMeant = (typed: string) => findCodeMeant(deps.database, typed)
  const heirs = (agency: string) => listHeirs(deps.database, agency)
  const networkOf = (c: Context) => networkBeyond(c, deps.config.trustProxy)
  const app = new Hono()
    .use(observed(deps))
    .use(safeHeaders(deps))
    .use(compressed)
    .use(writable)
    .route('/', operations(deps))
    .get('/assets/:name{(outbox|device|puzzle)\\.js}', (c) => madeUnder(deps.assets, c))
    .route('/assets/fonts', fonts())
    .use(
      '/assets/*',
      serveStatic({ root: deps.clientDir, onFound: (_, c) => c.header('Cache-Control', 'public, max-age=31536000, immutable') }),
    )
    .use('/kiosk-worker.js', kioskWorker(deps))
    .route('/s', surveyPages({ ...deps, fielding: deps.fieldings.find, codeMeant, heirs, networkOf }))
    .route('/d', displayPages(deps))
    .route('/media', keptMedia(deps))
    .route('/receipt', receipts(deps))
    .route('/kiosk', kioskPage(deps))
    .route('/r', publicPages(deps))
    .route('/embed', embeddedPages(deps))
    .use(limited)
    .route('/api/v1/responses', responses(deps))
    .route('/api/v1/sealing-key', sealingKey(deps))
    .route('/api/v1/kiosks', kiosks(deps))
    .route('/api/v1/campaigns', campaigns(deps))
    .route('/api/v1/agencies', agencyList(deps))
    .route('/api/v1/dossiers', dossiers(deps))
    .route('/api/v1/assessments', assessments(deps))
    .route('/api/v1/indicator-sets', indicatorSets(deps))
    .route('/api/docs', docs())
    .route('/review', outsidePages(deps))
    .route('/admin', officePages(deps))
    .get('/', (c) => c.redirect('/admin'))
  app.get('/api/v1/questionnaire.schema.json', (c) =>
    c.body(JSON.stringify(definitionSchema()), 200, {
      'Content-Type': 'application/schema+json; charset=utf-8',
      'Cache-Control': 'public, max-age=3600',
    }),
  )
  const described: Readonly<Record<string, MiddlewareHandler>> = Object.fromEntries(
    languages.map((language) => [
      language,
      openAPIRouteHandler(app, { documentation: documentation(language), exclude: [/^\/(?!api\/v1)/] }),
    ]),
  )
  app.get('/api/v1/openapi.json', (c, next) => described[spokenFor(languageWanted(c))]?.(c, next) ?? next())
  app.notFound(async (c) => (await ledBack({ codeMeant }, c)) ?? brokenPage(c, 'not_found', 404))
  app.onError((error, c) => {
    if (error instanceof HTTPException) return brokenPage(c, 'body_malformed', error.status)
    if (hasLeft(error)) return brokenPage(c, 'body_malformed', 400)
    deps.log.error({ err: error, route: routeOf(c) }, 'request failed')
    if (deps.database.engine.isUnavailable(error)) return brokenPage(c, 'unavailable', 503, { 'Retry-After': '5' })
    return brokenPage(c, 'internal', 500)
  })
  return app
}

/** At the root, where it may be registered for any page of ours; it asks this host only, and a browser looks for another each time. */
const kioskWorker = ({ clientDir, assets }: AppDeps): MiddlewareHandler =>
  assets.worker === undefined
    ? (_, next) => next()
    : serveStatic({
        root: clientDir,
        path: assets.worker,
        onFound: (_, c) => {
          c.header('Cache-Control', 'no-cache')
          c.header('Content-Security-Policy', "default-src 'none'; connect-src 'self'")
        },
      })

export type Api = ReturnType<typeof createApp>

/** Whoever sent something has gone in the middle of it, as phones do: nobody hears the answer, and nothing is wrong here. */
const hasLeft = (error: Error): boolean => error.message === 'aborted' && 'code' in error && error.code === 'ECONNRESET'

/** Tells each request by its route; never its address, headers or body. */
function observed({ metrics }: AppDeps): Parameters<Hono['use']>[1] {
  return async (c, next) => {
    const begun = performance.now()
    await next()
    metrics.request({ method: c.req.method, route: routeOf(c), status: c.res.status }, (performance.now() - begun) / 1000)
  }
}

/** No address of ours holds a NUL, and PostgreSQL cannot even be asked for one. */
const writable: MiddlewareHandler = async (c, next) => (c.req.url.includes('%00') ? brokenPage(c, 'not_found', 404) : next())

const compressing = compress()

/** Pages, figures and files go compressed; a receipt is so small that this would only take time. */
const compressed: MiddlewareHandler = (c, next) => (c.req.path.startsWith('/api/v1/responses') ? next() : compressing(c, next))

function tooLarge(c: Context): Response | Promise<Response> {
  // What is left of the body is not waited for, so that nothing else can come on this connection.
  c.header('Connection', 'close')
  return brokenPage(c, isForm(c) ? 'form_too_large' : isBatch(c) ? 'batch_too_large' : 'body_too_large', 413)
}

/** Where responses come in by a file, or are named by one, which its route measures. */
const responseFile = /^\/admin\/campaigns\/[^/]+\/responses\/(import|file|labels|labels\/apply)$/

/** What shows a number of an assessment, and its numbers from a file. */
const assessmentFile = /^\/admin\/(own-assessments\/[^/]+\/[^/]+\/evidence\/[^/]+|assessments\/[^/]+\/import)$/

/** Goes by the length that a request declares. Reading along to measure is left to bodies in chunks: it costs more than recording a response. */
const limited: MiddlewareHandler = async (c, next) => {
  const isMeasured = responseFile.test(c.req.path) || assessmentFile.test(c.req.path)
  if (isMeasured || uploads.has(c.req.path) || c.req.path.startsWith('/admin/designs')) return next()
  const most = isForm(c) ? formBytes : isBatch(c) ? batchBytes : c.req.path.startsWith('/s/') ? paperBytes : bodyBytes
  if (c.req.header('transfer-encoding') !== undefined) return bodyLimit({ maxSize: most, onError: tooLarge })(c, next)
  return Number(c.req.header('content-length') ?? 0) > most ? tooLarge(c) : next()
}

/** A script of ours under a name that stays, for pages that name it before it is built. */
function madeUnder(assets: Readonly<Partial<Record<string, string | undefined>>>, c: Context): Response | Promise<Response> {
  const address = assets[c.req.param('name')?.replace(/\.js$/, '') ?? '']
  return address === undefined ? c.notFound() : c.redirect(address)
}

/** The pattern that answered, such as `/s/:touchpoint`; middleware's patterns say nothing. */
const routeOf = (c: Context): string =>
  matchedRoutes(c)
    .map(({ path }) => path)
    .findLast((path) => !path.endsWith('*')) ?? 'none'

/**
 * What every answer carries unless it says otherwise itself. They are laid on the connection: to look into an answer whether it has
 * them already makes a list of its headers that takes longer than checking a response.
 */
const safeHeaders =
  ({ config }: AppDeps): MiddlewareHandler =>
  (c, next) => {
    const answer = answerTo(c)
    for (const [name, value] of alwaysSent) answer.setHeader(name, value)
    // Of this host only: the province's other sites under the same name are not ours to hold.
    if (isHeldToHttps(config, c)) answer.setHeader('Strict-Transport-Security', 'max-age=31536000')
    return next()
  }

const alwaysSent = [
  ['Cache-Control', 'no-store'],
  ['Content-Security-Policy', "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"],
  ['Referrer-Policy', 'same-origin'],
  ['X-Content-Type-Options', 'nosniff'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Permissions-Policy', 'camera=(), microphone=(), geolocation=()'],
] as const

function answerTo({ env }: Context): ServerResponse {
  const outgoing: unknown = typeof env === 'object' && env !== null && 'outgoing' in env ? env.outgoing : undefined
  if (outgoing instanceof ServerResponse) return outgoing
  throw new Error('a request came by no connection')
}

const documentation = (language: Language) =>
  ({
    info: { title: 'SIPAS', version: '1', description: guide(language) },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  }) as const
