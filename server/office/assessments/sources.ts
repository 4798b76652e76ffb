import type { Context } from 'hono'
import type { LocalText } from '../../../surveys/instrument/schema'
import { localised } from '../../../surveys/instrument/language'
import { seenCampaigns } from '../../access/seen'
import { listAssessments } from '../../db/assessments'
import type { OfficeDeps } from '../frame/deps'
import { type Reader, readerOf } from '../frame/reader'
import { assessmentAddress } from './address'

/** What the campaigns that whoever asks sees, and the assessments, are called from which figures may be drawn. */
export type SourceTitles = Readonly<Record<'campaign' | 'assessment', ReadonlyMap<string, LocalText>>>

export async function sourceTitles(deps: OfficeDeps, c: Context): Promise<SourceTitles> {
  const titled = (all: readonly { readonly code: string; readonly title: LocalText }[]) =>
    new Map(all.map(({ code, title }) => [code, title]))
  const campaigns = await seenCampaigns(deps, c, readerOf(c).may('results.read') ? 'results.read' : 'released.read')
  return { campaign: titled(campaigns), assessment: titled(await listAssessments(deps.database)) }
}

const kindOf = (source: string): 'campaign' | 'assessment' => (source.startsWith('campaign ') ? 'campaign' : 'assessment')

/** Through what a figure is drawn, for who reads it; `source` is as `sourceOf` says it. */
export const sourceName = ({ say }: Reader, source: string): string =>
  say(kindOf(source) === 'campaign' ? 'assessmentSourceCampaign' : 'assessmentSourceAssessment', {
    source: source.slice(source.indexOf(' ') + 1),
  })

/** What the campaign or assessment named for it is called, with its code. */
export function sourceTitle({ language }: Reader, titles: SourceTitles, source: string, code: string): string {
  const title = titles[kindOf(source)].get(code)
  return title ? `${localised(title, language)} (${code})` : code
}

export const sourceAddress = (source: string, code: string): string =>
  kindOf(source) === 'campaign' ? `/admin/campaigns/${encodeURIComponent(code)}` : assessmentAddress(code)
