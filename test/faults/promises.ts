import type { Ledger } from './clients'
import type { Stored } from './stored'

type Known = Pick<Ledger, 'sent' | 'acknowledged' | 'unexpected'>

/** Every promise of recording that what is stored breaks against what clients know; none is the only good answer. */
export function brokenPromises({ sent, acknowledged, unexpected }: Known, stored: Stored): readonly string[] {
  const ids = new Set(stored.rows.map(({ id }) => id))
  return [
    ...unexpected.map((answer) => `unexpected answer: ${answer}`),
    ...[...acknowledged].filter((id) => !ids.has(id)).map((id) => `${id} was acknowledged and is lost`),
    ...stored.rows.filter(({ id }) => !sent.has(id)).map(({ id }) => `${id} is stored and was never sent`),
    ...repeated(stored.rows.map(({ id }) => id)).map((id) => `${id} is stored twice`),
    ...miscounts(stored),
    ...misentered(stored),
    ...stored.wrongTallies.map((name) => `tally ${name} is not what its responses give`),
    ...stored.writers.flatMap(({ slot, last }) => gapsOf(stored, slot, last)),
  ]
}

const miscounts = ({ rows, counted: { whole, months } }: Stored): readonly string[] =>
  whole === rows.length && months === rows.length
    ? []
    : [`${rows.length} responses are stored, ${whole} counted in the campaign and ${months} in its months`]

const misentered = ({ entered: { stored, counted } }: Stored): readonly string[] =>
  stored === counted ? [] : [`${stored} responses of interviewers are stored, and ${counted} counted for who entered them`]

function repeated(ids: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  return ids.filter((id) => seen.has(id) || !seen.add(id))
}

/** A writer numbers its responses 1, 2, 3 … up to its count. */
function gapsOf({ rows }: Stored, slot: number, last: number): readonly string[] {
  const numbers = rows.filter(({ writer }) => writer === slot).map(({ seq }) => seq)
  const isGapless = numbers.length === last && numbers.every((seq, index) => seq === index + 1)
  return isGapless ? [] : [`writer ${slot} counted ${last} and has ${numbers.length} responses, or a gap among them`]
}
