import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeProblem, isCode } from '../../../surveys/designing/lists'
import { addQuestion, findQuestion } from '../../../surveys/designing/questions'
import {
  addOption,
  addScale,
  changeOption,
  duplicateScale,
  fitted,
  moveOption,
  newScaleOf,
  type OptionChange,
  removeOption,
  removeScale,
  renameScale,
  sameScale,
  setOptionCode,
  splitFor,
  usesOf,
  usesOfOption,
} from '../../../surveys/designing/scales'
import { rulesBroken } from '../../../surveys/instrument/rules'
import { type Questionnaire, type Scale, questionnaire as shape } from '../../../surveys/instrument/schema'
import { readSmall, smallSource } from '../small'

/** The small questionnaire with a node that counts an option, and a section behind a condition. */
const small = readSmall({
  ...smallSource,
  sections: [
    ...smallSource.sections,
    {
      id: 'third',
      title: { vi: 'Ba', en: 'Three' },
      showIf: {
        any: [
          { item: 'rate', in: ['bad', 'fair'] },
          { item: 'ways', in: ['web'] },
        ],
      },
      questions: [{ id: 'end', type: 'note', text: { vi: 'Hết', en: 'End' } }],
    },
  ],
  trees: [
    ...smallSource.trees,
    {
      id: 'perception',
      label: { vi: 'N', en: 'P' },
      formula: 'option-share',
      nodes: [{ code: 'W', kind: 'option', label: { vi: 'M', en: 'W' }, items: ['ways'], options: ['web', 'desk'] }],
    },
  ],
})

const scaleOf = (draft: Questionnaire, id: string) => draft.scales.find((scale) => scale.id === id)
const codes = (draft: Questionnaire, id: string) => scaleOf(draft, id)?.options.map(({ code }) => code)
const scaleIds = ({ scales }: Questionnaire) => scales.map(({ id }) => id)
const option = (draft: Questionnaire, id: string, place: number) => scaleOf(draft, id)?.options[place]
const own: Scale = { id: 'five', options: [{ code: '1', label: { vi: 'A', en: 'B', km: 'C' }, kind: 'answer', score: 3, positive: true }] }

describe('a new question', () => {
  it('is on the scale that its type, or one that is graded like it, was last asked on', () => {
    const withoutMatrix: Questionnaire = {
      ...small,
      sections: small.sections
        .map((section) => ({ ...section, questions: section.questions.filter(({ type }) => type !== 'matrix') }))
        .toReversed(),
    }
    const scale = (type: 'matrix' | 'rating' | 'multiple') => {
      const { draft, id } = addQuestion(withoutMatrix, type, 'first')
      const question = findQuestion(draft, id)?.question
      return question && 'scale' in question ? question.scale : undefined
    }
    expect([scale('matrix'), scale('rating'), scale('multiple')]).toEqual(['five', 'five', 'ways'])
  })
})

describe('the scales of a design', () => {
  it('tell who uses them', () => {
    expect(usesOf(small, 'five').map(({ id }) => id)).toEqual(['m', 'rate'])
    expect(usesOf(addScale(small, own), 'five-copy')).toEqual([])
  })

  it('come in under a free id', () => {
    const twice = addScale(addScale(small, own), own)
    expect(scaleIds(twice)).toEqual(['five', 'ways', 'yn', 'five-copy', 'five-copy2'])
    expect(newScaleOf(small, addScale(small, own))).toBe('five-copy')
    expect(newScaleOf(small, small)).toBeUndefined()
    const long = { ...own, id: 'a'.repeat(64) }
    expect(scaleIds(addScale(addScale(addScale(small, long), long), long)).filter((id) => !isCode(id))).toEqual([])
  })

  it('come from the library in the languages and the unit of the design', () => {
    expect(fitted({ ...small, languages: ['vi'], scoreUnit: 0.1 }, own).options[0]).toEqual({
      code: '1',
      label: { vi: 'A' },
      kind: 'answer',
      score: 30,
      positive: true,
    })
    expect(fitted({ ...small, scoreUnit: 2 }, own).options[0]?.score).toBe(3)
  })

  it('are found again by their options', () => {
    const added = addScale(small, { ...own, id: 'other' })
    expect(sameScale(added, { ...own, id: 'asked' })).toBe('other')
    expect(sameScale(small, own)).toBeUndefined()
  })

  it('leave only when nobody uses them', () => {
    expect(removeScale(small, 'five')).toBe(small)
    expect(removeScale(addScale(small, own), 'five-copy')).toEqual(small)
  })

  it('take another id together with their questions', () => {
    const renamed = renameScale(small, 'five', 'satisfaction')
    expect(usesOf(renamed, 'satisfaction').map(({ id }) => id)).toEqual(['m', 'rate'])
    expect(rulesBroken(renamed)).toEqual([])
    expect(renameScale(renamed, 'satisfaction', 'five')).toEqual(small)
    for (const wrong of ['ways', '', 'có dấu', 'a'.repeat(65)]) expect(renameScale(small, 'five', wrong)).toBe(small)
  })

  it('are copied right behind themselves', () => {
    const copied = duplicateScale(small, 'five')
    expect(scaleIds(copied)).toEqual(['five', 'five-copy', 'ways', 'yn'])
    expect(scaleOf(copied, 'five-copy')?.options).toEqual(scaleOf(small, 'five')?.options)
  })

  it('are split for one question, which keeps its codes, its conditions and its nodes', () => {
    const split = splitFor(small, 'five', 'rate')
    expect(usesOf(split, 'five').map(({ id }) => id)).toEqual(['m'])
    expect(usesOf(split, 'five-rate').map(({ id }) => id)).toEqual(['rate'])
    expect(rulesBroken(split)).toEqual([])
    expect(splitFor(split, 'five', 'm')).toBe(split)
    expect(splitFor(small, 'five', 'late')).toBe(small)
  })
})

describe('the options of a scale', () => {
  it('come in with a fresh code in front of what lies outside the base', () => {
    expect(codes(addOption(small, 'five'), 'five')).toEqual(['bad', 'fair', 'good', '5', 'na'])
    const numbered = addScale(small, { id: 'n', options: ['1', '7', '8x'].map((code) => ({ code, label: {}, kind: 'answer' as const })) })
    expect(codes(addOption(numbered, 'n'), 'n')).toEqual(['1', '7', '8x', '8'])
    expect(option(addOption(small, 'five'), 'five', 3)).toEqual({ code: '5', label: {}, kind: 'answer' })
  })

  it('leave, all but the last', () => {
    expect(codes(removeOption(small, 'five', 1), 'five')).toEqual(['bad', 'good', 'na'])
    expect(codes(removeOption(removeOption(small, 'yn', 0), 'yn', 0), 'yn')).toEqual(['no'])
  })

  it('change places', () => {
    expect(codes(moveOption(small, 'five', 2, 0), 'five')).toEqual(['good', 'bad', 'fair', 'na'])
    expect(moveOption(small, 'five', 0, -1)).toEqual(small)
  })

  it.each<readonly [string, OptionChange, object]>([
    ['lose score and verdict when they do not apply', { kind: 'not-applicable' }, { code: 'good', kind: 'not-applicable' }],
    ['lose score and verdict as a "do not know"', { kind: 'no-opinion', face: 5 }, { code: 'good', kind: 'no-opinion', face: 5 }],
    ['keep them as an "other"', { kind: 'other' }, { code: 'good', kind: 'other', score: 5, positive: true }],
    ['take whole scores only', { score: 2.9 }, { code: 'good', kind: 'answer', score: 2, positive: true }],
    ['let go of a score', { score: undefined }, { code: 'good', kind: 'answer', positive: true }],
    [
      'say that they are not positive beside others that say so',
      { positive: false },
      { code: 'good', kind: 'answer', score: 5, positive: false },
    ],
    ['stand alone', { exclusive: true }, { code: 'good', kind: 'answer', score: 5, positive: true, exclusive: true }],
  ])('%s', (_, change, expected) => {
    expect(option(changeOption(small, 'five', 2, change), 'five', 2)).toEqual({ label: { vi: 'Tốt', en: 'Tốt (en)' }, ...expected })
  })

  it('get neither score nor verdict while they do not apply', () => {
    expect(changeOption(small, 'five', 3, { score: 3, positive: true })).toEqual(small)
  })

  it('are again what they were when a tick is taken back', () => {
    const ticked = changeOption(changeOption(small, 'ways', 0, { positive: true }), 'ways', 0, { exclusive: true })
    expect(ticked).not.toEqual(small)
    expect(changeOption(changeOption(ticked, 'ways', 0, { positive: false }), 'ways', 0, { exclusive: false })).toEqual(small)
  })

  it('keep their recording and their place among shuffled ones, whatever else is changed', () => {
    const kept = {
      ...small,
      scales: small.scales.map((one) => ({
        ...one,
        options: one.options.map((o) => ({ ...o, fixed: true as const, sound: { vi: 'x' } })),
      })),
    }
    expect(option(changeOption(kept, 'five', 2, { label: { vi: 'Khá' }, face: undefined }), 'five', 2)).toMatchObject({
      fixed: true,
      sound: { vi: 'x' },
    })
  })

  it('tell which conditions and nodes name them', () => {
    expect(usesOfOption(small, 'five', 'good')).toEqual([{ what: 'question', id: 'why' }])
    expect(usesOfOption(small, 'five', 'fair')).toEqual([{ what: 'section', id: 'third' }])
    expect(usesOfOption(small, 'ways', 'web')).toEqual([
      { what: 'section', id: 'third' },
      { what: 'node', id: 'W' },
    ])
    expect(usesOfOption(small, 'ways', 'none')).toEqual([])
  })

  it('take conditions and nodes along when a code changes', () => {
    const recoded = setOptionCode(setOptionCode(setOptionCode(small, 'yn', 0, '1'), 'ways', 1, 'net'), 'five', 0, 'poor')
    expect(recoded.sections[0]?.questions[2]?.showIf).toEqual({ item: 'late', in: ['1'] })
    expect(recoded.sections[2]?.showIf).toEqual({
      any: [
        { item: 'rate', in: ['poor', 'fair'] },
        { item: 'ways', in: ['net'] },
      ],
    })
    expect(recoded.trees[1]?.nodes[0]?.options).toEqual(['net', 'desk'])
  })

  it('leave the same code of another scale alone', () => {
    const before = addScale(small, { id: 'z', options: [{ code: 'good', label: { vi: 'a', en: 'b' }, kind: 'answer' }] })
    expect(setOptionCode(before, 'z', 0, 'fine').sections).toEqual(before.sections)
  })

  it('keep a name that another option bears as well', () => {
    const twins = {
      ...small,
      scales: small.scales.map((scale) =>
        scale.id === 'yn' ? { ...scale, options: scale.options.map((one) => ({ ...one, code: 'yes' })) } : scale,
      ),
    }
    expect(setOptionCode(twins, 'yn', 1, 'no')).toEqual(small)
  })

  const place = fc.integer({ min: 0, max: 3 })
  const code = fc.oneof(fc.constantFrom('bad', 'web', 'yes', '', 'x y'), fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,9}$/))
  const edits = fc.array(fc.tuple(fc.constantFrom('five', 'ways', 'yn'), place, code), { maxLength: 12 })

  it('never leave a condition or a node pointing nowhere, whatever codes are given one after another', () => {
    fc.assert(
      fc.property(edits, (steps) => {
        const recoded = steps.reduce((draft, [scale, at, next]) => setOptionCode(draft, scale, at, next), small)
        expect(rulesBroken(recoded)).toEqual([])
        expect(shape.safeParse(recoded).success).toBe(true)
      }),
      { seed: 4 },
    )
  })

  it('go back to where they were with the code', () => {
    fc.assert(
      fc.property(fc.constantFrom('five', 'ways', 'yn'), place, code, (scale, at, next) => {
        const before = option(small, scale, at)?.code ?? ''
        expect(setOptionCode(setOptionCode(small, scale, at, next), scale, at, before)).toEqual(small)
      }),
      { seed: 4 },
    )
  })
})

describe('a code', () => {
  it('is what the schema takes', () => {
    const taken = (code: string) => shape.safeParse({ ...small, scales: [{ id: code, options: [{ code, label: {} }] }] }).success
    const text = fc.oneof(fc.string({ maxLength: 3 }), fc.stringMatching(/^[-a-zA-Z0-9._ ]{0,70}$/))
    fc.assert(
      fc.property(text, (one) => {
        expect(isCode(one)).toBe(taken(one))
      }),
      { seed: 4, numRuns: 300 },
    )
  })

  it('may not be given twice', () => {
    expect([codeProblem('a', new Set(['b'])), codeProblem('b', new Set(['b'])), codeProblem('b c', new Set())]).toEqual([
      undefined,
      'taken',
      'malformed',
    ])
  })
})
