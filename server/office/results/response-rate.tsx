import type { AgencyRate, GroupRate, RateBase, RateMonth, ResponseRates } from '../../../surveys/fielding/dossiers'
import { hasRates, rateNotes, rateText, remarkOn } from '../../../client/text/rates'
import { localised } from '../../../surveys/instrument/language'
import { blockName, type Reader } from '../frame/reader'
import { type ColumnHead, ColumnHeads, Region } from '../frame/shell'
import { addressQuery, campaignAddress } from './filter'
import type { ResultsView } from './view'

type Props = { readonly reader: Reader; readonly view: ResultsView }

/** How many of those who were served answered: by agency, or by month of the agency that is read alone. */
export function ResponseRate({ reader, view }: Props) {
  const { say } = reader
  const { rates, filter } = view
  if (!rates || !hasRates(view.rates)) return null
  const own = filter.agency === null ? undefined : rates.agencies[0]
  return (
    <section class="card" id="response-rate">
      <h2>{say('rateTitle')}</h2>
      <p class="note">
        {say('rateText')} {rateNotes(reader, rates).join(' ')}
      </p>
      {own ? <ByMonth {...{ reader, rates, own }} /> : <ByAgency {...{ reader, view, rates }} />}
    </section>
  )
}

const columnsFor = ({ say }: Reader): readonly ColumnHead[] => [
  { title: say('responses'), look: 'n' },
  { title: say('rateHandled'), look: 'n' },
  { title: say('rateRate'), look: 'f' },
]

const Cells = ({ reader, of }: { readonly reader: Reader; readonly of: RateBase }) => (
  <>
    <td class="n">{reader.numbers.count(of.responses)}</td>
    <td class="n">{reader.numbers.count(of.handled)}</td>
    <td class="f">
      {rateText(reader, of)}
      <small class="on">{reader.say('rateBase', { n: reader.numbers.count(of.responses), all: reader.numbers.count(of.handled) })}</small>
    </td>
  </>
)

function ByAgency({ reader, view, rates }: Props & { readonly rates: ResponseRates }) {
  const { say, language } = reader
  const names = new Map(view.record.measured.map(({ agency }) => [agency.code, localised(agency.name, language)]))
  const collator = new Intl.Collator('vi', { numeric: true })
  const nameOf = ({ code }: AgencyRate): string => names.get(code) ?? code
  const blocks = rates.blocks
    .map((block) => ({ block, title: blockName(reader, block.code) }))
    .sort((a, b) => collator.compare(a.title, b.title))
  return (
    <Region label={say('rateTitle')}>
      <table class={rates.agencies.length >= 100 ? 'figures rates hundreds' : 'figures rates'}>
        <ColumnHeads columns={[{ title: say('agency'), look: 'name' }, ...columnsFor(reader), { title: say('rateRemark') }]} />
        {blocks.map(({ block, title }) => (
          <tbody key={block.code}>
            <tr class="group">
              <th scope="rowgroup" colSpan={5}>
                <span>{title}</span>
              </th>
            </tr>
            {rates.agencies
              .filter((one) => one.block === block.code)
              .sort((a, b) => collator.compare(nameOf(a), nameOf(b)))
              .map((one) => (
                <tr key={one.code}>
                  <th scope="row" class="name">
                    <a href={`${campaignAddress(view)}${addressQuery(view.filter, { agency: one.code, block: null })}`}>{nameOf(one)}</a>
                  </th>
                  <Cells reader={reader} of={one} />
                  <td class="remark">{remarkOn(reader, one)}</td>
                </tr>
              ))}
            <GroupRow {...{ reader }} group={block} title={say('pooledBlock')} />
          </tbody>
        ))}
        {blocks.length > 1 && (
          <tbody>
            <GroupRow {...{ reader }} group={rates.total} title={say('pooledTotal')} />
          </tbody>
        )}
      </table>
    </Region>
  )
}

type GroupRowProps = { readonly reader: Reader; readonly group: GroupRate; readonly title: string }

const GroupRow = ({ reader, group, title }: GroupRowProps) => (
  <tr class="sum">
    <th scope="row" class="name">
      {title}
    </th>
    <Cells reader={reader} of={group} />
    <td class="remark">
      {group.agencies < group.of && reader.say('rateOf', { n: reader.numbers.count(group.agencies), all: reader.numbers.count(group.of) })}
    </td>
  </tr>
)

/** One agency month by month, with the months that are not counted and why. */
function ByMonth({ reader, rates, own }: { readonly reader: Reader; readonly rates: ResponseRates; readonly own: AgencyRate }) {
  const { say, numbers } = reader
  const known = new Map(own.byMonth.map((one) => [one.month, one]))
  const whyNot = ({ month, state }: RateMonth): string | undefined => {
    if (state !== 'whole') return say(state === 'partial' ? 'rateMonth_partial' : 'rateMonth_running')
    return own.missing.includes(month) ? say('rateMonth_missing') : say('rateMonth_gone')
  }
  return (
    <Region label={say('rateTitle')}>
      <table class="figures rates">
        <ColumnHeads columns={[{ title: say('month'), look: 'name' }, ...columnsFor(reader)]} />
        <tbody>
          {rates.months.map((one) => {
            const counted = known.get(one.month)
            return (
              <tr key={one.month}>
                <th scope="row" class="name">
                  {numbers.month(one.month)}
                </th>
                {counted ? <Cells reader={reader} of={counted} /> : <td colSpan={3}>{whyNot(one)}</td>}
              </tr>
            )
          })}
          <tr class="sum">
            <th scope="row" class="name">
              {say('rateCounted')}
            </th>
            <Cells reader={reader} of={own} />
          </tr>
        </tbody>
      </table>
    </Region>
  )
}
