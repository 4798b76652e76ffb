import type { OfficeWord } from '../../../client/text/office'
import type { AssessedNode } from '../../../surveys/indices/assessment'
import { endsOf, type SetEnd } from '../../../surveys/indices/fielding'
import { aimOf, boundsOf } from '../../../surveys/figures/aims'
import { digitsOf, shownAs, unitOf } from '../../../surveys/figures/rounding'
import { indicators, type Indicator, rootNodes } from '../../../surveys/instrument/indicators'
import { localised } from '../../../surveys/instrument/language'
import type { IndicatorNode, NumberEntry, Questionnaire } from '../../../surveys/instrument/schema'
import type { AssessmentReading, Drawn } from '../../reading/assessments'
import type { Reader } from '../frame/reader'
import { baseOf } from '../results/cells'

/** A set as it is read in one language: its nodes, and how their figures are written. */
export type SetView = {
  readonly set: Questionnaire
  readonly indicators: ReadonlyMap<string, Indicator>
  readonly nodes: ReadonlyMap<string, IndicatorNode>
  readonly ends: ReadonlyMap<string, SetEnd>
}

export const setView = (set: Questionnaire): SetView => ({
  set,
  indicators: new Map(indicators(set, []).map((indicator) => [indicator.code, indicator])),
  nodes: new Map(set.trees.flatMap(({ nodes }) => nodes.map((node) => [node.code, node]))),
  ends: new Map(endsOf(set).map((end) => [end.code, end])),
})

/** A node with how deep it stands, parents before their parts, each once. */
export type TreeLine = { readonly node: IndicatorNode; readonly depth: number }

/** Every line of a set; those below the node named, it first, where one is. */
export function treeLines({ set, nodes }: SetView, from?: string): readonly TreeLine[] {
  const seen = new Set<string>()
  const below = (node: IndicatorNode, depth: number): readonly TreeLine[] => {
    if (seen.has(node.code)) return []
    seen.add(node.code)
    return [{ node, depth }, ...(node.children ?? []).flatMap((code) => lineAt(code, depth + 1))]
  }
  const lineAt = (code: string, depth: number): readonly TreeLine[] => {
    const node = nodes.get(code)
    return node ? below(node, depth) : []
  }
  return from === undefined ? set.trees.flatMap((tree) => rootNodes(tree).flatMap((node) => below(node, 0))) : lineAt(from, 0)
}

/** The parts of a set as sections of a page: the nodes right below its roots, or the roots where these stand alone. */
export function partsOfSet({ set, nodes }: SetView): readonly IndicatorNode[] {
  const roots = set.trees.flatMap(rootNodes)
  return roots.flatMap((root) => {
    const children = (root.children ?? []).flatMap((code) => nodes.get(code) ?? [])
    return children.some(({ children: inner = [] }) => inner.length > 0) ? children : [root]
  })
}

export const nodeName = ({ set, nodes }: SetView, { language }: Reader, code: string): string =>
  localised(nodes.get(code)?.label ?? {}, language, set.languages) || code

/** A node's value as it is read, or a dash. */
export function valueText({ set, indicators: all }: SetView, { numbers }: Reader, code: string, value: number | null | undefined): string {
  const indicator = all.get(code)
  if (!indicator || value === null || value === undefined) return '–'
  const unit = unitOf(indicator)
  return numbers.shown(shownAs(value, unit, digitsOf(set), boundsOf(set, indicator)), unit)
}

export const maximumText = ({ indicators: all }: SetView, { numbers }: Reader, code: string): string => {
  const maximum = all.get(code)?.maximum
  return maximum === undefined ? '' : numbers.plain(maximum)
}

/** What stands may still change; of what is closed it is the result. */
export const standsWord = ({ record }: Pick<AssessmentReading, 'record'>): OfficeWord =>
  record.assessment.status === 'closed' ? 'assessmentResult' : 'assessmentStands'

/** What a node's grade is called; empty where there is none. */
export function gradeText({ set, indicators: all }: SetView, { language }: Reader, { code, grade }: AssessedNode): string {
  const bands = aimOf(set, all.get(code)?.tree ?? '', code).bands
  const band = set.bandSets.find(({ id }) => id === bands)?.bands.find((one) => one.code === grade)
  return band ? localised(band.label, language, set.languages) : ''
}

type SurveyedProps = { readonly view: SetView; readonly reader: Reader; readonly node: AssessedNode | undefined }

/** What a figure of a survey stands on; nothing of any other number. */
export const SurveyedOn = ({ view, reader, node }: SurveyedProps) => (
  <>
    {node?.interval && (
      <small>
        {reader.say('assessmentInterval', {
          low: valueText(view, reader, node.code, node.interval[0]),
          high: valueText(view, reader, node.code, node.interval[1]),
        })}
      </small>
    )}
    {node && node.base !== null && <small>{baseOf(reader, node, 'baseOfAtLeast')}</small>}
  </>
)

/** A number as it was entered, for who reads it: percent as 0…100; empty where there is none. */
export const enteredText = (reader: Reader, entry: NumberEntry, value: number | null): string =>
  entry.unit === 'yes-no' && value !== null ? reader.say(value === 1 ? 'entryYes' : 'entryNo') : typedText(reader, entry, value)

/** The same as it is typed again. */
export const typedText = ({ numbers }: Reader, { unit }: NumberEntry, value: number | null): string =>
  value === null ? '' : numbers.plain(unit === 'percent' ? value * 100 : value).replace('−', '-')

const unitWords: Readonly<Partial<Record<NumberEntry['unit'], OfficeWord>>> = {
  points: 'entry_points',
  percent: 'entry_percent',
  'yes-no': 'entry_yes-no',
}
/** What a number is in; empty for what is only counted. */
export const unitText = ({ say }: Reader, { unit }: NumberEntry): string => {
  const word = unitWords[unit]
  return word === undefined ? '' : say(word)
}

const drawnWords: Readonly<Record<Exclude<Drawn['lacking'], ''>, OfficeWord>> = {
  'no-source': 'drawn_no-source',
  unknown: 'drawn_unknown',
  'not-measured': 'drawn_not-measured',
  'not-released': 'drawn_not-released',
  'not-told': 'drawn_not-told',
  circular: 'drawn_circular',
}

/** Why a node has no value, for who reads it; empty where it has one. */
export function lackingText(view: SetView, reader: Reader, node: AssessedNode, drawn: Drawn | undefined): string {
  const { say } = reader
  if (node.value !== null) return ''
  if (drawn && drawn.lacking !== '') return say(drawnWords[drawn.lacking])
  switch (node.lacking) {
    case 'zero-divisor':
      return say('notAssessed_zero-divisor')
    case 'needs-agencies':
      return say('notAssessed_needs-agencies')
    case 'no-input':
      return say('notAssessed_no-input')
    default:
      return node.missing
        ? say('notAssessed_parts', { names: node.missing.codes.map((code) => nodeName(view, reader, code)).join('; ') })
        : ''
  }
}
