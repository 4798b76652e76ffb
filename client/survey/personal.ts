import { personal, type OwnReading } from '../../surveys/instrument/personal'
import { contactField, contactIn, contactProblem, isContact } from '../../surveys/answers/contact'
import type { Answers, Question, Questionnaire, Section } from '../../surveys/instrument/schema'
import type { Violation } from '../../surveys/instrument/violations'
import { localeOf } from '../text/languages'
import { dayInFigures } from '../text/speaking'

const asRead = (questionnaire: Questionnaire, reading: OwnReading): Questionnaire => personal(questionnaire, reading, telling)

const telling = {
  number: (language: string, number: number) => new Intl.NumberFormat(localeOf(language)).format(number),
  day: dayInFigures,
  // An engine that knows no lists knows commas.
  list: (language: string, parts: readonly string[]) =>
    'ListFormat' in Intl ? new Intl.ListFormat(localeOf(language)).format(parts) : parts.join(', '),
}

/** What is wrong with a contact on screens that ask for it. */
function wrongContact(screens: readonly Pick<Section, 'questions'>[], held: Answers): readonly Violation[] {
  const given = contactIn(held)
  const asked = screens.flatMap(({ questions }) => questions.filter(isContact))
  return given === undefined ? [] : asked.flatMap((question) => contactProblem(question, given) ?? [])
}

/** The field of what is asked beside all items. */
const fieldOf = (question: Question): string | undefined => (isContact(question) ? contactField : undefined)

/** What makes a questionnaire each person's own. */
export const personalReading = { asRead, contactIn, wrongContact, fieldOf } as const
