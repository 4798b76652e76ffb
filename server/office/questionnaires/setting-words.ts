import { stepText, withinText } from '../../../client/designer/indicators/telling'
import { conditionText } from '../../../client/text/definition'
import { type DesignerSay, fieldCalled, isDesignerWord } from '../../../client/text/designer'
import { designerWords } from '../../../client/text/designer-both'
import { instrumentSay } from '../../../client/text/instrument'
import { outline } from '../../../surveys/designing/trees'
import { digitsOf, type Unit, unitOf } from '../../../surveys/figures/rounding'
import { isMoment } from '../../../surveys/instrument/moment'
import type { PartKind, SettingChange } from '../../../surveys/instrument/part-changes'
import type { Condition, IndicatorNode, IndicatorTree, Questionnaire } from '../../../surveys/instrument/schema'
import type { Reader } from '../frame/reader'
import { languageNames } from './version'

/** Where something is set: at a question, a row or an option of one, or at a part by its code. */
export type SettingPlace = { readonly part: PartKind | 'question' | 'option'; readonly code: string }

/** What is set otherwise, and how it was and is, each in words. */
export type SettingTold = { readonly label: string; readonly before: string; readonly after: string }

export function settingTold(
  reader: Reader,
  place: SettingPlace,
  [earlier, later]: readonly [Questionnaire, Questionnaire],
  { name, before, after }: SettingChange,
): SettingTold {
  const value = (questionnaire: Questionnaire, given: unknown) => valueText({ reader, questionnaire, place, name }, given)
  return { label: settingName(reader, place, name, before ?? after), before: value(earlier, before), after: value(later, after) }
}

function settingName({ language }: Reader, { part }: SettingPlace, name: string, value: unknown): string {
  const say = designerWords(language)
  const [first = '', inner] = name.split('.')
  const own = timeOf(value) === undefined ? `set_${name}` : `set_${name}_day`
  if (part === 'question' && isDesignerWord(own)) return say(own)
  if (first === 'sound')
    return say('inLanguage', { label: capital(say('field_sound')), language: languageNames(language).of(inner ?? '') ?? '' })
  if (name === 'from' && part !== 'band') return capital(say('field_origin'))
  return name
    .split('.')
    .map((step) => capital(fieldCalled(say, step)))
    .join(' › ')
}

const capital = (text: string): string => text.slice(0, 1).toLocaleUpperCase() + text.slice(1)

type Context = { readonly reader: Reader; readonly questionnaire: Questionnaire; readonly place: SettingPlace; readonly name: string }

/** A value as somebody reads it; what a setting means where it is left out, if that has words. */
function valueText(context: Context, given: unknown): string {
  const { reader, questionnaire, place, name } = context
  const say = designerWords(reader.language)
  if (name === 'showIf') return conditionText(reader.language, questionnaire, conditionAt(questionnaire, place.code))
  if (given === undefined) return unsaid(place.part === 'whole' ? name : '', say)
  if (given === true || given === 'agency') return say('clashYes')
  if (given === false) return say('clashNo')
  if (typeof given === 'number') return numberText(context, given)
  if (typeof given === 'string') return codeText(context, say, given)
  return insideText(context, say, given)
}

const unsaid = (name: string, say: DesignerSay): string =>
  ({
    digits: String(digitsOf({})),
    headline: say('ind_headlineFirst'),
    serviceItem: say('general_noService'),
    kind: say('field_questionnaire'),
  })[name] ?? ''

function numberText({ reader: { numbers, language }, questionnaire, place, name }: Context, given: number): string {
  if (name === 'face') return faceText(designerWords(language), given)
  const node = place.part === 'node' ? nodeAt(questionnaire, place.code) : undefined
  if (!node) return numbers.plain(given)
  if (name.startsWith('entry.'))
    return node.entry?.unit === 'percent' && name !== 'entry.digits' ? numbers.bound(given, 'percent', 0) : numbers.plain(given)
  return ['target', 'cap', 'maximum'].includes(name) ? numbers.bound(given, node.unit, 0) : numbers.plain(given)
}

function faceText(say: DesignerSay, face: number): string {
  const word = `scaleFace${face}`
  return isDesignerWord(word) ? say(word) : String(face)
}

/** How the choices of a setting are called, by where it stands: the beginning of their words. */
const choices: Readonly<Record<string, string>> = {
  'computed value': 'computedValue_',
  'tree formula': 'ind_formula_',
  'tree rollUp': 'ind_rollUp_',
  'node kind': 'ind_kind_',
  'node formula': 'ind_formula_',
  'node rollUp': 'ind_rollUp_',
  'node input': 'ind_comesFrom_',
  'node entry.unit': 'ind_entryUnit_',
  'node entry.evidence': 'ind_evidence_',
  'node draws.from': 'ind_drawsFrom_',
  'node draws.figure': 'ind_drawsFigure_',
  'node unit': 'ind_unit_',
  'node direction': 'ind_direction_',
}

function codeText({ reader: { numbers, say: officeSay }, place: { part }, name }: Context, say: DesignerSay, given: string): string {
  const time = timeOf(given)
  if (time && part === 'question') return [numbers.day(time.day), time.clock].filter((one) => one !== '').join(' ')
  if (name.startsWith('sound.')) return officeSay('changedRecording', { name: given.slice(0, 6) })
  if (given === 'indicator-set') return say('field_set')
  if (given === 'quantiles') return say('ind_quantiles')
  const word = `${part === 'question' ? `set_${name}_` : (choices[`${part} ${name}`] ?? '')}${given}`
  return isDesignerWord(word) ? say(word) : given
}

/** A day, and a time of it where there is one. */
function timeOf(value: unknown): { readonly day: string; readonly clock: string } | undefined {
  if (typeof value !== 'string') return undefined
  return isMoment(value) || /^\d{4}-\d{2}-\d{2}$/.test(value) ? { day: value.slice(0, 10), clock: value.slice(11, 16) } : undefined
}

/** Lists, the steps and the condition of a node, and where a part was taken from. */
function insideText({ reader: { language, numbers }, questionnaire, place, name }: Context, say: DesignerSay, given: unknown): string {
  const teller = { say, office: language }
  const node = nodeAt(questionnaire, place.code)
  if (place.part === 'node' && name === 'steps')
    return (node?.steps ?? []).map((step) => stepText(teller, step, node?.unit ?? 'number')).join('; ')
  if (place.part === 'node' && name === 'where') return withinText(teller, node?.where?.atLeast, node?.where?.atMost, 'number')
  if (Array.isArray(given)) return given.map((one: unknown) => (typeof one === 'number' ? numbers.plain(one) : String(one))).join(', ')
  if (typeof given !== 'object' || given === null || !('item' in given) || !('version' in given) || !('questionnaire' in given)) return ''
  const { questionnaire: id, version, item } = given
  return instrumentSay(language)('takenFrom', { id: String(id), n: String(version), item: String(item) })
}

const conditionAt = ({ sections }: Questionnaire, section: string): Condition | undefined =>
  sections.find(({ id }) => id === section)?.showIf

type ReadNode = IndicatorNode & { readonly unit: Unit }

/** A node by the code of its part, and how it is read. */
function nodeAt({ trees }: Questionnaire, code: string): ReadNode | undefined {
  const tree = trees.find(({ id }) => code.startsWith(`${id} `))
  return tree && nodesOf(tree).get(code.slice(tree.id.length + 1))
}

/** Each tree is gone through once, however much is otherwise about its nodes. */
function nodesOf(tree: IndicatorTree): ReadonlyMap<string, ReadNode> {
  const nodes =
    known.get(tree) ??
    new Map(outline(tree).map(({ node, formula }) => [node.code, { ...node, unit: unitOf({ ...node, formula }) }] as const))
  known.set(tree, nodes)
  return nodes
}

const known = new WeakMap<IndicatorTree, ReadonlyMap<string, ReadNode>>()
