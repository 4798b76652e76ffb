import { setImmediate as turn } from 'node:timers/promises'
import { createHash } from 'node:crypto'
import type { Language } from '../../client/text/languages'
import { publicWords } from '../../client/text/public'
import { figureChanges, licenceAddress } from '../../surveys/figures/publication'
import { headlineOf, nodeLabels } from '../../surveys/instrument/indicators'
import type { CampaignRecord } from '../db/campaigns'
import type { Edition, PublishedEdition } from '../db/publications'
import type { StoredQuestionnaire } from '../db/questionnaires'
import { csv } from '../files/csv'
import { figuresTable } from '../files/results-document'
import { noFilter } from '../reading/filter'
import { publishedView } from '../reading/publication'

/** The files of a published campaign by their endings. */
export const publicFiles = ['csv', 'json', 'zip'] as const
export type PublicFile = (typeof publicFiles)[number]

export const fileTypes: Readonly<Record<PublicFile, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  zip: 'application/zip',
}

/** A file as it is told on a page: how large it is, and what it must add up to. */
export type FilePrint = { readonly ending: PublicFile; readonly bytes: number; readonly sha256: string }

export const printOf = (ending: PublicFile, content: Uint8Array): FilePrint => ({
  ending,
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
})

type ToldEdition = Edition & {
  readonly before?: PublishedEdition['figures'] | undefined
  readonly figures?: PublishedEdition['figures'] | undefined
}

type Filed = {
  readonly edition: PublishedEdition
  readonly stored: StoredQuestionnaire
  readonly language: Language
  readonly told: readonly ToldEdition[]
}

/** The bytes of a file of an edition by itself: the same for everybody, at any time. */
export const publicFile = async (ending: Exclude<PublicFile, 'zip'>, filed: Filed): Promise<Uint8Array<ArrayBuffer>> =>
  ending === 'csv' ? csvOf(filed) : Buffer.from(`${JSON.stringify(jsonOf(filed))}\n`)

/** Figures with what is needed to read them by themselves. */
function jsonOf({ edition, stored: { questionnaire }, language, told }: Filed) {
  const { campaign, province } = edition.figures
  const say = publicWords(language)
  return {
    title: campaign.title,
    province,
    ...(campaign.synthetic && { synthetic: true }),
    period: { from: campaign.opensOn, to: campaign.closesOn },
    kind: campaign.kind,
    licence: { name: edition.terms.licence, address: licenceAddress[edition.terms.licence] },
    contact: edition.terms.contact,
    note: edition.terms.note,
    method: [say('methodInterval'), say('methodRank'), say('methodFrozen')],
    headline: headlineOf(questionnaire) ?? null,
    labels: Object.fromEntries(nodeLabels(questionnaire, language)),
    amendments: told
      .filter(({ number }) => number > 1)
      .map(({ number, publicOn, terms, before, figures }) => ({
        edition: number,
        publicOn,
        reason: terms.reason,
        changes: before && figures ? figureChanges(before, figures, campaign.threshold) : [],
      })),
    figures: publishedView(edition, language),
  }
}

/** The table of released figures, each row with the publication it belongs to. */
async function csvOf({ edition, stored, language }: Filed): Promise<Uint8Array<ArrayBuffer>> {
  const view = publishedView(edition, language)
  const { campaign } = edition.figures
  const record: CampaignRecord = {
    campaign: { ...campaign, questionnaire: view.questionnaire.id, version: view.questionnaire.version, status: 'published' },
    breakdowns: [],
    measured: [],
    peers: [],
    area: 'everywhere',
    releasedBy: edition.figures.releasedBy,
  }
  const head = {
    campaign: campaign.code,
    questionnaire: view.questionnaire.id,
    version: view.questionnaire.version,
    figures: 'published',
    edition: edition.number,
    published_on: edition.publicOn,
    night: view.asOf,
    threshold: campaign.threshold,
    licence: edition.terms.licence,
  }
  const facts = { record, filter: noFilter, language, ...stored, made: 0 }
  const beside = [
    {
      name: 'without',
      column: { title: '', width: 1 },
      cell: (_: unknown, node: object | undefined) =>
        node && 'without' in node && Array.isArray(node.without) ? node.without.join(' ') || null : null,
    },
  ]
  const table = figuresTable(facts, view, { head, beside })
  const pieces: Uint8Array[] = []
  for await (const piece of csv.write({ title: campaign.code, table, sheets: [] })) {
    pieces.push(piece)
    await turn()
  }
  return Buffer.concat(pieces)
}
