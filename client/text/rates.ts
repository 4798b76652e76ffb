import type { AgencyRate, RateBase, RateMonth, ResponseRates } from '../../surveys/fielding/dossiers'
import type { FigureReader } from './figures'

/** Whether dossiers of any agency are known, from which a rate follows. */
export const hasRates = (rates: ResponseRates | undefined): boolean => rates?.agencies.some(({ counted }) => counted.length > 0) ?? false

/** For which share of those who were served somebody answered; never cut where there are more. */
export const rateText = ({ say, numbers }: FigureReader, { rate, isOver }: RateBase): string =>
  rate === null ? say(isOver ? 'rateOverNone' : 'rateNone') : numbers.figure(rate, 'percent', 1)

/** Which months are counted and which are not, of how many agencies something is missing, and where there is more than there can be. */
export function rateNotes({ say, numbers }: FigureReader, { months, total, agencies }: ResponseRates): readonly string[] {
  const named = (state: RateMonth['state']): string =>
    monthsListed(
      numbers,
      months.filter((one) => one.state === state).map(({ month }) => month),
    )
  const [whole, partial, running] = [named('whole'), named('partial'), named('running')]
  const over = agencies.filter((one) => one.over.length > 0).length
  return [
    whole === '' ? say('rateNoMonths') : say('rateMonths', { months: whole }),
    ...(partial === '' ? [] : [say('ratePartial', { months: partial })]),
    ...(running === '' ? [] : [say('rateRunning', { months: running })]),
    ...(total.lacking === 0 ? [] : [say('rateLacking', { n: numbers.count(total.lacking), all: numbers.count(total.of) })]),
    ...(over === 0 ? [] : [say('rateOver', { n: numbers.count(over) })]),
  ]
}

/** What a reader has to know of an agency's rate: months that are missing, months with more responses than dossiers. */
export function remarkOn({ say, numbers }: FigureReader, { missing, over, isSummed }: AgencyRate): string {
  const months = (some: readonly string[]): string => monthsListed(numbers, some)
  return [
    ...(over.length > 0 ? [say('rateOverIn', { months: months(over.map(({ month }) => month)) })] : []),
    ...(missing.length > 0 ? [say('rateMissing', { months: months(missing) })] : []),
    ...(isSummed ? [say('rateSummed')] : []),
  ].join(' ')
}

/** Months as they are listed; three or more that follow each other by the first and the last of them. */
export function monthsListed({ month }: Pick<FigureReader['numbers'], 'month'>, months: readonly string[]): string {
  const runs: string[][] = []
  for (const one of months) {
    const run = runs.at(-1)
    if (run && placeOfMonth(one) === placeOfMonth(run.at(-1) ?? '') + 1) run.push(one)
    else runs.push([one])
  }
  return runs.flatMap((run) => (run.length < 3 ? run.map(month) : [`${month(run[0] ?? '')} – ${month(run.at(-1) ?? '')}`])).join(', ')
}

const placeOfMonth = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5))
