import { countedOptions, type Explanation, explanation, leftOut, type Term } from '../../../surveys/figures/explanation'
import type { PartDone, StepDone } from '../../../surveys/figures/formulas'
import { intervalWorking, type IntervalWorking } from '../../../surveys/figures/interval-workings'
import { fewestDayFreedom, z975 } from '../../../surveys/figures/intervals'
import { personsOf, sampleOf } from '../../../surveys/figures/sums'
import type { ItemSlots, NodeSlots } from '../../../surveys/figures/tally'
import { figureKey } from '../../../surveys/instrument/indicators'
import { rollUpOperations } from '../../../surveys/instrument/operations'
import type { ShownFigure } from '../../../surveys/figures/goals'
import { decimalsOf, partDigitsOf, partsOfWhole } from '../../../surveys/figures/rounding'
import { localised } from '../../../surveys/instrument/language'
import { isValidOption } from '../../../surveys/instrument/item'
import type { Reader } from '../frame/reader'
import { ColumnHeads, Region } from '../frame/shell'
import { baseOf, figureText } from './cells'
import { figureAddress } from './filter'
import { type FigureView, shownIn } from './view'

type FigureProps = { readonly reader: Reader; readonly view: FigureView }
type HowProps = FigureProps & { readonly how: Explanation | undefined }

/** How a figure comes about, so that it can be computed again by hand. */
export function Workings({ reader, view }: FigureProps) {
  const { layout, node, tally, ranges } = view
  const how = explanation(layout, node, tally, ranges)
  return (
    <>
      <Formula {...{ reader, view, how }} />
      <OptionCounts {...{ reader, view }} />
      <PartsTable {...{ reader, view, how }} />
      <OwnValues {...{ reader, view, how }} />
      <Steps {...{ reader, how }} />
      <IntervalSteps {...{ reader, view }} />
      <LeftOutTable {...{ reader, view }} />
    </>
  )
}

/** The rule in words, in symbols, and with this figure's own numbers. */
function Formula({ reader, view, how }: HowProps) {
  const { say } = reader
  const { formula, rollUp } = view.result
  const numbersIn = how && withNumbers(reader, view, how)
  return (
    <section class="card" id="formula">
      <h2>{say('howCounted')}</h2>
      <p>
        {say(`formula_${formula}`)}
        {rollUp !== null && <> {say(`rollUp_${rollUp}`)}</>}
      </p>
      <dl>
        <div>
          <dt>{say('inSymbols')}</dt>
          <dd class="math">{say(`symbol_${formula}`)}</dd>
          {rollUp !== null && <dd class="math">{say(`symbolOf_${rollUp}`)}</dd>}
        </div>
        {numbersIn !== undefined && (
          <div>
            <dt>{say('withNumbers')}</dt>
            <dd class="math">{numbersIn}</dd>
          </div>
        )}
      </dl>
    </section>
  )
}

function withNumbers(reader: Reader, view: FigureView, how: Explanation): string | undefined {
  const figure = shownIn(view)
  return figure ? `${fraction(reader, view, how)} = ${combinedShown(reader, how, figure)}` : undefined
}

/** What the operation gives: exactly where steps come after it, else it is the figure. */
const combinedShown = (reader: Reader, { course: { steps, combined } }: Explanation, figure: ShownFigure): string =>
  steps.length > 0 ? reader.numbers.exact(combined) : figureText(reader, figure)

/** What each step makes of what went before, down to the figure itself. */
function Steps({ reader, how }: Pick<HowProps, 'reader' | 'how'>) {
  const { say, numbers } = reader
  if (!how || how.course.steps.length === 0) return null
  return (
    <section class="card" id="steps">
      <h2>{say('afterTitle')}</h2>
      <ol>
        {how.course.steps.map(({ step, value }, place) => (
          <li key={place}>
            {stepText(reader, step)} <b>{numbers.exact(value)}</b>
          </li>
        ))}
      </ol>
    </section>
  )
}

function stepText({ say, numbers: { exact, count } }: Reader, step: StepDone['step']): string {
  switch (step.type) {
    case 'linear':
      return say('step_linear', { a: exact(step.from[0]), b: exact(step.from[1]), c: exact(step.to[0]), d: exact(step.to[1]) })
    case 'observed':
      return say('step_observed', { c: exact(step.to[0]), d: exact(step.to[1]) })
    case 'reverse':
      return say('step_reverse', { a: exact(step.within[0]), b: exact(step.within[1]) })
    case 'clamp':
      return [
        ...(step.low === undefined ? [] : [say('step_atLeast', { low: exact(step.low) })]),
        ...(step.high === undefined ? [] : [say('step_atMost', { high: exact(step.high) })]),
      ].join(' ')
    case 'round':
      return say(`step_round_${step.mode}`, { n: count(step.digits) })
  }
}

/** Both variances, which of them counts, and how the interval comes of it. */
function IntervalSteps({ reader, view }: FigureProps) {
  const { say } = reader
  const { layout, node, tally, ranges, result } = view
  const made = result.interval && intervalWorking(node, sampleOf(layout, tally, { ranges, population: view.population }))
  if (!made) return null
  return (
    <section class="card" id="interval">
      <h2>{say('intervalSteps')}</h2>
      <p class="note">{say('intervalStepsText')}</p>
      <dl>
        <div>
          <dt>{say('overPersons')}</dt>
          <dd class="math">{personsText(reader, made)}</dd>
        </div>
        <div>
          <dt>{say('overDays')}</dt>
          <dd class="math">{daysText(reader, view, made)}</dd>
        </div>
        <div>
          <dt>{say('whichCounts')}</dt>
          <dd>{say(made.counts === 'days' ? 'countsOfDays' : made.days ? 'countsOfPersons' : 'countsOfPersonsAlone')}</dd>
        </div>
        <div>
          <dt>{say('intervalAt')}</dt>
          {[...endsText(reader, made), ...(node.indicator.steps.length > 0 ? [say('afterStepsToo')] : [])].map((line) => (
            <dd class="math" key={line}>
              {line}
            </dd>
          ))}
        </div>
      </dl>
    </section>
  )
}

function personsText({ say, numbers: { fine, exact } }: Reader, { overPersons, scatter, persons, value }: IntervalWorking): string {
  const variance = fine(overPersons)
  if (!scatter) return say('varianceOfShare', { variance, p: fine(value), n: exact(persons) })
  const { squares, freedom, t } = scatter
  return say('varianceOfPersons', { variance, squares: fine(squares), f: fine(freedom), t: fine(t), n: fine(persons) })
}

function daysText({ say, numbers: { fine, count } }: Reader, { agencyDays }: FigureView, { days }: IntervalWorking): string {
  if (!days) return say('varianceOfDaysNone')
  const { variance, squares, t, freedom, agencies, effective } = days
  return say('varianceOfDays', {
    variance: fine(variance),
    squares: fine(squares),
    t: fine(t),
    f: fine(freedom),
    least: count(fewestDayFreedom),
    days: count(agencyDays),
    agencies: count(agencies),
    effective: fine(effective),
  })
}

function endsText({ say, numbers: { fine } }: Reader, made: IntervalWorking): readonly string[] {
  const { value, wilson, remaining, persons, scatter, days, counts, overPersons } = made
  const [low, high] = [fine(made.interval[0]), fine(made.interval[1])]
  const seen = counts === 'days' && days ? days.variance : overPersons
  if (!wilson) {
    const half = z975 * Math.sqrt(seen * remaining)
    const [from, to] = [fine(value - half), fine(value + half)]
    const common = { value: fine(value), variance: fine(seen * remaining), low, high }
    return [from === low && to === high ? say('studentEnds', common) : say('studentHeld', { ...common, from, to })]
  }
  const { share, reach, informative, independent, answers } = wilson
  const common = { p: fine(share), r: fine(reach), n: fine(persons) }
  const ends =
    reach === 1 && wilson.low === 0
      ? say('wilsonEnds', { ...common, answers: fine(answers), low, high })
      : say('wilsonPlaced', { ...common, answers: fine(answers), floor: fine(wilson.low), low, high })
  if (scatter ? scatter.squares === 0 || share * (1 - share) === 0 : seen === 0)
    return [say('answersAlike', { answers: fine(answers) }), ends]
  const spread = share * (1 - share) * reach ** 2
  const blended = informative === undefined ? undefined : (informative * seen + spread / persons) / (informative + 1)
  return [
    ...(blended === undefined ? [] : [say('blendedIn', { ...common, variance: fine(blended), m: fine(informative ?? 0) })]),
    ...(independent !== undefined && independent > (blended ?? seen) ? [say('unrelatedLeast', { variance: fine(independent) })] : []),
    say('answersWorth', {
      ...common,
      answers: fine(answers),
      remaining: remaining === 1 ? '' : say('answersRemaining', { n: fine(remaining) }),
    }),
    ends,
  ]
}

function fraction(reader: Reader, view: FigureView, how: Explanation): string {
  const { count } = reader.numbers
  if (how.kind === 'persons') return `${count(how.hits)} / ${count(how.persons)}`
  if (how.kind === 'input') return reader.numbers.exact(how.course.combined)
  if (how.kind === 'parts') return combinedText(reader, view, how.course.parts)
  const [only] = how.terms
  if (only && how.terms.length === 1) return ratioText(reader, view, only)
  const weights = new Set(how.terms.map(({ weight }) => Math.round(weight * 1e9)))
  const ratios = how.terms.map(({ ratio }) => ratio)
  const shown =
    ratios.length > 8
      ? [...ratios.slice(0, 3).map(reader.numbers.exact), '…', reader.numbers.exact(ratios.at(-1) ?? 0)]
      : ratios.map(reader.numbers.exact)
  if (weights.size === 1 && Math.abs((how.terms[0]?.weight ?? 0) * how.terms.length - 1) < 1e-9)
    return `(${shown.join(' + ')}) / ${count(how.terms.length)}`
  return how.terms.map(({ weight, ratio }) => `${reader.numbers.exact(weight)} × ${reader.numbers.exact(ratio)}`).join(' + ')
}

/** The own values of the nodes right below, joined as their operation joins them. */
function combinedText({ say, numbers: { exact, count } }: Reader, { node }: FigureView, parts: readonly PartDone[]): string {
  const { rollUp, where } = node.indicator
  const valued = parts.flatMap(({ value, weight }) => (value === undefined ? [] : [{ value, weight }]))
  const values = valued.map(({ value }) => exact(value))
  if (rollUp === 'sum' || rollUp === 'capped-sum') return values.join(' + ')
  if (rollUp === 'product') return values.join(' × ')
  if (rollUp === 'ratio') return values.join(' / ')
  if (rollUp === 'min' || rollUp === 'max') return `${rollUp}(${values.join('; ')})`
  if (rollUp === 'count-where')
    return say('countOf', {
      values: values.join('; '),
      condition: [
        ...(where.atLeast === undefined ? [] : [`≥ ${exact(where.atLeast)}`]),
        ...(where.atMost === undefined ? [] : [`≤ ${exact(where.atMost)}`]),
      ].join(', '),
    })
  if (rollUp === 'weighted') return valued.map(({ value, weight }) => `${exact(weight)} × ${exact(value)}`).join(' + ')
  return `(${values.join(' + ')}) / ${count(values.length)}`
}

/** A single ratio, down to the counts of the options where it stands on one item. */
function ratioText(reader: Reader, view: FigureView, { items, base }: Term): string {
  const { count, exact } = reader.numbers
  const [only] = items
  const reading = only?.reading
  const over =
    reading && reading.measure === 'points' && reading.offset === 0 && reading.factor > 0
      ? `${exact(1 / reading.factor)} × ${count(base)}`
      : count(base)
  if (!only || items.length > 1)
    return `${count(items.reduce((sum, part) => sum + part.sum, 0))} / ${over.includes('×') ? `(${over})` : over}`
  if (only.reading.offset !== 0)
    return `(${exact(only.sum / base)} − ${exact(-only.reading.offset / only.reading.factor)}) / ${exact(1 / only.reading.factor)}`
  const counted = countedOptions(only, view.tally)
  const sum = counted
    .map(({ count: n, points }) => (only.reading.measure === 'points' ? `${count(points)} × ${count(n)}` : count(n)))
    .join(' + ')
  const top = counted.length === 0 ? count(only.sum) : `(${sum})`
  return `${top} / ${only.reading.measure === 'points' && only.reading.factor !== 1 ? `(${over})` : count(base)}`
}

/** How often each option of a single criterion was chosen, those outside the base too. */
function OptionCounts({ reader, view }: FigureProps) {
  const { say, numbers, language } = reader
  const { node, layout, tally, questionnaire } = view
  const item = node.indicator.asked.length === 1 ? layout.items[node.indicator.asked[0] ?? -1] : undefined
  if (!item || item.options.length === 0) return null
  const counted = new Set(node.indicator.options)
  const shares = sharesOf(view, item)
  const answered = item.options.reduce((sum, option, place) => sum + (isValidOption(option) ? (tally[item.offset + place] ?? 0) : 0), 0)
  const stoodOn =
    item.answer === 'many' ? say('onPersons', { n: numbers.count(view.result.persons) }) : baseOf(reader, { base: answered, persons: null })
  return (
    <section class="card" id="options">
      <h2>{say('optionCounts')}</h2>
      <p class="note">{say(item.answer === 'many' ? 'partsOverlap' : 'partsAddUp')}</p>
      {item.isNet && <NetShares {...{ reader, view, item }} />}
      <Region label={say('optionCounts')}>
        <table class="figures options">
          <ColumnHeads
            columns={[
              { title: say('option'), look: 'name' },
              { title: say('points'), look: 'n' },
              { title: say('counts'), look: 'n' },
              { title: say('share100'), under: item.answer === 'many' ? undefined : say('baseNote'), look: 'n' },
            ]}
          />
          <tbody>
            {item.options.map((option, place) => {
              const count = tally[item.offset + place] ?? 0
              const isValid = isValidOption(option)
              return (
                <tr key={option.code} class={counted.has(option.code) ? 'sum' : undefined}>
                  <th scope="row" class="name">
                    {localised(option.label, language, questionnaire.languages)}
                    {!isValid && <small>{say('outside')}</small>}
                  </th>
                  <td class="n">
                    {isValid && item.points ? numbers.exact((item.scores[place] ?? 0) * (item.isNet ? 1 : questionnaire.scoreUnit)) : '–'}
                  </td>
                  <td class="n">{numbers.count(count)}</td>
                  <td class="n">
                    {shares[place] === undefined ? '–' : numbers.figure(shares[place], 'percent', partDigitsOf(questionnaire))}
                    {shares[place] !== undefined && <small>{stoodOn}</small>}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Region>
    </section>
  )
}

/** Who would recommend, who would not, and the others between them, as parts of all. */
function NetShares({ reader: { say, numbers }, view: { tally, questionnaire }, item }: FigureProps & { readonly item: ItemSlots }) {
  const digits = partDigitsOf(questionnaire)
  const persons = [100, 0, -100].map((score) =>
    item.options.reduce((sum, _, place) => sum + (item.scores[place] === score ? (tally[item.offset + place] ?? 0) : 0), 0),
  )
  const [promote = '', neither = '', detract = ''] = partsOfWhole(persons, decimalsOf('percent', digits)).map((share) =>
    numbers.figure(share, 'percent', digits),
  )
  return <p>{say('netShares', { promote, neither, detract })}</p>
}

/** The share of each option that counts, by its place: together 100 %, but where one person chooses several. */
function sharesOf({ tally, questionnaire, result }: FigureView, { answer, options, offset }: ItemSlots): readonly (number | undefined)[] {
  const counts = options.map((option, place) => (isValidOption(option) ? (tally[offset + place] ?? 0) : undefined))
  if (result.persons <= 0) return []
  if (answer === 'many') return counts.map((count) => (count === undefined ? undefined : count / result.persons))
  const shares = partsOfWhole(
    counts.map((count) => count ?? 0),
    decimalsOf('percent', partDigitsOf(questionnaire)),
  )
  return counts.map((count, place) => (count === undefined ? undefined : shares[place]))
}

/** What each ratio adds to a rolled-up figure; a criterion on too few persons stays closed here too. */
function PartsTable({ reader, view, how }: HowProps) {
  const { say } = reader
  const figure = shownIn(view)
  if (how?.kind !== 'terms' || view.node.indicator.rollUp === null || figure === null) return null
  return (
    <section class="card" id="parts">
      <h2>{say('parts')}</h2>
      <p class="note">{say('partsText', { value: combinedShown(reader, how, figure) })}</p>
      <Region label={say('parts')}>
        <table class="figures parts">
          <ColumnHeads
            columns={[
              { title: say('criterion'), look: 'name' },
              { title: say('sumCounted'), look: 'n' },
              { title: say('base'), look: 'n' },
              { title: say('ratio'), look: 'n' },
              { title: say('weight'), look: 'n' },
              { title: say('adds'), look: 'n' },
            ]}
          />
          <tbody>
            {how.terms.map((term, place) => (
              <Row key={place} {...{ reader, view, term }} />
            ))}
          </tbody>
        </table>
      </Region>
    </section>
  )
}

/** The own values of the nodes right below, with what each adds where the operation adds. */
function OwnValues({ reader, view, how }: HowProps) {
  const { say, numbers } = reader
  const { rollUp } = view.node.indicator
  if (how?.kind !== 'parts' || rollUp === null) return null
  const { interval, lacking } = rollUpOperations[rollUp]
  const adds = interval === 'linear'
  return (
    <section class="card" id="parts">
      <h2>{say('parts')}</h2>
      {adds && <p class="note">{say('partsText', { value: numbers.exact(how.course.combined) })}</p>}
      <Region label={say('parts')}>
        <table class="figures parts">
          <ColumnHeads
            columns={[
              { title: say('partBelow'), look: 'name' },
              { title: say('ownValue'), look: 'n' },
              ...(adds
                ? ([
                    { title: say('weight'), look: 'n' },
                    { title: say('adds'), look: 'n' },
                  ] as const)
                : []),
            ]}
          />
          <tbody>
            {how.course.parts.map((part) => (
              <OwnValue key={part.indicator.code} {...{ reader, view, part, adds }} isShared={lacking === 'others'} />
            ))}
          </tbody>
        </table>
      </Region>
    </section>
  )
}

type OwnValueProps = FigureProps & { readonly part: PartDone; readonly adds: boolean; readonly isShared: boolean }

function OwnValue({ reader, view, part, adds, isShared }: OwnValueProps) {
  const { say, numbers } = reader
  const { indicator, value, lacking, weight } = part
  const slots = view.layout.slots.get(figureKey(indicator))
  const persons = slots ? personsIn(slots, view) : 0
  const own = isShared ? weight : 1
  const columns = adds ? 3 : 1
  return (
    <tr>
      <th scope="row" class="name">
        <a href={figureAddress(view, indicator.code)}>{view.labels.get(indicator.code) ?? indicator.code}</a>{' '}
        <small>{indicator.code}</small>
      </th>
      {value === undefined ? (
        <td class="silent" colSpan={columns}>
          <span>{say(`lacking_${lacking ?? 'no-answers'}`)}</span>
        </td>
      ) : isBelow(view, persons) && indicator.asked.length > 0 ? (
        <SmallCell {...{ reader, view }} columns={columns} />
      ) : (
        <>
          <td class="n">
            {numbers.exact(value)}
            {persons > 0 && <small>{say('onPersons', { n: numbers.count(persons) })}</small>}
          </td>
          {adds && (
            <>
              <td class="n">{numbers.exact(own)}</td>
              <td class="n">
                <b>{numbers.exact(own * value)}</b>
              </td>
            </>
          )}
        </>
      )}
    </tr>
  )
}

const personsIn = (node: NodeSlots, { layout, tally }: FigureView): number => personsOf(node, sampleOf(layout, tally, {})).persons

function Row({ reader, view, term }: FigureProps & { readonly term: Term }) {
  const { numbers } = reader
  const { items, base, ratio, weight } = term
  const isSmall = items.some(({ base: own }) => isBelow(view, own))
  return (
    <tr>
      <th scope="row" class="name">
        {items.map(({ item }) => (
          <Name key={item.id} {...{ reader, view }} id={item.id} />
        ))}
      </th>
      {isSmall ? (
        <SmallCell {...{ reader, view }} columns={5} />
      ) : (
        <>
          <td class="n">{numbers.count(items.reduce((sum, part) => sum + part.sum, 0))}</td>
          <td class="n">{numbers.count(base)}</td>
          <td class="n">{numbers.exact(ratio)}</td>
          <td class="n">{numbers.exact(weight)}</td>
          <td class="n">
            <b>{numbers.exact(weight * ratio)}</b>
          </td>
        </>
      )}
    </tr>
  )
}

/** Whether so few persons stay closed here as everywhere. */
const isBelow = ({ record }: FigureView, persons: number): boolean => persons < record.campaign.threshold

/** In the place of numbers that stand on too few persons. */
const SmallCell = ({ reader: { say, numbers }, view, columns }: FigureProps & { readonly columns: number }) => (
  <td class="silent" colSpan={columns}>
    <span>{say('small', { n: numbers.count(view.record.campaign.threshold) })}</span>
  </td>
)

/** An item by its words, leading to its own figure. */
function Name({ view, id }: FigureProps & { readonly id: string }) {
  const own = view.layout.nodes.find(({ indicator }) => indicator.kind === 'item' && view.layout.items[indicator.asked[0] ?? -1]?.id === id)
  const code = own?.indicator.code
  const text = view.labels.get(code ?? id) ?? id
  return code === undefined || code === view.result.code ? <span>{text}</span> : <a href={figureAddress(view, code)}>{text}</a>
}

/** For each criterion what stands outside its base, in numbers. */
function LeftOutTable({ reader, view }: FigureProps) {
  const { say, numbers } = reader
  const { layout, node, tally, labels, all } = view
  const rows = leftOut(layout, node, tally)
  return (
    <section class="card" id="left-out">
      <h2>{say('leftOutTitle')}</h2>
      <p class="note">
        {say('leftOutText', { n: numbers.count(all.responses) })} {say('missing')}
      </p>
      <Region label={say('leftOutTitle')}>
        <table class="figures left-out">
          <ColumnHeads
            columns={[
              { title: say('criterion'), look: 'name' },
              { title: say('counted'), look: 'n' },
              { title: say('notApplicable'), look: 'n' },
              { title: say('noOpinion'), look: 'n' },
              { title: say('blank'), look: 'n' },
            ]}
          />
          <tbody>
            {rows.map(({ item, base, notApplicable, noOpinion, blank }) => (
              <tr key={item.id}>
                <th scope="row" class="name">
                  {labels.get(item.id) ?? item.id}
                </th>
                {isBelow(view, base) ? (
                  <SmallCell {...{ reader, view }} columns={4} />
                ) : (
                  [base, notApplicable, noOpinion, blank].map((count, place) => (
                    <td key={place} class="n">
                      {numbers.count(count)}
                    </td>
                  ))
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
    </section>
  )
}
