import type { QuestionOf } from '../../../surveys/instrument/schema'
import type { ViewProps } from '../model'
import { CalendarField } from './DateQuestion'

/** A calendar day and a time of it, by the browser's own picker. */
export const DateTime = ({ question, asking }: ViewProps<QuestionOf<'date-time'>>) => (
  <CalendarField question={question} asking={asking} type="datetime-local" />
)
