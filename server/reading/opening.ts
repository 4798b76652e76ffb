import { heldOn, permissionsOf } from '../../surveys/people/roles'
import type { OpeningState } from '../../surveys/fielding/opening'
import { localDay } from '../../surveys/instrument/calendar'
import type { CampaignRecord } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { werePostersOrdered } from '../db/exports'
import { allPeople } from '../db/people'
import { targetsOf } from '../db/targets'
import { listTouchpoints } from '../db/touchpoints'
import { publicAddress } from '../public-address'

type Deps = {
  readonly database: Database
  readonly config: { readonly publicUrl: string | undefined }
  readonly now: () => number
}

/** What has been prepared for a campaign that is about to be opened. */
export async function readPrepared(deps: Deps, { campaign: { code } }: CampaignRecord): Promise<OpeningState> {
  const { database, now } = deps
  const today = localDay(now())
  const [touchpoints, address, people, targets] = [
    await listTouchpoints(database, code),
    await publicAddress(deps),
    await allPeople(database),
    await targetsOf(database, code),
  ]
  const runs = people.filter(
    ({ disabledAt, grants }) => disabledAt === '' && permissionsOf(heldOn(grants, today)).includes('campaigns.change'),
  )
  return {
    served: new Set(touchpoints.flatMap(({ agencies }) => agencies)),
    hasAddress: address !== undefined,
    lacksPosters: touchpoints.some(({ kind, door }) => kind === 'qr' && !door.turns) && !(await werePostersOrdered(database, code)),
    runners: runs.length,
    targets,
  }
}
