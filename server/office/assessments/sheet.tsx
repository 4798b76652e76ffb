import type { Context } from 'hono'
import type { OfficeWord } from '../../../client/text/office'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { headlineOf } from '../../../surveys/instrument/indicators'
import type { Draws, IndicatorNode } from '../../../surveys/instrument/schema'
import { type AssessedNode, isPlacedAmongOthers, type NodeSum } from '../../../surveys/indices/assessment'
import {
  type AssessedNumber,
  isEnteredEnd,
  isLookedAtAgain,
  longestWords,
  sourceOf,
  type TypedProblem,
} from '../../../surveys/indices/fielding'
import type { Permission } from '../../../surveys/people/roles'
import { isWithin } from '../../access/permission'
import { areaFor } from '../../access/seen'
import {
  answerSecondLook,
  askSecondLook,
  enterNumbers,
  handInAssessment,
  numberStamp,
  type NumbersKept,
  type NumberSent,
  type NumbersRefused,
  sendBackAssessment,
  tellVerified,
  verifyNumbers,
} from '../../acts/assessments'
import type { Area } from '../../db/campaigns'
import type { Came } from '../../acts/act'
import { type Evidence, evidenceIn, type InAssessment, stepsOf } from '../../db/assessments'
import { countedOf, type ScoresStanding } from '../../../surveys/indices/scatter'
import { type AssessmentReading, readAssessment, shortfallsOf } from '../../reading/assessments'
import { readCountedScores } from '../../reading/rated-scores'
import { CountedInterval } from './intervals'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { formProblemText, type FormValues, sentForm, valueOf } from '../frame/form'
import { done, momentText, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, FactList, Region, Shell } from '../frame/shell'
import { assessmentAddress, ownListAddress, ownSheetAddress, monthsText, sheetAddress, stageText } from './address'
import {
  enteredText,
  gradeText,
  lackingText,
  maximumText,
  nodeName,
  partsOfSet,
  type SetView,
  SurveyedOn,
  setView,
  treeLines,
  typedText,
  unitText,
  valueText,
} from './tree'

/** Who reads a sheet: the agency its own, or who verifies. */
type Side = 'self' | 'verified'

type Sheet = {
  readonly reader: Reader
  readonly side: Side
  readonly reading: AssessmentReading
  readonly view: SetView
  readonly one: InAssessment
  readonly nodes: ReadonlyMap<string, AssessedNode>
  readonly evidence: ReadonlyMap<string, readonly Evidence[]>
  /** Whether its numbers can be typed now. */
  readonly isTyped: boolean
  /** Whether who reads may know what was verified. */
  readonly isTold: boolean
  readonly isLate: boolean
  /** Of which agencies who reads may see the numbers. */
  readonly area: Area
  /** Intervals by drawing persons anew, for who sees all agencies. */
  readonly standing: ScoresStanding | undefined
  /** Which lines are asked for. */
  readonly lines: Lines
  readonly typed: FormValues
  readonly problems: readonly TypedProblem[]
}

/** All of them, or those that somebody who verifies still has to look at, has changed, or is asked to look at again. */
const linesToShow = ['all', 'open', 'differing', 'asked'] as const
type Lines = (typeof linesToShow)[number]

const permissionOf: Readonly<Record<Side, Permission>> = { self: 'assessments.enter', verified: 'results.read' }

export const sheetPage = (deps: OfficeDeps, c: Context): Promise<Response> => shown(deps, c, 'verified')
export const ownSheetPage = (deps: OfficeDeps, c: Context): Promise<Response> => shown(deps, c, 'self')

const lost = (c: Context): Response => noticePage(c, 404, 'lostTitle', 'assessmentUnknown')

/** The sheet of the agency in the address, as far as whoever asks may see it. */
async function sheetOf(
  deps: OfficeDeps,
  c: Context,
  side: Side,
  typed: FormValues = {},
  problems: readonly TypedProblem[] = [],
): Promise<Sheet | undefined> {
  const [code, agency] = [c.req.param('code') ?? '', c.req.param('agency') ?? '']
  const reader = readerOf(c)
  const area = await areaFor(deps, c, permissionOf[side])
  const reading = isWithin(area, agency) ? await readAssessment(deps, code) : undefined
  const one = reading?.record.agencies.find((each) => each.agency.code === agency)
  const { status, selfDue } = reading?.record.assessment ?? {}
  if (!reading || !one || (side === 'self' && status === 'draft')) return undefined
  const isOpen = status === 'open'
  const evidence = new Map<string, Evidence[]>()
  for (const each of await evidenceIn(deps.database, code, agency)) evidence.set(each.node, [...(evidence.get(each.node) ?? []), each])
  const view = setView(reading.set)
  const isTold = side === 'verified' || one.stage === 'told' || status === 'closed'
  const nodes = reading.results.agencies.find((each) => each.code === agency)?.nodes ?? []
  const isLate = selfDue !== undefined && localDay(deps.now()) > selfDue
  return {
    reader,
    side,
    reading,
    view,
    one,
    nodes: new Map(nodes.map((node) => [node.code, isTold ? node : asOwn(view, node)])),
    evidence,
    isTyped:
      isOpen && (side === 'self' ? one.stage === 'entering' : reader.may('assessments.decide') && (one.stage !== 'entering' || isLate)),
    isTold,
    isLate,
    area,
    standing: area === 'everywhere' ? await readCountedScores(deps, reading) : undefined,
    lines: side === 'verified' ? (linesToShow.find((lines) => lines === c.req.query('lines')) ?? 'all') : 'all',
    typed,
    problems,
  }
}

/** As an agency knows it that was told nothing yet: by its own numbers alone, without what is placed among those of others. */
function asOwn(view: SetView, node: AssessedNode): AssessedNode {
  const own: NodeSum = isPlaced(view, node) ? { ...node.self, value: null } : node.self
  return { ...node, ...own, self: own, grade: null }
}

/** By what it types, an agency could work out between which numbers of others its own is placed. */
const isPlaced = ({ indicators }: SetView, { code }: Pick<AssessedNode, 'code'>): boolean => {
  const indicator = indicators.get(code)
  return indicator !== undefined && isPlacedAmongOthers(indicator)
}

async function shown(deps: OfficeDeps, c: Context, side: Side, typed?: FormValues, problems?: readonly TypedProblem[]): Promise<Response> {
  const sheet = await sheetOf(deps, c, side, typed, problems)
  if (!sheet) return lost(c)
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

type Props = { readonly sheet: Sheet }

const SheetBody = ({ sheet }: Props) => {
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
      <Problems sheet={sheet} />
      <LinesToShow sheet={sheet} />
      {isTyped ? (
        <form class="parts" method="post" action={linesAddress(sheet, sheet.lines)}>
          {/* Enter presses the first button of a form, and that keeps what was typed. */}
          <button class="unseen" type="submit" tabIndex={-1} aria-hidden="true" />
          {partsOfSet(view).map((part) => (
            <Part key={part.code} {...{ sheet, part }} />
          ))}
          <Handing sheet={sheet} />
        </form>
      ) : (
        partsOfSet(view).map((part) => <Part key={part.code} {...{ sheet, part }} />)
      )}
      <SendBack sheet={sheet} />
      <NextAgency sheet={sheet} />
      {sheet.isTold && <Shortfalls sheet={sheet} />}
    </Shell>
  )
}

const actionOf = ({ side, reading, one }: Sheet): string =>
  side === 'self'
    ? ownSheetAddress(reading.record.assessment.code, one.agency.code)
    : sheetAddress(reading.record.assessment.code, one.agency.code)

const linesAddress = (sheet: Sheet, lines: Lines): string => (lines === 'all' ? actionOf(sheet) : `${actionOf(sheet)}?lines=${lines}`)

/** The numbers that are an agency's to give, with what is known of each. */
const ownEnds = (sheet: Sheet): readonly { readonly node: IndicatorNode; readonly number: AssessedNumber | undefined }[] =>
  [...sheet.view.ends.values()].filter((node) => entersSelf(sheet, node)).map((node) => ({ node, number: numberOf(sheet, node) }))

/** Whether a number is among the lines asked for. */
const isAmong: Readonly<Record<Lines, (number: AssessedNumber | undefined) => boolean>> = {
  all: () => true,
  open: (number) => number !== undefined && number.self !== null && number.verified === null,
  differing: (number) => number !== undefined && number.verified !== null && number.verified !== number.self,
  asked: (number) => number !== undefined && isLookedAtAgain(number),
}

const linesWords: Readonly<Record<Lines, OfficeWord>> = {
  all: 'lines_all',
  open: 'lines_open',
  differing: 'lines_differing',
  asked: 'lines_asked',
}

/** For who verifies: the lines that need them, without the others. */
const LinesToShow = ({ sheet }: Props) => {
  const { reader, side, lines: here } = sheet
  if (side === 'self') return null
  const ends = ownEnds(sheet)
  return (
    <p class="lines-shown screen">
      {linesToShow.map((lines) => {
        const n = ends.filter(({ number }) => isAmong[lines](number)).length
        const text = reader.say(linesWords[lines], { n: reader.numbers.count(n) })
        if (lines === here) return <strong aria-current="page">{text}</strong>
        return n === 0 ? <span>{text}</span> : <a href={linesAddress(sheet, lines)}>{text}</a>
      })}
    </p>
  )
}

/** Where whoever verifies goes on: the next that has handed in and was not told yet. */
const NextAgency = ({ sheet: { reader, side, reading, one, area } }: Props) => {
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
const Sum = ({ sheet: { reader, reading, view, nodes, isTold, one, standing } }: Props) => {
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
            <dt>{say('assessmentStands')}</dt>
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

const Problems = ({ sheet: { reader, view, problems } }: Props) =>
  problems.length === 0 ? null : (
    <div class="wrong summary" role="alert">
      <h2>{reader.say('formWrong')}</h2>
      <ul>
        {problems.map(({ node, field, code, seen, allowed }) => (
          <li key={`${node} ${field} ${code}`}>
            <a href={`#${node}`}>
              {node} {nodeName(view, reader, node)}
            </a>
            : {formProblemText(reader, { field, code, ...(seen !== undefined && { seen }), ...(allowed !== undefined && { allowed }) })}
          </li>
        ))}
      </ul>
    </div>
  )

type PartProps = Props & { readonly part: IndicatorNode }

/** A part of the set with all that stands below it. */
const Part = ({ sheet, part }: PartProps) => {
  const { reader, view, nodes, isTold } = sheet
  const { say } = reader
  const node = nodes.get(part.code)
  const all = treeLines(view, part.code).slice(part.input === undefined ? 1 : 0)
  const lines =
    sheet.lines === 'all' ? all : all.filter((line) => entersSelf(sheet, line.node) && isAmong[sheet.lines](numberOf(sheet, line.node)))
  if (lines.length === 0) return null
  const maximum = maximumText(view, reader, part.code)
  const name = nodeName(view, reader, part.code)
  return (
    <section class="card" id={`part-${part.code}`}>
      <h2>
        {part.code} {name}
      </h2>
      {node && (
        <p class="note">
          {valueText(view, reader, part.code, node.value)}
          {maximum !== '' && ` / ${maximum}`} ·{' '}
          {say('assessmentThere', { there: reader.numbers.count(node.filled.there), wanted: reader.numbers.count(node.filled.wanted) })}
        </p>
      )}
      <Region label={name}>
        <table class="list folds sheet">
          <ColumnHeads
            columns={[
              { title: say('criterion'), look: 'name' },
              { title: say('assessmentMaximum'), look: 'r' },
              { title: say('assessmentSelf') },
              { title: say('assessmentEvidence') },
              ...(isTold ? [{ title: say('assessmentVerified') }] : []),
              { title: say('assessmentHistory') },
            ]}
          />
          <tbody>
            {lines.map(({ node: one, depth }) => (
              <Line key={one.code} {...{ sheet, depth }} node={one} />
            ))}
          </tbody>
        </table>
      </Region>
      {sheet.isTyped && lines.some((line) => entersSelf(sheet, line.node)) && (
        <p class="acts">
          <button
            class="quiet"
            type="submit"
            name="go"
            value={`part-${part.code}`}
            aria-label={`${say('assessmentKeep')}: ${part.code} ${name}`}
          >
            {say('assessmentKeep')}
          </button>
        </p>
      )}
    </section>
  )
}

type LineProps = Props & { readonly node: IndicatorNode; readonly depth: number }

const numberOf = ({ reading, one }: Sheet, node: IndicatorNode): AssessedNumber | undefined =>
  reading.numbers.get(one.agency.code)?.get(node.code)

const Line = ({ sheet, node, depth }: LineProps) => {
  const { reader, view, nodes, isTold } = sheet
  const { say } = reader
  const end = view.ends.get(node.code)
  const assessed = nodes.get(node.code)
  const number = numberOf(sheet, node)
  const drawn = sheet.reading.drawn.get(sheet.one.agency.code)?.get(node.code)
  const name = nodeName(view, reader, node.code)
  const lacking = assessed ? lackingText(view, reader, assessed, drawn) : ''
  return (
    <tr id={node.code} class={end ? undefined : 'group'}>
      <th scope="row" class={`name depth-${Math.min(depth, 4)}`}>
        {node.code} {name}
        {node.entry?.source && <small>{localised(node.entry.source, reader.language, sheet.reading.set.languages)}</small>}
      </th>
      <td class="r" data-label={say('assessmentMaximum')}>
        {maximumText(view, reader, node.code)}
      </td>
      <td data-label={say('assessmentSelf')}>
        <Own {...{ sheet, node, name, number, assessed }} />
      </td>
      <td data-label={say('assessmentEvidence')}>{end && <Shown {...{ sheet, node, name }} />}</td>
      {isTold && (
        <td data-label={say('assessmentVerified')}>
          <Verified {...{ sheet, node, name, number, assessed }} />
          {lacking !== '' && <small>{lacking}</small>}
        </td>
      )}
      <td data-label={say('assessmentHistory')}>
        {end && (end.input === 'drawn' || number !== undefined || sheet.one.stage === 'told') && (
          <a
            href={`${actionOf(sheet)}/numbers/${encodeURIComponent(node.code)}`}
            aria-label={`${say('assessmentHistory')}: ${node.code} ${name}`}
          >
            {say('assessmentSteps')}
          </a>
        )}
        {number && number.asked !== '' && <small>{say(isLookedAtAgain(number) ? 'secondLookWaits' : 'secondLookAnswered')}</small>}
      </td>
    </tr>
  )
}

type CellProps = Props & {
  readonly node: IndicatorNode
  readonly name: string
  readonly number: AssessedNumber | undefined
  readonly assessed: AssessedNode | undefined
}

/** Whether its agency enters the number, and nobody draws it. */
const entersSelf = (sheet: Sheet, node: IndicatorNode): boolean => {
  const end = sheet.view.ends.get(node.code)
  return end !== undefined && isEnteredEnd(end)
}

const Own = ({ sheet, node, name, number, assessed }: CellProps) => {
  const { reader, side, isTyped, isTold, view } = sheet
  const { entry } = node
  if (side === 'self' && isTyped && entry && entersSelf(sheet, node))
    return (
      <Typed
        {...{ sheet, node, name }}
        value={typedText(reader, entry, number?.self ?? null)}
        words={number?.note ?? ''}
        stamp={numberStamp(number, side)}
        wordsLabel="assessmentNote"
      />
    )
  if (!entry)
    return (
      <>
        {valueText(view, reader, node.code, assessed?.self.value)}
        {!isTold && <SurveyedOn {...{ view, reader }} node={assessed} />}
      </>
    )
  return (
    <>
      {number && number.self !== null ? `${enteredText(reader, entry, number.self)} ${unitText(reader, entry)}` : '–'}
      {number && number.note !== '' && <small class="typed">{number.note}</small>}
    </>
  )
}

const Verified = ({ sheet, node, name, number, assessed }: CellProps) => {
  const { reader, side, isTyped, view } = sheet
  const { entry } = node
  if (side === 'verified' && isTyped && entry && entersSelf(sheet, node))
    return (
      <Typed
        {...{ sheet, node, name }}
        value={typedText(reader, entry, number?.verified ?? null)}
        words={number?.reason ?? ''}
        stamp={numberStamp(number, side)}
        wordsLabel="assessmentReason"
      />
    )
  if (!entry)
    return (
      <>
        {valueText(view, reader, node.code, assessed?.value)}
        <SurveyedOn {...{ view, reader }} node={assessed} />
        {!assessed?.interval && (
          <CountedInterval {...{ reader, view }} counted={countedOf(sheet.standing, sheet.one.agency.code, node.code)} />
        )}
      </>
    )
  return (
    <>
      {number && number.verified !== null ? `${enteredText(reader, entry, number.verified)} ${unitText(reader, entry)}` : '–'}
      {number && number.reason !== '' && <small class="typed">{number.reason}</small>}
    </>
  )
}

type TypedProps = Omit<CellProps, 'number' | 'assessed'> & {
  readonly value: string
  readonly words: string
  /** What stands there, as the form says what it was filled in over. */
  readonly stamp: string
  readonly wordsLabel: 'assessmentNote' | 'assessmentReason'
}

/** A number with its words below; what was typed and refused comes back. */
const Typed = ({ sheet: { reader, typed, problems }, node, name, value, words, stamp, wordsLabel }: TypedProps) => {
  const { say } = reader
  const own = problems.filter((problem) => problem.node === node.code)
  const sent = (field: string, otherwise: string): string => typed[`${field} ${node.code}`]?.[0] ?? otherwise
  const { entry } = node
  const id = `number-${node.code}`
  return (
    <div class="field entry">
      {entry?.unit === 'yes-no' ? (
        <select id={id} name={`number ${node.code}`} aria-label={`${node.code} ${name}`} aria-invalid={own.length > 0 || undefined}>
          {(['', '1', '0'] as const).map((choice) => (
            <option key={choice} value={choice} selected={choice === sent('number', value)}>
              {choice === '' ? '–' : say(choice === '1' ? 'entryYes' : 'entryNo')}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          name={`number ${node.code}`}
          inputMode="decimal"
          autocomplete="off"
          maxLength={24}
          value={sent('number', value)}
          aria-label={[`${node.code} ${name}`, entry ? unitText(reader, entry) : ''].filter((text) => text !== '').join(', ')}
          aria-invalid={own.length > 0 || undefined}
          aria-describedby={own.length > 0 ? `${id}-wrong` : undefined}
        />
      )}
      {entry && entry.unit !== 'yes-no' && unitText(reader, entry) !== '' && <small>{unitText(reader, entry)}</small>}
      <input type="hidden" name={`seen ${node.code}`} value={own.some(({ code }) => code === 'changed') ? stamp : sent('seen', stamp)} />
      <textarea
        name={`words ${node.code}`}
        rows={1}
        maxLength={longestWords}
        placeholder={say(wordsLabel)}
        aria-label={`${say(wordsLabel)}: ${node.code} ${name}`}
      >
        {sent('words', words)}
      </textarea>
      {own.length > 0 && (
        <p class="wrong" id={`${id}-wrong`}>
          {own.map(({ field, code, seen, allowed }) => (
            <span key={code}>
              {formProblemText(reader, { field, code, ...(seen !== undefined && { seen }), ...(allowed !== undefined && { allowed }) })}
            </span>
          ))}
        </p>
      )}
    </div>
  )
}

/** What shows a number, with the way to add and remove where it is the agency's own to do. */
const Shown = ({ sheet, node, name }: Omit<LineProps, 'depth'> & { readonly name: string }) => {
  const { reader, reading, side, isTyped } = sheet
  const { say } = reader
  if (!entersSelf(sheet, node)) return null
  const all = sheet.evidence.get(node.code) ?? []
  const at = `${assessmentAddress(reading.record.assessment.code)}/evidence`
  return (
    <>
      {all.map(({ id, name: file, link }) => (
        <a key={id} href={link === '' ? `${at}/${id}` : link} rel={link === '' ? undefined : 'noreferrer noopener nofollow'}>
          {file}
        </a>
      ))}
      {node.entry?.evidence === 'needed' && all.length === 0 && <small>{say('evidenceNeeded')}</small>}
      {side === 'self' && isTyped && (
        // It keeps what was typed before it leads to where the file is chosen.
        <button
          class="quiet"
          type="submit"
          name="go"
          value={`evidence-${node.code}`}
          aria-label={`${say('evidenceGo')}: ${node.code} ${name}`}
        >
          {say('evidenceGo')}
        </button>
      )}
    </>
  )
}

/** How a sheet is kept and handed on; whatever is pressed keeps what was typed first. */
const Handing = ({ sheet }: Props) => {
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
          <button type="submit" class="quiet" formaction={`${actionOf(sheet)}/hand-in`}>
            {say('assessmentHandIn')}
          </button>
        </p>
      </section>
    )
  }
  const open = ends.filter(({ number }) => isAmong.open(number)).length
  return (
    <section class="card" aria-labelledby="tell">
      <h2 id="tell">{say('assessmentTell')}</h2>
      <p>{say('assessmentTellText', { day: numbers.day(assessment.lookDue) })}</p>
      <p class="acts">
        <button type="submit">{say('assessmentKeepVerified')}</button>
        {open > 0 && (
          <button type="submit" class="quiet" name="go" value="take-over">
            {say('assessmentTakeOver', { n: numbers.count(open) })}
          </button>
        )}
        {one.stage !== 'told' && (
          <button type="submit" class="quiet" formaction={`${actionOf(sheet)}/tell`}>
            {say('assessmentTell')}
          </button>
        )}
      </p>
    </section>
  )
}

const SendBack = ({ sheet }: Props) => {
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
        <button type="submit" class="quiet">
          {say('assessmentSendBack')}
        </button>
      </p>
    </form>
  )
}

/** What is not at its maximum, and what it would bring. */
const Shortfalls = ({ sheet: { reader, reading, view, one, nodes } }: Props) => {
  const { say, numbers } = reader
  const found = shortfallsOf(reading, one.agency.code)
  if (found.length === 0) return null
  const head = headlineOf(reading.set) ?? ''
  return (
    <section class="card">
      <h2 id="shortfalls">{say('shortfallsTitle')}</h2>
      <p class="note">{say('shortfallsText', { node: nodeName(view, reader, head) })}</p>
      <Region label={say('shortfallsTitle')}>
        <table class="list folds">
          <ColumnHeads
            columns={[
              { title: say('criterion'), look: 'name' },
              { title: say('assessmentStands'), look: 'r' },
              { title: say('assessmentMaximum'), look: 'r' },
              { title: say('shortfallBrings'), look: 'r' },
            ]}
          />
          <tbody>
            {found.map(({ code, value, maximum, brings }) => (
              <tr key={code}>
                <th scope="row" class="name">
                  <a href={`#${code}`}>
                    {code} {nodeName(view, reader, code)}
                  </a>
                </th>
                <td class="r" data-label={say('assessmentStands')}>
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
  side: Side,
  values: FormValues,
  next: (changed: number) => Response | Promise<Response>,
): Promise<Response> {
  const typed = { ...ofAgency(c), numbers: entriesIn(values) }
  const others = valueOf(values, 'go') === 'take-over' ? 'as-entered' : 'as-they-are'
  const came = (outcome: Came<NumbersKept, NumbersRefused>): Response | Promise<Response> => {
    if (outcome.kind === 'done') return next(outcome.value.changed)
    if (outcome.failure.code === 'wrong-numbers') return shown(deps, c, side, values, outcome.failure.problems)
    return outcome.failure.code === 'unknown' ? lost(c) : noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood')
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

const ofAgency = (c: Context) => ({ code: c.req.param('code') ?? '', agency: c.req.param('agency') ?? '' })

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
    return failure.code === 'unknown' ? lost(c) : noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood')
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
    return came.failure.code === 'unknown' ? lost(c) : noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood')
  })
}

export async function numbersSentBack(deps: OfficeDeps, c: Context): Promise<Response> {
  const of = ofAgency(c)
  const { values } = await sentForm(c)
  return acting(deps, c, sendBackAssessment, { ...of, reason: valueOf(values, 'reason') }, (came) => {
    if (came.kind === 'done') return done(c, sheetAddress(of.code, of.agency), 'done_assessment-returned')
    if (came.failure.code === 'wrong') return noticePage(c, 400, 'assessmentSendBack', 'assessmentSendBackNot')
    return came.failure.code === 'unknown' ? lost(c) : noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood')
  })
}

/** What was done to one number, and the second look at it. */
export async function numberPage(
  deps: OfficeDeps,
  c: Context,
  to: Permission,
  typed: FormValues = {},
  problems: readonly TypedProblem[] = [],
): Promise<Response> {
  const side = to === 'assessments.enter' ? 'self' : 'verified'
  const sheet = await sheetOf(deps, c, side, typed, problems)
  const node = sheet?.view.nodes.get(c.req.param('node') ?? '')
  if (!sheet || !node || !sheet.view.ends.has(node.code)) return lost(c)
  const { reader, reading, one, view, isTold } = sheet
  const { say } = reader
  const steps = (await stepsOf(deps.database, reading.record.assessment.code, one.agency.code, node.code)).filter(
    ({ what }) => isTold || what === 'self',
  )
  const number = numberOf(sheet, node)
  const title = `${node.code} ${nodeName(view, reader, node.code)}`
  const back = actionOf(sheet)
  return page(c, {
    reader,
    title,
    status: problems.length > 0 ? 422 : 200,
    body: (
      <Shell reader={reader}>
        <p class="back">
          <a href={`${back}#${node.code}`}>{localised(one.agency.name, reader.language)}</a>
        </p>
        <h1>{title}</h1>
        <Problems sheet={sheet} />
        {node.draws && <DrawnFigure {...{ sheet, node }} draws={node.draws} />}
        {!node.draws && (
          <section class="card">
            <h2>{say('assessmentHistory')}</h2>
            {steps.length === 0 ? (
              <p>{say('assessmentNoSteps')}</p>
            ) : (
              <Region label={say('assessmentHistory')}>
                <table class="list folds">
                  <ColumnHeads
                    columns={[
                      { title: say('logWhen') },
                      { title: say('assessmentWhat') },
                      { title: say('assessmentNumber'), look: 'r' },
                      { title: say('assessmentWords') },
                    ]}
                  />
                  <tbody>
                    {steps.map(({ step, what, value, words, person, at }) => (
                      <tr key={step}>
                        <td data-label={say('logWhen')}>
                          {momentText(reader, at)}
                          <small>{person}</small>
                        </td>
                        <td data-label={say('assessmentWhat')}>{say(`step_${what}`)}</td>
                        <td class="r" data-label={say('assessmentNumber')}>
                          {node.entry ? enteredText(reader, node.entry, value) || '–' : valueText(view, reader, node.code, value)}
                        </td>
                        <td class="typed" data-label={say('assessmentWords')}>
                          {words}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Region>
            )}
          </section>
        )}
        <SecondLook {...{ sheet, node, number }} />
      </Shell>
    ),
  })
}

/** A figure that nobody enters: where it is drawn from, what it comes to here, and what it stands on. */
const DrawnFigure = ({ sheet, node, draws }: Props & { readonly node: IndicatorNode; readonly draws: Draws }) => {
  const { reader, reading, view, nodes, isTold, side } = sheet
  const { say } = reader
  const assessed = nodes.get(node.code)
  const source = reading.record.assessment.sources[sourceOf(draws)]
  const lacking = assessed ? lackingText(view, reader, assessed, reading.drawn.get(sheet.one.agency.code)?.get(node.code)) : ''
  return (
    <section class="card">
      <h2>{say('assessmentDrawn')}</h2>
      <FactList
        look="facts"
        facts={[
          {
            name: say('assessmentSource', { source: sourceOf(draws).split(' ').slice(1).join(' ') }),
            value:
              source === undefined ? (
                say('drawn_no-source')
              ) : side === 'self' ? (
                source
              ) : (
                <a href={draws.from === 'campaign' ? `/admin/campaigns/${encodeURIComponent(source)}` : assessmentAddress(source)}>
                  {source}
                </a>
              ),
          },
          {
            name: say(isTold ? 'assessmentStands' : 'assessmentSelf'),
            value: (
              <>
                <b>{valueText(view, reader, node.code, assessed?.value)}</b>
                <SurveyedOn {...{ view, reader }} node={assessed} />
                {isTold && lacking !== '' && <small>{lacking}</small>}
              </>
            ),
          },
        ]}
      />
    </section>
  )
}

const SecondLook = ({ sheet, node, number }: Omit<CellProps, 'name' | 'assessed'>) => {
  const { reader, side, reading, one, typed } = sheet
  const { say, numbers } = reader
  const { assessment } = reading.record
  if (assessment.status !== 'open' || !entersSelf(sheet, node)) return null
  const at = `${actionOf(sheet)}/numbers/${encodeURIComponent(node.code)}`
  const words = (
    <div class="field">
      <label for="words">{say(side === 'self' ? 'secondLookWhy' : 'secondLookAnswer')}</label>
      <textarea id="words" name="words" rows={3} maxLength={longestWords} required>
        {valueOf(typed, 'words')}
      </textarea>
    </div>
  )
  if (side === 'self' && number && isLookedAtAgain(number))
    return (
      <section class="card">
        <h2>{say('secondLookAsk')}</h2>
        <p>{say('secondLookAsked')}</p>
      </section>
    )
  if (side === 'self')
    return one.stage === 'told' ? (
      <form class="card form" method="post" action={at}>
        <h2>{say('secondLookAsk')}</h2>
        <p>{say('secondLookUntil', { day: numbers.day(assessment.lookDue) })}</p>
        {words}
        <p class="acts">
          <button type="submit">{say('secondLookAsk')}</button>
        </p>
      </form>
    ) : null
  if (!number || !isLookedAtAgain(number) || !reader.may('assessments.decide') || !node.entry) return null
  return (
    <form class="card form" method="post" action={at}>
      <h2>{say('secondLookDecide')}</h2>
      <p class="typed">{number.asked}</p>
      <div class="field">
        <label for="number">{[say('assessmentVerified'), unitText(reader, node.entry)].filter((text) => text !== '').join(', ')}</label>
        <input
          id="number"
          name="number"
          inputMode="decimal"
          autocomplete="off"
          maxLength={24}
          value={valueOf(typed, 'number') || typedText(reader, node.entry, number.verified)}
        />
      </div>
      {words}
      <p class="acts">
        <button type="submit">{say('secondLookDecide')}</button>
      </p>
    </form>
  )
}

const ofNumber = (c: Context) => ({ ...ofAgency(c), node: c.req.param('node') ?? '' })

export async function asked(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const of = ofNumber(c)
  return acting(deps, c, askSecondLook, { ...of, words: valueOf(values, 'words') }, (came) => {
    if (came.kind === 'done')
      return done(c, `${ownSheetAddress(of.code, of.agency)}/numbers/${encodeURIComponent(of.node)}`, 'done_second-look')
    const { failure } = came
    if (failure.code === 'wrong')
      return numberPage(
        deps,
        c,
        'assessments.enter',
        values,
        failure.problems.map((one) => ({ ...one, agency: of.agency, node: of.node })),
      )
    if (failure.code === 'too-late') return noticePage(c, 409, 'secondLookAsk', 'secondLookTooLate')
    if (failure.code === 'asked') return noticePage(c, 409, 'secondLookAsk', 'secondLookAsked')
    return failure.code === 'unknown' ? lost(c) : noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood')
  })
}

export async function answered(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const of = ofNumber(c)
  return acting(deps, c, answerSecondLook, { ...of, words: valueOf(values, 'words'), typed: valueOf(values, 'number') }, (came) => {
    if (came.kind === 'done')
      return done(c, `${sheetAddress(of.code, of.agency)}/numbers/${encodeURIComponent(of.node)}`, 'done_second-look-answered')
    const { failure } = came
    if (failure.code === 'wrong' || failure.code === 'wrong-numbers')
      return numberPage(
        deps,
        c,
        'results.read',
        values,
        failure.problems.map((one) => ({ ...one, agency: of.agency, node: of.node })),
      )
    return failure.code === 'unknown' ? lost(c) : noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood')
  })
}
