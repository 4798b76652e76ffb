import { screenWords } from '../../../client/text/screen'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scaleLibrary } from '../../../surveys/designing/scale-library'
import { readDefinition } from '../../../surveys/instrument/definition'
import { lint } from '../../../surveys/instrument/lint'
import type { Questionnaire, Scale } from '../../../surveys/instrument/schema'

const both = (text: string) => ({ vi: text, en: text })
const frame = {
  id: 'x',
  version: 1,
  title: both('a'),
  source: both('a'),
  languages: ['vi', 'en'],
  purpose: both('a'),
  privacy: both('a'),
  thanks: both('a'),
}

/** A questionnaire that asks one question on each of the scales, read as one that is to be published. */
function asking(scales: readonly Scale[]): Questionnaire {
  const questions = scales.map(({ id }, index) => ({ id: `q${index}`, type: 'single', text: both('Câu'), scale: id }))
  const reading = readDefinition({ ...frame, scales, sections: [{ id: 's', title: both('a'), questions }] })
  if (reading.ok) return reading.questionnaire
  throw new Error(JSON.stringify(reading.problems))
}

const shipped = (questionnaire: string, scale: string) => {
  const reading = readDefinition(
    JSON.parse(readFileSync(join(import.meta.dirname, `../../../surveys/questionnaires/${questionnaire}.json`), 'utf8')),
  )
  return reading.ok ? reading.questionnaire.scales.find(({ id }) => id === scale)?.options : undefined
}
const optionsOf = (id: string) => scaleLibrary.find((one) => one.id === id)?.scale.options ?? []

describe('the library of scales', () => {
  it.each(scaleLibrary.map(({ id, scale }) => [id, scale] as const))(
    'offers %s so that it may be published and gives no warning',
    (id, scale) => {
      expect(lint(asking([scale]), screenWords)).toEqual([])
      expect(scale.id).toBe(id)
    },
  )

  it('uses one label in one sense throughout', () => {
    expect(lint(asking(scaleLibrary.map(({ scale }) => scale)), screenWords).filter(({ rule }) => rule !== 'too_long')).toEqual([])
  })

  it('names every scale once, and says in both languages what it is for', () => {
    expect(new Set(scaleLibrary.map(({ id }) => id)).size).toBe(scaleLibrary.length)
    expect(new Set(scaleLibrary.map(({ name }) => name['vi'])).size).toBe(scaleLibrary.length)
    expect(
      scaleLibrary.filter(({ name, purpose }) =>
        [name, purpose].some((text) => Object.keys(text).join() !== 'vi,en' || Object.values(text).includes('')),
      ),
    ).toEqual([])
  })

  it.each([
    ['satisfaction-5', 'sipas-service', 'overall'],
    ['satisfaction-5-na', 'sipas-service', 'satisfaction'],
    ['on-time', 'sipas-service', 'on-time'],
    ['yes-no', 'sipas-service', 'yes-no'],
    ['age-all', 'sipas-service', 'age'],
    ['behalf', 'sipas-service', 'behalf'],
    ['service-field', 'sipas-service', 'service-field'],
    ['sex', 'sipas-2026', 'sex'],
    ['age', 'sipas-2026', 'age'],
    ['education', 'sipas-2026', 'education'],
    ['occupation', 'sipas-2026', 'occupation'],
    ['ethnic-group', 'sipas-2026', 'ethnic-group'],
    ['expectation', 'sipas-2026', 'expectation'],
    ['suitability', 'sipas-2026', 'suitability'],
    ['interest', 'sipas-2026', 'interest'],
    ['channel', 'sipas-2026', 'channel'],
    ['trouble', 'sipas-2026', 'trouble'],
    ['extra-money', 'sipas-2026', 'extra-money'],
  ])('words and codes %s as %s does', (id, questionnaire, scale) => {
    expect(optionsOf(id)).toEqual(shipped(questionnaire, scale))
  })

  it('counts the top two of five as satisfied, with a face each from sad to glad', () => {
    const five = optionsOf('satisfaction-5-unknown')
    expect(five.map(({ score, positive, face, kind }) => [score, positive, face, kind])).toEqual([
      [1, false, 1, 'answer'],
      [2, false, 2, 'answer'],
      [3, false, 3, 'answer'],
      [4, true, 4, 'answer'],
      [5, true, 5, 'answer'],
      [undefined, undefined, undefined, 'no-opinion'],
    ])
  })
})
