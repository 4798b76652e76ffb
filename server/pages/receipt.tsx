import { render } from 'preact-render-to-string'
import { Labels } from '../../client/survey/Header'
import type { Page } from '../../client/survey/model'
import { Thanks } from '../../client/survey/Thanks'
import { wordingOf } from '../../client/survey/wording'
import type { Receipt } from '../../surveys/schema'

/** The thank-you page of a form without JavaScript. */
export function receiptBody(page: Page, receipt: Receipt): string {
  const wording = wordingOf(page.model, page.language, page.agency)
  return render(
    <>
      <header>
        <p class="place">
          <b>{wording.agency}</b> · {wording.text(page.model.place)}
        </p>
        <Labels page={page} wording={wording} />
      </header>
      <main>
        <Thanks model={page.model} wording={wording} receipt={receipt}>
          <p>{wording.say('done')}</p>
        </Thanks>
      </main>
    </>,
  )
}
