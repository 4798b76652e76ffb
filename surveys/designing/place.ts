import { itemsOf } from '../questionnaire'
import type { Questionnaire } from '../schema'

/** Where an author goes to mend something in the content of a design: the tab and the ids of what stands there. */
export type ContentPlace =
  | { readonly tab: 'questions'; readonly section?: string | undefined; readonly question?: string | undefined; readonly item?: string | undefined; readonly field?: string | undefined }
  | { readonly tab: 'scales'; readonly scale?: string | undefined; readonly option?: string | undefined; readonly field?: string | undefined }
  | { readonly tab: 'indicators'; readonly tree?: string | undefined; readonly node?: string | undefined; readonly bands?: string | undefined; readonly band?: string | undefined; readonly field?: string | undefined }
  | { readonly tab: 'general'; readonly field?: string | undefined }

/** The same, or a text that lacks its translation: `path` is the text's place in the definition (`sections[0].title`), `of` the tab it belongs to. */
export type Place = ContentPlace | { readonly tab: 'translation'; readonly language: string; readonly path: string; readonly of: ContentPlace }

/** Finds places in one design from paths such as `question "q1".showIf` and `sections[2].questions[0].text.vi`; `name` says which of a list is meant. */
export function placeFinder(draft: Questionnaire): (path: string, name?: string) => ContentPlace {
  const asked = askedPlaces(draft)
  return (path, name) => {
    const named = /^(\w+) "([^"]*)"(?:\.(\w+))?(?: "([^"]*)")?/.exec(path)
    if (named) return namedPlace(asked, named[1] ?? '', named[2] ?? '', named[3], named[4] ?? name)
    if (path === 'sections.questions' && name !== undefined) return asked.get(name) ?? { tab: 'questions' }
    return countedPlace(draft, path.replace(/\[(\d+)\]/g, '.$1').split('.'), name)
  }
}

type Asked = ReadonlyMap<string, ContentPlace>

function askedPlaces({ sections }: Questionnaire): Asked {
  const questions = sections.flatMap((section) => section.questions.map((question) => ({ section: section.id, question })))
  return new Map([
    ...questions.flatMap(({ section, question }) => itemsOf(question).map(({ id }) => [id, { tab: 'questions', section, question: question.id, item: id === question.id ? undefined : id }] as const)),
    ...questions.map(({ section, question }) => [question.id, { tab: 'questions', section, question: question.id }] as const),
  ])
}

function namedPlace(asked: Asked, what: string, id: string, field: string | undefined, inner: string | undefined): ContentPlace {
  if (what === 'section') return { tab: 'questions', section: id, field }
  if (what === 'question' || what === 'item') return { ...(asked.get(id) ?? { tab: 'questions', question: id }), ...(field !== undefined && { field }) }
  if (what === 'scales') return { tab: 'scales', scale: id, option: inner }
  return what === 'trees' ? { tab: 'indicators', tree: id, node: inner } : { tab: 'indicators', bands: id, band: inner }
}

/** A path that counts: `sections`, 2, `questions`, 0, `text`, `vi`. */
function countedPlace(draft: Questionnaire, [root = '', ...parts]: readonly string[], name: string | undefined): ContentPlace {
  const at = (place: number): number => Number(parts[place] ?? NaN)
  const [field, inner] = [parts[1], parts[3]]
  if (root === 'sections') return sectionPlace(draft, parts, name)
  if (root === 'scales') {
    const scale = draft.scales[at(0)]
    return { tab: 'scales', scale: scale?.id ?? name, option: field === 'options' ? scale?.options[at(2)]?.code : undefined, field: inner ?? field }
  }
  if (root === 'trees') {
    if (parts[0] === 'nodes') return { tab: 'indicators', tree: draft.trees.find(({ nodes }) => nodes.some(({ code }) => code === name))?.id, node: name }
    const tree = draft.trees[at(0)]
    return { tab: 'indicators', tree: tree?.id ?? name, node: field === 'nodes' ? tree?.nodes[at(2)]?.code : undefined, field: inner ?? field }
  }
  if (root === 'bandSets') {
    const bands = draft.bandSets[at(0)]
    return { tab: 'indicators', bands: bands?.id ?? name, band: field === 'bands' ? bands?.bands[at(2)]?.code : undefined, field: inner ?? field }
  }
  return { tab: 'general', field: root === '' ? undefined : root }
}

function sectionPlace({ sections }: Questionnaire, parts: readonly string[], name: string | undefined): ContentPlace {
  const section = sections[Number(parts[0] ?? NaN)]
  if (parts[1] !== 'questions' || parts[2] === undefined) return { tab: 'questions', section: section?.id ?? name, field: parts[1] }
  const question = section?.questions[Number(parts[2] ?? NaN)]
  const item = question?.type === 'matrix' && parts[3] === 'items' ? question.items[Number(parts[4] ?? NaN)]?.id : undefined
  return { tab: 'questions', section: section?.id, question: question?.id, item, field: item === undefined ? parts[3] : parts[5] }
}
