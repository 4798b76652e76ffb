import { renderToString } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import type { Desk } from '../../../client/designer/frame/desk'
import { GeneralTab } from '../../../client/designer/GeneralTab'
import { namingOf } from '../../../client/designer/indicators/chosen'
import { WhatIf } from '../../../client/designer/indicators/WhatIf'
import { designerWords } from '../../../client/text/designer-both'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { readSmall } from '../../surveys/small'

const deskOf = (draft: Questionnaire): Desk => ({
  draft,
  change: () => undefined,
  drawables: [],
  address: '/admin/designs/small',
  office: 'vi',
  say: designerWords('vi'),
  content: 'vi',
  text: (local) => local?.['vi'] ?? '',
})

describe('how many digits figures have', () => {
  it.each([
    [undefined, '2'],
    [0, '0'],
    [1, '1'],
    [3, '3'],
  ] as const)('is %s in a design and %s in its settings and on made-up answers', (digits, chosen) => {
    const draft: Questionnaire = { ...readSmall(), ...(digits === undefined ? {} : { digits }) }
    const desk = deskOf(draft)
    const settings = renderToString(<GeneralTab desk={desk} />)
    const field = settings.slice(settings.indexOf('Số chữ số sau dấu phẩy'))
    expect(/<option selected value="(\d)"/.exec(field.slice(0, field.indexOf('</select>')))?.[1]).toBe(chosen)
    const [tree] = draft.trees
    if (!tree) throw new Error('there is no tree')
    const page = renderToString(<WhatIf {...{ desk, tree }} naming={namingOf(desk)} />)
    const figures = page.slice(page.indexOf('<output'))
    const shown = [...figures.matchAll(/(\d+)(?:,(\d+))?%<\/(?:b|td)>/g)].map(([, , decimals = '']) => decimals.length)
    expect(new Set(shown)).toEqual(new Set([Number(chosen)]))
  })
})
