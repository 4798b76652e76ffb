import { exportWords } from '../../client/text/files'
import { type FieldReader, fieldText } from '../../client/text/fields'
import { spokenFor } from '../../client/text/languages'
import type { ProfileItem } from '../../surveys/figures/profile'
import { type AsideLine, asideLines, asideRow } from '../../surveys/figures/profile-row'
import type { AgencyMean, AgencyRank } from '../../surveys/figures/results'
import type { Digits, Unit } from '../../surveys/figures/rounding'
import {
  type FieldName,
  type FigureField,
  type FigureFields,
  type FigureGroups,
  type FigureNode,
  figureRow,
} from '../../surveys/figures/row'
import { headlineOf, nodeLabels } from '../../surveys/instrument/indicators'
import { askedAlone, type Item, unitSign } from '../../surveys/instrument/item'
import { localised } from '../../surveys/instrument/language'
import { itemsById } from '../../surveys/instrument/questionnaire'
import type { Cell, Look, SheetCell } from './document'
import { type Facts, partWords } from './facts'

/** A field for programs: unrounded. */
export function tableCell(field: FigureField): Cell {
  if (field.is !== 'truth') return field.value
  return field.value === null ? null : field.value ? 'yes' : 'no'
}

/** An agency, a block, everything, or what came by one channel or service, with its figures. */
export type FigureGroup = {
  readonly level: 'total' | 'block' | 'agency' | 'part'
  readonly code: string
  readonly name: string
  readonly block: string
  readonly rank?: AgencyRank
  readonly responses: number | null
  readonly nodes: readonly FigureNode[]
  readonly meanOfAgencies: ReadonlyMap<FigureNode, AgencyMean>
  readonly profile?: readonly ProfileItem[]
}

/** Everything, the blocks, the agencies and the parts, in this order. */
export function figureGroupsOf(facts: Facts, { total, blocks, agencies, parts = [] }: FigureGroups<number | null>): readonly FigureGroup[] {
  const say = exportWords(facts.language)
  return [
    { level: 'total', code: '', name: partWords(facts, say) ?? '', block: '', ...total, meanOfAgencies: meansOf(total) },
    ...blocks.map((block) => ({
      level: 'block' as const,
      name: partWords(facts, say, block.code) ?? '',
      block: block.code,
      ...block,
      meanOfAgencies: meansOf(block),
    })),
    ...agencies.map((agency) => ({ level: 'agency' as const, ...agency, rank: agency, meanOfAgencies: noMeans })),
    ...parts.map((part) => ({ level: 'part' as const, name: '', block: '', ...part, meanOfAgencies: noMeans })),
  ]
}

const noMeans: FigureGroup['meanOfAgencies'] = new Map()

/** A figure with all that it carries. */
export type FigureLine = { readonly node: FigureNode; readonly row: FigureFields }

/** The figures of a group as rows of fields. */
export function rowsIn({ questionnaire, language }: Facts): (group: FigureGroup) => readonly FigureLine[] {
  const [labels, headline] = [nodeLabels(questionnaire, language), headlineOf(questionnaire)]
  return ({ nodes, rank, meanOfAgencies }) =>
    nodes.map((node) => {
      const label = labels.get(node.code) ?? node.code
      return { node, row: figureRow({ questionnaire, node, label, agency: rank, mean: meanOfAgencies.get(node), headline }) }
    })
}

/** A question with the unit of its numbers, where its words do not say it. */
const inItsUnit = (text: string, { question }: Item): string =>
  unitSign(question) === '' || text.includes('%') ? text : `${text} (${unitSign(question)})`

/** What a figure of a question that no indicator stands on is of: the question, and its option where it has one. */
export function asideLabels({ questionnaire, language }: Pick<Facts, 'questionnaire' | 'language'>) {
  const asked = itemsById(questionnaire)
  return ({ item, options }: Pick<ProfileItem, 'item' | 'options'>, { option }: Pick<AsideLine, 'option'>) => {
    const chosen = options.find(({ code }) => code === option)
    const known = asked.get(item)
    const question = known ? inItsUnit(askedAlone(known, language, questionnaire.languages), known) : item
    return { question, option: chosen ? localised(chosen.label, language, questionnaire.languages) : '' }
  }
}

/** The figures of the questions that no indicator stands on, as rows of the same fields. */
export function asideRowsIn(
  facts: Pick<Facts, 'questionnaire' | 'language'>,
): (group: Pick<FigureGroup, 'profile'>) => readonly FigureFields[] {
  const [say, labelsOf] = [exportWords(facts.language), asideLabels(facts)]
  return ({ profile = [] }) =>
    profile.flatMap((profiled) =>
      asideLines(facts.questionnaire, profiled).map((line) => {
        const { question, option } = labelsOf(profiled, line)
        return asideRow(line, option === '' ? question : `${question}: ${option} (${say(`aside_${line.formula}`).toLowerCase()})`)
      }),
    )
}

/** A field as a workbook shows it: a figure rounded already, so that no program rounds it in a way of its own. */
export function sheetCell(reader: FieldReader, row: FigureFields, name: FieldName): SheetCell {
  const field = row[name]
  if (name === 'value' || name === 'share' || name === 'level') {
    const why = fieldText(reader, row, 'withheld')
    if (why !== null) return why
  }
  if (field.is === 'count') return field.value === null ? null : { number: field.value, look: 'whole' }
  if (field.is !== 'figure' || field.shown?.kind !== 'rounded') return fieldText(reader, row, name)
  return { number: field.shown.value, look: lookOf(field.unit, field.shown.digits) }
}

export const lookOf = (unit: Unit, digits: Digits): Look => `${unit}${digits}`

function meansOf({ nodes, meanOfAgencies }: FigureGroups<number | null>['total']): FigureGroup['meanOfAgencies'] {
  return new Map(nodes.flatMap((node, place) => (meanOfAgencies[place] ? [[node, meanOfAgencies[place]]] : [])))
}

/** Who reads the figures of a file: in which language, and below how many persons nothing is shown. */
export const fileReaderOf = ({ questionnaire, record, language }: Facts): FieldReader => ({
  language: spokenFor(language),
  questionnaire,
  threshold: record.campaign.threshold,
})
