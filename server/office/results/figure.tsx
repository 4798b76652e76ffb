import { blankBounds, leftOut } from '../../../surveys/figures/explanation'
import { fieldNames, figureRow } from '../../../surveys/figures/row'
import { headlineOf } from '../../../surveys/instrument/indicators'
import { localised } from '../../../surveys/instrument/language'
import { fieldMeaning, fieldText, fieldTitle } from '../../../client/text/fields'
import { exportWords } from '../../../client/text/files'
import { keptSince } from '../../reading/filter'
import { blockName, type Reader } from '../frame/reader'
import { Shell } from '../frame/shell'
import { figureText, GoalText, rangeOf } from './cells'
import { addressQuery, campaignAddress, filterShown, seenPart } from './filter'
import { campaignTitle, type FigureView, shownIn } from './view'
import { Workings } from './figure-workings'
import { fewestADay } from '../../../surveys/figures/sums'

type FigureProps = { readonly reader: Reader; readonly view: FigureView }

export const FigurePage = ({ reader, view }: FigureProps) => (
  <Shell reader={reader}>
    <p class="back screen">
      <a href={`${campaignAddress(view)}${addressQuery(view.filter)}`}>{reader.say('backToFigures')}</a>
    </p>
    <Heading {...{ reader, view }} />
    <Value {...{ reader, view }} />
    {view.result.withheld === undefined && <Workings {...{ reader, view }} />}
    <Fields {...{ reader, view }} />
    <Instrument {...{ reader, view }} />
  </Shell>
)

function Heading({ reader, view }: FigureProps) {
  const { say, language } = reader
  const { record, result, labels } = view
  const part = seenPart(reader, view)
  const kept = keptSince(record, view.filter, language)
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
      {part !== undefined && <p class="note">{part}</p>}
      {kept !== undefined && <p class="note">{kept}</p>}
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
  const told = fieldNames
    .filter((name) => name !== 'shown')
    .flatMap((name) => ({ name, text: fieldText(fieldReader, row, name), meaning: fieldMeaning(fieldReader, row, name) }))
  return (
    <section class="card" id="fields">
      <h2>{say('fields')}</h2>
      <p class="note">{say('fieldsText')}</p>
      <details class="more">
        <summary>{say('fieldsShow')}</summary>
        <dl class="fields">
          {told.map(
            ({ name, text, meaning }) =>
              text !== null && (
                <div key={name}>
                  <dt>{fieldTitle(words, name)}</dt>
                  <dd>
                    {meaning === undefined ? (
                      text
                    ) : (
                      <>
                        {meaning} <code>{text}</code>
                      </>
                    )}
                  </dd>
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
          {result.intervalMethod && <dd>{say('daysRule', { n: numbers.count(fewestADay) })}</dd>}
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
            <dt>{say('howAsked')}</dt>
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
