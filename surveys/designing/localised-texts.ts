import type { BandSet, IndicatorTree, LocalText, Question, Questionnaire, Scale, Section } from '../schema'

export const placeKinds = [
  'title', 'purpose', 'privacy', 'thanks', 'source',
  'section-title', 'section-intro', 'question-text', 'question-help', 'item-text',
  'option-label', 'tree-label', 'node-label', 'band-label',
] as const
export const groupKinds = ['questionnaire', 'sections', 'scales', 'trees', 'bandSets'] as const

/** The part of a design in which a text stands; `name` is the part's own id, empty for the questionnaire itself. */
export type Group = { readonly kind: (typeof groupKinds)[number]; readonly name: string }

/** Where a localised text stands: a key that survives moving, and what its author calls the place. */
export type Place = { readonly key: string; readonly kind: (typeof placeKinds)[number]; readonly group: Group; readonly name: string }

/** Gives each localised text anew. */
export type Visit = (place: Place, text: LocalText) => LocalText

/** The design with every localised text visited in reading order. */
export function withTexts(draft: Questionnaire, visitor: Visit): Questionnaire {
  const visit = withUniqueKeys(visitor)
  const own = (kind: 'title' | 'purpose' | 'privacy' | 'thanks' | 'source'): LocalText => visit({ key: kind, kind, group: { kind: 'questionnaire', name: '' }, name: '' }, draft[kind])
  return {
    ...draft,
    title: own('title'),
    purpose: own('purpose'),
    privacy: own('privacy'),
    sections: draft.sections.map((section) => inSection(section, visit)),
    thanks: own('thanks'),
    scales: draft.scales.map((scale) => inScale(scale, visit)),
    trees: draft.trees.map((tree) => inTree(tree, visit)),
    bandSets: draft.bandSets.map((set) => inBandSet(set, visit)),
    source: own('source'),
  }
}

/** A draft may use an id twice for the moment: the second place is told apart by `#2`, which no id can hold. */
function withUniqueKeys(visit: Visit): Visit {
  const seen = new Map<string, number>()
  return (place, text) => {
    const count = (seen.get(place.key) ?? 0) + 1
    seen.set(place.key, count)
    return visit(count === 1 ? place : { ...place, key: `${place.key}#${count}` }, text)
  }
}

function inSection(section: Section, visit: Visit): Section {
  const place = { group: { kind: 'sections', name: section.id }, name: section.id } as const
  return {
    ...section,
    title: visit({ ...place, kind: 'section-title', key: `sections/${section.id}/title` }, section.title),
    ...(section.intro && { intro: visit({ ...place, kind: 'section-intro', key: `sections/${section.id}/intro` }, section.intro) }),
    questions: section.questions.map((question) => inQuestion(question, place.group, visit)),
  }
}

function inQuestion(question: Question, group: Group, visit: Visit): Question {
  const place = { group, name: question.id }
  const own = {
    text: visit({ ...place, kind: 'question-text', key: `questions/${question.id}/text` }, question.text),
    ...(question.help && { help: visit({ ...place, kind: 'question-help', key: `questions/${question.id}/help` }, question.help) }),
  }
  if (question.type !== 'matrix') return { ...question, ...own }
  const items = question.items.map((item) => ({ ...item, text: visit({ group, name: item.id, kind: 'item-text', key: `items/${item.id}/text` }, item.text) }))
  return { ...question, ...own, items }
}

function inScale(scale: Scale, visit: Visit): Scale {
  const group = { kind: 'scales', name: scale.id } as const
  const label = (code: string, text: LocalText) => visit({ group, name: code, kind: 'option-label', key: `scales/${scale.id}/options/${code}/label` }, text)
  return { ...scale, options: scale.options.map((option) => ({ ...option, label: label(option.code, option.label) })) }
}

function inTree(tree: IndicatorTree, visit: Visit): IndicatorTree {
  const group = { kind: 'trees', name: tree.id } as const
  const label = (code: string, text: LocalText) => visit({ group, name: code, kind: 'node-label', key: `trees/${tree.id}/nodes/${code}/label` }, text)
  return {
    ...tree,
    label: visit({ group, name: tree.id, kind: 'tree-label', key: `trees/${tree.id}/label` }, tree.label),
    nodes: tree.nodes.map((node) => ({ ...node, label: label(node.code, node.label) })),
  }
}

function inBandSet(set: BandSet, visit: Visit): BandSet {
  const group = { kind: 'bandSets', name: set.id } as const
  const label = (code: string, text: LocalText) => visit({ group, name: code, kind: 'band-label', key: `bandSets/${set.id}/bands/${code}/label` }, text)
  return { ...set, bands: set.bands.map((band) => ({ ...band, label: label(band.code, band.label) })) }
}
