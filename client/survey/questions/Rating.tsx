import type { QuestionOf } from '../../../surveys/instrument/schema'
import type { ViewProps } from '../model'
import { OneOfScale } from './OneOfScale'

/** A labelled scale, with faces where its options have them. */
export const Rating = ({ question, asking }: ViewProps<QuestionOf<'rating'>>) => (
  <OneOfScale item={question.id} text={question.text} question={question} asking={asking} />
)
