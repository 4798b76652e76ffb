import type { Problem } from './rules/problem'
import { conditionProblems } from './rules/conditions'
import { limitProblems } from './rules/limits'
import { nodeProblems } from './rules/nodes'
import { repeated } from './rules/repeated'
import { missingTranslations } from './rules/translations'
import { isClosed, itemsOf } from './questionnaire'
import type { Questionnaire, Scale } from './schema'

/** The rules of a questionnaire beyond its shape; each says where, and what is allowed. */
export function rulesBroken(questionnaire: Questionnaire): readonly Problem[] {
  return [
    ...duplicates(questionnaire),
    ...unknownScales(questionnaire),
    ...questionnaire.scales.flatMap(scaleProblems),
    ...limitProblems(questionnaire),
    ...conditionProblems(questionnaire),
    ...nodeProblems(questionnaire),
    ...bandProblems(questionnaire),
    ...serviceProblems(questionnaire),
    ...missingTranslations(questionnaire),
  ]
}

function duplicates(questionnaire: Questionnaire): readonly Problem[] {
  const questions = questionnaire.sections.flatMap(({ questions: inSection }) => inSection)
  const itemIds = questions.flatMap((question) =>
    question.type === 'matrix' ? [question.id, ...question.items.map(({ id }) => id)] : [question.id],
  )
  return [
    ...repeated('sections', questionnaire.sections.map(({ id }) => id)),
    ...repeated('sections.questions', itemIds),
    ...repeated('scales', questionnaire.scales.map(({ id }) => id)),
    ...questionnaire.scales.flatMap(({ id, options }) => repeated(`scales "${id}".options`, options.map(({ code }) => code))),
    ...repeated('bandSets', questionnaire.bandSets.map(({ id }) => id)),
    ...repeated('languages', questionnaire.languages),
  ]
}

function unknownScales(questionnaire: Questionnaire): readonly Problem[] {
  const known = questionnaire.scales.map(({ id }) => id)
  return questionnaire.sections.flatMap(({ questions }) =>
    questions
      .filter(isClosed)
      .filter(({ scale }) => !known.includes(scale))
      .map(({ id, scale }) => ({
        path: `question "${id}".scale`,
        rule: 'unknown_scale',
        message: `scale "${scale}" is not defined; defined are: ${known.join(', ')}`,
        values: { scale },
      })),
  )
}

function scaleProblems({ id, options }: Scale): readonly Problem[] {
  const outside = options.filter(({ kind }) => kind === 'not-applicable' || kind === 'no-opinion')
  const answers = options.filter(({ kind }) => kind === 'answer')
  const scored = answers.filter(({ score }) => score !== undefined)
  const problems: Problem[] = outside
    .filter(({ score, positive }) => score !== undefined || positive !== undefined)
    .map(({ code, kind }) => ({
      path: `scales "${id}".options "${code}"`,
      rule: 'score_on_not_applicable',
      message: `an option of kind "${kind}" is outside every base and has no score and no "positive"`,
      values: { option: code },
    }))
  if (scored.length > 0 && scored.length < answers.length)
    problems.push({ path: `scales "${id}".options`, rule: 'score_missing', message: 'either every answer option has a score or none' })
  return problems
}

function bandProblems({ bandSets }: Questionnaire): readonly Problem[] {
  return bandSets.flatMap(({ id, bands }) =>
    bands.flatMap(({ code, from, to }, index) => {
      const next = bands[index + 1]
      const path = `bandSets "${id}".bands "${code}"`
      if (from >= to) return [{ path, rule: 'band_empty', message: `a band rises: ${from}…${to} does not`, values: { from, to } }]
      if (next && next.from !== to)
        return [{ path, rule: next.from > to ? 'band_gap' : 'band_overlap', message: `ends at ${to}, but "${next.code}" begins at ${next.from}`, values: { to, next: next.code, from: next.from } }]
      return []
    }),
  )
}

function serviceProblems({ serviceItem, sections }: Questionnaire): readonly Problem[] {
  if (serviceItem === undefined) return []
  const question = sections.flatMap(({ questions }) => questions).find((one) => itemsOf(one).some(({ id }) => id === serviceItem))
  if (question?.type === 'single') return []
  return [{ path: 'serviceItem', rule: 'service_item', message: `"${serviceItem}" is not the id of a single choice`, values: { item: serviceItem } }]
}
