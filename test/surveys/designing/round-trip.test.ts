import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blankQuestionnaire, clone, nextVersion } from '../../../surveys/designing/blank'
import { questionTypes, settingIn, settingsOf, withSetting } from '../../../surveys/designing/question-settings'
import {
  addQuestion,
  addSection,
  changeQuestion,
  changeSection,
  changeType,
  settingsWithout,
  duplicateQuestion,
  findQuestion,
  moveQuestion,
  moveSection,
  removeQuestion,
  removeSection,
  renameItem,
  stepQuestion,
  usedIds,
  withoutItems,
} from '../../../surveys/designing/questions'
import { canonical } from '../../../surveys/instrument/canonical'
import { readDefinition, structureProblems } from '../../../surveys/instrument/definition'
import type { Question, Questionnaire } from '../../../surveys/instrument/schema'
import { namePatterns } from '../../../surveys/instrument/spelling'
import { questionnaires } from '../generated-questionnaires'
import { type Act, acts, type Edit, edits, questionsOf, valuesOf } from './edits'
import { readSmall } from '../small'

const runs = { seed: 6, numRuns: 80 }
const every = (check: (design: Questionnaire, act: Act) => void): void => fc.assert(fc.property(questionnaires, acts, check), runs)

/** As the page carries it to the designer and the designer back to the server. */
const carried = (design: Questionnaire): Questionnaire => JSON.parse(JSON.stringify(design).replaceAll('<', '\\u003c'))

describe('a questionnaire in the designer', () => {
  it('is the same to the byte when it is loaded and saved without a change', () => {
    every((design) => {
      const saved = carried(carried(design))
      expect(JSON.stringify(saved)).toBe(JSON.stringify(design))
      expect(canonical(saved)).toBe(canonical(design))
      expect(readDefinition(saved)).toEqual({ ok: true, questionnaire: design })
    })
  })

  it('can be published as it stands when it is the next version, or a copy, of one that was', () => {
    every((design) => {
      expect(readDefinition(nextVersion(design, design.version + 1)).ok).toBe(true)
      expect(readDefinition(clone(design, 'mot-phieu-moi')).ok).toBe(true)
    })
  })

  it('has the structure of a questionnaire from its first moment', () => {
    expect(structureProblems(blankQuestionnaire('moi', { vi: 'Phiếu mới' }, ['vi']))).toEqual([])
  })
})

describe('every edit of a design', () => {
  it.each(Object.entries(edits))(
    '%s: keeps the structure, keeps ids apart, and loses no question that was not removed',
    (_, edit: Edit) => {
      every((design, act) => {
        const { next, removed } = edit(design, act)
        expect(structureProblems(carried(next))).toEqual([])
        expectApart(next)
        const after = new Set(questionsOf(next).map(({ id }) => id))
        expect(questionsOf(design).filter(({ id }) => !after.has(id) && !removed.has(id))).toEqual([])
        expect([...removed].filter((id) => after.has(id))).toEqual([])
      })
    },
  )

  it('keeps all that in any order, on designs that are not finished either', () => {
    const kinds = Object.values(edits)
    fc.assert(
      fc.property(questionnaires, fc.array(fc.tuple(fc.nat(kinds.length - 1), acts), { maxLength: 12 }), (design, chosen) => {
        const last = chosen.reduce((now, [kind, act]) => kinds[kind]?.(now, act).next ?? now, design)
        expect(structureProblems(carried(last))).toEqual([])
        expectApart(last)
      }),
      runs,
    )
  })

  it('leaves the design that it was given as it was', () => {
    every((design, act) => {
      const before = JSON.stringify(design)
      for (const edit of Object.values(edits)) edit(design, act)
      expect(JSON.stringify(design)).toBe(before)
    })
  })
})

describe('a question', () => {
  it('is back where it was after a step down and a step up', () => {
    everyQuestion((design, { id }) => {
      for (const step of [1, -1] as const) {
        const there = stepQuestion(design, id, step)
        if (canonical(there) !== canonical(design)) expect(stepQuestion(there, id, step === 1 ? -1 : 1)).toEqual(design)
      }
    })
  })

  it('comes past every other on its way down, and stays at the end', () => {
    everyQuestion((design, { id }) => {
      const steps = questionsOf(design).length + design.sections.length
      const last = Array.from({ length: steps }).reduce<Questionnaire>((now) => stepQuestion(now, id, 1), design)
      expect(questionsOf(last).at(-1)?.id).toBe(id)
      expect(questionsOf(last).length).toBe(questionsOf(design).length)
    })
  })

  it('changes nothing but its place when it is moved', () => {
    every((design, act) => {
      const question = chosenOf(questionsOf(design), act.a)
      const section = chosenOf(design.sections, act.b)
      const moved = moveQuestion(design, question.id, section.id, act.c)
      expect(findQuestion(moved, question.id)?.question).toEqual(question)
      expect(findQuestion(moved, question.id)?.section.id).toBe(section.id)
      expect(new Set(questionsOf(moved))).toEqual(new Set(questionsOf(design)))
    })
  })

  it('keeps a questionnaire valid under another name, in skip logic, indicators and the service field alike', () => {
    everyItem((design, id) => {
      const renamed = renameItem(design, id, 'renamed_item')
      expect(readDefinition(renamed)).toEqual({ ok: true, questionnaire: renamed })
      expect(JSON.stringify(renamed)).not.toContain(`"item":"${id}"`)
      expect(renameItem(renamed, 'renamed_item', id)).toEqual(design)
    })
  })

  it('keeps words, id and condition under any other type, and back again', () => {
    everyQuestion((design, { id, text, help, showIf, type }) => {
      for (const other of questionTypes()) {
        const there = changeType(design, id, other)
        const back = changeType(there, id, type)
        expect(findQuestion(there, id)?.question).toMatchObject({ id, text, type: other, ...(help && { help }), ...(showIf && { showIf }) })
        expect(findQuestion(back, id)?.question).toMatchObject({ id, text, type, ...(help && { help }), ...(showIf && { showIf }) })
        expect(structureProblems(carried(back))).toEqual([])
      }
      expect(canonical(changeType(design, id, type))).toBe(canonical(design))
    })
  })

  it('has the rows, the scale and the words again that another type had no use for', () => {
    const design = readSmall()
    const was = findQuestion(design, 'm')?.question
    if (!was) throw new Error('there is no matrix')
    const text = changeType(design, 'm', 'text')
    const between = findQuestion(text, 'm')?.question
    expect(settingsWithout(was, 'text')).toEqual(['scale', 'items'])
    expect(settingsWithout(was, 'number-matrix')).toEqual(['scale'])
    expect(canonical(changeType(text, 'm', 'matrix', [was]))).toBe(canonical(design))
    const numbers = changeType(text, 'm', 'number-matrix', [between ?? was, was])
    expect(findQuestion(numbers, 'm')?.question).toMatchObject({ items: 'items' in was ? was.items : [], text: was.text })
  })

  it('takes every value of every setting, and gives it back', () => {
    everyQuestion((design, question) => {
      for (const setting of settingsOf(question.type)) {
        for (const value of valuesOf(design, setting)) {
          const set = withSetting(question, setting.name, value)
          expect(settingIn(set, setting.name)).toEqual(value)
          expect(structureProblems(carried(changeQuestion(design, question.id, () => set)))).toEqual([])
          expect(withSetting(set, setting.name, settingIn(question, setting.name))).toEqual(question)
        }
      }
    })
  })

  it('leaves nothing that counts it when it is removed', () => {
    everyQuestion((design, { id }) => {
      const gone = [...usedIds(design)].filter((one) => !usedIds(removeQuestion(design, id)).has(one))
      const rest = removeQuestion(design, id)
      expect(gone).toContain(id)
      expect(rest.trees.flatMap(({ nodes }) => nodes).filter(({ items = [] }) => items.some((item) => gone.includes(item)))).toEqual([])
      expect(
        rest.trees.flatMap(({ nodes }) => nodes).filter(({ items, weights }) => items && weights && items.length !== weights.length),
      ).toEqual([])
      expect(gone).not.toContain(rest.serviceItem)
    })
  })

  it('is followed by its double, which differs in nothing but ids', () => {
    everyQuestion((design, question) => {
      const { draft, id } = duplicateQuestion(design, question.id)
      const placed = findQuestion(draft, id)
      expect(placed?.at).toBe((findQuestion(design, question.id)?.at ?? NaN) + 1)
      expect(withoutIds(placed?.question)).toEqual(withoutIds(question))
      expect(canonical(removeQuestion(draft, id))).toBe(canonical(design))
    })
  })

  it('can be doubled again and again, however long its id is', () => {
    const long = 'a'.repeat(32)
    const matrix: Question = {
      type: 'matrix',
      id: long,
      text: { vi: 'Bảng' },
      required: false,
      scale: 's',
      items: [
        { id: `${'b'.repeat(31)}1`, text: { vi: '1' } },
        { id: `${'b'.repeat(31)}2`, text: { vi: '2' } },
      ],
    }
    const blank = blankQuestionnaire('moi', { vi: 'Phiếu mới' }, ['vi'])
    const design = changeSection(blank, 'section', (section) => ({ ...section, questions: [matrix] }))
    const grown = Array.from({ length: 120 }).reduce<Questionnaire>((now) => duplicateQuestion(now, long).draft, design)
    expect(questionsOf(grown).length).toBe(121)
    expect([...usedIds(grown)].filter((id) => !namePatterns.item.test(id))).toEqual([])
    expectApart(grown)
  })
})

describe('a section', () => {
  it('takes its questions and what counts them with it, and only those', () => {
    every((design, { a }) => {
      const section = chosenOf(design.sections, a)
      const rest = removeSection(design, section.id)
      expect(questionsOf(rest)).toEqual(questionsOf(design).filter((question) => !section.questions.includes(question)))
      expect(rest.trees).toEqual(withoutItems(design, new Set([...usedIds(design)].filter((id) => !usedIds(rest).has(id)))).trees)
    })
  })

  it('is back where it was after a move there and back, and is gone again when it was added', () => {
    every((design, { a, b }) => {
      const [from, to] = [a % design.sections.length, b % design.sections.length]
      const { id } = chosenOf(design.sections, from)
      expect(moveSection(moveSection(design, id, to), id, from)).toEqual(design)
      const added = addSection(design, to)
      expect(canonical(removeSection(added, added.sections[to]?.id ?? ''))).toBe(canonical(design))
    })
  })

  it('gets a new question at its end, or behind the one that is named', () => {
    every((design, { a, b, c }) => {
      const section = chosenOf(design.sections, a)
      const behind = chosenOf(section.questions, b)
      const type = chosenOf(questionTypes(), c)
      const last = addQuestion(design, type, section.id)
      expect(findQuestion(last.draft, last.id)).toMatchObject({
        at: section.questions.length,
        section: { id: section.id },
        question: { type },
      })
      const next = addQuestion(design, type, section.id, behind.id)
      expect(findQuestion(next.draft, next.id)?.at).toBe(section.questions.indexOf(behind) + 1)
    })
  })
})

const everyQuestion = (check: (design: Questionnaire, question: Question) => void): void =>
  every((design, { a }) => check(design, chosenOf(questionsOf(design), a)))

const everyItem = (check: (design: Questionnaire, id: string) => void): void =>
  every((design, { a }) => check(design, chosenOf([...usedIds(design)], a)))

function chosenOf<T>(list: readonly T[], number: number): T {
  const one = list[number % list.length]
  if (one === undefined) throw new Error('nothing to choose from')
  return one
}

/** No id is used twice, by questions, rows or sections. */
function expectApart(design: Questionnaire): void {
  const ids = questionsOf(design).flatMap((question) =>
    question.type === 'matrix' ? [question.id, ...question.items.map(({ id }) => id)] : [question.id],
  )
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  const sections = design.sections.map(({ id }) => id)
  expect(new Set(sections).size).toBe(sections.length)
}

const withoutIds = (question: Question | undefined): unknown =>
  JSON.parse(JSON.stringify(question, (key, value: unknown) => (key === 'id' ? '' : value)) ?? 'null')
