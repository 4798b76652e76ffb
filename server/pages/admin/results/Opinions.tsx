import { itemsOf } from '../../../../surveys/questionnaire'
import { localised } from '../../../../surveys/language'
import type { NodeResult } from '../../../../surveys/results'
import type { LocalText } from '../../../../surveys/schema'
import { scalesOf } from '../criteria'
import { ScaleTable } from '../Distribution'
import type { ResultsView } from '../load'
import type { Reader } from '../reader'
import { OptionBars } from './OptionBars'

type Props = { readonly reader: Reader; readonly view: ResultsView }

export const hasOpinions = ({ questionnaire, headline }: ResultsView): boolean => questionnaire.trees.some(({ id }) => id !== headline.tree)

/** What is asked besides satisfaction, question by question in the order of the questionnaire. */
export function Opinions({ reader, view }: Props) {
  const { say, language } = reader
  const { questionnaire } = view
  return (
    <section class="card" id="opinions">
      <h2>{say('opinions')}</h2>
      <p class="note">{say('opinionsText')}</p>
      {questionsOf(view).map(({ id, text, nodes, options }) => {
        const title = localised(text, language, questionnaire.languages)
        return (
          <div key={id} class="question">
            <h3>{title}</h3>
            {scalesIn(view, nodes).map((scale, place) => <ScaleTable key={place} {...{ reader, view, scale }} label={title} />)}
            {options.length > 0 && <OptionBars {...{ reader, view, options }} label={title} />}
          </div>
        )
      })}
    </section>
  )
}

type AskedQuestion = { readonly id: string; readonly text: LocalText; readonly nodes: ReadonlySet<NodeResult>; readonly options: readonly NodeResult[] }

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
      return nodes.length === 0 ? [] : [{ id: question.id, text: question.text, nodes: new Set(nodes.filter(({ kind }) => kind === 'item')), options }]
    })
}

const scalesIn = ({ layout, results, questionnaire }: ResultsView, nodes: ReadonlySet<NodeResult>) =>
  questionnaire.trees
    .flatMap(({ id }) => scalesOf(layout, results.total.nodes, id))
    .map((scale) => ({ ...scale, criteria: scale.criteria.filter(({ node }) => nodes.has(node)) }))
    .filter(({ criteria }) => criteria.length > 0)
