import { shownFigures } from '../../../surveys/figures/goals'
import { bestOf } from '../../../surveys/figures/merit'
import type { NodeResult } from '../../../surveys/figures/results'
import { rounded } from '../../../surveys/instrument/decimal'
import { type Change } from '../../../surveys/figures/comparison'
import { partDigitsOf, partsOfWhole, decimalsOf, unitOf } from '../../../surveys/figures/rounding'
import { askedText, localised } from '../../../surveys/instrument/language'
import { isValidOption } from '../../../surveys/instrument/item'
import { itemsOf } from '../../../surveys/instrument/questionnaire'
import type { LocalText, Option, Questionnaire } from '../../../surveys/instrument/schema'
import { ownValue } from '../../../surveys/instrument/spelling'
import { isShown } from '../../../client/text/numbers'
import type { Reader } from '../frame/reader'
import { Region } from '../frame/shell'
import { BaseUnder, ChangeCell, FigureCell, FigureCells, FigureHeads } from './cells'
import { type Criterion, type Scaled, scalesOf, tonesOf } from './criteria'
import { addressQuery, figureAddress } from './filter'
import { changeSince, isInListing, labelOf, type ResultsView } from './view'

type DistributionProps = { readonly reader: Reader; readonly view: ResultsView }

/** How the answers to every criterion of the headline's tree fall on its scale: the bar, its counts, and the figures that follow. */
export function Distribution({ reader, view }: DistributionProps) {
  const scales = scalesOf(view.layout, view.results.total.nodes, view.headline.tree)
  return (
    <section class="card" id="distribution">
      <h2>{reader.say('distribution')}</h2>
      <p class="note">
        {reader.say('distributionText')} {reader.say('missing')}
      </p>
      <CriterionFinder {...{ reader, view }} count={scales.reduce((sum, { criteria }) => sum + criteria.length, 0)} />
      {scales.map((scale, place) => (
        <ScaleTable
          key={place}
          {...{ reader, view, scale }}
          label={`${reader.say('distribution')} ${place + 1}`}
          hasChanges={view.earlier.length > 0}
        />
      ))}
      {view.earlier.length > 0 && (
        <p class="note">{view.filter.agency === null ? reader.say('criteriaUnsplit') : reader.say('criteriaChange')}</p>
      )}
    </section>
  )
}

/** Looks for criteria by their words; a script, where there is one, does so while one writes. */
function CriterionFinder({ reader: { say, numbers, path }, view, count }: DistributionProps & { readonly count: number }) {
  const wording = (n: string) => say('foundCriteria', { n, all: numbers.count(count) })
  return (
    <form class="finder screen" method="get" action={path} role="search" aria-label={say('findCriterion')}>
      {Object.entries(view.filter).map(([name, value]) => value !== null && <input key={name} type="hidden" name={name} value={value} />)}
      <label for="find">{say('findCriterion')}</label>
      <input
        id="find"
        name="find"
        type="search"
        value={view.listing.find}
        maxLength={100}
        autocomplete="off"
        data-finds="#distribution tbody tr[data-name]"
        data-says={wording('{n}')}
      />
      <button class="quiet" type="submit">
        {say('find')}
      </button>
      {view.listing.find !== '' && <a href={`${path}${addressQuery(view.filter)}`}>{say('findAll')}</a>}
      <output for="find" />
    </form>
  )
}

type TableProps = DistributionProps & { readonly scale: Scaled; readonly hasChanges?: boolean }

/** Criteria that are answered alike, as one table. */
function ScaleTable({ reader, view, scale, label, hasChanges = false }: TableProps & { readonly label: string }) {
  const groups = groupsOf(scale)
  const width = scale.options.length + (scale.answer === 'many' ? 4 : 5) + Number(hasChanges)
  return (
    <div class={scale.options.length <= mostFitting ? 'fits' : undefined}>
      <Region label={label}>
        <table class="stacked counted spread">
          <thead>
            <Head {...{ reader, view, scale, hasChanges }} />
          </thead>
          {groups.map(({ parent, criteria }) => (
            <tbody key={parent}>
              {parent !== undefined && groups.length > 1 && (
                <tr class="group">
                  <th scope="rowgroup" colSpan={width}>
                    <span>{labelOf(view, parent)}</span>
                  </th>
                </tr>
              )}
              {criteria.map((criterion) => (
                <Row key={criterion.node.code} {...{ reader, view, scale, criterion, hasChanges }} />
              ))}
            </tbody>
          ))}
        </table>
      </Region>
    </div>
  )
}

/** So many options find room beside each other on a wide screen. */
const mostFitting = 6

const nameOf = ({ language }: Reader, { questionnaire }: ResultsView, { label }: Option): string =>
  localised(label, language, questionnaire.languages)

function Head({ reader, view, scale, hasChanges }: TableProps) {
  const { say } = reader
  const tones = tonesOf(scale.options)
  return (
    <tr>
      <th scope="col" class="name">
        {say('criterion')}
      </th>
      {scale.answer === 'one' && (
        <th scope="col" class="bar">
          {say('answers')}
        </th>
      )}
      {inOrder(scale.options).map((option) => (
        <th key={option.code} scope="col" class="c">
          {tones.has(option.code) && scale.answer === 'one' && (
            <svg class="swatch" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
              <rect class={tones.get(option.code)} width="10" height="10" />
            </svg>
          )}
          {nameOf(reader, view, option)}
          {!isValidOption(option) && <small>({say('outside')})</small>}
        </th>
      ))}
      <th scope="col" class="n">
        {say('base')}
      </th>
      <FigureHeads {...{ reader }} tree={scale.tree} />
      {hasChanges && (
        <th scope="col" class="d">
          {say('changeHead')}
        </th>
      )}
    </tr>
  )
}

function Row({ reader, view, scale, criterion: { node }, hasChanges }: TableProps & { readonly criterion: Criterion }) {
  const { say, numbers } = reader
  const { counts, base, withheld } = node
  const isHidden = !isInListing(view.listing, { code: node.code, name: labelOf(view, node.code) })
  const name = (
    <th scope="row" class="name">
      {labelOf(view, node.code)}
    </th>
  )
  if (!counts) {
    const why = withheld === 'small' ? say('small', { n: numbers.count(view.record.campaign.threshold) }) : say('noAnswersHere')
    return (
      <tr data-name={node.code} hidden={isHidden}>
        {name}
        <td class="silent" colSpan={scale.options.length + (scale.answer === 'one' ? 1 : 0)}>
          <span>{why}</span>
          <BaseUnder {...{ reader }} on={node} />
        </td>
        <td class="n">{numbers.count(base)}</td>
        <td class="f out">–</td>
        <td class="f out">–</td>
        {hasChanges && <td class="d out">–</td>}
      </tr>
    )
  }
  return (
    <tr data-name={node.code} hidden={isHidden}>
      {name}
      {scale.answer === 'one' && (
        <td class="bar">
          <Stack {...{ reader, counts }} options={scale.options} questionnaire={view.questionnaire} />
          <BaseUnder {...{ reader }} on={node} />
        </td>
      )}
      {inOrder(scale.options).map((option) => (
        <td key={option.code} class={isValidOption(option) ? 'c' : 'c out'} data-says={nameOf(reader, view, option)}>
          {numbers.count(ownValue(counts, option.code) ?? 0)}
        </td>
      ))}
      <td class="n">{numbers.count(base)}</td>
      <FigureCells {...{ reader, node }} questionnaire={view.questionnaire} href={figureAddress(view, node.code)} />
      {hasChanges && (
        <ChangeCell
          {...{ reader, view }}
          change={criterionChange(view, node)}
          unit={unitOf(node)}
          best={bestOf(view.questionnaire, node)}
        />
      )}
    </tr>
  )
}

/** Of one agency a change is called; of several it may be their mixture, and only its size is said. */
function criterionChange(view: ResultsView, { code }: NodeResult): Change | undefined {
  const change = changeSince(view, code, (node) => node)
  return change && view.filter.agency === null ? { ...change, verdict: 'unclear' } : change
}

/** What counts first, in the scale's order; what is left out of the base after it. */
const inOrder = (options: readonly Option[]): readonly Option[] => [
  ...options.filter(isValidOption),
  ...options.filter((option) => !isValidOption(option)),
]

/** Neighbours under the same factor. */
function groupsOf({ criteria }: Scaled): readonly { readonly parent: string | undefined; readonly criteria: readonly Criterion[] }[] {
  const parents = [...new Set(criteria.map(({ parent }) => parent))]
  return parents.map((parent) => ({ parent, criteria: criteria.filter((criterion) => criterion.parent === parent) }))
}

type StackProps = {
  readonly reader: Reader
  readonly options: readonly Option[]
  readonly counts: Readonly<Record<string, number>>
  readonly questionnaire: Questionnaire
}

/** The valid answers as one bar in the order of the scale; its table of counts stands beside. */
function Stack({ reader: { say, numbers, language }, options, counts, questionnaire }: StackProps) {
  const tones = tonesOf(options)
  const digits = partDigitsOf(questionnaire)
  const valid = options.filter(isValidOption)
  const chosen = valid.map(({ code }) => ownValue(counts, code) ?? 0)
  const shares = partsOfWhole(chosen, decimalsOf('percent', digits))
  const whole = chosen.reduce((sum, count) => sum + count, 0)
  let end = 0
  const parts = valid.map(({ code, label }, place) => {
    const count = chosen[place] ?? 0
    const [start, width] = [end, (100 * count) / whole]
    end += width
    return { code, count, start, width, share: shares[place] ?? 0, label: localised(label, language, questionnaire.languages) }
  })
  return (
    <svg class="stack" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">
      {parts
        .filter(({ count }) => count > 0)
        .map(({ code, count, start, width, share, label }) => (
          <rect key={code} class={tones.get(code)} x={short(start)} width={short(width)} height="16">
            <title>{say('picture', { label, share: numbers.figure(share, 'percent', digits), count: numbers.count(count) })}</title>
          </rect>
        ))}
    </svg>
  )
}

const short = (length: number): number => rounded(length, 2)

type OpinionsProps = { readonly reader: Reader; readonly view: ResultsView }

export const hasOpinions = ({ questionnaire, headline }: ResultsView): boolean => questionnaire.trees.some(({ id }) => id !== headline.tree)

/** What is asked besides satisfaction, question by question in the order of the questionnaire. */
export function Opinions({ reader, view }: OpinionsProps) {
  const { say, language } = reader
  const { questionnaire } = view
  return (
    <section class="card" id="opinions">
      <h2>{say('opinions')}</h2>
      <p class="note">{say('opinionsText')}</p>
      {questionsOf(view).map(({ id, text, nodes, options }) => {
        const title = askedText(text, language, questionnaire.languages)
        return (
          <div key={id} class="question">
            <h3>{title}</h3>
            {scalesIn(view, nodes).map((scale, place) => (
              <ScaleTable key={place} {...{ reader, view, scale }} label={title} />
            ))}
            {options.length > 0 && <OptionBars {...{ reader, view, options }} label={title} />}
          </div>
        )
      })}
    </section>
  )
}

type AskedQuestion = {
  readonly id: string
  readonly text: LocalText
  readonly nodes: ReadonlySet<NodeResult>
  readonly options: readonly NodeResult[]
}

/** Questions that a tree other than the headline's stands on, with its nodes of their items. */
function questionsOf({ questionnaire, layout, results, headline }: ResultsView): readonly AskedQuestion[] {
  const placed = layout.nodes.flatMap(({ indicator }, place) => {
    const node = results.total.nodes[place]
    const item = layout.items[indicator.asked[0] ?? -1]?.id
    return node && indicator.tree !== headline.tree && (indicator.kind === 'item' || indicator.kind === 'option') ? [{ item, node }] : []
  })
  return questionnaire.sections
    .flatMap(({ questions }) => questions)
    .flatMap((question) => {
      const ids = new Set<string | undefined>(itemsOf(question).map(({ id }) => id))
      const nodes = placed.filter(({ item }) => ids.has(item)).map(({ node }) => node)
      const options = nodes.filter(({ kind }) => kind === 'option')
      return nodes.length === 0
        ? []
        : [{ id: question.id, text: question.text, nodes: new Set(nodes.filter(({ kind }) => kind === 'item')), options }]
    })
}

const scalesIn = ({ layout, results, questionnaire }: ResultsView, nodes: ReadonlySet<NodeResult>) =>
  questionnaire.trees
    .flatMap(({ id }) => scalesOf(layout, results.total.nodes, id))
    .map((scale) => ({ ...scale, criteria: scale.criteria.filter(({ node }) => nodes.has(node)) }))
    .filter(({ criteria }) => criteria.length > 0)

type OptionBarsProps = {
  readonly reader: Reader
  readonly view: ResultsView
  readonly options: readonly NodeResult[]
  readonly label: string
}

/** The options of one question in its order, each with a bar of the persons who chose it. */
const OptionBars = ({ reader, view, options, label }: OptionBarsProps) => (
  <Region label={label}>
    <table class="figures counted options">
      <thead>
        <tr>
          <th scope="col" class="name">
            {reader.say('option')}
          </th>
          <th scope="col" class="f">
            {reader.say('shareOfPersons')}
            <small>{reader.say('interval')}</small>
            <small class="on">{reader.say('baseNote')}</small>
          </th>
          <th scope="col" class="bar">
            <span class="unseen">{reader.say('shareOfPersons')}</span>
          </th>
          <th scope="col" class="n">
            {reader.say('persons')}
          </th>
        </tr>
      </thead>
      <tbody>
        {options.map((node) => (
          <tr key={node.code}>
            <th scope="row" class="name">
              {labelOf(view, node.code)}
            </th>
            <FigureCell
              reader={reader}
              figure={shownFigures(view.questionnaire, node).value}
              on={node}
              isPublished
              href={figureAddress(view, node.code)}
            />
            <td class="bar">{isShown(node) && <ShareBar share={node.value} />}</td>
            <td class="n">{reader.numbers.count(node.persons)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Region>
)

/** A share as a bar; its number stands beside. */
export const ShareBar = ({ share }: { readonly share: number }) => (
  <svg class="stack" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">
    <rect class="trough" width="100" height="16" />
    <rect class="q4" width={rounded(share * 100, 2)} height="16" />
  </svg>
)
