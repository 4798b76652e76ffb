import type { Context } from 'hono'
import { type CampaignRecord, findCampaign } from '../../../db/campaigns'
import type { Database } from '../../../db/dialect'
import { noticePage } from '../notice-page'

/** Goes on with a campaign that exists. */
export async function withCampaign({ database }: { readonly database: Database }, c: Context, code: string, next: (record: CampaignRecord) => Promise<Response>): Promise<Response> {
  const record = await findCampaign(database, code)
  return record ? next(record) : noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: code })
}
