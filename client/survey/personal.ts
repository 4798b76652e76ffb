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

type Screens = readonly Pick<Section, 'questions'>[]

const askedOn = (screens: Screens) => screens.flatMap(({ questions }) => questions.filter(isContact))

/** The contact that was given on screens that ask for it; where the answers have come to lead past it, it stays with the person. */
const contactOn = (screens: Screens, held: Answers): string | undefined => (askedOn(screens).length > 0 ? contactIn(held) : undefined)

/** What is wrong with a contact on screens that ask for it. */
function wrongContact(screens: Screens, held: Answers): readonly Violation[] {
  const given = contactIn(held)
  return given === undefined ? [] : askedOn(screens).flatMap((question) => contactProblem(question, given) ?? [])
}

/** The field of what is asked beside all items. */
const fieldOf = (question: Question): string | undefined => (isContact(question) ? contactField : undefined)

/** What makes a questionnaire each person's own. */
export const personalReading = { asRead, contactOn, wrongContact, fieldOf } as const
