import type { Context } from 'hono'
import { localised } from '../../../surveys/instrument/language'
import { areaOf, may, personOf } from '../../access/permission'
import { secondFrom } from '../../acts/second-person'
import { type Design, listAskedDesigns } from '../../db/designs'
import type { OfficeDeps } from '../frame/deps'
import { momentText, type Reader } from '../frame/reader'
import { designAddress, reviewAddress } from './version'

/** What whoever looks at a design can do with it. */
export type Looker = {
  readonly account: string
  /** Whether they may approve at all: a questionnaire is for the whole province. */
  readonly mayApprove: boolean
  /** The instant from which they count as a second person; undefined where they do. */
  readonly approvesFrom: string | undefined
  readonly mayPublish: boolean
}

export async function lookerOf(deps: OfficeDeps, c: Context): Promise<Looker> {
  const person = await personOf(deps, c)
  if (!person) return { account: '', mayApprove: false, approvesFrom: undefined, mayPublish: false }
  const account = person.seeing?.id ?? person.id
  const mayApprove = (await areaOf(deps.database, person, 'questionnaires.approve')) === 'everywhere'
  return {
    account,
    mayApprove,
    approvesFrom: mayApprove ? await secondFrom(deps, account, 'questionnaires.approve') : undefined,
    mayPublish: person.permissions.includes('questionnaires.publish'),
  }
}

/** Where a design stands between its authors and whoever approves it. */
export function approvalOf({ askedBy, approvedBy, sentBack }: Design): 'approved' | 'asked' | 'sent-back' | 'open' {
  if (approvedBy !== undefined) return 'approved'
  if (askedBy !== undefined) return 'asked'
  return sentBack === undefined ? 'open' : 'sent-back'
}

/** Whether the next step is this person's: to approve it, or as one of its authors to publish or to mend it. */
export function waitsFor(design: Design, { account, mayApprove, approvesFrom, mayPublish }: Looker): boolean {
  const standing = approvalOf(design)
  const isAuthor = design.authors.includes(account)
  if (standing === 'asked') return mayApprove && approvesFrom === undefined && !isAuthor
  return standing !== 'open' && mayPublish && isAuthor
}

/** The page on which whoever it waits for goes on. */
const nextAddress = (design: Design): string =>
  approvalOf(design) === 'sent-back' ? designAddress(design.definition.id) : reviewAddress(design.definition.id)

/** In a sentence: who asked, who approved, or who sent it back and why. */
export function ApprovalSoFar({ reader, design }: { readonly reader: Reader; readonly design: Design }) {
  const { say } = reader
  const { askedBy, approvedBy, sentBack } = design
  if (approvedBy !== undefined)
    return (
      <p>
        <b class="chosen">✓ {say('approvedBy', { who: approvedBy })}</b>
      </p>
    )
  if (askedBy !== undefined) return <p>{say('askedBy', { who: askedBy })}</p>
  if (sentBack === undefined) return null
  return (
    <>
      <p>
        <b>{say('sentBackBy', { who: sentBack.who, when: momentText(reader, sentBack.at) })}</b>
      </p>
      <p class="reason">{sentBack.why}</p>
    </>
  )
}

/** Designs of which the next step is that of whoever asks. */
export async function waitingDesigns(deps: OfficeDeps, c: Context): Promise<readonly Design[]> {
  const person = await personOf(deps, c)
  if (!person || !(may(person, 'questionnaires.approve') || may(person, 'questionnaires.publish'))) return []
  const asked = await listAskedDesigns(deps.database)
  if (asked.length === 0) return []
  const looker = await lookerOf(deps, c)
  return asked.filter((design) => waitsFor(design, looker))
}

/** The same on the page where everybody arrives. */
export const WaitingDesigns = ({ reader, designs }: { readonly reader: Reader; readonly designs: readonly Design[] }) =>
  designs.length === 0 ? null : (
    <section class="card next" aria-labelledby="designs-waiting">
      <h2 id="designs-waiting">{reader.say('designsWait', { n: reader.numbers.count(designs.length) })}</h2>
      <ul class="versions">
        {designs.map((design, place) => (
          <Waiting key={design.definition.id} {...{ reader, design }} look={place === 0 ? 'button' : 'button quiet'} />
        ))}
      </ul>
    </section>
  )

type WaitingProps = { readonly reader: Reader; readonly design: Design; readonly look: 'button' | 'button quiet' }

/** One of them; only the first is what to do next. */
function Waiting({ reader, design, look }: WaitingProps) {
  const { say, language } = reader
  const { id, version, title: titles, languages } = design.definition
  const title = localised(titles, language, languages) || id
  const standing = approvalOf(design)
  const word = standing === 'asked' ? 'reviewGo' : standing === 'approved' ? 'publishAsk' : 'designMend'
  return (
    <li>
      <h3>{title}</h3>
      <p class="note">
        {id} · {say('version', { n: String(version) })}
      </p>
      <ApprovalSoFar {...{ reader, design }} />
      <p class="acts">
        <a class={look} href={nextAddress(design)} aria-label={`${say(word)}: ${title}`}>
          {say(word)}
        </a>
      </p>
    </li>
  )
}
