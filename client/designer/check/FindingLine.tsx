import { type Finding, findingKey, findingText, reasonOf } from '../../../surveys/designing/findings'
import type { Desk } from '../desk'
import { TextField } from '../fields/TextField'
import type { Design } from '../useDesign'
import { whereWords } from './where-words'
import { ownValue } from '../../../surveys/name-patterns'

type Props = { readonly desk: Desk; readonly finding: Finding; readonly design: Design; readonly go: () => void; /** Warnings of the same kind that have no reason yet. */ readonly alike?: readonly Finding[] }

/** One finding, the way to its place, and for a warning the reason why it may stand. */
export function FindingLine({ desk, finding, design, go, alike = [] }: Props) {
  const { say, office } = desk
  const key = findingKey(finding)
  const { accepted } = design.work
  const reason = reasonOf(finding, accepted)
  const write = (written: string) => design.change(`accept ${key}`, (work) => ({ ...work, accepted: withReason(work.accepted, key, written) }))
  const spread = (same: string) => design.change(`accept all ${finding.rule}`, (work) => ({ ...work, accepted: alike.reduce((all, one) => withReason(all, findingKey(one), same), work.accepted) }))
  return (
    <li class={finding.severity}>
      <h3>{whereWords(desk, finding)}</h3>
      <p>{findingText(office, finding)} <button type="button" class="tool" onClick={go}>{say('goThere')}</button></p>
      {finding.severity === 'warning' && <TextField label={reason === undefined ? say('acceptWhy') : say('acceptedFor')} hint={reason === undefined ? say('acceptHint') : undefined} value={ownValue(accepted, key) ?? ''} onInput={write} />}
      {reason !== undefined && alike.length > 0 && <p><button type="button" class="tool" onClick={() => spread(reason)}>{say('acceptAlike', { n: String(alike.length) })}</button></p>}
    </li>
  )
}

function withReason(accepted: Readonly<Record<string, string>>, key: string, reason: string): Readonly<Record<string, string>> {
  const others = Object.fromEntries(Object.entries(accepted).filter(([one]) => one !== key))
  return reason === '' ? others : { ...others, [key]: reason.slice(0, 1_000) }
}
