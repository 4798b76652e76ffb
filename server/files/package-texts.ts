import type { FilesSay } from '../../client/text/files'
import type { Language } from '../../client/text/languages'
import { numbersOf } from '../../client/text/numbers'
import { publicWords } from '../../client/text/public'
import type { codebookRows } from './explanations'

type Told = {
  readonly say: FilesSay
  readonly name: string
  readonly title: string
  readonly isSynthetic: boolean
  readonly method: readonly (readonly [string, string | number])[]
  readonly codebook: ReturnType<typeof codebookRows>
}

/** What a data package says of itself in Markdown, by the names of the files. */
export const packageTexts = (told: Told): Readonly<Record<string, string>> => ({
  'README.md': readme(told),
  'METHOD.md': lines([
    `# ${told.say('method')}`,
    ...told.method.map(([what, how]) => `- **${plainMarkdown(what)}**: ${plainMarkdown(String(how))}`),
  ]),
  'CODEBOOK.md': codebookText(told),
  'LICENSE.md': lines([`# ${told.say('packConditions')}`, told.say('packConditionsMeans'), told.say('packConditionsOpen')]),
})

type ReleasedTold = Pick<Told, 'say' | 'name' | 'title' | 'isSynthetic' | 'codebook'> & {
  readonly language: Language
  /** The night of which the figures are; null before the first. */
  readonly asOf: string | null
  readonly threshold: number
}

/** What a package of released figures says of itself. */
export function releasedPackageTexts(told: ReleasedTold): Readonly<Record<string, string>> {
  const { say, name, title, isSynthetic, language, asOf, threshold } = told
  const words = publicWords(language)
  const files = [
    [`data/${name}.csv`, say('packFigures')],
    ['codebook.csv', say('packCodebook')],
    ['CODEBOOK.md', say('packCodebookText')],
    ['datapackage.json', say('packDescription')],
    ['LICENSE.md', say('packConditions')],
    ['checksums.sha256', say('packSums')],
  ]
  const readme = lines([
    `# ${plainMarkdown(title)}`,
    ...(isSynthetic ? [`**${say('synthetic')}.** ${say('syntheticMeans')}`] : []),
    asOf === null ? say('packReleasedNever') : say('packReleasedAbout', { night: numbersOf(language).day(asOf) }),
    say('releasedMeans', { n: String(threshold) }),
    `## ${say('packFiles')}`,
    files.map(([file = '', means = '']) => `- \`${file}\`: ${means}`).join('\n'),
    `## ${say('packReading')}`,
    [say('packCsv'), words('packageEmpty'), words('methodInterval'), words('methodRank')].map((line) => `- ${line}`).join('\n'),
  ])
  return {
    'README.md': readme,
    'CODEBOOK.md': codebookText(told),
    'LICENSE.md': lines([`# ${say('packConditions')}`, say('packReleasedConditions')]),
  }
}

const readme = ({ say, name, title, isSynthetic }: Told): string =>
  lines([
    `# ${plainMarkdown(title)}`,
    ...(isSynthetic ? [`**${say('synthetic')}.** ${say('syntheticMeans')}`] : []),
    say('packAbout'),
    `## ${say('packFiles')}`,
    [
      [`data/${name}.csv`, say('packData')],
      ['codebook.csv', say('packCodebook')],
      ['CODEBOOK.md', say('packCodebookText')],
      ['METHOD.md', say('packMethod')],
      [`${name}.R`, say('packScript', { file: `${name}.R` })],
      ['datapackage.json', say('packDescription')],
      ['LICENSE.md', say('packConditions')],
      ['checksums.sha256', say('packSums')],
    ]
      .map(([file, means]) => `- \`${file}\`: ${means}`)
      .join('\n'),
    `## ${say('packReading')}`,
    [say('packCsv'), say('packMissing'), say('packSeveral'), say('packGuarded')].map((line) => `- ${line}`).join('\n'),
  ])

function codebookText({ say, codebook }: Pick<Told, 'say' | 'codebook'>): string {
  const byItem = new Map<string, Told['codebook'][number][]>()
  for (const row of codebook) byItem.set(row.item, [...(byItem.get(row.item) ?? []), row])
  return lines([
    `# ${say('codebook')}`,
    ...[...byItem].flatMap(([item, rows]) => {
      const [first] = rows
      if (!first) return []
      const options = rows.flatMap((row) => (row.option === null ? [] : [{ ...row, option: row.option }]))
      return [
        `## ${plainMarkdown(item)}: ${plainMarkdown(first.text_vi)}`,
        `${plainMarkdown(first.text_en)} (${plainMarkdown(first.section)}; ${first.type}; ${say('required')}: ${say(first.required)})`,
        ...(options.length === 0 ? [] : [optionTable(say, options)]),
      ]
    }),
  ])
}

type OptionRow = Told['codebook'][number] & { readonly option: string }

const optionTable = (say: FilesSay, options: readonly OptionRow[]): string =>
  [
    [
      say('optionCode'),
      say('optionVi'),
      say('optionEn'),
      say('optionKind'),
      say('score'),
      say('positive'),
      say('variable'),
      say('variableValue'),
    ],
    Array.from({ length: 8 }, () => '---'),
    ...options.map((row) => [
      plainMarkdown(row.option),
      plainMarkdown(row.option_vi ?? ''),
      plainMarkdown(row.option_en ?? ''),
      row.kind ?? '',
      row.score === null ? '' : String(row.score),
      row.positive === null ? '' : say(row.positive),
      plainMarkdown(row.variable ?? ''),
      row.value === null ? '' : String(row.value),
    ]),
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')

const lines = (paragraphs: readonly string[]): string => `${paragraphs.join('\n\n')}\n`

/** What people typed, on one line and as Markdown shows it sign by sign: no link, no image, no element. */
export const plainMarkdown = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>()#|!&~]/g, String.raw`\$&`)
