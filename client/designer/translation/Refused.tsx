import { translationRows } from '../../../surveys/designing/translations'
import { isDesignerWord } from '../../text/designer/words'
import type { Desk } from '../desk'
import type { Loaded } from './loading'

/** The rows of a sheet that were not taken in, each with its place and why. */
export function Refused({ desk: { draft, office, say }, refused }: { readonly desk: Desk; readonly refused: Loaded['refused'] }) {
  const places = new Map(translationRows(draft).map(({ key, kind, name }) => [key, say(`trKind_${kind}`, { name })]))
  return (
    <div class="wrong">
      <p>{say('trRefused', { n: new Intl.NumberFormat(office).format(refused.length) })}</p>
      <table>
        <thead>
          <tr><th scope="col">{say('trRefusedRow')}</th><th scope="col">{say('trRefusedPlace')}</th><th scope="col">{say('trRefusedWhy')}</th></tr>
        </thead>
        <tbody>
          {refused.map(({ row, key, reason }) => (
            <tr key={row}><td>{row}</td><th scope="row">{places.get(key) ?? ''} <code>{key}</code></th><td>{sentence(say, reason)}</td></tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function sentence(say: Desk['say'], reason: string): string {
  const word = `trReason_${reason}`
  return isDesignerWord(word) ? say(word) : reason
}
