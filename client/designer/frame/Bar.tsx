import { problemText } from '../../text/definition'
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { type Finding, openWarnings } from '../../../surveys/designing/findings'
import type { DesignerSay } from '../../text/designer'
import { type Accepted, type Desk, languageNameFor } from './desk'
import { type Place, tabsOf } from './place'
import type { DesignInHand } from './useDesign'

type BarProps = {
  readonly desk: Desk
  readonly design: DesignInHand
  readonly place: Place
  readonly go: (place: Place) => void
  readonly findings: readonly Finding[]
  readonly accepted: Accepted
  readonly setContent: (language: string) => void
  /** What stands beside undoing: who else is here. */
  readonly children: ComponentChildren
}

/** What stands above every tab: where one is, whether it is saved, and the way back. */
export function Bar({ desk, design, place, go, findings, accepted, setContent, children }: BarProps) {
  const { say, draft, text, office, content } = desk
  const open = findings.filter(({ severity }) => severity === 'error').length + openWarnings(findings, accepted).length
  return (
    <header class="bar">
      <a class="skip" href="#main">
        {say('skip')}
      </a>
      <div class="line">
        <p class="back">
          <a href="/admin/questionnaires">{say('allQuestionnaires')}</a>
        </p>
        <h1>
          {text(draft.title) || draft.id} <small>{say('draftOf', { n: String(draft.version) })}</small>
        </h1>
        <p class="saving" role="status">
          {stateWords(say, design)}
        </p>
        <div class="acts">
          {children}
          <button type="button" class="tool" aria-disabled={!design.undo} onClick={design.undo}>
            {say('undo')}
          </button>
          <button type="button" class="tool" aria-disabled={!design.redo} onClick={design.redo}>
            {say('redo')}
          </button>
          {draft.languages.length > 1 && (
            <label class="pickLanguage">
              <span>{say('contentLanguage')}</span>
              <select value={content} onChange={({ currentTarget }) => setContent(currentTarget.value)}>
                {draft.languages.map((tag) => (
                  <option key={tag} value={tag}>
                    {languageNameFor(tag, office, say)}
                  </option>
                ))}
              </select>
            </label>
          )}
        </div>
      </div>
      <nav aria-label={say('tabs')}>
        <ul>
          {tabsOf(draft).map((tab) => (
            <li key={tab}>
              <button
                type="button"
                aria-current={place.tab === tab ? 'page' : undefined}
                onClick={() => go({ ...place, lacking: undefined, isLed: undefined, tab })}
              >
                {say(`tab_${tab}`)}
                {tab === 'check' && open > 0 && <span class="count">{say('openCount', { n: String(open) })}</span>}
              </button>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  )
}

type NoticesProps = { readonly desk: Desk; readonly design: DesignInHand }

/** What an author has to know before going on: changes that came back, somebody else at work, a design that cannot be saved. */
export function Notices({ desk: { say, office }, design: { state, recovered, joined, settle } }: NoticesProps) {
  const [seen, setSeen] = useState(false)
  return (
    <div class="notices">
      {recovered && !seen && (
        <p class="done" role="status">
          {say('recovered')}{' '}
          <button type="button" class="tool" onClick={() => setSeen(true)}>
            {say('understood')}
          </button>
        </p>
      )}
      {joined?.clashes.length === 0 && (
        <p class="done" role="status">
          {say('joinedBy', { who: joined.who })}{' '}
          <button type="button" class="tool" onClick={() => settle([])}>
            {say('understood')}
          </button>
        </p>
      )}
      {state.kind === 'signed-out' && (
        <p class="wrong" role="alert">
          {say('signedOut')}{' '}
          <a href="/admin" target="_blank" rel="noopener">
            {say('signInAgain')}
          </a>
        </p>
      )}
      {state.kind === 'gone' && (
        <p class="wrong" role="alert">
          {say('designGone')}
        </p>
      )}
      {state.kind === 'too-large' && (
        <p class="wrong" role="alert">
          {say('designTooLarge')}
        </p>
      )}
      {state.kind === 'refused' && (
        <div class="wrong" role="alert">
          <p>{say('notSaved')}</p>
          <ul>
            {state.problems.map((problem) => (
              <li key={problem.path}>
                <code>{problem.path}</code>: {problemText(office, problem)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

/** Whether what one sees is safe, in words. */
const stateWords = (say: DesignerSay, { state, joined }: Pick<DesignInHand, 'state' | 'joined'>): string =>
  say(joined && joined.clashes.length > 0 ? 'saving_held' : `saving_${state.kind}`)

/** Ctrl or Cmd with Z undoes, with Shift or Y does again, also while a field has the focus: its own memory knows only itself. */
export function useShortcuts({ undo, redo }: Pick<DesignInHand, 'undo' | 'redo'>): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      const key = event.key.toLowerCase()
      const act = key === 'z' && !event.shiftKey ? undo : key === 'y' || (key === 'z' && event.shiftKey) ? redo : undefined
      if (key !== 'z' && key !== 'y') return
      event.preventDefault()
      act?.()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [undo, redo])
}
