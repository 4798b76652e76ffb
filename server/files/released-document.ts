import { blockName, exportWords, type FilesSay } from '../../client/text/files'
import type { ReleasedPool } from '../../surveys/figures/comments'
import { localised } from '../../surveys/instrument/language'
import { itemsById } from '../../surveys/instrument/questionnaire'
import { pickedOf, readReleased, type ReleasedView } from '../reading/released'
import { agencySheets } from './agency-sheets'
import { spokenFor } from '../../client/text/languages'
import { type Cell, type Document, onePage, type Pack, type Sheet } from './document'
import { figureField } from './figure-fields'
import { releasedPackageTexts } from './package-texts'
import { aboutReleased, codebook, codebookRows, codebookTable } from './explanations'
import { type Facts, fileName, markColumns, marksOf, type Source, titleOf } from './facts'
import { type BesideFigure, distribution, figuresTable, levelSheets } from './results-document'

/** What a campaign has released: every row says so, of which night, and what its figure had to leave out. */
export async function releasedDocument(source: Source, facts: Facts): Promise<Document> {
  const released = pickedOf(await readReleased(source, facts.record, facts.language), facts.filter)
  const say = exportWords(facts.language)
  const beside = besideReleased(say)
  const comments = commentsIn(facts, released)
  const table = figuresTable(facts, released, { head: headOf(facts, released), beside })
  return {
    title: releasedTitle(facts, say),
    table,
    pack: packOf(facts, released, table.columns),
    sheets: [
      aboutReleased(facts, released),
      ...levelSheets(facts, released, beside),
      ...agencySheets(facts, released),
      distribution(facts, released),
      ...(comments.length > 0 ? [commentsSheet(facts, say, comments)] : []),
      codebook(facts),
    ],
  }
}

/** What a package of data says of released figures. */
function packOf(facts: Facts, { asOf }: ReleasedView, columns: readonly string[]): Pack {
  const { campaign } = facts.record
  const [say, language, name] = [exportWords(facts.language), spokenFor(facts.language), fileName(facts.record, 'released')]
  const { synthetic, threshold } = campaign
  return {
    name,
    resource: 'figures',
    fields: columns.map((column) => figureField(column, language)),
    codebook: codebookTable(facts),
    script: '',
    texts: releasedPackageTexts({
      say,
      name,
      language,
      asOf,
      threshold,
      title: releasedTitle(facts, say),
      isSynthetic: synthetic,
      codebook: codebookRows(facts),
    }),
  }
}

/** What people wrote, as far as it is released. */
export async function releasedCommentsDocument(source: Source, facts: Facts): Promise<Document> {
  const released = pickedOf(await readReleased(source, facts.record, facts.language), facts.filter)
  const say = exportWords(facts.language)
  const comments = commentsIn(facts, released)
  const head = headOf(facts, released)
  const marks = facts.record.campaign.synthetic ? ['synthetic'] : []
  return {
    title: releasedTitle(facts, say),
    table: {
      columns: [...Object.keys(head), 'level', 'code', 'name', 'item', 'question', 'text', ...marks],
      pages: onePage(
        comments.map((one): readonly Cell[] => [
          ...Object.values(head),
          one.level,
          one.code,
          one.name,
          one.item,
          one.question,
          one.text,
          ...marks,
        ]),
      ),
    },
    sheets: [aboutReleased(facts, released), commentsSheet(facts, say, comments)],
  }
}

const releasedTitle = (facts: Facts, say: FilesSay): string => `${say('releasedSheet')}: ${titleOf(facts)}`

const headOf = ({ record: { campaign } }: Facts, { asOf, settled }: ReleasedView): Readonly<Record<string, Cell>> => ({
  campaign: campaign.code,
  questionnaire: campaign.questionnaire,
  version: campaign.version,
  figures: 'released',
  night: asOf,
  settled: settled ? 'yes' : 'no',
  threshold: campaign.threshold,
})

/** Beside each figure the items that it had to leave out. */
const besideReleased = (say: FilesSay): readonly BesideFigure[] => [
  {
    name: 'without',
    column: { title: say('without'), width: 24 },
    cell: (_, node) => (node && 'without' in node && node.without.length > 0 ? node.without.join(' ') : null),
  },
]

type ReleasedComment = Readonly<Record<'level' | 'code' | 'name' | 'item' | 'question' | 'text', string>>

function commentsIn({ questionnaire, language }: Facts, { agencies, blocks, total }: ReleasedView): readonly ReleasedComment[] {
  const questions = itemsById(questionnaire)
  const of = (level: string, code: string, name: string, pools: readonly ReleasedPool[]) =>
    pools.flatMap(({ item, texts }) => {
      const question = localised(questions.get(item)?.text ?? {}, language, questionnaire.languages)
      return texts.map((text) => ({ level, code, name, item, question, text }))
    })
  return [
    ...of('total', '', '', total.comments),
    ...blocks.flatMap(({ code, comments }) => of('block', code, '', comments)),
    ...agencies.flatMap(({ code, name, comments }) => of('agency', code, name, comments)),
  ]
}

const commentsSheet = (facts: Facts, say: FilesSay, comments: readonly ReleasedComment[]): Sheet => ({
  name: say('comments'),
  columns: [
    { title: say('level'), width: 11 },
    { title: say('code'), width: 12 },
    { title: say('name'), width: 34 },
    { title: say('item'), width: 12 },
    { title: say('textOf'), width: 40, look: 'wrapped' },
    { title: say('comment'), width: 80, look: 'wrapped' },
    ...markColumns(facts, say),
  ],
  pages: onePage(
    comments.map(({ level, code, name, item, question, text }) => [
      say(level === 'total' ? 'total' : level === 'block' ? 'blocks' : 'agencies'),
      code,
      level === 'block' ? blockName(say, code) : name,
      item,
      question,
      text,
      ...marksOf(facts, say),
    ]),
  ),
})
