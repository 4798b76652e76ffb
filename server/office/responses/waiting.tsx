import type { AsideRequest } from '../../db/set-asides'
import { momentText, type Reader } from '../frame/reader'
import { doingOf, responsesAddress } from './query'

export const requestAddress = (campaign: string, id: string): string => `${responsesAddress(campaign)}/requests/${encodeURIComponent(id)}`

type ListProps = { readonly reader: Reader; readonly code: string; readonly requests: readonly AsideRequest[] }

/** What waits for a second person, each leading to its page. */
export const RequestList = ({ reader, reader: { say, numbers }, code, requests }: ListProps) => (
  <section class="card next" aria-labelledby="waiting">
    <h2 id="waiting">{say('asideWaiting')}</h2>
    <ul>
      {requests.map((request) => (
        <li key={request.id}>
          <a href={requestAddress(code, request.id)}>
            {say('asideWaits', {
              who: request.person,
              what: say(`asideDo_${doingOf(request.state)}`).toLowerCase(),
              n: numbers.count(request.ids.length),
              when: momentText(reader, request.askedAt),
            })}
          </a>
        </li>
      ))}
    </ul>
  </section>
)
