import type { CampaignRecord } from '../db/campaigns'
import { type Filter, type FilterReading, readFilter, readReleasedFilter } from '../reading/filter'
import { pickedOf, readReleased } from '../reading/released'
import { readResults } from '../reading/results'
import { csv, csvWith, jsonLines, type Separator } from './csv'
import type { Document, Encoder } from './document'
import { dataPackage } from './data-package'
import { codebookDocument, codebookLength } from './explanations'
import type { ContentName, Facts, Source, WantedFile } from './facts'
import { releasedCommentsDocument, releasedDocument } from './released-document'
import { responsesDocument } from './responses-document'
import { resultsDocument } from './results-document'
import { rProgram } from './r-script'
import { sav } from './sav'
import { xlsx } from './xlsx'

export const contentNames = ['results', 'responses', 'codebook', 'released', 'released-comments'] as const satisfies readonly ContentName[]

/** The content of an export; its rows are read while it is written. */
export async function contentOf(source: Source, name: ContentName, wanted: WantedFile): Promise<Document> {
  const { campaign } = wanted.record
  const facts = { ...wanted, ...(await source.questionnaires.get(campaign.questionnaire, campaign.version)), made: source.now() }
  return contents[name](source, facts)
}

const contents: Readonly<Record<ContentName, (source: Source, facts: Facts) => Document | Promise<Document>>> = {
  results: resultsDocument,
  responses: responsesDocument,
  codebook: codebookDocument,
  released: releasedDocument,
  'released-comments': releasedCommentsDocument,
}

/** Contents that are the same for whoever looks: they take no filter. */
export const isReleased = (name: ContentName): boolean => name === 'released' || name === 'released-comments'

/** The filter that an address, a form or a command names for such a content. */
export const readFilterFor = (
  name: ContentName,
  record: CampaignRecord,
  field: (name: keyof Filter) => string | undefined,
): FilterReading => (isReleased(name) ? readReleasedFilter : readFilter)(record, field)

/** About how many rows a content will have, to tell how far its file is. */
export async function expectedRows(source: Source, name: ContentName, { record, filter, language }: WantedFile): Promise<number> {
  if (name === 'codebook') {
    const { campaign } = record
    return codebookLength(await source.questionnaires.get(campaign.questionnaire, campaign.version))
  }
  if (!isReleased(name)) return (await readResults(source, record, filter, language)).total.responses
  const { total, blocks, agencies, parts = [] } = pickedOf(await readReleased(source, record, language), filter)
  if (name === 'released') return (1 + blocks.length + agencies.length + parts.length) * total.nodes.length
  return [total, ...blocks, ...agencies].flatMap(({ comments }) => comments).reduce((sum, { texts }) => sum + texts.length, 0)
}

/** The export formats by the ending of their address; a format is one encoder and one line here. */
export const encoders: Readonly<Record<string, Encoder>> = { xlsx, csv, jsonl: jsonLines }

/** Those that only responses one by one can be: a system file of SPSS, a program in R, a data package. */
export const studyEncoders: Readonly<Record<string, Encoder>> = { sav, R: rProgram, zip: dataPackage }

/** Released figures can be open data: a package that says what they are. */
export const packEncoders: Readonly<Record<string, Encoder>> = { zip: dataPackage }

/** The endings that a content has. */
export const endingsOf = (name: ContentName): readonly string[] => [...Object.keys(encoders), ...Object.keys(encodersOf(name))]

/** What a content can be beside what every content can be. */
const encodersOf = (name: ContentName): Readonly<Record<string, Encoder>> =>
  name === 'responses' ? studyEncoders : name === 'released' ? packEncoders : {}

/** Formats that are an ending with a choice: CSV with another separator is a format of its own in the list of files. */
const variants: Readonly<Record<string, Encoder>> = { 'csv-semicolon': csvWith('semicolon'), 'csv-tab': csvWith('tab') }

/** The format of an ending with that separator; only CSV has a choice. */
export const formatOf = (ending: string, separator: Separator = 'comma'): string =>
  ending === 'csv' && separator !== 'comma' ? `${ending}-${separator}` : ending

/** The encoder of a format that such a content has, or undefined. */
export function encoderFor(name: ContentName, format: string): Encoder | undefined {
  for (const known of [encoders, variants, encodersOf(name)]) if (Object.hasOwn(known, format)) return known[format]
  return undefined
}

/** An export as an answer: rows leave as they are read, so a slow reader slows the reading and not the memory. */
export const download = (encoder: Encoder, document: Document, name: string, onEnd?: () => void): Response =>
  new Response(streamOf(encoder.write(document), onEnd), { headers: downloadHeaders(encoder, name) })

/** So many at once; each takes its place before it begins and gives it back once, however it ends. */
export function places(most: number) {
  let taken = 0
  return {
    /** Gives the place back when called; undefined when none is free. */
    take: (): (() => void) | undefined => {
      if (taken >= most) return undefined
      taken += 1
      let isMine = true
      return () => {
        if (isMine) taken -= 1
        isMine = false
      }
    },
  }
}

/** Saved under its name, kept by no cache and packed by nobody on the way. */
export const downloadHeaders = (
  { contentType, extension }: Pick<Encoder, 'contentType' | 'extension'>,
  name: string,
): Readonly<Record<string, string>> => ({
  'Content-Type': contentType,
  'Content-Disposition': `attachment; filename="${name}.${extension}"`,
  'Cache-Control': 'private, no-store, no-transform',
})

/** Pieces as they are asked for; whoever leaves early ends their making. `onEnd` hears that nothing more is made, however it came. */
export function streamOf(pieces: AsyncGenerator<Uint8Array>, onEnd: () => void = () => undefined): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: async (controller) => {
      try {
        const { done, value } = await pieces.next()
        if (done !== true) return controller.enqueue(value)
        controller.close()
        onEnd()
      } catch (error) {
        onEnd()
        throw error
      }
    },
    cancel: async () => {
      onEnd()
      await pieces.return(undefined)
    },
  })
}
