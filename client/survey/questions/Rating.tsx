import type { QuestionOf } from '../../../surveys/schema'
import type { ViewProps } from '../asking'
import { OneOfScale } from './OneOfScale'

/** A labelled scale, with faces where its options have them. */
export const Rating = ({ question, asking }: ViewProps<QuestionOf<'rating'>>) => (
  <OneOfScale item={question.id} text={question.text} question={question} asking={asking} />
)
