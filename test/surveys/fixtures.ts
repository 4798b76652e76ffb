import { type Questionnaire, type QuestionnaireInput, questionnaire as schema } from '../../surveys/instrument/schema'

type Scale = QuestionnaireInput['scales'][number]
type Option = Scale['options'][number]
type Question = QuestionnaireInput['sections'][number]['questions'][number]
type Tree = NonNullable<QuestionnaireInput['trees']>[number]
type Node = Tree['nodes'][number]

const words = (text: string): Record<string, string> => ({ vi: text, en: text })

/** Five points 1…5 under letters, so that neither code nor place is the score; the top two are positive. */
export const fivePoint: Scale = {
  id: 'satisfaction',
  options: [
    ...(
      [
        ['e', 5],
        ['b', 2],
        ['c', 3],
        ['d', 4],
        ['a', 1],
      ] as const
    ).map(([code, score]): Option => ({ code, label: words(code), score, ...(score >= 4 && { positive: true }) })),
    { code: 'na', label: words('not applicable'), kind: 'not-applicable' },
    { code: 'dk', label: words('no opinion'), kind: 'no-opinion' },
  ],
}

export const single = (id: string, scale = 'satisfaction'): Question => ({ type: 'single', id, text: words(id), scale })
export const multiple = (id: string, scale: string): Question => ({ type: 'multiple', id, text: words(id), scale })
export const whole = (id: string, min = 0, max = 100): Question => ({ type: 'number', id, text: words(id), min, max })
export const options = (id: string, list: readonly (Partial<Option> & { readonly code: string })[]): Scale => ({
  id,
  options: list.map((option) => ({ label: words(option.code), ...option })),
})

export const node = (code: string, kind: Node['kind'], rest: Partial<Node>): Node => ({ code, kind, label: words(code), ...rest })
export const tree = (id: Tree['id'], nodes: Node[], rest: Partial<Tree> = {}): Tree => ({
  id,
  label: words(id),
  formula: 'share',
  nodes,
  ...rest,
})
export const ids = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`)

/** A questionnaire with only what its figures need. */
export function questionnaireWith(parts: {
  questions: Question[]
  trees: Tree[]
  scales?: Scale[]
  headline?: string
  scoreUnit?: number
}): Questionnaire {
  const { questions, trees, scales = [], ...rest } = parts
  return schema.parse({
    id: 'fixture',
    version: 1,
    title: words('fixture'),
    source: words('test'),
    languages: ['vi', 'en'],
    purpose: words('test'),
    privacy: words('test'),
    thanks: words('test'),
    scales: [fivePoint, ...scales],
    sections: [{ id: 's', title: words('s'), questions }],
    trees,
    ...rest,
  })
}

/** One satisfaction tree over factors of five-point items. */
export function satisfaction(factors: Readonly<Record<string, number>>, rest: Partial<Tree> = {}): Questionnaire {
  const entries = Object.entries(factors)
  const root = node('S', 'overall', { children: entries.map(([code]) => code) })
  const nodes = entries.map(([code, count]) => node(code, 'factor', { items: ids(code, count) }))
  return questionnaireWith({
    questions: entries.flatMap(([code, count]) => ids(code, count).map((id) => single(id))),
    trees: [tree('satisfaction', [root, ...nodes], rest)],
  })
}
