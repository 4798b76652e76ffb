import { useEffect, useRef, useState } from 'preact/hooks'
import { localDay } from '../../surveys/calendar'
import type { Answers } from '../../surveys/schema'
import { deliver, type Delivery, type Sending } from './delivery'
import type { Page } from './model'
import { newId } from './newId'

export type Deliverer = {
  readonly delivery: Delivery | undefined
  readonly send: (language: string, agency: string, answers: Answers) => void
  readonly retryNow: () => void
  /** Back to the answers after a refusal. */
  readonly reset: () => void
}

/** Sends this page's response; the sending goes on by itself when the screen has moved on. */
export function useDelivery({ model, test }: Page): Deliverer {
  const [delivery, setDelivery] = useState<Delivery>()
  const sending = useRef<Sending | undefined>(undefined)
  const shown = useRef(true)
  useEffect(() => () => void (shown.current = false), [])
  const send = (language: string, agency: string, answers: Answers) => {
    const { campaign, touchpoint } = model
    const response = {
      id: newId(),
      campaign: campaign.code,
      version: campaign.version,
      touchpoint,
      agency,
      language,
      answeredOn: localDay(Date.now()),
      answers,
    }
    sending.current = deliver(test ? `${endpoint}?test` : endpoint, response, (next) => shown.current && setDelivery(next))
  }
  return { delivery, send, retryNow: () => sending.current?.retryNow(), reset: () => setDelivery(undefined) }
}

const endpoint = '/api/v1/responses'
