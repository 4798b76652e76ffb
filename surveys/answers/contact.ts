import { reachable } from '../instrument/flow'
import type { Answers, Question, Questionnaire, QuestionOf } from '../instrument/schema'
import { ownValue, trimmed } from '../instrument/spelling'
import type { Violation } from '../instrument/violations'

/** Under which name a contact stands in a form and among what a screen holds; no item's id begins so. */
export const contactField = '_contact'

export type ContactQuestion = QuestionOf<'contact'>
export type ContactKind = 'phone' | 'email'

export const isContact = (question: Question): question is ContactQuestion => question.type === 'contact'

/**
 * What a screen holds as a contact, without blanks around it and signs that nobody sees, which telephones put around a copied number and an engine may
 * refuse with all that is written along; undefined where nothing was given.
 */
export function contactIn(held: Answers): string | undefined {
  const given = ownValue(held, contactField)
  return typeof given === 'string' ? trimmed(given.replace(/[\p{Cc}\p{Cf}]/gu, '')) || undefined : undefined
}

/** Whether it is asked for with these answers, and how. */
export const contactAsked = (questionnaire: Questionnaire, answers: Answers): ContactQuestion | undefined =>
  asksContact(questionnaire) ? reachable(questionnaire, answers).flatMap(({ questions }) => questions.filter(isContact))[0] : undefined

export const asksContact = ({ sections }: Questionnaire): boolean => sections.some(({ questions }) => questions.some(isContact))

/** What is wrong with a contact, told without repeating it. */
export function contactProblem({ ask }: Pick<ContactQuestion, 'ask'>, given: string): Violation | undefined {
  const kind = contactKind(given)
  return kind !== undefined && (ask === 'either' || ask === kind) ? undefined : { item: contactField, code: `not_a_contact_${ask}` }
}

/** A telephone number or an address of e-mail, as people write them; undefined for what is neither. */
export function contactKind(given: string): ContactKind | undefined {
  const text = trimmed(given)
  if (text.length > longestContact) return undefined
  if (/^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(text)) return 'email'
  return /^\+?\d{8,15}$/.test(text.replace(/[\s.()-]/g, '')) ? 'phone' : undefined
}

/** By what a contact is found again, however it was written, from abroad too. */
export const contactMark = (given: string): string =>
  given.includes('@')
    ? trimmed(given).toLowerCase()
    : given
        .replace(/[^\d+]/g, '')
        .replace(/^(?:\+|00)/, '+')
        .replace(/^\+?84(?=\d{9,10}$)/, '0')

/** Letters of an address of e-mail (RFC 5321). */
const longestContact = 254

/** The questionnaire as it is asked where a name could be put to the paper: without a contact, and without parts that ask for nothing else. */
export const withoutContact = (questionnaire: Questionnaire): Questionnaire =>
  asksContact(questionnaire)
    ? {
        ...questionnaire,
        sections: questionnaire.sections
          .map((section) => ({ ...section, questions: section.questions.filter((question) => !isContact(question)) }))
          .filter(({ questions }) => questions.length > 0),
      }
    : questionnaire

/** The last month in which what was given in a month is kept. */
export function lastMonthKept(month: string, months: number): string {
  const [year = 0, of = 1] = month.split('-').map(Number)
  const last = year * 12 + of - 1 + months
  return `${String(Math.floor(last / 12)).padStart(4, '0')}-${String((last % 12) + 1).padStart(2, '0')}`
}
