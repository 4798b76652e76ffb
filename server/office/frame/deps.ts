import type { Context } from 'hono'
import type { Accounts } from '../../access/accounts'
import type { PersonDeps } from '../../access/permission'
import type { Assets } from '../../assets'
import type { Config } from '../../config'
import { seenCampaign } from '../../access/seen'
import type { Permission } from '../../../surveys/people/roles'
import type { CampaignRecord } from '../../db/campaigns'
import type { Database } from '../../db/dialect'
import type { QuestionnaireSource } from '../../db/questionnaires'
import type { FieldingSource } from '../../db/touchpoints'
import type { Exporter } from '../../files/export-queue'
import type { IntervalCounting } from '../../intervals'
import type { Live } from '../../live'
import type { Metrics } from '../../metrics'
import type { Recorder } from '../../recording/recorder'
import type { Post } from '../../mail/post'
import { noticePage } from './document'

/** The page of a campaign from which it is run. */
export const setupAddress = (code: string): string => `/admin/campaigns/${encodeURIComponent(code)}/setup`

export type OfficeDeps = {
  readonly config: Config
  readonly database: Database
  readonly accounts: Accounts
  readonly questionnaires: QuestionnaireSource
  readonly exporter: Exporter
  readonly fieldings: FieldingSource
  readonly recorder: Recorder
  readonly metrics: Metrics
  readonly newId: () => string
  readonly post: Post
  readonly live: Live
  readonly intervals: IntervalCounting
  readonly assets: Assets
  readonly now: () => number
}

/** Goes on with a campaign, as far as whoever asks may do this in it. */
export async function withCampaign(
  deps: PersonDeps,
  c: Context,
  code: string,
  to: Permission,
  next: (record: CampaignRecord) => Promise<Response>,
): Promise<Response> {
  const record = await seenCampaign(deps, c, code, to)
  return record ? next(record) : noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: code })
}
