import { findingText } from '../../../../surveys/designing/findings'
import { problemText } from '../../../../surveys/rules/problem-text'
import type { Reader } from '../reader'
import type { Examined } from './gates'

/** What is wrong, what deserves a second look, and what stands for a reason. */
export function Found({ reader: { say, language }, all: { problems, open, accepted } }: { readonly reader: Reader; readonly all: Examined }) {
  return (
    <section class="card" aria-labelledby="found">
      <h2 id="found">{say('found')}</h2>
      {problems.length + open.length + accepted.length === 0 && <p class="note">{say('foundNothing')}</p>}
      {problems.length > 0 && <><h3>{say('foundProblems')}</h3><ul>{problems.map((problem) => <li key={`${problem.path} ${problem.message}`}>{problemText(language, problem)} <code>{problem.path}</code></li>)}</ul></>}
      {open.length > 0 && <><h3>{say('foundOpen')}</h3><ul>{open.map((finding) => <li key={`${finding.path} ${finding.rule} ${finding.seen}`}>{findingText(language, finding)} <code>{finding.path}</code></li>)}</ul></>}
      {accepted.length > 0 && (
        <>
          <h3>{say('foundAccepted')}</h3>
          <ul>{accepted.map(({ finding, reason }) => <li key={`${finding.path} ${finding.rule} ${finding.seen}`}>{findingText(language, finding)} <code>{finding.path}</code><br /><b>{say('acceptedReason')}:</b> {reason}</li>)}</ul>
        </>
      )}
    </section>
  )
}
