import type { Context } from 'hono'
import { isChannel } from '../../../surveys/fielding/campaign'
import { asideStates, type SetAside } from '../../../surveys/fielding/set-aside'
import { isDay } from '../../../surveys/instrument/calendar'
import { isFlag } from '../../../surveys/quality/flags'
import type { LineQuery } from '../../db/response-list'

export const qualityAddress = (campaign: string): string => `/admin/campaigns/${encodeURIComponent(campaign)}/quality`

export const responsesAddress = (campaign: string): string => `/admin/campaigns/${encodeURIComponent(campaign)}/responses`

/** What an address narrows a list to; `marked` and `counted` are words of the address alone. */
export function lineQueryIn(c: Context): LineQuery {
  const text = (name: string): string => (c.req.query(name) ?? '').slice(0, 64)
  const [channel, day, flag, state] = [text('channel'), text('day'), text('flag'), text('state')]
  return {
    agency: text('agency') || null,
    touchpoint: text('touchpoint') || null,
    channel: isChannel(channel) ? channel : null,
    day: isDay(day) ? day : null,
    flag: flag === 'marked' || flag === 'doubtful' || isFlag(flag) ? flag : null,
    state: state === 'counted' ? '' : (asideStates.find((one) => one === state) ?? (state === 'aside' ? state : null)),
  }
}

/** The same as it stands in an address. */
export function lineFields({ state, ...query }: LineQuery): Readonly<Record<string, string>> {
  const fields = Object.entries({ ...query, state: state === '' ? 'counted' : state })
  return Object.fromEntries(fields.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])))
}

export function listAddress(campaign: string, query: LineQuery, more: Readonly<Record<string, string>> = {}): string {
  const fields = new URLSearchParams({ ...lineFields(query), ...more }).toString()
  return `${responsesAddress(campaign)}${fields === '' ? '' : `?${fields}`}`
}

/** What somebody wants done: the state that responses shall have, as a word of the form. */
export const doings = { quarantine: 'quarantine', void: 'void', restore: '' } as const satisfies Readonly<Record<string, SetAside>>
export type Doing = keyof typeof doings

export const doingIn = (text: string): Doing => asideStates.find((state) => state === text) ?? 'restore'

/** The same of a stored request. */
export const doingOf = (state: SetAside): Doing => (state === '' ? 'restore' : state)
