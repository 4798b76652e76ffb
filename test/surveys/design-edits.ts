import fc from 'fast-check'
import { freeName, moved, replaced, without } from '../../surveys/designing/lists'
import { itemsOf } from '../../surveys/instrument/questionnaire'
import type { IndicatorTree, LocalText, Question, Questionnaire, Scale, Section } from '../../surveys/instrument/schema'

/** One act of an author: which kind, and numbers that choose what it acts on. */
type Act = { readonly kind: number; readonly a: number; readonly b: number; readonly c: number }

/** What an author does in a sitting, as a change of a design that keeps its structure and doubles no id; `mark` stands in every text that it writes. */
export const sittings: fc.Arbitrary<(design: Questionnaire, mark: string) => Questionnaire> = fc
  .array(fc.record({ kind: fc.nat(1000), a: fc.nat(6), b: fc.nat(6), c: fc.nat(6) }), { maxLength: 8, size: 'max' })
  .map(
    (acts) => (design: Questionnaire, mark: string) => acts.reduce((before, act, place) => done(before, act, `${mark}${place}#`), design),
  )

const done = (design: Questionnaire, act: Act, mark: string): Questionnaire => kinds[act.kind % kinds.length]?.(design, act, mark) ?? design

const chosen = (list: readonly unknown[], number: number): number => (list.length === 0 ? -1 : number % list.length)
const changed = <T>(list: readonly T[], number: number, edit: (one: T) => T): readonly T[] =>
  list.map((one, place) => (place === chosen(list, number) ? edit(one) : one))
const removed = <T>(list: readonly T[], number: number): readonly T[] => (list.length > 1 ? without(list, chosen(list, number)) : list)
const shuffled = <T>(list: readonly T[], { b, c }: Act): readonly T[] =>
  list.length === 0 ? list : moved(list, b % list.length, c % list.length)
const retold = (text: LocalText, number: number, mark: string): LocalText => ({
  ...text,
  [Object.keys(text)[chosen(Object.keys(text), number)] ?? 'vi']: mark,
})
const told = (design: Questionnaire, mark: string): LocalText => Object.fromEntries(design.languages.map((language) => [language, mark]))

const questionsOf = ({ sections }: Questionnaire): readonly Question[] => sections.flatMap(({ questions }) => questions)
const idsOf = (design: Questionnaire): ReadonlySet<string> =>
  new Set(questionsOf(design).flatMap((question) => [question.id, ...itemsOf(question).map(({ id }) => id)]))
const inSection = (design: Questionnaire, number: number, edit: (section: Section) => Section): Questionnaire => ({
  ...design,
  sections: changed(design.sections, number, edit),
})
const inQuestion = (design: Questionnaire, number: number, edit: (question: Question) => Question): Questionnaire => {
  const target = questionsOf(design)[chosen(questionsOf(design), number)]
  return {
    ...design,
    sections: design.sections.map((section) => ({
      ...section,
      questions: section.questions.map((one) => (one === target ? edit(one) : one)),
    })),
  }
}
const inScale = (design: Questionnaire, number: number, edit: (scale: Scale) => Scale): Questionnaire => ({
  ...design,
  scales: changed(design.scales, number, edit),
})
const inTree = (design: Questionnaire, number: number, edit: (tree: IndicatorTree) => IndicatorTree): Questionnaire => ({
  ...design,
  trees: changed(design.trees, number, edit),
})

/** Names that both authors may think of. */
const newId = (design: Questionnaire, { c }: Act): string => freeName(`new${c % 3}`, idsOf(design))
const newQuestion = (design: Questionnaire, act: Act, mark: string): Question => ({
  type: 'text',
  id: newId(design, act),
  text: told(design, mark),
  required: false,
  maxLength: 9,
  lines: 1,
})

const kinds: readonly ((design: Questionnaire, act: Act, mark: string) => Questionnaire)[] = [
  (design, { a }, mark) => ({ ...design, title: retold(design.title, a, mark) }),
  (design, { a, b }, mark) => inQuestion(design, a, (question) => ({ ...question, text: retold(question.text, b, mark) })),
  (design, { a }, mark) => inQuestion(design, a, (question) => ({ ...question, help: told(design, mark) })),
  (design, { a, b }, mark) => inSection(design, a, (section) => ({ ...section, title: retold(section.title, b, mark) })),
  (design, { a, b, c }, mark) =>
    inQuestion(design, a, (one) =>
      one.type === 'matrix' ? { ...one, items: changed(one.items, b, (item) => ({ ...item, text: retold(item.text, c, mark) })) } : one,
    ),
  (design, { a, b, c }, mark) =>
    inScale(design, a, (scale) => ({
      ...scale,
      options: changed(scale.options, b, (option) => ({ ...option, label: retold(option.label, c, mark) })),
    })),
  (design, { a, b, c }) =>
    inScale(design, a, (scale) => ({ ...scale, options: changed(scale.options, b, (option) => ({ ...option, score: c })) })),
  (design, { a, b, c }, mark) =>
    inTree(design, a, (tree) => ({ ...tree, nodes: changed(tree.nodes, b, (node) => ({ ...node, label: retold(node.label, c, mark) })) })),
  (design, act, mark) =>
    inSection(design, act.a, (section) => ({
      ...section,
      questions: [...section.questions.slice(0, act.b), newQuestion(design, act, mark), ...section.questions.slice(act.b)],
    })),
  (design, act, mark) => ({
    ...design,
    sections: [
      ...design.sections,
      {
        id: freeName(`part-new${act.b % 2}`, new Set(design.sections.map(({ id }) => id))),
        title: told(design, mark),
        questions: [newQuestion(design, act, mark)],
      },
    ],
  }),
  (design, { a }) => withoutQuestion(design, questionsOf(design)[chosen(questionsOf(design), a)]),
  (design, { a }) => ({ ...design, sections: removed(design.sections, a) }),
  (design, act) => movedQuestion(design, act),
  (design, act) => movedQuestion(design, act),
  (design, act) => inSection(design, act.a, (section) => ({ ...section, questions: shuffled(section.questions, act) })),
  (design, act) => ({ ...design, sections: shuffled(design.sections, act) }),
  (design, act, mark) =>
    inQuestion(design, act.a, (one) =>
      one.type === 'matrix' ? { ...one, items: [...one.items, { id: newId(design, act), text: told(design, mark) }] } : one,
    ),
  (design, { a, b }) => inQuestion(design, a, (one) => (one.type === 'matrix' ? { ...one, items: removed(one.items, b) } : one)),
  (design, { a, b }) => inScale(design, a, (scale) => ({ ...scale, options: removed(scale.options, b) })),
  (design, act, mark) =>
    inScale(design, act.a, (scale) => ({
      ...scale,
      options: [
        ...scale.options,
        { code: freeName(`extra${act.b % 2}`, new Set(scale.options.map(({ code }) => code))), label: told(design, mark), kind: 'answer' },
      ],
    })),
  (design, act) => inScale(design, act.a, (scale) => ({ ...scale, options: shuffled(scale.options, act) })),
  (design, { a }) =>
    inQuestion(design, a, ({ id, text }) => ({ type: 'number', id, text, required: true, min: 0, max: 9, unit: 'number' })),
  (design, { a, b }) =>
    inQuestion(design, a, (one) => ('scale' in one ? { ...one, scale: design.scales[chosen(design.scales, b)]?.id ?? one.scale } : one)),
  (design, { a, b }) => inQuestion(design, a, (one) => ({ ...one, showIf: { item: 'q1', atLeast: b } })),
  (design, { a }) => rowOut(design, a),
  (design, { a, b }) => inTree(design, a, (tree) => ({ ...tree, nodes: removed(tree.nodes, b) })),
  (design, { a, b }, mark) =>
    inTree(design, a, (tree) => ({
      ...tree,
      nodes: [
        ...tree.nodes,
        {
          code: freeName(`N${b % 2}`, new Set(design.trees.flatMap(({ nodes }) => nodes.map(({ code }) => code)))),
          kind: 'factor',
          label: told(design, mark),
          items: [],
        },
      ],
    })),
  (design, { a }) => ({ ...design, trees: without(design.trees, chosen(design.trees, a)) }),
  (design) => ({ ...design, languages: [...new Set([...design.languages, 'fr'])] }),
]

/** A section goes with its last question, but for the only one. */
function withoutQuestion(design: Questionnaire, target: Question | undefined): Questionnaire {
  const sections = design.sections
    .map((section) => ({ ...section, questions: section.questions.filter((one) => one !== target) }))
    .filter(({ questions }) => questions.length > 0)
  return sections.length > 0 ? { ...design, sections } : design
}

function movedQuestion(design: Questionnaire, { a, b, c }: Act): Questionnaire {
  const target = questionsOf(design)[chosen(questionsOf(design), a)]
  const left = withoutQuestion(design, target)
  if (!target || left === design) return design
  return inSection(left, b, (section) => ({
    ...section,
    questions: [...section.questions.slice(0, c), target, ...section.questions.slice(c)],
  }))
}

/** A row of a matrix made a question of its own, under its id. */
function rowOut(design: Questionnaire, number: number): Questionnaire {
  const place = chosen(design.sections, number)
  const section = design.sections[place]
  const at = section?.questions.findIndex((one) => one.type === 'matrix' && one.items.length > 1) ?? -1
  const matrix = section?.questions[at]
  if (!section || matrix?.type !== 'matrix') return design
  const [row, ...items] = matrix.items
  if (!row) return design
  const single: Question = { type: 'single', id: row.id, text: row.text, required: matrix.required, scale: matrix.scale }
  return {
    ...design,
    sections: replaced(design.sections, place, {
      ...section,
      questions: [...replaced(section.questions, at, { ...matrix, items }), single],
    }),
  }
}
