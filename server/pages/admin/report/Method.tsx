import { localised } from '../../../../surveys/language'
import type { ReportProps } from './Report'

type Props = ReportProps & { readonly hash: string; readonly today: string }

/** How the figures came about, and what the words mean. */
export function Method({ reader, view, hash, today }: Props) {
  const { say, numbers, language } = reader
  const { questionnaire, record: { campaign }, results: { total: { nodes } } } = view
  const values = { title: localised(questionnaire.title, language, questionnaire.languages), id: questionnaire.id, version: String(questionnaire.version), hash: hash.slice(0, 16) }
  const lines = [
    say('reportVersion', values),
    localised(questionnaire.source, language, questionnaire.languages),
    say('reportMade', { day: numbers.day(today) }),
    ...distinct(nodes.map(({ formula }) => say(`formula_${formula}`))),
    ...distinct(nodes.flatMap(({ rollUp }) => (rollUp ? say(`rollUp_${rollUp}`) : []))),
    ...distinct(nodes.flatMap(({ intervalMethod }) => (intervalMethod ? say(`method_${intervalMethod}`) : []))),
    say('missing'),
    say('smallWhy', { n: numbers.count(campaign.threshold) }),
    say('totalsWhy'),
    ...(campaign.kind === 'open' ? [say('openWhy')] : []),
    ...terms.map((term) => say(term)),
  ]
  return (
    <section class="method">
      <h2>{say('reportMethod')}</h2>
      <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>
    </section>
  )
}

const terms = ['termBase', 'termPersons', 'termShare', 'termLevel', 'termInterval'] as const

const distinct = (all: readonly string[]): readonly string[] => [...new Set(all)]
