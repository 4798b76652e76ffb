import { readDefinition } from '../../../surveys/definition'
import { headlineOf } from '../../../surveys/indicators'
import { items } from '../../../surveys/questionnaire'
import type { Questionnaire } from '../../../surveys/schema'
import { comparableFigures, type VersionChange, versionChanges } from '../../../surveys/versions'
import type { Desk } from '../desk'

type Props = { readonly desk: Desk; readonly before: Questionnaire; readonly after: Questionnaire }

/** What is different from the version before, and which figures may still stand in one trend with it. */
export function Differences({ desk, before, after }: Props) {
  const { say } = desk
  const reading = readDefinition(after)
  return (
    <section class="card" aria-labelledby="differences">
      <h2 id="differences">{say('differencesTitle', { n: String(before.version) })}</h2>
      {reading.ok ? <Compared {...{ desk, before }} after={reading.questionnaire} /> : <p class="note">{say('differencesLater')}</p>}
    </section>
  )
}

function Compared({ desk, before, after }: Props) {
  const { say } = desk
  const changes = versionChanges(before, after)
  const same = comparableFigures(before, after)
  const headline = headlineOf(after)
  const isKept = [...same].some((key) => key.split(' ')[1] === headline)
  return (
    <>
      <p class={isKept ? 'done' : 'wrong'}>{say(isKept ? 'headlineKept' : 'headlineBroken', { n: String(same.size) })}</p>
      {changes.length === 0 ? (
        <p class="note">{say('noDifference')}</p>
      ) : (
        <table class="list">
          <thead><tr><th scope="col">{say('changeWhere')}</th><th scope="col">{say('changeWhat')}</th></tr></thead>
          <tbody>{changes.map((change) => <tr key={`${change.what} ${change.code}`}><th scope="row">{nameOf(desk, change, [after, before])}</th><td>{say(`changed_${change.kind}`)}</td></tr>)}</tbody>
        </table>
      )}
    </>
  )
}

/** An item or a figure by its code and its words, of the later version if it is still there. */
function nameOf({ say, text }: Desk, { what, code }: VersionChange, versions: readonly Questionnaire[]): string {
  const own = code.split(' ').at(-1) ?? code
  const nodes = what === 'figure' ? versions.flatMap(({ trees }) => trees.filter(({ id }) => code.startsWith(`${id} `)).flatMap((tree) => tree.nodes)).filter((node) => node.code === own) : []
  const [words] = [...nodes.map(({ label }) => label), ...versions.flatMap(items).filter(({ id }) => id === own).map((item) => item.text)]
  return `${say(`change_${what}`)} ${[own, text(words)].filter(Boolean).join(' · ')}`
}
