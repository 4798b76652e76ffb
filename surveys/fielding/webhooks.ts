import type { DraftProblem } from './drafts'
import { nameProblems } from './drafts'

/** What other systems are told of. `campaign.changed`: its end, its title or whether it is paused; `figures.released`: a night brought new ones. */
export const webhookEvents = [
  'campaign.opened',
  'campaign.closed',
  'campaign.changed',
  'figures.released',
  'figures.published',
  'figures.withdrawn',
] as const
export type WebhookEvent = (typeof webhookEvents)[number]

export const isWebhookEvent = (text: string): text is WebhookEvent => webhookEvents.some((one) => one === text)

/** What a message may be about; `trial` says nothing of any campaign. */
export type WebhookTopic = WebhookEvent | 'trial'

/** As what an act of the log is told. */
export const toldAs: Readonly<Record<string, WebhookEvent>> = {
  'campaigns.open': 'campaign.opened',
  'campaigns.reopen': 'campaign.opened',
  'campaigns.close': 'campaign.closed',
  'campaigns.extend': 'campaign.changed',
  'campaigns.pause': 'campaign.changed',
  'campaigns.resume': 'campaign.changed',
  'campaigns.correct': 'campaign.changed',
  'campaigns.release': 'figures.released',
  'publications.publish': 'figures.published',
  'publications.amend': 'figures.published',
  'publications.withdraw': 'figures.withdrawn',
}

/** Another system that is told what happens to campaigns. */
export type Webhook = {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly events: readonly WebhookEvent[]
  /** `paused` by the office; `gone`: the receiver said that there is nobody any more. */
  readonly state: 'on' | 'paused' | 'gone'
}

export type WebhookDraft = { readonly name: string; readonly url: string; readonly events: readonly string[] }

/** In characters. */
const longestUrl = 500

/** Everything wrong with a webhook as it is typed; whether its host may be spoken to is the server's to say. */
export function checkWebhook({ name, url, events }: WebhookDraft): readonly DraftProblem[] {
  return [
    ...nameProblems('name', name, 'needed'),
    ...urlProblems(url),
    ...(events.length === 0 ? [{ field: 'events', code: 'needed' } as const] : []),
    ...events.flatMap((seen) =>
      isWebhookEvent(seen) ? [] : [{ field: 'events', code: 'choose-one', seen, allowed: webhookEvents.join(', ') } as const],
    ),
  ]
}

function urlProblems(url: string): readonly DraftProblem[] {
  if (url === '') return [{ field: 'url', code: 'needed' }]
  if (url.length > longestUrl) return [{ field: 'url', code: 'too-long', allowed: String(longestUrl) }]
  if (!URL.canParse(url)) return [{ field: 'url', code: 'bad-webhook', seen: url }]
  const { protocol, username, password, hash } = new URL(url)
  const isFit = (protocol === 'https:' || protocol === 'http:') && username === '' && password === '' && hash === ''
  return isFit ? [] : [{ field: 'url', code: 'bad-webhook', seen: url }]
}

/** A webhook of a draft without faults. */
export const draftedWebhook = (id: string, { name, url, events }: WebhookDraft): Webhook => ({
  id,
  name,
  url: new URL(url).href,
  events: webhookEvents.filter((event) => events.includes(event)),
  state: 'on',
})

/** How long after a failed try the next one comes: soon at first, at last once a day. */
const waitMinutes = [1, 5, 30, 120, 360, 720, 1_440]
/** What was not taken by then is given up. */
const giveUpMs = 3 * 24 * 3_600_000

/** When something that was written then is tried again after so many tries; undefined: no more. */
export function nextTry(writtenAt: number, tries: number, now: number): number | undefined {
  const next = now + (waitMinutes[tries - 1] ?? 1_440) * 60_000
  return next - writtenAt > giveUpMs ? undefined : next
}
