import type { Campaign } from '../../surveys/campaign'

const numerals = ['I', 'II', 'III', 'IV'] as const
const ordinals = ['First', 'Second', 'Third', 'Fourth'] as const

/** The sample campaign of the quarter in which a local day lies; `back` counts quarters before it. */
export function quarterOf(today: string, back = 0): Campaign {
  const index = Number(today.slice(0, 4)) * 4 + Math.floor((Number(today.slice(5, 7)) - 1) / 3) - back
  const year = Math.floor(index / 4)
  const quarter = index % 4
  const firstMonth = quarter * 3 + 1
  const opensOn = `${year}-${String(firstMonth).padStart(2, '0')}-01`
  const closesOn = new Date(Date.UTC(year, firstMonth + 2, 0)).toISOString().slice(0, 10)
  return {
    code: `sample-${year}-q${quarter + 1}`,
    title: { vi: `Quý ${numerals[quarter] ?? ''} năm ${year}, tỉnh Sông Ngân`, en: `${ordinals[quarter] ?? ''} quarter of ${year}, Silver River Province` },
    questionnaire: 'sipas-service',
    version: 1,
    kind: 'open',
    status: back === 0 ? 'open' : 'closed',
    opensOn,
    closesOn,
    threshold: 10,
    synthetic: true,
  }
}
