import { type Finding, openWarnings } from '../../../surveys/designing/findings'
import type { Desk } from '../desk'
import { type Place, placeOf } from '../place'
import type { Start } from '../start'
import type { Design } from '../useDesign'
import { Differences } from './Differences'
import { FindingLine } from './FindingLine'
import { Publishing } from './Publishing'

type Props = { readonly desk: Desk; readonly design: Design; readonly findings: readonly Finding[]; readonly go: (place: Place) => void; readonly start: Start }

/** What is wrong, what deserves a second look, what is different from the version before, and publishing. */
export function CheckTab({ desk, design, findings, go, start }: Props) {
  const { say, draft } = desk
  const errors = findings.filter(({ severity }) => severity === 'error')
  const warnings = findings.filter(({ severity }) => severity === 'warning')
  const open = openWarnings(findings, design.work.accepted)
  return (
    <div class="checking">
      <section class="card" aria-labelledby="errors">
        <h2 id="errors">{say('errorsTitle', { n: String(errors.length) })}</h2>
        <p class="note">{errors.length === 0 ? say('noErrors') : say('errorsText')}</p>
        <ul class="findings">{errors.map((finding, at) => <FindingLine key={`${finding.path} ${finding.rule} ${at}`} {...{ desk, finding, design }} go={() => go(placeOf(finding.place))} />)}</ul>
      </section>
      <section class="card" aria-labelledby="warnings">
        <h2 id="warnings">{say('warningsTitle', { n: String(warnings.length) })}</h2>
        <p class="note">{warnings.length === 0 ? say('noWarnings') : say('warningsText', { n: String(open.length) })}</p>
        <ul class="findings">{warnings.map((finding, at) => <FindingLine key={`${finding.path} ${finding.rule} ${at}`} {...{ desk, finding, design }} alike={open.filter(({ rule }) => rule === finding.rule)} go={() => go(placeOf(finding.place))} />)}</ul>
      </section>
      {start.before && <Differences desk={desk} before={start.before} after={draft} />}
      <Publishing {...{ desk, design, start }} hindered={errors.length > 0 || open.length > 0} />
    </div>
  )
}
