import { isOfficeWord, type OfficeWord } from '../../client/text/office'
import type { Campaign, Channel } from '../../surveys/fielding/campaign'
import type { breakdownNames, releasedParts } from '../../surveys/fielding/drafts'
import { type KioskTrouble, weekdays } from '../../surveys/fielding/kiosk'
import type { AsideCause, AsideState } from '../../surveys/fielding/set-aside'
import type { Step } from '../../surveys/figures/release'
import { isDay } from '../../surveys/instrument/calendar'
import { localised } from '../../surveys/instrument/language'
import { type GrantFault, isPermission, isRole } from '../../surveys/people/roles'
import type { SeenWhy } from '../access/session'
import type { Stop } from '../access/single-sign-on'
import type { Detail, Details } from '../db/events'
import type { ContentName } from '../files/facts'
import { posterContent, type ReportContent } from '../db/exports'
import type { PosterPaper } from '../files/posters/sheet'
import { letterKinds } from '../mail/letter'
import type { AssessmentFile } from './assessments/files'
import { blockName, momentText, type Reader } from './frame/reader'

type Words<Code extends string> = Readonly<Record<Code, OfficeWord>>

const channelWords: Words<Channel> = {
  kiosk: 'channel_kiosk',
  qr: 'channel_qr',
  link: 'channel_link',
  interviewer: 'channel_interviewer',
  paper: 'channel_paper',
  phone: 'channel_phone',
  post: 'channel_post',
}

const kindWords: Words<Channel | Campaign['kind'] | 'person' | 'script'> = {
  ...channelWords,
  open: 'logValue_open',
  sampled: 'logValue_sampled',
  person: 'accountPerson',
  script: 'accountScript',
}

/** Why somebody no longer looks as another, was stopped on the way from the provider, needs another person, or was not given a role. */
const whyWords: Words<SeenWhy | Stop | GrantFault | 'own' | 'new' | 'inside' | 'second'> = {
  asked: 'logWhy_asked',
  time: 'logWhy_time',
  permission: 'logWhy_permission',
  account: 'logWhy_account',
  'sign-out': 'logWhy_sign-out',
  lapsed: 'logWhy_lapsed',
  unreachable: 'logWhy_unreachable',
  misconfigured: 'logWhy_misconfigured',
  denied: 'logWhy_denied',
  clock: 'logWhy_clock',
  spent: 'logWhy_spent',
  unsound: 'logWhy_unsound',
  lost: 'logWhy_lost',
  no_role: 'logWhy_no_role',
  disabled: 'logWhy_disabled',
  taken: 'grantFault_taken',
  link_gone: 'logWhy_link_gone',
  elsewhere: 'logWhy_elsewhere',
  linked: 'logWhy_linked',
  last_administrator: 'logWhy_last_administrator',
  own: 'logWhy_own',
  inside: 'logWhy_inside',
  second: 'logWhy_second',
  new: 'logWhy_new',
  province_only: 'grantFault_province_only',
  touchpoint_needed: 'grantFault_touchpoint_needed',
  no_touchpoints: 'grantFault_no_touchpoints',
  both_sides: 'grantFault_both_sides',
  day: 'grantFault_day',
}

const contentWords: Words<ContentName | typeof posterContent | ReportContent | `assessment-${AssessmentFile}`> = {
  report: 'report',
  'released-report': 'releasedReport',
  [posterContent]: 'posters',
  results: 'logValue_results',
  responses: 'logValue_responses',
  codebook: 'logValue_codebook',
  released: 'logValue_released',
  'released-comments': 'logValue_released-comments',
  'assessment-result': 'logValue_results',
  'assessment-history': 'assessmentHistory',
  'assessment-template': 'logValue_template',
}

const troubleWords: Words<KioskTrouble> = { missing: 'logValue_missing', refused: 'logValue_refused', silent: 'logValue_silent' }
const breakdownWords: Words<(typeof breakdownNames)[number]> = { service: 'breakdown_service', touchpoint: 'breakdown_touchpoint' }
const partWords: Words<(typeof releasedParts)[number]> = {
  '': 'releasedBy_none',
  channel: 'releasedBy_channel',
  service: 'releasedBy_service',
}
const asideWords: Words<AsideState | 'counted'> = { void: 'aside_void', quarantine: 'aside_quarantine', counted: 'aside_counted' }
const causeWords: Words<AsideCause> = {
  trial: 'asideCause_trial',
  double: 'asideCause_double',
  staff: 'asideCause_staff',
  elsewhere: 'asideCause_elsewhere',
  'keyed-wrong': 'asideCause_keyed-wrong',
  stuffing: 'asideCause_stuffing',
  wish: 'asideCause_wish',
  checked: 'asideCause_checked',
  other: 'asideCause_other',
}
const paperWords: Words<PosterPaper> = { a4: 'paper_a4', a5: 'paper_a5', tent: 'paper_tent', sticker: 'paper_sticker' }
const stepWords: Words<Step['when']> = { night: 'logValue_night', end: 'logValue_end' }

/** Fields whose values are codes of ours, each with its word; what is a role, a permission, a kind of letter, an act or a block has words of its own. */
const coded: Readonly<Record<string, (code: string) => string>> = {
  kind: wordIn({ ...kindWords }, 'logKind_'),
  channel: wordIn(channelWords),
  door: (code) => `logDoor_${code}`,
  why: wordIn(whyWords),
  cause: wordIn(causeWords),
  keying: (code) => `keying_${code}`,
  state: wordIn(asideWords),
  content: wordIn(contentWords),
  paper: wordIn(paperWords),
  troubles: wordIn(troubleWords),
  breakdowns: wordIn(breakdownWords),
  releasedBy: wordIn(partWords),
  when: wordIn(stepWords),
  needs: (code) => (isPermission(code) ? `may_${code}` : `logNeeds_${code}`),
  scope: (code) => `may_${code}`,
  role: (code) => `role_${code}`,
  for: wordIn({ setup: 'logValue_setup', password: 'logValue_password' }),
  through: wordIn({ provider: 'logValue_provider' }),
  provider: wordIn({ removed: 'logValue_removed' }),
  address: wordIn({ set: 'logValue_set', changed: 'logValue_changed', removed: 'logValue_removed' }),
  sends: wordIn({
    digest: 'sends_digest',
    'report.docx': 'sends_report-docx',
    'report.pdf': 'sends_report-pdf',
    'results.xlsx': 'sends_results',
    'released.xlsx': 'sends_released',
  }),
  tells: (code) => `webhookEvent_${code}`,
  rhythm: wordIn({ date: 'dutyEveryDate' }, 'rhythm_'),
  letter: (code) => (letterKinds.some((kind) => kind === code) ? `letter_${code}` : `logValue_${code}`),
  secondFactor: (code) => (isRole(code) ? `role_${code}` : `logValue_${code}`),
  agencyType: (code) => `agencyType_${code}`,
  device: (code) => `logDevice_${code}`,
  formula: (code) => `logFormula_${code}`,
  written: (code) => `reportField_${code}`,
  sections: (code) => `section_${code}`,
}

/** Fields that hold what people wrote or called something, codes that people gave, numbers, days and moments. */
const plain: ReadonlySet<string> = new Set(
  ['title', 'name', 'label', 'text', 'reason', 'askedBy', 'approvedBy', 'person', 'passkey', 'place', 'node', 'source', 'value', 'year']
    .concat([
      'topics',
      'message',
      'from',
      'to',
      'pausedFrom',
      'copiedFrom',
      'targets',
      'validFrom',
      'validTo',
      'endsOn',
      'expiresOn',
      'until',
      'night',
      'threshold',
      'rows',
      'files',
      'bytes',
      'tokens',
      'people',
    ])
    .concat(['agencies', 'agency', 'block', 'parent', 'predecessors', 'code', 'campaign', 'questionnaire', 'version', 'touchpoint'])
    .concat(['reached', 'inPart', 'officialCode', 'aliases'])
    .concat(['method', 'owner', 'unit', 'maximum', 'top', 'rank', 'ranked', 'target', 'break', 'reference'])
    .concat(['set', 'selfDue', 'lookDue', 'sources', 'drawn', 'numbers', 'file', 'words', 'verified'])
    .concat([
      'touchpoints',
      'moved',
      'made',
      'added',
      'changed',
      'token',
      'export',
      'object',
      'id',
      'revision',
      'hash',
      'crest',
      'publicUrl',
      'embedOrigins',
    ])
    .concat([
      'synthetic',
      'fourEyes',
      'recoveryCodes',
      'ended',
      'lost',
      'rolesEnded',
      'linked',
      'sounds',
      'sound',
      'pictures',
      'picture',
      'designVersion',
    ])
    .concat(['discarded', 'accepted', 'design', 'key', 'cells', 'waiting', 'comments', 'erased', 'never', 'setAside', 'missing', 'aside'])
    .concat([
      'refused',
      'days',
      'spans',
      'roles',
      'notGiven',
      'group',
      'filter',
      'responses',
      'ids',
      'format',
      'detail',
      'trouble',
      'tried',
      'item',
      'reviewLink',
      'service',
      'before',
      'after',
      'path',
      'warning',
      'addressHash',
      'batch',
      'sheets',
      'sheet',
      'undone',
      'removed',
      'handled',
      'onTime',
      'month',
      'field',
      'procedure',
      'more',
      'since',
      'edition',
      'publicOn',
      'licence',
      'language',
      'offset',
      'folder',
      'paused',
      'recipients',
      'due',
      'letters',
      'skipped',
      'quarter',
      'causes',
      'measures',
      'handedAt',
      'reminding',
      'remindBefore',
      'remindAfter',
      'remindEvery',
      'number',
      'day',
      'purpose',
      'findings',
      'recommendations',
      'superior',
      'issuer',
      'symbol',
      'place',
      'signature',
      'signer',
      'receivers',
      'isCrested',
    ]),
)

function wordIn(words: Readonly<Record<string, OfficeWord>>, otherwise = 'logValue_'): (code: string) => string {
  return (code) => (Object.hasOwn(words, code) ? (words[code] ?? '') : `${otherwise}${code}`)
}

/** What a field of an entry is called; a field of a later version stands as its name. */
export function fieldName({ say }: Reader, name: string): string {
  const word = fieldWord(name)
  return name === '' ? say('logValue') : word ? say(word) : name
}

/** A field of a report is called as it is where it is written. */
const fieldWord = (name: string): OfficeWord | undefined => [`logField_${name}`, `reportField_${name}`].find(isOfficeWord)

export const wordOr = (say: Reader['say'], word: string, otherwise: string): string => (isOfficeWord(word) ? say(word) : otherwise)

/** What has no words in an entry's details, as `field` or `field=code`: nothing, or somebody has forgotten it. */
export function wordless(details: Details): readonly string[] {
  const { before, after, ...others } = details
  return [before, after, others].flatMap((part) => (isDetails(part) ? wordlessIn(part) : []))
}

const wordlessIn = (details: Details): readonly string[] =>
  Object.entries(details).flatMap(([name, value]) => {
    if (!fieldWord(name)) return [name]
    const word = coded[name]
    const deeper = name === 'design' ? [] : recordsIn(value).flatMap(wordlessIn)
    if (!word) return plain.has(name) ? deeper : [name]
    const codes = [value].flat().flatMap((one) => (typeof one === 'string' && isCode.test(one) ? [one] : []))
    return [...deeper, ...codes.filter((one) => !isOfficeWord(word(one))).map((one) => `${name}=${one}`)]
  })

/** As ours are; what a person wrote as a reason is no code. */
const isCode = /^[a-z][a-z_-]*$/

const recordsIn = (value: Detail): readonly Details[] =>
  [value]
    .flat()
    .filter((one) => isDetails(one) && textsIn(one) === undefined)
    .filter(isDetails)

export const isDetails = (value: unknown): value is Details => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What became of a field, in words: what is gone or new has one value only; undefined where neither says anything. */
export function changeShown(reader: Reader, name: string, was: Detail | undefined, is: Detail | undefined): string | undefined {
  const { say } = reader
  const [before, after] = [valueShown(reader, name, was), valueShown(reader, name, is)]
  if (before === noValue && after === noValue) return undefined
  if (is === undefined) return say('logWas', { value: before })
  if (was === undefined) return say('logIs', { value: after })
  const orNothing = (value: string): string => (value === noValue ? say('logNothing') : value)
  return `${orNothing(before)} → ${orNothing(after)}`
}

const noValue = '—'

/** In characters; a whole design would fill the page, and the export has all of it. */
const shownValue = 400

/** A value in the reader's words. */
export const valueShown = (reader: Reader, name: string, value: Detail | undefined): string => {
  const text = said(reader, name, value)
  return text.length > shownValue ? `${text.slice(0, shownValue)}…` : text
}

function said(reader: Reader, name: string, value: Detail | undefined): string {
  const { say, language } = reader
  if (typeof value === 'string' && (value !== '' || name === 'releasedBy')) return textShown(reader, name, value)
  if (value === undefined || value === null || value === '') return noValue
  if (typeof value === 'boolean') return say(value ? 'logYes' : 'logNo')
  if (typeof value === 'number') return name === 'days' ? weekdayShown(reader, value) : String(value)
  if (!isDetails(value))
    return value.length === 0 ? noValue : value.map((one) => said(reader, name, one)).join(value.some(isDetails) ? '; ' : ', ')
  const texts = textsIn(value)
  if (texts) return localised(texts, language)
  return Object.entries(value)
    .filter(([, one]) => one !== '' && one !== null)
    .map(([field, one]) => `${fieldName(reader, field)}: ${said(reader, field, one)}`)
    .join(', ')
}

function textShown(reader: Reader, name: string, text: string): string {
  const { say, numbers } = reader
  const word = coded[name]
  if (word) return wordOr(say, word(text), text)
  if (name === 'block') return blockName(reader, text)
  if (name === 'tried') return triedShown(reader, text)
  if (name === 'notGiven')
    return text
      .replace(/: (\w+)/, (_, role: string) => `: ${wordOr(say, `role_${role}`, role)}`)
      .replace(/\((\w+)\)$/, (_, why: string) => `(${said(reader, 'why', why)})`)
  if (name === 'format') return text.toUpperCase()
  // As much as tells two apart; the file has all of it.
  if (name === 'addressHash') return `${text.slice(0, 8)}…`
  if (isDay(text)) return numbers.day(text)
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?$/.test(text) ? momentText(reader, text.endsWith('Z') ? text : `${text}Z`) : text
}

/** What was tried: an act by its sentence without who and on what, or a page. */
function triedShown({ say }: Reader, tried: string): string {
  const word = `log_${tried}`
  if (isOfficeWord(word)) return say(word, { who: '', object: '', needs: '' }).trim()
  const [method = '', path = ''] = tried.split(' ')
  return say(method === 'GET' || method === 'HEAD' ? 'logOpened' : 'logSent', { path })
}

const weekdayShown = ({ language }: Reader, day: number): string =>
  // The first of January 2024 is a Monday.
  new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2024, 0, weekdays.findIndex((one) => one === day) + 1),
  )

/** A text in several languages. */
function textsIn(value: Details): Readonly<Record<string, string>> | undefined {
  const texts = Object.entries(value).flatMap(([name, text]) =>
    /^[a-z]{2}$/.test(name) && typeof text === 'string' ? [[name, text] as const] : [],
  )
  return texts.length > 0 && texts.length === Object.keys(value).length ? Object.fromEntries(texts) : undefined
}
