import { localised } from '../../../surveys/instrument/language'
import type { RateBase } from '../../../surveys/fielding/dossiers'
import { blockName, type Reader } from '../frame/reader'
import { hasRates, rateNotes, rateText, remarkOn } from '../results/response-rate'
import { type ReportProps, TableSheet } from './tables'

/** For how many of those who were served somebody answered; on working figures alone. */
export function ResponseRateSheet({ reader, view }: ReportProps) {
  const { say, language } = reader
  const { rates, record } = view
  if (!rates || !hasRates(view)) return null
  const names = new Map(record.measured.map(({ agency }) => [agency.code, localised(agency.name, language)]))
  const heads = [say('agency'), say('responses'), say('rateHandled'), say('rateRate'), say('rateRemark')]
  const sums = rates.agencies.length > 1 ? [...rates.blocks, rates.total] : []
  return (
    <section>
      <h2>{say('rateTitle')}</h2>
      <p>
        {say('rateText')} {rateNotes(reader, rates).join(' ')}
      </p>
      <TableSheet
        {...{ reader, view }}
        kind="figures rates"
        caption={say('rateTitle')}
        head={
          <tr>
            {heads.map((title, place) => (
              <th key={title} scope="col" class={place > 0 && place < 4 ? 'n' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        }
      >
        <tbody>
          {rates.agencies.map((one) => (
            <tr key={one.code}>
              <th scope="row">{names.get(one.code) ?? one.code}</th>
              <RateCells reader={reader} of={one} />
              <td>{remarkOn(reader, one)}</td>
            </tr>
          ))}
          {sums.map((one) => (
            <tr key={`sum ${one.code}`} class="sum">
              <th scope="row">{one.code === '' ? say('everything') : blockName(reader, one.code)}</th>
              <RateCells reader={reader} of={one} />
              <td>
                {one.agencies < one.of && say('rateOf', { n: reader.numbers.count(one.agencies), all: reader.numbers.count(one.of) })}
              </td>
            </tr>
          ))}
        </tbody>
      </TableSheet>
    </section>
  )
}

const RateCells = ({ reader, of }: { readonly reader: Reader; readonly of: RateBase }) => (
  <>
    <td class="n">{reader.numbers.count(of.responses)}</td>
    <td class="n">{reader.numbers.count(of.handled)}</td>
    <td class="n">{rateText(reader, of)}</td>
  </>
)
