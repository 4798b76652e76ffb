import { localised } from '../../../../surveys/language'
import type { Questionnaire } from '../../../../surveys/schema'
import { type CampaignRecord } from '../../../db/campaigns'
import type { ReadFigure } from '../../../db/figure'
import type { ResultsQuery } from '../../../db/results'
import { addressQuery } from '../filter'
import { titleOf } from '../load'
import { isShown, unitOf } from '../numbers'
import { blockName, type Reader } from '../reader'
import { Shell } from '../Shell'
import { campaignAddress } from './addresses'
import type { Choices } from './choices'
import { filterParts } from './FilterChips'
import { Formula } from './Formula'
import { GoalText } from './GoalText'
import { Instrument } from './Instrument'
import { LeftOutTable } from './LeftOutTable'
import { OptionCounts } from './OptionCounts'
import { PartsTable } from './PartsTable'

/** One figure, and all that is needed to defend it. */
export type FigureView = ReadFigure & {
  readonly record: CampaignRecord
  readonly questionnaire: Questionnaire
  readonly hash: string
  readonly filter: ResultsQuery
  readonly choices: Choices
  readonly labels: ReadonlyMap<string, string>
}

export type FigureProps = { readonly reader: Reader; readonly view: FigureView }

export const FigurePage = ({ reader, view }: FigureProps) => (
  <Shell reader={reader}>
    <p class="back screen"><a href={`${campaignAddress(view)}${addressQuery(view.filter)}`}>{reader.say('backToFigures')}</a></p>
    <Heading {...{ reader, view }} />
    <Value {...{ reader, view }} />
    {view.result.withheld === undefined && <Evidence {...{ reader, view }} />}
    <Instrument {...{ reader, view }} />
  </Shell>
)

const Evidence = (props: FigureProps) => (
  <>
    <Formula {...props} />
    <OptionCounts {...props} />
    <PartsTable {...props} />
    <LeftOutTable {...props} />
  </>
)

function Heading({ reader, view }: FigureProps) {
  const { say, language } = reader
  const { record, result, labels } = view
  return (
    <>
      {record.campaign.synthetic && <p class="synthetic"><strong>{say('synthetic')}.</strong> {say('syntheticNote')}</p>}
      <h1>{labels.get(result.code) ?? result.code} <small>{result.code}</small></h1>
      <p class="sub">{say('figureTitle')} · {titleOf(record, language)} · {scopeText(reader, view)}</p>
    </>
  )
}

/** Whose figure it is, and what else narrows it. */
function scopeText(reader: Reader, view: FigureView): string {
  const { record, filter } = view
  const agency = record.measured.find((one) => one.agency.code === filter.agency)?.agency
  const whose = agency ? localised(agency.name, reader.language) : filter.block === null ? reader.say('wholeCampaign') : reader.say('wholeBlock', { block: blockName(reader, filter.block) })
  return [whose, ...filterParts(reader, view).filter(({ name }) => name !== 'block').map(({ text }) => text)].join(' · ')
}

function Value({ reader, view }: FigureProps) {
  const { say, numbers } = reader
  const { result, all, record } = view
  if (result.withheld !== undefined)
    return (
      <section class="card empty" id="value">
        <h2>{say(all.responses > 0 ? 'withheldTitle' : 'emptyTitle')}</h2>
        <p>{all.responses > 0 ? say('withheldText', { persons: numbers.count(result.persons), n: numbers.count(record.campaign.threshold) }) : say('emptyFilter')}</p>
      </section>
    )
  const unit = unitOf(result.formula)
  return (
    <section class="card figure" id="value">
      {isShown(result) ? <p class="big">{numbers.figure(result.value, unit, 2)}</p> : <p>{say('figureNone')}</p>}
      <p class="under">
        {result.interval ? say('intervalOf', { range: numbers.range(result.interval, unit, 2) }) : say('noInterval')}
        <br />{say('standsOn', { base: numbers.count(result.base), persons: numbers.count(result.persons) })}
      </p>
      <GoalText {...{ reader }} questionnaire={view.questionnaire} node={result} />
    </section>
  )
}
