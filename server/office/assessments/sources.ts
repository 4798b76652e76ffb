import type { LocalText } from '../../../surveys/instrument/schema'
import { localised } from '../../../surveys/instrument/language'
import { listAssessments } from '../../db/assessments'
import { listCampaigns } from '../../db/campaigns'
import type { Database } from '../../db/dialect'
import type { Reader } from '../frame/reader'
import { assessmentAddress } from './address'

/** What every campaign and assessment is called from which figures may be drawn. */
export type SourceTitles = Readonly<Record<'campaign' | 'assessment', ReadonlyMap<string, LocalText>>>

export async function sourceTitles(database: Database): Promise<SourceTitles> {
  const titled = (all: readonly { readonly code: string; readonly title: LocalText }[]) =>
    new Map(all.map(({ code, title }) => [code, title]))
  return { campaign: titled(await listCampaigns(database)), assessment: titled(await listAssessments(database)) }
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
