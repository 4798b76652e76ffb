import { type Finding, findingKey, findingText } from '../../../surveys/designing/findings'
import type { Desk } from '../desk'

type Props = { readonly desk: Desk; readonly findings: readonly Finding[] }

/** What the checks say about what is being edited, while it is edited. */
export const Found = ({ desk: { office, say }, findings }: Props) => (
  <div aria-live="polite">
    {findings.length > 0 && (
      <ul class="found">
        {findings.map((finding) => (
          <li key={findingKey(finding)} class={finding.severity}><b>{say(`severity_${finding.severity}`)}:</b> {findingText(office, finding)}</li>
        ))}
      </ul>
    )}
  </div>
)
