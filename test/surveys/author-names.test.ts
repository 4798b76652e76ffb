import { describe, expect, it } from 'vitest'
import { checkAnswers } from '../../surveys/answers/check'
import { packAnswers } from '../../surveys/answers/packing'
import { addAnswers, emptyTally, tallyLayout } from '../../surveys/figures/tally'
import { canonical } from '../../surveys/instrument/canonical'
import { readDefinition } from '../../surveys/instrument/definition'
import { holds, reachableItems } from '../../surveys/instrument/flow'
import { localised } from '../../surveys/instrument/language'
import { submittedResponse } from '../../surveys/instrument/schema'
import { node, questionnaireWith, single, tree } from './fixtures'
import { smallSource } from './small'

/** Every name that an object of the language has by itself and that an item may have. */
const inherited = Object.getOwnPropertyNames(Object.prototype).filter((name) => /^[A-Za-z]/.test(name))

const named = questionnaireWith({
  questions: inherited.map((id) => ({ ...single(id), required: true })),
  trees: [tree('satisfaction', [node('S', 'overall', { items: inherited })])],
})

describe('items called as something of the language', () => {
  it('are missed when they are left out, every one', () => {
    expect(inherited).toContain('constructor')
    expect(checkAnswers(named, {})).toEqual(inherited.map((item) => ({ item, code: 'required' })))
  })

  it('leave no trace in a packed vector or a tally while nobody answered them', () => {
    expect([...packAnswers(named, {})]).toEqual(inherited.map(() => 0))
    const layout = tallyLayout(named)
    const tally = emptyTally(layout)
    addAnswers(layout, tally, {}, 1)
    expect([...tally].reduce((sum, one) => sum + one, 0)).toBe(1)
  })

  it('satisfy no condition while nobody answered them', () => {
    expect(inherited.filter((item) => holds({ item, answered: true }, {}))).toEqual([])
    const asked = questionnaireWith({
      questions: [single('constructor'), { ...single('next'), showIf: { item: 'constructor', answered: true } }],
      trees: [],
    })
    expect([...reachableItems(asked, {})]).toEqual(['constructor'])
  })

  it('are no texts of a language', () => {
    expect(localised({ vi: 'a' }, 'constructor')).toBe('a')
  })
})

describe('the name __proto__', () => {
  const response = (answers: string): unknown =>
    JSON.parse(
      `{"id":"5f0c5b52-6d4e-4c5b-9d3b-3a2f5b0a7c11","campaign":"c","version":1,"touchpoint":"t","agency":"a","language":"vi","answeredOn":"2026-11-27","answers":${answers}}`,
    )

  it('is refused as the key of an answer, and not swallowed', () => {
    expect(submittedResponse.safeParse(response('{"a":"1"}')).success).toBe(true)
    const read = submittedResponse.safeParse(response('{"a":"1","__proto__":"x"}'))
    expect(read.error?.issues).toMatchObject([{ code: 'unrecognized_keys', keys: ['__proto__'], path: ['answers'] }])
  })

  it('is refused wherever a definition holds it', () => {
    const text = JSON.stringify(smallSource)
    for (const spoilt of [
      text.replace('"thanks":{', '"thanks":{"__proto__":"x",'),
      text.replace('{', '{"__proto__":{},'),
      text.replace('"scales":[{', '"scales":[{"__proto__":1,'),
    ]) {
      expect(spoilt).not.toBe(text)
      const reading = readDefinition(JSON.parse(spoilt))
      expect(reading.ok ? [] : reading.problems.map(({ rule }) => rule)).toEqual(['unrecognized_keys'])
    }
  })

  it('is spelled as any other key', () => {
    expect(canonical(JSON.parse('{"__proto__":1,"a":2}'))).toBe('{"__proto__":1,"a":2}')
  })
})
