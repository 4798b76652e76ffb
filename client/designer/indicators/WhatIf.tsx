import { useMemo, useState } from 'preact/hooks'
import type { MadeUp } from '../../../surveys/designing/made-up'
import { type Scenario, scenario } from '../../../surveys/designing/scenarios'
import { whatIf } from '../../../surveys/designing/what-if'
import type { TreeProps } from './chosen'
import { MadeAnswers } from './MadeAnswers'
import { ScenarioFields } from './ScenarioFields'
import { WhatIfFigures } from './WhatIfFigures'

export type WhatIfProps = Omit<TreeProps, 'choose'>

/** Made-up answers on one side, what they come to on the other. */
export function WhatIf({ desk, tree, naming }: WhatIfProps) {
  const { say, draft } = desk
  const [chosen, choose] = useState<Scenario>({ name: 'mixed', persons: 200, outside: 0 })
  const [own, edit] = useState<MadeUp['items']>({})
  const made = useMemo(() => {
    const generated = scenario(draft, chosen)
    return { ...generated, items: { ...generated.items, ...own } }
  }, [draft, chosen, own])
  const figures = useMemo(() => whatIf(draft, tree, made), [draft, tree, made])
  const restart = (next: Scenario): void => {
    choose(next)
    edit({})
  }
  return (
    <section class="card">
      <h3>{say('ind_whatIf')}</h3>
      <p class="note">{say('ind_whatIfIntro')}</p>
      <div class="what-if">
        <div>
          <ScenarioFields {...{ desk, chosen }} onChange={restart} />
          <MadeAnswers {...{ desk, tree, naming, made }} edited={Object.keys(own).length} onEdit={(item, counts) => edit({ ...own, [item]: counts })} onReset={() => edit({})} />
        </div>
        <WhatIfFigures {...{ desk, tree, naming, figures }} />
      </div>
    </section>
  )
}
