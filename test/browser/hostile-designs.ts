import { screenWords } from '../../client/text/screen'
import { findings } from '../../surveys/designing/checking'
import { findingKey } from '../../surveys/designing/findings'
import { readDefinition } from '../../surveys/instrument/definition'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { readSmall, smallSource } from '../surveys/small'
import { withHostileTexts } from './hostile'
import { payloadAt, payloads } from './payloads'

/** Designs whose every text is another hostile one, as many as it takes for all of them to occur. */
export function hostileDesigns(): readonly Questionnaire[] {
  let used = 0
  const designs: Questionnaire[] = []
  while (used < payloads.length)
    designs.push(readSmall(withHostileTexts({ ...source, id: `hostile-${designs.length}` }, () => payloadAt(used++))))
  return designs
}

/** Every warning of a design accepted for a hostile reason. */
export const hostileReasons = (design: Questionnaire): Readonly<Record<string, string>> =>
  Object.fromEntries(
    findings(design, readDefinition, screenWords)
      .filter(({ severity }) => severity === 'warning')
      .map((finding, place) => [findingKey(finding), payloadAt(place)]),
  )

/** The design with hostile ids, codes and a hostile language, which only somebody can have sent who does without the designer. */
export function withHostileNames(design: Questionnaire): Questionnaire {
  const names = new Map<string, string>()
  const kept = new Set<unknown>([design.id, ...design.trees.map(({ id }) => id)])
  const named = (name: string): string => {
    names.set(name, names.get(name) ?? payloadAt(names.size * 7))
    return names.get(name) ?? name
  }
  const written = JSON.stringify(design, (key, value: unknown) => {
    if (key === 'languages') return [...design.languages, payloadAt(3)]
    if (typeof value === 'string' && ['id', 'code', 'scale', 'item', 'serviceItem', 'headline', 'bands'].includes(key) && !kept.has(value))
      return named(value)
    if (Array.isArray(value) && ['items', 'children', 'options', 'in'].includes(key))
      return value.map((one: unknown) => (typeof one === 'string' ? named(one) : one))
    return value
  })
  return JSON.parse(written)
}

const both = (text: string) => ({ vi: text, en: text })

/** The small questionnaire with an intro, a help, a grade and a node wherever there can be one. */
const source = {
  ...smallSource,
  sections: smallSource.sections.map((section) => ({
    ...section,
    intro: both('lời dẫn'),
    questions: section.questions.map((question) => ({
      ...question,
      help: both('giải thích'),
      ...(question.type === 'text' ? { maxLength: 500 } : {}),
    })),
  })),
  trees: smallSource.trees.map((tree) => ({
    ...tree,
    nodes: [
      { code: 'ALL', kind: 'overall', label: both('tất cả'), children: ['S'], bands: 'grades' },
      ...tree.nodes.map((node) => ({ ...node, kind: 'factor' })),
      { code: 'R1', kind: 'item', label: both('một dòng'), items: ['m1'] },
    ],
  })),
  bandSets: [
    {
      id: 'grades',
      bands: [
        { code: 'low', label: both('kém'), from: 0, to: 0.5 },
        { code: 'high', label: both('tốt'), from: 0.5, to: 1 },
      ],
    },
  ],
}
