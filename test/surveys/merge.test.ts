import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeDesigns } from '../../surveys/designing/merging/merge'
import { withTheirs } from '../../surveys/designing/merging/with-theirs'
import { type Question, type Questionnaire, type Section, questionnaire as shape } from '../../surveys/instrument/schema'
import { sittings } from './design-edits'
import { questionnaires } from './generated-questionnaires'
import { readSmall } from './small'

const runs = { seed: 5, numRuns: 250 }
const both = fc
  .record({ base: questionnaires, here: sittings, there: sittings })
  .map(({ base, here, there }) => ({ base, mine: here(base, '#mine'), theirs: there(base, '#theirs') }))

describe('what two authors made of one design', () => {
  it('is mine where only I changed something, and theirs where only they did', () => {
    fc.assert(
      fc.property(both, ({ base, mine, theirs }) => {
        expect(mergeDesigns(base, mine, base)).toEqual({ merged: mine, clashes: [] })
        expect(mergeDesigns(base, base, theirs)).toEqual({ merged: theirs, clashes: [] })
        expect(mergeDesigns(base, mine, mine)).toEqual({ merged: mine, clashes: [] })
      }),
      runs,
    )
  })

  it('keeps every word of mine, and every word of theirs in the design or among the clashes', () => {
    fc.assert(
      fc.property(both, ({ base, mine, theirs }) => {
        const { merged, clashes } = mergeDesigns(base, mine, theirs)
        expect(lacking(marks(mine), merged)).toEqual([])
        expect(lacking(marks(theirs), [merged, clashes.map((clash) => clash.theirs)])).toEqual([])
      }),
      runs,
    )
  })

  it('keeps the structure of a questionnaire and doubles no id, whichever clashes are decided for theirs', () => {
    fc.assert(
      fc.property(both, fc.infiniteStream(fc.boolean()), ({ base, mine, theirs }, coin) => {
        const { merged, clashes } = mergeDesigns(base, mine, theirs)
        const decided = clashes.filter(() => coin.next().value).reduce(withTheirs, merged)
        for (const design of [merged, decided]) {
          expect(shape.parse(design)).toEqual(design)
          expect(doubled(design)).toEqual([])
        }
      }),
      runs,
    )
  })

  it('has every word of theirs once all clashes are decided for theirs', () => {
    fc.assert(
      fc.property(both, ({ base, mine, theirs }) => {
        const { merged, clashes } = mergeDesigns(base, mine, theirs)
        expect(lacking(marks(theirs), clashes.reduce(withTheirs, merged))).toEqual([])
      }),
      runs,
    )
  })

  it('is all of both where one worked on the questions and the other on the scales and figures', () => {
    fc.assert(
      fc.property(both, ({ base, mine: { sections }, theirs: { scales, trees, title } }) => {
        const merge = mergeDesigns(base, { ...base, sections }, { ...base, scales, trees, title })
        expect(merge).toEqual({ merged: { ...base, sections, scales, trees, title }, clashes: [] })
      }),
      runs,
    )
  })

  it('clashes for both or for neither', () => {
    fc.assert(
      fc.property(both, ({ base, mine, theirs }) => {
        const clashing = mergeDesigns(base, mine, theirs).clashes.length > 0
        expect(mergeDesigns(base, theirs, mine).clashes.length > 0).toBe(clashing)
      }),
      runs,
    )
  })
})

const base = readSmall()

const inQuestion = (design: Questionnaire, id: string, edit: (question: Question) => Question): Questionnaire => ({
  ...design,
  sections: design.sections.map((section) => ({
    ...section,
    questions: section.questions.map((one) => (one.id === id ? edit(one) : one)),
  })),
})
const reworded = (design: Questionnaire, id: string, vi: string, en = `${vi} (en)`): Questionnaire =>
  inQuestion(design, id, (one) => ({ ...one, text: { vi, en } }))
const inSections = (design: Questionnaire, edit: (sections: readonly Section[]) => readonly Section[]): Questionnaire => ({
  ...design,
  sections: edit(design.sections),
})
const withQuestions = (design: Questionnaire, id: string, edit: (questions: readonly Question[]) => readonly Question[]): Questionnaire =>
  inSections(design, (sections) =>
    sections.map((section) => (section.id === id ? { ...section, questions: edit(section.questions) } : section)),
  )
const dropped = (design: Questionnaire, ...ids: readonly string[]): Questionnaire =>
  inSections(design, (sections) =>
    sections
      .map((section) => ({ ...section, questions: section.questions.filter(({ id }) => !ids.includes(id)) }))
      .filter(({ questions }) => questions.length > 0),
  )
const find = (design: Questionnaire, id: string): Question | undefined =>
  design.sections.flatMap(({ questions }) => questions).find((one) => one.id === id)
const rows = (design: Questionnaire): readonly string[] =>
  design.sections.map(({ id, questions }) => `${id}: ${questions.map((one) => one.id).join(' ')}`)
const note = (id: string): Question => ({ type: 'note', id, text: { vi: id, en: id } })
const toSecond = (design: Questionnaire, id: string): Questionnaire => {
  const question = find(design, id)
  return withQuestions(dropped(design, id), 'second', (questions) => [...questions, ...(question ? [question] : [])])
}
const firstRow = 'first: intro late told ways field'
const secondRow = 'second: m rate met why day'

describe('a text', () => {
  it('of one question in two languages takes each from who wrote it', () => {
    const { merged, clashes } = mergeDesigns(
      base,
      reworded(base, 'rate', 'Chấm điểm', 'Chấm (en)'),
      reworded(base, 'rate', 'Chấm', 'Rate it'),
    )
    expect(find(merged, 'rate')?.text).toEqual({ vi: 'Chấm điểm', en: 'Rate it' })
    expect(clashes).toEqual([])
  })

  it('that both wrote differently stays mine until theirs is taken', () => {
    const { merged, clashes } = mergeDesigns(base, reworded(base, 'rate', 'Của tôi', 'same'), reworded(base, 'rate', 'Của họ', 'same'))
    expect(find(merged, 'rate')?.text).toEqual({ vi: 'Của tôi', en: 'same' })
    expect(clashes).toEqual([{ path: ['questions', 'rate', 'text', 'vi'], mine: 'Của tôi', theirs: 'Của họ' }])
    expect(clashes.reduce(withTheirs, merged)).toEqual(reworded(base, 'rate', 'Của họ', 'same'))
  })

  it('of an option and of a row of a matrix clash under their names', () => {
    const worded = (vi: string): Questionnaire => {
      const scales = base.scales.map((scale) => ({
        ...scale,
        options: scale.options.map((option) => (option.code === 'good' ? { ...option, label: { ...option.label, vi } } : option)),
      }))
      return inQuestion({ ...base, scales }, 'm', (one) =>
        one.type === 'matrix'
          ? { ...one, items: one.items.map((item) => (item.id === 'm2' ? { ...item, text: { ...item.text, vi } } : item)) }
          : one,
      )
    }
    const { merged, clashes } = mergeDesigns(base, worded('tôi'), worded('họ'))
    expect(clashes.map(({ path }) => path.join(' '))).toEqual(['scales five options good label vi', 'questions m items m2 text vi'])
    expect(clashes.reduce(withTheirs, merged)).toEqual(worded('họ'))
  })
})

describe('a question', () => {
  it('that one moved to another section and the other reworded is moved and reworded, once', () => {
    const expected = reworded(toSecond(base, 'ways'), 'ways', 'Bằng cách nào')
    expect(mergeDesigns(base, toSecond(base, 'ways'), reworded(base, 'ways', 'Bằng cách nào'))).toEqual({ merged: expected, clashes: [] })
    expect(mergeDesigns(base, reworded(base, 'ways', 'Bằng cách nào'), toSecond(base, 'ways'))).toEqual({ merged: expected, clashes: [] })
  })

  it('that both moved to different sections clashes', () => {
    const third = (design: Questionnaire, questions: readonly Question[]): Questionnaire =>
      inSections(design, (sections) => [...sections, { id: 'third', title: { vi: 'Ba', en: 'Ba' }, questions }])
    const start = third(base, [note('n')])
    const moved = third(dropped(base, 'rate'), [
      note('n'),
      ...base.sections.flatMap(({ questions }) => questions).filter(({ id }) => id === 'rate'),
    ])
    const rate = find(base, 'rate')
    const mine = withQuestions(dropped(start, 'rate'), 'first', (questions) => (rate ? [rate, ...questions] : questions))
    const { merged, clashes } = mergeDesigns(start, mine, moved)
    expect(merged).toEqual(mine)
    expect(clashes).toEqual([{ path: ['questions', 'rate', 'section'], mine: 'first', theirs: 'third' }])
    expect(clashes.reduce(withTheirs, merged)).toEqual(moved)
  })

  it('that one deleted and the other reworded clashes, either way, and is gone where nobody touched it', () => {
    const [less, said] = [dropped(base, 'told', 'rate'), reworded(base, 'rate', 'Chấm điểm')]
    const kept = mergeDesigns(base, said, less)
    expect(rows(kept.merged)).toEqual(['first: intro late ways field', secondRow])
    expect(kept.clashes).toEqual([{ path: ['questions', 'rate'], mine: { ...find(said, 'rate'), section: 'second' }, theirs: undefined }])
    expect(kept.clashes.reduce(withTheirs, kept.merged)).toEqual(less)
    const gone = mergeDesigns(base, less, said)
    expect(gone.merged).toEqual(less)
    expect(gone.clashes).toEqual([{ path: ['questions', 'rate'], mine: undefined, theirs: { ...find(said, 'rate'), section: 'second' } }])
    expect(find(gone.clashes.reduce(withTheirs, gone.merged), 'rate')).toEqual(find(said, 'rate'))
  })

  it('whose type one changed and whose scale the other changed is of one type', () => {
    const whole = inQuestion(base, 'rate', ({ id, text }) => ({
      type: 'number',
      id,
      text,
      required: false,
      min: 0,
      max: 10,
      unit: 'number',
    }))
    const scaled = inQuestion(base, 'rate', (one) => (one.type === 'rating' ? { ...one, scale: 'yn' } : one))
    const { merged, clashes } = mergeDesigns(base, whole, scaled)
    expect(merged).toEqual(whole)
    expect(clashes.map(({ path }) => path)).toEqual([['questions', 'rate', 'type']])
    expect(clashes.reduce(withTheirs, merged)).toEqual(scaled)
  })

  it('that both added under one id clashes text by text, and a row of the same id too', () => {
    const added = (question: Question): Questionnaire => withQuestions(base, 'first', (questions) => [...questions, question])
    const twice = mergeDesigns(base, added(note('n')), added({ ...note('n'), text: { vi: 'khác', en: 'n' } }))
    expect(twice.clashes).toEqual([{ path: ['questions', 'n', 'text', 'vi'], mine: 'n', theirs: 'khác' }])
    const row = inQuestion(base, 'm', (one) =>
      one.type === 'matrix' ? { ...one, items: [...one.items, { id: 'n', text: { vi: 'hàng', en: 'row' } }] } : one,
    )
    const { merged, clashes } = mergeDesigns(base, added(note('n')), row)
    expect(merged).toEqual(added(note('n')))
    expect(clashes).toEqual([
      { path: ['questions', 'm', 'items', 'n'], mine: undefined, theirs: { id: 'n', text: { vi: 'hàng', en: 'row' } } },
    ])
    expect(clashes.reduce(withTheirs, merged)).toEqual(row)
  })
})

describe('an order', () => {
  it('is that of both: what each moved or added stands where they put it', () => {
    const order = (...ids: readonly string[]): Questionnaire =>
      withQuestions(base, 'first', () => ids.map((id) => find(base, id) ?? note(id)))
    const { merged, clashes } = mergeDesigns(
      base,
      order('field', 'intro', 'late', 'told', 'a', 'ways'),
      order('intro', 'late', 'told', 'b', 'ways', 'field', 'c'),
    )
    expect(rows(merged)[0]).toBe('first: field c intro late told a b ways')
    expect(clashes).toEqual([])
    expect(
      rows(mergeDesigns(base, order('late', 'intro', 'told', 'ways', 'field'), order('intro', 'late', 'told', 'field', 'ways')).merged)[0],
    ).toBe('first: late intro told field ways')
  })
})

describe('a section', () => {
  const onlySecond = inSections(base, (sections) => sections.slice(1))

  it('that theirs deleted while I added to it stays as I have it, and goes with all of it when theirs is taken', () => {
    const mine = withQuestions(base, 'first', (questions) => [...questions, note('n')])
    const { merged, clashes } = mergeDesigns(base, mine, onlySecond)
    expect(merged).toEqual(mine)
    expect(clashes.map(({ path, theirs }) => ({ path, theirs }))).toEqual([{ path: ['sections', 'first'], theirs: undefined }])
    expect(clashes.reduce(withTheirs, merged)).toEqual(onlySecond)
  })

  it('that I deleted while theirs added to it leaves the new question next door, and comes back whole when theirs is taken', () => {
    const theirs = withQuestions(base, 'first', (questions) => [...questions, note('n')])
    const { merged, clashes } = mergeDesigns(base, onlySecond, theirs)
    expect(rows(merged)).toEqual([`${secondRow} n`])
    expect(clashes.map(({ path, mine }) => ({ path, mine }))).toEqual([{ path: ['sections', 'first'], mine: undefined }])
    expect([...rows(clashes.reduce(withTheirs, merged))].sort()).toEqual([`${firstRow} n`, secondRow])
  })

  it('that theirs deleted gives next door what I had moved there', () => {
    const mine = withQuestions(toSecond(base, 'late'), 'first', (questions) => [...questions, note('n')])
    const theirs = inSections(base, (sections) => sections.slice(0, 1))
    const { merged, clashes } = mergeDesigns(base, mine, theirs)
    expect(rows(merged)).toContain('second: m rate met why day late')
    expect(rows(clashes.reduce(withTheirs, merged))).toEqual(['first: intro told ways field n late'])
  })

  it('that each emptied of the other half stays mine and says so', () => {
    const [mine, theirs] = [dropped(base, 'm', 'rate'), dropped(base, 'met', 'why', 'day')]
    const { merged, clashes } = mergeDesigns(base, mine, theirs)
    expect(merged).toEqual(mine)
    expect(clashes.map(({ path }) => path)).toEqual([['sections', 'second', 'questions']])
    expect(clashes.reduce(withTheirs, merged)).toEqual(theirs)
  })
})

describe('a condition', () => {
  it('is one thought and never half mine, half theirs', () => {
    const when = (item: string, code: string): Questionnaire =>
      inQuestion(base, 'rate', (one) => ({ ...one, showIf: { item, in: [code] } }))
    expect(mergeDesigns(when('late', 'yes'), when('told', 'yes'), when('late', 'no')).clashes).toEqual([
      { path: ['questions', 'rate', 'showIf'], mine: { item: 'told', in: ['yes'] }, theirs: { item: 'late', in: ['no'] } },
    ])
  })
})

const marks = (design: Questionnaire): readonly string[] => JSON.stringify(design).match(/#(?:mine|theirs)\d+#/g) ?? []

const lacking = (words: readonly string[], where: unknown): readonly string[] =>
  words.filter((word) => !JSON.stringify(where).includes(word))

const repeats = (ids: readonly string[]): readonly string[] => ids.filter((id, place) => ids.indexOf(id) !== place)

function doubled({ sections, scales, trees }: Questionnaire): readonly string[] {
  const questions = sections.flatMap((section) => section.questions)
  return [
    ...repeats(questions.flatMap((question) => [question.id, ...(question.type === 'matrix' ? question.items.map(({ id }) => id) : [])])),
    ...repeats(sections.map(({ id }) => id)),
    ...repeats(scales.map(({ id }) => id)),
    ...scales.flatMap(({ options }) => repeats(options.map(({ code }) => code))),
    ...repeats(trees.map(({ id }) => id)),
    ...repeats(trees.flatMap(({ nodes }) => nodes.map(({ code }) => code))),
  ]
}
