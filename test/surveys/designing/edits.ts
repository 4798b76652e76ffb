import fc from 'fast-check'
import { questionTypes, type QuestionSetting, settingsOf, withSetting } from '../../../surveys/designing/question-settings'
import {
  addQuestion,
  addSection,
  changeQuestion,
  changeSection,
  changeType,
  duplicateQuestion,
  moveQuestion,
  moveSection,
  removeQuestion,
  removeSection,
  renameItem,
  stepQuestion,
  usedIds,
} from '../../../surveys/designing/questions'
import type { Question, Questionnaire } from '../../../surveys/instrument/schema'

/** Numbers that choose what an author acts on. */
export type Act = { readonly a: number; readonly b: number; readonly c: number }

export const acts: fc.Arbitrary<Act> = fc.record({ a: fc.nat(30), b: fc.nat(30), c: fc.nat(30) })

/** What became of a design, and the ids of the questions that were to go. */
export type Edit = (design: Questionnaire, act: Act) => { readonly next: Questionnaire; readonly removed: ReadonlySet<string> }

export const questionsOf = ({ sections }: Questionnaire): readonly Question[] => sections.flatMap(({ questions }) => questions)

/** Values that a setting may have, one beyond its bounds among them. */
export function valuesOf({ scales }: Questionnaire, { name, control, isOptional }: QuestionSetting): readonly unknown[] {
  const none = isOptional ? [undefined] : []
  if (control.kind === 'scale') return scales.map(({ id }) => id)
  if (control.kind === 'rows') return [[], [{ id: `${name}-1`, text: {} }]]
  if (control.kind === 'tick') return [true, false]
  if (control.kind === 'choice') return control.options
  if (control.kind === 'integer') return [...none, control.min ?? -7, control.max ?? 12, (control.min ?? 0) - 1]
  if (control.kind === 'moment') return [...none, '2026-02-28T00:00', '2026-02-28', '']
  if (control.kind === 'words') return [...none, { vi: 'Rất khó' }]
  return [...none, '2026-02-28', '']
}

/** Every edit of questions and sections that the designer offers, on whatever the numbers choose. */
export const edits: Readonly<Record<string, Edit>> = {
  'add a question': (design, { a, b, c }) =>
    kept(
      addQuestion(
        design,
        of(questionTypes(), a) ?? 'text',
        of(design.sections, b)?.id ?? '',
        c % 2 === 0 ? undefined : of(questionsOf(design), c)?.id,
      ).draft,
    ),
  'move a question': (design, { a, b, c }) => kept(moveQuestion(design, idOf(design, a), of(design.sections, b)?.id ?? '', (c % 9) - 1)),
  'a step up': (design, { a }) => kept(stepQuestion(design, idOf(design, a), -1)),
  'a step down': (design, { a }) => kept(stepQuestion(design, idOf(design, a), 1)),
  'duplicate a question': (design, { a }) => kept(duplicateQuestion(design, idOf(design, a)).draft),
  'change the type': (design, { a, b }) => kept(changeType(design, idOf(design, a), of(questionTypes(), b) ?? 'text')),
  'rename an item': (design, { a, b }) => renamed(design, of([...usedIds(design)], a) ?? '', `new_name${b}`),
  'remove a question': (design, { a }) => ({ next: removeQuestion(design, idOf(design, a)), removed: new Set([idOf(design, a)]) }),
  'change a setting': (design, act) => kept(changeQuestion(design, idOf(design, act.a), (question) => set(design, question, act))),
  'empty the words': (design, { a }) => kept(changeQuestion(design, idOf(design, a), (question) => ({ ...question, text: {} }))),
  'add a section': (design, { a }) => kept(addSection(design, a % (design.sections.length + 1))),
  'move a section': (design, { a, b }) => kept(moveSection(design, of(design.sections, a)?.id ?? '', (b % 7) - 1)),
  'change a section': (design, { a }) =>
    kept(
      changeSection(design, of(design.sections, a)?.id ?? '', (section) => ({
        ...section,
        title: {},
        intro: undefined,
        showIf: undefined,
      })),
    ),
  'remove a section': (design, { a }) => ({
    next: removeSection(design, of(design.sections, a)?.id ?? ''),
    removed: new Set(of(design.sections, a)?.questions.map(({ id }) => id) ?? []),
  }),
}

const none: ReadonlySet<string> = new Set()
const kept = (next: Questionnaire) => ({ next, removed: none })

const of = <T>(list: readonly T[], number: number): T | undefined => list[number % Math.max(1, list.length)]
const idOf = (design: Questionnaire, number: number): string => of(questionsOf(design), number)?.id ?? ''

/** The old id is gone, the question is not: it stands under the new one. */
function renamed(design: Questionnaire, from: string, to: string): ReturnType<Edit> {
  if (usedIds(design).has(to)) return kept(design)
  return {
    next: renameItem(design, from, to),
    removed: new Set(
      questionsOf(design)
        .filter(({ id }) => id === from)
        .map(({ id }) => id),
    ),
  }
}

function set(design: Questionnaire, question: Question, { b, c }: Act): Question {
  const setting = of(settingsOf(question.type), b)
  return setting && setting.control.kind !== 'rows' ? withSetting(question, setting.name, of(valuesOf(design, setting), c)) : question
}
