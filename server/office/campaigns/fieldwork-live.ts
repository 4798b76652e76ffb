import { type Campaign, isRunning } from '../../../surveys/fielding/campaign'
import { type AgencyProgress, type FieldProgress, isBehind, type PlaceProgress } from '../../../surveys/fielding/fieldwork'
import { localised } from '../../../surveys/instrument/language'
import type { ReadFieldwork } from '../../reading/fieldwork'
import type { Reader } from '../frame/reader'

/** What of a page of fieldwork changes while responses come, each under the key by which the page names its place. */
export function liveTexts(reader: Reader, campaign: Campaign, fieldwork: ReadFieldwork): LiveTexts {
  const { total, agencies, places, elsewhere, channels, days, today } = fieldwork
  const { say } = reader
  const { count } = reader.numbers
  const texts = new Map<string, string>()
  const silent = silentPlaces(fieldwork)
  const take = (key: string, one: Pick<FieldProgress, 'responses' | 'today'> & { readonly last?: string }): void => {
    texts.set(`${key}:n`, count(one.responses))
    texts.set(`${key}:today`, count(one.today))
    if (one.last !== undefined) texts.set(`${key}:last`, lastText(reader, one.last, today))
  }
  take('total', total)
  texts.set('total:bar', barWidth(total))
  texts.set('total:target', fieldwork.isLooping ? ratingsText(reader, total) : targetText(reader, total))
  texts.set('silent:n', count(silent.length))
  texts.set('silent:some', mark(silent.length > 0))
  texts.set('silent:said', say(silent.length > 0 ? 'fieldSilentSome' : 'fieldSilentNoneNow', { n: count(silent.length) }))
  texts.set('silent:text', say(silent.length > 0 ? 'fieldSilentText' : 'fieldSilentNone'))
  texts.set(
    'silent:more',
    silent.length > namedSilent ? say('fieldMore', { n: count(silent.length - namedSilent) }) : say('fieldView_places'),
  )
  take('elsewhere', elsewhere)
  for (const one of agencies) {
    take(agencyKey(one), one)
    const key = agencyKey(one)
    texts.set(`${key}:bar`, barWidth(one))
    texts.set(`${key}:target`, targetText(reader, one))
    texts.set(`${key}:behind`, mark(isBehind(one)))
    texts.set(`${key}:silent`, say('fieldSilentOf', { n: count(one.silent), all: count(one.places) }))
    texts.set(`${key}:some`, mark(one.silent > 0))
  }
  const runs = isRunning(campaign, today)
  for (const one of places) {
    const key = placeKey(one)
    take(key, one)
    texts.set(`${key}:state`, stateText(reader, one, runs))
    texts.set(`${key}:some`, mark(one.silence !== undefined))
  }
  for (const one of channels) take(`channel-${one.channel}`, one)
  for (const { day, responses } of days.slice(0, shownDays)) texts.set(`day-${day}`, count(responses))
  return texts
}

export type LiveTexts = ReadonlyMap<string, string>

/** Whether a place of the page stands out. */
const mark = (isSo: boolean): string => (isSo ? 'yes' : '')

/** Silent places that are named at once. */
const namedSilent = 20

/** Those that were busiest, or are longest without anybody, first. */
const bySilence = (one: PlaceProgress, other: PlaceProgress): number =>
  Number(other.silence !== undefined) - Number(one.silence !== undefined) ||
  (other.silence?.days ?? 0) - (one.silence?.days ?? 0) ||
  other.responses - one.responses

export const silentFirst = (places: readonly PlaceProgress[]): readonly PlaceProgress[] => [...places].sort(bySilence)

const silentPlaces = ({ places }: Pick<ReadFieldwork, 'places'>): readonly PlaceProgress[] =>
  places.filter(({ silence }) => silence !== undefined)

export const namedPlaces = (fieldwork: Pick<ReadFieldwork, 'places'>): readonly PlaceProgress[] =>
  silentFirst(silentPlaces(fieldwork)).slice(0, namedSilent)

const collator = new Intl.Collator('vi', { numeric: true })

/** How much of what should be there has come; without a target by what has come. */
const pace = ({ towards, expected }: AgencyProgress): number =>
  expected === undefined ? Number.POSITIVE_INFINITY : expected === 0 ? 1 : towards / expected

export function slowestFirst({ language }: Reader, agencies: readonly AgencyProgress[]): readonly AgencyProgress[] {
  const nameOf = ({ agency }: AgencyProgress): string => localised(agency.name, language)
  return [...agencies].sort((a, b) => pace(a) - pace(b) || a.responses - b.responses || collator.compare(nameOf(a), nameOf(b)))
}

/** What is wanted of all agencies together are ratings, of which a form has several. */
function ratingsText(reader: Reader, total: FieldProgress): string {
  return `${reader.say('fieldRatings', { n: reader.numbers.count(total.towards) })} · ${targetText(reader, total)}`
}

function targetText({ say, numbers: { count } }: Reader, progress: Pick<FieldProgress, 'towards' | 'wanted' | 'expected'>): string {
  const { wanted, expected } = progress
  if (wanted === undefined || expected === undefined) return say('fieldNoTarget')
  return `${isBehind(progress) ? `▼ ${say('fieldBehind')} ` : ''}${say('fieldTarget', { n: count(expected), all: count(wanted) })}`
}

function stateText({ say, numbers }: Reader, { place, silence }: PlaceProgress, runs: boolean): string {
  if (silence) return say(silence.last === '' ? 'fieldSilentNever' : 'fieldSilentFor', { n: numbers.count(silence.days) })
  return say(place.isPaused ? 'fieldPaused' : runs ? 'fieldAsks' : 'fieldOver')
}

/** As many days as a page shows at once. */
export const shownDays = 28

export const agencyKey = ({ agency }: Pick<AgencyProgress, 'agency'>): string => `agency-${agency.code}`
export const placeKey = ({ place }: Pick<PlaceProgress, 'place'>): string => `place-${place.code}`

const lastText = ({ say, numbers }: Reader, last: string, today: string): string =>
  last === '' ? say('fieldNever') : last === today ? say('fieldToday') : numbers.day(last)

/** Of the track of a bar; as long as what is wanted, or as what came where that is more. */
export const barTrack = 160
export const barWidth = (progress: Pick<FieldProgress, 'towards' | 'wanted' | 'expected'>): string =>
  String(Math.round((barTrack * progress.towards) / barEnd(progress)))
export const barEnd = ({ towards, wanted }: Pick<FieldProgress, 'towards' | 'wanted'>): number => Math.max(wanted ?? 0, towards, 1)

/** What a page of fieldwork shows. */
export const fieldViews = ['overview', 'agencies', 'places'] as const
export type FieldView = (typeof fieldViews)[number]

export const fieldViewNamed = (name: string | undefined): FieldView => fieldViews.find((one) => one === name) ?? 'overview'

const parts: Readonly<Record<FieldView, RegExp>> = {
  overview: /^(total|silent|channel-|day-|place-)/,
  agencies: /^(total|silent|agency-)/,
  places: /^(total|silent|place-|elsewhere)/,
}

/** The texts of one view, and the rows of its list by their keys, in order. */
export function textsOf(reader: Reader, campaign: Campaign, fieldwork: ReadFieldwork, view: FieldView): LiveTexts {
  const texts = [...liveTexts(reader, campaign, fieldwork)].filter(([key]) => parts[view].test(key))
  return new Map([...texts, ['rows', rowsIn[view](reader, fieldwork).join(' ')]])
}

const rowsIn: Readonly<Record<FieldView, (reader: Reader, fieldwork: ReadFieldwork) => readonly string[]>> = {
  overview: (_, fieldwork) => namedPlaces(fieldwork).map(placeKey),
  agencies: (reader, { agencies }) => slowestFirst(reader, agencies).map(agencyKey),
  places: (_, { places }) => silentFirst(places).map(placeKey),
}

/** What of the texts is another than before. */
export const changedTexts = (before: LiveTexts, now: LiveTexts): Readonly<Record<string, string>> =>
  Object.fromEntries([...now].filter(([key, text]) => before.get(key) !== text))
