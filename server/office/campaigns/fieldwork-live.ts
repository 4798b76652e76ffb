import type { AgencyProgress, FieldProgress } from '../../../surveys/fielding/fieldwork'
import type { ReadFieldwork } from '../../reading/fieldwork'
import type { Reader } from '../frame/reader'

/** What of a page of fieldwork changes while responses come, each under the key by which the page names its place. */
export function liveTexts(reader: Reader, { total, agencies, places, elsewhere, channels, days, today }: ReadFieldwork): LiveTexts {
  const { count } = reader.numbers
  const texts = new Map<string, string>()
  const take = (key: string, one: Pick<FieldProgress, 'responses' | 'today'> & { readonly last?: string }): void => {
    texts.set(`${key}:n`, count(one.responses))
    texts.set(`${key}:today`, count(one.today))
    if (one.last !== undefined) texts.set(`${key}:last`, lastText(reader, one.last, today))
  }
  take('total', total)
  texts.set('total:bar', barWidth(total))
  take('elsewhere', elsewhere)
  for (const one of agencies) {
    take(agencyKey(one), one)
    texts.set(`${agencyKey(one)}:bar`, barWidth(one))
  }
  for (const one of places) take(placeKey(one.place.code), one)
  for (const one of channels) take(`channel-${one.channel}`, one)
  for (const { day, responses } of days.slice(0, shownDays)) texts.set(`day-${day}`, count(responses))
  return texts
}

export type LiveTexts = ReadonlyMap<string, string>

/** As many days as a page shows at once. */
export const shownDays = 28

export const agencyKey = ({ agency }: Pick<AgencyProgress, 'agency'>): string => `agency-${agency.code}`
export const placeKey = (code: string): string => `place-${code}`

export const lastText = ({ say, numbers }: Reader, last: string, today: string): string =>
  last === '' ? say('fieldNever') : last === today ? say('fieldToday') : numbers.day(last)

/** Of the track of a bar; as long as what is wanted, or as what came where that is more. */
export const barTrack = 160
export const barWidth = (progress: Pick<FieldProgress, 'responses' | 'wanted' | 'expected'>): string =>
  String(Math.round((barTrack * progress.responses) / barEnd(progress)))
export const barEnd = ({ responses, wanted }: Pick<FieldProgress, 'responses' | 'wanted'>): number => Math.max(wanted ?? 0, responses, 1)

/** What a page of fieldwork shows. */
export const fieldViews = ['overview', 'agencies', 'places'] as const
export type FieldView = (typeof fieldViews)[number]

export const fieldViewNamed = (name: string | undefined): FieldView => fieldViews.find((one) => one === name) ?? 'overview'

const parts: Readonly<Record<FieldView, RegExp>> = {
  overview: /^(total|channel-|day-|place-)/,
  agencies: /^(total|agency-)/,
  places: /^(total|place-|elsewhere)/,
}

/** The texts of one view. */
export const textsOf = (texts: LiveTexts, view: FieldView): LiveTexts => new Map([...texts].filter(([key]) => parts[view].test(key)))

/** What of the texts is another than before. */
export const changedTexts = (before: LiveTexts, now: LiveTexts): Readonly<Record<string, string>> =>
  Object.fromEntries([...now].filter(([key, text]) => before.get(key) !== text))
