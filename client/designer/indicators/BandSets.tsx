import { addBandSet, removeBandSet, renameBandSet } from '../../../surveys/designing/band-sets'
import type { Desk } from '../desk'
import { CodeField } from '../fields/CodeField'
import { BandTable } from './BandTable'

/** The sets of grades that nodes can be measured by. */
export function BandSets({ desk }: { readonly desk: Desk }) {
  const { say, draft, change } = desk
  const taken = new Set(draft.bandSets.map(({ id }) => id))
  return (
    <section class="card">
      <h3>{say('ind_bandSets')}</h3>
      <p class="note">{say('ind_bandSetsIntro')}</p>
      {draft.bandSets.map((set, place) => (
        <div key={place} class="band-set">
          <div class="indicator-acts">
            <CodeField say={say} label={say('ind_bandSet')} value={set.id} taken={taken} onChange={(id) => change('bands rename', (before) => renameBandSet(before, set.id, id))} />
            <button type="button" class="second" aria-label={say('ind_removeBandSet', { what: set.id })} onClick={() => change('bands remove', (before) => removeBandSet(before, set.id))}>{say('remove')}</button>
          </div>
          <BandTable {...{ desk, set }} />
        </div>
      ))}
      <button type="button" class="second" onClick={() => change('bands add', addBandSet)}>{say('ind_addBandSet')}</button>
    </section>
  )
}
