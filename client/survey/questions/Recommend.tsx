import type { QuestionOf } from '../../../surveys/instrument/schema'
import type { ViewProps } from '../model'
import { EndWords } from './EndWords'
import { OneOfScale } from './OneOfScale'

/** Eleven figures, each as near to the finger as any other, and what the first and the last of them mean. */
export const Recommend = ({ question, asking }: ViewProps<QuestionOf<'recommend'>>) => (
  <div class="eleven">
    <OneOfScale item={question.id} text={question.text} question={question} asking={asking}>
      <EndWords question={question} min={0} max={10} asking={asking} />
    </OneOfScale>
  </div>
)
