import { describe, expect, it } from 'vitest'
import { textChanges, versionChanges } from '../../surveys/instrument/versions'
import { readSmall } from './small'

const before = readSmall()
const [first, second] = before.sections

describe('texts that were reworded', () => {
  it('are none where nothing was', () => {
    expect(textChanges(before, before)).toEqual([])
  })

  it('are told by language, with what stood there before', () => {
    const after = { ...before, title: { vi: 'Tên mới', en: 'Phiếu nhỏ (en)' }, thanks: { vi: 'Cảm ơn' } }
    expect(textChanges(before, after)).toEqual([
      { what: 'title', code: '', language: 'vi', before: 'Phiếu nhỏ', after: 'Tên mới' },
      { what: 'thanks', code: '', language: 'en', before: 'Cảm ơn (en)', after: '' },
    ])
  })

  it('are none in a language that came or went with all its texts', () => {
    const inHmong = <T>(value: T): T =>
      JSON.parse(JSON.stringify(value), (_, one: unknown) =>
        typeof one === 'object' && one !== null && 'vi' in one ? { ...one, hmn: 'x' } : one,
      )
    const after = { ...inHmong(before), languages: [...before.languages, 'hmn'] }
    expect([...textChanges(before, after), ...textChanges(after, before)]).toEqual([])
    expect(versionChanges(before, after).filter(({ kind }) => kind === 'wording')).toEqual([])
  })

  it('are found where they moved to, and what is new or gone is not among them', () => {
    const moved = { ...before, sections: before.sections.toReversed(), scales: before.scales.toReversed().slice(1) }
    expect(textChanges(before, moved)).toEqual([])
  })

  it('are found in rows, options, help and figures', () => {
    const text = { vi: 'Khác', en: 'Other' }
    const after = {
      ...before,
      scales: before.scales.map((scale) =>
        scale.id === 'yn'
          ? { ...scale, options: scale.options.map((option) => (option.code === 'no' ? { ...option, label: text } : option)) }
          : scale,
      ),
      sections: [first, second].flatMap((section) =>
        section
          ? [
              {
                ...section,
                questions: section.questions.map((question) =>
                  question.type === 'matrix'
                    ? { ...question, help: text, items: question.items.map((item) => (item.id === 'm2' ? { ...item, text } : item)) }
                    : question,
                ),
              },
            ]
          : [],
      ),
      trees: before.trees.map((tree) => ({ ...tree, nodes: tree.nodes.map((node) => ({ ...node, label: text })) })),
    }
    const found = textChanges(before, after)
      .filter(({ language }) => language === 'vi')
      .map((one) => [one.what, one.code, one.before])
    expect(found).toEqual([
      ['help', 'm', ''],
      ['item', 'm2', 'Hàng 2'],
      ['option', 'yn no', 'Không'],
      ['node', 'satisfaction S', 'Chung'],
    ])
  })
})
