import { namesAndOthers } from '../../../client/text/names'
import { officeWords, timeText } from '../../../client/text/office'
import { type Campaign, type Channel } from '../../../surveys/fielding/campaign'
import { groupedCode } from '../../../surveys/fielding/codes'
import { localised } from '../../../surveys/instrument/language'
import type { LocalText, Questionnaire } from '../../../surveys/instrument/schema'
import { type CampaignRecord, findCampaign } from '../../db/campaigns'
import type { NewExport } from '../../db/exports'
import { type Province, readProvince, storedCrest } from '../../db/settings'
import { findTouchpoints, type ServingTouchpoint, surveyAddress } from '../../db/touchpoints'
import { scriptsIn } from '../../fonts/scripts'
import { inTurns } from '../../turns'
import type { Source } from '../facts'
import type { PosterPaper, PosterRun, PosterSheet, Said } from './sheet'

/** Whether a letter of a text is in no font of a run, so that a box would be printed. */
export const isUnprintable = (text: string): boolean =>
  [...text].some((letter) => !latinFont.test(letter) && scriptsIn(letter).length === 0)

/** The scripts of Noto Sans, with signs and marks; a picture among signs is in no font. */
const latinFont =
  /^(?!\p{Emoji_Presentation})[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Devanagari}\p{Script=Common}\p{Script=Inherited}]$/u

/** What somebody wants printed; it lies with the export as its filter. */
export type PosterOrder = {
  readonly account: string
  readonly paper: PosterPaper
  readonly languages: 'vi' | 'both'
  /** Where citizens reach the survey, as it was when the order was given. */
  readonly origin: string
  readonly touchpoints: readonly string[]
}

/** The order that an export carries. */
export function orderIn({ filter }: Pick<NewExport, 'filter'>): PosterOrder {
  const order: PosterOrder = JSON.parse(filter)
  return order
}

/** The sheets of an order: touchpoints that are still there and can be printed, by name. */
export async function posterRun(source: Source, row: Pick<NewExport, 'campaign' | 'filter'>): Promise<PosterRun> {
  const { database, questionnaires, now } = source
  const order = orderIn(row)
  const record = await findCampaign(database, row.campaign)
  if (!record) throw new Error(`posters of campaign "${row.campaign}"`)
  const { questionnaire } = await questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const found = (await findTouchpoints(database, order.touchpoints)).filter(({ door }) => !door.turns)
  const province = await readProvince(database)
  const names = new Map(record.measured.map(({ agency }) => [agency.code, agency.name]))
  const sheets = await inTurns(found, sheetsAtOnce, (touchpoint) => {
    const agencies = touchpoint.agencies.map((code) => names.get(code) ?? { vi: code })
    return posterSheet({ order, record, questionnaire, province, touchpoint, agencies })
  })
  const texts = JSON.stringify([province.name, record.campaign.title, [...names.values()], found.map(({ label }) => label)])
  const byName = new Intl.Collator('vi', { numeric: true })
  const nameOf = ({ agency, place }: PosterSheet): string => `${agency.vi} ${place.vi}`
  return {
    title: `${vi('posters')}: ${localised(record.campaign.title, 'vi')}`,
    paper: order.paper,
    sheets: [...sheets].sort((one, other) => byName.compare(nameOf(one), nameOf(other))),
    fonts: scriptsIn(texts).map(({ letters, file }) => ({ letters, bytes: file.bytes })),
    crest: await storedCrest(database),
    madeAt: now(),
  }
}

const sheetsAtOnce = 10

const [vi, en] = [officeWords('vi'), officeWords('en')]

/** Whom a sheet speaks to: only those of the first kind are hung up for citizens. */
const audiences = {
  qr: 'citizen',
  link: 'citizen',
  kiosk: 'kiosk',
  interviewer: 'staff',
  paper: 'staff',
  phone: 'staff',
  post: 'staff',
} as const satisfies Record<Channel, string>

/** The names that fit; who stands there finds the others on the phone. */
function agencyNames(agencies: readonly LocalText[], language: 'vi' | 'en'): string {
  const names = agencies.map((name) => localised(name, language))
  return namesAndOthers(names, names.length === 3 ? 3 : 2, (n) => (language === 'vi' ? vi : en)('andOthers', { n: String(n) }))
}

type Wanted = {
  readonly order: PosterOrder
  readonly record: CampaignRecord
  readonly questionnaire: Questionnaire
  readonly province: Province
  readonly touchpoint: ServingTouchpoint
  readonly agencies: readonly LocalText[]
}

function posterSheet({ order, record: { campaign }, questionnaire, province, touchpoint, agencies }: Wanted): PosterSheet {
  const said = (text: (language: 'vi' | 'en') => string): Said => ({
    vi: text('vi'),
    en: order.languages === 'both' ? text('en') : undefined,
  })
  const say = (language: 'vi' | 'en') => (language === 'vi' ? vi : en)
  const of = (text: LocalText | undefined): Said => said((language) => localised(text ?? {}, language))
  const audience = audiences[touchpoint.kind]
  const address = surveyAddress(order.origin, touchpoint)
  const { host } = new URL(address)
  return {
    address,
    typed: address.replace(/^https?:\/\//, ''),
    code: groupedCode(touchpoint.door.link),
    codeIs: said((language) => say(language)('posterCode')),
    picture: `${vi('qrCode')}: ${address}`,
    sample: sampleSaid(campaign, said),
    asker: of(province.name),
    campaign: of(campaign.title),
    title: said((language) => say(language)(`poster_${audience}_title`)),
    agency: said((language) => agencyNames(agencies, language)),
    place: of(touchpoint.label),
    how: said((language) => say(language)(`poster_${audience}_how`, { minutes: timeText(say(language), language, questionnaire) })),
    only: said((language) => say(language)('posterOnly', { host })),
    never: said((language) => say(language)('posterNever')),
  }
}

const sampleSaid = ({ synthetic }: Campaign, said: (text: (language: 'vi' | 'en') => string) => Said): Said | undefined =>
  synthetic ? said((language) => (language === 'vi' ? vi : en)('posterSample')) : undefined
