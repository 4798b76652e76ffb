import type { Agency, Campaign } from '../../surveys/fielding/campaign'
import { type AssessedNumber, type AssessmentStage, endsOf, type PlannedAssessment, type SetEnd } from '../../surveys/indices/fielding'
import type { IndexYear, ProvinceIndex } from '../../surveys/indices/year'
import { daysLater, localDay, monthOf } from '../../surveys/instrument/calendar'
import { steady } from '../../surveys/instrument/decimal'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { findInCatalogue } from '../catalogue'
import {
  changeStatus,
  createAssessment,
  findAssessment,
  freezeAgencies,
  insertEvidence,
  insertNumbers,
  stageAgency,
} from '../db/assessments'
import { type Database, whole } from '../db/dialect'
import { indexYears, saveIndex, saveIndexYear } from '../db/province-indices'
import { publishQuestionnaire } from '../db/questionnaires'
import { idOf, seeded, seedOf } from './random'

type Quarters = { readonly previous: Campaign; readonly current: Campaign }
type Wanted = Quarters & { readonly agencies: readonly Agency[]; readonly root: Agency; readonly now: number }

/**
 * Two assessments of the sample province and two years of its indices, all of it made up: the reform of departments, with one of them late,
 * and how communes and the province served, closed. What somebody has planned or entered under these names is left as it is.
 */
export async function fillAssessments(database: Database, wanted: Wanted): Promise<void> {
  const [reform, service] = [await findInCatalogue('par-index-agency'), await findInCatalogue('service-766')]
  if (!reform || !service) throw new Error('the indicator sets of the sample are not in the catalogue')
  await whole(database, async (within) => {
    await fillReform(within, reform, wanted)
    const served = await fillService(within, service, wanted)
    await fillYears(within, wanted, served)
  })
}

const dayMs = 86_400_000
const office = 'Nguyễn Thị Lan (minh hoạ)'

const daysAgo = (now: number, days: number): string => new Date(now - days * dayMs).toISOString()

/** Plans and opens an assessment, unless there is one of that name. */
async function opened(within: Database, set: Questionnaire, planned: PlannedAssessment, today: string): Promise<boolean> {
  await publishQuestionnaire(within, set, today)
  if (!(await createAssessment(within, planned))) return false
  const record = await findAssessment(within, planned.code)
  if (!record) throw new Error(`assessment "${planned.code}" was not created`)
  await freezeAgencies(within, record)
  await changeStatus(within, planned.code, 'open')
  return true
}

/** Of twelve departments one enters still though its day is over, eleven have handed in, four are verified, two told, and one asks for a second look. */
async function fillReform(within: Database, set: Questionnaire, { previous, agencies, now }: Wanted): Promise<void> {
  const today = localDay(now)
  const year = previous.opensOn.slice(0, 4)
  const departments = agencies.filter(({ block }) => block === 'department')
  const code = `sample-reform-${year}`
  const planned = {
    code,
    title: { vi: `Cải cách hành chính các sở năm ${year} (minh hoạ)`, en: `Reform of departments ${year} (sample)` },
    set: { id: set.id, version: set.version },
    from: `${year}-01`,
    to: monthOf(previous.closesOn),
    selfDue: daysLater(today, -5),
    lookDue: daysLater(today, 25),
    sources: { 'campaign sipas-service': previous.code },
    agencies: departments,
  }
  if (!(await opened(within, set, planned, today))) return
  const ends = endsOf(set).filter(({ input }) => input !== 'drawn')
  for (const [place, { code: agency, name }] of departments.entries()) {
    const isLate = place === 6
    const known = isLate ? ends.slice(0, 9) : ends
    const entry = { agency, person: `${name['vi'] ?? agency}, văn phòng`, isVerified: place < 4, isAsked: place === 1, now }
    await insertNumbers(within, code, entered(known, entry))
    for (const end of known.filter(({ entry: of }) => of?.evidence === 'needed'))
      await insertEvidence(within, shown(code, agency, end, entry.person, daysAgo(now, 12)))
    const stage: AssessmentStage = isLate ? 'entering' : place < 2 ? 'told' : 'handed-in'
    if (stage !== 'entering')
      await stageAgency(within, code, agency, { stage, at: daysAgo(now, stage === 'told' ? 3 : 7), by: office, remark: '' })
  }
}

type Entering = {
  readonly agency: string
  readonly person: string
  readonly isVerified: boolean
  readonly isAsked: boolean
  readonly now: number
}

/** What an agency has entered, with what was verified of it: every seventh score half a point lower, with why. */
function entered(ends: readonly SetEnd[], { agency, person, isVerified, isAsked, now }: Entering): Parameters<typeof insertNumbers>[2] {
  const selfs = numbersOf(ends, agency)
  return ends.map((end, index) => {
    const self = selfs.get(end.code) ?? 0
    const isLower = end.entry?.unit === 'points' && self >= 1 && index % 7 === 0
    const verified = isVerified ? (isLower ? self - 0.5 : self) : null
    const number: AssessedNumber = {
      agency,
      node: end.code,
      self,
      verified,
      note: index === 0 ? 'Kế hoạch ban hành trước ngày 31/12, có phụ lục phân công.' : '',
      reason: isVerified && isLower ? 'Phụ lục chưa nêu thời hạn của từng nhiệm vụ.' : '',
      asked: isAsked && index === 0 ? 'Thời hạn nêu tại kế hoạch chi tiết kèm theo; đề nghị xem lại.' : '',
      answered: '',
    }
    return {
      ...number,
      steps: [
        { what: 'self', value: self, words: number.note, person, at: daysAgo(now, 12) },
        ...(isVerified ? [{ what: 'verified', value: verified, words: number.reason, person: office, at: daysAgo(now, 4) } as const] : []),
        ...(number.asked === '' ? [] : [{ what: 'asked', value: verified, words: number.asked, person, at: daysAgo(now, 2) } as const]),
      ],
    }
  })
}

/** Numbers that always follow from their agency; a part is never more than its whole. */
function numbersOf(ends: readonly SetEnd[], agency: string, times = 1): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  const byCode = new Map(ends.map((end) => [end.code, end]))
  const of = ({ code, entry, maximum = 0 }: SetEnd): number => {
    const uniform = seeded(seedOf(`number ${agency} ${code}`))()
    if (entry?.unit === 'points') return Math.max(maximum - (uniform < 0.55 ? 0 : uniform < 0.85 ? 0.5 : 1), 0)
    const whole = entry?.within === undefined ? undefined : byCode.get(entry.within)
    if (whole) return Math.floor(numberAt(whole) * partOf(code, uniform))
    return Math.round((sizes[code] ?? 40) * (0.7 + 0.6 * uniform) * times)
  }
  const numberAt = (end: SetEnd): number => {
    const known = found.get(end.code)
    if (known !== undefined) return known
    const number = steady(of(end))
    found.set(end.code, number)
    return number
  }
  for (const end of ends) numberAt(end)
  return found
}

/** How many there are of a whole in an agency, where it is not about forty. */
const sizes: Readonly<Record<string, number>> = {
  'N.procedures': 180,
  'N.received': 1_900,
  'N.settled': 1_750,
  'N.in-hand': 140,
  'N.payable': 620,
  'N.feedback': 24,
}

/** Which part of its whole a count is: most of it, where it is something good. */
const parts: Readonly<Record<string, number>> = {
  'N.late': 0.03,
  'N.feedback-bad': 0.06,
  'N.complained': 0.004,
  'N.reused': 0.42,
  'N.paid-online': 0.55,
  'N.online': 0.68,
}
const partOf = (code: string, uniform: number): number => {
  // What is not late, with what is, is no more than all.
  if (code === 'N.on-time') return 0.92 + 0.04 * uniform
  const usual = parts[code]
  return usual === undefined ? 0.86 + 0.14 * uniform : usual * (0.5 + 0.7 * uniform)
}

const shown = (assessment: string, agency: string, { code }: SetEnd, person: string, at: string) => {
  const number = 20 + Math.floor(300 * seeded(seedOf(`evidence ${agency} ${code}`))())
  const name = `Báo cáo số ${number}/BC (minh hoạ)`
  // A domain that nobody can have.
  const link = `https://songngan.example/van-ban/${number}`
  return {
    id: idOf(`${assessment} ${agency} ${code}`),
    assessment,
    agency,
    node: code,
    name,
    type: '',
    link,
    size: 0,
    bytes: new Uint8Array(),
    person,
    at,
  }
}

/** How communes and the province served in the quarter before, closed; gives its code. */
async function fillService(within: Database, set: Questionnaire, { previous, agencies, root, now }: Wanted): Promise<string> {
  const quarter = previous.code.replace('sample-', '')
  const code = `sample-service-${quarter}`
  const communes = agencies.filter(({ block }) => block === 'commune')
  const planned = {
    code,
    title: {
      vi: `Phục vụ người dân, doanh nghiệp: ${previous.title['vi'] ?? quarter} (minh hoạ)`,
      en: `Service to citizens and businesses: ${previous.title['en'] ?? quarter} (sample)`,
    },
    set: { id: set.id, version: set.version },
    from: monthOf(previous.opensOn),
    to: monthOf(previous.closesOn),
    selfDue: daysLater(previous.closesOn, 10),
    lookDue: daysLater(previous.closesOn, 20),
    sources: {},
    agencies: [...communes, root],
  }
  if (!(await opened(within, set, planned, localDay(now)))) return code
  const at = (days: number): string => `${daysLater(previous.closesOn, days)}T02:30:00.000Z`
  for (const { code: agency } of planned.agencies) {
    const numbers = [...numbersOf(endsOf(set), agency, agency === root.code ? communes.length : 1)].map(([node, self]) => ({
      agency,
      node,
      self,
      verified: self,
      note: '',
      reason: '',
      asked: '',
      answered: '',
      steps: [
        { what: 'self' as const, value: self, words: '', person: office, at: at(4) },
        { what: 'verified' as const, value: self, words: '', person: office, at: at(12) },
      ],
    }))
    await insertNumbers(within, code, numbers)
    await stageAgency(within, code, agency, { stage: 'told', at: at(14), by: office, remark: '' })
  }
  await changeStatus(within, code, 'closed')
  return code
}

const ownSurvey: ProvinceIndex = {
  code: 'own-survey',
  name: { vi: 'Hài lòng theo khảo sát của tỉnh', en: 'Satisfaction by the province’s own survey' },
  method: {
    vi: 'Khảo sát tại nơi phục vụ trong quý, không phải SIPAS của Bộ Nội vụ',
    en: 'A survey at the counters in the quarter; not the ministry’s SIPAS',
  },
  owner: { vi: 'Văn phòng UBND tỉnh', en: 'Office of the People’s Committee' },
  unit: 'percent',
  maximum: 1,
  top: null,
}

const reference = 'Số liệu minh hoạ'
const published = { ranked: 34, isBreak: false, reference, source: { from: 'entered' } } as const

/** Value and rank the year before and this year, and the target of this year. */
const values: readonly (readonly [code: string, before: readonly [number, number], now: readonly [number, number], target: number])[] = [
  ['par-index', [86.42, 22], [88.37, 16], 90],
  ['sipas', [0.8309, 19], [0.849, 9], 0.86],
  ['papi', [42.15, 17], [43.02, 12], 43],
  ['pci', [65.54, 21], [67.1, 18], 68],
  ['digital', [0.612, 15], [0.671, 10], 0.7],
]

/** Two years of the province's indices, two of them drawn: from the survey that goes on, and from the assessment that is closed. */
async function fillYears(within: Database, { root, current, now }: Wanted, served: string): Promise<void> {
  if ((await indexYears(within)).length > 0) return
  const year = Number(localDay(now).slice(0, 4))
  await saveIndex(within, ownSurvey, 'kept')
  const own = { year, value: null, rank: null, ranked: null, isBreak: false, reference: '' }
  const rows: readonly IndexYear[] = [
    ...values.flatMap(([index, [was, wasRank], [value, rank], target]) => [
      { ...published, index, year: year - 1, value: was, rank: wasRank, target: null },
      { ...published, index, year, value, rank, target },
    ]),
    { ...published, index: 'service-766', year: year - 1, value: 82.4, rank: 20, target: null },
    {
      ...own,
      index: 'service-766',
      rank: 14,
      ranked: 34,
      target: 90,
      source: { from: 'assessment', assessment: served, agency: root.code },
    },
    { ...own, index: ownSurvey.code, target: 0.88, source: { from: 'campaign', campaign: current.code } },
  ]
  for (const row of rows) await saveIndexYear(within, row)
}
