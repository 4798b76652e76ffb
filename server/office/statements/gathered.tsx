import type { Context } from 'hono'
import type { Agency } from '../../../surveys/fielding/campaign'
import { longestLifeReason } from '../../../surveys/fielding/life'
import {
  type AgencyStatement,
  readRemindingDays,
  remindingFields,
  type ReturnedStatement,
  statementState,
} from '../../../surveys/fielding/statements'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { remindAgencies, sendBackStatement, setReminding, statedNow } from '../../acts/statements'
import { remindersOf, sentBackIn, statementsIn } from '../../db/agency-statements'
import { readReminding, type Reminding } from '../../db/settings'
import type { StatementReminderRow } from '../../db/tables'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { Field, type Filled, FormProblems, Hint, marks, Picks, prefilled, sentForm, valueOf, Wrong } from '../frame/form'
import { done, momentText, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, PageHead, Region, Shell } from '../frame/shell'
import { quarterText, Returns, Stated } from './stated'

const address = '/admin/statements'

type Stating = {
  readonly agency: Agency
  readonly statement: AgencyStatement | undefined
  readonly returns: readonly ReturnedStatement[]
  readonly reminded: readonly StatementReminderRow[]
}

/** What there is to read comes first, then what was given back. */
const stateOrder = ['handed-in', 'returned', 'open'] as const

/** What every agency states for the quarter, for who gathers it. */
async function gathered({ database, now }: OfficeDeps) {
  const { record, ...stated } = await statedNow(database, localDay(now()))
  const [kept, returned] = [await statementsIn(database, stated.quarter), await sentBackIn(database, stated.quarter)]
  const reminders = await remindersOf(database, stated.quarter)
  const all = (record?.measured ?? []).map(({ agency }): Stating => ({
    agency,
    statement: kept.get(agency.code),
    returns: returned.get(agency.code) ?? [],
    reminded: reminders.get(agency.code) ?? [],
  }))
  const agencies = stateOrder.flatMap((state) => all.filter((one) => statementState(one.statement, one.returns) === state))
  return { ...stated, agencies }
}

/** Who has handed in what, who is late and was reminded. */
export async function gatheredPage(deps: OfficeDeps, c: Context, again?: Filled): Promise<Response> {
  const reader = readerOf(c)
  const { say, numbers } = reader
  const { quarter, dueOn, isProposed, agencies } = await gathered(deps)
  const handed = agencies.filter(({ statement, returns }) => statementState(statement, returns) === 'handed-in').length
  const title = say('statementsTitle', { quarter: quarterText(quarter) })
  const isLate = dueOn < localDay(deps.now())
  return page(c, {
    reader,
    title,
    status: again ? 422 : 200,
    body: (
      <Shell reader={reader}>
        <p class="back">
          <a href="/admin/duties">{say('dutiesTitle')}</a>
        </p>
        <PageHead
          title={title}
          text={
            <>
              {say('statementsText', { n: numbers.count(handed), all: numbers.count(agencies.length), day: numbers.day(dueOn) })}
              {isProposed && ` ${say('statementsProposed')}`}
            </>
          }
        >
          {handed < agencies.length && (
            <form class="acts" method="post" action={`${address}/remind`}>
              <button type="submit">{say('statementRemind')}</button>
            </form>
          )}
        </PageHead>
        <RemindingForm
          {...{ reader }}
          filled={again ?? filledOf(await readReminding(deps.database))}
          hasMail={deps.config.mail !== undefined}
        />
        {agencies.length === 0 ? (
          <section class="card empty">
            <p>{say('statementNone')}</p>
          </section>
        ) : (
          <Table {...{ reader, title, agencies, isLate }} />
        )}
      </Shell>
    ),
  })
}

const filledOf = ({ isOn, days: { before, after, every } }: Reminding): Filled =>
  prefilled({ wanted: isOn ? 'yes' : '', before: String(before), after: String(after), every: String(every) })

type RemindingProps = { readonly reader: Reader; readonly filled: Filled; readonly hasMail: boolean }

/** Whether agencies are reminded by themselves, and on which days. */
function RemindingForm({ reader, reader: { say, numbers }, filled, hasMail }: RemindingProps) {
  const labels = { before: say('remindBefore'), after: say('remindAfter'), every: say('remindEvery') }
  const isOn = valueOf(filled.values, 'wanted') === 'yes'
  const [before, after, every] = remindingFields.map((name) => numbers.count(Number(valueOf(filled.values, name))))
  const sentence = isOn
    ? say('statementReminding', { before: before ?? '', after: after ?? '', every: every ?? '' })
    : say('statementRemindingNot')
  return (
    <form class="card form" method="post" action={`${address}/reminding`}>
      <FormProblems {...{ reader, filled, labels }} />
      {filled.problems.length === 0 && (
        <p>
          {sentence} {isOn && !hasMail && say('statementRemindingNoMail')}
        </p>
      )}
      <details open={filled.problems.length > 0}>
        <summary>{say('remindChange')}</summary>
        <Picks
          {...{ reader, filled }}
          name="wanted"
          label={say('remindState')}
          type="checkbox"
          items={[{ value: 'yes', text: say('remindWanted') }]}
        />
        <div class="pair">
          {remindingFields.map((name) => (
            <Field
              key={name}
              {...{ reader, filled, name }}
              label={labels[name]}
              input={{ required: true, inputMode: 'numeric', maxLength: 2 }}
            />
          ))}
        </div>
        <p class="acts">
          <button type="submit">{say('save')}</button>
        </p>
      </details>
    </form>
  )
}

type TableProps = {
  readonly reader: Reader
  readonly title: string
  readonly agencies: readonly Stating[]
  readonly isLate: boolean
}

/** What was written as rows; of who has written nothing the name says all. */
function Table({ reader, title, agencies, isLate }: TableProps) {
  const isOpen = ({ statement, returns }: Stating): boolean => statementState(statement, returns) === 'open'
  const [open, written] = [agencies.filter(isOpen), agencies.filter((one) => !isOpen(one))]
  return (
    <>
      {written.length > 0 && <Written {...{ reader, title, isLate }} agencies={written} />}
      {open.length > 0 && (
        <section class="card">
          <h2>
            <span class={isLate ? 'state late' : 'state'}>{reader.say(isLate ? 'statementLate' : 'statementOpen')}</span>:{' '}
            {reader.numbers.count(open.length)}
          </h2>
          <ul class="names">
            {open.map(({ agency, reminded: reminders }) => (
              <li key={agency.code}>
                {localised(agency.name, reader.language)} <small>{agency.code}</small>
                <ReminderText {...{ reader, reminders }} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

const Written = ({ reader, reader: { say }, title, agencies, isLate }: TableProps) => (
  <section class="card">
    <Region label={title}>
      <table class="list folds paired">
        <ColumnHeads
          columns={[
            { title: say('agency'), look: 'name' },
            { title: say('state') },
            { title: say('statementCauses') },
            { title: say('statementMeasures') },
            { title: say('jobActs') },
          ]}
        />
        <tbody>
          {agencies.map((one) => (
            <Row key={one.agency.code} {...{ reader, isLate, one }} />
          ))}
        </tbody>
      </table>
    </Region>
  </section>
)

type RowProps = { readonly reader: Reader; readonly one: Stating; readonly isLate: boolean }

/** What is handed in is read; a draft is the agency's own until then. */
function Row({ reader, reader: { say, language }, one, isLate }: RowProps) {
  const { agency, statement, returns } = one
  const handed = statement && statement.handedAt !== '' ? statement : undefined
  const name = localised(agency.name, language)
  return (
    <tr>
      <th scope="row" class="name">
        {name}
        <small>{agency.code}</small>
      </th>
      <td data-label={say('state')}>
        <Standing {...{ reader, one, isLate }} />
      </td>
      <td class="typed" data-label={say('statementCauses')}>
        {handed?.causes}
      </td>
      <td class="typed" data-label={say('statementMeasures')}>
        {handed?.measures}
      </td>
      <td>
        {handed && (
          <a href={sendBackAddress(agency.code)} aria-label={`${say('statementSendBack')}: ${name}`}>
            {say('statementSendBack')}
          </a>
        )}
        <Returns {...{ reader, returns }} />
      </td>
    </tr>
  )
}

/** Where a statement stands, with who handed it in or when its agency was reminded. */
function Standing({ reader, reader: { say }, one: { statement, returns, reminded: reminders }, isLate }: RowProps) {
  const state = statementState(statement, returns)
  const word = { 'handed-in': 'statementHanded', returned: 'statementReturned', open: isLate ? 'statementLate' : 'statementOpen' } as const
  return (
    <>
      <span class={state === 'open' && !isLate ? 'state' : state === 'handed-in' ? 'state' : isLate ? 'state late' : 'state closed'}>
        {say(word[state])}
      </span>
      {state === 'handed-in' && statement && (
        <small>
          {momentText(reader, statement.handedAt)}, {statement.person}
        </small>
      )}
      {state !== 'handed-in' && <ReminderText {...{ reader, reminders }} />}
    </>
  )
}

/** When an agency was reminded last, and whether anybody could be. */
function ReminderText({ reader: { say, numbers }, reminders }: { readonly reader: Reader; readonly reminders: Stating['reminded'] }) {
  const last = reminders.at(-1)
  if (!last) return null
  return <small>{say(last.letters > 0 ? 'statementReminded' : 'statementRemindedNobody', { day: numbers.day(last.sent_on) })}</small>
}

/** Reminds who has not handed in, because somebody asked for it. */
export const reminded = (deps: OfficeDeps, c: Context): Promise<Response> =>
  acting(deps, c, remindAgencies, { occasion: 'asked' }, (came) =>
    came.kind === 'done'
      ? done(c, address, 'done_statement-reminded')
      : noticePage(c, 409, 'statementRemindNotTitle', 'statementRemindNot'),
  )

/** Sets whether agencies are reminded by themselves, and on which days. */
export async function remindingSet(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const [before, after, every] = [valueOf(values, 'before'), valueOf(values, 'after'), valueOf(values, 'every')]
  const reading = readRemindingDays({ before, after, every })
  if (!reading.ok) return gatheredPage(deps, c, { values, problems: reading.problems })
  const wanted = { isOn: valueOf(values, 'wanted') === 'yes', days: reading.days }
  return acting(deps, c, setReminding, wanted, () => done(c, address, 'done_reminding'))
}

const sendBackAddress = (agency: string): string => `${address}/${encodeURIComponent(agency)}/send-back`

/** Asks why a statement goes back to its agency. */
export async function sendBackPage(deps: OfficeDeps, c: Context, code: string, filled?: Filled, isMoved = false): Promise<Response> {
  const reader = readerOf(c)
  const { say, language } = reader
  const { quarter, agencies } = await gathered(deps)
  const one = agencies.find(({ agency }) => agency.code === code)
  if (!one) return noticePage(c, 404, 'lostTitle', 'statementNone')
  const { statement, agency } = one
  if (!statement || statement.handedAt === '') return noticePage(c, 409, 'statementSendBack', 'statementSendBackNot')
  const title = `${say('statementSendBack')}: ${localised(agency.name, language)}, ${quarterText(quarter)}`
  return page(c, {
    reader,
    title,
    status: isMoved ? 409 : filled ? 422 : 200,
    body: (
      <Shell reader={reader}>
        <p class="back">
          <a href={address}>{say('statementsGo')}</a>
        </p>
        <h1>{title}</h1>
        <p class="sub">{say('statementSendBackText')}</p>
        <section class="card">
          <p>
            <span class="state">{say('statementHanded')}</span> {momentText(reader, statement.handedAt)}, {statement.person}
          </p>
          <Stated {...{ reader, statement }} />
        </section>
        <SendBack {...{ reader, isMoved }} filled={filled ?? prefilled({ reason: '' })} {...{ statement }} />
      </Shell>
    ),
  })
}

type SendBackProps = {
  readonly reader: Reader
  readonly filled: Filled
  readonly statement: AgencyStatement
  readonly isMoved: boolean
}

function SendBack({ reader, reader: { say }, filled, statement: { quarter, agency, revision }, isMoved }: SendBackProps) {
  const props = { reader, filled, name: 'reason', label: say('lifeReason'), hint: say('statementSendBackHint') }
  return (
    <>
      <FormProblems {...{ reader, filled }} labels={{ reason: props.label }} />
      <form class="card form" method="post" action={sendBackAddress(agency)}>
        {isMoved && (
          <p class="wrong" role="alert">
            {say('statementSendBackMoved')}
          </p>
        )}
        <input type="hidden" name="quarter" value={quarter} />
        <input type="hidden" name="revision" value={String(revision)} />
        <div class="field">
          <label for="reason">{props.label}</label>
          <Hint {...props} />
          <textarea id="reason" name="reason" rows={3} maxLength={longestLifeReason * 2} required {...marks(props)}>
            {valueOf(filled.values, 'reason')}
          </textarea>
          <Wrong {...props} />
        </div>
        <p class="acts">
          <button type="submit">{say('statementSendBack')}</button>
          <a href={address}>{say('cancel')}</a>
        </p>
      </form>
    </>
  )
}

/** Gives a statement back to its agency. */
export async function statementSentBack(deps: OfficeDeps, c: Context, agency: string): Promise<Response> {
  const { values } = await sentForm(c)
  const wanted = {
    quarter: valueOf(values, 'quarter'),
    agency,
    revision: Number(valueOf(values, 'revision')),
    reason: valueOf(values, 'reason'),
  }
  return acting(deps, c, sendBackStatement, wanted, (came) => {
    if (came.kind === 'done') return done(c, address, 'done_statement-sent-back')
    const { failure } = came
    if (failure.code === 'wrong') return sendBackPage(deps, c, agency, { values, problems: failure.problems })
    if (failure.code === 'moved') return sendBackPage(deps, c, agency, { values, problems: [] }, true)
    return failure.code === 'unknown'
      ? noticePage(c, 404, 'lostTitle', 'statementNone')
      : noticePage(c, 409, 'statementSendBack', 'statementSendBackNot')
  })
}
