import { exportWords } from '../../client/text/files'
import type { Language } from '../../client/text/languages'
import { numbersOf } from '../../client/text/numbers'
import { licenceWord, publicWords } from '../../client/text/public'
import { licenceAddress } from '../../surveys/figures/publication'
import { localised } from '../../surveys/instrument/language'
import type { PublishedEdition } from '../db/publications'
import { wholePiece, contentSum, tabularResource } from '../files/data-package'
import { plainMarkdown } from '../files/package-texts'
import { figureField } from '../files/figure-fields'
import { type Entry, zipped } from '../files/zip'

type Packed = { readonly edition: PublishedEdition; readonly language: Language }
type Contents = Readonly<Record<'csv' | 'json', Uint8Array>>

/** An edition as one archive of open data (Frictionless, profile `tabular-data-package`): the files of its page, how to read them, and its licence. */
export async function publicPackage(packed: Packed, { csv, json }: Contents): Promise<Uint8Array<ArrayBuffer>> {
  const files = new Map<string, Uint8Array>([
    ['data/figures.csv', csv],
    ['figures.json', json],
    ['README.md', utf8.encode(readmeOf(packed))],
    ['LICENSE.md', utf8.encode(licenceOf(packed))],
    ['datapackage.json', utf8.encode(`${JSON.stringify(describedBy(packed, csv), null, 2)}\n`)],
  ])
  const sums = [...files].map(([path, content]) => `${contentSum(content).hash}  ${path}\n`).join('')
  const pieces: Uint8Array[] = []
  for await (const piece of zipped(entriesOf(new Map([...files, ['checksums.sha256', utf8.encode(sums)]])))) pieces.push(piece)
  return Buffer.concat(pieces)
}

const utf8 = new TextEncoder()

async function* entriesOf(files: ReadonlyMap<string, Uint8Array>): AsyncGenerator<Entry> {
  for (const [path, content] of files) yield await Promise.resolve({ path, parts: wholePiece(content) })
}

const lines = (paragraphs: readonly string[]): string => `${paragraphs.filter((text) => text !== '').join('\n\n')}\n`

const titleIn = ({ edition: { figures }, language }: Packed): string =>
  [localised(figures.campaign.title, language), figures.province ? localised(figures.province, language) : '']
    .filter((text) => text !== '')
    .join(', ')

function readmeOf(packed: Packed): string {
  const { edition, language } = packed
  const [say, files] = [publicWords(language), exportWords(language)]
  const { campaign, asOf } = edition.figures
  const { day } = numbersOf(language)
  return lines([
    `# ${plainMarkdown(titleIn(packed))}`,
    campaign.synthetic ? `**${files('synthetic')}.** ${files('syntheticMeans')}` : '',
    say('packageAbout', {
      from: day(campaign.opensOn),
      to: day(campaign.closesOn),
      night: day(asOf),
      day: day(edition.publicOn),
      n: String(edition.number),
    }),
    files('releasedMeans', { n: String(campaign.threshold) }),
    plainMarkdown(localised(edition.terms.note, language)),
    `## ${files('packFiles')}`,
    [
      ['data/figures.csv', say('data_csv')],
      ['figures.json', say('data_json')],
      ['datapackage.json', files('packDescription')],
      ['LICENSE.md', say('dataLicence')],
      ['checksums.sha256', files('packSums')],
    ]
      .map(([file, means]) => `- \`${file}\`: ${means}`)
      .join('\n'),
    `## ${files('packReading')}`,
    [files('packCsv'), say('packageEmpty'), say('methodInterval'), say('methodRank'), say('methodFrozen')]
      .map((line) => `- ${line}`)
      .join('\n'),
    `## ${say('contact')}`,
    plainMarkdown(edition.terms.contact),
  ])
}

const licenceOf = ({ edition: { terms }, language }: Packed): string => {
  const say = publicWords(language)
  return lines([`# ${say('dataLicence')}`, say(licenceWord[terms.licence]), licenceAddress[terms.licence]])
}

/** The package as programs read it. */
function describedBy(packed: Packed, csv: Uint8Array) {
  const { edition, language } = packed
  const { campaign, province } = edition.figures
  const { licence, contact } = edition.terms
  return {
    profile: 'tabular-data-package',
    name: campaign.code.toLowerCase().replace(/[^a-z0-9._-]/g, '-'),
    title: titleIn(packed),
    version: String(edition.number),
    created: `${edition.publicOn}T00:00:00+07:00`,
    licenses: [{ name: licence.toUpperCase(), path: licenceAddress[licence], title: publicWords(language)(licenceWord[licence]) }],
    ...(province && { contributors: [{ title: localised(province, language), role: 'publisher' }] }),
    ...(contact !== '' && { contact }),
    ...(campaign.synthetic && { synthetic: true }),
    resources: [
      tabularResource({ path: 'data/figures.csv', sum: contentSum(csv) }, 'figures', {
        fields: headOf(csv).map((name) => figureField(name, language)),
        missingValues: [''],
      }),
    ],
  }
}

/** The columns of a table of ours, whose names need no quotes. */
const headOf = (csv: Uint8Array): readonly string[] => {
  const end = csv.indexOf(0x0d)
  return new TextDecoder().decode(csv.subarray(0, end)).split(',')
}
