import type { QuestionOf } from '../../../surveys/schema'
import type { ViewProps } from '../asking'
import { OneOfScale } from './OneOfScale'

/** One option out of several, with a text beside an "other". */
export const Single = ({ question, asking }: ViewProps<QuestionOf<'single'>>) => (
  <OneOfScale item={question.id} text={question.text} question={question} asking={asking} />
)
