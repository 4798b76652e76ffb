import { channels, type Channel, isChannel } from '../../surveys/campaign'
import { isDay, localDay } from '../../surveys/calendar'
import type { Item } from '../../surveys/questionnaire'
import { behaviours } from '../../surveys/questions/registry'
import { itemsById, readAnswers } from '../../surveys/response'
import type { Answer, Answers, Questionnaire } from '../../surveys/schema'
import { unescaped } from '../exports/csv'
import type { ImportColumns } from './import-columns'
import type { ImportRule, Refusal } from './import-refusal'
import { type Prepared, prepareAnswers, type Setting } from './prepare'
import { ownValue } from '../../surveys/name-patterns'

/** What the lines of a file are checked against. */
export type ImportSetting = Setting & {
  readonly agencies: ReadonlySet<string>
  readonly touchpoints: ReadonlyMap<string, { readonly kind: Channel; readonly agencies: ReadonlySet<string> }>
}

export type LineReading = { readonly ok: true; readonly prepared: Prepared } | { readonly ok: false; readonly refusals: readonly Refusal[] }

/** Makes a reader of lines for one file: each line becomes a response ready to be stored, or is refused for every reason found. */
export function lineReader(setting: ImportSetting, columns: ImportColumns, receivedOn: string): (cells: readonly string[]) => LineReading {
  const { questionnaire } = setting
  const many = new Set([...itemsById(questionnaire).values()].filter(({ question }) => question.type === 'multiple').map(({ id }) => id))
  const textItems = itemsWithText(questionnaire, columns)
  return (cells) => {
    if (cells.length !== columns.count) return refused('', 'cell_count', String(cells.length), String(columns.count))
    const cell = (name: string): string => cellAt(columns, cells, name)
    const unreadable = columns.names.find((_, index) => cells[index]?.includes('\uFFFD'))
    if (unreadable !== undefined) return refused(unreadable, 'not_utf8')
    const values = (name: string): readonly string[] => {
      const text = cell(name)
      return text === '' ? [] : many.has(name) ? text.split('|') : [text]
    }
    const own = ownCells(setting, cell)
    const answers = readAnswers(questionnaire, values)
    const lost = textItems.filter(({ id }) => cell(`${id}.text`) !== '' && !hasText(ownValue(answers, id)))
    const refusals = [...refusalsOf(setting, own), ...lost.map(({ id }) => refusal(`${id}.text`, 'text_without_other'))]
    return finished(setting, own, answers, refusals, receivedOn)
  }
}

type OwnCells = Readonly<Record<'id' | 'agency' | 'submittedAt' | 'day' | 'channel' | 'touchpoint' | 'language' | 'campaign' | 'version' | 'synthetic', string>>

function ownCells({ questionnaire }: Setting, cell: (name: string) => string): OwnCells {
  const submittedAt = cell('submitted_at')
  return {
    id: cell('id').toLowerCase(),
    agency: cell('agency'),
    submittedAt,
    day: dayOf(submittedAt),
    channel: cell('channel'),
    touchpoint: cell('touchpoint'),
    language: cell('language') || (questionnaire.languages[0] ?? ''),
    campaign: cell('campaign'),
    version: cell('version'),
    synthetic: cell('synthetic'),
  }
}

function finished(setting: ImportSetting, own: OwnCells, answers: Answers, refusals: readonly Refusal[], receivedOn: string): LineReading {
  const { campaign } = setting
  const { id, agency, touchpoint, language, channel, day } = own
  const submitted = { id, campaign: campaign.code, version: campaign.version, touchpoint, agency, language, answeredOn: day, answers }
  const kind = isChannel(channel) ? channel : 'paper'
  const preparation = prepareAnswers(setting, submitted, kind, { answeredOn: day, receivedOn })
  if (preparation.ok) return refusals.length > 0 ? { ok: false, refusals } : { ok: true, prepared: preparation.prepared }
  const violations = preparation.outcome.kind === 'invalid' ? preparation.outcome.violations : []
  return { ok: false, refusals: [...refusals, ...violations.map((violation) => ({ column: violation.item, violation }))] }
}

function refusalsOf(setting: ImportSetting, own: OwnCells): readonly Refusal[] {
  const { campaign, questionnaire, agencies } = setting
  const refusals: Refusal[] = []
  const refuse = (column: string, rule: ImportRule, seen: string, allowed?: string) => void refusals.push(refusal(column, rule, seen, allowed))
  if (!uuid.test(own.id)) refuse('id', 'not_an_id', own.id)
  if (!agencies.has(own.agency)) refuse('agency', 'agency_unknown', own.agency)
  if (own.day === '') refuse('submitted_at', 'not_a_day', own.submittedAt)
  else if (own.day < campaign.opensOn || own.day > campaign.closesOn) refuse('submitted_at', 'outside_period', own.day, `${campaign.opensOn}…${campaign.closesOn}`)
  if (!isChannel(own.channel)) refuse('channel', 'channel_unknown', own.channel, channels.join(', '))
  if (own.touchpoint !== '') refusals.push(...touchpointRefusals(setting, own))
  if (!questionnaire.languages.includes(own.language)) refuse('language', 'language_unknown', own.language, questionnaire.languages.join(', '))
  if (own.campaign !== '' && own.campaign !== campaign.code) refuse('campaign', 'other_campaign', own.campaign, campaign.code)
  if (own.version !== '' && own.version !== String(campaign.version)) refuse('version', 'other_campaign', own.version, String(campaign.version))
  if (saysSynthetic(own.synthetic) && !campaign.synthetic) refuse('synthetic', 'synthetic_line', own.synthetic)
  return refusals
}

const saysSynthetic = (text: string): boolean => !['', '0', 'false'].includes(text)

function touchpointRefusals({ touchpoints }: ImportSetting, { touchpoint, channel, agency }: OwnCells): readonly Refusal[] {
  const known = touchpoints.get(touchpoint)
  if (!known) return [refusal('touchpoint', 'touchpoint_unknown', touchpoint)]
  const refusals: Refusal[] = []
  if (known.kind !== channel) refusals.push(refusal('channel', 'touchpoint_channel', channel, known.kind))
  if (!known.agencies.has(agency)) refusals.push(refusal('touchpoint', 'touchpoint_agency', agency))
  return refusals
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const instant = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/

/** The local day that a cell names, as a day or as an instant; without an offset an instant is local. Empty when unreadable. */
function dayOf(text: string): string {
  if (text.length === 10) return days.has(text) || isNewDay(text) ? text : ''
  const offset = instant.exec(text)?.[3]
  const day = text.slice(0, 10)
  if (offset === undefined) return instant.test(text) && isDay(day) ? day : ''
  const time = Date.parse(text.replace(' ', 'T'))
  return Number.isFinite(time) && isDay(day) ? localDay(time) : ''
}

/** Days that were read before: a file has many lines of each. */
const days = new Set<string>()

function isNewDay(text: string): boolean {
  const isOne = isDay(text)
  if (isOne) days.add(text)
  return isOne
}

function cellAt({ place }: ImportColumns, cells: readonly string[], name: string): string {
  const index = place.get(name)
  const text = (index === undefined ? undefined : cells[index]) ?? ''
  return text === '' ? '' : unescaped(text).trim()
}

const itemsWithText = (questionnaire: Questionnaire, { place }: ImportColumns): readonly Item[] =>
  [...itemsById(questionnaire).values()].filter((item) => place.has(`${item.id}.text`) && behaviours[item.question.type].columns(item).length > 1)

function hasText(answer: Answer | undefined): boolean {
  if (typeof answer !== 'object') return false
  return 'code' in answer || answer.some((choice) => typeof choice === 'object')
}

const refusal = (column: string, rule: ImportRule, seen = '', allowed = ''): Refusal => ({ column, rule, seen, allowed })
const refused = (...refusing: Parameters<typeof refusal>): LineReading => ({ ok: false, refusals: [refusal(...refusing)] })
