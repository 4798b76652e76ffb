import { nodeOf, isRanked, type ResultsView } from '../load'
import { addressQuery } from '../filter'
import { blockName, type Reader } from '../reader'
import { Region } from '../Region'

type Props = { readonly reader: Reader; readonly view: ResultsView }

/** The agencies without enough persons for a figure, and how many each still needs. */
export function Lacking({ reader, view }: Props) {
  const { say, numbers } = reader
  const { campaign } = view.record
  const n = numbers.count(campaign.threshold)
  const lacking = lackingOf(view)
  return (
    <section class="card" id="lacking">
      <h2>{say('lackingTitle')}</h2>
      <p class="note">{say(lacking.length === 0 ? 'lackingNone' : 'lackingList', { n })}</p>
      {lacking.length > 0 && (
        <Region label={say('lackingTitle')}>
          <table class="lacking">
            <thead>
              <tr><th scope="col">{say('agency')}</th><th scope="col">{say('block')}</th><th scope="col" class="n">{say('persons')}</th><th scope="col" class="n">{say('missingPersons')}</th></tr>
            </thead>
            <tbody>
              {lacking.map(({ code, name, block, persons }) => (
                <tr key={code}>
                  <th scope="row"><a href={`/admin/campaigns/${encodeURIComponent(campaign.code)}${addressQuery(view.filter, { agency: code, block: null })}`}>{name}</a></th>
                  <td>{blockName(reader, block)}</td>
                  <td class="n">{numbers.count(persons)}</td>
                  <td class="n"><b>{numbers.count(Math.max(0, campaign.threshold - persons))}</b></td>
                </tr>
              ))}
            </tbody>
          </table>
        </Region>
      )}
    </section>
  )
}

type LackingAgency = { readonly code: string; readonly name: string; readonly block: string; readonly persons: number }

/** Those nearest to the threshold first. */
const lackingOf = (view: ResultsView): readonly LackingAgency[] =>
  view.results.agencies
    .filter((agency) => !isRanked(view, agency))
    .map(({ code, name, block, nodes }) => ({ code, name, block, persons: nodeOf(nodes, view.headline.code)?.persons ?? 0 }))
    .sort((a, b) => b.persons - a.persons || names.compare(a.name, b.name))

const names = new Intl.Collator('vi')
