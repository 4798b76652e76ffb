import { localised } from '../../../../surveys/language'
import { filterText } from '../exports/filter-text'
import { titleOf } from '../load'
import type { Reader } from '../reader'
import type { ReportProps } from './Report'

/** The head of an official annex: who issues it, nation and motto, number and date left to be written, title. */
export function Head({ reader, view }: ReportProps) {
  const { say, numbers, language, province } = reader
  const { campaign, measured } = view.record
  const agency = measured.find((one) => one.agency.code === view.filter.agency)?.agency
  const filter = filterText(reader, { ...view.filter, agency: null })
  return (
    <header>
      <div class="parties">
        <p><b>{province.name ? localised(province.name, language) : say('issuer')}</b><br />{say('number')}</p>
        <p><b>{say('nation')}</b><br /><b class="motto">{say('motto')}</b><br /><i>{say('placeDate')}</i></p>
      </div>
      {campaign.synthetic && <p class="sample"><b>{say('synthetic')}.</b> {say('syntheticNote')}</p>}
      <h1>{say('report')}<small>{say('reportTitle')} {say('reportOf', { title: titleOf(view.record, language) })}</small></h1>
      {agency && <p class="of">{say('agency')}: <b>{localised(agency.name, language)}</b> ({agency.code})</p>}
      <p class="of">{say('period')}: {say('reportPeriod', { from: numbers.day(campaign.opensOn), to: numbers.day(campaign.closesOn) })}</p>
      {filter !== '' && <p class="of">{say('reportFilter')}: {filter}</p>}
    </header>
  )
}

/** Where it goes and who signs. */
export const Foot = ({ reader: { say } }: { readonly reader: Reader }) => (
  <footer class="parties">
    <p><b><i>{say('receivers')}:</i></b><br />- ……………<br />- Lưu: VT.</p>
    <p><b>{say('signature')}</b><br /><i>{say('signHere')}</i></p>
  </footer>
)
