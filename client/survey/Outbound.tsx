import type { Deliverer } from './useDelivery'
import type { Wording } from './wording'

/** What the citizen sees between sending and the receipt: calm, and with the answers kept. */
export function Outbound({ deliverer, wording }: { readonly deliverer: Deliverer; readonly wording: Wording }) {
  const { delivery } = deliverer
  if (!delivery || delivery.kind === 'accepted') return null
  if (delivery.kind === 'sending')
    return (
      <p class="sending" role="status">
        {wording.say('sending')}
      </p>
    )
  if (delivery.kind === 'waiting')
    return (
      <div class="summary calm" role="alert">
        <h2>{wording.say('unsentTitle')}</h2>
        <p>{wording.say('unsentText', { n: delivery.seconds })}</p>
        <button class="go" type="button" onClick={deliverer.retryNow}>
          {wording.say('retry')}
        </button>
      </div>
    )
  return (
    <div class="summary" role="alert">
      <h2>{wording.say('refusedTitle')}</h2>
      <p>{delivery.message}</p>
      <button class="go" type="button" onClick={deliverer.reset}>
        {wording.say('checkAgain')}
      </button>
    </div>
  )
}
