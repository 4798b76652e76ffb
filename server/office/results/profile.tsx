import { type ProfileItem, profileOf } from '../../../surveys/figures/profile'
import { shownFigure } from '../../../surveys/figures/goals'
import { shownFirsts } from '../../../surveys/figures/orders'
import { placeDigits, shownShares } from '../../../surveys/figures/profile-row'
import { decimalsOf, digitsOf, partDigitsOf, partsOfWhole } from '../../../surveys/figures/rounding'
import { askedAlone, asksWhole, isValidOption, type Item as AskedItem, unitSign } from '../../../surveys/instrument/item'
import { localised } from '../../../surveys/instrument/language'
import { ratedItems } from '../../../surveys/instrument/loop'
import { items as itemsIn, itemsById } from '../../../surveys/instrument/questionnaire'
import { keepings } from '../../../surveys/instrument/questions/keepings'
import { ownValue } from '../../../surveys/instrument/spelling'
import { netScore } from '../../../surveys/instrument/questions/recommend'
import { profileOptionsOf } from '../../reading/results'
import type { Reader } from '../frame/reader'
import { rangeOf } from './cells'
import { ShareBar } from './distribution'
import type { ResultsView } from './view'

type Props = { readonly reader: Reader; readonly view: ResultsView }

/** Who answered: each question that no figure stands on, with its base. */
export function Profile({ reader, view }: Props) {
  const { say, numbers } = reader
  const items = view.people ? profileOf(view.layout, view.people, profileOptionsOf(view.record, view.questionnaire, view.filter)) : []
  return (
    <section class="card" id="profile">
      <h2>{say('profile')}</h2>
      <p class="note">{items.length === 0 ? say('profileNone') : say('profileText', { n: numbers.count(view.results.total.responses) })}</p>
      <div class="profiles">
        {items.map((item) => (
          <Item key={item.item} {...{ reader, view, item }} />
        ))}
      </div>
      <Unfigured {...{ reader, view }} />
      {methodsOf(items).map((method) => (
        <p key={method} class="note">
          {say(`method_${method}`)}
        </p>
      ))}
    </section>
  )
}

const methodsOf = (items: readonly ProfileItem[]) => [...new Set(items.flatMap(({ figure }) => figure?.intervalMethod ?? []))]

function Item({ reader, view, item }: Props & { readonly item: ProfileItem }) {
  const { say, numbers, language } = reader
  const { questionnaire } = view
  const asked = itemsById(questionnaire).get(item.item)
  const title = asked ? askedAlone(asked, language, questionnaire.languages) : item.item
  const base = say('baseOf', { n: numbers.count(item.persons) })
  return (
    <section class="profiled" aria-label={title}>
      <h3>{title}</h3>
      <p class="note">
        {item.withheld ? `${whyNoneOf(reader, view, item)} (${base})` : base}
        {asked && rangeText(reader, asked)}
        {!item.withheld && item.answer === 'many' && ` · ${say('partsOverlap')}`}
      </p>
      {item.formula && <Aside {...{ reader, view, item }} formula={item.formula} />}
      {item.order && <Places {...{ reader, view, item }} order={item.order} />}
      {item.counts !== null && !item.order && <Options {...{ reader, view, item }} counts={item.counts} />}
    </section>
  )
}

/** From where to where a number could go, without which a mean says little. */
function rangeText({ say, numbers }: Reader, { question }: AskedItem): string {
  if (!asksWhole(question)) return ''
  const [low, high] = [question.min, question.max].map((end) => numbers.figure(end, 'number', 0))
  return ` · ${say('asideRange', { low: low ?? '', high: `${high ?? ''}${unitSign(question)}` })}`
}

/** Days and times, of which there is no figure that would not tell of single people. */
function Unfigured({ reader: { say, language }, view: { questionnaire } }: Props) {
  const days = itemsIn(questionnaire).filter(({ question }) => unfigured.has(keepings[question.type].holds))
  if (days.length === 0) return null
  const names = days.map((item) => `“${askedAlone(item, language, questionnaire.languages)}”`).join(', ')
  return <p class="note">{say('asideNone', { names })}</p>
}

const unfigured: ReadonlySet<string> = new Set(['day', 'moment'])

const whyNoneOf = ({ say, numbers }: Reader, { record }: ResultsView, { withheld }: ProfileItem): string =>
  withheld === 'no-answers' ? say('noAnswersHere') : say('small', { n: numbers.count(record.campaign.threshold) })

/** A net score or a mean with its interval, and of which parts a net score is made. */
function Aside({
  reader,
  view,
  item,
  formula,
}: Props & { readonly item: ProfileItem; readonly formula: NonNullable<ProfileItem['formula']> }) {
  const { say, numbers } = reader
  const figure = shownFigure(item.figure, 'number', digitsOf(view.questionnaire))
  if (!figure || !item.figure) return null
  const { intervalMethod } = item.figure
  const asked = itemsById(view.questionnaire).get(item.item)
  const sign = asked ? unitSign(asked.question) : ''
  return (
    <>
      <p class="asidefigure">
        {say(`aside_${formula}`)}: <b>{`${numbers.shown(figure.shown, figure.unit)}${sign}`}</b>
        {figure.interval ? (
          <small>
            {say('interval')}: {`${rangeOf(reader, figure) ?? ''}${sign}`}
            {intervalMethod && ` (${intervalMethod})`}
          </small>
        ) : (
          <small>{say('noInterval')}</small>
        )}
      </p>
      {formula === 'net-promoters' && item.counts && <p class="note">{netParts(reader, view, item.counts)}</p>}
    </>
  )
}

function netParts({ say, numbers }: Reader, { questionnaire }: ResultsView, counts: Readonly<Record<string, number>>): string {
  const digits = partDigitsOf(questionnaire)
  const worth = (points: number): number =>
    Object.entries(counts).reduce((sum, [code, count]) => sum + (netScore(code) === points ? count : 0), 0)
  const [up, same, down] = partsOfWhole([worth(100), worth(0), worth(-100)], decimalsOf('percent', digits)).map((part) =>
    numbers.figure(part, 'percent', digits),
  )
  return say('netParts', { up: up ?? '', same: same ?? '', down: down ?? '' })
}

type PlacesProps = Props & { readonly item: ProfileItem; readonly order: NonNullable<ProfileItem['order']> }

/** What was put in order: never how many chose an option, since each of them was there to be placed. */
function Places({ reader: { say, numbers, language }, view: { questionnaire }, item, order }: PlacesProps) {
  const digits = partDigitsOf(questionnaire)
  const firsts = shownFirsts(order, digits)
  const labels = new Map(item.options.map(({ code, label }) => [code, localised(label, language, questionnaire.languages)]))
  return (
    <>
      <p class="note">{say('orderText')}</p>
      <table class="options small placed">
        <thead>
          <tr>
            <th scope="col" class="name">
              {say('option')}
            </th>
            <th scope="col" class="bar">
              <span class="unseen">{say('orderFirst')}</span>
            </th>
            <th scope="col" class="f">
              {say('orderFirst')}
            </th>
            {order.within > 1 && (
              <th scope="col" class="f">
                {say('orderAmong', { n: String(order.within) })}
              </th>
            )}
            <th scope="col" class="n">
              {say('orderMean')}
            </th>
          </tr>
        </thead>
        <tbody>
          {order.options.map(({ code, firstShare, amongFirstShare, ranked, meanPlace }, place) => (
            <tr key={code}>
              <th scope="row" class="name">
                {labels.get(code)}
              </th>
              <td class="bar">
                <ShareBar share={firstShare} />
              </td>
              <td class="f">{numbers.figure(firsts[place] ?? 0, 'percent', digits)}</td>
              {order.within > 1 && <td class="f">{numbers.figure(amongFirstShare, 'percent', digits)}</td>}
              <td class="n">
                {meanPlace === null ? '–' : numbers.figure(meanPlace, 'number', placeDigits)}
                <small>{say('baseOf', { n: numbers.count(ranked) })}</small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

type OptionsProps = Props & { readonly item: ProfileItem; readonly counts: Readonly<Record<string, number>> }

function Options({ reader: { say, numbers, language }, view: { questionnaire }, item, counts }: OptionsProps) {
  const valid = item.options.filter(isValidOption)
  const chosen = valid.map(({ code }) => ownValue(counts, code) ?? 0)
  const digits = partDigitsOf(questionnaire)
  const shares = shownShares(questionnaire, item)
  return (
    <table class="options small">
      <thead>
        <tr>
          <th scope="col" class="name">
            {say('option')}
          </th>
          <th scope="col" class="bar">
            <span class="unseen">{say('shareOfPersons')}</span>
          </th>
          <th scope="col" class="f">
            {say('share100')}
          </th>
          <th scope="col" class="n">
            {say(ratedItems(questionnaire).has(item.item) ? 'base' : 'persons')}
          </th>
        </tr>
      </thead>
      <tbody>
        {valid.map(({ code, label }, place) => (
          <tr key={code}>
            <th scope="row" class="name">
              {localised(label, language, questionnaire.languages)}
            </th>
            <td class="bar">
              <ShareBar share={(chosen[place] ?? 0) / item.persons} />
            </td>
            <td class="f">
              {numbers.figure(shares[place] ?? 0, 'percent', digits)}
              <small class="unseen">{say('baseOf', { n: numbers.count(item.persons) })}</small>
            </td>
            <td class="n">{numbers.count(chosen[place] ?? 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
