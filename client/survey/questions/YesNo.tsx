import type { QuestionOf } from '../../../surveys/instrument/schema'
import type { ViewProps } from '../model'
import { OneOfScale } from './OneOfScale'

/** Yes or no, as the questionnaire words them. */
export const YesNo = ({ question, asking }: ViewProps<QuestionOf<'yes-no'>>) => (
  <OneOfScale item={question.id} text={question.text} question={question} asking={asking} />
)
