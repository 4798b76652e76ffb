import { firstOf } from '../../surveys/figures/integers'
import {
  type AsideCause,
  type AsideLoad,
  type AsideState,
  formsAmong,
  isAsideCause,
  mostSetAside,
  type SetAside,
  takesTwo,
} from '../../surveys/fielding/set-aside'
import { localDay } from '../../surveys/instrument/calendar'
import { type CampaignRecord, findCampaign } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { agenciesBelow } from '../db/agency-tree'
import { questionnaireSource } from '../db/questionnaires'
import {
  asideByOne,
  asideCounts,
  asideRequests,
  type AsideRequest,
  dropAsideRequest,
  dropSetAsides,
  noteSetAsides,
  responsesNamed,
  saveAsideRequest,
  setAsidesOf,
} from '../db/set-asides'
import { readAsideBound } from '../db/settings'
import type { StoredResponse } from '../db/tables'
import { findTouchpoint } from '../db/touchpoints'
import { noFilter } from '../reading/filter'
import { sumsRows } from '../reading/results'
import { preparedAgain } from '../recording/prepare'
import type { Writer } from '../recording/writer'
import { inTurns } from '../turns'
import { type Act, type ActDeps, type Actor, did, failed, nothing } from './act'
import { secondPersonMs } from './second-person'
import { longestReason, secondPersons, shortestReason } from './settings'

/** Responses of one campaign by their ids, and why they shall not count, or count again. */
export type AskedAside = { readonly campaign: string; readonly ids: readonly string[]; readonly cause: string; readonly reason: string }

/**
 * `unknown`: one of them is not there; `many`: none is named, or too many; `inside`: who asks belongs to an agency that is rated by them;
 * `second`: it takes another person.
 */
type Refused = { readonly code: 'unknown' | 'many' | 'cause' | 'reason' | 'inside' | 'second' }
type Deps = ActDeps & { readonly writer: Pick<Writer, 'setAsideWithin'> }
type Moved = { readonly moved: number }

/** Says for good, until it is taken back, that responses are no answers of persons served. No act here reads an answer, so good and bad ones fare alike. */
export const voidResponses: Act<AskedAside, Moved, Refused, Deps> = moving('responses.void', 'void')

/** Keeps responses out of every figure until somebody has looked at them. */
export const quarantineResponses: Act<AskedAside, Moved, Refused, Deps> = moving('responses.quarantine', 'quarantine')

/** Counts responses again, to the bit as before. */
export const restoreResponses: Act<AskedAside, Moved, Refused, Deps> = moving('responses.restore', '')

function moving(
  name: 'responses.void' | 'responses.quarantine' | 'responses.restore',
  state: SetAside,
): Act<AskedAside, Moved, Refused, Deps> {
  return {
    name,
    takesAnother: ({ code }) => code === 'inside' || code === 'second',
    run: async (deps, actor, asked) => {
      const found = await meant(deps, actor, asked)
      if ('code' in found) return failed(found)
      // Whoever runs the server holds the database as well.
      if (actor.via !== 'command' && (await needsSecond(deps.database, found, state))) return failed({ code: 'second' })
      return move(deps, { ...found, reason: asked.reason, state, person: actor.name, confirmedBy: '' })
    },
  }
}

type Found = { readonly record: CampaignRecord; readonly rows: readonly StoredResponse[]; readonly cause: AsideCause }

/** The responses that somebody means, if they may: whoever holds a role over one of their agencies, or enters at one of their places, is of the rated side here. */
async function meant({ database }: ActDeps, actor: Actor, { campaign, ids, cause, reason }: AskedAside): Promise<Found | Refused> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0 || wanted.length > mostSetAside) return { code: 'many' }
  if (!isAsideCause(cause)) return { code: 'cause' }
  if (reason.length < shortestReason || reason.length > longestReason) return { code: 'reason' }
  const record = await findCampaign(database, campaign)
  const rows = record ? await responsesNamed(database, campaign, wanted) : []
  const there = new Set(rows.map(({ id }) => id))
  if (!record || wanted.some((id) => !there.has(id))) return { code: 'unknown' }
  const own = await ownAgencies(database, actor)
  return rows.some(({ agency }) => own.has(agency)) ? { code: 'inside' } : { record, rows, cause }
}

/** The agencies to which somebody belongs: those over a part of which they hold a role, and those of the touchpoints where they enter. */
export async function ownAgencies(database: Database, { grants = [] }: Pick<Actor, 'grants'>): Promise<ReadonlySet<string>> {
  const own = await agenciesBelow(
    database,
    grants.flatMap(({ agency }) => (agency === '' ? [] : [agency])),
  )
  const served = new Set<string>()
  for (const { touchpoint } of grants)
    if (touchpoint !== undefined) for (const agency of (await findTouchpoint(database, touchpoint))?.agencies ?? []) served.add(agency)
  return new Set([...own, ...served])
}

/** What two persons have set aside two persons count again or set aside otherwise; what one person sets aside beyond the bound takes another. */
export async function needsSecond(database: Database, { record, rows }: Pick<Found, 'record' | 'rows'>, state: SetAside): Promise<boolean> {
  const campaign = record.campaign.code
  const why = await setAsidesOf(
    database,
    campaign,
    rows.flatMap(({ id, set_aside: stands }) => (stands === state ? [] : [id])),
  )
  if ([...why.values()].some(({ confirmed_by: second }) => second !== '')) return true
  return state !== '' && takesTwo(await readAsideBound(database), await loadsOf(database, record, rows))
}

/** Of each agency that is named: its responses, counted or not, and how many of them stand or would stand aside by one person alone. */
export async function loadsOf(
  database: Database,
  record: CampaignRecord,
  rows: readonly StoredResponse[],
): Promise<readonly (AsideLoad & { readonly agency: string })[]> {
  const { code } = record.campaign
  const agencies = [...new Set(rows.map(({ agency }) => agency))]
  const [sums, apart, alone] = [
    await sumsRows(database.db, record, noFilter, 'whole', agencies),
    await asideCounts(database, code),
    await asideByOne(database, code),
  ]
  return agencies.map((agency) => {
    const counted = sums.reduce((sum, row) => sum + (row.agency === agency ? firstOf(row.sums) : 0), 0)
    const aside = apart.find((one) => one.agency === agency)
    const more = rows.filter((row) => row.agency === agency && row.set_aside === '').length
    return { agency, stored: counted + (aside ? aside.void + aside.quarantine : 0), alone: alone.get(agency) ?? 0, more }
  })
}

type Move = Found & {
  readonly state: SetAside
  readonly reason: string
  readonly person: string
  readonly confirmedBy: string
}

/** Moves them within the writer's care, with what is said of it. */
async function move({ database, writer, now }: Deps, { record, rows, state, cause, reason, person, confirmedBy }: Move) {
  const { campaign, breakdowns } = record
  const { questionnaire } = await questionnaireSource(database).get(campaign.questionnaire, campaign.version)
  const moved = await writer.setAsideWithin(
    database,
    await inTurns(rows, preparedAtOnce, (row) => preparedAgain(row, questionnaire, breakdowns)),
    state,
  )
  if (moved.length === 0) return nothing({ moved: 0 })
  if (state === '') await dropSetAsides(database, campaign.code, moved)
  else
    await noteSetAsides(
      database,
      moved.map((response) => ({
        campaign: campaign.code,
        response,
        cause,
        reason,
        person,
        confirmed_by: confirmedBy,
        set_on: localDay(now()),
      })),
    )
  const went = new Set(moved)
  const forms = formsAmong(rows.filter(({ id }) => went.has(id)))
  const told = { responses: forms, cause, reason, ...(confirmedBy === '' ? {} : { state: stateTold(state), askedBy: person }) }
  return did(campaign.code, { ...told, ids: moved }, { moved: forms })
}

const preparedAtOnce = 200

const stateTold = (state: SetAside): AsideState | 'counted' => (state === '' ? 'counted' : state)

/** Asks for what takes another person; nothing moves until that one confirms. */
export const askSetAside: Act<AskedAside & { readonly state: SetAside }, { readonly id: string }, Exclude<Refused, 'second'>> = {
  name: 'responses.ask-aside',
  takesAnother: ({ code }) => code === 'inside',
  run: async (deps, actor, asked) => {
    const found = await meant(deps, actor, asked)
    if ('code' in found) return failed(found)
    const askedAt = new Date(deps.now()).toISOString()
    const request = {
      id: crypto.randomUUID(),
      campaign: asked.campaign,
      state: asked.state,
      ids: [...new Set(asked.ids)].sort(),
      cause: found.cause,
      reason: asked.reason,
      account: actor.id,
      person: actor.name,
      askedAt,
    }
    await saveAsideRequest(deps.database, request, waitingSince(deps))
    const { state, ids, cause, reason } = request
    return did(asked.campaign, { state: stateTold(state), responses: ids.length, cause, reason, ids }, { id: request.id })
  },
  again: () => ({ id: '' }),
}

/** Since when a request still waits. */
export const waitingSince = ({ now }: Pick<ActDeps, 'now'>): string => new Date(now() - secondPersonMs).toISOString()

async function requestNamed(deps: ActDeps, campaign: string, id: string): Promise<AsideRequest | undefined> {
  return (await asideRequests(deps.database, waitingSince(deps), campaign)).find((one) => one.id === id)
}

type Request = { readonly campaign: string; readonly id: string }

/** Does what was asked, by a second person who was one before it was asked and belongs to none of the agencies either. */
export const confirmSetAside: Act<Request, Moved, { readonly code: 'moved' | 'own' | 'new' | 'inside' | 'unknown' }, Deps> = {
  name: 'responses.confirm-aside',
  takesAnother: ({ code }) => code === 'own' || code === 'new' || code === 'inside',
  run: async (deps, actor, { campaign, id }) => {
    const request = await requestNamed(deps, campaign, id)
    if (!request) return failed({ code: 'moved' })
    if (request.account === actor.id) return failed({ code: 'own' })
    if (!(await isSecond(deps, actor, request))) return failed({ code: 'new' })
    const found = await meant(deps, actor, request)
    if ('code' in found) return failed({ code: found.code === 'inside' ? 'inside' : 'unknown' })
    await dropAsideRequest(deps.database, id)
    const { state, reason, person } = request
    const came = await move(deps, { ...found, state, reason, person, confirmedBy: actor.name })
    // Somebody has done the same meanwhile; that the request is gone is to be told.
    return came.kind === 'did' ? came : did(campaign, { state: stateTold(state), responses: 0, reason }, { moved: 0 })
  },
}

const isSecond = async (deps: ActDeps, actor: Actor, request: AsideRequest): Promise<boolean> =>
  (await secondPersons(deps, request, 'responses.set-aside')).some((one) => one.id === actor.id)

/** Takes a request back, by who asked or by who would have to confirm it: the rated side could keep what was made up by declining. */
export const withdrawSetAside: Act<Request, undefined, { readonly code: 'moved' | 'new' | 'inside' }> = {
  name: 'responses.withdraw-aside',
  takesAnother: ({ code }) => code === 'new' || code === 'inside',
  run: async (deps, actor, { campaign, id }) => {
    const request = await requestNamed(deps, campaign, id)
    if (!request) return failed({ code: 'moved' })
    if (request.account !== actor.id && actor.via !== 'command') {
      if (!(await isSecond(deps, actor, request))) return failed({ code: 'new' })
      const rows = await responsesNamed(deps.database, campaign, request.ids)
      const own = await ownAgencies(deps.database, actor)
      if (rows.some(({ agency }) => own.has(agency))) return failed({ code: 'inside' })
    }
    await dropAsideRequest(deps.database, id)
    return did(campaign, { askedBy: request.person, responses: request.ids.length, reason: request.reason })
  },
}
