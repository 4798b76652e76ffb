import { describe, expect, it } from 'vitest'
import { personalReading } from '../../client/survey/personal'
import { label, personalDefinition } from './personal'
import { screenWords } from '../../client/text/screen'
import { checkAnswers } from '../../surveys/answers/check'
import { packAnswers } from '../../surveys/answers/packing'
import { renameItem } from '../../surveys/designing/questions'
import { applyTranslations } from '../../surveys/designing/translations'
import { readDefinition } from '../../surveys/instrument/definition'
import { askedText, localised, placeholderProblem } from '../../surveys/instrument/language'
import { lint } from '../../surveys/instrument/lint'
import { unrolled } from '../../surveys/instrument/loop'
import { dealer, optionsInOrder } from '../../surveys/instrument/personal'
import { toldPlace, toldPlaces } from '../../surveys/instrument/pipes'
import { itemsOf, scaleOf } from '../../surveys/instrument/questionnaire'
import type { Answers, LocalText, Question, Questionnaire } from '../../surveys/instrument/schema'
import { comparableFigures, versionChanges } from '../../surveys/instrument/versions'

function read(json: unknown): Questionnaire {
  const reading = readDefinition(json)
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return reading.questionnaire
}

const questionnaire = read(personalDefinition)
const asRead = (order: string, answers: Answers = {}) => personalReading.asRead(questionnaire, { order, answers })
const question = (of: Questionnaire, id: string): Question => {
  const found = of.sections.flatMap(({ questions }) => questions).find((one) => one.id === id)
  if (!found) throw new Error(id)
  return found
}
const codes = (of: Questionnaire, id: string): string => {
  const found = question(of, id)
  return 'scale' in found
    ? scaleOf(of, found)
        .options.map(({ code }) => code)
        .join(' ')
    : ''
}
const rows = (of: Questionnaire): string =>
  itemsOf(question(of, 'm'))
    .map(({ id }) => id)
    .join('')

describe('an order of each person’s own', () => {
  const orders = Array.from({ length: 300 }, (_, at) => asRead(`person ${at}`))

  it('moves plain options alone: what is fixed keeps its place, and what is no plain answer stays last as printed', () => {
    for (const one of orders) {
      expect(codes(one, 'one')).toMatch(/^[abde] [abde] c [abde] [abde] other none na$/)
      expect(codes(one, 'one').split(' ').sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'na', 'none', 'other'])
      expect(rows(one)).toMatch(/^[rstu]{4}v$/)
      expect(codes(one, 'printed')).toBe('a b c d e other none na')
      expect(codes(one, 'm')).toBe('1 2 3')
    }
  })

  it('puts each option in each place about as often', () => {
    const first = orders.map((one) => codes(one, 'one')[0])
    for (const code of 'abde') expect(first.filter((one) => one === code).length).toBeGreaterThan(45)
    expect(new Set(orders.map(rows)).size).toBe(24)
    expect(new Set(orders.map((one) => codes(one, 'many'))).size).toBe(24)
  })

  it('is the same whenever it is made anew, and that of the print where nobody reads', () => {
    const again = read(personalDefinition)
    const twice = personalReading.asRead(again, { order: 'person 7', answers: {} })
    expect([codes(twice, 'one'), rows(twice)]).toEqual([codes(orders[7] ?? again, 'one'), rows(orders[7] ?? again)])
    expect(codes(asRead(''), 'one')).toBe('a b c d e other none na')
    expect(asRead('x')).toBe(asRead('x'))
  })

  it('changes no answer: the same is checked, packed and compared', () => {
    const answers: Answers = { one: { code: 'other', text: 'x' }, many: ['d', 'a'], r: '2' }
    expect(checkAnswers(asRead('p'), answers)).toEqual([])
    expect(checkAnswers(asRead('p'), { many: ['none', 'a'] }).map(({ code }) => code)).toEqual(['exclusive'])
    expect([...packAnswers(questionnaire, answers)].filter((byte) => byte > 0)).toHaveLength(4)
    const printed = read({
      ...personalDefinition,
      version: 2,
      sections: personalDefinition.sections.map((section) => ({
        ...section,
        questions: section.questions.map((one) => ('shuffled' in one ? { ...one, shuffled: false } : one)),
      })),
    })
    expect(versionChanges(questionnaire, printed)).toEqual([])
    expect(comparableFigures(questionnaire, printed)).toEqual(comparableFigures(questionnaire, questionnaire))
  })

  it('is one for all agencies that one person rates', () => {
    const looped: Questionnaire = {
      ...questionnaire,
      loop: { text: label('?'), atMost: 3 },
      sections: questionnaire.sections.map((section) => ({ ...section, each: 'agency' })),
    }
    const asked = personalReading.asRead(
      unrolled(
        looped,
        ['H1', 'H2'].map((code) => ({ code, name: label(code) })),
      ),
      { order: 'person 3', answers: { 'H1.one': 'd' } },
    )
    expect(codes(asked, 'H1.one')).toBe(codes(asked, 'H2.one'))
    expect(asked.sections.map(({ title }) => title['vi'])).toEqual([
      '1/2 · H1 · M',
      '1/2 · H1 · Về \u2068d\u2069',
      '2/2 · H2 · M',
      '2/2 · H2 · Về lựa chọn',
    ])
  })

  it('is refused where the order of options says something, and warned of where nothing moves', () => {
    const changed = (change: (one: object) => object) => ({
      ...personalDefinition,
      sections: personalDefinition.sections.map((section) => ({ ...section, questions: section.questions.map(change) })),
    })
    const scored = readDefinition(changed((one) => ('id' in one && one.id === 'one' ? { ...one, scale: 'scored' } : one)))
    expect(scored.ok ? [] : scored.problems.map(({ path, rule }) => `${path} ${rule}`)).toEqual(['question "one".shuffled shuffled_scores'])
    const rating = readDefinition(
      changed((one) => ('id' in one && one.id === 'printed' ? { ...one, type: 'rating', shuffled: true } : one)),
    )
    expect(rating.ok).toBe(false)
    const still = read({
      ...personalDefinition,
      scales: personalDefinition.scales.map((scale) => ({ ...scale, options: scale.options.filter(({ code }) => !'abd'.includes(code)) })),
    })
    expect(lint(still, screenWords).filter(({ rule }) => rule === 'nothing_shuffled')).toMatchObject([{ seen: '1' }, { seen: '1' }])
  })

  it('deals every number below another about as often', () => {
    const deal = dealer('seed')
    const counts = [0, 0, 0, 0, 0]
    for (let at = 0; at < 5000; at += 1) counts[deal(5)] = (counts[deal(5)] ?? 0) + 1
    for (const count of counts) expect(count).toBeGreaterThan(850)
    expect(optionsInOrder([], deal)).toEqual([])
  })
})

describe('an answer told in a later text', () => {
  const texts = (answers: Answers, language = 'vi') => {
    const why = question(asRead('', answers), 'why')
    const said = (text: LocalText | undefined) => text?.[language]
    return [said(asRead('', answers).sections[1]?.title), said(why.text), said(why.help)].map((one) => one?.replace(/[\u2068\u2069]/g, ''))
  }

  it('stands apart from the direction of the words around it', () => {
    const [title, why] = [asRead('', { one: 'a' }).sections[1]?.title, question(asRead('', { one: 'a', many: ['b', 'd'] }), 'why').text]
    expect(title).toEqual({ vi: 'Về \u2068a\u2069', en: 'About \u2068a (en)\u2069' })
    expect(why['vi']).toBe('Vì sao \u2068a\u2069 và \u2068b và d\u2069?')
    const other = { code: 'other', text: 'بريد (1)\u202E' }
    expect(asRead('', { one: other }).sections[1]?.title['vi']).toBe('Về \u2068بريد (1)\u2069')
    expect(asRead('', {}).sections[1]?.title['vi']).toBe('Về lựa chọn')
  })

  it('says the author’s words where there is none, else three dots', () => {
    expect(texts({})).toEqual(['Về lựa chọn', 'Vì sao chọn vậy và …?', '…; …; …'])
    expect(texts({ one: 'na' })[0]).toBe('Về lựa chọn')
  })

  it('is the label in the language of the text, a number and a day as they are written there, and several as a list', () => {
    const answers: Answers = { one: 'a', many: ['b', 'd', 'e'], share: 1500, day: '2026-11-29' }
    expect(texts(answers)).toEqual(['Về a', 'Vì sao a và b, d và e?', '1.500%; 29/11/2026; …'])
    expect(texts(answers, 'en')).toEqual(['About a (en)', 'Why a (en) and b (en), d (en) and e (en)?', '1,500%; 29/11/2026; …'])
  })

  it('tells what was written as words that fill nothing and break no line', () => {
    expect(texts({ one: { code: 'other', text: 'Bưu điện' }, words: '{agency}\n{answer:one}  <b>x</b>' })).toEqual([
      'Về Bưu điện',
      'Vì sao Bưu điện và …?',
      '…; …; (agency) (answer:one) <b>x</b>',
    ])
    expect(texts({ words: 'á'.repeat(400) })[2]).toHaveLength(127)
    // Nor does it turn the office's own words round.
    expect(texts({ words: '\u202ecba\u2067 x\u2069' })[2]).toBe('…; …; cba x')
    expect(texts({ words: '😀'.repeat(100) })[2]).not.toContain('😀…')
  })

  it('names the agency where the label of an option does', () => {
    const named = read({
      ...personalDefinition,
      scales: personalDefinition.scales.map((scale) => ({
        ...scale,
        options: scale.options.map((option) => ({ ...option, label: label(`${option.code} {agency}`) })),
      })),
    })
    expect(personalReading.asRead(named, { order: '', answers: { one: 'a' } }).sections[1]?.title['vi']).toBe('Về \u2068a {agency}\u2069')
  })

  it('is not told before it is one: a day that is half typed, or a word for a number', () => {
    for (const day of ['2', '29/11/2026', '2026-13-99', '']) expect(texts({ day })[2]).toBe('…; …; …')
    expect(texts({ share: 'abc' })[2]).toBe('…; …; …')
  })

  it('is a day and its time as they are written, where both are asked for', () => {
    const moments = read({
      ...personalDefinition,
      sections: personalDefinition.sections.map((section) => ({
        ...section,
        questions: section.questions.map((one) => (one.id === 'day' ? { ...one, type: 'date-time' } : one)),
      })),
    })
    const help = (day: string) => {
      const why = question(personalReading.asRead(moments, { order: '', answers: { day } }), 'why')
      return 'help' in why ? why.help?.['vi'] : undefined
    }
    expect([help('2026-11-29T09:05'), help('2026-11-29T9')]).toEqual(['…; \u206829/11/2026 09:05\u2069; …', '…; …; …'])
  })

  it('is in no text that is read elsewhere', () => {
    const { text } = question(questionnaire, 'why')
    expect(localised(text, 'vi')).toBe('Vì sao chọn vậy và …?')
    expect(askedText(text, 'en')).toBe('Why that and …?')
  })

  it('is kept by translators', () => {
    expect(placeholderProblem('{answer:one|a}', 'x')).toBe('placeholder-lost')
    expect(placeholderProblem('{answer:one|a}', '{answer:one|b} x')).toBeUndefined()
    expect(placeholderProblem('{answer:one}', '{answer:two}')).toBe('placeholder-lost')
    const entry = { row: 1, key: 'sections/second/title', from: 'vi', source: 'Về {answer:one|lựa chọn}' }
    expect(applyTranslations(questionnaire, 'en', [{ ...entry, text: 'On it' }]).refused).toMatchObject([{ reason: 'placeholder-lost' }])
    expect(applyTranslations(questionnaire, 'en', [{ ...entry, text: 'On {answer:one|it}' }]).changed).toBe(1)
  })

  it('follows the id of its item', () => {
    const { title } = renameItem(questionnaire, 'one', 'chosen').sections[1] ?? { title: {} }
    expect(title).toEqual({ vi: 'Về {answer:chosen|lựa chọn}', en: 'About {answer:chosen|your choice}' })
  })

  it('is a place that can be listed and written again, whatever an author types as the words for none', () => {
    const text = `Về ${toldPlace('one', 'a|b}{c')} và {answer:two}`
    expect(toldPlaces(text)).toEqual([
      { whole: '{answer:one|abc}', item: 'one', words: 'abc' },
      { whole: '{answer:two}', item: 'two', words: undefined },
    ])
    expect(toldPlaces('Không có gì {agency}')).toEqual([])
  })

  it('is refused before it is asked and outside of what is asked, and warned of without words', () => {
    const problems = (changes: object) => {
      const reading = readDefinition({ ...personalDefinition, ...changes })
      return reading.ok ? [] : reading.problems.map(({ path, rule }) => `${path} ${rule}`)
    }
    const told = { vi: '{answer:why|x}', en: '{answer:why|x}' }
    expect(problems({ thanks: told })).toEqual(['thanks answer_place'])
    const [first, second] = personalDefinition.sections
    const line = { type: 'slider', id: 'line', text: { vi: 'a', en: 'a' }, min: 0, max: 10, least: told }
    const computed = [...personalDefinition.computed, { id: 'x', label: told, value: 'answered', of: ['line'] }]
    expect(problems({ sections: [first, { ...second, questions: [...(second?.questions ?? []), line] }], computed })).toEqual([
      'question "line".least answer_place',
      'computed "x".label answer_place',
    ])
    expect(problems({ sections: [{ ...first, title: told }, second] })).toEqual(['section "first".title answer_item'])
    expect(
      problems({ sections: [first, { ...second, questions: [{ type: 'note', id: 'n', text: told }, ...(second?.questions ?? [])] }] }),
    ).toEqual(['question "n".text answer_item'])
    const ends = { type: 'recommend', id: 'rec', text: label('R'), least: { vi: '{answer:one|x}', en: 'x' } }
    expect(problems({ sections: [first, { ...second, questions: [ends, ...(second?.questions ?? [])] }] })).toEqual([
      'question "rec".least answer_place',
    ])
    expect(
      lint(questionnaire, screenWords)
        .filter(({ rule }) => rule === 'answer_unworded' || rule === 'unknown_placeholder')
        .map(({ path, seen }) => `${path} ${seen}`),
    ).toEqual(['question "why" {answer:many}'])
    const broken = { ...personalDefinition, purpose: { vi: 'Về {answer:one|{agency}}', en: 'About {answer:one' } }
    expect(lint(read(broken), screenWords).filter(({ rule }) => rule === 'unknown_placeholder')).toMatchObject([
      { path: 'purpose', seen: '{answer:one|' },
      { path: 'purpose', seen: '{answer:one' },
    ])
  })
})
