import { useState } from 'preact/hooks'
import { problemText } from '../../../surveys/rules/problem-text'
import type { Desk } from '../desk'
import type { Design } from '../useDesign'

type Props = { readonly desk: Desk; readonly design: Design }

/** What an author has to know before going on: changes that came back, somebody else at work, a design that cannot be saved. */
export function Notices({ desk: { say, office }, design: { state, recovered, joined, settle } }: Props) {
  const [seen, setSeen] = useState(false)
  return (
    <div class="notices">
      {recovered && !seen && <p class="done" role="status">{say('recovered')} <button type="button" class="tool" onClick={() => setSeen(true)}>{say('understood')}</button></p>}
      {joined?.clashes.length === 0 && <p class="done" role="status">{say('joinedBy', { who: joined.who })} <button type="button" class="tool" onClick={() => settle([])}>{say('understood')}</button></p>}
      {state.kind === 'signed-out' && <p class="wrong" role="alert">{say('signedOut')} <a href="/admin" target="_blank" rel="noopener">{say('signInAgain')}</a></p>}
      {state.kind === 'gone' && <p class="wrong" role="alert">{say('designGone')}</p>}
      {state.kind === 'too-large' && <p class="wrong" role="alert">{say('designTooLarge')}</p>}
      {state.kind === 'refused' && <div class="wrong" role="alert"><p>{say('notSaved')}</p><ul>{state.problems.map((problem) => <li key={problem.path}><code>{problem.path}</code>: {problemText(office, problem)}</li>)}</ul></div>}
    </div>
  )
}
