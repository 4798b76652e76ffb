import { changeBetween } from '../../../../surveys/comparison'
import type { NodeResult } from '../../../../surveys/results'
import type { Campaign } from '../../../../surveys/campaign'
import { FigureCell } from '../FigureCells'
import { labelOf, nodeOf, type ResultsView, titleOf } from '../load'
import { unitOf } from '../numbers'
import type { Reader } from '../reader'
import { Region } from '../Region'
import { TrendChart } from './Charts'
import { ChangeCell } from './Change'
import { Published } from './Published'

type Props = { readonly reader: Reader; readonly view: ResultsView }

/** The headline over comparable campaigns, and apart from them what was published before. */
export const Trend = ({ reader, view }: Props) => (
  <section class="card" id="trend">
    <h2>{reader.say('trend')}: {labelOf(view, view.headline.code)}</h2>
    <p class="note">{reader.say(view.earlier.length === 0 ? 'trendAlone' : 'trendText')}</p>
    <TrendChart {...{ reader, view }} />
    {view.earlier.length > 0 && <Campaigns {...{ reader, view }} />}
    <Published {...{ reader, view }} />
  </section>
)

type Line = { readonly campaign: Campaign; readonly title: string; readonly node: NodeResult | undefined }

function Campaigns({ reader, view }: Props) {
  const { say, numbers } = reader
  const lines = linesOf(reader, view)
  return (
    <Region label={say('trend')}>
      <table class="campaigns">
        <thead>
          <tr>
            <th scope="col">{say('campaign')}</th>
            <th scope="col">{say('period')}</th>
            <th scope="col" class="n">{say('persons')}</th>
            <th scope="col" class="n">{say('base')}</th>
            <th scope="col" class="f">{say('value')}<small>{say('interval')}</small></th>
            <th scope="col" class="d">{say('changeHead')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ campaign, title, node }, place) => (
            <tr key={campaign.code} class={place === 0 ? 'sum' : undefined}>
              <th scope="row">{place === 0 ? <>{title}<small>{say('thisCampaign')}</small></> : <a href={`/admin/campaigns/${encodeURIComponent(campaign.code)}`}>{title}</a>}</th>
              <td>{numbers.day(campaign.opensOn)} – {numbers.day(campaign.closesOn)}</td>
              <td class="n">{numbers.count(node?.persons ?? 0)}</td>
              <td class="n">{numbers.count(node?.base ?? 0)}</td>
              <FigureCell reader={reader} figure={node ?? null} unit={unitOf(view.headline.formula)} isPublished />
              <ChangeCell reader={reader} change={changeFrom(lines[place + 1]?.node, node)} unit={unitOf(view.headline.formula)} />
            </tr>
          ))}
        </tbody>
      </table>
    </Region>
  )
}

const changeFrom = (before: NodeResult | undefined, after: NodeResult | undefined) => (before && after ? changeBetween(before, after) : undefined)

/** This campaign first, then the earlier ones. */
const linesOf = ({ language }: Reader, { record, results, earlier, headline }: ResultsView): readonly Line[] =>
  [{ record, total: results.total }, ...earlier].map(({ record, total }) => ({ campaign: record.campaign, title: titleOf(record, language), node: nodeOf(total.nodes, headline.code) }))
