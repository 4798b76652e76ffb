import type { ComponentChildren } from 'preact'
import { whereWords } from '../../../../client/designer/check/where-words'
import { designerWords } from '../../../../client/text/designer/both'
import { type Finding, findingKey, findingText } from '../../../../surveys/designing/findings'
import { localised } from '../../../../surveys/language'
import type { Questionnaire } from '../../../../surveys/schema'
import type { Reader } from '../reader'
import type { Examined } from './gates'

type Props = { readonly reader: Reader; readonly draft: Questionnaire; readonly all: Examined }

/** What is wrong, what deserves a second look, and what stands for a reason. */
export function Found({ reader, draft, all: { problems, open, accepted } }: Props) {
  const { say } = reader
  const line = (finding: Finding) => <Line {...{ reader, draft, finding }} key={findingKey(finding)} />
  return (
    <section class="card" aria-labelledby="found">
      <h2 id="found">{say('found')}</h2>
      {problems.length + open.length + accepted.length === 0 && <p class="note">{say('foundNothing')}</p>}
      {problems.length > 0 && <><h3>{say('foundProblems')}</h3><ul>{problems.map(line)}</ul></>}
      {open.length > 0 && <><h3>{say('foundOpen')}</h3><ul>{open.map(line)}</ul></>}
      {accepted.length > 0 && (
        <>
          <h3>{say('foundAccepted')}</h3>
          <ul>{accepted.map(({ finding, reason }) => <Line key={findingKey(finding)} {...{ reader, draft, finding }}><br /><b>{say('acceptedReason')}:</b> {reason}</Line>)}</ul>
        </>
      )}
    </section>
  )
}

function Line({ reader: { language }, draft, finding, children }: Omit<Props, 'all'> & { readonly finding: Finding; readonly children?: ComponentChildren }) {
  const text = (local: Parameters<typeof localised>[0] | undefined) => (local ? localised(local, language, draft.languages) : '')
  return <li><b>{whereWords({ draft, say: designerWords(language), text }, finding)}</b>: {findingText(language, finding)}{children}</li>
}
