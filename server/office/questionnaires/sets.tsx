import type { Context } from 'hono'
import { localised } from '../../../surveys/instrument/language'
import type { IndicatorNode, Questionnaire } from '../../../surveys/instrument/schema'
import { items } from '../../../surveys/instrument/questionnaire'
import { supplyQuestionnaire } from '../../acts/questionnaires'
import { findInCatalogue } from '../../catalogue'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage } from '../frame/document'
import { done, type Reader } from '../frame/reader'
import { ColumnHeads, type Fact, Region } from '../frame/shell'
import { languageNames, questionnaireAddress } from './version'

export const isSet = ({ kind }: Pick<Questionnaire, 'kind'>): boolean => kind !== undefined

type Props = { readonly reader: Reader; readonly questionnaire: Questionnaire }

/** How many numbers a set stands on, by where they come from. */
export function setFacts({ reader: { say, numbers, language }, questionnaire: { trees, languages } }: Props): readonly Fact[] {
  const inputs = trees.flatMap(({ nodes }) => nodes.flatMap(({ input }) => input ?? []))
  const drawn = inputs.filter((one) => one === 'drawn').length
  return [
    { name: say('setEntered'), value: numbers.count(inputs.length - drawn) },
    { name: say('setDrawn'), value: numbers.count(drawn) },
    { name: say('languagesOf'), value: languages.map((tag) => languageNames(language).of(tag) ?? tag).join(', ') },
    { name: say('trees'), value: trees.map(({ label }) => localised(label, language, languages)).join(', ') || say('noTree') },
  ]
}

/** Every node of a set: its code, what it is worth, and where its number comes from. */
export function SetParts({ reader, questionnaire }: Props) {
  const { say, numbers, language } = reader
  const text = (label: Questionnaire['title']) => localised(label, language, questionnaire.languages)
  const columns = (['setCode', 'setIndicator', 'setMaximum', 'setComesFrom'] as const).map((word) => ({ title: say(word) }))
  return (
    <section class="card" aria-labelledby="asks">
      <h2 id="asks">{say('setOutline')}</h2>
      {questionnaire.trees.map(({ id, label, nodes }) => (
        <Region key={id} label={text(label)}>
          <table class="list folds">
            <ColumnHeads columns={columns} />
            <tbody>
              {nodes.map((node) => (
                <tr key={node.code}>
                  <td>
                    <code>{node.code}</code>
                  </td>
                  <th scope="row">{text(node.label)}</th>
                  <td class="number">{node.maximum === undefined ? '' : numbers.plain(node.maximum)}</td>
                  <td>
                    {comesFrom(reader, node)}
                    {node.entry?.source && <small>{text(node.entry.source)}</small>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Region>
      ))}
    </section>
  )
}

function comesFrom({ say, numbers }: Reader, { entry, draws, rollUp, children = [] }: IndicatorNode): string {
  if (entry) {
    const how = say('setEnteredIn', { unit: say(`setUnit_${entry.unit}`) })
    return entry.evidence === 'needed' ? `${how} ${say('setEvidence')}` : how
  }
  if (draws?.from === 'campaign') return say('setFromCampaign', { of: draws.questionnaire, node: draws.node })
  if (draws) return say('setFromAssessment', { of: draws.set, node: draws.node })
  return rollUp === 'ratio'
    ? say('setRatio', { above: children[0] ?? '', below: children[1] ?? '' })
    : say('setParts', { n: numbers.count(children.length) })
}

type OfferedProps = { readonly reader: Reader; readonly offered: readonly Questionnaire[] }

/** What comes with the product and nobody has taken up here: sets and questionnaires, each with what it is for. */
export const Catalogue = ({ reader, offered }: OfferedProps) =>
  offered.length === 0 ? null : (
    <details class="more" id="catalogue">
      <summary>{reader.say('catalogue', { n: reader.numbers.count(offered.length) })}</summary>
      <p class="note">{reader.say('catalogueText')}</p>
      <Offers {...{ reader }} title="catalogueSets" offered={offered.filter(isSet)} />
      <Offers {...{ reader }} title="catalogueQuestionnaires" offered={offered.filter((one) => !isSet(one))} />
    </details>
  )

const Offers = ({ reader, title, offered }: OfferedProps & { readonly title: 'catalogueSets' | 'catalogueQuestionnaires' }) =>
  offered.length === 0 ? null : (
    <>
      <h2>{reader.say(title)}</h2>
      <ul class="versions">
        {offered.map((questionnaire) => (
          <Offer key={questionnaire.id} {...{ reader, questionnaire }} />
        ))}
      </ul>
    </>
  )

function Offer({ reader: { say, numbers, language, may }, questionnaire }: Props) {
  const { id, title, purpose, source, languages } = questionnaire
  const text = (label: Questionnaire['title']) => localised(label, language, languages)
  const asked = items(questionnaire).length
  return (
    <li>
      <h3>{text(title)}</h3>
      <p class="note">
        {id}
        {asked > 0 && ` · ${say('catalogueItems', { n: numbers.count(asked) })}`}
      </p>
      {isSet(questionnaire) && <p>{text(purpose)}</p>}
      <details class="from">
        <summary>{say('source')}</summary>
        <p class="note">{text(source)}</p>
      </details>
      {may('questionnaires.publish') && (
        <form class="acts" method="post" action={`/admin/questionnaires/${encodeURIComponent(id)}/take`}>
          <button type="submit" class="quiet" aria-label={`${say('take')}: ${text(title)}`}>
            {say('take')}
          </button>
        </form>
      )}
    </li>
  )
}

/** Publishes what the catalogue holds under an id, as it stands there. */
export async function taken(deps: OfficeDeps, c: Context): Promise<Response> {
  const id = c.req.param('id') ?? ''
  const questionnaire = await findInCatalogue(id)
  if (!questionnaire) return noticePage(c, 404, 'lostTitle', 'questionnaireUnknown', { seen: id })
  return acting(deps, c, supplyQuestionnaire, { questionnaire, media: new Map() }, (came) =>
    came.kind === 'done'
      ? done(c, questionnaireAddress(questionnaire), 'done_taken')
      : noticePage(c, 409, 'takeUpNotTitle', 'takeUpNotText', { seen: id }),
  )
}
