import { monthOf } from '../../../surveys/calendar'
import { channels } from '../../../surveys/campaign'
import { localised } from '../../../surveys/language'
import type { CampaignRecord } from '../../db/campaigns'
import type { ResultsQuery } from '../../db/results'
import type { ResultsView } from './load'
import { blockName, channelName, type Reader } from './reader'
import type { NamedCode } from './results/choices'

type Props = { readonly reader: Reader; readonly view: ResultsView; readonly today: string }

/** Narrows the page by a plain form, so that every view has an address of its own. */
export function Filters({ reader, view, today }: Props) {
  const { say, numbers } = reader
  const { record, filter, choices } = view
  const here = `/admin/campaigns/${encodeURIComponent(record.campaign.code)}`
  const months = monthsOf(record, filter, today).map((month) => ({ value: month, text: numbers.month(month) }))
  const blocks = [...new Set(record.measured.map(({ agency }) => agency.block))].map((code) => ({ value: code, text: blockName(reader, code) })).sort(byText)
  return (
    <form class="filters screen" method="get" action={here} aria-label={say('filters')}>
      {blocks.length > 1 && <Choice name="block" label={say('block')} all={say('allBlocks')} chosen={filter.block} options={blocks} />}
      <Choice name="agency" label={say('agency')} all={say('allAgencies')} chosen={filter.agency} options={agencyOptions(reader, record, filter.block)} />
      <Choice name="from" label={say('from')} all={say('firstMonth')} chosen={filter.from} options={months} />
      <Choice name="to" label={say('to')} all={say('lastMonth')} chosen={filter.to} options={months} />
      <Choice name="channel" label={say('channel')} all={say('allChannels')} chosen={filter.channel} options={channels.map((code) => ({ value: code, text: channelName(reader, code) }))} />
      {choices.services.length > 0 && <Choice name="service" label={say('service')} all={say('allServices')} chosen={filter.service} options={choices.services} />}
      {choices.touchpoints.length > 0 && <Choice name="touchpoint" label={say('touchpoint')} all={say('allTouchpoints')} chosen={filter.touchpoint} options={choices.touchpoints} />}
      <p class="acts">
        <button type="submit">{say('apply')}</button>
        {filter.agency !== null && <a href={here}>{say('clear')}</a>}
      </p>
    </form>
  )
}

type ChoiceProps = { readonly name: string; readonly label: string; readonly all: string; readonly chosen: string | null; readonly options: readonly NamedCode[] }

const Choice = ({ name, label, all, chosen, options }: ChoiceProps) => (
  <p>
    <label for={`filter-${name}`}>{label}</label>
    <select id={`filter-${name}`} name={name}>
      <option value="">{all}</option>
      {options.map(({ value, text }) => <option key={value} value={value} selected={value === chosen}>{text}</option>)}
    </select>
  </p>
)

const agencyOptions = ({ language }: Reader, { measured }: CampaignRecord, block: string | null): readonly NamedCode[] =>
  measured
    .filter(({ agency }) => block === null || agency.block === block)
    .map(({ agency }) => ({ value: agency.code, text: localised(agency.name, language) }))
    .sort(byText)

const names = new Intl.Collator('vi')
const byText = (a: NamedCode, b: NamedCode): number => names.compare(a.text, b.text)

/** The months from the campaign's first to this one or its last, and those asked for. */
function monthsOf({ campaign }: CampaignRecord, { from, to }: ResultsQuery, today: string): readonly string[] {
  const first = monthOf(campaign.opensOn)
  const last = monthOf(today < campaign.closesOn ? today : campaign.closesOn)
  const months = new Set([first, ...(from === null ? [] : [from]), ...(to === null ? [] : [to])])
  for (let month = first; month <= last && months.size < mostMonths; month = nextMonth(month)) months.add(month)
  return [...months].sort()
}

/** Ten years: nobody looks for more in a list. */
const mostMonths = 120

function nextMonth(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return number === 12 ? `${String(year + 1).padStart(4, '0')}-01` : `${String(year).padStart(4, '0')}-${String(number + 1).padStart(2, '0')}`
}
