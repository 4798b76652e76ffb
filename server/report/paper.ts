import { setImmediate as turn } from 'node:timers/promises'
import { localised } from '../../surveys/instrument/language'
import { scriptsIn } from '../fonts/scripts'
import { completed, isAnnex, type ReportForm } from '../../surveys/reporting/form'
import { figureAt, type ReportFacts } from './facts'
import { aboutText, numberText, reportFoot, reportHead, warnings } from './head'
import { numbered, type ReportPart, paragraphOf, type ReportPaper } from './parts'
import { sections } from './sections'

/** The report as it is signed: head, sections in the office's order, and who gets it. */
export async function reportPaper(facts: ReportFacts): Promise<ReportPaper> {
  for (const composing = composedPaper(facts); ;) {
    const step = await composing.next()
    if (step.done === true) return step.value
  }
}

/** The same, telling how many sections are composed after each. */
export async function* composedPaper(facts: ReportFacts): AsyncGenerator<number, ReportPaper> {
  const { say, language, record, form, crest, madeAt, isOpen } = facts
  const [head, foot] = [reportHead(facts, warnings(facts)), reportFoot(facts)]
  const parts = numbered(yield* bodyOf(facts), { table: say('reportTable'), figure: say('reportPicture'), annex: say('reportAnnex') })
  return {
    language,
    title: `${say('report')}: ${aboutText(facts)}`,
    head,
    parts,
    foot,
    marks: { above: record.campaign.synthetic ? say('synthetic') : '', below: isOpen ? say('reportOpen') : '' },
    crest: form.isCrested ? crest : undefined,
    // Whoever wrote them: names, titles, what people and the office wrote.
    fonts: scriptsIn(JSON.stringify([head, parts, foot])).map(({ letters, file }) => ({
      letters,
      bytes: file.bytes,
    })),
    madeAt,
  }
}

/** Where nobody may be told anything, that and the method are all there is. */
async function* bodyOf(facts: ReportFacts): AsyncGenerator<number, readonly ReportPart[]> {
  const { say, numbers, results, headline, record, released, form, language, filter } = facts
  const isEmpty = !results.total.nodes.some(({ value }) => value !== null)
  const persons = figureAt(results.total.nodes, headline.code)?.persons ?? 0
  const n = numbers.count(record.campaign.threshold)
  const nothing: readonly ReportPart[] = [
    paragraphOf(
      !released
        ? say('reportNothing', { persons: numbers.count(persons), n })
        : record.area !== 'everywhere' && filter.agency === null
          ? say('reportReleasedPart')
          : say('reportReleasedNothing', { n }),
    ),
  ]
  const all = sectionsOn(form).filter(({ id }) => !isEmpty || kept.has(id))
  const made: ReportPart[] = []
  let composed = 0
  for (const { id, title } of [...all.filter((one) => !isAnnex(one.id)), ...all.filter((one) => isAnnex(one.id))]) {
    const parts = sections[id](facts)
    // Of 200 agencies one section takes longer than anybody should wait.
    await turn()
    yield ++composed
    if (parts.length === 0) continue
    const annex = isAnnex(id) ? { annex: say('reportAnnexOf', { number: numberText(facts) }) } : {}
    made.push({ is: 'heading', level: 1, text: localised(title, language) || say(`section_${id}`), ...annex }, ...parts)
  }
  return isEmpty ? [...nothing, ...made] : made
}

/** The sections that the office wants, in its order. */
export const sectionsOn = (form: ReportForm) => completed(form).sections.filter(({ isOn }) => isOn)

/** What does not stand on figures. */
const kept: ReadonlySet<string> = new Set(['annexMethod', 'causes', 'recommendations'])
