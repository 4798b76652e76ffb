import type { VNode } from 'preact'
import { ratedAmong, ratedIn } from '../../surveys/answers/rated-agencies'
import type { Draft } from '../../surveys/answers/begun'
import type { Page, Wording } from './model'

type BegunProps = {
  readonly page: Page
  readonly agency: string
  readonly wording: Wording
  readonly begun: Draft
  readonly settle: (draft: Draft | undefined) => void
}

/** Agencies of which something was answered are not among those chosen now: nothing of it goes without a word. */
function removed({ page, agency, wording, begun, settle }: BegunProps): VNode | undefined {
  const rated = ratedIn(agency)
  const gone = page.model.questionnaire.loop ? ratedAmong(begun.answers).filter((one) => !rated.includes(one)) : []
  if (gone.length === 0) return undefined
  const names = gone.map((code) => wording.text(page.model.agencies.find((one) => one.code === code)?.name ?? { vi: code }))
  const keep = () => {
    const address = new URLSearchParams(location.search)
    address.set('agency', [agency, ...gone].join(' '))
    location.replace(`?${address}`)
  }
  const remove = () => {
    const isGone = (name: string) => gone.some((code) => name.startsWith(`${code}.`))
    settle({ ...begun, answers: Object.fromEntries(Object.entries(begun.answers).filter(([name]) => !isGone(name))) })
  }
  return (
    <div class="begun">
      <h1>{wording.say('removeRated', { agencies: names.join(', ') })}</h1>
      <div class="navigation">
        <button class="quiet" type="button" onClick={remove}>
          {wording.say('removeYes')}
        </button>
        <button class="go" type="button" onClick={keep}>
          {wording.say('removeNo')}
        </button>
      </div>
    </div>
  )
}

type OtherProps = Pick<BegunProps, 'page' | 'agency' | 'wording'> & { readonly live: boolean }

/** The way back to choosing which agencies are rated; a form without script brings along what was answered. */
const otherAgencies = ({ page, agency, wording, live }: OtherProps): VNode | null =>
  page.model.questionnaire.loop && page.model.agencies.length > 1 ? (
    <p>
      {live ? (
        <a class="quiet" href={`?${new URLSearchParams({ agency, lang: wording.language, ...(page.test && { test: '' }), choose: '' })}`}>
          {wording.say('otherAgencies')}
        </a>
      ) : (
        <button class="quiet" type="submit" name="_choose" value="1">
          {wording.say('otherAgencies')}
        </button>
      )}
    </p>
  ) : null

/** What only whoever rates several agencies meets on a phone. */
export const ratedScreens = { removed, otherAgencies } as const
