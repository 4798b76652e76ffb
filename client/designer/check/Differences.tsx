import { readDefinition } from '../../../surveys/definition'
import { headlineOf } from '../../../surveys/indicators'
import type { Questionnaire } from '../../../surveys/schema'
import { comparableFigures, versionChanges } from '../../../surveys/versions'
import type { Desk } from '../desk'

type Props = { readonly desk: Desk; readonly before: Questionnaire; readonly after: Questionnaire }

/** What is different from the version before, and which figures may still stand in one trend with it. */
export function Differences({ desk: { say }, before, after }: Props) {
  const reading = readDefinition(after)
  return (
    <section class="card" aria-labelledby="differences">
      <h2 id="differences">{say('differencesTitle', { n: String(before.version) })}</h2>
      {reading.ok ? <Compared {...{ say, before }} after={reading.questionnaire} /> : <p class="note">{say('differencesLater')}</p>}
    </section>
  )
}

function Compared({ say, before, after }: { readonly say: Desk['say']; readonly before: Questionnaire; readonly after: Questionnaire }) {
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
          <tbody>{changes.map(({ what, code, kind }) => <tr key={`${what} ${code}`}><th scope="row">{say(`change_${what}`)} {code}</th><td>{say(`changed_${kind}`)}</td></tr>)}</tbody>
        </table>
      )}
    </>
  )
}
