import type { Desk } from '../desk'
import type { OutlineRow } from '../../../surveys/designing/outline'
import type { TreeId } from '../../../surveys/designing/trees'
import type { IndicatorTree } from '../../../surveys/schema'
import type { Naming } from './naming'

/** What is worked on: a tree, and one of its nodes or the tree as a whole. */
export type Chosen = { readonly tree: TreeId; readonly code: string | undefined }

/** What every part of the tab gets. */
export type TreeProps = {
  readonly desk: Desk
  readonly tree: IndicatorTree
  readonly naming: Naming
  readonly choose: (chosen: Chosen) => void
}

/** What the editor of a node gets besides. */
export type NodeProps = TreeProps & { readonly row: OutlineRow }
