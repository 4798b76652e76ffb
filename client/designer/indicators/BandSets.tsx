import {
  addBandSet,
  changeBand,
  edgesOf,
  gradeByQuantiles,
  moveEdge,
  removeBand,
  removeBandSet,
  renameBandSet,
  splitBand,
} from '../../../surveys/designing/band-sets'
import type { BandSet } from '../../../surveys/instrument/schema'
import { CodeField, LocalField, NumberField, Tick } from '../frame/Fields'
import type { Desk } from '../frame/desk'
import { numbersOf } from '../../text/numbers'

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
            <CodeField
              say={say}
              label={say('ind_bandSet')}
              value={set.id}
              taken={taken}
              onChange={(id) => change('bands rename', (before) => renameBandSet(before, set.id, id))}
            />
            <button
              type="button"
              class="second"
              aria-label={say('ind_removeBandSet', { what: set.id })}
              onClick={() => change('bands remove', (before) => removeBandSet(before, set.id))}
            >
              {say('remove')}
            </button>
          </div>
          {draft.kind === undefined ? null : (
            <Tick
              label={say('ind_quantiles')}
              hint={say('ind_quantilesHint')}
              checked={set.ends !== undefined}
              onChange={(isOn) => change(`bands ${set.id} ends`, (before) => gradeByQuantiles(before, set.id, isOn))}
            />
          )}
          <BandTable {...{ desk, set }} />
        </div>
      ))}
      <button type="button" class="second" onClick={() => change('bands add', addBandSet)}>
        {say('ind_addBandSet')}
      </button>
    </section>
  )
}

type Props = { readonly desk: Desk; readonly set: BandSet }

/** The grades of a set from the lowest to the highest; each edge stands once, so that there are no gaps. */
const BandTable = ({ desk, set }: Props) => (
  <table class="band-table">
    <thead>
      <tr>
        <th scope="col">{desk.say('ind_code')}</th>
        <th scope="col">{desk.say('ind_label')}</th>
        <th scope="col">{desk.say('ind_from')}</th>
        <th scope="col">{desk.say('ind_to')}</th>
        <th scope="col">{desk.say('ind_acts')}</th>
      </tr>
    </thead>
    <tbody>
      {set.bands.map((_, place) => (
        <Row key={place} {...{ desk, set, place }} />
      ))}
    </tbody>
  </table>
)

function Row({ desk, set, place }: Props & { readonly place: number }) {
  const { say, office, change } = desk
  const { id, bands } = set
  const band = bands[place]
  const n = String(place + 1)
  const edges = edgesOf(set)
  const isLast = place === bands.length - 1
  const move = (edge: number, at: number | undefined): void => {
    if (at !== undefined) change(`bands ${id} edge ${edge}`, (before) => moveEdge(before, id, edge, at))
  }
  if (!band) return null
  return (
    <tr>
      <td>
        <CodeField
          say={say}
          label={say('ind_bandCode', { n })}
          value={band.code}
          taken={new Set(bands.map(({ code }) => code))}
          onChange={(code) => change(`bands ${id} ${place} code`, (before) => changeBand(before, id, place, { code }))}
        />
      </td>
      <td>
        <LocalField
          desk={desk}
          label={say('ind_bandLabel', { n })}
          value={band.label}
          onInput={(label) => change(`bands ${id} ${place} label`, (before) => changeBand(before, id, place, { label }))}
        />
      </td>
      <td>
        <NumberField
          label={say('ind_bandFrom', { n })}
          step="any"
          wrong={band.from >= band.to ? say('ind_bandEmpty') : undefined}
          value={band.from}
          onChange={(at) => move(place, at)}
        />
      </td>
      <td>
        {isLast ? (
          <NumberField label={say('ind_bandTo')} step="any" value={band.to} onChange={(at) => move(edges.length - 1, at)} />
        ) : (
          numbersOf(office).plain(band.to)
        )}
      </td>
      <td class="band-acts">
        <button
          type="button"
          class="second"
          aria-label={say('ind_splitOf', { n })}
          onClick={() => change(`bands ${id} split`, (before) => splitBand(before, id, place))}
        >
          {say('ind_split')}
        </button>
        <button
          type="button"
          class="second"
          aria-label={say('ind_removeBandOf', { n })}
          disabled={bands.length === 1}
          onClick={() => change(`bands ${id} drop`, (before) => removeBand(before, id, place))}
        >
          {say('remove')}
        </button>
      </td>
    </tr>
  )
}
