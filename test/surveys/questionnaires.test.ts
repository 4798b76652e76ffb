import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readDefinition } from '../../surveys/instrument/definition'
import { reachableItems } from '../../surveys/instrument/flow'
import { estimatedSeconds, items, itemsOf } from '../../surveys/instrument/questionnaire'
import { type Condition, type IndicatorTree, type Questionnaire, type Scale, questionnaire as shape } from '../../surveys/instrument/schema'

const localText = z.record(z.string(), z.string())
const national = read('sipas-2026')
const service = read('sipas-service')
const quick = read('sipas-service-quick')
const shipped = [national, service, quick]

describe.each(['sipas-2026', 'sipas-service', 'sipas-service-quick'])('the shipped questionnaire %s', (name) => {
  const source = parsed(name)
  const questionnaire = read(name)

  it('has the shape of a questionnaire and keeps its rules', () => {
    expect(shape.safeParse(source).error?.issues).toBeUndefined()
    expect(readDefinition(source)).toMatchObject({ ok: true })
  })

  it('carries the name of its file', () => {
    expect(`${questionnaire.id} version ${questionnaire.version}`).toBe(`${name} version 2`)
  })

  it('says everything in Vietnamese and in English', () => {
    expect(questionnaire.languages).toEqual(['vi', 'en'])
    expect(localTexts(source).length).toBeGreaterThan(items(questionnaire).length)
    for (const { path, text } of localTexts(source)) {
      expect(Object.keys(text), path).toEqual(['vi', 'en'])
      for (const words of Object.values(text)) expect(words, path).toBe(words.trim())
    }
  })

  it('fills the same placeholders in both languages, and only those that are known', () => {
    for (const { path, text } of localTexts(source)) {
      expect(placeholders(text['en']), path).toEqual(placeholders(text['vi']))
      for (const placeholder of placeholders(text['vi'])) expect(['{agency}', '{campaign}'], path).toContain(placeholder)
    }
  })

  it('writes Vietnamese in composed characters', () => {
    expect(localTexts(source).filter(({ text }) => text['vi'] !== text['vi']?.normalize('NFC'))).toEqual([])
  })

  it('rises from the worst option to the best', () => {
    for (const { id, options } of questionnaire.scales) {
      const scores = options.flatMap(({ score }) => score ?? [])
      expect(scores, id).toEqual([...scores].sort((a, b) => a - b))
    }
  })

  it('puts "not applicable" and "no opinion" last and leaves them without a score', () => {
    for (const { id, options } of questionnaire.scales) {
      const outside = options.filter(({ kind }) => kind === 'not-applicable' || kind === 'no-opinion')
      expect(outside.length, id).toBeLessThanOrEqual(1)
      if (outside.length > 0) expect(options.at(-1), id).toBe(outside[0])
      for (const { score, positive } of outside) expect([score, positive], id).toEqual([undefined, undefined])
    }
  })

  it('asks for satisfaction on five levels of which the upper two are positive', () => {
    for (const scale of satisfactionScales(questionnaire)) {
      const levels = scale.options.filter(({ kind }) => kind === 'answer')
      expect(levels.map(({ code }) => code)).toEqual(['1', '2', '3', '4', '5'])
      expect(levels.map(({ score }) => score)).toEqual([1, 2, 3, 4, 5])
      expect(levels.map(({ face }) => face)).toEqual([1, 2, 3, 4, 5])
      expect(levels.map(({ positive }) => positive)).toEqual([false, false, false, true, true])
    }
  })

  it('costs the same number of taps for a good and a bad answer: no condition looks at a satisfaction item', () => {
    const satisfaction = treeItems(tree(questionnaire, 'satisfaction'))
    expect(itemsInConditions(questionnaire).filter((id) => satisfaction.includes(id))).toEqual([])
  })

  it('says in words when a conditional question is to be answered, for a page without JavaScript', () => {
    const conditional = questions(questionnaire).filter(({ showIf }) => showIf !== undefined)
    expect(conditional.filter(({ help }) => help === undefined).map(({ id }) => id)).toEqual([])
  })

  it('names its law, its decision and that the wording is not the official one', () => {
    expect(questionnaire.privacy['vi']).toContain('91/2025/QH15')
    expect(questionnaire.source['vi']).toContain('1001/QĐ-BNV')
    expect(questionnaire.source['vi']).toContain('không phải nguyên văn')
  })

  it('gives every item node its own item, once', () => {
    for (const { id, nodes } of questionnaire.trees) {
      const inNodes = nodes.filter(({ kind }) => kind === 'item').flatMap((node) => node.items ?? [])
      expect(inNodes, id).toEqual([...new Set(inNodes)])
    }
  })
})

describe('the shipped questionnaires together', () => {
  it('differ in id, so that their results are never pooled', () => {
    expect(new Set(shipped.map(({ id }) => id)).size).toBe(shipped.length)
  })

  it('publish the level in sipas-2026 and the share at the desk', () => {
    expect(shipped.map((one) => tree(one, 'satisfaction').formula)).toEqual(['level', 'share', 'share'])
  })

  it('head their reports with SIPAS as the mean over items', () => {
    for (const one of shipped) {
      expect(one.headline).toBe('SIPAS')
      expect(tree(one, 'satisfaction').rollUp).toBe('mean-of-items')
    }
  })
})

describe('sipas-2026', () => {
  const satisfaction = tree(national, 'satisfaction')

  it('holds 39 satisfaction items in 9 factors and 2 aspects', () => {
    expect(itemsUnder(satisfaction, 'SIPAS')).toHaveLength(39)
    expect(codesOf(satisfaction, 'factor')).toEqual(['I.A', 'I.B', 'I.C', 'I.D', 'II.A', 'II.B', 'II.C', 'II.D', 'II.E'])
    expect(codesOf(satisfaction, 'aspect')).toEqual(['I', 'II'])
  })

  it('divides them 23 to 16 between policies and services', () => {
    expect(['I', 'II'].map((aspect) => itemsUnder(satisfaction, aspect).length)).toEqual([23, 16])
    expect(codesOf(satisfaction, 'factor').map((factor) => itemsUnder(satisfaction, factor).length)).toEqual([2, 2, 9, 10, 3, 4, 3, 3, 3])
  })

  it('asks for 10 expectations on four levels', () => {
    expect(itemsUnder(tree(national, 'expectation'), 'EXPECTATION')).toHaveLength(10)
    expect(scale(national, 'expectation').options.map(({ score }) => score)).toEqual([1, 2, 3, 4])
  })

  it('asks eight perception questions with 9, 7, 3 and 7 rows in the matrices', () => {
    const perception = questions(national).filter(({ id }) => /^Q[1-8]$/.test(id))
    expect(perception.map(({ type }) => type)).toEqual(['matrix', 'multiple', 'matrix', 'single', 'single', 'single', 'matrix', 'matrix'])
    expect(perception.map((question) => itemsOf(question).length)).toEqual([9, 1, 7, 1, 1, 1, 3, 7])
  })

  it('makes one indicator of every perception row and of every option', () => {
    const perception = tree(national, 'perception')
    expect(codesOf(perception, 'item')).toHaveLength(9 + 7 + 3 + 7)
    expect(codesOf(perception, 'option')).toHaveLength(7 + 5 + 3 + 3)
  })

  it('lets a citizen say that they would not take part', () => {
    expect(codesOf(tree(national, 'perception'), 'option')).toContain('Q4-5')
  })

  it('is for adults, and asks the respondent first', () => {
    expect(national.adultsOnly).toBe(true)
    expect(national.sections[0]?.questions.map(({ id }) => id)).toEqual(['sex', 'ethnic_group', 'age', 'education', 'occupation'])
  })

  it('requires no answer', () => {
    expect(requiredIds(national)).toEqual([])
  })
})

describe('sipas-service', () => {
  const satisfaction = tree(service, 'satisfaction')

  it('holds 22 criteria in five factors', () => {
    expect(codesOf(satisfaction, 'factor')).toEqual(['A', 'B', 'C', 'D', 'E'])
    expect(codesOf(satisfaction, 'factor').map((factor) => itemsUnder(satisfaction, factor).length)).toEqual([4, 5, 6, 3, 4])
    expect(itemsUnder(satisfaction, 'SIPAS')).toHaveLength(22)
  })

  it('keeps the question on overall satisfaction out of the index', () => {
    expect(itemsUnder(satisfaction, 'OVERALL-ITEM')).toEqual(['overall'])
    expect(itemsUnder(satisfaction, 'SIPAS')).not.toContain('overall')
  })

  it('takes at most 180 seconds with every item answered', () => {
    expect(estimatedSeconds(service)).toBeLessThanOrEqual(180)
  })

  it('requires nothing but overall satisfaction', () => {
    expect(requiredIds(service)).toEqual(['overall'])
  })

  it('asks about notice and apology only when the result was late', () => {
    const followUp = ['late_notice', 'late_apology']
    const asked = (onTime: string) => followUp.filter((id) => reachableItems(service, { on_time: onTime }).has(id))
    expect(asked('no')).toEqual(followUp)
    expect([...asked('yes'), ...asked('na')]).toEqual([])
  })

  it('knows the service field of a response', () => {
    expect(service.serviceItem).toBe('service')
    expect(scale(service, 'service-field').options.length).toBeGreaterThanOrEqual(12)
  })
})

describe('sipas-service-quick', () => {
  const satisfaction = tree(quick, 'satisfaction')

  it('asks one item for each factor and one overall', () => {
    expect(items(quick).map(({ id }) => id)).toEqual(['access', 'procedure', 'official', 'result', 'feedback', 'overall'])
    expect(codesOf(satisfaction, 'factor').map((factor) => itemsUnder(satisfaction, factor).length)).toEqual([1, 1, 1, 1, 1])
    expect(itemsUnder(satisfaction, 'SIPAS')).not.toContain('overall')
  })

  it('takes at most 30 seconds', () => {
    expect(estimatedSeconds(quick)).toBeLessThanOrEqual(30)
  })

  it('requires nothing but overall satisfaction', () => {
    expect(requiredIds(quick)).toEqual(['overall'])
  })
})

function parsed(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../surveys/questionnaires/${name}.json`, import.meta.url), 'utf8'))
}

function read(name: string): Questionnaire {
  return shape.parse(parsed(name))
}

function questions(questionnaire: Questionnaire) {
  return questionnaire.sections.flatMap((section) => section.questions)
}

function requiredIds(questionnaire: Questionnaire): readonly string[] {
  return questions(questionnaire).flatMap((question) => ('required' in question && question.required ? [question.id] : []))
}

function tree(questionnaire: Questionnaire, id: IndicatorTree['id']): IndicatorTree {
  const found = questionnaire.trees.find((one) => one.id === id)
  if (found) return found
  throw new Error(`${questionnaire.id} has no tree "${id}"`)
}

function scale(questionnaire: Questionnaire, id: string): Scale {
  const found = questionnaire.scales.find((one) => one.id === id)
  if (found) return found
  throw new Error(`${questionnaire.id} has no scale "${id}"`)
}

function satisfactionScales(questionnaire: Questionnaire): readonly Scale[] {
  const satisfaction = treeItems(tree(questionnaire, 'satisfaction'))
  return items(questionnaire).flatMap((item) => (satisfaction.includes(item.id) && item.scale ? [item.scale] : []))
}

function codesOf({ nodes }: IndicatorTree, kind: string): readonly string[] {
  return nodes.filter((node) => node.kind === kind).map(({ code }) => code)
}

function treeItems({ nodes }: IndicatorTree): readonly string[] {
  return nodes.flatMap((node) => node.items ?? [])
}

function itemsUnder(indicators: IndicatorTree, code: string): readonly string[] {
  const node = indicators.nodes.find((one) => one.code === code)
  return [...(node?.items ?? []), ...(node?.children ?? []).flatMap((child) => itemsUnder(indicators, child))]
}

function itemsInConditions({ sections }: Questionnaire): readonly string[] {
  return sections.flatMap((section) => [section, ...section.questions]).flatMap(({ showIf }) => (showIf ? itemsIn(showIf) : []))
}

function itemsIn(condition: Condition): readonly string[] {
  if ('all' in condition) return condition.all.flatMap(itemsIn)
  if ('any' in condition) return condition.any.flatMap(itemsIn)
  if ('not' in condition) return itemsIn(condition.not)
  return [condition.item]
}

type Found = { readonly path: string; readonly text: Readonly<Record<string, string>> }

/** Every text of a file that stands in at least one of the two languages. */
function localTexts(value: unknown, path = ''): readonly Found[] {
  const text = localText.safeParse(value)
  if (text.success && ('vi' in text.data || 'en' in text.data)) return [{ path, text: text.data }]
  if (value === null || typeof value !== 'object') return []
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value)
  return entries.flatMap(([key, inner]) => localTexts(inner, `${path}/${key}`))
}

function placeholders(text = ''): readonly string[] {
  return [...(text.match(/\{[^}]*\}/g) ?? [])].sort()
}
