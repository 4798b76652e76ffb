import { languages } from '../../text/languages'
import type { Finding } from '../../../surveys/designing/findings'
import { knownScales, type NodeChange, type OutlineRow, type TreeId } from '../../../surveys/designing/trees'
import { rounded, steady } from '../../../surveys/instrument/decimal'
import type { Unit } from '../../../surveys/figures/rounding'
import { items } from '../../../surveys/instrument/questionnaire'
import { rollUpOperations } from '../../../surveys/instrument/operations'
import { type IndicatorTree, type LocalText, type Questionnaire, type RollUpName, rollUpNames } from '../../../surveys/instrument/schema'
import type { DesignerWord } from '../../text/designer'
import { designerWords } from '../../text/designer-both'
import type { Desk } from '../frame/desk'

/** What is worked on: a tree, and one of its nodes or the tree as a whole. */
export type Chosen = { readonly tree: TreeId; readonly code: string | undefined }

/** What every part of the tab gets. */
export type TreeProps = {
  readonly desk: Desk
  readonly tree: IndicatorTree
  readonly naming: Naming
  readonly choose: (chosen: Chosen) => void
}

/** What the editor of a node gets besides: the checks' findings are those of the whole design. */
export type NodeProps = TreeProps & { readonly row: OutlineRow; readonly findings: readonly Finding[] }
export type EditNode = (what: string, change: NodeChange) => void

/** What nodes and items are called on the screen. */
type Naming = { readonly node: (code: string) => string; readonly item: (id: string) => string }

/** The names of all nodes and items of a design; a node without words of its own is called as its item. */
export function namingOf({ draft, text, say }: Desk): Naming {
  const texts = new Map(items(knownScales(draft)).map(({ id, text: words }) => [id, text(words)]))
  const labels = new Map(
    draft.trees.flatMap(({ nodes }) =>
      nodes.map(({ code, label, items: [first] = [] }) => [code, text(label) || (texts.get(first ?? '') ?? '')]),
    ),
  )
  const item = (id: string): string => texts.get(id) || say('unnamed')
  return { item, node: (code) => labels.get(code) || (texts.has(code) ? item(code) : say('unnamed')) }
}

/** A word of the interface in every language of the questionnaire that the interface speaks. */
export const inLanguagesOf = ({ languages: spoken }: Questionnaire, word: DesignerWord): LocalText =>
  Object.fromEntries(languages.filter((tag) => spoken.includes(tag)).map((tag) => [tag, designerWords(tag)(word)]))

/** How nodes of a design can be rolled up: those of a set by what stands right below them, since it has no items. */
export const rollUpsFor = ({ kind }: Pick<Questionnaire, 'kind'>): readonly RollUpName[] =>
  kind === undefined ? rollUpNames : rollUpNames.filter((name) => rollUpOperations[name].on === 'children')

/** A value as it stands in the editor, and back: in percent where its node is read so. */
export const inEditor = (value: number | undefined, unit: Unit): number | undefined =>
  value === undefined || unit === 'number' ? value : rounded(value * 100, 6)
export const stored = (value: number | undefined, unit: Unit): number | undefined =>
  value === undefined || unit === 'number' ? value : steady(value / 100)
