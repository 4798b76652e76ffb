import { violationText } from '../../client/text/citizen'
import { headingsOf, type LineFault, lineFaultText, type LineRule, lineRuleText, numberingHeadings } from '../../client/text/imports'
import { type ProblemCode, problemMessage } from '../../client/text/problems'
import { readAnswers } from '../../surveys/answers/check'
import { type Agency, agencyState, type Channel, channels, isChannel } from '../../surveys/fielding/campaign'
import { isDay, localDay } from '../../surveys/instrument/calendar'
import type { Item } from '../../surveys/instrument/item'
import { isLooping } from '../../surveys/instrument/loop'
import { itemsById } from '../../surveys/instrument/questionnaire'
import { keepings } from '../../surveys/instrument/questions/keepings'
import type { Answer, Answers, Questionnaire } from '../../surveys/instrument/schema'
import { ownValue } from '../../surveys/instrument/spelling'
import { type Violation } from '../../surveys/instrument/violations'
import { unescaped } from '../files/csv'
import { isoDay } from '../files/reading/day'
import type { TableKind } from '../files/reading/open'
import type { TableHeader, TableColumns } from '../files/reading/table'
import { prepareLine, type Prepared, ratingId, type Setting } from './prepare'

const needed = ['id', 'agency', 'submitted_at', 'channel'] as const
const optional = ['touchpoint', 'language', 'campaign', 'version', 'synthetic'] as const
/** Where one person rates several agencies: a line is one rating, and this the id that the lines of one form share. */
const ofForms = ['form'] as const

/**
 * The columns of an import; one that means nothing refuses the file, since what stands in it would be lost. What a
 * workbook of ours says beside each code is left aside.
 */
export function importColumns(questionnaire: Questionnaire): TableColumns {
  const items = [...itemsById(questionnaire).values()]
  return {
    names: [
      ...needed,
      ...optional,
      ...(isLooping(questionnaire) ? ofForms : []),
      ...items.flatMap((item) => keepings[item.question.type].columns(item)),
    ],
    needed: isLooping(questionnaire) ? [...needed, ...ofForms] : needed,
    aliases: headingsOf('responses'),
    ignored: [
      ...numberingHeadings,
      // Worked out anew from the answers.
      ...(questionnaire.computed ?? []).map(({ id }) => id),
      ...items.flatMap(({ id, scale }) => (scale ? [`${id}.label`, `${id}.score`] : [])),
    ],
  }
}

/** What the lines of a file are checked against. */
export type ImportSetting = Setting & {
  readonly agencies: ReadonlyMap<string, Pick<Agency, 'validFrom' | 'validTo'>>
  readonly touchpoints: ReadonlyMap<string, { readonly kind: Channel; readonly agencies: ReadonlySet<string> }>
}

export type LineReading =
  { readonly ok: true; readonly prepared: Prepared } | { readonly ok: false; readonly refusals: readonly LineRefusal[] }

/** Makes a reader of lines for one file: each line becomes a response ready to be stored, or is refused for every reason found. */
export function lineReader(
  setting: ImportSetting,
  { header: columns, kind }: ImportTable,
  receivedOn: string,
): (cells: readonly string[]) => LineReading {
  const { questionnaire } = setting
  const readers = cellReaders(questionnaire, kind)
  const textItems = itemsWithText(questionnaire, columns)
  return (cells) => {
    if (!fits(columns, kind, cells)) return refused('', 'cell_count', String(cells.length), String(columns.count))
    const cell = (name: string): string => cellAt(columns, kind, cells, name)
    const unreadable = columns.names.find((_, index) => cells[index]?.includes('\uFFFD'))
    if (unreadable !== undefined) return { ok: false, refusals: [{ column: unreadable, fault: 'not-utf8' }] }
    const values = (name: string): readonly string[] => {
      const text = cell(name)
      return text === '' ? [] : (readers.get(name)?.(text) ?? [text])
    }
    const own = ownCells(setting, kind, cell)
    const answers = readAnswers(questionnaire, values)
    const lost = textItems.filter(({ id }) => cell(`${id}.text`) !== '' && !hasText(ownValue(answers, id)))
    const refusals = [...refusalsOf(setting, own), ...lost.map(({ id }) => refusal(`${id}.text`, 'text_without_other'))]
    return finished(setting, own, answers, refusals, receivedOn)
  }
}

/** A table of responses: what its header names, and the kind of file, which decides what numbers can mean. */
export type ImportTable = { readonly header: TableHeader; readonly kind: TableKind }

/** A text with too few cells has lost a separator or was broken in two; a workbook leaves empty cells out. Beside the columns nothing may stand. */
function fits({ count, names, ignored }: TableHeader, kind: TableKind, cells: readonly string[]): boolean {
  if (cells.length === count && ignored.size === 0) return true
  if (kind === 'csv' && cells.length < count) return false
  return cells.every((cell, index) => (names[index] ?? '') !== '' || ignored.has(index) || cell.trim() === '')
}

/** The values of each item's cell, also where a spreadsheet has written it its own way: days, decimals of zero, a decimal comma. */
function cellReaders(questionnaire: Questionnaire, kind: TableKind): ReadonlyMap<string, (cell: string) => readonly string[]> {
  return new Map(
    [...itemsById(questionnaire).values()].map((item) => {
      const { holds, values } = keepings[item.question.type]
      if (holds === 'day') return [item.id, (cell) => values(isoDay(cell, kind))]
      if (holds === 'moment') return [item.id, (cell) => values(isoMoment(cell))]
      if (holds === 'number') return [item.id, (cell) => values(withoutZeros(cell))]
      if (!item.scale) return [item.id, values]
      const codes = new Set(item.scale.options.map(({ code }) => code))
      return [item.id, (cell) => values(cell).map((code) => codeMeant(codes, code))]
    }),
  )
}

/** As a spreadsheet may have written it: a blank for the T, seconds of zero. */
const isoMoment = (text: string): string => text.trim().replace(/^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(:00(\.0+)?)?$/, '$1T$2')

const withoutZeros = (text: string): string => text.trim().replace(/^(-?\d+)[.,]0+$/, '$1')

function codeMeant(codes: ReadonlySet<string>, text: string): string {
  if (!text.includes(',') && !text.includes('.')) return text
  return [text, text.trim(), text.trim().replace(',', '.'), withoutZeros(text)].find((one) => codes.has(one)) ?? text
}

type OwnCells = Readonly<
  Record<
    'id' | 'form' | 'agency' | 'submittedAt' | 'day' | 'channel' | 'touchpoint' | 'language' | 'campaign' | 'version' | 'synthetic',
    string
  >
>

function ownCells({ questionnaire }: Setting, kind: TableKind, cell: (name: string) => string): OwnCells {
  const submittedAt = cell('submitted_at')
  return {
    id: cell('id').toLowerCase(),
    form: isLooping(questionnaire) ? cell('form').toLowerCase() : '',
    agency: cell('agency'),
    submittedAt,
    day: dayOf(submittedAt, kind),
    channel: cell('channel').toLowerCase(),
    touchpoint: cell('touchpoint'),
    language: cell('language') || (questionnaire.languages[0] ?? ''),
    campaign: cell('campaign'),
    version: cell('version'),
    synthetic: cell('synthetic'),
  }
}

function finished(
  setting: ImportSetting,
  own: OwnCells,
  answers: Answers,
  refusals: readonly LineRefusal[],
  receivedOn: string,
): LineReading {
  const { campaign } = setting
  const { id, form, agency, touchpoint, language, channel, day } = own
  const submitted = { id, campaign: campaign.code, version: campaign.version, touchpoint, agency, language, answeredOn: day, answers }
  const kind = isChannel(channel) ? channel : 'paper'
  const preparation = prepareLine(setting, submitted, kind, { answeredOn: day, receivedOn, form })
  if (preparation.ok) return refusals.length > 0 ? { ok: false, refusals } : { ok: true, prepared: preparation.prepared }
  const violations = preparation.outcome.kind === 'invalid' ? preparation.outcome.violations : []
  return { ok: false, refusals: [...refusals, ...violations.map((violation) => ({ column: violation.item, violation }))] }
}

function refusalsOf(setting: ImportSetting, own: OwnCells): readonly LineRefusal[] {
  const { campaign, questionnaire, agencies } = setting
  const refusals: LineRefusal[] = []
  const refuse = (column: string, rule: LineRule, seen: string, allowed?: string) =>
    void refusals.push(refusal(column, rule, seen, allowed))
  if (!uuid.test(own.id)) refuse('id', 'not_an_id', own.id)
  if (isLooping(questionnaire)) {
    if (!uuid.test(own.form)) refuse('form', 'not_an_id', own.form)
    else if (own.id !== own.form && own.id !== ratingId(own.form, own.agency))
      refuse('id', 'form_id', own.id, `${own.form}, ${ratingId(own.form, own.agency)}`)
  }
  const agency = agencies.get(own.agency)
  if (!agency) refuse('agency', 'agency_unknown', own.agency)
  else if (own.day !== '') {
    const state = agencyState(agency, own.day)
    if (state === 'ended') refuse('agency', 'agency_ended', own.agency, agency.validTo ?? '')
    if (state === 'upcoming') refuse('agency', 'agency_not_started', own.agency, agency.validFrom ?? '')
  }
  if (own.day === '') refuse('submitted_at', 'not_a_day', own.submittedAt)
  else if (own.day < campaign.opensOn || own.day > campaign.closesOn)
    refuse('submitted_at', 'outside_period', own.day, `${campaign.opensOn}…${campaign.closesOn}`)
  if (!isChannel(own.channel)) refuse('channel', 'channel_unknown', own.channel, channels.join(', '))
  if (own.touchpoint !== '') refusals.push(...touchpointRefusals(setting, own))
  if (!questionnaire.languages.includes(own.language))
    refuse('language', 'language_unknown', own.language, questionnaire.languages.join(', '))
  if (own.campaign !== '' && own.campaign !== campaign.code) refuse('campaign', 'other_campaign', own.campaign, campaign.code)
  if (own.version !== '' && own.version !== String(campaign.version))
    refuse('version', 'other_campaign', own.version, String(campaign.version))
  if (saysSynthetic(own.synthetic) && !campaign.synthetic) refuse('synthetic', 'synthetic_line', own.synthetic)
  return refusals
}

const saysSynthetic = (text: string): boolean => !['', '0', 'false'].includes(text.toLowerCase())

function touchpointRefusals({ touchpoints }: ImportSetting, { touchpoint, channel, agency }: OwnCells): readonly LineRefusal[] {
  const known = touchpoints.get(touchpoint)
  if (!known) return [refusal('touchpoint', 'touchpoint_unknown', touchpoint)]
  const refusals: LineRefusal[] = []
  // What an interviewer asked came through them, whatever stands there.
  if (known.kind !== channel && channel !== 'interviewer') refusals.push(refusal('channel', 'touchpoint_channel', channel, known.kind))
  if (!known.agencies.has(agency)) refusals.push(refusal('touchpoint', 'touchpoint_agency', agency))
  return refusals
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const instant = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/

/** The local day that a cell names, as a day or as an instant; without an offset an instant is local. Empty when unreadable. */
function dayOf(cell: string, kind: TableKind): string {
  if (days.has(cell)) return cell
  const text = isoDay(cell, kind)
  if (text.length === 10) return isNewDay(text) ? text : ''
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

/** Text of ours is made safe in CSV alone; in a workbook it stands as it was written. */
function cellAt({ place }: TableHeader, kind: TableKind, cells: readonly string[], name: string): string {
  const index = place.get(name)
  const text = (index === undefined ? undefined : cells[index]) ?? ''
  if (text === '') return ''
  return kind === 'csv' ? unescaped(text).trim() : text.trim()
}

const itemsWithText = (questionnaire: Questionnaire, { place }: TableHeader): readonly Item[] =>
  [...itemsById(questionnaire).values()].filter(
    (item) => place.has(`${item.id}.text`) && keepings[item.question.type].columns(item).length > 1,
  )

function hasText(answer: Answer | undefined): boolean {
  if (typeof answer !== 'object') return false
  return 'code' in answer || answer.some((choice) => typeof choice === 'object')
}

const refusal = (column: string, rule: LineRule, seen = '', allowed = ''): LineRefusal => ({ column, rule, seen, allowed })
const refused = (...refusing: Parameters<typeof refusal>): LineReading => ({ ok: false, refusals: [refusal(...refusing)] })

/** Why a line of an import file stays out, and in which column. */
export type LineRefusal =
  | { readonly column: string; readonly violation: Violation }
  | { readonly column: string; readonly fault: LineFault }
  | { readonly column: string; readonly stored: Extract<ProblemCode, 'id_conflict' | 'response_erased' | 'touchpoint_unknown'> }
  | { readonly column: string; readonly rule: LineRule; readonly seen?: string; readonly allowed?: string }

/** The sentence a reader gets; an unknown language reads Vietnamese. */
export function refusalText(language: string, refusal: LineRefusal): string {
  if ('violation' in refusal) return violationText(language, refusal.violation)
  if ('fault' in refusal) return lineFaultText(language, refusal.fault)
  if ('stored' in refusal) return problemMessage(language, refusal.stored)
  return lineRuleText(language, refusal.rule, refusal.seen, refusal.allowed)
}
