import type { Campaign } from '../campaign'

/** Why a campaign cannot be opened; nothing when it can. */
export function hindersOpening({ status }: Pick<Campaign, 'status'>, agencies: number): 'closed' | 'no-agencies' | undefined {
  if (status === 'closed') return 'closed'
  return agencies === 0 ? 'no-agencies' : undefined
}

/** Only what was opened can be closed. */
export const hindersClosing = ({ status }: Pick<Campaign, 'status'>): 'never-opened' | undefined => (status === 'draft' ? 'never-opened' : undefined)
