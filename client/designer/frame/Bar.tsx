import { type Finding, openWarnings } from '../../../surveys/designing/findings'
import type { Desk } from '../desk'
import { languageNames } from '../language-names'
import { type Place, tabs } from '../place'
import type { Accepted } from '../start'
import type { Design } from '../useDesign'
import { stateWords } from './state-words'

type Props = {
  readonly desk: Desk
  readonly design: Design
  readonly place: Place
  readonly go: (place: Place) => void
  readonly findings: readonly Finding[]
  readonly accepted: Accepted
  readonly setContent: (language: string) => void
}

/** What stands above every tab: where one is, whether it is saved, and the way back. */
export function Bar({ desk, design, place, go, findings, accepted, setContent }: Props) {
  const { say, draft, text, office, content } = desk
  const open = findings.filter(({ severity }) => severity === 'error').length + openWarnings(findings, accepted).length
  return (
    <header class="bar">
      <a class="skip" href="#main">{say('skip')}</a>
      <div class="line">
        <p class="back"><a href="/admin/questionnaires">{say('allQuestionnaires')}</a></p>
        <h1>{text(draft.title) || draft.id} <small>{say('draftOf', { n: String(draft.version) })}</small></h1>
        <p class="saving" role="status">{stateWords(say, design.state)}</p>
        <div class="acts">
          <button type="button" class="tool" aria-disabled={!design.undo} onClick={design.undo}>{say('undo')}</button>
          <button type="button" class="tool" aria-disabled={!design.redo} onClick={design.redo}>{say('redo')}</button>
          {draft.languages.length > 1 && (
            <label class="pickLanguage">
              <span>{say('contentLanguage')}</span>
              <select value={content} onChange={({ currentTarget }) => setContent(currentTarget.value)}>
                {draft.languages.map((tag) => <option key={tag} value={tag}>{languageNames(office).of(tag)}</option>)}
              </select>
            </label>
          )}
        </div>
      </div>
      <nav aria-label={say('tabs')}>
        <ul>
          {tabs.map((tab) => (
            <li key={tab}>
              <button type="button" aria-current={place.tab === tab ? 'page' : undefined} onClick={() => go({ ...place, lacking: undefined, isLed: undefined, tab })}>
                {say(`tab_${tab}`)}{tab === 'check' && open > 0 && <span class="count">{say('openCount', { n: String(open) })}</span>}
              </button>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  )
}
