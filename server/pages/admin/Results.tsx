import type { VNode } from 'preact'
import type { OfficeWord } from '../../../client/text/office/words'
import { localised } from '../../../surveys/language'
import { Agencies } from './Agencies'
import { Distribution } from './Distribution'
import { Exports } from './Exports'
import { isNarrowed } from './filter'
import { Filters } from './Filters'
import { Headline } from './Headline'
import { HowTo } from './HowTo'
import { nodeOf, type ResultsView, titleOf } from './load'
import { Channels, Months } from './Parts'
import type { Reader } from './reader'
import { Beside } from './results/Beside'
import { Comments } from './results/Comments'
import { FilterChips } from './results/FilterChips'
import { Lacking } from './results/Lacking'
import { hasOpinions, Opinions } from './results/Opinions'
import { Trend } from './results/Trend'
import { Weakest } from './results/Weakest'
import { Shell } from './Shell'
import { Trees } from './Trees'

type Props = { readonly reader: Reader; readonly view: ResultsView; readonly today: string }

/** The results of a campaign, from the one figure to every count, under one filter. */
export function Results({ reader, view, today }: Props) {
  const anchors = hasFigures(view) ? sectionsOf(view).map(({ id, word }) => ({ id, text: reader.say(word) })) : [{ id: 'main', text: reader.say('results') }]
  return (
    <Shell reader={reader} anchors={anchors}>
      <Heading {...{ reader, view }} />
      <Filters {...{ reader, view, today }} />
      <Body {...{ reader, view }} />
    </Shell>
  )
}

type ViewProps = Omit<Props, 'today'>

/** The sections in their order; an agency read alone has some of its own. */
function sectionsOf(view: ResultsView): readonly { readonly id: string; readonly word: OfficeWord; readonly Part: (props: ViewProps) => VNode | null }[] {
  const isAlone = view.filter.agency !== null
  return [
    { id: 'headline', word: 'headline', Part: Headline },
    ...(isAlone ? ([{ id: 'beside', word: 'beside', Part: Beside }, { id: 'weakest', word: 'weakestItems', Part: Weakest }, { id: 'comments', word: 'comments', Part: Comments }] as const) : []),
    { id: 'agencies', word: 'agencies', Part: Agencies },
    { id: 'distribution', word: 'distribution', Part: Distribution },
    ...(hasOpinions(view) ? ([{ id: 'opinions', word: 'opinions', Part: Opinions }] as const) : []),
    { id: 'months', word: 'months', Part: Months },
    { id: 'trend', word: 'trend', Part: Trend },
    { id: 'channels', word: 'channels', Part: Channels },
    { id: 'indicators', word: 'indicators', Part: Trees },
    ...(isAlone ? [] : ([{ id: 'lacking', word: 'lackingTitle', Part: Lacking }] as const)),
    { id: 'how', word: 'howTo', Part: HowTo },
    { id: 'exports', word: 'exports', Part: Exports },
  ]
}

/** Whether anything may be shown: any node of the total with a figure. */
const hasFigures = ({ results }: ResultsView): boolean => results.total.nodes.some(({ value }) => value !== null)

function Heading({ reader, view }: ViewProps) {
  const { say, numbers, language } = reader
  const { record, filter, questionnaire } = view
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
      <FilterChips {...{ reader, view }} />
    </>
  )
}

function Body({ reader, view }: ViewProps) {
  if (view.results.total.responses <= 0) return <Empty {...{ reader, view }} />
  if (!hasFigures(view)) return <><Withheld {...{ reader, view }} />{view.filter.agency !== null && <Comments {...{ reader, view }} />}<Exports {...{ reader, view }} /></>
  return <>{sectionsOf(view).map(({ id, Part }) => <Part key={id} {...{ reader, view }} />)}</>
}

function Empty({ reader: { say }, view: { record, filter } }: ViewProps) {
  const { code, status } = record.campaign
  return (
    <section class="card empty">
      <h2>{say('emptyTitle')}</h2>
      {isNarrowed(filter) ? <p>{say('emptyFilter')}</p> : <><p>{say(status === 'draft' ? 'emptyDraft' : 'emptyText')}</p><p><a class="button" href={`/admin/campaigns/${encodeURIComponent(code)}/setup`}>{say('emptyNext')}</a></p></>}
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
