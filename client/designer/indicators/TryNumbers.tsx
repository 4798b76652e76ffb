import { useMemo, useState } from 'preact/hooks'
import { bestNumbers, inputsFrom, type MadeNumbers, numbersOfTree } from '../../../surveys/designing/made-numbers'
import { whatIf } from '../../../surveys/designing/what-if'
import { ChoiceField, NumberField } from '../frame/Fields'
import { inEditor, stored, type TreeProps } from './chosen'
import { WhatIfFigures } from './WhatIf'

const scenarios = ['best', 'none'] as const

/** Made-up numbers on one side, what the set comes to for one agency on the other. */
export function TryNumbers({ desk, tree, naming }: Omit<TreeProps, 'choose'>) {
  const { say, draft } = desk
  const [scenario, begin] = useState<(typeof scenarios)[number]>('best')
  const [own, edit] = useState<Readonly<Record<string, number | undefined>>>({})
  const [wanted, want] = useState<string>()
  const numbers = useMemo((): MadeNumbers => {
    const given = { ...(scenario === 'best' ? bestNumbers(tree) : {}), ...own }
    return Object.fromEntries(Object.entries(given).flatMap(([code, value]) => (value === undefined ? [] : [[code, value]])))
  }, [tree, scenario, own])
  const figures = useMemo(() => whatIf(draft, tree, { persons: 0, items: {} }, inputsFrom(numbers)), [draft, tree, numbers])
  const inputs = numbersOfTree(tree)
  const node = inputs.find(({ code }) => code === wanted) ?? inputs[0]
  const typed = node?.entry?.unit === 'percent' ? 'percent' : 'number'
  const restart = (next: (typeof scenarios)[number]): void => {
    begin(next)
    edit({})
  }
  return (
    <section class="card">
      <h3>{say('ind_try')}</h3>
      <p class="note">{say('ind_tryIntro')}</p>
      <div class="what-if">
        <div>
          <ChoiceField
            label={say('ind_scenario')}
            value={scenario}
            options={scenarios.map((value) => ({ value, text: say(`ind_try_${value}`) }))}
            onChange={restart}
          />
          {node ? (
            <>
              <ChoiceField
                label={say('ind_tryNumber')}
                value={node.code}
                options={inputs.map(({ code }) => ({ value: code, text: `${naming.node(code)} (${code})` }))}
                onChange={want}
              />
              <NumberField
                label={`${naming.node(node.code)} (${node.code})`}
                hint={typed === 'percent' ? say('ind_percentHint') : undefined}
                step="any"
                value={inEditor(numbers[node.code], typed)}
                onChange={(value) => edit({ ...own, [node.code]: stored(value, typed) })}
              />
            </>
          ) : null}
        </div>
        <WhatIfFigures {...{ desk, tree, naming, figures }} />
      </div>
    </section>
  )
}
