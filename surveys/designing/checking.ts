import { hasRows } from '../instrument/item'
import type { DefinitionReading } from '../instrument/definition'
import type { InterfaceWords } from '../instrument/language'
import { lint } from '../instrument/lint'
import type { Problem } from '../instrument/problems'
import { itemsOf } from '../instrument/questionnaire'
import { rulesBroken } from '../instrument/rules'
import type { Questionnaire } from '../instrument/schema'
import type { ContentPlace, Finding, FoundPlace } from './findings'

/** Everything to say of a design, errors first; `check` reads it as a definition (`readDefinition`), `words` are those of the screen. */
export function findings(draft: Questionnaire, check: (json: unknown) => DefinitionReading, words: InterfaceWords): readonly Finding[] {
  const find = placeFinder(draft)
  const reading = check(draft)
  const problems = reading.ok ? [] : distinct([...reading.problems, ...rulesBroken(draft)])
  return [
    ...problems.map((source) => ({
      severity: 'error' as const,
      source,
      rule: source.rule,
      path: source.path,
      seen: '',
      place: placeOf(draft, find, source),
    })),
    ...lint(draft, words).map((source) => ({
      severity: 'warning' as const,
      source,
      rule: source.rule,
      path: source.path,
      seen: source.language === undefined ? source.seen : `${source.seen}, ${source.language}`,
      place: screenPlace(source.path) ?? find(source.path),
    })),
  ]
}

/** What the screen says, or is heard, in a language: paths such as `words.tyz.citizen.next` and `sounds.tyz`. */
function screenPlace(path: string): FoundPlace | undefined {
  const [root, language = ''] = path.split('.')
  if (root === 'sounds') return { tab: 'sounds', language }
  return root === 'words' ? { tab: 'translation', language, path, of: { tab: 'general', field: 'words' } } : undefined
}

function distinct(problems: readonly Problem[]): readonly Problem[] {
  const keyOf = ({ path, rule, message }: Problem): string => [path, rule, message].join('\n')
  return [...new Map(problems.map((problem) => [keyOf(problem), problem])).values()]
}

/** A text that lacks only a translation is mended beside the other translations; one that lacks its first language, where it stands. */
function placeOf(
  { languages }: Questionnaire,
  find: (path: string, name?: string) => ContentPlace,
  { path, rule, sentence, values = {} }: Problem,
): FoundPlace {
  const language = String(values['language'] ?? '')
  if (rule === 'unknown_language') return { tab: 'general', field: 'languages' }
  const of = find(path, values['name'] === undefined ? undefined : String(values['name']))
  if (!missing.includes(sentence ?? rule) || language === languages[0]) return of
  return { tab: 'translation', language, path: path.endsWith(`.${language}`) ? path.slice(0, -language.length - 1) : path, of }
}

const missing: readonly string[] = ['missing_translation', 'missing_option_label']

/** Finds places in one design from paths such as `question "q1".showIf` and `sections[2].questions[0].text.vi`; `name` says which of a list is meant. */
function placeFinder(draft: Questionnaire): (path: string, name?: string) => ContentPlace {
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
    ...questions.flatMap(({ section, question }) =>
      itemsOf(question).map(
        ({ id }) => [id, { tab: 'questions', section, question: question.id, item: id === question.id ? undefined : id }] as const,
      ),
    ),
    ...questions.map(({ section, question }) => [question.id, { tab: 'questions', section, question: question.id }] as const),
  ])
}

function namedPlace(asked: Asked, what: string, id: string, field: string | undefined, inner: string | undefined): ContentPlace {
  if (what === 'section') return { tab: 'questions', section: id, field }
  if (what === 'question' || what === 'item')
    return { ...(asked.get(id) ?? { tab: 'questions', question: id }), ...(field !== undefined && { field }) }
  if (what === 'computed') return { tab: 'general', field: 'computed' }
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
    return {
      tab: 'scales',
      scale: scale?.id ?? name,
      option: field === 'options' ? scale?.options[at(2)]?.code : undefined,
      field: inner ?? field,
    }
  }
  if (root === 'trees') {
    if (parts[0] === 'nodes')
      return { tab: 'indicators', tree: draft.trees.find(({ nodes }) => nodes.some(({ code }) => code === name))?.id, node: name }
    const tree = draft.trees[at(0)]
    return {
      tab: 'indicators',
      tree: tree?.id ?? name,
      node: field === 'nodes' ? tree?.nodes[at(2)]?.code : undefined,
      field: inner ?? field,
    }
  }
  if (root === 'bandSets') {
    const bands = draft.bandSets[at(0)]
    return {
      tab: 'indicators',
      bands: bands?.id ?? name,
      band: field === 'bands' ? bands?.bands[at(2)]?.code : undefined,
      field: inner ?? field,
    }
  }
  return { tab: 'general', field: root === '' ? undefined : root }
}

function sectionPlace({ sections }: Questionnaire, parts: readonly string[], name: string | undefined): ContentPlace {
  const section = sections[Number(parts[0] ?? NaN)]
  if (parts[1] !== 'questions' || parts[2] === undefined) return { tab: 'questions', section: section?.id ?? name, field: parts[1] }
  const question = section?.questions[Number(parts[2] ?? NaN)]
  const item = question && hasRows(question) && parts[3] === 'items' ? question.items[Number(parts[4] ?? NaN)]?.id : undefined
  return { tab: 'questions', section: section?.id, question: question?.id, item, field: item === undefined ? parts[3] : parts[5] }
}
