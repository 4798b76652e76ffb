import { findingText } from '../text/definition'
import { useEffect, useState } from 'preact/hooks'
import { type Finding, findingKey, openWarnings, reasonOf } from '../../surveys/designing/findings'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { ownValue } from '../../surveys/instrument/spelling'
import { TextField } from './frame/Fields'
import { type Desk, languageNameFor, type Start } from './frame/desk'
import { type Place, placeOf, whereWords } from './frame/place'
import type { DesignInHand } from './frame/useDesign'

type CheckTabProps = {
  readonly desk: Desk
  readonly design: DesignInHand
  readonly findings: readonly Finding[]
  readonly go: (place: Place) => void
  readonly start: Start
}

/** Why it was sent back, what is wrong, what deserves a second look, what is different from the version before, and publishing. */
export function CheckTab({ desk, design, findings, go, start }: CheckTabProps) {
  const { say } = desk
  const errors = findings.filter(({ severity }) => severity === 'error')
  const warnings = findings.filter(({ severity }) => severity === 'warning')
  const open = openWarnings(findings, design.work.accepted)
  const untranslated = desk.draft.languages.filter((language) => errors.filter((finding) => isLacking(finding, language)).length > mostTold)
  return (
    <div class="checking">
      {start.sentBack && (
        <section class="card" aria-labelledby="sent-back">
          <h2 id="sent-back">{say('sentBackBy', start.sentBack)}</h2>
          <p class="reason">{start.sentBack.why}</p>
        </section>
      )}
      <section class="card" aria-labelledby="errors">
        <h2 id="errors">{say('errorsTitle', { n: String(errors.length) })}</h2>
        <p class="note">{errors.length === 0 ? say('noErrors') : say('errorsText')}</p>
        <ul class="findings">
          {errors
            .filter((finding) => !untranslated.some((language) => isLacking(finding, language)))
            .map((finding, at) => (
              <FindingLine
                key={`${finding.path} ${finding.rule} ${at}`}
                {...{ desk, finding, design }}
                go={() => go(placeOf(finding.place))}
              />
            ))}
          {untranslated.map((language) => (
            <Untranslated key={language} {...{ desk, language, go }} lacking={errors.filter((finding) => isLacking(finding, language))} />
          ))}
        </ul>
      </section>
      <Warnings {...{ desk, design, warnings, open, go }} />
      {start.before && <Differences {...{ desk, design }} before={start.before} address={start.address} isUnfinished={errors.length > 0} />}
      <Publishing {...{ desk, design, start }} hindered={errors.length > 0 || open.length > 0} />
    </div>
  )
}

type WarningsProps = Pick<CheckTabProps, 'desk' | 'design' | 'go'> & {
  readonly warnings: readonly Finding[]
  /** Those that have no reason yet. */ readonly open: readonly Finding[]
}

/** What deserves a second look; what had its reason when the tab was opened is folded, so that publishing is near and nothing moves under a hand that writes. */
function Warnings({ desk, design, warnings, open, go }: WarningsProps) {
  const { say } = desk
  const [settled] = useState(() => new Set(warnings.filter((one) => !open.includes(one)).map(findingKey)))
  const isSettled = (finding: Finding) => settled.has(findingKey(finding)) && !open.includes(finding)
  const lines = (some: readonly Finding[]) => (
    <ul class="findings">
      {some.map((finding, at) => (
        <FindingLine
          key={`${finding.path} ${finding.rule} ${at}`}
          {...{ desk, finding, design }}
          alike={open.filter(({ rule }) => rule === finding.rule)}
          go={() => go(placeOf(finding.place))}
        />
      ))}
    </ul>
  )
  const folded = warnings.filter(isSettled)
  return (
    <section class="card" aria-labelledby="warnings">
      <h2 id="warnings">{say('warningsTitle', { n: String(warnings.length) })}</h2>
      <p class="note">{warnings.length === 0 ? say('noWarnings') : say('warningsText', { n: String(open.length) })}</p>
      {lines(warnings.filter((finding) => !isSettled(finding)))}
      {folded.length > 0 && (
        <details class="more">
          <summary>{say('warningsSettled', { n: String(folded.length) })}</summary>
          {lines(folded)}
        </details>
      )}
    </section>
  )
}

/** As many texts without a translation are told one by one; more than that are a language in which nobody has begun. */
const mostTold = 5

const isLacking = ({ place }: Finding, language: string): boolean => place.tab === 'translation' && place.language === language

type UntranslatedProps = Pick<CheckTabProps, 'desk' | 'go'> & { readonly language: string; readonly lacking: readonly Finding[] }

/** All that a language still lacks, as one line that leads to the first of it. */
function Untranslated({ desk: { say, office }, language, lacking, go }: UntranslatedProps) {
  const [first] = lacking
  return (
    <li class="error">
      <h3>{`${say('tab_translation')} · ${languageNameFor(language, office, say)}`}</h3>
      <p>
        {say('untranslated', { n: String(lacking.length) })}{' '}
        <button type="button" class="tool" onClick={() => first && go(placeOf(first.place))}>
          {say('goThere')}
        </button>
      </p>
    </li>
  )
}

type FindingLineProps = {
  readonly desk: Desk
  readonly finding: Finding
  readonly design: DesignInHand
  readonly go: () => void
  /** Warnings of the same kind that have no reason yet. */ readonly alike?: readonly Finding[]
}

/** One finding, the way to its place, and for a warning the reason why it may stand. */
function FindingLine({ desk, finding, design, go, alike = [] }: FindingLineProps) {
  const { say, office } = desk
  const key = findingKey(finding)
  const { accepted } = design.work
  const reason = reasonOf(finding, accepted)
  const write = (written: string) =>
    design.change(`accept ${key}`, (work) => ({ ...work, accepted: withReason(work.accepted, key, written) }))
  const spread = (same: string) =>
    design.change(`accept all ${finding.rule}`, (work) => ({
      ...work,
      accepted: alike.reduce((all, one) => withReason(all, findingKey(one), same), work.accepted),
    }))
  return (
    <li class={finding.severity}>
      <h3>{whereWords(desk, finding)}</h3>
      <p>
        {findingText(office, finding)}{' '}
        <button type="button" class="tool" onClick={go}>
          {say('goThere')}
        </button>
      </p>
      {finding.severity === 'warning' && (
        <TextField
          label={reason === undefined ? say('acceptWhy') : say('acceptedFor')}
          hint={reason === undefined ? say('acceptHint') : undefined}
          value={ownValue(accepted, key) ?? ''}
          onInput={write}
        />
      )}
      {reason !== undefined && alike.length > 0 && (
        <p>
          <button type="button" class="tool" onClick={() => spread(reason)}>
            {say('acceptAlike', { n: String(alike.length) })}
          </button>
        </p>
      )}
    </li>
  )
}

function withReason(accepted: Readonly<Record<string, string>>, key: string, reason: string): Readonly<Record<string, string>> {
  const others = Object.fromEntries(Object.entries(accepted).filter(([one]) => one !== key))
  return reason === '' ? others : { ...others, [key]: reason.slice(0, 1_000) }
}

type DifferencesProps = {
  readonly desk: Desk
  readonly design: DesignInHand
  readonly before: Questionnaire
  readonly address: string
  /** As long as something is wrong, nothing can be compared. */ readonly isUnfinished: boolean
}

/** What is different from the version before, as the page that compares versions says it: before and after, and which trends go on. */
function Differences({ desk: { say }, design: { state, revision }, before, address, isUnfinished }: DifferencesProps) {
  const [told, setTold] = useState<{ readonly html: string } | 'unreached'>()
  const isSaved = state.kind === 'saved'
  useEffect(() => {
    if (isSaved && !isUnfinished) void comparedBy(address).then((html) => setTold(html === undefined ? 'unreached' : { html }))
  }, [isSaved, isUnfinished, revision])
  return (
    <section aria-labelledby="differences">
      <div class={typeof told === 'object' && !isUnfinished ? undefined : 'card'}>
        <h2 id="differences">{say('differencesTitle', { n: String(before.version) })}</h2>
        <p class="note" role="status">
          {isUnfinished
            ? say('differencesLater')
            : told === 'unreached'
              ? say('differencesUnreached')
              : !isSaved || told === undefined
                ? say('differencesComing')
                : ''}
        </p>
      </div>
      {!isUnfinished && typeof told === 'object' && <div dangerouslySetInnerHTML={{ __html: told.html }} />}
    </section>
  )
}

/** What the server wrote, in which nothing that anybody typed is markup. */
async function comparedBy(address: string): Promise<string | undefined> {
  const reply = await fetch(`${address}/differences`).catch(() => undefined)
  return reply?.ok ? reply.text().catch(() => undefined) : undefined
}

type PublishingProps = {
  readonly desk: Desk
  readonly design: DesignInHand
  readonly start: Start
  /** Something forbids to publish. */ readonly hindered: boolean
}

type Outcome = { readonly kind: 'idle' | 'busy' | 'asked' | 'failed' } | { readonly kind: 'refused'; readonly message: string }

/** The way to publishing, which asks once more on a page of its own, or asking somebody else to approve; what forbids it is said beside the button. */
function Publishing({ desk: { say, draft }, design, start: { address, fourEyes }, hindered }: PublishingProps) {
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'idle' })
  const unsaved = design.state.kind !== 'saved'
  const ask = async () => {
    setOutcome({ kind: 'busy' })
    const reply = await fetch(`${address}/ask`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ revision: design.revision }),
    }).catch(() => undefined)
    const json = await reply?.json().catch(() => undefined)
    if (reply?.status === 409) {
      design.take(json)
      return setOutcome({ kind: 'refused', message: say('publish_overtaken') })
    }
    if (!reply?.ok) return setOutcome(typeof json?.message === 'string' ? { kind: 'refused', message: json.message } : { kind: 'failed' })
    setOutcome({ kind: 'asked' })
  }
  const blocked = hindered || unsaved || outcome.kind === 'busy'
  return (
    <section class="card" aria-labelledby="publishing">
      <h2 id="publishing">{say('publishTitle', { n: String(draft.version) })}</h2>
      <p>{say('publishText')}</p>
      {fourEyes && <p class="note">{say('fourEyesText')}</p>}
      {hindered ? <p class="wrong">{say('publishHindered')}</p> : unsaved && <p class="note">{say('publishUnsaved')}</p>}
      <p class="acts">
        {fourEyes && (
          <button type="button" disabled={blocked} onClick={() => void ask()}>
            {say('askApproval')}
          </button>
        )}
        <button
          type="button"
          class={fourEyes ? 'quietButton' : undefined}
          disabled={blocked}
          onClick={() => location.assign(`${address}/publish`)}
        >
          {say('publish')}
        </button>
        <a href={`${address}/review`}>{say('review')}</a>
        <a href={`${address}/discard`}>{say('discard')}</a>
      </p>
      <p role="status">{outcome.kind === 'refused' ? outcome.message : outcome.kind === 'idle' ? '' : say(`publish_${outcome.kind}`)}</p>
    </section>
  )
}
