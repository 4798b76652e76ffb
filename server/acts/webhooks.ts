import { randomUUID } from 'node:crypto'
import type { DraftProblem } from '../../surveys/fielding/drafts'
import { checkWebhook, draftedWebhook, type Webhook, type WebhookDraft } from '../../surveys/fielding/webhooks'
import { localDay } from '../../surveys/instrument/calendar'
import { logMark } from '../db/events'
import {
  findWebhook,
  insertMessage,
  insertWebhook,
  listWebhooks,
  removeWebhook,
  renewSecret,
  retryMessage,
  turnWebhook,
  updateWebhook,
  type WebhookBeginning,
} from '../db/webhooks'
import { newWebhookSecret, sealedSecretOf } from '../webhooks/secrets'
import { type Act, type ActDeps, changes, did, failed, nothing } from './act'

type Unknown = { readonly code: 'unknown' }
type Wrong = { readonly code: 'wrong'; readonly problems: readonly DraftProblem[] }
type Named = { readonly id: string }
/** What is wrong with its address is asked where the network is known. */
type Drafted = { readonly draft: WebhookDraft; readonly problems: readonly DraftProblem[] }

/** A secret that is shown once; empty where its form came a second time. */
export type WebhookSecret = Named & { readonly secret: string }

/** The province needs a handful; each is asked every few seconds whether there is something to tell. */
const mostWebhooks = 20

/** Tells another system what happens from now on. */
export const createWebhook: Act<Drafted, WebhookSecret, Wrong> = {
  name: 'webhooks.create',
  run: async (deps, _, { draft, problems }) => {
    const known = await listWebhooks(deps.database)
    const wrong = [...checkWebhook(draft), ...problems, ...taken(known, draft)]
    if (known.length >= mostWebhooks)
      wrong.push({ field: 'name', code: 'more-than', seen: String(known.length + 1), allowed: String(mostWebhooks) })
    if (wrong.length > 0) return failed({ code: 'wrong', problems: wrong })
    const webhook = draftedWebhook(randomUUID(), draft)
    const secret = newWebhookSecret()
    await insertWebhook(deps.database, webhook, await sealedSecretOf(deps.database, secret), await beginning(deps))
    return did(webhook.name, { id: webhook.id, ...told(webhook) }, { id: webhook.id, secret })
  },
  again: ({ details }) => {
    const { id }: { readonly id: string } = JSON.parse(details)
    return { id, secret: '' }
  },
}

const taken = (known: readonly Webhook[], { name }: WebhookDraft, own?: string): readonly DraftProblem[] =>
  known.some((one) => one.id !== own && one.name === name) ? [{ field: 'name', code: 'taken', seen: name }] : []

const beginning = async ({ database, now }: ActDeps): Promise<WebhookBeginning> => ({
  since: localDay(now()),
  afterSeq: (await logMark(database)).seq,
})

const told = ({ url, events }: Pick<Webhook, 'url' | 'events'>) => ({ place: url, tells: events })

export const changeWebhook: Act<Named & Drafted, undefined, Unknown | Wrong> = {
  name: 'webhooks.change',
  run: async ({ database }, _, { id, draft, problems }) => {
    const before = await findWebhook(database, id)
    if (!before) return failed({ code: 'unknown' })
    const wrong = [...checkWebhook(draft), ...problems, ...taken(await listWebhooks(database), draft, id)]
    if (wrong.length > 0) return failed({ code: 'wrong', problems: wrong })
    const after = { ...draftedWebhook(id, draft), state: before.state }
    if (JSON.stringify(before) === JSON.stringify(after)) return nothing(undefined)
    await updateWebhook(database, after)
    return did(after.name, changes({ name: before.name, ...told(before) }, { name: after.name, ...told(after) }))
  },
}

/** Tells it nothing for the time being; what happens meanwhile is not told afterwards. */
export const pauseWebhook: Act<Named, undefined, Unknown> = {
  name: 'webhooks.pause',
  run: async ({ database }, _, { id }) => {
    const webhook = await findWebhook(database, id)
    if (!webhook) return failed({ code: 'unknown' })
    if (webhook.state === 'paused') return nothing(undefined)
    await turnWebhook(database, id, 'paused')
    return did(webhook.name)
  },
}

export const resumeWebhook: Act<Named, undefined, Unknown> = {
  name: 'webhooks.resume',
  run: async (deps, _, { id }) => {
    const webhook = await findWebhook(deps.database, id)
    if (!webhook) return failed({ code: 'unknown' })
    if (webhook.state === 'on') return nothing(undefined)
    await turnWebhook(deps.database, id, 'on', await beginning(deps))
    return did(webhook.name)
  },
}

/** Receivers have a day to take the new secret; until then messages are signed by both. */
const bothMs = 24 * 3_600_000

/** Gives it another secret, such as after somebody has left who knew it. */
export const renewWebhook: Act<Named, WebhookSecret, Unknown> = {
  name: 'webhooks.renew',
  run: async ({ database, now }, _, { id }) => {
    const webhook = await findWebhook(database, id)
    if (!webhook) return failed({ code: 'unknown' })
    const secret = newWebhookSecret()
    const counting = { now: new Date(now()).toISOString(), until: new Date(now() + bothMs).toISOString() }
    await renewSecret(database, id, await sealedSecretOf(database, secret), counting)
    return did(webhook.name, {}, { id, secret })
  },
}

/** Sends a message that says nothing, to see whether it arrives. */
export const tryWebhook: Act<Named, undefined, Unknown> = {
  name: 'webhooks.try',
  run: async ({ database, now }, _, { id }) => {
    const webhook = await findWebhook(database, id)
    if (!webhook) return failed({ code: 'unknown' })
    const at = new Date(now()).toISOString()
    const one = { id: `trial-${randomUUID()}`, event: 'trial', campaign: '', details: {}, dueAt: at } as const
    await insertMessage(database, id, one, at)
    return did(webhook.name)
  },
}

/** Sends once more what was given up. */
export const retryWebhook: Act<Named & { readonly message: string }, undefined, Unknown> = {
  name: 'webhooks.retry',
  run: async ({ database, now }, _, { id, message }) => {
    const webhook = await findWebhook(database, id)
    if (!webhook || !(await retryMessage(database, id, message, new Date(now()).toISOString()))) return failed({ code: 'unknown' })
    return did(webhook.name, { message })
  },
}

/** Tells it nothing more, and takes what waits for it away. */
export const deleteWebhook: Act<Named, undefined, Unknown> = {
  name: 'webhooks.delete',
  run: async ({ database }, _, { id }) => {
    const webhook = await findWebhook(database, id)
    if (!webhook) return failed({ code: 'unknown' })
    await removeWebhook(database, id)
    return did(webhook.name, told(webhook))
  },
}
