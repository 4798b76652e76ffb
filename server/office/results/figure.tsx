import { blankBounds, countedOptions, type Explanation, explanation, leftOut, type Term } from '../../../surveys/figures/explanation'
import type { PartDone, StepDone } from '../../../surveys/figures/formulas'
import { personsOf, sampleOf } from '../../../surveys/figures/sums'
import type { NodeSlots } from '../../../surveys/figures/tally'
import { figureKey } from '../../../surveys/instrument/indicators'
import { rollUpOperations } from '../../../surveys/instrument/operations'
import { type ShownFigure, shownFigures } from '../../../surveys/figures/goals'
import type { ItemSlots } from '../../../surveys/figures/tally'
import { partDigitsOf, partsOfWhole, decimalsOf } from '../../../surveys/figures/rounding'
import { fieldNames, figureRow } from '../../../surveys/figures/row'
import { headlineOf } from '../../../surveys/instrument/indicators'
import { localised } from '../../../surveys/instrument/language'
import { isValidOption } from '../../../surveys/instrument/item'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import type { CampaignRecord } from '../../db/campaigns'
import type { Filter } from '../../reading/filter'
import type { ReadFigure } from '../../reading/results'
import { fieldText, fieldTitle } from '../../../client/text/fields'
import { exportWords } from '../../../client/text/files'
import { blockName, type Reader } from '../frame/reader'
import { ColumnHeads, Region, Shell } from '../frame/shell'
import { figureText, GoalText, rangeOf } from './cells'
import { addressQuery, campaignAddress, figureAddress, filterShown } from './filter'
import { campaignTitle, type Choices } from './view'

/** One figure, and all that is needed to defend it. */
export type FigureView = ReadFigure & {
  readonly record: CampaignRecord
  readonly questionnaire: Questionnaire
  readonly hash: string
  readonly filter: Filter
  readonly choices: Choices
  readonly labels: ReadonlyMap<string, string>
}

type FigureProps = { readonly reader: Reader; readonly view: FigureView }

export const FigurePage = ({ reader, view }: FigureProps) => (
  <Shell reader={reader}>
    <p class="back screen">
      <a href={`${campaignAddress(view)}${addressQuery(view.filter)}`}>{reader.say('backToFigures')}</a>
    </p>
    <Heading {...{ reader, view }} />
    <Value {...{ reader, view }} />
    {view.result.withheld === undefined && <Evidence {...{ reader, view }} />}
    <Fields {...{ reader, view }} />
    <Instrument {...{ reader, view }} />
  </Shell>
)

const Evidence = (props: FigureProps) => (
  <>
    <Formula {...props} />
    <OptionCounts {...props} />
    <PartsTable {...props} />
    <OwnValues {...props} />
    <Steps {...props} />
    <LeftOutTable {...props} />
  </>
)

function Heading({ reader, view }: FigureProps) {
  const { say, language } = reader
  const { record, result, labels } = view
  return (
    <>
      {record.campaign.synthetic && (
        <p class="synthetic">
          <strong>{say('synthetic')}.</strong> {say('syntheticNote')}
        </p>
      )}
      <h1>
        {labels.get(result.code) ?? result.code} <small>{result.code}</small>
      </h1>
      <p class="sub">
        {say('figureTitle')} · {campaignTitle(record, language)} · {scopeText(reader, view)}
      </p>
    </>
  )
}

/** Whose figure it is, and what else narrows it. */
function scopeText(reader: Reader, view: FigureView): string {
  const { record, filter } = view
  const agency = record.measured.find((one) => one.agency.code === filter.agency)?.agency
  const whose = agency
    ? localised(agency.name, reader.language)
    : filter.block === null
      ? reader.say('wholeCampaign')
      : reader.say('wholeBlock', { block: blockName(reader, filter.block) })
  return [whose, filterShown(reader, { ...filter, agency: null, block: null }, view.choices)].filter((part) => part !== '').join(' · ')
}

function Value({ reader, view }: FigureProps) {
  const { say, numbers } = reader
  const { result, all, record } = view
  if (result.withheld !== undefined)
    return (
      <section class="card empty" id="value">
        <h2>{say(all.responses > 0 ? 'withheldTitle' : 'emptyTitle')}</h2>
        <p>
          {all.responses > 0
            ? say('withheldText', { persons: numbers.count(result.persons), n: numbers.count(record.campaign.threshold) })
            : say('emptyFilter')}
        </p>
      </section>
    )
  const figure = shownIn(view)
  const range = figure && rangeOf(reader, figure)
  return (
    <section class="card figure" id="value">
      {figure ? <p class="big">{figureText(reader, figure)}</p> : <p>{say('figureNone')}</p>}
      <p class="under">
        {range ? say('intervalOf', { range }) : say('noInterval')}
        <br />
        {say('standsOn', { base: numbers.count(result.base), persons: numbers.count(result.persons) })}
      </p>
      <Notes {...{ reader, view }} />
      <IfNoneWereBlank {...{ reader, view }} />
      <GoalText {...{ reader }} questionnaire={view.questionnaire} node={result} />
    </section>
  )
}

/** As the results show it, with the digits that the agency's rank asks for. */
const shownIn = ({ questionnaire, result, standing }: FigureView): ShownFigure | null =>
  shownFigures(questionnaire, result, standing?.digits).value

/** The rule in words, in symbols, and with this figure's own numbers. */
function Formula({ reader, view }: FigureProps) {
  const { say } = reader
  const { formula, rollUp } = view.result
  const numbersIn = withNumbers(reader, view)
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

type View = FigureProps['view']

function withNumbers(reader: Reader, view: View): string | undefined {
  const { layout, node, tally, ranges } = view
  const how = explanation(layout, node, tally, ranges)
  const figure = shownIn(view)
  if (!how || !figure) return undefined
  const { course } = how
  const own = figureText(reader, figure)
  return `${fraction(reader, view, how)} = ${course.steps.length > 0 ? reader.numbers.exact(course.combined) : own}`
}

/** What each step makes of what went before, down to the figure itself. */
function Steps({ reader, view }: FigureProps) {
  const { say, numbers } = reader
  const { layout, node, tally, ranges } = view
  const how = explanation(layout, node, tally, ranges)
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

/** What has no value although the figure stands, and what that weighs; why there is no interval. */
function Notes({ reader: { say, numbers }, view: { result, labels } }: FigureProps) {
  const { missing, noInterval, lacking } = result
  const names = (missing?.codes ?? []).map((code) => `${labels.get(code) ?? code} (${code})`).join('; ')
  return (
    <>
      {lacking && <p class="note">{say(`lacking_${lacking}`)}</p>}
      {missing && (
        <p class="note" id="missing">
          {say(result.value === null ? 'missingParts' : 'missingStandIn', { names, weight: numbers.figure(missing.weight, 'percent', 0) })}
        </p>
      )}
      {noInterval && <p class="note">{say(`noInterval_${noInterval}`)}</p>}
    </>
  )
}

/** How far the figure could lie elsewhere, had everyone answered. */
function IfNoneWereBlank({ reader: { say, numbers }, view }: FigureProps) {
  const { questionnaire, layout, node, tally, result, labels } = view
  const digits = shownIn(view)?.digits
  const bounds = blankBounds(questionnaire, layout, node, tally)
  if (!bounds || digits === undefined) return null
  // What a criterion on few persons lacks stays closed, here too.
  const isSmall = leftOut(layout, node, tally).some(
    ({ item, base }) => base < view.record.campaign.threshold && !bounds.someAsked.includes(item),
  )
  if (isSmall) return null
  const [low, high] = [bounds.low, bounds.high].map((value) => numbers.figure(value, 'percent', digits))
  const text = result.tree === 'satisfaction' ? 'blankBounds' : 'blankBoundsOther'
  return (
    <p class="note" id="bounds">
      {say(text, { n: numbers.count(bounds.blank), low: low ?? '', high: high ?? '' })}
      {bounds.someAsked.length > 0 && (
        <> {say('blankSomeAsked', { names: bounds.someAsked.map(({ id }) => labels.get(id) ?? id).join('; ') })}</>
      )}
    </p>
  )
}

function fraction(reader: Reader, view: View, how: Explanation): string {
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
function combinedText({ say, numbers: { exact, count } }: Reader, { node }: View, parts: readonly PartDone[]): string {
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
function ratioText(reader: Reader, view: View, { items, base }: Term): string {
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
  return (
    <section class="card" id="options">
      <h2>{say('optionCounts')}</h2>
      <p class="note">{say(item.answer === 'many' ? 'partsOverlap' : 'partsAddUp')}</p>
      <Region label={say('optionCounts')}>
        <table class="options">
          <ColumnHeads
            columns={[
              { title: say('option'), look: 'name' },
              { title: say('points'), look: 'n' },
              { title: say('counts'), look: 'n' },
              { title: say('share100'), look: 'n' },
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
                  <td class="n">{isValid && item.points ? numbers.exact((item.scores[place] ?? 0) * questionnaire.scoreUnit) : '–'}</td>
                  <td class="n">{numbers.count(count)}</td>
                  <td class="n">
                    {shares[place] === undefined ? '–' : numbers.figure(shares[place], 'percent', partDigitsOf(questionnaire))}
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

/** The share of each option that counts, by its place: together 100 %, but where one person chooses several. */
function sharesOf({ tally, questionnaire, result }: View, { answer, options, offset }: ItemSlots): readonly (number | undefined)[] {
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
function PartsTable({ reader, view }: FigureProps) {
  const { say } = reader
  const { layout, node, tally, ranges } = view
  const how = explanation(layout, node, tally, ranges)
  const figure = shownIn(view)
  if (how?.kind !== 'terms' || node.indicator.rollUp === null || figure === null) return null
  return (
    <section class="card" id="parts">
      <h2>{say('parts')}</h2>
      <p class="note">
        {say('partsText', { value: how.course.steps.length > 0 ? reader.numbers.exact(how.course.combined) : figureText(reader, figure) })}
      </p>
      <Region label={say('parts')}>
        <table class="parts">
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
function OwnValues({ reader, view }: FigureProps) {
  const { say, numbers } = reader
  const { layout, node, tally, ranges } = view
  const { rollUp } = node.indicator
  const how = explanation(layout, node, tally, ranges)
  if (how?.kind !== 'parts' || rollUp === null) return null
  const { interval, lacking } = rollUpOperations[rollUp]
  const adds = interval === 'linear'
  return (
    <section class="card" id="parts">
      <h2>{say('parts')}</h2>
      {adds && <p class="note">{say('partsText', { value: numbers.exact(how.course.combined) })}</p>}
      <Region label={say('parts')}>
        <table class="parts">
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
      ) : persons < view.record.campaign.threshold && indicator.asked.length > 0 ? (
        <td class="silent" colSpan={columns}>
          <span>{say('small', { n: numbers.count(view.record.campaign.threshold) })}</span>
        </td>
      ) : (
        <>
          <td class="n">{numbers.exact(value)}</td>
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

const personsIn = (node: NodeSlots, { layout, tally }: View): number => personsOf(node, sampleOf(layout, tally, {})).persons

function Row({ reader, view, term }: FigureProps & { readonly term: Term }) {
  const { numbers } = reader
  const { items, base, ratio, weight } = term
  const isSmall = items.some((part) => part.base < view.record.campaign.threshold)
  return (
    <tr>
      <th scope="row" class="name">
        {items.map(({ item }) => (
          <Name key={item.id} {...{ reader, view }} id={item.id} />
        ))}
      </th>
      {isSmall ? (
        <td class="silent" colSpan={5}>
          <span>{reader.say('small', { n: numbers.count(view.record.campaign.threshold) })}</span>
        </td>
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
  const { layout, node, tally, labels, all, record } = view
  const rows = leftOut(layout, node, tally)
  const isSmall = (base: number) => base < record.campaign.threshold
  return (
    <section class="card" id="left-out">
      <h2>{say('leftOutTitle')}</h2>
      <p class="note">
        {say('leftOutText', { n: numbers.count(all.responses) })} {say('missing')}
      </p>
      <Region label={say('leftOutTitle')}>
        <table class="left-out">
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
                {isSmall(base) ? (
                  <td class="silent" colSpan={4}>
                    <span>{say('small', { n: numbers.count(record.campaign.threshold) })}</span>
                  </td>
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

/** All that every page, file and program says of this figure, field by field. */
function Fields({ reader: { say, language }, view }: FigureProps) {
  const { questionnaire, record, result, standing, labels, mean } = view
  const row = figureRow({
    questionnaire,
    node: result,
    label: labels.get(result.code) ?? result.code,
    agency: standing,
    mean,
    headline: headlineOf(questionnaire),
  })
  const fieldReader = { language, questionnaire, threshold: record.campaign.threshold }
  const words = exportWords(language)
  const told = fieldNames.filter((name) => name !== 'shown').flatMap((name) => ({ name, text: fieldText(fieldReader, row, name) }))
  return (
    <section class="card" id="fields">
      <h2>{say('fields')}</h2>
      <p class="note">{say('fieldsText')}</p>
      <details class="more">
        <summary>{say('fieldsShow')}</summary>
        <dl class="fields">
          {told.map(
            ({ name, text }) =>
              text !== null && (
                <div key={name}>
                  <dt>{fieldTitle(words, name)}</dt>
                  <dd>{text}</dd>
                </div>
              ),
          )}
        </dl>
      </details>
    </section>
  )
}

/** With what it was asked and how it was judged. */
function Instrument({ reader: { say, numbers, language }, view }: FigureProps) {
  const { record, questionnaire, hash, result } = view
  const { campaign } = record
  return (
    <section class="card" id="instrument">
      <h2>{say('instrument')}</h2>
      <dl>
        <div>
          <dt>{say('questionnaire')}</dt>
          <dd>{localised(questionnaire.title, language, questionnaire.languages)}</dd>
          <dd>
            {questionnaire.id}, {say('version', { n: String(questionnaire.version) })}
          </dd>
        </div>
        <div>
          <dt>{say('contentHash')}</dt>
          <dd>
            <code>{hash}</code>
          </dd>
        </div>
        <div>
          <dt>{say('howInterval')}</dt>
          <dd>{result.intervalMethod ? say(`method_${result.intervalMethod}`) : say('noInterval')}</dd>
          {hasPopulation(view) && <dd>{say('populationNote')}</dd>}
        </div>
        <div>
          <dt>{say('changeHead')}</dt>
          <dd>{say('changeMethod')}</dd>
        </div>
        <div>
          <dt>{say('threshold')}</dt>
          <dd>{say('thresholdOf', { n: numbers.count(campaign.threshold) })}</dd>
          <dd>{say('smallWhy', { n: numbers.count(campaign.threshold) })}</dd>
        </div>
        {campaign.kind === 'open' && (
          <div>
            <dt>{say('howMissing')}</dt>
            <dd>{say('openWhy')}</dd>
          </div>
        )}
      </dl>
    </section>
  )
}

/** Whether the interval allows for a finite population: only of a drawn sample, and where it is known of every agency that goes in. */
function hasPopulation({ record: { campaign, measured }, filter, result }: FigureView): boolean {
  if (campaign.kind !== 'sampled' || !result.interval) return false
  const within = measured.filter(
    ({ agency }) => (filter.agency === null || agency.code === filter.agency) && (filter.block === null || agency.block === filter.block),
  )
  return within.every(({ population }) => population !== undefined)
}
