import { type CrossRow, crossTable, type CrossTable, turnedCross } from '../../../surveys/figures/crosstab'
import { shownFigure } from '../../../surveys/figures/goals'
import { type ProfileItem, readAlone } from '../../../surveys/figures/profile'
import { digitsOf, partDigitsOf } from '../../../surveys/figures/rounding'
import { askedAlone, unitSign } from '../../../surveys/instrument/item'
import { localised } from '../../../surveys/instrument/language'
import { itemsById } from '../../../surveys/instrument/questionnaire'
import { crossable, type CrossAsked, type Crossed, crossedBy, type CrossedPart, measurable } from '../../reading/cross'
import { FilterChoice } from '../frame/form'
import { channelName, type Reader } from '../frame/reader'
import { Region } from '../frame/shell'
import { profileOptionsOf } from '../../reading/results'
import { rangeOf } from './cells'
import { RatingsNote, ratingsNeeded } from './ratings'
import type { ResultsView } from './view'

/** From the address: an item, and an item or a way of parting; nothing where either is missing, unknown or the same. */
export function crossAsked(view: Pick<ResultsView, 'questionnaire'>, field: (name: string) => string | undefined): CrossAsked | undefined {
  const items = crossable(view.questionnaire)
  const [wanted, named] = [field('item') ?? '', field('by') ?? '']
  const cut = crossedBy.find((one) => one === named)
  // A number is parted by what stands in the tallies alone.
  const number = cut && measurable(view.questionnaire).get(wanted)
  const [item, by] = [number ?? items.get(wanted), cut ?? items.get(named)]
  return item && by && item !== by ? { item, by } : undefined
}

type Props = { readonly reader: Reader; readonly view: ResultsView }

/** Any closed question by agency, month, channel or what the same people answered elsewhere. */
export function Cross({ reader, view }: Props) {
  const { say, path } = reader
  const { filter, questionnaire, crossed } = view
  const named = (id: string) => ({ value: id, text: nameOf(reader, view, id) })
  const items = [...crossable(questionnaire).keys()].map(named)
  const numbers = [...measurable(questionnaire).keys()].map(named)
  const byName = { agency: say('agency'), month: say('month'), channel: say('channel') }
  const by = crossed && (typeof crossed.asked.by === 'string' ? crossed.asked.by : crossed.asked.by.id)
  return (
    <section class="card" id="cross">
      <h2>{say('cross')}</h2>
      <p class="note">
        {say('crossText', { n: reader.numbers.count(view.record.campaign.threshold) })} {numbers.length > 0 && say('crossNumbers')}
      </p>
      <form class="filters screen" method="get" action={`${path}#cross`} aria-label={say('cross')}>
        {Object.entries(filter).map(([name, value]) => value !== null && <input key={name} type="hidden" name={name} value={value} />)}
        <FilterChoice name="item" label={say('crossItem')} chosen={crossed?.asked.item.id ?? null} items={[...items, ...numbers]} />
        <FilterChoice
          name="by"
          label={say('crossBy')}
          chosen={by ?? null}
          items={[...crossedBy.map((one) => ({ value: one, text: byName[one] })), ...items]}
        />
        <p class="acts">
          <button type="submit">{say('crossShow')}</button>
        </p>
      </form>
      {crossed && <Table {...{ reader, view }} crossed={crossed} />}
    </section>
  )
}

const nameOf = ({ language }: Reader, { questionnaire }: ResultsView, id: string): string => {
  const item = itemsById(questionnaire).get(id)
  return (item && askedAlone(item, language, questionnaire.languages)) || id
}

function Table({ reader, view, crossed: { asked, found } }: Props & { readonly crossed: NonNullable<ResultsView['crossed']> }) {
  const { say, language } = reader
  const { item } = asked
  const options = item.options.map((option, place) => ({ option, place })).filter(({ place }) => item.valid[place] === 1)
  const parts = ordered(reader, view, asked, found)
  const isMany = item.answer === 'many'
  const { rows, total } = withheld(view, asked, found, {
    counts: parts.map(({ counts }) => options.map(({ place }) => counts[place] ?? 0)),
    bases: parts.map(({ answered }) => answered),
  })
  const first = typeof asked.by === 'string' ? say(asked.by) : nameOf(reader, view, asked.by.id)
  const title = say('crossTitle', { item: nameOf(reader, view, item.id), by: first })
  if (parts.length === 0) return <p class="note">{say('noParts')}</p>
  // Beside its figure the counts of its options would follow from each other.
  if (parts.some(({ alone }) => alone)) return <Measured {...{ reader, view, parts, title, first, asked, found }} />
  const heads = options.map(({ option }) => localised(option.label, language, view.questionnaire.languages))
  const baseHead = say(isMany && found.of === 'persons' ? 'persons' : 'base')
  return (
    <>
      <h3>{title}</h3>
      <Region label={title}>
        <table class={`stacked crossed ${options.length > mostFitting ? 'tight' : ''}`}>
          <thead>
            <tr>
              <th scope="col" class="name">
                {first}
              </th>
              {heads.map((head) => (
                <th key={head} scope="col" class="f">
                  {head}
                </th>
              ))}
              <th scope="col" class="n">
                {baseHead}
              </th>
            </tr>
          </thead>
          <tbody>
            {parts.map(({ code, name }, place) => (
              <Row key={code} {...{ reader, view, name, heads, baseHead }} row={rows[place] ?? { counts: [], base: null }} />
            ))}
            {!found.overlaps && (typeof asked.by === 'string' || asked.by.answer !== 'many') && (
              <Row {...{ reader, view, heads, baseHead }} name={say('everything')} row={total} isSum />
            )}
          </tbody>
        </table>
      </Region>
      <p class="note">
        {say('crossHidden', { n: reader.numbers.count(found.of === 'ratings' ? ratingsNeeded(view) : view.record.campaign.threshold) })}{' '}
        {isMany && say('partsOverlap')} {found.overlaps && say('crossOverlaps')}{' '}
        {found.of === 'ratings' && <RatingsNote {...{ reader, view }} />}
        {[item, asked.by].some((one) => typeof one !== 'string' && one.answer === 'order') && say('crossOrder')}
      </p>
    </>
  )
}

type MeasuredProps = Props & {
  readonly parts: readonly (CrossedPart & { readonly name: string })[]
  readonly title: string
  readonly first: string
  readonly asked: CrossAsked
  readonly found: Crossed
}

/** The net score or the mean of each part with its interval; a part that is withheld takes others along, so that it follows from none. */
function Measured({ reader, view, parts, title, first, asked, found }: MeasuredProps) {
  const { say, numbers } = reader
  const threshold = found.of === 'ratings' ? ratingsNeeded(view) : view.record.campaign.threshold
  const bases = parts.map(({ answered }) => answered)
  const { rows, total } = crossTable(
    bases.map((base) => [base]),
    { threshold, bases },
  )
  const formula = parts.flatMap(({ alone }) => alone?.formula ?? [])[0]
  if (!formula) return null
  const heads = { figure: say(`aside_${formula}`), base: say(found.of === 'persons' ? 'persons' : 'base') }
  const whole =
    view.people && readAlone(view.layout, asked.item, view.people, profileOptionsOf(view.record, view.questionnaire, view.filter))
  const line = (key: string, name: string, alone: ProfileItem | undefined, isShown: boolean, look?: 'sum') => (
    <tr key={key} class={look}>
      <th scope="row" class="name">
        {name}
      </th>
      <MeasuredCell {...{ reader, view }} alone={isShown ? alone : undefined} says={heads.figure} />
      <td class="n" data-says={heads.base}>
        {isShown && alone ? numbers.count(alone.persons) : say('crossCell')}
      </td>
    </tr>
  )
  return (
    <>
      <h3>{title}</h3>
      <Region label={`${title}: ${heads.figure}`}>
        <table class="stacked crossed">
          <thead>
            <tr>
              <th scope="col" class="name">
                {first}
              </th>
              <th scope="col" class="f">
                {heads.figure}
                <small>{say('interval')}</small>
              </th>
              <th scope="col" class="n">
                {heads.base}
              </th>
            </tr>
          </thead>
          <tbody>
            {parts.map(({ code, name, alone }, at) => line(code, name, alone, (rows[at]?.base ?? null) !== null))}
            {!found.overlaps && line('', say('everything'), whole, total.base !== null, 'sum')}
          </tbody>
        </table>
      </Region>
      <p class="note">
        {say('crossHidden', { n: numbers.count(threshold) })} {found.overlaps && say('crossOverlaps')}{' '}
        {found.of === 'ratings' && <RatingsNote {...{ reader, view }} />}
      </p>
    </>
  )
}

type MeasuredCellProps = Props & { readonly alone: ProfileItem | undefined; readonly says: string }

function MeasuredCell({ reader, view, alone, says }: MeasuredCellProps) {
  const figure = alone && shownFigure(alone.figure, 'number', digitsOf(view.questionnaire))
  const asked = alone && itemsById(view.questionnaire).get(alone.item)
  const sign = asked ? unitSign(asked.question) : ''
  return (
    <td class="f" data-says={says}>
      {figure ? (
        <>
          {`${reader.numbers.shown(figure.shown, figure.unit)}${sign}`}
          {figure.interval && <small>{`${rangeOf(reader, figure) ?? ''}${sign}`}</small>}
        </>
      ) : (
        <span class="out">{reader.say('crossCell')}</span>
      )}
    </td>
  )
}

/** So many options find room beside each other with all that a figure wants. */
const mostFitting = 6

type Counted = { readonly counts: readonly (readonly number[])[]; readonly bases: readonly number[] }

/** Two questions withhold the same from both sides: from that of the one that is asked first, and of which no two options are chosen. */
function withheld(view: ResultsView, { item, by }: CrossAsked, { of, overlaps }: Crossed, { counts, bases }: Counted): CrossTable {
  const threshold = of === 'ratings' ? ratingsNeeded(view) : view.record.campaign.threshold
  if (item.answer === 'many' || overlaps) return crossTable(counts, { threshold, bases })
  if (typeof by === 'string') return crossTable(counts, { threshold })
  // What nobody chose is no row of the other side.
  const chosen = (counts[0] ?? []).map((_, column) => counts.some((row) => (row[column] ?? 0) > 0))
  const present = counts.map((row) => row.filter((__, column) => chosen[column] === true))
  const isTurned = by.answer === 'many' || item.index < by.index
  // Nobody sees of the side that is turned away how many answered there.
  const rules = by.answer === 'many' ? { threshold, bases: (present[0] ?? []).map(() => 0) } : { threshold }
  const { rows, total } = isTurned ? turnedCross(present, rules) : crossTable(present, rules)
  const places = chosen.map((is, column) => (is ? chosen.slice(0, column).filter(Boolean).length : undefined))
  const whole = ({ counts: some, base }: CrossRow): CrossRow => ({
    counts: places.map((place) => (place === undefined ? null : (some[place] ?? null))),
    base,
  })
  return { rows: rows.map(whole), total: whole(total) }
}

type RowProps = Props & {
  readonly name: string
  readonly row: CrossRow
  readonly heads: readonly string[]
  readonly baseHead: string
  readonly isSum?: boolean
}

function Row({ reader: { say, numbers }, view, name, row: { counts, base }, heads, baseHead, isSum = false }: RowProps) {
  const digits = partDigitsOf(view.questionnaire)
  return (
    <tr class={isSum ? 'sum' : undefined}>
      <th scope="row" class="name">
        {name}
      </th>
      {counts.map((count, place) => (
        <td key={place} class="f" data-says={heads[place]}>
          {count === null ? (
            <span class="out">{say('crossCell')}</span>
          ) : (
            <>
              {base !== null && base > 0 && numbers.figure(count / base, 'percent', digits)}
              <small>{base === null ? numbers.count(count) : say('crossOf', { n: numbers.count(count), all: numbers.count(base) })}</small>
            </>
          )}
        </td>
      ))}
      <td class="n" data-says={baseHead}>
        {base === null ? say('crossCell') : numbers.count(base)}
      </td>
    </tr>
  )
}

/** Months in time, options as they are asked, all else by name. */
function ordered(reader: Reader, { record, questionnaire }: ResultsView, { by }: CrossAsked, { parts }: Crossed) {
  const { numbers, language } = reader
  const agencies = new Map(record.measured.map(({ agency }) => [agency.code, localised(agency.name, language)]))
  const named = parts.map((part) => ({ ...part, name: agencies.get(part.code) ?? part.code }))
  const collator = new Intl.Collator('vi')
  if (by === 'agency') return named.sort((a, b) => collator.compare(a.name, b.name))
  if (by === 'month') return named.map((part) => ({ ...part, name: numbers.month(part.code) })).sort((a, b) => (a.code < b.code ? -1 : 1))
  if (by === 'channel')
    return named.map((part) => ({ ...part, name: channelName(reader, part.code) })).sort((a, b) => collator.compare(a.name, b.name))
  return by.options.flatMap(({ code, label }) => {
    const part = parts.find((one) => one.code === code)
    return part ? [{ ...part, name: localised(label, language, questionnaire.languages) }] : []
  })
}
