import { type Scenario, scenarioNames } from '../../../surveys/designing/scenarios'
import type { Desk } from '../desk'
import { Choice } from '../fields/Choice'
import { NumberField } from '../fields/NumberField'

type Props = { readonly desk: Desk; readonly chosen: Scenario; readonly onChange: (next: Scenario) => void }

/** How the made-up persons answer, how many they are, and how many of them an item does not concern. */
export function ScenarioFields({ desk: { say }, chosen, onChange }: Props) {
  const people = (typed: number | undefined): void => {
    if (typed !== undefined) onChange({ ...chosen, persons: Math.floor(within(typed, 1, 100_000)) })
  }
  const away = (percent: number | undefined): void => {
    if (percent !== undefined) onChange({ ...chosen, outside: within(percent, 0, 100) / 100 })
  }
  return (
    <>
      <Choice label={say('ind_scenario')} value={chosen.name} options={scenarioNames.map((value) => ({ value, text: say(`ind_scenario_${value}`) }))} onChange={(name) => onChange({ ...chosen, name })} />
      <div class="pair">
        <NumberField label={say('ind_persons')} min={1} max={100_000} value={chosen.persons} onChange={people} />
        <NumberField label={say('ind_outside')} min={0} max={100} value={Math.round(chosen.outside * 100)} onChange={away} />
      </div>
    </>
  )
}

const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))
