import type { Context } from 'hono'
import { findPlaces } from '../../../surveys/fielding/places'
import { seenCampaign } from '../../access/seen'
import type { CampaignRecord } from '../../db/campaigns'
import type { ServingTouchpoint } from '../../db/touchpoints'
import type { OfficeDeps } from '../frame/deps'
import { noticePage } from '../frame/document'
import { type FormValues, sentForm, valueOf } from '../frame/form'
import type { Reader } from '../frame/reader'
import { calledWithChannel, type Places, placeQueryIn, placesAddress, placesSeen } from './list'
import { servedText } from './place'

/** Touchpoints of a campaign that somebody has chosen, and the list that they were chosen in. */
export type ChosenPlaces = {
  readonly record: CampaignRecord
  readonly chosen: readonly ServingTouchpoint[]
  readonly answers: Places['answers']
  readonly back: string
}

/** Goes on with the touchpoints that an address names one by one, or with all that its search finds. */
export async function withChosen(
  deps: OfficeDeps,
  c: Context,
  to: 'office.read' | 'touchpoints.change',
  next: (chosen: ChosenPlaces) => Promise<Response>,
): Promise<Response> {
  const campaign = c.req.query('campaign') ?? ''
  const record = await seenCampaign(deps, c, campaign, to)
  if (!record) return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: campaign })
  const places = await placesSeen(deps, c, record, to)
  const query = placeQueryIn(c, campaign)
  const named = new Set(c.req.queries('code'))
  const chosen =
    c.req.query('all') === undefined
      ? places.all.filter(({ code }) => named.has(code))
      : findPlaces(places.all, query, places.agencies).found
  if (chosen.length === 0) return noticePage(c, 200, 'placesNotChosenTitle', 'placesNotChosen')
  return next({ record, chosen, answers: places.answers, back: placesAddress(query) })
}

export const Back = ({ reader, back }: { readonly reader: Reader; readonly back: string }) => (
  <p class="back">
    <a href={back}>{reader.say('navTouchpoints')}</a>
  </p>
)

/** Touchpoints that are shown by name; how many more there are is said. */
const shownNames = 20

export function NamedPlaces({ reader, record, chosen }: { readonly reader: Reader } & Pick<ChosenPlaces, 'record' | 'chosen'>) {
  const { say, numbers } = reader
  const more = chosen.length - shownNames
  return (
    <>
      <ul>
        {chosen.slice(0, shownNames).map((touchpoint) => (
          <li key={touchpoint.code}>{[servedText(reader, record, touchpoint), calledWithChannel(reader, touchpoint)].join(' · ')}</li>
        ))}
      </ul>
      {more > 0 && <p>{say('touchpointPlannedMore', { n: numbers.count(more) })}</p>}
    </>
  )
}

/** What a form carries of its touchpoints: each as it was when it was shown, and the list to go back to. */
export const Carried = ({ chosen, back }: Pick<ChosenPlaces, 'chosen' | 'back'>) => (
  <>
    <input type="hidden" name="back" value={back} />
    {chosen.map(({ code, revision }) => (
      <input key={code} type="hidden" name="place" value={`${revision}.${code}`} />
    ))}
  </>
)

type Sent = {
  readonly places: readonly { readonly code: string; readonly revision: number }[]
  readonly values: FormValues
  readonly back: string
}

/** The touchpoints that a form of many carries, and what else stands in it. */
export async function sentPlaces(c: Context): Promise<Sent> {
  const { values } = await sentForm(c)
  const back = valueOf(values, 'back')
  return {
    places: (values['place'] ?? []).flatMap((text) => {
      const [, revision, code] = /^(\d{1,9})\.(.+)$/.exec(text) ?? []
      return code === undefined ? [] : [{ code, revision: Number(revision) }]
    }),
    values,
    back: back.startsWith(listStart) ? back : listStart,
  }
}

const listStart = '/admin/touchpoints'
