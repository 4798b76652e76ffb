import type { Question } from '../../surveys/instrument/schema'
import type { Asking } from './model'
import { views } from './questions/registry'
import type { Screen } from './screens'

/** A section's title, introduction and questions. */
export function SectionView({ screen, asking }: { readonly screen: Screen; readonly asking: Asking }) {
  const { section, questions } = screen
  const titleId = `${section.id}-section`
  return (
    <section class={section.showIf && !asking.live ? 'section conditional' : 'section'} aria-labelledby={titleId}>
      <h2 id={titleId}>{asking.wording.shown(section.title)}</h2>
      {section.intro ? <p class="intro">{asking.wording.shown(section.intro)}</p> : null}
      {questions.map((question) => (
        <QuestionView key={question.id} question={question} asking={asking} />
      ))}
    </section>
  )
}

export function QuestionView({ question, asking }: { readonly question: Question; readonly asking: Asking }) {
  const drawn = asking.drawn?.get(question)
  if (drawn) return drawn
  const View = views[question.type]
  const shown = <View question={question} asking={asking} />
  return question.showIf && !asking.live ? <div class="conditional">{shown}</div> : shown
}
