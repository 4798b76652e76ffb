import { nodeText } from '../../../client/designer/indicators/telling'
import { languageNameFor } from '../../../client/designer/frame/desk'
import { conditionText } from '../../../client/text/definition'
import { isDesignerWord, type DesignerSay } from '../../../client/text/designer'
import { designerWords } from '../../../client/text/designer-both'
import { instrumentSay, type InstrumentSay } from '../../../client/text/instrument'
import { type Language, spokenFor } from '../../../client/text/languages'
import { type Numbers, numbersOf } from '../../../client/text/numbers'
import { settingIn, settingsOf } from '../../../surveys/designing/question-settings'
import { outline, type OutlineRow, partsOf } from '../../../surveys/designing/trees'
import { hasRows, isClosed } from '../../../surveys/instrument/item'
import { localised } from '../../../surveys/instrument/language'
import { withAnswersTold } from '../../../surveys/instrument/pipes'
import { items } from '../../../surveys/instrument/questionnaire'
import type { IndicatorTree, LocalText, Option, Question, Questionnaire, Scale, Section } from '../../../surveys/instrument/schema'
import { workedLabel } from '../../files/coded'
import { scriptsIn } from '../../fonts/scripts'
import { numbered, type PrintedPaper, type ReportPart, type Stretch, type TableColumn, type TableRow } from '../../report/parts'

/** A version, or a design as it stands, that is printed whole. */
export type PrintedInstrument = {
  readonly questionnaire: Questionnaire
  /** The hash of what is printed. */
  readonly hash: string
  /** The local day on which it was published or last changed. */
  readonly day: string
  /** How often a design was saved; undefined: it is published. */
  readonly revision: number | undefined
  readonly madeAt: number
  /** The pictures of its options by their names, those that are kept here. */
  readonly pictures: ReadonlyMap<string, Uint8Array>
}

/** The whole instrument in one of its languages: ids, codes and points, skip logic in sentences, scales, indicators, grades, and which version it is. */
export function instrumentPaper(printed: PrintedInstrument, language: string): PrintedPaper {
  const { questionnaire, revision, madeAt } = printed
  const spoken = spokenFor(language)
  const telling = tellingOf(questionnaire, language, spoken)
  const { say, text } = telling
  const parts = numbered(
    [...aboutParts(telling, printed), ...questionParts(telling), ...scaleParts(telling, printed), ...figureParts(telling)],
    {
      table: say('table'),
      figure: '',
      annex: '',
    },
  ).map((part) => (part.is === 'heading' ? { ...part, number: '' } : part))
  const title = `${text(questionnaire.title)} (${questionnaire.id}, ${say('version').toLocaleLowerCase(language)} ${questionnaire.version})`
  const below = revision === undefined ? '' : say('draftMark')
  return {
    language: spoken,
    title,
    head: undefined,
    foot: undefined,
    parts,
    marks: { above: '', below },
    crest: undefined,
    fonts: scriptsIn(JSON.stringify([title, parts], (name, value: unknown) => (name === 'bytes' ? undefined : value))).map(
      ({ letters, file }) => ({ letters, bytes: file.bytes }),
    ),
    madeAt,
  }
}

type Telling = {
  readonly questionnaire: Questionnaire
  readonly language: string
  readonly spoken: Language
  readonly say: InstrumentSay
  readonly sayDesigner: DesignerSay
  readonly numbers: Numbers
  readonly text: (local: LocalText | undefined) => string
}

const tellingOf = (questionnaire: Questionnaire, language: string, spoken: Language): Telling => ({
  questionnaire,
  language,
  spoken,
  say: instrumentSay(spoken),
  sayDesigner: designerWords(spoken),
  numbers: numbersOf(spoken),
  text: (local) => (local ? withPlaces(instrumentSay(spoken), localised(local, language, questionnaire.languages)) : ''),
})

/** What is filled in once it is asked stands in brackets: whose answer by its id, names by what they are of. */
export const withPlaces = (say: InstrumentSay, text: string): string =>
  withAnswersTold(text, (item) => `[${item}]`)
    .replaceAll('{agency}', say('fill_agency'))
    .replaceAll('{campaign}', say('fill_campaign'))
    .replace(/\{(\w+)\}/g, '[$1]')

const paragraph = (...runs: readonly Stretch[]): ReportPart => ({ is: 'text', runs })
const note = (text: string): readonly ReportPart[] => (text === '' ? [] : [{ is: 'note', text }])
const heading = (level: 1 | 2, text: string): ReportPart => ({ is: 'heading', level, text })
const typed = (text: string): Stretch => ({ text, isTyped: true })

function aboutParts(telling: Telling, { hash, day, revision }: PrintedInstrument): readonly ReportPart[] {
  const { questionnaire, say, sayDesigner, numbers, text, spoken } = telling
  const { id, version, source, languages, purpose, privacy, thanks, adultsOnly, scoreUnit, loop, kind } = questionnaire
  const n = String(version)
  const facts: readonly (readonly [string, string])[] = [
    [say('code'), id],
    [
      say('version'),
      revision === undefined
        ? say('version_published', { n, day: numbers.day(day) })
        : say('version_draft', { n, day: numbers.day(day), revision: String(revision) }),
    ],
    [say('hash'), hash],
    [say('source'), text(source)],
    [say('languagesOf'), languages.map((tag) => languageNameFor(tag, spoken, sayDesigner)).join(', ')],
    ...(kind === undefined ? [[say('itemsOf'), numbers.count(items(questionnaire).length)] as const] : []),
    [say('purpose'), text(purpose)],
    [say('privacy'), text(privacy)],
    [say('thanks'), text(thanks)],
  ]
  return [
    heading(1, say('about')),
    {
      is: 'points',
      points: facts.filter(([, value]) => value !== '').map(([name, value]) => [{ text: `${name}: `, bold: true }, typed(value)]),
    },
    ...(adultsOnly ? [paragraph({ text: say('adults') })] : []),
    ...(scoreUnit === 1 ? [] : [paragraph({ text: say('scoreUnit', { n: numbers.plain(scoreUnit) }) })]),
    ...(loop
      ? [heading(2, say('loop')), paragraph({ text: say('loopText', { text: text(loop.text), n: numbers.count(loop.atMost) }) })]
      : []),
  ]
}

function questionParts(telling: Telling): readonly ReportPart[] {
  const { questionnaire, say, language } = telling
  const { sections, computed = [] } = questionnaire
  if (sections.length === 0) return []
  return [
    heading(1, say('questions')),
    ...sections.flatMap((section, at) => sectionParts(telling, section, at)),
    ...(computed.length === 0
      ? []
      : [
          heading(2, say('computed')),
          {
            is: 'points' as const,
            points: computed.map((one) => [{ text: `${one.id} `, bold: true } as const, typed(workedLabel(one, questionnaire, language))]),
          },
        ]),
  ]
}

function sectionParts(telling: Telling, section: Section, at: number): readonly ReportPart[] {
  const { say, text, language, questionnaire } = telling
  const { id, title, intro, each, showIf, from, questions } = section
  return [
    heading(2, say('section', { n: String(at + 1), title: text(title), id })),
    ...(intro ? [paragraph(typed(text(intro)))] : []),
    ...note(each ? say('each') : ''),
    ...note(showIf ? conditionText(language, questionnaire, showIf) : ''),
    ...note(from ? say('takenFrom', { id: from.questionnaire, n: String(from.version), item: from.item }) : ''),
    ...questions.flatMap((question, place) => questionLines(telling, question, questions[place - 1])),
  ]
}

/** The options of a scale are not said again below a question of the same one. */
function questionLines(telling: Telling, question: Question, before: Question | undefined): readonly ReportPart[] {
  const { say, sayDesigner, text, language, questionnaire } = telling
  const { id, type, help, showIf, from } = question
  const isSame = before !== undefined && isClosed(before) && isClosed(question) && before.scale === question.scale
  const scale = isClosed(question) ? questionnaire.scales.find((one) => one.id === question.scale) : undefined
  return [
    paragraph(
      { text: `${id}  `, bold: true },
      { text: text(question.text) || say('wordless'), isTyped: true, bold: true },
      { text: ` (${[sayDesigner(`type_${type}`), ...settingTexts(telling, question)].join('; ')})`, italic: true },
    ),
    ...note(text(help)),
    ...note(showIf ? conditionText(language, questionnaire, showIf) : ''),
    ...(hasRows(question)
      ? [
          {
            is: 'points' as const,
            points: question.items.map((row) => [
              { text: `${row.id} `, bold: true } as const,
              typed(text(row.text)),
              ...(row.fixed ? [{ text: ` (${sayDesigner('fixedTitle').toLocaleLowerCase()})`, italic: true } as const] : []),
            ]),
          },
        ]
      : []),
    ...note(!scale ? '' : isSame ? say('onSameScale', { id: scale.id }) : scaleLine(telling, scale)),
    ...note(from ? say('takenFrom', { id: from.questionnaire, n: String(from.version), item: from.item }) : ''),
  ]
}

/** What an author has set on a question, in their words; ticks that are not set say nothing. */
function settingTexts({ sayDesigner, numbers, text }: Telling, question: Question): readonly string[] {
  return settingsOf(question.type).flatMap(({ name, control }) => {
    const value = settingIn(question, name)
    const isTime = control.kind === 'day' || control.kind === 'moment'
    const word = isTime ? `set_${name}_day` : `set_${name}`
    if (control.kind === 'scale' || control.kind === 'rows' || value === undefined || value === false || !isDesignerWord(word)) return []
    if (value === true) return [sayDesigner(word).toLocaleLowerCase()]
    if (typeof value === 'number') return [`${sayDesigner(word).toLocaleLowerCase()}: ${numbers.plain(value)}`]
    if (isTime && typeof value === 'string') return [`${sayDesigner(word).toLocaleLowerCase()}: ${timeText(numbers, value)}`]
    const chosen = typeof value === 'string' ? `${word}_${value}` : ''
    const shown = typeof value !== 'string' ? text(localIn(value)) : isDesignerWord(chosen) ? sayDesigner(chosen) : value
    return [`${sayDesigner(word).toLocaleLowerCase()}: ${shown}`]
  })
}

/** A day, or a day and a time, as a reader writes it. */
const timeText = (numbers: Telling['numbers'], value: string): string =>
  [numbers.day(value.slice(0, 10)), value.slice(11, 16)].filter((part) => part !== '').join(' ')

const localIn = (value: unknown): LocalText =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).flatMap(([tag, one]) => (typeof one === 'string' ? [[tag, one] as const] : [])))
    : {}

/** Options beside the question; more stand in a table of their own alone. */
const mostBeside = 12

const scaleLine = ({ say, numbers, text }: Telling, { id, options }: Scale): string =>
  options.length > mostBeside
    ? say('onLongScale', { id, n: numbers.count(options.length) })
    : say('onScale', {
        id,
        options: options
          .map(({ code, label, score }) =>
            score === undefined
              ? say('optionShort', { code, label: text(label) })
              : say('optionPoints', { code, label: text(label), n: numbers.plain(score) }),
          )
          .join(' · '),
      })

function scaleParts(telling: Telling, { pictures }: PrintedInstrument): readonly ReportPart[] {
  const { questionnaire, say, numbers, text } = telling
  const columns: readonly TableColumn[] = [
    { title: say('code'), align: 'start', weight: 3 },
    { title: say('option'), align: 'start', weight: 5.5 },
    { title: say('points'), align: 'end', weight: 1.4 },
    { title: say('meaning'), align: 'start', weight: 4 },
  ]
  if (questionnaire.scales.length === 0) return []
  const rowOf = (option: Option): TableRow => ({
    cells: [
      { text: option.code },
      { text: text(option.label) },
      { text: option.score === undefined ? '–' : numbers.plain(option.score) },
      { text: meaningOf(telling, option) },
    ],
  })
  return [
    heading(1, say('scales')),
    ...questionnaire.scales.flatMap(({ id, options }): readonly ReportPart[] => [
      { is: 'table', caption: say('scale', { id }), columns, named: 0, rows: options.map(rowOf) },
      ...picturesOf(telling, options, pictures),
    ]),
  ]
}

/** What options look like, each over its code and its label; of a picture that is not kept here the label alone is left. */
function picturesOf({ say, text }: Telling, options: readonly Option[], kept: PrintedInstrument['pictures']): readonly ReportPart[] {
  const pictures = options.flatMap(({ code, label, picture = '' }) => {
    const bytes = kept.get(picture)
    return bytes ? [{ name: picture, bytes, label: say('optionShort', { code, label: text(label) }) }] : []
  })
  return pictures.length === 0 ? [] : [{ is: 'pictures', pictures }]
}

const meaningOf = ({ say, sayDesigner }: Telling, { kind, positive, exclusive, fixed }: Option): string =>
  [
    ...(kind === 'answer' ? [] : [say(`kind_${kind}`)]),
    ...(positive === undefined ? [] : [say(positive ? 'positive' : 'negative')]),
    ...(exclusive ? [say('exclusive')] : []),
    ...(fixed ? [sayDesigner('fixedTitle').toLocaleLowerCase()] : []),
  ].join('; ')

function figureParts(telling: Telling): readonly ReportPart[] {
  const { questionnaire, say, numbers, text } = telling
  const { trees, bandSets, headline } = questionnaire
  const bandColumns: readonly TableColumn[] = [
    { title: say('code'), align: 'start', weight: 2 },
    { title: say('band'), align: 'start', weight: 6 },
    { title: say('bandFrom'), align: 'end', weight: 2 },
    { title: say('bandTo'), align: 'end', weight: 2 },
  ]
  return [
    ...(trees.length === 0 ? [] : [heading(1, say('indicators'))]),
    ...(headline === undefined ? [] : [paragraph({ text: say('headline', { code: headline }) })]),
    ...trees.map((tree) => treeTable(telling, tree)),
    ...(bandSets.length === 0 ? [] : [heading(1, say('bands'))]),
    ...bandSets.map(({ id, bands }): ReportPart => ({
      is: 'table',
      caption: id,
      columns: bandColumns,
      named: 0,
      rows: bands.map(({ code, label, from, to }) => ({
        cells: [{ text: code }, { text: text(label) }, { text: numbers.plain(from) }, { text: numbers.plain(to) }],
      })),
    })),
  ]
}

function treeTable(telling: Telling, tree: IndicatorTree): ReportPart {
  const { say, text } = telling
  return {
    is: 'table',
    caption: `${text(tree.label)} (${tree.id})`,
    columns: [
      { title: say('code'), align: 'start', weight: 2.6 },
      { title: say('indicator'), align: 'start', weight: 4 },
      { title: say('computedHow'), align: 'start', weight: 5 },
      { title: say('madeOf'), align: 'start', weight: 4 },
    ],
    named: 0,
    rows: outline(tree).map((row) => nodeRow(telling, tree, row)),
  }
}

function nodeRow({ say, sayDesigner, numbers, text, spoken }: Telling, tree: IndicatorTree, row: OutlineRow): TableRow {
  const { code, label, weights, options, bands, target, maximum, entry } = row.node
  const parts = [
    ...partsOf(row.node).map((part, at) => (weights?.[at] === undefined ? part : `${part} × ${numbers.plain(weights[at] ?? 1)}`)),
    ...(options ?? []),
  ]
  const below = [
    ...(maximum === undefined ? [] : [say('maximum', { n: numbers.plain(maximum) })]),
    ...(bands === undefined ? [] : [say('gradedBy', { id: bands })]),
    ...(target === undefined ? [] : [say('target', { n: numbers.plain(target) })]),
    ...(entry?.source ? [`${say('source')}: ${text(entry.source)}`] : []),
  ]
  return {
    depth: row.depth,
    cells: [
      { text: code },
      { text: text(label) },
      { text: nodeText({ say: sayDesigner, office: spoken }, tree, row), below },
      { text: parts.join(', ') },
    ],
  }
}
