import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Fielding } from '../../surveys/campaign'
import type { SubmittedResponse } from '../../surveys/schema'
import type { Outcome } from '../recording/outcome'
import type { Assets } from './assets'
import { lately } from './lately'
import { modelHash, modelOf } from './model'
import { showPage } from './show'
import { refuseLarge, submitForm } from './submit'

export type SurveyPageDeps = {
  readonly fielding: (touchpoint: string) => Promise<Fielding | undefined>
  readonly recorder: {
    readonly record: (submitted: SubmittedResponse, now: number) => Promise<Outcome>
    readonly try: (submitted: SubmittedResponse, now: number) => Promise<Outcome>
  }
  readonly assets: Assets
  readonly now: () => number
  /** A random UUIDv4, for a form whose browser makes none. */
  readonly newId: () => string
}

/** What a citizen's browser asks for at a touchpoint. */
export function surveyPages(deps: SurveyPageDeps) {
  const blanks = lately<string>(blanksKept)
  return new Hono()
    .get('/:touchpoint/model.json', async (c) => {
      const fielding = await deps.fielding(c.req.param('touchpoint'))
      if (!fielding || c.req.query('v') !== modelHash(fielding)) return c.json({ code: 'model_unknown', message: 'This questionnaire is no longer shown here.' }, 404)
      return c.json(modelOf(fielding), 200, { 'Cache-Control': 'public, max-age=31536000, immutable' })
    })
    .get('/:touchpoint', (c) => showPage(deps, blanks, c, c.req.param('touchpoint')))
    .post('/:touchpoint', limited(deps), (c) => submitForm(deps, c, c.req.param('touchpoint')))
}

/** Rendered pages kept in memory, each of 20 to 120 KB. */
const blanksKept = 200

const limited = (deps: SurveyPageDeps) =>
  bodyLimit({ maxSize: 64 * 1024, onError: (c: Context) => refuseLarge(deps, c, c.req.param('touchpoint') ?? '') })
