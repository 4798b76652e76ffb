import { type Scenario, scenarioNames } from '../../../surveys/designing/scenarios'
import type { Desk } from '../desk'
import { Choice } from '../fields/Choice'
import { NumberField } from '../fields/NumberField'

type Props = { readonly desk: Desk; readonly chosen: Scenario; readonly onChange: (next: Scenario) => void }

/** How the made-up persons answer, how many they are, and how many of them an item does not concern. */
export function ScenarioFields({ desk: { say }, chosen, onChange }: Props) {
  const within = (value: number | undefined, low: number, high: number): number => Math.min(high, Math.max(low, value ?? low))
  return (
    <>
      <Choice label={say('ind_scenario')} value={chosen.name} options={scenarioNames.map((value) => ({ value, text: say(`ind_scenario_${value}`) }))} onChange={(name) => onChange({ ...chosen, name })} />
      <div class="pair">
        <NumberField label={say('ind_persons')} min={1} max={100_000} value={chosen.persons} onChange={(persons) => onChange({ ...chosen, persons: Math.floor(within(persons, 1, 100_000)) })} />
        <NumberField label={say('ind_outside')} min={0} max={100} value={Math.round(chosen.outside * 100)} onChange={(percent) => onChange({ ...chosen, outside: within(percent, 0, 100) / 100 })} />
      </div>
    </>
  )
}
