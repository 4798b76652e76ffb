import { type Finding, findingKey, findingText, reasonOf } from '../../../surveys/designing/findings'
import type { Desk } from '../desk'
import { TextField } from '../fields/TextField'
import type { Design } from '../useDesign'
import { whereWords } from './where-words'

type Props = { readonly desk: Desk; readonly finding: Finding; readonly design: Design; readonly go: () => void }

/** One finding, the way to its place, and for a warning the reason why it may stand. */
export function FindingLine({ desk, finding, design, go }: Props) {
  const { say, office } = desk
  const key = findingKey(finding)
  const { accepted } = design.work
  const isAccepted = reasonOf(finding, accepted) !== undefined
  const write = (reason: string) => design.change(`accept ${key}`, (work) => ({ ...work, accepted: withReason(work.accepted, key, reason) }))
  return (
    <li class={finding.severity}>
      <h3>{whereWords(desk, finding)}</h3>
      <p>{findingText(office, finding)} <button type="button" class="tool" onClick={go}>{say('goThere')}</button></p>
      {finding.severity === 'warning' && <TextField label={isAccepted ? say('acceptedFor') : say('acceptWhy')} hint={isAccepted ? undefined : say('acceptHint')} value={accepted[key] ?? ''} onInput={write} />}
    </li>
  )
}

function withReason(accepted: Readonly<Record<string, string>>, key: string, reason: string): Readonly<Record<string, string>> {
  const others = Object.fromEntries(Object.entries(accepted).filter(([one]) => one !== key))
  return reason === '' ? others : { ...others, [key]: reason.slice(0, 1_000) }
}
