import { listCampaigns, findCampaign } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { countAll, missingOf, type Sampled } from '../db/soundness'
import { recountCampaign } from '../recording/recount'

/** What was looked at, and what was found wrong; a copy counts only when nothing is. */
export type Verified = {
  readonly responses: number
  readonly tallies: number
  readonly receipts: number
  readonly faults: readonly Fault[]
}

export type Fault =
  | { readonly code: 'file'; readonly seen: string }
  | { readonly code: 'gap'; readonly writer: number; readonly counted: number; readonly stored: number }
  | { readonly code: 'tallies'; readonly campaign: string; readonly differing: number }
  | { readonly code: 'receipt'; readonly campaign: string; readonly id: string }

/** Reads a copy through: the gapless count of every writer, every tally against its responses, and some receipts. */
export async function verifyCopy(copy: Database, sample: readonly Sampled[], onProgress: (responses: number) => void): Promise<Verified> {
  const { writers } = await countAll(copy.db)
  const gaps = writers
    .filter(({ lastSeq, rows }) => lastSeq !== rows)
    .map(({ slot, lastSeq, rows }) => ({ code: 'gap', writer: slot, counted: lastSeq, stored: rows }) as const)
  const recounts = await recountAll(copy, onProgress)
  const missing = (await missingOf(copy, sample)).map(({ campaign, id }) => ({ code: 'receipt', campaign, id }) as const)
  return {
    responses: recounts.responses,
    tallies: recounts.tallies,
    receipts: sample.length,
    faults: [...gaps, ...recounts.faults, ...missing],
  }
}

async function recountAll(copy: Database, onProgress: (responses: number) => void) {
  let responses = 0
  let tallies = 0
  const faults: Fault[] = []
  for (const { code } of await listCampaigns(copy)) {
    const record = await findCampaign(copy, code)
    if (!record) continue
    const before = responses
    const found = await recountCampaign({ database: copy, onProgress: (done) => onProgress(before + done) }, record)
    responses += found.responses
    tallies += found.tallies
    if (found.differences.length > 0) faults.push({ code: 'tallies', campaign: code, differing: found.differences.length })
  }
  return { responses, tallies, faults }
}

/** A fault as a line for whoever keeps the machine. */
export function faultLine(fault: Fault): string {
  if (fault.code === 'file') return fault.seen
  if (fault.code === 'gap') return `writer ${fault.writer} counted ${fault.counted} responses and ${fault.stored} are stored`
  if (fault.code === 'tallies') return `campaign "${fault.campaign}": ${fault.differing} tallies differ from the responses`
  return `campaign "${fault.campaign}": response ${fault.id} is not there as it was recorded`
}
