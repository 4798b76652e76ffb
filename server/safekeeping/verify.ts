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
  | { readonly code: 'unread'; readonly stored: number; readonly read: number }
  | { readonly code: 'tallies'; readonly campaign: string; readonly differing: number }
  | { readonly code: 'receipt'; readonly campaign: string; readonly id: string }

/** A copy that is open, with what the engine finds wrong with its file; where that is anything, nothing more is asked of it. */
export type Copy = { readonly database: Database; readonly faults: readonly Fault[] }

export async function openedCopy(database: Database): Promise<Copy> {
  return { database, faults: (await database.engine.faults(database.db)).map((seen) => ({ code: 'file', seen })) }
}

/** Reads a copy through: the gapless count of every writer, every tally against its responses, and some receipts. */
export async function verifyCopy(
  { database: copy, faults }: Copy,
  sample: readonly Sampled[],
  onProgress: (responses: number) => void,
): Promise<Verified> {
  if (faults.length > 0) return { responses: 0, tallies: 0, receipts: 0, faults }
  const { writers, stored } = await countAll(copy.db)
  const gaps = writers
    .filter(({ lastSeq, rows }) => lastSeq !== rows)
    .map(({ slot, lastSeq, rows }) => ({ code: 'gap', writer: slot, counted: lastSeq, stored: rows }) as const)
  const recounts = await recountAll(copy, onProgress)
  const missing = (await missingOf(copy, sample)).map(({ campaign, id }) => ({ code: 'receipt', campaign, id }) as const)
  return {
    responses: recounts.responses,
    tallies: recounts.tallies,
    receipts: sample.length,
    faults: [
      ...gaps,
      ...(stored === recounts.responses ? [] : [{ code: 'unread', stored, read: recounts.responses } as const]),
      ...recounts.faults,
      ...missing,
    ],
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
  if (fault.code === 'unread') return `${fault.stored} responses are stored and ${fault.read} of them belong to a campaign and a writer`
  if (fault.code === 'tallies') return `campaign "${fault.campaign}": ${fault.differing} tallies differ from the responses`
  return `campaign "${fault.campaign}": response ${fault.id} is not there as it was recorded`
}
