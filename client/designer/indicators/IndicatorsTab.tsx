import { useEffect, useState } from 'preact/hooks'
import { outline } from '../../../surveys/designing/outline'
import { treeIds, treeOf } from '../../../surveys/designing/trees'
import type { Desk } from '../desk'
import { BandSets } from './BandSets'
import type { Chosen } from './chosen'
import { namingOf } from './naming'
import { NewTree } from './NewTree'
import { NodeEditor } from './NodeEditor'
import { Outline } from './Outline'
import { TreeEditor } from './TreeEditor'
import { TreePicker } from './TreePicker'
import { WhatIf } from './WhatIf'

type Props = { readonly desk: Desk; /** The tree and the node to begin with. */ readonly tree?: string | undefined; readonly node?: string | undefined }

/** How answers become figures: the trees of a design, its grades, and what made-up answers come to. */
export function IndicatorsTab({ desk, tree: first, node: code }: Props) {
  const [chosen, choose] = useState<Chosen>({ tree: treeIds.find((id) => id === first) ?? desk.draft.trees[0]?.id ?? 'satisfaction', code })
  // Whose button went away with what it removed goes on at what is chosen now.
  useEffect(() => {
    if (document.activeElement === document.body) document.querySelector<HTMLElement>('.indicator-outline [aria-pressed="true"]')?.focus()
  }, [chosen])
  const tree = treeOf(desk.draft, chosen.tree)
  const naming = namingOf(desk)
  const row = tree && outline(tree).find(({ node }) => node.code === chosen.code)
  return (
    <div class="indicators">
      <TreePicker {...{ desk, chosen, choose }} />
      {tree === undefined ? (
        <NewTree {...{ desk, choose }} id={chosen.tree} />
      ) : (
        <>
          <div class="indicator-work">
            <Outline {...{ desk, tree, naming, choose }} chosen={row?.node.code} />
            {row === undefined ? <TreeEditor {...{ desk, tree, naming, choose }} /> : <NodeEditor {...{ desk, tree, naming, choose, row }} />}
          </div>
          <WhatIf {...{ desk, tree, naming }} />
        </>
      )}
      <BandSets desk={desk} />
    </div>
  )
}
