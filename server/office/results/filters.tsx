import type { Context } from 'hono'
import { channels } from '../../../surveys/fielding/campaign'
import { monthOf } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import type { CampaignRecord } from '../../db/campaigns'
import { type Filter, type FilterRefusal, isNarrowed } from '../../reading/filter'
import { blockName, channelName, type Reader, readerOf } from '../frame/reader'
import { page, Notice } from '../frame/document'
import { FilterChoice } from '../frame/form'
import { addressQuery, filterParts, filterShown } from './filter'
import type { NamedCode, ResultsView } from './view'

type FiltersProps = { readonly reader: Reader; readonly view: ResultsView; readonly today: string }

/** Narrows the page by a plain form, so that every view has an address of its own. */
export function Filters({ reader, view, today }: FiltersProps) {
  const { say, numbers } = reader
  const { record, filter, choices } = view
  const here = reader.path
  const months = monthsOf(record, filter, today).map((month) => ({ value: month, text: numbers.month(month) }))
  const blocks = [...new Set(record.measured.map(({ agency }) => agency.block))]
    .map((code) => ({ value: code, text: blockName(reader, code) }))
    .sort(byText)
  return (
    <details class="filterbox screen">
      <summary>{say('filters')}</summary>
      <form class="filters" method="get" action={here} aria-label={say('filters')}>
        {blocks.length > 1 && (
          <FilterChoice name="block" label={say('block')} all={say('allBlocks')} chosen={filter.block} items={blocks} />
        )}
        <FilterChoice
          name="agency"
          label={say('agency')}
          all={say('allAgencies')}
          chosen={filter.agency}
          items={agencyOptions(reader, record, filter.block)}
        />
        <FilterChoice name="from" label={say('from')} all={say('firstMonth')} chosen={filter.from} items={months} />
        <FilterChoice name="to" label={say('to')} all={say('lastMonth')} chosen={filter.to} items={months} />
        <FilterChoice
          name="channel"
          label={say('channel')}
          all={say('allChannels')}
          chosen={filter.channel}
          items={channels.map((code) => ({ value: code, text: channelName(reader, code) }))}
        />
        {choices.services.length > 0 && (
          <FilterChoice name="service" label={say('service')} all={say('allServices')} chosen={filter.service} items={choices.services} />
        )}
        {choices.touchpoints.length > 0 && (
          <FilterChoice
            name="touchpoint"
            label={say('touchpoint')}
            all={say('allTouchpoints')}
            chosen={filter.touchpoint}
            items={choices.touchpoints}
          />
        )}
        <p class="acts">
          <button type="submit">{say('apply')}</button>
          {filter.agency !== null && <a href={here}>{say('clear')}</a>}
        </p>
      </form>
    </details>
  )
}

const agencyOptions = ({ language }: Reader, { measured }: CampaignRecord, block: string | null): readonly NamedCode[] =>
  measured
    .filter(({ agency }) => block === null || agency.block === block)
    .map(({ agency }) => ({ value: agency.code, text: localised(agency.name, language) }))
    .sort(byText)

const names = new Intl.Collator('vi')
const byText = (a: NamedCode, b: NamedCode): number => names.compare(a.text, b.text)

/** The months from the campaign's first to this one or its last, and those asked for. */
function monthsOf({ campaign }: CampaignRecord, { from, to }: Filter, today: string): readonly string[] {
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
  return number === 12
    ? `${String(year + 1).padStart(4, '0')}-01`
    : `${String(year).padStart(4, '0')}-${String(number + 1).padStart(2, '0')}`
}

type FilterChipsProps = { readonly reader: Reader; readonly view: ResultsView }

/** What narrows the page besides the agency, which is its title; each part can be dropped alone. */
export function FilterChips({ reader, view }: FilterChipsProps) {
  const { say } = reader
  const { filter, choices } = view
  if (!isNarrowed({ ...filter, agency: null })) return null
  const here = reader.path
  return (
    <div class="showing">
      <p>
        {say('showing')}: <b>{filterShown(reader, { ...filter, agency: null }, choices)}</b>
      </p>
      <ul class="chips screen">
        {filterParts(reader, { ...filter, agency: null }, choices).map(({ name, text }) => (
          <li key={name}>
            <a href={`${here}${addressQuery(filter, { [name]: null })}`}>
              {text} <span aria-hidden="true">×</span>
              <span class="unseen">{say('dropFilter')}</span>
            </a>
          </li>
        ))}
        <li>
          <a class="all" href={here}>
            {say('clear')}
          </a>
        </li>
      </ul>
    </div>
  )
}

/** The page that says why a filter cannot be, and leads back to the results. */
export function filterRefused(c: Context, campaign: string, { status, word, values }: FilterRefusal): Response {
  const reader = readerOf(c)
  const title = reader.say('filterTitle')
  const link = { href: `/admin/campaigns/${encodeURIComponent(campaign)}`, text: reader.say('backToResults') }
  return page(c, { reader, title, status, body: <Notice {...{ reader, link, title }} text={reader.say(word, values)} /> })
}
