import type { Logger } from 'pino'
import { type Campaign, campaignState } from '../../surveys/fielding/campaign'
import { nextTry, toldAs, type WebhookEvent } from '../../surveys/fielding/webhooks'
import { daysLater, localDay } from '../../surveys/instrument/calendar'
import { listCampaigns } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { type Event, eventsAfter } from '../db/events'
import type { WebhookMessageRow } from '../db/tables'
import {
  claimMessage,
  dueWebhooks,
  findWebhook,
  secretsOf,
  settleMessage,
  standingWebhooks,
  sweepMessages,
  type Told,
  tellWebhook,
  turnWebhook,
} from '../db/webhooks'
import { notedChange } from '../log/note'
import { publicAddress } from '../public-address'
import { unsealedSecretOf } from './secrets'
import { sendMessage, type Sending } from './sending'

export type TellingDeps = {
  readonly database: Database
  readonly config: { readonly publicUrl: string | undefined; readonly webhookNetworks: readonly string[] }
  readonly now: () => number
  readonly log: Logger
  readonly pace?: TellingPace
}

/** In milliseconds: how often the log is looked at; and all that a receiver may take, from its name to the end of its answer. */
export type TellingPace = { readonly lookEvery: number; readonly patience: number }

const usualPace: TellingPace = { lookEvery: 2_000, patience: 10_000 }
/** Who holds a message for longer has died. */
const holdMs = 30_000
const keptMs = 30 * 24 * 3_600_000
/** Entries of the log that are looked at in one go. */
const atOnce = 500

/** Tells other systems what happened, looking now and then. Several processes may: each message is one's at a time. */
export function keepTelling(deps: TellingDeps): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController()
  const underWay = new Map<string, Promise<void>>()
  const drain = (webhook: string): void => {
    if (underWay.has(webhook) || stopping.signal.aborted) return
    const sending = sendDue(deps, webhook, stopping.signal)
      .catch((error: unknown) => deps.log.error({ err: error, webhook }, 'a webhook could not be told'))
      .finally(() => underWay.delete(webhook))
    underWay.set(webhook, sending)
  }
  const ends = new Set<string>()
  let last = Promise.resolve()
  let isAtIt = false
  const look = (): void => {
    if (isAtIt || stopping.signal.aborted) return
    isAtIt = true
    last = tellWhatHappened(deps, ends)
      .then(() => dueWebhooks(deps.database, instant(deps.now())))
      .then((due) => due.forEach(drain))
      .catch((error: unknown) => deps.log.error({ err: error }, 'the log could not be looked at for webhooks'))
      .finally(() => void (isAtIt = false))
  }
  const timer = setInterval(look, (deps.pace ?? usualPace).lookEvery)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      stopping.abort()
      await last
      await Promise.all(underWay.values())
    },
  }
}

/**
 * Makes messages wait of all that the log holds behind each webhook's mark, and of campaigns that ended by their day. `ends` holds those that this process has told: a
 * campaign that nobody closes stays over, and what is told once need not be written again every two seconds.
 */
async function tellWhatHappened({ database, now }: TellingDeps, ends: Set<string>): Promise<void> {
  const standing = await standingWebhooks(database)
  if (standing.length === 0) return
  const [at, today] = [instant(now()), localDay(now())]
  const events = await eventsAfter(database, Math.min(...standing.map(({ after_seq }) => after_seq)), atOnce)
  const campaigns = await listCampaigns(database)
  for (const { id, events: wanted, since, after_seq: from } of standing) {
    const to: { readonly id: string; readonly wanted: readonly string[] } = { id, wanted: JSON.parse(wanted) }
    const fresh = events.filter(({ seq }) => seq > from)
    const endKey = ({ code, closesOn }: Campaign): string => JSON.stringify([id, code, closesOn])
    const ended = campaigns.filter((campaign) => isOver(campaign, today) && campaign.closesOn >= since && !ends.has(endKey(campaign)))
    const told = [...fresh.flatMap((event) => toldOf(event, campaigns, since)), ...ended.map((campaign) => endOf(campaign, at))]
    const last = fresh.at(-1)?.seq ?? from
    if (last === from && ended.length === 0) continue
    if (await tellWebhook(database, to, { from, to: last }, told, at)) for (const one of ended) ends.add(endKey(one))
  }
  await sweepMessages(database, instant(now() - keptMs))
}

/** Whether nobody has closed a campaign and its last day has passed. */
const isOver = ({ status, closesOn }: Campaign, today: string): boolean =>
  (status === 'open' || status === 'paused') && hasPassed(closesOn, today)

/** Not so long ago that what was told of it is forgotten. */
const hasPassed = (closesOn: string, today: string): boolean => closesOn < today && closesOn >= daysLater(today, -20)

/** Under one name however often it is seen; one that was extended ends another time. */
const endOf = ({ code, closesOn }: Campaign, dueAt: string): Told => ({
  id: `campaign.closed:${code}:${closesOn}`,
  event: 'campaign.closed',
  campaign: code,
  details: {},
  dueAt,
})

/** What an entry of the log is told as: nothing, or one message. */
function toldOf({ seq, at, act, object, details }: Event, campaigns: readonly Campaign[], since: string): readonly Told[] {
  const event: WebhookEvent | undefined = Object.hasOwn(toldAs, act) ? toldAs[act] : undefined
  const campaign = campaigns.find(({ code }) => code === object)
  if (!event || !campaign) return []
  const { night, edition, publicOn, cells, comments }: Facts = JSON.parse(details)
  // A night that brought nothing is no news.
  if (event === 'figures.released' && !cells && !comments) return []
  // Closed after its last day: that is told by the day, now if nothing was running at its end.
  const [{ closesOn }, today] = [campaign, localDay(Date.parse(at))]
  if (event === 'campaign.closed' && closesOn < today) return hasPassed(closesOn, today) && closesOn >= since ? [endOf(campaign, at)] : []
  const told = {
    ...(night === undefined || event !== 'figures.released' ? {} : { night }),
    ...(edition === undefined ? {} : { edition }),
    ...(publicOn === undefined ? {} : { publicOn }),
  }
  // A campaign that was opened ahead takes answers from its first day on.
  const dueAt = event === 'campaign.opened' ? later(at, midnight(campaign.opensOn)) : at
  return [{ id: `${event}:${object}:${seq}`, event, campaign: object, details: told, dueAt }]
}

type Facts = {
  readonly night?: string
  readonly edition?: number
  readonly publicOn?: string
  readonly cells?: number
  readonly comments?: number
}

const later = (a: string, b: string): string => (a > b ? a : b)

/** The first moment of a local day. */
const midnight = (day: string): string => new Date(`${day}T00:00:00+07:00`).toISOString()

/** Sends what is due for one webhook, one after another; after a failure the rest waits for the next look. */
async function sendDue(deps: TellingDeps, webhook: string, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const message = await claimMessage(deps.database, webhook, instant(deps.now()), instant(deps.now() + holdMs))
    if (!message || !(await tried(deps, message, stop))) return
  }
}

/** One try at one message that is held; false where it was not taken. */
async function tried(deps: TellingDeps, message: WebhookMessageRow, stop: AbortSignal): Promise<boolean> {
  const { database, config, now, pace = usualPace } = deps
  const webhook = await findWebhook(database, message.webhook)
  if (!webhook) return false
  const body = message.body === '' ? await bodyOf(deps, message) : message.body
  if (message.body === '' && !(await settleMessage(database, message, { body }))) return false
  const stored = await secretsOf(database, webhook.id, instant(now()))
  const secrets = await Promise.all(stored.map((one) => unsealedSecretOf(database, one)))
  const by = { allowed: config.webhookNetworks, now: now(), stop, patience: pace.patience }
  const came = await sendMessage({ url: webhook.url, id: message.id, body, secrets }, by)
  if (stop.aborted && came.kind === 'failed') {
    await settleMessage(database, message, { state: 'waiting', due_at: instant(now()) })
    return false
  }
  if (came.kind === 'taken') return settleMessage(database, message, { state: 'sent', ended_at: instant(now()), trouble: '' })
  await missed(deps, message, webhook.name, came)
  return false
}

/** Waits for the next try, or gives up and says so in the log. */
async function missed(
  { database, now, log }: TellingDeps,
  message: WebhookMessageRow,
  name: string,
  { kind, trouble }: Sending,
): Promise<void> {
  const next = kind === 'gone' || message.event === 'trial' ? undefined : nextTry(Date.parse(message.written_at), message.tries, now())
  log.warn({ webhook: message.webhook, message: message.id, trouble }, 'a webhook was not told')
  if (next !== undefined) {
    await settleMessage(database, message, { state: 'waiting', due_at: instant(next), trouble })
    return
  }
  const end = { state: 'failed', ended_at: instant(now()), trouble } as const
  if (message.event === 'trial') return void (await settleMessage(database, message, end))
  await notedChange({ database, now }, byItself, 'webhooks.fail', name, async (within) => {
    if (!(await settleMessage(within, message, end))) return undefined
    if (kind === 'gone') await turnWebhook(within, message.webhook, 'gone')
    return { message: message.id, trouble }
  })
}

/** Nobody asked; the product does it by itself. */
const byItself = { id: '', name: 'command:webhooks', door: 'command' } as const

/** What is sent: the campaign as it is at the first try, and nothing of anybody who answered. */
async function bodyOf(
  { database, config, now }: TellingDeps,
  { event, campaign: code, details, written_at }: WebhookMessageRow,
): Promise<string> {
  const campaign = (await listCampaigns(database)).find((one) => one.code === code)
  const site = await publicAddress({ config, database })
  const more: Facts = JSON.parse(details)
  const data = campaign
    ? {
        campaign: {
          code,
          title: campaign.title,
          questionnaire: { id: campaign.questionnaire, version: campaign.version },
          opensOn: campaign.opensOn,
          closesOn: campaign.closesOn,
          state: campaignState(campaign, localDay(now())),
          synthetic: campaign.synthetic,
        },
        ...more,
        released: site === undefined ? null : `${site}/api/v1/campaigns/${encodeURIComponent(code)}/released`,
      }
    : {}
  return JSON.stringify({ type: event, timestamp: written_at, data })
}

const instant = (time: number): string => new Date(time).toISOString()
