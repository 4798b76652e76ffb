import { keptSince, seenPartOf } from '../reading/filter'
import { localised } from '../../surveys/instrument/language'
import { monthOf } from '../../surveys/instrument/calendar'
import { type Period, periodOf } from '../../surveys/figures/findings'
import { linesIn } from '../../surveys/reporting/form'
import { blockNamed, channelNamed, type ReportFacts, titleIn } from './facts'
import type { ReportFoot, ReportHead } from './parts'

/** The letterhead, in the order of Decree 30/2020; what the office has not said yet is left to be written by hand. */
export function reportHead(facts: ReportFacts, lines: ReportHead['lines']): ReportHead {
  const { say, language, form, province } = facts
  const own = localised(form.issuer, language)
  return {
    superior: localised(form.superior, language),
    issuer: own || (province.name ? localised(province.name, language) : say('issuer')),
    number: `${say('reportNumber')} ${numberText(facts)}`,
    nation: say('nation'),
    motto: say('motto'),
    placeDate: placeDate(facts),
    kind: say('report'),
    about: aboutText(facts),
    lines,
  }
}

/** Its number and symbol, dotted where they are written by hand. */
export const numberText = ({ texts, form }: ReportFacts): string => `${texts.number || '……'}/${form.symbol || 'BC-……'}`

/** What it is about: "Kết quả đo lường … quý IV năm 2026". */
export function aboutText(facts: ReportFacts): string {
  const { say, filter, standing, released } = facts
  const of =
    filter.agency !== null && standing
      ? say('reportAboutAgency', { name: standing.name })
      : filter.block !== null
        ? say('reportAboutBlock', { block: blockNamed(facts, filter.block) })
        : ''
  const parts = [
    say('reportTitle'),
    say('reportOf', { title: titleIn(facts) }),
    of,
    released ? `(${say('releasedFigures').toLocaleLowerCase(facts.language)})` : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** "Sông Ngân, ngày 05 tháng 01 năm 2027": days below ten and the first two months have a nought before them. */
function placeDate({ say, form, texts, language }: ReportFacts): string {
  const place = localised(form.place, language) || '…………'
  if (texts.day === '') return say('reportPlaceBlank', { place })
  const [year = '', month = '', day = ''] = texts.day.split('-')
  const told = Number(month) > 2 ? String(Number(month)) : month
  return say('reportPlaceDate', { place, day, month: told, year })
}

/** The months that are reported on, by the name that offices have for them. */
export function periodText(facts: ReportFacts): string {
  const { say, numbers, filter, record } = facts
  const [opens, closes] = [monthOf(record.campaign.opensOn), monthOf(record.campaign.closesOn)]
  const [wanted, until] = [filter.from ?? opens, filter.to ?? closes]
  // Of months in which nobody was asked nothing is reported: a year's filter makes no year of a quarter.
  const isAsked = wanted <= closes && until >= opens
  const [from, to] = isAsked ? [wanted < opens ? opens : wanted, until > closes ? closes : until] : [wanted, until]
  const period = periodOf(from, to)
  return period ? periodName(facts, period) : say('reportPeriod', { from: numbers.month(from), to: numbers.month(to) })
}

function periodName({ say }: ReportFacts, period: Period): string {
  const { year } = period
  if (period.is === 'quarter') return say('reportQuarter', { n: ['I', 'II', 'III', 'IV'][period.n - 1] ?? '', year })
  if (period.is === 'half') return say(period.n === 1 ? 'reportFirstHalf' : 'reportSecondHalf', { year })
  return say(period.is === 'year' ? 'reportYear' : 'reportNineMonths', { year })
}

/** What else than an agency the figures are narrowed to, in one line; empty when nothing is left out. */
export function filterLine(facts: ReportFacts): string {
  const { say, numbers, filter } = facts
  const { block, from, to, channel, service, touchpoint } = filter
  return [
    block === null ? '' : `${say('block')}: ${blockNamed(facts, block)}`,
    from === null ? '' : `${say('from')} ${numbers.month(from)}`,
    to === null ? '' : `${say('to')} ${numbers.month(to)}`,
    channel === null ? '' : `${say('channel')}: ${channelNamed(facts, channel)}`,
    service === null ? '' : `${say('service')}: ${service}`,
    touchpoint === null ? '' : `${say('touchpoint')}: ${touchpoint}`,
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

/** Who gets it and who signs. */
export function reportFoot({ say, language, form }: ReportFacts): ReportFoot {
  const receivers = linesIn(localised(form.receivers, language))
  const signature = linesIn(localised(form.signature, language))
  return {
    receivers: say('receivers'),
    receiverList: receivers.length > 0 ? receivers : ['……………', say('receiverArchive')],
    signature: signature.length > 0 ? signature : [say('signature')],
    signHere: say('signHere'),
    signer: form.signer,
  }
}

/** What a reader must know before the first figure. */
export function warnings(facts: ReportFacts): readonly { readonly text: string; readonly isLoud?: true }[] {
  const { say, numbers, record, filter, language, released, isOpen, today } = facts
  const part = released ? undefined : seenPartOf(record, filter)
  const kept = keptSince(record, filter, language)
  const narrowed = filterLine(facts)
  return [
    ...(record.campaign.synthetic ? [{ text: `${say('synthetic')}. ${say('syntheticNote')}`, isLoud: true as const }] : []),
    ...(part ? [{ text: say('seenPart', { n: numbers.count(part.agencies), all: numbers.count(part.measured) }) }] : []),
    ...(kept === undefined ? [] : [{ text: kept }]),
    ...(narrowed === '' ? [] : [{ text: `${say('reportFilter')}: ${narrowed}` }]),
    ...(released
      ? [
          {
            text: `${say('releasedFigures')}. ${released.asOf === null ? say('releasedNever') : say('releasedAsOf', { day: numbers.day(released.asOf) })}`,
          },
        ]
      : []),
    ...(isOpen ? [{ text: say('reportAsOf', { day: numbers.day(today) }), isLoud: true as const }] : []),
    ...(isOpen || released ? [] : [{ text: say('reportAsOfEnded', { day: numbers.day(today) }) }]),
  ]
}
