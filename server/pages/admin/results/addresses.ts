import type { ResultsQuery } from '../../../db/results'
import { addressQuery } from '../filter'
import type { ResultsView } from '../load'

type View = Pick<ResultsView, 'record' | 'filter'>

export const campaignAddress = ({ record }: Pick<View, 'record'>): string => `/admin/campaigns/${encodeURIComponent(record.campaign.code)}`

/** Where a figure of this page is explained. */
export const figureAddress = (view: View, node: string, changed: Readonly<Partial<Record<keyof ResultsQuery, string | null>>> = {}): string =>
  `${campaignAddress(view)}/figures/${encodeURIComponent(node)}${addressQuery(view.filter, changed)}`

export const publishedAddress = '/admin/results/published'
