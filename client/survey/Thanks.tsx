import type { ComponentChildren } from 'preact'
import { isSpoken, localeOf } from '../text/languages'
import { dayInFigures } from '../text/speaking'
import type { Receipt } from '../../surveys/instrument/schema'
import { fresh } from './Frame'
import type { SurveyModel, Wording } from './model'

type ThanksProps = {
  readonly model: SurveyModel
  readonly wording: Wording
  /** Of the receipt; the device can tell it before the server has answered. */
  readonly code: string
  /** Undefined where the server has not said that it came: it waits on the device, or was counted before. */
  readonly receipt: Receipt | undefined
  readonly kind: 'received' | 'held' | 'counted'
  readonly children?: ComponentChildren
}

/** The end: what was received, and under which code. */
export function Thanks({ model, wording, code, receipt, kind, children }: ThanksProps) {
  return (
    <div class="thanks">
      <svg class="tick" viewBox="0 0 64 64" aria-hidden="true">
        <circle cx="32" cy="32" r="30" />
        <path d="M19 33l9 9 18-20" />
      </svg>
      <h1>{fresh(wording.say(kind === 'held' ? 'thanksKept' : 'thanks'))}</h1>
      <p>{receipt?.test ? wording.say('testReceipt') : wording.shown(model.questionnaire.thanks)}</p>
      {kind === 'counted' ? <p>{wording.say('firstCounted')}</p> : null}
      <div class="receipt">
        <p class="soft">{wording.say('receipt')}</p>
        <p class="code notranslate" data-receipt={kind === 'held' ? undefined : code}>
          {code}
        </p>
        {receipt ? <p class="soft">{wording.say('receivedOn', { day: dayText(wording.language, receipt.receivedOn) })}</p> : null}
        {kind === 'held' ? <p class="soft">{wording.say('keptHere')}</p> : null}
      </div>
      {receipt?.test ? null : <p class="soft">{wording.say('receiptHint')}</p>}
      {children}
    </div>
  )
}

/** The way from the thanks to what became of the response, for whoever has the page to themselves. */
export const LookUp = ({ code, wording }: Pick<ThanksProps, 'code' | 'wording'>) => (
  <p>
    <a class="quiet" href={`/receipt?${new URLSearchParams({ code, lang: wording.language })}`}>
      {wording.say('lookUp')}
    </a>
  </p>
)

/** A day in words; in figures in Vietnamese, as everybody writes them there, and where we have no words for it. */
export const dayText = (language: string, day: string): string =>
  !isSpoken(language) || localeOf(language).startsWith('vi')
    ? dayInFigures(language, day)
    : new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
