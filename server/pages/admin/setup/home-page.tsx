import { type Context, Hono } from 'hono'
import { localDay } from '../../../../surveys/calendar'
import { requireAct } from '../../../accounts/require-act'
import { listCampaigns } from '../../../db/campaigns'
import { responseTotals } from '../../../db/response-totals'
import type { AdminDeps } from '../../admin'
import { page } from '../document'
import { refused } from '../notice-page'
import { readerOf } from '../reader'
import { firstSteps } from './first-steps'
import { Home } from './Home'

/** Where everybody arrives: the results of each campaign, and before there are any the way to them. */
export const homePage = (deps: AdminDeps): Hono => new Hono().get('/', requireAct(deps, 'results.read', refused), (c) => shown(deps, c))

async function shown(deps: AdminDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const campaigns = await listCampaigns(deps.database)
  const totals = await responseTotals(deps, campaigns)
  const steps = await firstSteps(deps.database)
  return page(c, { reader, title: reader.say('results'), body: <Home {...{ reader, campaigns, totals, steps }} today={localDay(deps.now())} /> })
}
