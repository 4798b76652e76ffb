import { act, atCommandLine } from '../../server/acts/act'
import { createAssessment, openAssessment } from '../../server/acts/assessments'
import { enterIndexYear, saveProvinceIndex } from '../../server/acts/province-indices'
import { listAgencies } from '../../server/db/agencies'
import { saveNumber, stageAgency } from '../../server/db/assessments'
import type { Database } from '../../server/db/dialect'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import { endsOf } from '../../surveys/indices/fielding'
import { localDay } from '../../surveys/instrument/calendar'
import { readDefinition } from '../../surveys/instrument/definition'
import parIndex from '../../surveys/indicator-sets/par-index-agency.json'

/** What the pictures of assessments show: one that is half entered, and two years of the province's indices. */
export const assessedYear = 'par-2026'

/** An assessment of every department by the reform index: most have handed in, some are verified, one is told and one asks for a second look; `agency` enters still. */
export async function withAssessments(database: Database, campaign: string, agency: string): Promise<void> {
  const deps = { database, now: Date.now }
  const reading = readDefinition(parIndex)
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  const set = reading.questionnaire
  await publishQuestionnaire(database, set, localDay(Date.now()))
  const block = (await listAgencies(database)).find(({ code }) => code === agency)?.block
  const agencies = (await listAgencies(database)).filter((one) => one.block === block && one.validTo === null).map(({ code }) => code)
  const others = agencies.filter((code) => code !== agency).slice(0, 11)
  const year = new Date().getFullYear()
  const made = await act(deps, atCommandLine(), createAssessment, {
    code: assessedYear,
    title: `Chỉ số cải cách hành chính năm ${year}`,
    title_en: `Reform index ${year}`,
    set: `${set.id} ${set.version}`,
    from: `${year}-01`,
    to: `${year}-12`,
    self_due: `${year}-12-20`,
    look_due: `${year + 1}-01-20`,
    agencies: [agency, ...others],
    sources: { 'campaign sipas-service': campaign },
  })
  if (made.kind !== 'done') throw new Error(`the assessment was not planned: ${JSON.stringify(made)}`)
  await act(deps, atCommandLine(), openAssessment, { code: assessedYear })
  const at = new Date(Date.now() - 3 * 86_400_000).toISOString()
  const ends = endsOf(set).filter(({ input }) => input !== 'drawn')
  for (const [place, code] of [agency, ...others].entries()) {
    const known = place === 0 ? 14 : place > 8 ? 9 : ends.length
    for (const [index, end] of ends.slice(0, known).entries()) {
      const most = end.maximum ?? 0
      const self = end.entry?.unit === 'points' ? Math.max(most - ((place + index) % 4) * 0.5, 0) : counted(end.code, place, index)
      const isVerified = place >= 1 && place <= 5
      const verified = isVerified ? (end.entry?.unit === 'points' && (place + index) % 5 === 0 ? Math.max(self - 0.5, 0) : self) : null
      const reason = verified !== null && verified !== self ? 'Kế hoạch ban hành chậm một tháng so với quy định.' : ''
      const asked = place === 1 && index === 0 ? 'Kế hoạch đã ban hành ngày 18/12, đúng hạn theo Công văn 2185.' : ''
      const number = {
        agency: code,
        node: end.code,
        self,
        verified,
        note: index === 0 ? 'Báo cáo số 112/BC ngày 15/11' : '',
        reason,
        asked,
        answered: '',
      }
      await saveNumber(database, assessedYear, number, { what: 'self', value: self, words: number.note, person: 'Bùi Đăng Khoa', at })
      if (verified !== null)
        await saveNumber(database, assessedYear, number, { what: 'verified', value: verified, words: reason, person: 'Nguyễn Thị Lan', at })
      if (asked !== '')
        await saveNumber(database, assessedYear, number, { what: 'asked', value: verified, words: asked, person: 'Trần Văn Bình', at })
    }
    const stage = place === 0 || place > 8 ? 'entering' : place <= 2 ? 'told' : 'handed-in'
    if (stage !== 'entering') await stageAgency(database, assessedYear, code, { stage, at, by: 'Nguyễn Thị Lan', remark: '' })
  }
  await withYears(database, campaign, others[0] ?? '')
}

/** Counts in pairs: of what was to be done, and of that what was. */
function counted(code: string, place: number, index: number): number {
  const all = 120 + 37 * place
  return code.endsWith('.b') ? all : all - ((place + index) % 6) * 4
}

async function withYears(database: Database, campaign: string, agency: string): Promise<void> {
  const own = { unit: 'number', maximum: '100', top: '' }
  for (const index of [
    {
      ...own,
      code: 'home-reform',
      name: 'Cải cách hành chính của Sở Nội vụ',
      name_en: 'Reform of the Department of Home Affairs',
      method: 'Tự chấm và thẩm định trong tỉnh, thang 100',
      method_en: 'Self and verified within the province, out of 100',
      owner: 'Sở Nội vụ',
      owner_en: 'Department of Home Affairs',
    },
    {
      ...own,
      unit: 'percent',
      code: 'own-survey',
      name: 'Mức hài lòng theo khảo sát của tỉnh',
      name_en: 'Satisfaction by the province’s own survey',
      method: 'Khảo sát tại điểm phục vụ, không phải SIPAS của Bộ Nội vụ',
      method_en: 'A survey at the desk; not the ministry’s SIPAS',
      owner: 'Văn phòng UBND tỉnh',
      owner_en: 'Office of the People’s Committee',
    },
  ])
    await act({ database, now: Date.now }, atCommandLine(), saveProvinceIndex, index)
  const year = new Date().getFullYear()
  const rows = [
    ['par-index', year - 1, { value: '87,21', rank: '24', ranked: '34', target: '88', reference: 'Bộ Nội vụ công bố' }],
    ['par-index', year, { value: '88,37', rank: '19', ranked: '34', target: '90', reference: 'Bộ Nội vụ công bố' }],
    ['sipas', year - 1, { value: '84,09', rank: '15', ranked: '34', target: '85', reference: 'Bộ Nội vụ công bố' }],
    ['sipas', year, { value: '84,9', rank: '9', ranked: '34', target: '86', reference: 'Bộ Nội vụ công bố' }],
    ['own-survey', year, { source: `campaign ${campaign}`, target: '86' }],
    ['papi', year - 1, { value: '43,15', rank: '12', ranked: '34', reference: 'Báo cáo PAPI' }],
    ['papi', year, { value: '44,02', rank: '8', ranked: '34', target: '44', reference: 'Báo cáo PAPI' }],
    ['pci', year - 1, { value: '66,54', rank: '20', ranked: '63', reference: 'Báo cáo PCI' }],
    ['pci', year, { value: '67,10', rank: '18', ranked: '34', target: '68', reference: 'Báo cáo PCI', break: 'yes' }],
    ['home-reform', year, { source: `assessment ${assessedYear} ${agency}`, target: '85' }],
    ['service-766', year, { value: '81,4', rank: '11', ranked: '34', target: '85', reference: 'Cổng Dịch vụ công quốc gia' }],
  ] as const
  const none = { source: '', value: '', rank: '', ranked: '', target: '', reference: '', break: '' }
  for (const [code, of, draft] of rows) {
    const came = await act({ database, now: Date.now }, atCommandLine(), enterIndexYear, { code, year: of, draft: { ...none, ...draft } })
    if (came.kind !== 'done') throw new Error(`${code} ${of}: ${JSON.stringify(came)}`)
  }
}
