import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { questionScreens, sectionScreens } from '../../client/survey/screens'
import { readDefinition } from '../../surveys/instrument/definition'
import { type Pace, paceOf, paceOfAll, toldPace } from '../../surveys/instrument/pace'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { readSmall, smallSource } from './small'

const told = (questionnaire: Questionnaire, language: string): string => {
  const { unit, span } = toldPace(paceOfAll(questionnaire, language))
  return `${span} ${unit}`
}

describe('the time that a questionnaire takes', () => {
  it.each([
    ['sipas-service-quick', '30–80 seconds', '30–70 seconds'],
    ['sipas-service', '3–7 minutes', '3–7 minutes'],
    ['sipas-2026', '7–14 minutes', '7–13 minutes'],
  ])('is told to slow readers of %s too, in each language', (name, vi, en) => {
    const questionnaire = shipped(name)
    expect([told(questionnaire, 'vi'), told(questionnaire, 'en')]).toEqual([vi, en])
  })

  it('is a tap of four seconds an answer, and what is read at 3.5 syllables a second', () => {
    const small = readSmall()
    const second = sectionScreens(small, { late: 'no' }).slice(1)
    // Hai. Bảng. Kém Vừa Tốt Không gặp. Hàng 1. Hàng 2. Chấm. The same options again. Đạt. Ngày.
    const syllables = 1 + 1 + 5 + 4 + 1 + 5 + 1 + 1
    expect(paceOf(small, second, 'vi')).toEqual({ usual: 5 * 5, slow: syllables / 3.5 + 5 * 4 })
  })

  it('is the same for a matrix shown row by row', () => {
    const small = readSmall()
    expect(paceOf(small, questionScreens(small, {}), 'vi')).toEqual(paceOf(small, sectionScreens(small, {}), 'vi'))
  })

  it('counts a long word as several syllables, and a language written without spaces too', () => {
    const withText = (text: string) => readSmall({ ...smallSource, purpose: { vi: text, en: 'x' } })
    const seconds = (text: string) => paceOfAll(withText(text), 'vi').slow
    expect(seconds('responsibility') - seconds('a')).toBeCloseTo(1 / 3.5)
    expect(seconds('ກະລຸນາຕອບແບບສອບຖາມນີ້') - seconds('a')).toBeCloseTo(2 / 3.5)
  })

  it.each<[Pace, string]>([
    [{ usual: 4, slow: 3 }, '10 seconds'],
    [{ usual: 30, slow: 79 }, '30–80 seconds'],
    [{ usual: 30, slow: 90 }, '1–2 minutes'],
    [{ usual: 600, slow: 200 }, '3–10 minutes'],
    [{ usual: 100, slow: 110 }, '2 minutes'],
  ])('of %o is told as %s', (pace, said) => {
    const { unit, span } = toldPace(pace)
    expect(`${span} ${unit}`).toBe(said)
  })
})

function shipped(name: string): Questionnaire {
  const source: unknown = JSON.parse(readFileSync(new URL(`../../surveys/questionnaires/${name}.json`, import.meta.url), 'utf8'))
  const reading = readDefinition(source)
  if (reading.ok) return reading.questionnaire
  throw new Error(JSON.stringify(reading.problems))
}
