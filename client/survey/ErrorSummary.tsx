import { localised } from '../../surveys/language'
import { itemsById } from '../../surveys/response'
import { violationText } from '../../surveys/violations'
import type { Asking } from './asking'

/** All that stands in the way, each line leading to its input; focus goes here. */
export function ErrorSummary({ asking }: { readonly asking: Asking }) {
  const { problems, wording, questionnaire } = asking
  if (problems.length === 0) return null
  const known = itemsById(questionnaire)
  return (
    <div class="summary" role="alert" tabIndex={-1} id="_problems">
      <h2>{wording.say('problems', { n: problems.length })}</h2>
      <ul>
        {problems.map((problem) => {
          const item = known.get(problem.item)
          const sentence = violationText(wording.language, problem)
          return (
            <li key={problem.item}>
              {item ? <a href={`#${item.id}`}>{localised(item.text, wording.language, questionnaire.languages)}</a> : null} {sentence}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
