import type { Context } from 'hono'
import type { Campaign } from '../../../surveys/fielding/campaign'
import { isRunning } from '../../../surveys/fielding/campaign'
import { type Need, needsOf } from '../../../surveys/fielding/needs'
import { localised } from '../../../surveys/instrument/language'
import type { Permission } from '../../../surveys/people/roles'
import { seenCampaign, seenTouchpoints } from '../../access/seen'
import { waitingSince } from '../../acts/set-asides'
import type { CampaignRecord } from '../../db/campaigns'
import { asideRequests } from '../../db/set-asides'
import { type ReadFieldwork, readFieldwork } from '../../reading/fieldwork'
import { standingKiosks } from '../../reading/kiosks'
import { type OfficeDeps, setupAddress } from '../frame/deps'
import type { Reader } from '../frame/reader'
import { listAddress } from '../responses/query'
import { FieldFigures, fieldworkAddress } from './fieldwork'
import { liveTexts } from './fieldwork-live'
import { WhereItStands } from './standing'

/** A campaign that runs, how it fares and what in it needs a hand. */
export type RunningCampaign = {
  readonly record: CampaignRecord
  readonly fieldwork: ReadFieldwork
  readonly needs: readonly Need[]
}

/** So many are shown whole; others stand in the list of campaigns. */
const shownWhole = 3

/** The campaigns that run, those that end first before others. */
export async function runningCampaigns(
  deps: OfficeDeps,
  c: Context,
  reader: Reader,
  campaigns: readonly Campaign[],
  today: string,
): Promise<readonly RunningCampaign[]> {
  const running = campaigns.filter((one) => isRunning(one, today)).sort((a, b) => (a.closesOn < b.closesOn ? -1 : 1))
  const found: RunningCampaign[] = []
  for (const { code } of running.slice(0, shownWhole)) {
    const record = await seenCampaign(deps, c, code, 'results.read')
    if (!record) continue
    const touchpoints = await seenTouchpoints(deps, c, 'results.read', code)
    const fieldwork = await readFieldwork(deps, record, touchpoints)
    const isWhole = record.measured.length === record.peers.length
    const kiosks = reader.may('office.read') ? await standingKiosks(deps, touchpoints) : []
    const requests = reader.may('responses.set-aside') && isWhole ? await asideRequests(deps.database, waitingSince(deps), code) : []
    const troubled = kiosks.filter(({ condition }) => condition.stands !== 'revoked' && condition.troubles.length > 0)
    const all = needsOf(record.campaign, fieldwork, today, { kiosks: troubled.length, waiting: requests.length })
    const needs = all.filter(({ code: need }) => {
      const { permission, isForWhole } = handed[need]
      return reader.may(permission) && (isWhole || !isForWhole)
    })
    found.push({ record, fieldwork, needs })
  }
  return found
}

/** Who can do something about it: over some agencies, or over all that the campaign measures. */
const handed: Readonly<Record<Need['code'], { readonly permission: Permission; readonly isForWhole: boolean }>> = {
  'no-places': { permission: 'touchpoints.change', isForWhole: false },
  silent: { permission: 'results.read', isForWhole: false },
  kiosks: { permission: 'office.read', isForWhole: false },
  behind: { permission: 'results.read', isForWhole: false },
  waiting: { permission: 'responses.set-aside', isForWhole: true },
  doubtful: { permission: 'responses.set-aside', isForWhole: true },
  ends: { permission: 'campaigns.change', isForWhole: true },
  'no-targets': { permission: 'campaigns.change', isForWhole: true },
}

const anyDoubtful = { agency: null, touchpoint: null, channel: null, day: null, flag: 'doubtful', state: '' } as const

const links: Readonly<Record<Need['code'], (code: string) => string>> = {
  'no-places': (code) => `/admin/new/touchpoint?campaign=${encodeURIComponent(code)}`,
  silent: (code) => `${fieldworkAddress(code)}#silent-places`,
  kiosks: () => '/admin/kiosks',
  behind: (code) => `${fieldworkAddress(code)}?view=agencies`,
  waiting: (code) => listAddress(code, { ...anyDoubtful, flag: null, state: null }),
  doubtful: (code) => listAddress(code, anyDoubtful),
  ends: (code) => setupAddress(code),
  'no-targets': (code) => `${setupAddress(code)}/targets`,
}

type Props = { readonly reader: Reader; readonly running: RunningCampaign; readonly go: 'button' | 'button quiet' }

/** One campaign that runs, as its people see it in the morning. An article and no region: two campaigns may have one title, and regions of one name lead nobody. */
export function RunningCard({ reader, reader: { say, language }, running: { record, fieldwork, needs }, go }: Props) {
  const { campaign } = record
  const id = `running-${campaign.code}`
  return (
    <article class="running" aria-labelledby={id}>
      <div class="head">
        <div>
          <h2 id={id}>{localised(campaign.title, language)}</h2>
          <p class="sub">
            <WhereItStands {...{ reader, campaign }} today={fieldwork.today} />
          </p>
        </div>
        <p class="acts">
          <a class={go} href={fieldworkAddress(campaign.code)}>
            {say('fieldTitle')}
          </a>
          <a href={`/admin/campaigns/${encodeURIComponent(campaign.code)}`}>{say('runningResults')}</a>
        </p>
      </div>
      <FieldFigures {...{ reader, record, fieldwork }} texts={liveTexts(reader, campaign, fieldwork)} rates={undefined} />
      <Needs {...{ reader, needs }} code={campaign.code} />
    </article>
  )
}

const Needs = ({
  reader: { say, numbers },
  needs,
  code,
}: {
  readonly reader: Reader
  readonly needs: readonly Need[]
  readonly code: string
}) =>
  needs.length === 0 ? (
    <p class="note">{say('needsNone')}</p>
  ) : (
    <div class="needs">
      <h3>{say('needsTitle')}</h3>
      <ul>
        {needs.map((need) => (
          <li key={need.code}>
            <span>{say(`need_${need.code}`, { n: numbers.count(need.n) })}</span>{' '}
            <a href={links[need.code](code)}>{say(`need_${need.code}_go`)}</a>
          </li>
        ))}
      </ul>
    </div>
  )
