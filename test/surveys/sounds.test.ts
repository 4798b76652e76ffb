import { describe, expect, it } from 'vitest'
import { screenWords } from '../../client/text/screen'
import { heardIn, soundNames, soundRows, withoutSounds, withSound } from '../../surveys/designing/sounds'
import { mergeDesigns } from '../../surveys/designing/merging/merge'
import { lint } from '../../surveys/instrument/lint'
import { rulesBroken } from '../../surveys/instrument/rules'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { comparableFigures, versionChanges } from '../../surveys/instrument/versions'
import { readSmall } from './small'

const small = readSmall()
const [one, other] = ['A'.repeat(22), 'B'.repeat(22)]
const keys = soundRows(small).map(({ key }) => key)
const whole = keys.reduce((draft, key) => withSound(draft, key, 'vi', one), small)

describe('what can be heard of a design', () => {
  it('is every question, item and option, and nothing else', () => {
    expect(keys).toEqual([
      ...['intro', 'late', 'told', 'ways', 'field', 'm'].map((id) => `questions/${id}/text`),
      'items/m1/text',
      'items/m2/text',
      ...['rate', 'met', 'why', 'day'].map((id) => `questions/${id}/text`),
      ...['bad', 'fair', 'good', 'na'].map((code) => `scales/five/options/${code}/label`),
      ...['desk', 'web', 'else', 'none'].map((code) => `scales/ways/options/${code}/label`),
      'scales/yn/options/yes/label',
      'scales/yn/options/no/label',
    ])
    expect([heardIn(small, 'vi'), heardIn(whole, 'vi'), heardIn(whole, 'en')]).toEqual([
      { done: 0, of: keys.length },
      { done: keys.length, of: keys.length },
      { done: 0, of: keys.length },
    ])
  })

  it('is the question which agencies are rated, where several are', () => {
    const looping: Questionnaire = { ...small, loop: { text: { vi: 'Cơ quan nào?', en: 'Which?' }, atMost: 3 } }
    expect(soundRows(looping).at(0)).toMatchObject({ key: 'loop/text', kind: 'loop-text' })
    const said = withSound(looping, 'loop/text', 'vi', one)
    expect(said.loop?.sound).toEqual({ vi: one })
    expect([soundNames(said).has(one), comparableFigures(looping, said).size]).toEqual([true, comparableFigures(looping, looping).size])
    expect(lint(said, screenWords).filter(({ rule }) => rule === 'sounds_missing')).toMatchObject([{ seen: `1/${keys.length + 1}` }])
    expect(withSound(said, 'loop/text', 'vi', undefined)).toEqual(looping)
  })

  it('comes and goes text by text and language by language, and leaves nothing behind', () => {
    expect(withSound(withSound(small, 'items/m1/text', 'en', one), 'items/m1/text', 'en', undefined)).toEqual(small)
    expect(withoutSounds(whole, 'vi')).toEqual(small)
    expect(withoutSounds(whole, 'en')).toEqual(whole)
    expect(readSmall(whole)).toEqual(whole)
  })

  it('is a name that a recording can have, in a language of the questionnaire', () => {
    expect(() => readSmall(withSound(small, 'questions/late/text', 'vi', '../x'))).toThrow()
    expect(rulesBroken(withSound(small, 'questions/late/text', 'km', one)).map(({ rule }) => rule)).toEqual(['unknown_language'])
  })

  it('ends no trend: a version that can be heard means the same', () => {
    expect(versionChanges(small, { ...whole, version: 2 })).toEqual([])
    expect(comparableFigures(small, whole).size).toBeGreaterThan(0)
  })

  it('is joined where two authors record at once, and clashes where both record the same', () => {
    const [mine, theirs] = [withSound(small, 'questions/late/text', 'vi', one), withSound(small, 'questions/late/text', 'en', other)]
    const joined = mergeDesigns(small, mine, theirs)
    expect([soundOf(joined.merged), joined.clashes]).toEqual([{ vi: one, en: other }, []])
    const clashing = mergeDesigns(small, mine, withSound(small, 'questions/late/text', 'vi', other))
    expect(clashing.clashes).toEqual([{ path: ['questions', 'late', 'sound', 'vi'], mine: one, theirs: other }])
  })

  it('is warned of where only a part of it is recorded', () => {
    const warned = (draft: Questionnaire) => lint(draft, screenWords).filter(({ rule }) => rule === 'sounds_missing')
    expect([warned(small), warned(whole)]).toEqual([[], []])
    expect(warned(withSound(small, 'questions/late/text', 'vi', one))).toEqual([
      { path: 'sounds.vi', rule: 'sounds_missing', seen: `1/${keys.length}` },
    ])
  })
})

const soundOf = ({ sections }: Questionnaire): unknown => sections[0]?.questions.find(({ id }) => id === 'late')?.sound
