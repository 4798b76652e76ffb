import type { Context } from 'hono'
import type { OfficeWord } from '../../../client/text/office'
import { localised } from '../../../surveys/instrument/language'
import { headlineOf } from '../../../surveys/instrument/indicators'
import { longestWords, type NumberSide, type TypedProblem } from '../../../surveys/indices/fielding'
import { countedOf } from '../../../surveys/indices/scatter'
import { isWithin } from '../../access/permission'
import {
  enterNumbers,
  handInAssessment,
  type NumbersKept,
  type NumberSent,
  type NumbersRefused,
  sendBackAssessment,
  tellVerified,
  verifyNumbers,
} from '../../acts/assessments'
import type { Came } from '../../acts/act'
import { shortfallsOf } from '../../reading/assessments'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { type FormValues, sentForm, valueOf } from '../frame/form'
import { done } from '../frame/reader'
import { ColumnHeads, Region, Shell } from '../frame/shell'
import { assessmentAddress, ownListAddress, ownSheetAddress, monthsText, sheetAddress, stageText } from './address'
import {
  actionOf,
  isPlaced,
  type SheetLines,
  linesToShow,
  lostAssessment,
  ofAgency,
  ownEnds,
  SheetProblems,
  type AgencySheet,
  sheetOf,
  type SheetProps,
} from './agency-sheet'
import { CountedInterval } from './intervals'
import { isAmong, SetPart } from './lines'
import { gradeText, lackingText, maximumText, nodeName, partsOfSet, standsWord, SurveyedOn, valueText } from './tree'

export const sheetPage = (deps: OfficeDeps, c: Context): Promise<Response> => shown(deps, c, 'verified')
export const ownSheetPage = (deps: OfficeDeps, c: Context): Promise<Response> => shown(deps, c, 'self')

async function shown(
  deps: OfficeDeps,
  c: Context,
  side: NumberSide,
  typed?: FormValues,
  problems?: readonly TypedProblem[],
): Promise<Response> {
  const sheet = await sheetOf(deps, c, side, typed, problems)
  if (!sheet) return lostAssessment(c)
  const { reader, reading, one } = sheet
  const title = `${localised(one.agency.name, reader.language)}: ${localised(reading.record.assessment.title, reader.language)}`
  return page(c, {
    reader,
    title,
    status: problems && problems.length > 0 ? 422 : 200,
    ...(sheet.isTyped && { script: deps.assets.results }),
    body: <SheetBody sheet={sheet} />,
  })
}

const SheetBody = ({ sheet }: SheetProps) => {
  const { reader, side, reading, view, one, isTyped } = sheet
  const { say, language } = reader
  const { assessment } = reading.record
  const back = side === 'self' ? ownListAddress : assessmentAddress(assessment.code)
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={back}>{side === 'self' ? say('ownAssessmentsTitle') : localised(assessment.title, language)}</a>
      </p>
      <h1>{localised(one.agency.name, language)}</h1>
      <p class="sub">
        {localised(assessment.title, language)}. {monthsText(reader, assessment)}.{' '}
        {isTyped && side === 'self' && `${say('ownAssessmentDue', { day: reader.numbers.day(assessment.selfDue) })} `}
        {isTyped && side === 'self' && sheet.isLate && `${say('duty_late')}. `}
        <span class="state">{stageText(reader, one)}</span>
      </p>
      <NextAgency sheet={sheet} />
      {one.remark !== '' && one.stage === 'entering' && (
        <section class="card next">
          <h2>{say('stage_returned')}</h2>
          <p class="typed">{one.remark}</p>
        </section>
      )}
      <Sum sheet={sheet} />
      <SheetProblems sheet={sheet} />
      <LinesToShow sheet={sheet} />
      {isTyped ? (
        <form class="parts" method="post" action={linesAddress(sheet, sheet.lines)}>
          {/* Enter presses the first button of a form, and that keeps what was typed. */}
          <button class="unseen" type="submit" tabIndex={-1} aria-hidden="true" />
          {partsOfSet(view).map((part) => (
            <SetPart key={part.code} {...{ sheet, part }} />
          ))}
          <Handing sheet={sheet} />
        </form>
      ) : (
        partsOfSet(view).map((part) => <SetPart key={part.code} {...{ sheet, part }} />)
      )}
      <SendBack sheet={sheet} />
      <NextAgency sheet={sheet} />
      {sheet.isTold && <Shortfalls sheet={sheet} />}
    </Shell>
  )
}

const linesAddress = (sheet: AgencySheet, lines: SheetLines): string =>
  lines === 'all' ? actionOf(sheet) : `${actionOf(sheet)}?lines=${lines}`

const linesWords: Readonly<Record<SheetLines, OfficeWord>> = {
  all: 'lines_all',
  open: 'lines_open',
  differing: 'lines_differing',
  asked: 'lines_asked',
}

/** For who verifies: the lines that need them, without the others. */
const LinesToShow = ({ sheet }: SheetProps) => {
  const { reader, side, lines: here } = sheet
  const ends = ownEnds(sheet)
  const isOpen = sheet.reading.record.assessment.status === 'open'
  const counted = linesToShow
    .map((lines) => ({ lines, n: ends.filter(({ number }) => isAmong[lines](number)).length }))
    .filter(({ lines, n }) => isOpen || n > 0 || lines === here)
  if (side === 'self' || counted.length < 2) return null
  return (
    <p class="lines-shown screen">
      {counted.map(({ lines, n }) => {
        const text = reader.say(linesWords[lines], { n: reader.numbers.count(n) })
        if (lines === here) return <strong aria-current="page">{text}</strong>
        return n === 0 ? <span>{text}</span> : <a href={linesAddress(sheet, lines)}>{text}</a>
      })}
    </p>
  )
}

/** Where whoever verifies goes on: the next that has handed in and was not told yet. */
const NextAgency = ({ sheet: { reader, side, reading, one, area } }: SheetProps) => {
  const { agencies, assessment } = reading.record
  if (side === 'self' || !reader.may('assessments.decide') || assessment.status !== 'open') return null
  const place = agencies.indexOf(one)
  const next = [...agencies.slice(place + 1), ...agencies.slice(0, Math.max(place, 0))].find(
    ({ agency, stage }) => stage === 'handed-in' && isWithin(area, agency.code),
  )
  if (!next) return null
  return (
    <p class="next-agency screen">
      <a href={sheetAddress(assessment.code, next.agency.code)}>
        {reader.say('assessmentNext', { name: localised(next.agency.name, reader.language) })}
      </a>
    </p>
  )
}

/** The headline as it stands, what the agency says itself, and how many numbers are there. */
const Sum = ({ sheet: { reader, reading, view, nodes, isTold, one, standing } }: SheetProps) => {
  const { say, numbers } = reader
  const head = headlineOf(reading.set) ?? ''
  const node = nodes.get(head)
  if (!node) return null
  const row = reading.results.agencies.find(({ code }) => code === one.agency.code)
  const maximum = maximumText(view, reader, head)
  const isClosed = reading.record.assessment.status === 'closed'
  return (
    <section class="card">
      <dl class="fields">
        <div>
          <dt>{say('assessmentSelf')}</dt>
          <dd>
            {valueText(view, reader, head, node.self.value)}
            {maximum !== '' && ` / ${maximum}`}
          </dd>
        </div>
        {isTold && (
          <div>
            <dt>{say(standsWord(reading))}</dt>
            <dd>
              <b>{valueText(view, reader, head, node.value)}</b> {gradeText(view, reader, node)}
              <SurveyedOn {...{ view, reader, node }} />
              <CountedInterval {...{ reader, view }} counted={countedOf(standing, one.agency.code, head)} />
            </dd>
          </div>
        )}
        {isTold && isClosed && row && row.rank !== null && (
          <div>
            <dt>{say('rank')}</dt>
            <dd>
              {numbers.count(row.rank)}/{numbers.count(row.ranked)}
            </dd>
          </div>
        )}
        <div>
          <dt>{say('assessmentFilled')}</dt>
          <dd>
            {numbers.count(node.filled.there)}/{numbers.count(node.filled.wanted)}
          </dd>
        </div>
      </dl>
      {!isTold && isPlaced(view, node) && <p class="note">{say('assessmentPlacedLater')}</p>}
      {node.value === null && <p class="note">{lackingText(view, reader, node, undefined)}</p>}
    </section>
  )
}

/** How a sheet is kept and handed on; whatever is pressed keeps what was typed first. */
const Handing = ({ sheet }: SheetProps) => {
  const { reader, side, reading, one, view } = sheet
  const { say, numbers } = reader
  const { assessment } = reading.record
  const ends = ownEnds(sheet)
  if (side === 'self') {
    const lacking = ends.filter(({ number }) => (number?.self ?? null) === null)
    return (
      <section class="card" aria-labelledby="hand-in">
        <h2 id="hand-in">{say('assessmentHandIn')}</h2>
        <p>{say('assessmentHandInText', { day: numbers.day(assessment.selfDue) })}</p>
        {lacking.length > 0 && (
          <details>
            <summary>{say('assessmentLacking', { n: numbers.count(lacking.length) })}</summary>
            <ul class="plain">
              {lacking.map(({ node: { code } }) => (
                <li key={code}>
                  <a href={`#${code}`}>
                    {code} {nodeName(view, reader, code)}
                  </a>
                </li>
              ))}
            </ul>
          </details>
        )}
        <p class="acts">
          <button type="submit">{say('assessmentKeep')}</button>
          <button type="submit" class="button quiet" formaction={`${actionOf(sheet)}/hand-in`}>
            {say('assessmentHandIn')}
          </button>
        </p>
      </section>
    )
  }
  const open = ends.filter(({ number }) => isAmong.open(number)).length
  return (
    <section class="card" aria-labelledby="tell">
      <h2 id="tell">{say(one.stage === 'told' ? 'assessmentKeepVerified' : 'assessmentTell')}</h2>
      {one.stage !== 'told' && <p>{say('assessmentTellText', { day: numbers.day(assessment.lookDue) })}</p>}
      <p class="acts">
        <button type="submit">{say('assessmentKeepVerified')}</button>
        {open > 0 && (
          <button type="submit" class="button quiet" name="go" value="take-over">
            {say('assessmentTakeOver', { n: numbers.count(open) })}
          </button>
        )}
        {one.stage !== 'told' && (
          <button type="submit" class="button quiet" formaction={`${actionOf(sheet)}/tell`}>
            {say('assessmentTell')}
          </button>
        )}
      </p>
    </section>
  )
}

const SendBack = ({ sheet }: SheetProps) => {
  const { reader, side, reading, one } = sheet
  const { say } = reader
  if (reading.record.assessment.status !== 'open' || side === 'self' || !reader.may('assessments.decide') || one.stage === 'entering')
    return null
  return (
    <form class="card form" method="post" action={`${actionOf(sheet)}/send-back`}>
      <h2>{say('assessmentSendBack')}</h2>
      <div class="field">
        <label for="reason">{say('lifeReason')}</label>
        <textarea id="reason" name="reason" rows={2} maxLength={longestWords} required />
      </div>
      <p class="acts">
        <button type="submit" class="button quiet">
          {say('assessmentSendBack')}
        </button>
      </p>
    </form>
  )
}

/** What is not at its maximum, and what it would bring. */
const Shortfalls = ({ sheet }: SheetProps) => {
  const { reader, reading, view, one, nodes } = sheet
  const { say, numbers } = reader
  const found = shortfallsOf(reading, one.agency.code)
  if (found.length === 0) return null
  const head = headlineOf(reading.set) ?? ''
  return (
    <section class="card">
      <h2 id="shortfalls">{say('shortfallsTitle')}</h2>
      <p class="note">{say('shortfallsText', { node: nodeName(view, reader, head) })}</p>
      <Region label={say('shortfallsTitle')}>
        <table class="list folds assessed">
          <ColumnHeads
            columns={[
              { title: say('criterion'), look: 'name' },
              { title: say(standsWord(reading)), look: 'r' },
              { title: say('assessmentMaximum'), look: 'r' },
              { title: say('shortfallBrings'), look: 'r' },
            ]}
          />
          <tbody>
            {found.map(({ code, value, maximum, brings }) => (
              <tr key={code}>
                <th scope="row" class="name">
                  <a href={sheet.lines === 'all' ? `#${code}` : `${actionOf(sheet)}#${code}`}>
                    {code} {nodeName(view, reader, code)}
                  </a>
                </th>
                <td class="r" data-label={say(standsWord(reading))}>
                  {valueText(view, reader, code, value)}
                  <SurveyedOn {...{ view, reader }} node={nodes.get(code)} />
                </td>
                <td class="r" data-label={say('assessmentMaximum')}>
                  {numbers.plain(maximum)}
                </td>
                <td class="r" data-label={say('shortfallBrings')}>
                  {brings === null ? '–' : `+${numbers.figure(Math.max(brings, 0), 'number', 2)}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
    </section>
  )
}

const entriesIn = (values: FormValues): readonly NumberSent[] =>
  Object.keys(values).flatMap((name) => {
    const [field, node] = name.split(' ')
    if (field !== 'number' || node === undefined) return []
    const seen = values[`seen ${node}`]?.[0]
    return [{ node, typed: valueOf(values, name), note: valueOf(values, `words ${node}`), ...(seen !== undefined && { seen }) }]
  })

/** Keeps what was typed on a sheet, then goes on; what is refused comes back. */
function keeping(
  deps: OfficeDeps,
  c: Context,
  side: NumberSide,
  values: FormValues,
  next: (changed: number) => Response | Promise<Response>,
): Promise<Response> {
  const typed = { ...ofAgency(c), numbers: entriesIn(values) }
  const others = valueOf(values, 'go') === 'take-over' ? 'as-entered' : 'as-they-are'
  const came = (outcome: Came<NumbersKept, NumbersRefused>): Response | Promise<Response> => {
    if (outcome.kind === 'done') return next(outcome.value.changed)
    if (outcome.failure.code === 'wrong-numbers') return shown(deps, c, side, values, outcome.failure.problems)
    return outcome.failure.code === 'unknown' ? lostAssessment(c) : noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood')
  }
  return side === 'self' ? acting(deps, c, enterNumbers, typed, came) : acting(deps, c, verifyNumbers, { ...typed, others }, came)
}

export async function entered(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const { code, agency } = ofAgency(c)
  const back = ownSheetAddress(code, agency)
  const goes = valueOf(values, 'go')
  return keeping(deps, c, 'self', values, (changed) =>
    goes.startsWith('evidence-')
      ? c.redirect(`${back}/evidence/${encodeURIComponent(goes.slice('evidence-'.length))}`, 303)
      : done(c, back + partOf(goes), 'done_numbers', changed),
  )
}

export async function verified(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const { code, agency } = ofAgency(c)
  const lines = linesToShow.find((one) => one !== 'all' && one === c.req.query('lines'))
  const back = `${sheetAddress(code, agency)}${lines === undefined ? '' : `?lines=${lines}`}`
  return keeping(deps, c, 'verified', values, (changed) => done(c, back + partOf(valueOf(values, 'go')), 'done_numbers', changed))
}

const partOf = (goes: string): string => (goes.startsWith('part-') ? `#${encodeURIComponent(goes)}` : '')

export async function handedIn(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  return keeping(deps, c, 'self', values, () => handingIn(deps, c))
}

const handingIn = (deps: OfficeDeps, c: Context): Promise<Response> => {
  const of = ofAgency(c)
  return acting(deps, c, handInAssessment, of, (came) => {
    if (came.kind === 'done') return done(c, ownSheetAddress(of.code, of.agency), 'done_assessment-handed')
    const { failure } = came
    if (failure.code === 'unshown')
      return shown(
        deps,
        c,
        'self',
        {},
        failure.nodes.map((node) => ({ agency: of.agency, node, field: 'evidence', code: 'unshown' })),
      )
    return failure.code === 'unknown' ? lostAssessment(c) : noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood')
  })
}

export async function verifiedTold(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  return keeping(deps, c, 'verified', values, () => telling(deps, c))
}

const telling = (deps: OfficeDeps, c: Context): Promise<Response> => {
  const of = ofAgency(c)
  return acting(deps, c, tellVerified, of, (came) => {
    if (came.kind === 'done') return done(c, sheetAddress(of.code, of.agency), 'done_assessment-told')
    return came.failure.code === 'unknown' ? lostAssessment(c) : noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood')
  })
}

export async function numbersSentBack(deps: OfficeDeps, c: Context): Promise<Response> {
  const of = ofAgency(c)
  const { values } = await sentForm(c)
  return acting(deps, c, sendBackAssessment, { ...of, reason: valueOf(values, 'reason') }, (came) => {
    if (came.kind === 'done') return done(c, sheetAddress(of.code, of.agency), 'done_assessment-returned')
    if (came.failure.code === 'wrong') return noticePage(c, 400, 'assessmentSendBack', 'assessmentSendBackNot')
    return came.failure.code === 'unknown' ? lostAssessment(c) : noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood')
  })
}
