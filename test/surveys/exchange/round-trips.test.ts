import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lentWords } from '../../../client/text/exchange'
import { built } from '../../../surveys/exchange/building'
import { reporting } from '../../../surveys/exchange/notes'
import { xlsformOf } from '../../../surveys/exchange/to-xlsform'
import { surveyOf } from '../../../surveys/exchange/to-surveyjs'
import { outlineOfForm } from '../../../surveys/exchange/xlsform'
import { readDefinition } from '../../../surveys/instrument/definition'
import type { Condition, Question, Questionnaire } from '../../../surveys/instrument/schema'
import { everything } from './everything'
import { type Came, realForms, takenForm, told } from './forms'
import { realStructures, structureFile, takenStructure } from './structures'
import { realSurveys, takenSurvey } from './surveys'

type Way = { readonly out: (definition: Questionnaire) => Came['report']; readonly back: (definition: Questionnaire) => Came }

/** Out to another format, and in again. */
const ways: Readonly<Record<'XLSForm' | 'SurveyJS', Way>> = {
  XLSForm: {
    out: (definition) => {
      const { tell, report } = reporting()
      xlsformOf(definition, tell)
      return report()
    },
    back: (definition) => {
      const { tell, report } = reporting()
      const sheets = xlsformOf(definition, () => undefined)
      const rows = (name: 'survey' | 'choices' | 'settings') => sheets[name].map((cells, at) => ({ line: at + 1, cells }))
      const outline = outlineOfForm({ survey: rows('survey'), choices: rows('choices'), settings: rows('settings') }, lentWords, tell)
      return { ...built(outline, tell), report: report() }
    },
  },
  SurveyJS: {
    out: (definition) => {
      const { tell, report } = reporting()
      surveyOf(definition, tell)
      return report()
    },
    back: (definition) => takenSurvey(JSON.parse(JSON.stringify(surveyOf(definition, () => undefined)))),
  },
}

const cameIn: Readonly<Record<string, Came>> = {
  ...Object.fromEntries(Object.entries(realForms).map(([name, form]) => [`the form "${name}"`, takenForm(form)])),
  ...Object.fromEntries(Object.entries(realSurveys).map(([name, json]) => [`the survey "${name}"`, takenSurvey(json)])),
  ...Object.fromEntries(
    Object.entries(realStructures).map(([name, made]) => [`the structure "${name}"`, takenStructure(structureFile(made, 'new'))]),
  ),
}

/** What both formats hold: without what is told to stay behind. */
function held({ sections, scales, title, languages, id, computed, scoreUnit }: Questionnaire) {
  const used = new Set(sections.flatMap(({ questions }) => questions.flatMap((question) => ('scale' in question ? [question.scale] : []))))
  return { id, title, languages, computed, scoreUnit, sections, scales: scales.filter((scale) => used.has(scale.id)) }
}

/** Whether the way out said that a question leaves as several. */
const isParted = ({ notes }: Came['report']): boolean => notes.some(({ code }) => code === 'several_questions')
const hasNumbers = ({ sections }: Questionnaire): boolean =>
  sections.some(({ questions }) => questions.some(({ type }) => type === 'number-matrix'))

describe.each(Object.entries(ways))('through %s and back', (_, { out, back }) => {
  it.each(Object.keys(cameIn))('%s comes back as it was', (name) => {
    const definition = cameIn[name]?.definition
    if (!definition) return
    const again = back(definition).definition
    if (isParted(out(definition))) expect(hasNumbers(definition)).toBe(true)
    else expect(named(held(again))).toEqual(named(held(definition)))
    expect(back(again).definition.sections).toEqual(again.sections)
  })

  it('whatever a questionnaire can ask comes back, what it works out and tells of answers too', () => {
    const came = back(everything).definition
    const isCut = told(out(everything)).includes('order | stays_most | 2')
    const plain = ({ questions }: Questionnaire['sections'][number]) =>
      questions
        .filter(({ id }) => !['costs', 'fee', 'road'].includes(id))
        .map((question) => without(question, 'min', 'max', isCut && question.type === 'ranking' ? 'atMost' : 'max'))
    const words = (text: string) => JSON.parse(text.replace(/\{answer:(\w+)\|[^{}]*\}/g, '{answer:$1}'))
    const wanted = words(JSON.stringify(everything))
    const again = words(JSON.stringify(came))
    expect(again.computed).toEqual(wanted.computed)
    expect(again.sections.flatMap(plain)).toEqual(wanted.sections.flatMap(plain))
    expect(told(out(everything)).filter((line) => /stays_type|^total.*condition|calculation/.test(line))).toEqual([])
    expect(back(came).definition).toEqual(came)
  })

  it('any questionnaire of the types that it holds comes back as it was', () => {
    fc.assert(
      fc.property(questionnaires, (definition) => {
        expect(
          readDefinition({
            ...definition,
            source: definition.title,
            purpose: definition.title,
            privacy: definition.title,
            thanks: definition.title,
          }).ok,
        ).toBe(true)
        const came = back(definition)
        expect(named(held(came.definition))).toEqual(named(held(definition)))
        expect(told(came.report).filter((line) => !/taken|became|open_texts|guessed_language|number_as_choice/.test(line))).toEqual([])
      }),
      { seed: 42, numRuns: 150 },
    )
  })

  it('the shipped questionnaires leave with a report, and their sections come back', () => {
    for (const folder of ['questionnaires', 'catalogue'])
      for (const file of readdirSync(join(import.meta.dirname, '../../../surveys', folder))) {
        const reading = readDefinition(JSON.parse(readFileSync(join(import.meta.dirname, '../../../surveys', folder, file), 'utf8')))
        if (!reading.ok) throw new Error(file)
        const { questionnaire } = reading
        expect(out(questionnaire).notes.some(({ code }) => code === 'stays_trees')).toBe(true)
        const plain = ({ id, title, questions, showIf }: Questionnaire['sections'][number]) => ({ id, title, questions, showIf })
        expect(back(questionnaire).definition.sections.map(plain)).toEqual(questionnaire.sections.map(plain))
      }
  })
})

function without(question: Question, ...names: readonly string[]) {
  return Object.fromEntries(Object.entries(question).filter(([name]) => !names.includes(name) || question.type === 'number'))
}

/** Scales by what they hold: two of the same options are one scale after a journey, under the name of the first. */
function named(definition: ReturnType<typeof held>) {
  const scales = new Map(definition.scales.map(({ id, options }) => [id, JSON.stringify(options)]))
  return {
    ...definition,
    scales: [...new Set(scales.values())].sort(),
    sections: definition.sections.map((section) => ({
      ...section,
      id: section.id.replace(/_section$/, ''),
      questions: section.questions.map((question) => ('scale' in question ? { ...question, scale: scales.get(question.scale) } : question)),
    })),
  }
}

const words = fc
  .stringMatching(/^[A-Za-zÀ-ỹ0-9?,.;()=&"' -]{0,30}[A-Za-zỹ]$/)
  .map((text) => text.normalize('NFC').replace(/&/g, 'and').replace(/ +/g, ' ').trim())
const text = fc.record({ vi: words, en: words })
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })

const option = (code: string) =>
  fc
    .record({
      label: text,
      kind: fc.constantFrom('answer', 'answer', 'answer', 'not-applicable', 'no-opinion', 'other'),
      score: fc.integer({ min: 0, max: 9 }),
      positive: fc.boolean(),
    })
    .map(({ label, kind, score, positive }) => ({ code, label, kind, ...(kind === 'answer' ? { score, positive } : {}) }))

const scaleOf = (id: string) =>
  fc
    .integer({ min: 1, max: 5 })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => option(`${id}${at}`))).map((options) => ({ id, options })))

/** Options that are put in an order: none says anything by itself. */
const inOrder = { id: 'd', options: ['x', 'y', 'z'].map((code) => ({ code, label: { vi: code, en: code }, kind: 'answer' as const })) }

const scaleIds = ['a', 'b', 'c'] as const

type Made = { readonly definition: Questionnaire }

const kinds = [
  'single',
  'multiple',
  'rating',
  'yes-no',
  'matrix',
  'number',
  'slider',
  'text',
  'date',
  'date-time',
  'note',
  'ranking',
  'recommend',
] as const

const questionOf = (id: string): fc.Arbitrary<Question> =>
  fc
    .record({
      kind: fc.constantFrom(...kinds),
      text,
      help: optional(text),
      required: fc.boolean(),
      scale: fc.constantFrom(...scaleIds),
      low: fc.integer({ min: -50, max: 50 }),
      span: fc.integer({ min: 1, max: 50 }),
      most: optional(fc.integer({ min: 1, max: 3 })),
    })
    .map(({ kind, text: asks, help, required, scale, low, span, most }): Question => {
      const base = { id, text: asks, ...(help && { help }) }
      const asked = { ...base, required }
      if (kind === 'note') return { type: 'note', id, text: asks }
      if (kind === 'multiple') return { type: kind, ...asked, scale, ...(most !== undefined && { atMost: most }) }
      if (kind === 'matrix')
        return {
          type: kind,
          ...asked,
          scale,
          items: [
            { id: `${id}r1`, text: asks },
            { id: `${id}r2`, text: asks },
          ],
        }
      if (kind === 'number') return { type: kind, ...asked, min: low, max: low + span, unit: 'number' }
      if (kind === 'slider') return { type: kind, ...asked, min: low, max: low + span, step: 1, unit: 'number' }
      if (kind === 'text') return { type: kind, ...asked, maxLength: span, lines: most === undefined ? 1 : 4 }
      if (kind === 'recommend') return { type: kind, ...asked, ...(help && { least: help, most: asks }) }
      if (kind === 'ranking') return { type: kind, ...asked, scale: 'd', ...(low > 0 && { shuffled: true }) }
      if (kind === 'date' || kind === 'date-time') return { type: kind, ...asked }
      if (kind === 'single' && most === 2) return { type: kind, ...asked, scale, asList: true }
      return { type: kind, ...asked, scale }
    })

/** A condition about questions asked before. */
function conditionOn(before: readonly Question[], scales: Questionnaire['scales'], pick: number): Condition | undefined {
  const question = before[pick % Math.max(1, before.length)]
  if (!question || question.type === 'note') return undefined
  const item = question.type === 'matrix' ? `${question.id}r1` : question.id
  const codes = 'scale' in question ? (scales.find(({ id }) => id === question.scale)?.options.map(({ code }) => code) ?? []) : []
  const one: Condition =
    codes.length > 0
      ? { item, in: codes.slice(0, 1 + (pick % 2)) }
      : question.type === 'number' || question.type === 'slider'
        ? { item, atLeast: question.min }
        : { item, answered: true }
  const shapes: readonly Condition[] = [
    one,
    { not: one },
    { all: [one, { item, answered: true }] },
    { any: [one, { not: { item, answered: true } }] },
  ]
  return shapes[pick % shapes.length]
}

const questionnaires: fc.Arbitrary<Made['definition']> = fc
  .record({
    title: text,
    scales: fc.tuple(scaleOf('a'), scaleOf('b'), scaleOf('c'), fc.constant(inOrder)),
    sections: fc.array(fc.record({ title: text, count: fc.integer({ min: 1, max: 4 }) }), { minLength: 1, maxLength: 3 }),
    questions: fc.tuple(...Array.from({ length: 12 }, (_, at) => questionOf(`q${at}`))),
    picks: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 12, maxLength: 12 }),
  })
  .map(({ title, scales, sections, questions, picks }) => {
    const shown = questions.map((question, at): Question => {
      const condition = (picks[at] ?? 0) % 3 === 0 ? conditionOn(questions.slice(0, at), scales, picks[at] ?? 0) : undefined
      return condition ? { ...question, showIf: condition } : question
    })
    let at = 0
    return {
      id: 'made',
      version: 1,
      title,
      source: {},
      languages: ['vi', 'en'],
      purpose: {},
      privacy: {},
      thanks: {},
      adultsOnly: false,
      secondsPerItem: 5,
      scoreUnit: 1,
      scales: scales.map(({ id, options }) => ({ id, options: options.map((one) => ({ ...one, kind: kindOf(one.kind) })) })),
      sections: sections.map((section, place) => ({
        id: `s${place}`,
        title: section.title,
        questions: shown.slice(at, (at += section.count)),
      })),
      trees: [],
      bandSets: [],
    }
  })

const kindOf = (kind: string) => (kind === 'other' || kind === 'not-applicable' || kind === 'no-opinion' ? kind : 'answer')
