import { canonical } from './canonical'
import type { LocalText, Questionnaire } from './schema'

/** Something that is set otherwise, by its name, or by two where one stands in the other: `entry.unit`. */
export type SettingChange = { readonly name: string; readonly before: unknown; readonly after: unknown }

/** What is neither asked nor an option: the whole, and each thing that it is made of. */
export type PartKind = 'whole' | 'loop' | 'section' | 'computed' | 'scale' | 'tree' | 'node' | 'band-set' | 'band'

/** A part that is otherwise, new or gone, with what is set otherwise; words are told as texts. */
export type PartChange = {
  readonly part: PartKind
  /** A node and a band are named within their tree or set: `satisfaction C1`. */
  readonly code: string
  readonly text: LocalText
  readonly fate: 'added' | 'removed' | undefined
  readonly settings: readonly SettingChange[]
  readonly orders: readonly OrderChange[]
}

/** Things that stand in another order among each other, by the name of their list. */
export type OrderChange = { readonly name: string; readonly before: readonly NamedPart[]; readonly after: readonly NamedPart[] }

/** A part of a list by its code or id, and what it says. */
export type NamedPart = { readonly name: string; readonly text: LocalText }

/** Every part that is otherwise, in the order of the later version, and those that are gone. */
export function partChanges(before: Questionnaire, after: Questionnaire): readonly PartChange[] {
  // Whether the two compare is the verdict on trends, and which others do is the same in any order.
  const declared = (one: Questionnaire) => one.comparableTo?.filter((version) => version !== before.version).sort((a, b) => a - b) ?? []
  const [old, now] = [before, after].map(
    (one) => new Map(partsOf({ ...one, comparableTo: declared(one) }).map((part) => [`${part.part} ${part.code}`, part] as const)),
  )
  const changed = [...(now ?? [])].flatMap(([key, part]) => changeOf(old?.get(key), part))
  const gone = [...(old ?? [])].flatMap(([key, part]) => (now?.has(key) ? [] : changeOf(part, undefined)))
  return [...changed, ...gone]
}

type Part = Pick<PartChange, 'part' | 'code' | 'text'> & {
  /** What it holds, but for its words and for the parts that are told by themselves. */
  readonly held: object
  readonly lists: Readonly<Record<string, readonly NamedPart[]>>
}

function changeOf(old: Part | undefined, now: Part | undefined): readonly PartChange[] {
  const one = now ?? old
  if (!one) return []
  const { part, code, text } = one
  const fate = !old ? 'added' : !now ? 'removed' : undefined
  const settings = settingChanges(old?.held ?? {}, now?.held ?? {}, [])
  const orders = Object.keys(one.lists).flatMap((name) => orderChanges(name, old?.lists[name], now?.lists[name]))
  return fate || settings.length + orders.length > 0 ? [{ part, code, text, fate, settings, orders }] : []
}

/** Whatever two things have otherwise, but for some names that are told apart; a setting that comes later is among them by itself. */
export function settingChanges(old: object, now: object, apart: readonly string[]): readonly SettingChange[] {
  const [was, is] = [old, now].map(
    (one) =>
      new Map(
        Object.entries(one)
          .filter(([name]) => !apart.includes(name))
          .flatMap(unfolded),
      ),
  )
  return [...new Set([...(is?.keys() ?? []), ...(was?.keys() ?? [])])]
    .map((name) => ({ name, before: was?.get(name), after: is?.get(name) }))
    .filter((one) => canonical(one.before ?? null) !== canonical(one.after ?? null))
}

/** Settings that stand within another are told one by one; who publishes a number is a text. */
function unfolded([name, value]: readonly [string, unknown]): readonly (readonly [string, unknown])[] {
  if (!['entry', 'draws', 'sound'].includes(name) || typeof value !== 'object' || value === null) return [[name, value]]
  return Object.entries(value).flatMap(([inner, one]) => (inner === 'source' ? [] : [[`${name}.${inner}`, one] as const]))
}

/** Whether what stands in both lists stands otherwise among each other; what is new or gone is told by itself. */
export function orderChanges(name: string, before: readonly NamedPart[] = [], after: readonly NamedPart[] = []): readonly OrderChange[] {
  const common = (some: readonly NamedPart[], others: readonly NamedPart[]) => {
    const known = new Set(others.map((other) => other.name))
    return some.map((one) => one.name).filter((one) => known.has(one))
  }
  return canonical(common(before, after)) === canonical(common(after, before)) ? [] : [{ name, before, after }]
}

const partsOf = (questionnaire: Questionnaire): readonly Part[] => [
  ofWhole(questionnaire),
  ...ofLoop(questionnaire),
  ...questionnaire.sections.map((section) => partOf('section', section.id, section.title, section, ['title', 'intro', 'questions'])),
  ...(questionnaire.computed ?? []).map((one) => partOf('computed', one.id, one.label, one, ['label'])),
  ...questionnaire.scales.map((scale) => partOf('scale', scale.id, scale.name ?? {}, scale, ['name', 'options'])),
  ...ofTrees(questionnaire),
  ...questionnaire.bandSets.flatMap((set) => [
    { ...partOf('band-set', set.id, {}, set, ['bands']), lists: { bands: set.bands.map(byCode) } },
    ...set.bands.map((band) => partOf('band', `${set.id} ${band.code}`, band.label, band, ['label'])),
  ]),
]

/** Its name and its version say which questionnaire it is. */
const wholeApart = [
  'version',
  'title',
  'source',
  'purpose',
  'privacy',
  'thanks',
  'words',
  'languages',
  'loop',
  'computed',
  'scales',
  'sections',
  'trees',
  'bandSets',
]

const ofWhole = (questionnaire: Questionnaire): Part => ({
  ...partOf('whole', '', questionnaire.title, questionnaire, wholeApart),
  lists: {
    languages: questionnaire.languages.map((tag) => ({ name: tag, text: {} })),
    sections: questionnaire.sections.map(({ id, title }) => ({ name: id, text: title })),
    computed: (questionnaire.computed ?? []).map(({ id, label }) => ({ name: id, text: label })),
    scales: questionnaire.scales.map(({ id, name = {} }) => ({ name: id, text: name })),
    trees: questionnaire.trees.map(({ id, label }) => ({ name: id, text: label })),
    bandSets: questionnaire.bandSets.map(({ id }) => ({ name: id, text: {} })),
  },
})

const ofLoop = ({ loop }: Questionnaire): readonly Part[] => (loop ? [partOf('loop', '', loop.text, loop, ['text', 'help'])] : [])

const ofTrees = ({ trees }: Questionnaire): readonly Part[] =>
  trees.flatMap((tree) => [
    { ...partOf('tree', tree.id, tree.label, tree, ['label', 'nodes']), lists: { nodes: tree.nodes.map(byCode) } },
    ...tree.nodes.map((node) => partOf('node', `${tree.id} ${node.code}`, node.label, node, ['label'])),
  ])

/** A part whose `apart` are told otherwise; what names it is in its code. */
const partOf = (part: PartKind, code: string, text: LocalText, held: object, apart: readonly string[]): Part => ({
  part,
  code,
  text,
  held: Object.fromEntries(Object.entries(held).filter(([name]) => name !== 'id' && name !== 'code' && !apart.includes(name))),
  lists: {},
})

const byCode = ({ code, label }: { readonly code: string; readonly label: LocalText }): NamedPart => ({ name: code, text: label })
