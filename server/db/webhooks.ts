import { isWebhookEvent, type Webhook, type WebhookTopic } from '../../surveys/fielding/webhooks'
import { type Database, whole } from './dialect'
import type { WebhookMessageRow, WebhookRow } from './tables'

export async function listWebhooks({ db }: Database): Promise<readonly Webhook[]> {
  return (await db.selectFrom('webhooks').selectAll().orderBy('name').orderBy('id').execute()).map(webhookOf)
}

export async function findWebhook({ db }: Database, id: string): Promise<Webhook | undefined> {
  const row = await db.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst()
  return row && webhookOf(row)
}

function webhookOf({ id, name, url, events, state }: WebhookRow): Webhook {
  const names: readonly string[] = JSON.parse(events)
  return { id, name, url, events: names.filter(isWebhookEvent), state }
}

/** Where telling begins: what happened before is not told. */
export type WebhookBeginning = { readonly since: string; readonly afterSeq: number }

/** `secret` is sealed. */
export async function insertWebhook({ db }: Database, webhook: Webhook, secret: string, beginning: WebhookBeginning): Promise<void> {
  const { id, name, url, events, state } = webhook
  await db
    .insertInto('webhooks')
    .values({
      id,
      name,
      url,
      state,
      events: JSON.stringify(events),
      secret,
      secret_before: '',
      before_until: '',
      since: beginning.since,
      after_seq: beginning.afterSeq,
    })
    .execute()
}

export async function updateWebhook({ db }: Database, { id, name, url, events }: Webhook): Promise<void> {
  await db
    .updateTable('webhooks')
    .set({ name, url, events: JSON.stringify(events) })
    .where('id', '=', id)
    .execute()
}

/** Tells it nothing more, or again, from then on. */
export async function turnWebhook({ db }: Database, id: string, state: Webhook['state'], beginning?: WebhookBeginning): Promise<void> {
  await db
    .updateTable('webhooks')
    .set({ state, ...(beginning && { since: beginning.since, after_seq: beginning.afterSeq }) })
    .where('id', '=', id)
    .execute()
}

/** Gives it another secret, sealed; those that count now count beside it until then, since nobody knows which of them the receiver has. */
export async function renewSecret(
  database: Database,
  id: string,
  secret: string,
  { now, until }: { readonly now: string; readonly until: string },
): Promise<void> {
  const before = (await secretsOf(database, id, now)).slice(0, mostBefore)
  await database.db
    .updateTable('webhooks')
    .set({ secret, secret_before: before.join(' '), before_until: until })
    .where('id', '=', id)
    .execute()
}

/** Each signs every message, in one header. */
const mostBefore = 9

/** The secrets by which a message is signed now, the newest first, sealed. */
export async function secretsOf({ db }: Database, id: string, now: string): Promise<readonly string[]> {
  const row = await db.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return []
  return row.before_until > now ? [row.secret, ...row.secret_before.split(' ')] : [row.secret]
}

export async function removeWebhook({ db }: Database, id: string): Promise<void> {
  await db.deleteFrom('webhook_messages').where('webhook', '=', id).execute()
  await db.deleteFrom('webhooks').where('id', '=', id).execute()
}

/** Something to tell of a campaign. */
export type Told = {
  readonly id: string
  readonly event: WebhookTopic
  readonly campaign: string
  readonly details: Readonly<Record<string, string | number>>
  readonly dueAt: string
}

/** As far as the log has been looked at for a webhook that is on. */
export const standingWebhooks = ({ db }: Database): Promise<readonly Pick<WebhookRow, 'id' | 'events' | 'since' | 'after_seq'>[]> =>
  db.selectFrom('webhooks').select(['id', 'events', 'since', 'after_seq']).where('state', '=', 'on').orderBy('id').execute()

type Passage = { readonly from: number; readonly to: number }

/** Makes what is wanted of it wait and writes down how far the log was looked at, together; false where another process was quicker. */
export const tellWebhook = (
  database: Database,
  { id, wanted }: { readonly id: string; readonly wanted: readonly string[] },
  { from, to }: Passage,
  told: readonly Told[],
  now: string,
): Promise<boolean> =>
  whole(database, async (within) => {
    const taken = await within.db
      .updateTable('webhooks')
      .set({ after_seq: to })
      .where('id', '=', id)
      .where('after_seq', '=', from)
      .where('state', '=', 'on')
      .returning('id')
      .executeTakeFirst()
    if (!taken) return false
    for (const one of told) {
      if (one.event === 'campaign.closed') await dropAhead(within, id, one.campaign, now)
      if (wanted.includes(one.event)) await insertMessage(within, id, one, now)
    }
    return true
  })

/** Closed before its first day, a campaign opens no more on that day. */
async function dropAhead({ db }: Database, webhook: string, campaign: string, now: string): Promise<void> {
  await db
    .deleteFrom('webhook_messages')
    .where('webhook', '=', webhook)
    .where('campaign', '=', campaign)
    .where('event', '=', 'campaign.opened')
    .where('tries', '=', 0)
    .where('due_at', '>', now)
    .execute()
}

/** Makes one message wait; one of that name that is there already stays. */
export async function insertMessage({ db }: Database, webhook: string, { dueAt, details, ...one }: Told, now: string): Promise<void> {
  await db
    .insertInto('webhook_messages')
    .values({
      ...one,
      webhook,
      details: JSON.stringify(details),
      due_at: dueAt,
      written_at: dueAt > now ? dueAt : now,
      body: '',
      state: 'waiting',
      tries: 0,
      ended_at: '',
      trouble: '',
    })
    .onConflict((conflict) => conflict.columns(['webhook', 'id']).doNothing())
    .execute()
}

const open = ['waiting', 'sending'] as const

/** The webhooks for which something is due. */
export async function dueWebhooks({ db }: Database, now: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('webhook_messages')
    .innerJoin('webhooks', 'webhooks.id', 'webhook')
    .select('webhook')
    .distinct()
    .where('webhooks.state', '=', 'on')
    .where('webhook_messages.state', 'in', open)
    .where('due_at', '<=', now)
    .orderBy('webhook')
    .execute()
  return rows.map(({ webhook }) => webhook)
}

/** Takes the message of a webhook that has been due longest, until then nobody else has it; undefined when none is due, or nothing is told any more. */
export async function claimMessage({ db }: Database, webhook: string, now: string, until: string): Promise<WebhookMessageRow | undefined> {
  const due = await db
    .selectFrom('webhook_messages')
    .innerJoin('webhooks', 'webhooks.id', 'webhook')
    .select(['webhook_messages.id', 'tries'])
    .where('webhook', '=', webhook)
    .where('webhooks.state', '=', 'on')
    .where('webhook_messages.state', 'in', open)
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .orderBy('written_at')
    .orderBy('webhook_messages.id')
    .limit(1)
    .executeTakeFirst()
  if (!due) return undefined
  return db
    .updateTable('webhook_messages')
    .set({ state: 'sending', tries: due.tries + 1, due_at: until })
    .where('webhook', '=', webhook)
    .where('id', '=', due.id)
    .where('tries', '=', due.tries)
    .where('state', 'in', open)
    .returningAll()
    .executeTakeFirst()
}

type MessageTry = Pick<WebhookMessageRow, 'webhook' | 'id' | 'tries'>

/** Writes down what is sent, or what came of a try; false where its time ran out and somebody else has it. */
export async function settleMessage(
  { db }: Database,
  { webhook, id, tries }: MessageTry,
  change: Partial<Pick<WebhookMessageRow, 'body' | 'state' | 'due_at' | 'ended_at' | 'trouble'>>,
): Promise<boolean> {
  const settled = await db
    .updateTable('webhook_messages')
    .set(change)
    .where('webhook', '=', webhook)
    .where('id', '=', id)
    .where('tries', '=', tries)
    .where('state', '=', 'sending')
    .returning('id')
    .executeTakeFirst()
  return settled !== undefined
}

/** Lets a message that was given up be tried anew; false where there is none such. */
export async function retryMessage({ db }: Database, webhook: string, id: string, now: string): Promise<boolean> {
  const retried = await db
    .updateTable('webhook_messages')
    .set({ state: 'waiting', tries: 0, due_at: now, written_at: now, ended_at: '', trouble: '' })
    .where('webhook', '=', webhook)
    .where('id', '=', id)
    .where('state', '=', 'failed')
    .returning('id')
    .executeTakeFirst()
  return retried !== undefined
}

export type MessageStanding = Omit<WebhookMessageRow, 'body' | 'details'>

/** What a webhook was told or will be, the newest first. */
export const messagesOf = ({ db }: Database, webhook: string, most: number): Promise<readonly MessageStanding[]> =>
  db
    .selectFrom('webhook_messages')
    .select(['webhook', 'id', 'event', 'campaign', 'state', 'tries', 'due_at', 'written_at', 'ended_at', 'trouble'])
    .where('webhook', '=', webhook)
    .orderBy('written_at', 'desc')
    .orderBy('id')
    .limit(most)
    .execute()

/** Forgets messages that ended before then. */
export async function sweepMessages({ db }: Database, before: string): Promise<void> {
  await db.deleteFrom('webhook_messages').where('state', 'in', ['sent', 'failed']).where('ended_at', '<', before).execute()
}
