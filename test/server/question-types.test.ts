import { codingOf } from '../../server/files/coded'
import { screenWords } from '../../client/text/screen'
import { afterEach, describe, expect, it } from 'vitest'
import { blankQuestionnaire } from '../../surveys/designing/blank'
import { questionTypes, type QuestionSetting, settingsOf, withSetting } from '../../surveys/designing/question-settings'
import { addQuestion, changeQuestion } from '../../surveys/designing/questions'
import { readDefinition } from '../../surveys/instrument/definition'
import { lint } from '../../surveys/instrument/lint'
import { items } from '../../surveys/instrument/questionnaire'
import type { Behaviour, Keeping } from '../../surveys/instrument/questions/behaviour'
import { multiple, multipleKept } from '../../surveys/instrument/questions/multiple'
import { oneOptionKept } from '../../surveys/instrument/questions/options'
import { keepings } from '../../surveys/instrument/questions/keepings'
import { behaviours } from '../../surveys/instrument/questions/registry'
import type { Option, Question, Questionnaire, QuestionType } from '../../surveys/instrument/schema'
import { brokenWays } from './question-type-law'

const label = (text: string) => ({ vi: text })

const plain: readonly Option[] = ['a', 'b', 'c', 'd'].map((code) => ({
  code,
  label: label(code),
  kind: 'answer',
  picture: code.repeat(22),
}))
const scales = [
  { id: 'plain', options: plain },
  {
    id: 'rich',
    options: [
      ...plain.map((option, place) => ({ ...option, score: place - 1, positive: place > 2 })),
      { code: 'else', label: label('else'), kind: 'other' },
      { code: 'alone', label: label('alone'), kind: 'answer', score: 0, positive: false, exclusive: true },
      { code: 'na', label: label('na'), kind: 'not-applicable' },
    ],
  },
] as const satisfies Questionnaire['scales']

const blank: Questionnaire = {
  ...blankQuestionnaire('law', label('Luật'), ['vi']),
  source: label('x'),
  purpose: label('x'),
  privacy: label('x'),
  thanks: label('x'),
  scales,
  sections: [{ id: 'section', title: label('x'), questions: [] }],
}

/** What an author may set: the ends of each range, each choice, and nothing where nothing is needed. */
function valuesOf({ name, control, isOptional, fresh }: QuestionSetting): readonly unknown[] {
  const none = isOptional ? [undefined] : [fresh]
  if (control.kind === 'scale') return scales.map(({ id }) => id)
  if (control.kind === 'rows') return [[{ id: `${name}1`, text: label('x') }]]
  if (control.kind === 'tick') return [false, true]
  if (control.kind === 'choice') return control.options
  if (control.kind === 'integer') return [...none, control.min ?? -9, Math.min(control.max ?? 900, 900)]
  if (control.kind === 'words') return [...none, label('x')]
  if (control.kind === 'moment') return [...none, '2026-02-28T00:00', '2026-11-27T10:30']
  return control.kind === 'day' ? [...none, '2026-02-28', '2026-11-27'] : none
}

/** A design with one question of the type for each value of each setting, the others as they begin. */
function designs(type: QuestionType): readonly Questionnaire[] {
  const settings = settingsOf(type)
  const begun = addQuestion(blank, type, 'section')
  const set = (draft: Questionnaire, name: string, value: unknown) =>
    changeQuestion(draft, begun.id, (question) => withSetting(question, name, value))
  const whole = settings.reduce(
    (draft, setting) => {
      const [first] = setting.isOptional || setting.control.kind === 'integer' ? [setting.fresh] : valuesOf(setting)
      return set(draft, setting.name, first)
    },
    changeQuestion(begun.draft, begun.id, (question) => ({ ...question, text: label('x') })),
  )
  return [whole, ...settings.flatMap((setting) => valuesOf(setting).map((value) => set(whole, setting.name, value)))]
}

describe.each(questionTypes())('the question type %s', (type) => {
  it('is the same definition whatever its author sets, once that is fit to publish', () => {
    const readings = designs(type).map((design) => ({ design, reading: readDefinition(JSON.parse(JSON.stringify(design))) }))
    const taken = readings.flatMap(({ design, reading }) => (reading.ok ? [{ design, read: reading.questionnaire }] : []))
    expect(taken.length).toBeGreaterThan(0)
    for (const { design, read } of taken) expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(design)))
  })

  it('keeps an answer from the form to the row, the bytes, the tally, the export and the import', async () => {
    const fit = designs(type).filter(
      (design) => readDefinition(design).ok && !lint(design, screenWords).some(({ rule }) => rule === 'unanswerable'),
    )
    expect(fit.length).toBeGreaterThan(0)
    for (const design of fit)
      for (const item of items(design)) expect([...(await brokenWays(design, item))], JSON.stringify(item.question)).toEqual([])
  })

  it('has each option told apart in files for programs of statistics: by its variable or by its number', () => {
    for (const design of designs(type).filter((one) => readDefinition(one).ok))
      for (const { item, options, variables } of codingOf(design, 'vi').items.values()) {
        expect([...options.keys()]).toEqual(item.scale?.options.map(({ code }) => code) ?? [])
        expect(new Set([...options.values()].map(({ variable, value }) => `${variable} ${value}`)).size).toBe(options.size)
        expect(variables.map(({ name }) => name)).toEqual(expect.arrayContaining([...options.values()].map(({ variable }) => variable)))
      }
  })
})

/** Options put in order, as an author of the house might write it: answered like several options, kept with whatever is forgotten. */
describe('a new question type', () => {
  const ordered: Keeping = { ...multipleKept, writer: (item) => (answer, row) => multipleKept.writer(item)(answer, row) }
  const register = (behaviour: Behaviour, keeping: Keeping): void => {
    Object.assign(behaviours, { 'card-sort': behaviour })
    Object.assign(keepings, { 'card-sort': keeping })
  }
  const question: Question = JSON.parse(
    JSON.stringify({ type: 'card-sort', id: 'order', text: label('x'), required: false, scale: 'rich' }),
  )
  const design: Questionnaire = { ...blank, sections: [{ id: 'section', title: label('x'), questions: [question] }] }
  const broken = async (): Promise<readonly string[]> => {
    const found = await Promise.all(items(design).map((item) => brokenWays({ ...design }, item)))
    return found.flatMap((ways) => [...ways.keys()])
  }
  afterEach(() => {
    Reflect.deleteProperty(behaviours, 'card-sort')
    Reflect.deleteProperty(keepings, 'card-sort')
  })

  it('passes once it is whole', async () => {
    register(multiple, ordered)
    expect(await broken()).toEqual([])
  })

  it.each<[string, Partial<Keeping>, readonly string[]]>([
    ['counts like one option, which counts nothing', { counted: oneOptionKept.counted }, ['tally']],
    ['forgets to be counted', { counted: () => undefined }, ['tally']],
    [
      'packs its last option only',
      {
        bytes: () => 1,
        pack: (item, answer, into, offset) => [answer].flat().forEach((choice) => oneOptionKept.pack(item, choice, into, offset)),
      },
      ['packed'],
    ],
    ['forgets to be packed', { bytes: () => 0 }, ['packed']],
    ['forgets its column', { columns: () => [] }, ['export', 'import']],
    ['forgets its cell', { writer: () => () => undefined }, ['export', 'import']],
    ['writes a cell that its import does not read', { values: (cell) => [cell] }, ['import']],
  ])('goes red when it %s', async (_, forgotten, ways) => {
    register(multiple, { ...ordered, ...forgotten })
    expect(await broken()).toEqual(ways)
  })

  it('goes red when its form is not read', async () => {
    register({ ...multiple, read: () => undefined }, ordered)
    expect(await broken()).toContain('form')
  })
})
