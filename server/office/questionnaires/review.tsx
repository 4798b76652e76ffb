import { findingText } from '../../../client/text/definition'
import { setImmediate as turn } from 'node:timers/promises'
import type { Context } from 'hono'
import { renderToString } from 'preact-render-to-string'
import type { ComponentChildren } from 'preact'
import { whereWords } from '../../../client/designer/frame/place'
import { colleaguesSay } from '../../../client/text/colleagues'
import { designerWords } from '../../../client/text/designer-both'
import { screenWords } from '../../../client/text/screen'
import { type Finding, findingKey } from '../../../surveys/designing/findings'
import { type Examined, examined } from '../../../surveys/designing/gates'
import type { Remark } from '../../../surveys/designing/threads'
import { mediaNames } from '../../../surveys/designing/pictures'
import { readDefinition } from '../../../surveys/instrument/definition'
import { localised } from '../../../surveys/instrument/language'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { type Approver, approversOf, longestWhy } from '../../acts/questionnaires'
import type { Design } from '../../db/designs'
import { listQuestionnaires } from '../../db/questionnaires'
import { remarksOn } from '../../db/design-comments'
import { readFourEyes } from '../../db/settings'
import type { OfficeDeps } from '../frame/deps'
import { page } from '../frame/document'
import { type Filled, marks, prefilled, Wrong } from '../frame/form'
import { somePeople } from '../frame/names'
import { momentText, type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { type Looker, lookerOf, ApprovalSoFar } from './approval'
import { CommentsCard } from './colleagues'
import { Changes, type Comparison, comparisonOf } from './compare'
import { Asks } from './pages'
import { shareAddress } from './share'
import { designAddress } from './version'

/** A design for somebody who is to approve it: what changes, what was accepted and why, and everything it asks. */
export async function reviewPage(deps: OfficeDeps, c: Context, design: Design, filled = prefilled({})): Promise<Response> {
  const reader = readerOf(c)
  const looker = await lookerOf(deps, c)
  const approvers = await approversOf(deps, design)
  const before = await lastPublished(deps, design)
  const fourEyes = await readFourEyes(deps.database)
  const remarks = await remarksOn(deps.database, design.definition.id)
  const all = await examinedInTurns(design)
  const since = before && all.questionnaire && comparisonOf(before, all.questionnaire)
  await turn()
  return page(c, {
    reader,
    title: reader.say('reviewTitle'),
    status: filled.problems.length > 0 ? 422 : 200,
    body: <Review {...{ reader, design, before, since, fourEyes, all, looker, approvers, remarks, filled }} />,
  })
}

/** What changes since the last published version, as a piece of a page for the designer; nothing where nothing can be compared. */
export async function differencesOf(deps: OfficeDeps, c: Context, design: Design): Promise<Response> {
  const before = await lastPublished(deps, design)
  await turn()
  const reading = readDefinition(design.definition)
  if (!before || !reading.ok) return c.body(null, 204)
  await turn()
  const after = reading.questionnaire
  const comparison = comparisonOf(before, after)
  await turn()
  return c.html(renderToString(<Changes {...{ before, after, comparison }} reader={readerOf(c)} />))
}

const lastPublished = async ({ database }: OfficeDeps, { definition: { id } }: Design): Promise<Questionnaire | undefined> =>
  (await listQuestionnaires(database)).findLast(({ questionnaire }) => questionnaire.id === id)?.questionnaire

/** What a design is ready for; whoever else waits is answered meanwhile. */
export async function examinedInTurns(design: Design): Promise<Examined> {
  await turn()
  const reading = readDefinition(design.definition)
  await turn()
  const all = examined(design, screenWords, reading)
  await turn()
  return all
}

type ReviewOf = {
  readonly reader: Reader
  readonly design: Design
  /** The last published version; undefined for a new questionnaire. */
  readonly before: Questionnaire | undefined
  /** What changes since then; undefined where nothing can be compared. */
  readonly since: Comparison | undefined
  readonly fourEyes: boolean
  readonly all: Examined
  readonly looker: Looker
  /** Those who can approve it. */
  readonly approvers: readonly Approver[]
  /** What was said about it. */
  readonly remarks: readonly Remark[]
  /** Why it is sent back, as far as it was typed. */
  readonly filled: Filled
}

/** All that somebody looks at before they approve. */
function Review(review: ReviewOf) {
  const {
    reader,
    design: { definition, changedBy, changedAt },
    before,
    since,
    all,
    remarks,
  } = review
  const { say, language, may } = reader
  const home = designAddress(definition.id)
  const title = localised(definition.title, language, definition.languages) || definition.id
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={may('questionnaires.publish') ? home : '/admin/questionnaires'}>
          {may('questionnaires.publish') ? title : say('navQuestionnaires')}
        </a>
      </p>
      <h1>{say('reviewTitle')}</h1>
      <p class="sub">
        {definition.id} · {say('version', { n: String(definition.version) })} ·{' '}
        {say('designChanged', { who: changedBy, when: momentText(reader, changedAt) })}
      </p>
      <Approving {...review} />
      <Found {...{ reader, all }} draft={definition} />
      {before === undefined && (
        <section class="card">
          <p>{say('reviewFirst')}</p>
        </section>
      )}
      {before !== undefined && all.questionnaire === undefined && (
        <section class="card">
          <p>{say('reviewNotComparable')}</p>
        </section>
      )}
      {before !== undefined && all.questionnaire !== undefined && since !== undefined && (
        <>
          <p class="sub">{say('reviewSince', { n: String(before.version) })}</p>
          <Changes {...{ reader, before }} after={all.questionnaire} comparison={since} />
        </>
      )}
      {all.questionnaire !== undefined && <Asks {...{ reader }} questionnaire={all.questionnaire} />}
      <CommentsCard {...{ reader, remarks }} questionnaire={definition} />
      <p class="acts">
        {may('questionnaires.publish') && <a href={shareAddress(definition)}>{colleaguesSay(language)('share')}</a>}
        <a href={`${home}/instrument?in=${reader.language}`}>{say('instrumentLink')}</a>
      </p>
      {may('questionnaires.publish') && (
        <p class="acts">
          <a class="button quiet" href={`${home}/definition.json`} download>
            {say('downloadJson')}
          </a>
          {mediaNames(definition).size > 0 && (
            <a class="button quiet" href={`${home}/definition.tar`} download>
              {say('downloadBundle')}
            </a>
          )}
          <a href={`${home}/discard`}>{say('discardTitle')}</a>
        </p>
      )}
    </Shell>
  )
}

/** Who asked, who approved, and the button of whoever may. */
function Approving({ reader, reader: { say, may }, design, fourEyes, all, looker, approvers, filled }: ReviewOf) {
  const { account, mayApprove, approvesFrom } = looker
  const { definition, revision, authors, askedBy, approvedBy } = design
  const isAuthor = authors.includes(account)
  const home = designAddress(definition.id)
  const isReady = all.problems.length + all.open.length === 0
  const mayNow = mayApprove && approvesFrom === undefined
  const mine = isAuthor ? (may('questionnaires.publish') ? 'ask' : undefined) : mayNow ? 'approve' : undefined
  // Where nobody need approve and nobody was asked to, who else could is no question.
  const isToApprove = approvedBy === undefined && (fourEyes || askedBy !== undefined)
  const act = approvedBy !== undefined || !isReady ? undefined : mine
  const mayPublish = may('questionnaires.publish') && isReady && (!fourEyes || approvedBy !== undefined)
  return (
    <section class="card" aria-labelledby="approving">
      <h2 id="approving">{say('approving')}</h2>
      <ApprovalSoFar {...{ reader, design }} />
      <p class="note">{say(fourEyes ? 'fourEyesOn' : 'fourEyesOff')}</p>
      {!isReady && <p class="wrong">{say('approveUnready')}</p>}
      {isReady && isAuthor && isToApprove && <p class="note">{say('approveOwn')}</p>}
      {fourEyes && isAuthor && approvedBy === undefined && <Approvers {...{ reader, approvers }} />}
      {!isAuthor && approvesFrom !== undefined && approvedBy === undefined && (
        <p class="note">{say('approveNew', { when: momentText(reader, approvesFrom) })}</p>
      )}
      {!isAuthor && !mayApprove && may('questionnaires.approve') && <p class="note">{say('approveProvince')}</p>}
      {act === 'approve' && <p class="note">{say('approveMeans')}</p>}
      <div class="acts">
        {act !== undefined && (act === 'approve' || askedBy === undefined) && (
          <form method="post" action={`${home}/${act}`}>
            <input type="hidden" name="revision" value={revision} />
            <button type="submit" class={act === 'ask' && mayPublish ? 'button quiet' : undefined}>
              {say(act === 'approve' ? 'approveGo' : 'askGo')}
            </button>
          </form>
        )}
        {mayPublish && (
          <a class={act === 'approve' ? 'button quiet' : 'button'} href={`${home}/publish`}>
            {say('publishAsk')}
          </a>
        )}
        {may('questionnaires.publish') && (
          <a class={isReady ? undefined : 'button'} href={home}>
            {say('designGoOn')}
          </a>
        )}
      </div>
      {mayApprove && !isAuthor && <SendingBack {...{ reader, filled, revision }} address={`${home}/send-back`} />}
    </section>
  )
}

/** As many can be asked as anybody reads. */
const mostAsked = 12

/** Whom an author can ask: by name, and who only counts as a second person later on. */
function Approvers({ reader, reader: { say }, approvers }: Pick<ReviewOf, 'reader' | 'approvers'>) {
  const called = ({ name, username }: Approver): string => name || username
  const now = approvers.filter(({ from }) => from === undefined)
  const later = approvers.flatMap((one) => (one.from === undefined ? [] : `${called(one)} (${momentText(reader, one.from)})`))
  return (
    <>
      {now.length > 0 && <p class="note">{say('approveWho', { who: somePeople(reader, now.map(called), mostAsked) })}</p>}
      {later.length > 0 && <p class="note">{say('approveLater', { who: somePeople(reader, later, mostAsked) })}</p>}
      {approvers.length === 0 && <p class="note">{say('approveNobody')}</p>}
    </>
  )
}

type SendingBackProps = Pick<ReviewOf, 'reader' | 'filled'> & { readonly revision: number; readonly address: string }

/** To its authors, with what they should mend; folded, unless the reason was wrong. */
function SendingBack({ reader, reader: { say }, filled, revision, address }: SendingBackProps) {
  const why = { reader, filled, name: 'why', label: say('sendBackWhy'), hint: say('sendBackHint') }
  return (
    <details class="more" open={filled.problems.length > 0}>
      <summary>{say('sendBack')}</summary>
      <form class="form" method="post" action={address}>
        <input type="hidden" name="revision" value={revision} />
        <div class="field">
          <label for="why">{why.label}</label>
          <small id="why-hint">{why.hint}</small>
          <textarea id="why" name="why" rows={4} maxLength={longestWhy} required {...marks(why)}>
            {filled.values['why']?.[0] ?? ''}
          </textarea>
          <Wrong {...why} />
        </div>
        <p class="acts">
          <button class="button quiet" type="submit">
            {say('sendBackGo')}
          </button>
        </p>
      </form>
    </details>
  )
}

type Props = { readonly reader: Reader; readonly draft: Questionnaire; readonly all: Examined }

/** What is wrong, what deserves a second look, and what stands for a reason. */
function Found({ reader, draft, all: { problems, open, accepted } }: Props) {
  const { say } = reader
  const line = (finding: Finding) => <Line {...{ reader, draft, finding }} key={findingKey(finding)} />
  return (
    <section class="card" aria-labelledby="found">
      <h2 id="found">{say('found')}</h2>
      {problems.length + open.length + accepted.length === 0 && <p class="note">{say('foundNothing')}</p>}
      {problems.length > 0 && (
        <>
          <h3>{say('foundProblems')}</h3>
          <ul>{problems.map(line)}</ul>
        </>
      )}
      {open.length > 0 && (
        <>
          <h3>{say('foundOpen')}</h3>
          <ul>{open.map(line)}</ul>
        </>
      )}
      {accepted.length > 0 && (
        <>
          <h3>{say('foundAccepted')}</h3>
          <ul>
            {accepted.map(({ finding, reason }) => (
              <Line key={findingKey(finding)} {...{ reader, draft, finding }}>
                <br />
                <b>{say('acceptedReason')}:</b> {reason}
              </Line>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function Line({
  reader: { language },
  draft,
  finding,
  children,
}: Omit<Props, 'all'> & { readonly finding: Finding; readonly children?: ComponentChildren }) {
  const text = (local: Parameters<typeof localised>[0] | undefined) => (local ? localised(local, language, draft.languages) : '')
  return (
    <li>
      <b>{whereWords({ draft, office: language, say: designerWords(language), text }, finding)}</b>: {findingText(language, finding)}
      {children}
    </li>
  )
}
