import { type FrozenFigures, type FrozenNode, type Licence, licenceAddress, releaseRule, toldFrom } from '../../surveys/figures/publication'
import { localised } from '../../surveys/instrument/language'
import type { CampaignRecord } from '../db/campaigns'
import type { Database } from '../db/dialect'
import type { QuestionnaireSource } from '../db/questionnaires'
import { readProvince } from '../db/settings'
import type { PublishedEdition } from '../db/publications'
import { releasedWithin, type ReleasedView } from './released'

/** What a campaign has released by now, as it is frozen; undefined before its first night. Read within the transaction that keeps it. */
export async function frozenFigures(
  within: Database,
  source: QuestionnaireSource,
  record: CampaignRecord,
): Promise<FrozenFigures | undefined> {
  const { code, title, kind, opensOn, closesOn, threshold, synthetic, questionnaire, version } = record.campaign
  const view = await releasedWithin(within, source, record)
  if (view.asOf === null) return undefined
  const { hash } = await source.get(questionnaire, version)
  const { name: province = null } = await readProvince(within)
  const names = new Map(record.peers.map(({ agency }) => [agency.code, agency.name]))
  const from = (count: number): number | null => toldFrom(threshold, count)
  return {
    campaign: { code, title, kind, opensOn, closesOn, threshold, synthetic },
    province,
    questionnaire: { id: questionnaire, version, hash },
    releasedBy: record.releasedBy,
    rule: releaseRule,
    asOf: view.asOf,
    settled: view.settled,
    // What people wrote is not frozen: whoever has it erased finds it gone.
    agencies: view.agencies.map(({ comments: _, responses, name, ...agency }) => ({
      ...agency,
      name: names.get(agency.code) ?? { vi: name },
      responses: from(responses),
    })),
    blocks: view.blocks.map(({ comments: _, responses, ...block }) => ({ ...block, responses: from(responses) })),
    total: totalOf(view, from),
    parts: (view.parts ?? []).map(({ responses, ...part }) => ({ ...part, responses: from(responses) })),
  }
}

function totalOf({ total }: ReleasedView, from: (count: number) => number | null): FrozenFigures['total'] {
  const { comments: _, responses, waiting, ...rest } = total
  return { ...rest, responses: from(responses), waiting: from(waiting) }
}

/** An edition as the API tells it, in the shape of results: agencies by their names in one language, and of which publication it is. */
export type PublishedView = {
  readonly campaign: string
  readonly questionnaire: FrozenFigures['questionnaire']
  readonly filter: null
  readonly asOf: string
  readonly settled: boolean
  readonly agencies: readonly (Omit<FrozenFigures['agencies'][number], 'name'> & {
    readonly name: string
    readonly comments: readonly never[]
  })[]
  readonly blocks: readonly (FrozenFigures['blocks'][number] & { readonly comments: readonly never[] })[]
  readonly total: FrozenFigures['total'] & { readonly comments: readonly never[] }
  readonly parts?: FrozenFigures['parts']
  readonly publication: PublicationMark
}

type PublicationMark = {
  readonly edition: number
  readonly publishedOn: string
  readonly licence: Licence
  readonly licenceAddress: string
  readonly threshold: number
  readonly rule: string
  /** SHA-256 of the frozen figures. */
  readonly checksum: string
}

export function publishedView(edition: PublishedEdition, language: string): PublishedView {
  const { figures } = edition
  const silent = { comments: [] } as const
  return {
    campaign: figures.campaign.code,
    questionnaire: figures.questionnaire,
    filter: null,
    asOf: figures.asOf,
    settled: figures.settled,
    agencies: figures.agencies.map((agency) => ({ ...agency, name: localised(agency.name, language), ...silent })),
    blocks: figures.blocks.map((block) => ({ ...block, ...silent })),
    total: { ...figures.total, ...silent },
    ...(figures.parts.length > 0 && { parts: figures.parts }),
    publication: {
      edition: edition.number,
      publishedOn: edition.publicOn,
      licence: edition.terms.licence,
      licenceAddress: licenceAddress[edition.terms.licence],
      threshold: figures.campaign.threshold,
      rule: figures.rule,
      checksum: edition.checksum,
    },
  }
}

/** The figure of these that has that code. */
export const frozenNode = (nodes: readonly FrozenNode[], code: string | undefined): FrozenNode | undefined =>
  nodes.find((node) => node.code === code)
