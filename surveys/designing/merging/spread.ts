import type { Questionnaire } from '../../schema'
import { type Fields, isFields, leaving, listAt, type Named, named, present, textAt } from './values'

/**
 * A design with its questions beside its sections, so that a question is the same wherever it stands: each names its `section` and holds
 * under `form` its type and what belongs to the type.
 */
export type Spread = { readonly rest: Fields; readonly sections: Named; readonly questions: Named }

const common = ['id', 'text', 'help', 'showIf', 'section']

/** Takes a design apart; `gathered` puts it together. */
export function spread(design: Questionnaire): Spread {
  const whole: Fields = design
  const sections = named(listAt(whole, 'sections')) ?? new Map<string, Fields>()
  const questions = [...sections].flatMap(([section, fields]) => listAt(fields, 'questions').filter(isFields).map((question) => formed({ ...question, section })))
  return {
    rest: leaving(whole, ['sections']),
    sections: new Map([...sections].map(([key, fields]) => [key, leaving(fields, ['questions'])])),
    questions: named(questions) ?? new Map<string, Fields>(),
  }
}

/** The design whose sections and questions stand in the order of the maps. */
export function gathered({ rest, sections, questions }: Spread): Questionnaire {
  const whole = [...sections].map(([key, fields]) => ({
    ...fields,
    questions: [...questions.values()].filter((question) => question['section'] === key).map((question) => leaving(plain(question), ['section'])),
  }))
  const design: Questionnaire = JSON.parse(JSON.stringify({ ...rest, sections: whole }))
  return design
}

/** A question as the schema has it, with the `section` that holds it. */
export const plain = (question: Fields): Fields => ({ ...leaving(question, ['form']), ...formOf(question) })

/** A question with what belongs to its type put under `form`. */
export const formed = (question: Fields): Fields => ({ ...present(Object.fromEntries(common.map((key) => [key, question[key]]))), form: leaving(question, common) })

export const formOf = (question: Fields | undefined): Fields => (question && isFields(question['form']) ? question['form'] : {})

export const sectionOf = (question: Fields | undefined): string => textAt(question, 'section')

/** The names of the questions that stand in a section. */
export const standingIn = (questions: Named, section: string): readonly string[] => [...questions].filter(([, question]) => sectionOf(question) === section).map(([key]) => key)
