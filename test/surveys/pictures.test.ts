import { describe, expect, it } from 'vitest'
import { screenWords } from '../../client/text/screen'
import { mediaNames, pictureNames, withMediaAmong } from '../../surveys/designing/pictures'
import { clone } from '../../surveys/designing/blank'
import { mergeDesigns } from '../../surveys/designing/merging/merge'
import { changeOption, duplicateScale } from '../../surveys/designing/scales'
import { withSound } from '../../surveys/designing/sounds'
import { takeScale } from '../../surveys/designing/taking'
import { reporting } from '../../surveys/exchange/notes'
import { surveyOf } from '../../surveys/exchange/to-surveyjs'
import { xlsformOf } from '../../surveys/exchange/to-xlsform'
import { readDefinition } from '../../surveys/instrument/definition'
import { limitProblems, mostPictures } from '../../surveys/instrument/limits'
import { lint } from '../../surveys/instrument/lint'
import { rulesBroken } from '../../surveys/instrument/rules'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { differences } from '../../surveys/instrument/question-changes'
import { comparableFigures } from '../../surveys/instrument/versions'
import { readSmall } from './small'

const small = readSmall()
const [one, other, heard] = ['A'.repeat(22), 'B'.repeat(22), 'C'.repeat(22)]
const seen = changeOption(small, 'ways', 0, { picture: one })

describe('what can be seen of a design', () => {
  it('is a picture of an option, kept while everything else of it changes', () => {
    const spoken = withSound(seen, 'scales/ways/options/desk/label', 'vi', heard)
    const changed = changeOption(spoken, 'ways', 0, { label: { vi: 'Quầy', en: 'Desk' }, fixed: true })
    const again = changeOption(changed, 'ways', 0, { exclusive: true })
    expect(again.scales.find(({ id }) => id === 'ways')?.options[0]).toMatchObject({ picture: one, sound: { vi: heard }, fixed: true })
    expect([pictureNames(again), mediaNames(again)]).toEqual([new Set([one]), new Set([heard, one])])
    expect(pictureNames(changeOption(again, 'ways', 0, { picture: undefined }))).toEqual(new Set())
  })

  it('is named no more where it is not kept', () => {
    expect(withMediaAmong(seen, new Set([one]))).toEqual(seen)
    expect(withMediaAmong(seen, new Set([other]))).toEqual(small)
  })

  it('breaks no rule and ends no trend', () => {
    expect(rulesBroken(seen)).toEqual([])
    expect(comparableFigures(small, seen)).toEqual(comparableFigures(small, small))
  })

  it('goes along where its scale is taken, duplicated or copied with its questionnaire', () => {
    const { ways: _, ...others } = Object.fromEntries(small.scales.map((scale) => [scale.id, scale]))
    const taken = takeScale({ ...small, scales: Object.values(others) }, seen, 'ways')
    expect(pictureNames(taken?.draft ?? small)).toEqual(new Set([one]))
    // What looks otherwise is another scale.
    expect(takeScale(small, seen, 'ways')?.draft.scales).toHaveLength(small.scales.length + 1)
    expect(duplicateScale(seen, 'ways').scales.filter(({ options }) => options[0]?.picture === one)).toHaveLength(2)
    expect(pictureNames(clone(seen, 'copy'))).toEqual(new Set([one]))
  })

  it('is joined with what another author writes beside it, and clashes with another picture', () => {
    const label = { vi: 'Quầy giao dịch', en: 'Counter' }
    const joined = mergeDesigns(small, seen, changeOption(small, 'ways', 0, { label }))
    expect(joined.clashes).toEqual([])
    expect(joined.merged.scales.find(({ id }) => id === 'ways')?.options[0]).toMatchObject({ label, picture: one })
    expect(mergeDesigns(small, seen, changeOption(small, 'ways', 0, { picture: other })).clashes).toMatchObject([
      { mine: one, theirs: other },
    ])
  })

  it('stays behind where it leaves for another tool, and is said to', () => {
    const { tell, report } = reporting()
    expect(xlsformOf(seen, tell, new Map([[one, `${one}.png`]])).choices).toEqual(
      expect.arrayContaining([expect.arrayContaining(['media::image']), expect.arrayContaining(['desk', `${one}.png`])]),
    )
    expect(report().notes.map(({ code }) => code)).toContain('stays_pictures')
    expect(JSON.stringify(surveyOf(seen, () => undefined))).not.toContain(one)
  })

  it('is told before and after where it is another one, and with the option where that is new', () => {
    const told = (before: Questionnaire, after: Questionnaire) => differences(before, after).scales.flatMap(({ details }) => details)
    const [desk] = seen.scales.find(({ id }) => id === 'ways')?.options ?? []
    expect(told(small, seen)).toEqual([{ what: 'picture', option: desk, before: undefined, after: one }])
    const otherwise = changeOption(seen, 'ways', 0, { picture: other })
    expect(told(seen, otherwise)).toMatchObject([{ what: 'picture', before: one, after: other }])
    expect(differences(seen, otherwise).questions).toEqual([])
    const fewer = {
      ...seen,
      scales: seen.scales.map((scale) => (scale.id === 'ways' ? { ...scale, options: scale.options.slice(1) } : scale)),
    }
    expect(told(fewer, seen)).toMatchObject([{ what: 'option', before: undefined, after: { picture: one } }])
  })

  it('has to be a name that bytes give', () => {
    for (const picture of ['../x', 'https://example.vn/a.png', `${one}=`])
      expect(readDefinition(changeOption(small, 'ways', 0, { picture })).ok).toBe(false)
    expect(readDefinition(seen).ok).toBe(true)
  })

  it('deserves a second look where only some have one, and where a part has many', () => {
    const warned = (draft: Questionnaire) => lint(draft, screenWords).filter(({ rule }) => rule.startsWith('pictures_'))
    expect(warned(small)).toEqual([])
    expect(warned(seen)).toEqual([{ path: 'scales "ways"', rule: 'pictures_missing', seen: '1/3' }])
    expect(warned(many(seen, 13))).toEqual([{ path: expect.stringContaining('section "'), rule: 'pictures_heavy', seen: '13' }])
    expect(limitProblems(many(seen, mostPictures))).toEqual([])
    expect(limitProblems(many(seen, mostPictures + 1))).toMatchObject([{ rule: 'too_many_pictures', path: 'scales' }])
  })
})

const many = (draft: Questionnaire, count: number): Questionnaire => ({
  ...draft,
  scales: draft.scales.map((scale) =>
    scale.id === 'ways'
      ? {
          ...scale,
          options: Array.from({ length: count }, (_, at) => ({
            code: `o${at}`,
            label: { vi: `Cách ${at}`, en: `Way ${at}` },
            kind: 'answer' as const,
            picture: `${at}`.padStart(22, 'x'),
          })),
        }
      : scale,
  ),
})
