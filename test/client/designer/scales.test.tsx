import { renderToString } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import type { Desk } from '../../../client/designer/frame/desk'
import { fetchLibrary, ScaleChoice } from '../../../client/designer/scales/ScaleChoice'
import { ScalesTab } from '../../../client/designer/scales/ScalesTab'
import { isFound } from '../../../client/designer/scales/naming'
import { designerWords } from '../../../client/text/designer-both'
import { en } from '../../../client/text/en/designer/scales'
import { vi } from '../../../client/text/vi/designer/scales'
import { scaleLibrary } from '../../../surveys/designing/scale-library'
import { addScale, fitted, splitFor } from '../../../surveys/designing/scales'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { readSmall } from '../../surveys/small'

const none = (): void => undefined
const deskOf = (draft: Questionnaire, office: Desk['office'] = 'vi'): Desk => ({
  draft,
  change: none,
  drawables: [],
  address: '/admin/designs/small',
  office,
  say: designerWords(office),
  content: office,
  text: (local) => local?.[office] ?? '',
})
const tab = (draft: Questionnaire, scale: string | undefined, office?: Desk['office']) =>
  renderToString(<ScalesTab desk={deskOf(draft, office)} scale={scale} onSelect={none} go={none} address="" />)
const menu = (draft: Questionnaire, value: string) =>
  renderToString(<ScaleChoice desk={deskOf(draft)} label="Thang" value={value} onChange={none} />)

describe('the scales of the designer', () => {
  it('say in the list which questions use them', () => {
    expect(tab(readSmall(), undefined, 'en')).toContain('Used by 2 questions: Bảng (en); Chấm (en)')
    expect(tab(readSmall(), undefined)).toContain('Dùng ở 2 câu hỏi: Bảng; Chấm')
  })

  it('warn that a change touches several questions until it no longer does', () => {
    expect(tab(readSmall(), 'five')).toContain('2 câu hỏi dùng chung')
    expect(tab(splitFor(readSmall(), 'five', 'rate'), 'five')).not.toContain('dùng chung. Sửa')
  })

  it('offer no score for what lies outside the base, and ask for one that is missing', () => {
    const draft = readSmall()
    const scores = (html: string) => html.match(/type="number"/g)?.length
    expect(scores(tab(draft, 'five'))).toBe(3)
    const partly = {
      ...draft,
      scales: draft.scales.map((scale) => ({
        ...scale,
        options: scale.options.map(({ score, ...rest }) => (score === undefined || score === 2 ? rest : { ...rest, score })),
      })),
    }
    expect(tab(partly, 'five').split(vi.scaleScoreMissing)).toHaveLength(2)
    expect(tab(draft, 'five')).not.toContain(vi.scaleScoreMissing)
  })

  it('draw without style attributes, which the pages refuse', () => {
    expect(tab(readSmall(), 'five')).not.toMatch(/\sstyle=/)
  })

  it('offer in a menu what the design has, and of the library only what it has not', async () => {
    await fetchLibrary()
    const [ready] = scaleLibrary
    if (!ready) throw new Error('the library is empty')
    expect(menu(readSmall(), 'five')).toContain(`value="library:${ready.id}"`)
    const held = addScale(readSmall(), fitted(readSmall(), ready.scale))
    expect(menu(held, 'five')).not.toContain(`value="library:${ready.id}"`)
    expect(menu(held, 'five')).toContain(`value="${ready.id}"`)
  })

  it('name in the menu a scale that is no longer there', () => {
    expect(menu(readSmall(), 'gone')).toContain('Thang “gone” không còn trong phiếu')
  })

  it('are found in the library with or without marks, by name or label, in both languages', () => {
    const found = (wanted: string) => scaleLibrary.filter((one) => isFound(wanted, one)).map(({ id }) => id)
    expect(found('gioi tinh')).toEqual(['sex', 'sex-open'])
    expect(found('agreement')).toEqual(['agreement-5'])
    expect(found('rất kém')).toEqual(['quality-5'])
    expect(found('không thang nào như vậy')).toEqual([])
  })

  it('speak both languages with the same places to fill in', () => {
    const filledIn = (words: Readonly<Record<string, string>>) =>
      Object.entries(words).map(([key, text]) => [key, [...text.matchAll(/\{[a-z]+\}/g)].map(([name]) => name).sort()])
    expect(filledIn(en)).toEqual(filledIn(vi))
  })
})
