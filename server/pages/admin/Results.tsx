import { localised } from '../../../surveys/language'
import { Agencies } from './Agencies'
import { Command } from './CampaignList'
import { Distribution } from './Distribution'
import { Exports } from './Exports'
import { isNarrowed } from './filter'
import { Filters } from './Filters'
import { Headline } from './Headline'
import { HowTo } from './HowTo'
import { nodeOf, type ResultsView, titleOf } from './load'
import { Channels, Months } from './Parts'
import { blockName, channelName, type Reader } from './reader'
import { Shell } from './Shell'
import { Trees } from './Trees'

type Props = { readonly reader: Reader; readonly view: ResultsView; readonly today: string }

/** The results of a campaign, from the one figure to every count, under one filter. */
export function Results({ reader, view, today }: Props) {
  const anchors = hasFigures(view) ? sections.map(({ id, word }) => ({ id, text: reader.say(word) })) : [{ id: 'main', text: reader.say('results') }]
  return (
    <Shell reader={reader} anchors={anchors}>
      <Heading {...{ reader, view }} />
      <Filters {...{ reader, today }} record={view.record} filter={view.filter} />
      <Body {...{ reader, view }} />
    </Shell>
  )
}

type ViewProps = Omit<Props, 'today'>

const sections = [
  { id: 'headline', word: 'headline' },
  { id: 'agencies', word: 'agencies' },
  { id: 'distribution', word: 'distribution' },
  { id: 'indicators', word: 'indicators' },
  { id: 'months', word: 'months' },
  { id: 'channels', word: 'channels' },
  { id: 'how', word: 'howTo' },
  { id: 'exports', word: 'exports' },
] as const

/** Whether anything may be shown: any node of the total with a figure. */
const hasFigures = ({ results }: ResultsView): boolean => results.total.nodes.some(({ value }) => value !== null)

function Heading({ reader, view: { record, filter, questionnaire } }: ViewProps) {
  const { say, numbers, language } = reader
  const { campaign, measured } = record
  const agency = measured.find((one) => one.agency.code === filter.agency)?.agency
  return (
    <>
      {campaign.synthetic && <p class="synthetic"><strong>{say('synthetic')}.</strong> {say('syntheticNote')}</p>}
      <h1>{agency ? localised(agency.name, language) : titleOf(record, language)}</h1>
      <p class="sub">
        {agency && <>{titleOf(record, language)} · </>}
        {localised(questionnaire.title, language, questionnaire.languages)} ({campaign.questionnaire}, {say('version', { n: String(campaign.version) })}) · {numbers.day(campaign.opensOn)} – {numbers.day(campaign.closesOn)} · {say(campaign.kind)}
      </p>
      {isNarrowed({ ...filter, agency: null }) && <p class="showing">{say('showing')}: <b>{filterText(reader, filter)}</b></p>}
    </>
  )
}

/** What narrows the page besides the agency, which is its title. */
const filterText = (reader: Reader, { block, from, to, channel }: ResultsView['filter']): string =>
  [
    block === null ? '' : `${reader.say('block')}: ${blockName(reader, block)}`,
    from === null ? '' : `${reader.say('from')} ${reader.numbers.month(from)}`,
    to === null ? '' : `${reader.say('to')} ${reader.numbers.month(to)}`,
    channel === null ? '' : `${reader.say('channel')}: ${channelName(reader, channel)}`,
  ]
    .filter((part) => part !== '')
    .join(' · ')

function Body({ reader, view }: ViewProps) {
  if (view.results.total.responses <= 0) return <Empty {...{ reader, view }} />
  if (!hasFigures(view)) return <><Withheld {...{ reader, view }} /><Exports {...{ reader, view }} /></>
  return (
    <>
      <Headline {...{ reader, view }} />
      <Agencies {...{ reader, view }} />
      <Distribution {...{ reader, view }} />
      <Trees {...{ reader, view }} />
      <Months {...{ reader, view }} />
      <Channels {...{ reader, view }} />
      <HowTo {...{ reader, view }} />
      <Exports {...{ reader, view }} />
    </>
  )
}

function Empty({ reader: { say }, view: { record, filter } }: ViewProps) {
  const { code, status } = record.campaign
  const next = status === 'draft' ? { word: 'emptyDraft', command: `npm run -s sipas -- campaigns open ${code}` } as const : { word: 'emptyText', command: `npm run -s sipas -- touchpoints list --campaign ${code}` } as const
  return (
    <section class="card empty">
      <h2>{say('emptyTitle')}</h2>
      {isNarrowed(filter) ? <p>{say('emptyFilter')}</p> : <><p>{say(next.word)}</p><Command text={next.command} /></>}
    </section>
  )
}

function Withheld({ reader: { say, numbers }, view }: ViewProps) {
  const persons = nodeOf(view.results.total.nodes, view.headline.code)?.persons ?? 0
  return (
    <section class="card empty">
      <h2>{say('withheldTitle')}</h2>
      <p>{say('withheldText', { persons: numbers.count(persons), n: numbers.count(view.record.campaign.threshold) })}</p>
    </section>
  )
}
