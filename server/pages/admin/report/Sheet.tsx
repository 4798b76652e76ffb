import type { ComponentChildren } from 'preact'
import type { ResultsView } from '../load'
import type { Reader } from '../reader'

type Props = { readonly reader: Reader; readonly view: ResultsView; readonly caption: string; readonly kind: string; readonly head: ComponentChildren; readonly children: ComponentChildren }

/** A table whose head comes again on every sheet of paper; one of made-up data says so in its caption. */
export const Sheet = ({ reader: { say }, view, caption, kind, head, children }: Props) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- without it a keyboard cannot scroll the table
  <div class="wide" role="region" aria-label={caption} tabIndex={0}>
    <table class={kind}>
      <caption>{caption}{view.record.campaign.synthetic && <i> ({say('synthetic')})</i>}</caption>
      <thead>{head}</thead>
      {children}
    </table>
  </div>
)
