import { personal, type OwnReading } from '../../surveys/instrument/personal'
import type { Questionnaire } from '../../surveys/instrument/schema'
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

/** What makes a questionnaire each person's own. */
export const personalReading = { asRead } as const
