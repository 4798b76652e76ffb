import { renderToString } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import type { Desk } from '../../client/designer/frame/desk'
import { ConditionEditor } from '../../client/designer/questions/ConditionEditor'
import { designerWords } from '../../client/text/designer-both'
import { itemsBefore } from '../../surveys/designing/conditions'
import { localised } from '../../surveys/instrument/language'
import type { Condition } from '../../surveys/instrument/schema'
import { readSmall } from '../surveys/small'

const draft = readSmall()
const desk: Desk = {
  draft,
  change: () => undefined,
  drawables: [],
  address: '/admin/designs/small',
  office: 'vi',
  say: designerWords('vi'),
  content: 'vi',
  text: (local) => (local ? localised(local, 'vi') : ''),
}
const page = (condition: Condition | undefined, question = 'day') =>
  renderToString(
    <ConditionEditor
      {...{ desk, condition }}
      label="Điều kiện"
      before={itemsBefore(draft, { section: 'second', question })}
      onChange={() => undefined}
    />,
  )
const chosen = (html: string) => [...html.matchAll(/<option selected value="([^"]*)"/g)].map(([, value]) => value)
const ticked = (html: string) => [...html.matchAll(/type="checkbox" checked[^>]*><span>([^<]*)/g)].map(([, words]) => words)

describe('the editor of skip logic', () => {
  it('shows rows and groups of any depth, each in menus of its own', () => {
    const html = page({
      all: [
        { item: 'late', in: ['no'] },
        { not: { any: [{ item: 'met', atMost: 10 }, { all: [{ not: { item: 'why', answered: true } }] }] } },
      ],
    })
    expect(chosen(html)).toEqual(['all', 'late', 'in', 'none', 'met', 'at-most', 'all', 'why', 'blank'])
    expect(ticked(html)).toEqual(['Không'])
    expect([...html.matchAll(/<legend>([^<]*)/g)].map(([, words]) => words)).toEqual([
      'Điều kiện',
      'Điều kiện 1',
      'Phương án',
      'Nhóm điều kiện 2',
      'Điều kiện 2.1',
      'Nhóm điều kiện 2.2',
      'Điều kiện 2.2.1',
    ])
  })

  it('tells the condition under it, and follows it as it changes', () => {
    expect(page({ item: 'late', in: ['no'] })).toContain('aria-live="polite">Chỉ hỏi khi câu late “Trễ?” được trả lời “Không”.')
    expect(page(undefined)).toContain('aria-live="polite">Luôn hỏi.')
  })

  it('keeps in sight what is no longer there, so that it can be taken out', () => {
    const html = page({ item: 'late', in: ['gone'] })
    expect(ticked(html)).toEqual(['gone (không có trong thang đo)'])
    expect(page({ item: 'rate', in: ['good'] }, 'm')).toContain('rate (không được hỏi trước đó)')
  })

  it('says so where nothing is asked before', () => {
    const html = renderToString(
      <ConditionEditor {...{ desk }} condition={undefined} label="Điều kiện" before={[]} onChange={() => undefined} />,
    )
    expect(html).toContain('Chưa có câu hỏi nào ở phía trước')
    expect(html).not.toContain('<select')
  })
})
