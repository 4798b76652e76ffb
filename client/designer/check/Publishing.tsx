import { useState } from 'preact/hooks'
import type { Desk } from '../desk'
import type { Start } from '../start'
import type { Design } from '../useDesign'

type Props = { readonly desk: Desk; readonly design: Design; readonly start: Start; /** Something forbids to publish. */ readonly hindered: boolean }

type Outcome = { readonly kind: 'idle' | 'busy' | 'asked' | 'failed' } | { readonly kind: 'refused'; readonly message: string }

/** Publishing, or asking somebody else to approve; what forbids it is said beside the button. */
export function Publishing({ desk: { say, draft }, design, start: { address, fourEyes }, hindered }: Props) {
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'idle' })
  const unsaved = design.state.kind !== 'saved'
  const send = async (act: 'publish' | 'ask') => {
    setOutcome({ kind: 'busy' })
    const reply = await fetch(`${address}/${act}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ revision: design.revision }) }).catch(() => undefined)
    const json = await reply?.json().catch(() => undefined)
    if (reply?.status === 409) {
      design.take(json)
      return setOutcome({ kind: 'refused', message: say('publish_overtaken') })
    }
    if (!reply?.ok) return setOutcome(typeof json?.message === 'string' ? { kind: 'refused', message: json.message } : { kind: 'failed' })
    if (act === 'publish') location.assign(`${json.address}?done=version`)
    else setOutcome({ kind: 'asked' })
  }
  const blocked = hindered || unsaved || outcome.kind === 'busy'
  return (
    <section class="card" aria-labelledby="publishing">
      <h2 id="publishing">{say('publishTitle', { n: String(draft.version) })}</h2>
      <p>{say('publishText')}</p>
      {fourEyes && <p class="note">{say('fourEyesText')}</p>}
      {hindered ? <p class="wrong">{say('publishHindered')}</p> : unsaved && <p class="note">{say('publishUnsaved')}</p>}
      <p class="acts">
        <button type="button" disabled={blocked} onClick={() => void send('publish')}>{say('publish')}</button>
        {fourEyes && <button type="button" class="quietButton" disabled={blocked} onClick={() => void send('ask')}>{say('askApproval')}</button>}
        <a href={`${address}/review`}>{say('review')}</a>
        <a href={`${address}/discard`}>{say('discard')}</a>
      </p>
      <p role="status">{outcome.kind === 'refused' ? outcome.message : outcome.kind === 'idle' ? '' : say(`publish_${outcome.kind}`)}</p>
    </section>
  )
}
