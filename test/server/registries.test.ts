import { describe, expect, it } from 'vitest'
import { designerWords } from '../../client/text/designer-both'
import { exportWords } from '../../client/text/files'
import { languages } from '../../client/text/languages'
import { officeWords } from '../../client/text/office'
import type { Cell, Document } from '../../server/files/document'
import { onePage } from '../../server/files/document'
import { encoderFor, encoders } from '../../server/files/export'
import { openFile } from '../../server/files/reading/open'
import { nodeResults } from '../../surveys/figures/results'
import { addAnswers, emptyTally, tallyLayout } from '../../surveys/figures/tally'
import type { Answers, FormulaName, Questionnaire, RollUpName } from '../../surveys/instrument/schema'
import { formulaNames, rollUpNames } from '../../surveys/instrument/schema'
import { node, questionnaireWith, single, fivePoint, tree, whole } from '../surveys/fixtures'

/** One person answers "b" (2 of 5), three "d" (4 of 5, positive); a number item gets 2 and 4. A new formula needs its value here. */
const values: Readonly<Record<FormulaName, number>> = {
  share: 0.75,
  level: 0.7,
  rescaled: 0.625,
  points: 3.5,
  'option-share': 0.75,
  'all-positive': 0.75,
  'mean-number': 3,
  'min-max': 0.5,
  'net-promoters': 50,
}

function asked(formula: FormulaName): { readonly questionnaire: Questionnaire; readonly answers: readonly Answers[] } {
  if (formula === 'mean-number')
    return {
      questionnaire: questionnaireWith({
        questions: [whole('N')],
        scales: [],
        trees: [tree('satisfaction', [node('X', 'item', { items: ['N'] })], { formula })],
      }),
      answers: [{ N: 2 }, { N: 4 }],
    }
  if (formula === 'net-promoters')
    return {
      questionnaire: questionnaireWith({
        questions: [{ type: 'recommend', id: 'R', text: { vi: 'R' }, required: false }],
        scales: [],
        trees: [tree('perception', [node('X', 'item', { items: ['R'] })], { formula })],
      }),
      answers: [{ R: '6' }, { R: '9' }, { R: '10' }, { R: '10' }],
    }
  const isOption = formula === 'option-share'
  const x = node('X', isOption ? 'option' : 'item', { items: ['A1'], ...(isOption && { options: ['d'] }) })
  return {
    questionnaire: questionnaireWith({ questions: [single('A1')], scales: [fivePoint], trees: [tree('satisfaction', [x], { formula })] }),
    answers: [{ A1: 'b' }, { A1: 'd' }, { A1: 'd' }, { A1: 'd' }],
  }
}

describe.each(formulaNames)('the formula %s', (formula) => {
  it('gives the value that was worked out by hand', () => {
    const { questionnaire, answers } = asked(formula)
    const layout = tallyLayout(questionnaire)
    const tally = emptyTally(layout)
    for (const given of answers) addAnswers(layout, tally, given, 1)
    const [found] = nodeResults(layout, tally, { threshold: 1, ranges: new Map([[0, { low: 3, high: 4 }]]) })
    expect(found?.value).toBeCloseTo(values[formula], 12)
  })

  it.each(languages)('is explained to officers, in files and to designers in %s', (language) => {
    const said = [
      officeWords(language)(`formula_${formula}`),
      exportWords(language)(`formula_${formula}`),
      designerWords(language)(`ind_formula_${formula}`),
      designerWords(language)(`ind_says_${formula}`),
    ]
    expect(said.filter((text) => text.trim() === '')).toEqual([])
  })
})

it.each(rollUpNames)('explains the roll-up %s in every place and language', (rollUp: RollUpName) => {
  for (const language of languages)
    expect([
      officeWords(language)(`rollUp_${rollUp}`),
      exportWords(language)(`rollUp_${rollUp}`),
      designerWords(language)(`ind_combines_${rollUp}`),
    ]).not.toContain('')
})

describe.each(Object.keys(encoders))('the export format %s', (format) => {
  const columns = ['code', 'name', 'value']
  const rows: readonly (readonly Cell[])[] = [
    ['A1', 'Sở "Y tế"; Huế, =1', 0.5],
    ['A2', '=SUM(A1)', 7],
  ]

  it('gives back what was put in', async () => {
    const document: Document = {
      title: 'x',
      table: { columns, pages: onePage(rows) },
      sheets: [{ name: 'x', columns: columns.map((title) => ({ title, width: 10 })), pages: onePage(rows) }],
    }
    const encoder = encoderFor('results', format)
    if (!encoder) throw new Error(format)
    const read = await readAgain(encoder.extension, encoder.write(document))
    expect(read.map((cells) => cells.map((cell) => cell.replace(/^'/, '')))).toEqual([columns, ...rows.map((cells) => cells.map(String))])
  })
})

async function readAgain(extension: string, pieces: AsyncGenerator<Uint8Array>): Promise<readonly (readonly string[])[]> {
  if (extension === 'jsonl') {
    const parts: Uint8Array[] = []
    for await (const piece of pieces) parts.push(piece)
    const lines = Buffer.concat(parts).toString().trim().split('\n')
    const objects = lines.map((line): Readonly<Record<string, Cell>> => JSON.parse(line))
    return [Object.keys(objects[0] ?? {}), ...objects.map((one) => Object.values(one).map(String))]
  }
  const opened = await openFile(pieces, { bytes: 1_000_000, unpacked: 10_000_000, rows: 100, columns: 100 })
  if (!opened.ok) throw new Error(`${extension} cannot be opened: ${opened.problem.code}`)
  const rows: (readonly string[])[] = []
  for await (const page of opened.pages) for (const { cells } of page) rows.push(cells ?? [])
  return rows
}
