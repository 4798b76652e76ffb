import type { Context } from 'hono'
import { localDay } from '../../../surveys/instrument/calendar'
import type { IndicatorNode } from '../../../surveys/instrument/schema'
import { type AssessedNode, isPlacedAmongOthers, type NodeSum } from '../../../surveys/indices/assessment'
import { type AssessedNumber, isEnteredEnd, type NumberSide, type TypedProblem } from '../../../surveys/indices/fielding'
import type { ScoresStanding } from '../../../surveys/indices/scatter'
import type { Permission } from '../../../surveys/people/roles'
import { isWithin } from '../../access/permission'
import { areaFor } from '../../access/seen'
import type { Area } from '../../db/campaigns'
import { type Evidence, evidenceIn, type InAssessment } from '../../db/assessments'
import { type AssessmentReading, readAssessment } from '../../reading/assessments'
import { readCountedScores } from '../../reading/rated-scores'
import type { OfficeDeps } from '../frame/deps'
import { noticePage } from '../frame/document'
import { formProblemText, type FormValues } from '../frame/form'
import { type Reader, readerOf } from '../frame/reader'
import { ownSheetAddress, sheetAddress } from './address'
import { nodeName, type SetView, setView } from './tree'

/** An agency's sheet as far as whoever reads it may see it; `side`: the agency its own, or who verifies. */
export type AgencySheet = {
  readonly reader: Reader
  readonly side: NumberSide
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
  readonly lines: SheetLines
  readonly typed: FormValues
  readonly problems: readonly TypedProblem[]
}

/** All of them, or those that somebody who verifies still has to look at, has changed, or is asked to look at again. */
export const linesToShow = ['all', 'open', 'differing', 'asked'] as const
export type SheetLines = (typeof linesToShow)[number]

const permissionOf: Readonly<Record<NumberSide, Permission>> = { self: 'assessments.enter', verified: 'results.read' }

export const lostAssessment = (c: Context): Response => noticePage(c, 404, 'lostTitle', 'assessmentUnknown')

/** The sheet of the agency in the address; undefined where whoever asks may not see it. */
export async function sheetOf(
  deps: OfficeDeps,
  c: Context,
  side: NumberSide,
  typed: FormValues = {},
  problems: readonly TypedProblem[] = [],
): Promise<AgencySheet | undefined> {
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
export const isPlaced = ({ indicators }: SetView, { code }: Pick<AssessedNode, 'code'>): boolean => {
  const indicator = indicators.get(code)
  return indicator !== undefined && isPlacedAmongOthers(indicator)
}

export type SheetProps = { readonly sheet: AgencySheet }

export const actionOf = ({ side, reading, one }: AgencySheet): string =>
  side === 'self'
    ? ownSheetAddress(reading.record.assessment.code, one.agency.code)
    : sheetAddress(reading.record.assessment.code, one.agency.code)

/** The numbers that are an agency's to give, with what is known of each. */
export const ownEnds = (sheet: AgencySheet): readonly { readonly node: IndicatorNode; readonly number: AssessedNumber | undefined }[] =>
  [...sheet.view.ends.values()].filter((node) => entersSelf(sheet, node)).map((node) => ({ node, number: sheetNumber(sheet, node) }))

export const sheetNumber = ({ reading, one }: AgencySheet, node: IndicatorNode): AssessedNumber | undefined =>
  reading.numbers.get(one.agency.code)?.get(node.code)

/** Whether its agency enters the number, and nobody draws it. */
export const entersSelf = (sheet: AgencySheet, node: IndicatorNode): boolean => {
  const end = sheet.view.ends.get(node.code)
  return end !== undefined && isEnteredEnd(end)
}

export const SheetProblems = ({ sheet: { reader, view, problems } }: SheetProps) =>
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

export const ofAgency = (c: Context) => ({ code: c.req.param('code') ?? '', agency: c.req.param('agency') ?? '' })
