import type { QuestionOf } from '../../../surveys/instrument/schema'
import type { ViewProps } from '../model'
import { OneOfScale } from './OneOfScale'

/** One option out of several, with a text beside an "other". */
export const Single = ({ question, asking }: ViewProps<QuestionOf<'single'>>) => (
  <OneOfScale item={question.id} text={question.text} question={question} asking={asking} />
)
