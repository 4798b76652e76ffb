import type { ComponentChildren } from 'preact'
import { localeOf } from '../text/languages'
import type { Receipt } from '../../surveys/instrument/schema'
import type { SurveyModel, Wording } from './model'

type ThanksProps = {
  readonly model: SurveyModel
  readonly wording: Wording
  /** Undefined while the response waits on the device. */
  readonly receipt: Receipt | undefined
  readonly children?: ComponentChildren
}

/** The end: what was received, and under which code. */
export function Thanks({ model, wording, receipt, children }: ThanksProps) {
  return (
    <div class="thanks" role="status">
      <svg class="tick" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
        <circle cx="32" cy="32" r="30" />
        <path d="M19 33l9 9 18-20" />
      </svg>
      <h1 tabIndex={-1}>{wording.say(receipt ? 'thanks' : 'thanksKept')}</h1>
      <p>{receipt?.test ? wording.say('testReceipt') : wording.text(model.questionnaire.thanks)}</p>
      {receipt ? <Received receipt={receipt} wording={wording} /> : <p class="soft">{wording.say('keptHere')}</p>}
      {children}
    </div>
  )
}

const Received = ({ receipt, wording }: { readonly receipt: Receipt; readonly wording: Wording }) => (
  <>
    <div class="receipt">
      <p class="soft">{wording.say('receipt')}</p>
      <p class="code" data-receipt={receipt.code}>
        {receipt.code}
      </p>
      <p class="soft">{wording.say('receivedOn', { day: dayText(wording.language, receipt.receivedOn) })}</p>
    </div>
    {receipt.test ? null : <p class="soft">{wording.say('receiptHint')}</p>}
  </>
)

export const dayText = (language: string, day: string): string =>
  new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
