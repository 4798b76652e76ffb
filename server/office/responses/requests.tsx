import type { Context } from 'hono'
import { personOf } from '../../access/permission'
import { confirmSetAside, waitingSince, withdrawSetAside } from '../../acts/set-asides'
import { secondPersonMs } from '../../acts/second-person'
import { secondPersons } from '../../acts/settings'
import type { CampaignRecord } from '../../db/campaigns'
import { type AsideRequest, asideRequests, responsesNamed } from '../../db/set-asides'
import { withWriter } from '../../recording/writer'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { somePeople } from '../frame/names'
import { done, momentText, type Reader, readerOf } from '../frame/reader'
import { FactList, Shell } from '../frame/shell'
import { requestGone, type Weight, Weights, weightsOf } from './aside'
import { doingOf, responsesAddress } from './query'
import { requestAddress } from './waiting'

/** One request as a second person reads it: what it would move, why, and whose it is to decide. */
export async function requestPage(deps: OfficeDeps, c: Context, record: CampaignRecord, id: string, trouble?: Trouble): Promise<Response> {
  const { database } = deps
  const { code } = record.campaign
  const request = (await asideRequests(database, waitingSince(deps), code)).find((one) => one.id === id)
  if (!request) return noticePage(c, 404, 'lostTitle', 'asideGoneText')
  const person = await personOf(deps, c)
  const seconds = await secondPersons(deps, request, 'responses.set-aside')
  const role = request.account === person?.id ? 'asker' : seconds.some((one) => one.id === person?.id) ? 'second' : 'new'
  const reader = readerOf(c)
  const weights = await weightsOf(deps, record, await responsesNamed(database, code, request.ids))
  const names = seconds.map(({ name, username }) => name || username)
  return page(c, {
    reader,
    title: reader.say('asideRequest'),
    status: trouble ? 409 : 200,
    body: <Request {...{ reader, record, request, weights, role, names, trouble }} />,
  })
}

type Trouble = 'asideNot_own' | 'asideNot_new' | 'asideNot_inside' | 'asideNot_unknown'

export async function confirmed(deps: OfficeDeps, c: Context, record: CampaignRecord, id: string): Promise<Response> {
  const { code } = record.campaign
  if (!(await isWaiting(deps, code, id))) return noticePage(c, 404, 'lostTitle', 'asideGoneText')
  return withWriter(deps.database, (writer) =>
    acting({ ...deps, writer }, c, confirmSetAside, { campaign: code, id }, (came) => {
      if (came.kind === 'done') return done(c, responsesAddress(code), 'done_aside-confirmed', came.value.moved)
      return came.failure.code === 'moved' ? requestGone(c) : requestPage(deps, c, record, id, `asideNot_${came.failure.code}`)
    }),
  )
}

export async function withdrawn(deps: OfficeDeps, c: Context, record: CampaignRecord, id: string): Promise<Response> {
  const { code } = record.campaign
  if (!(await isWaiting(deps, code, id))) return noticePage(c, 404, 'lostTitle', 'asideGoneText')
  return acting(deps, c, withdrawSetAside, { campaign: code, id }, (came) => {
    if (came.kind === 'done') return done(c, responsesAddress(code), 'done_aside-withdrawn')
    return came.failure.code === 'moved' ? requestGone(c) : requestPage(deps, c, record, id, `asideNot_${came.failure.code}`)
  })
}

const isWaiting = async (deps: OfficeDeps, campaign: string, id: string): Promise<boolean> =>
  (await asideRequests(deps.database, waitingSince(deps), campaign)).some((one) => one.id === id)

type Props = {
  readonly reader: Reader
  readonly record: CampaignRecord
  readonly request: AsideRequest
  readonly weights: readonly Weight[]
  readonly role: 'asker' | 'second' | 'new'
  readonly names: readonly string[]
  readonly trouble: Trouble | undefined
}

function Request({ reader, reader: { say, numbers }, record, request, weights, role, names, trouble }: Props) {
  const { code } = record.campaign
  const until = new Date(Date.parse(request.askedAt) + secondPersonMs).toISOString()
  const facts = [
    { name: say('asideDoing'), value: say(`asideDo_${doingOf(request.state)}`) },
    { name: say('asideHowMany'), value: numbers.count(request.ids.length) },
    { name: say('asideAskedBy'), value: `${request.person}, ${momentText(reader, request.askedAt)}` },
    { name: say('asideCause'), value: say(`asideCause_${request.cause}`) },
    { name: say('asideReason'), value: request.reason, isWide: true },
    { name: say('asideUntil'), value: momentText(reader, until) },
  ]
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={responsesAddress(code)}>{say('responsesTitle')}</a>
      </p>
      <h1>{say('asideRequest')}</h1>
      {trouble !== undefined && (
        <p class="wrong summary" role="alert">
          {say(trouble)}
        </p>
      )}
      <section class="card">
        <FactList look="facts" facts={facts} />
        <Weights {...{ reader, record, weights }} isBound={false} />
      </section>
      {reader.seeing === undefined && (
        <section class="card form">
          <p>{say(role === 'second' ? 'asideYours' : role === 'asker' ? 'asideNot_own' : 'asideNot_new')}</p>
          {role !== 'second' && (
            <p class="note">{names.length > 0 ? say('asideSeconds', { who: somePeople(reader, names) }) : say('asideAlone')}</p>
          )}
          <div class="acts">
            {role === 'second' && (
              <form method="post" action={`${requestAddress(code, request.id)}/confirm`}>
                <button type="submit">{say('asideConfirm')}</button>
              </form>
            )}
            {role !== 'new' && (
              <form method="post" action={`${requestAddress(code, request.id)}/withdraw`}>
                <button class="button quiet" type="submit">
                  {say(role === 'asker' ? 'asideWithdraw' : 'asideDecline')}
                </button>
              </form>
            )}
          </div>
        </section>
      )}
    </Shell>
  )
}
