import { renderToString } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import type { Desk } from '../../../client/designer/frame/desk'
import { GeneralTab } from '../../../client/designer/GeneralTab'
import { namingOf } from '../../../client/designer/indicators/chosen'
import { WhatIfFigures } from '../../../client/designer/indicators/WhatIf'
import { designerWords } from '../../../client/text/designer-both'
import { scenario } from '../../../surveys/designing/made-up'
import { whatIf } from '../../../surveys/designing/what-if'
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
    const figures = whatIf(draft, tree, scenario(draft, { name: 'mixed', persons: 200, outside: 0 }))
    const page = renderToString(<WhatIfFigures {...{ desk, tree, figures }} naming={namingOf(desk)} />)
    const shown = [...page.matchAll(/(\d+)(?:,(\d+))?%<\/(?:b|td)>/g)].map(([, , decimals = '']) => decimals.length)
    expect(new Set(shown)).toEqual(new Set([Number(chosen)]))
  })
})
