import { useMemo, useState } from 'preact/hooks'
import { ratedAmong, ratedIn, ratedWord } from '../../surveys/answers/rated-agencies'
import { choiceProblem, unrolled } from '../../surveys/instrument/loop'
import type { Answers } from '../../surveys/instrument/schema'
import type { Page } from '../survey/model'
import { Listen } from '../survey/questions/Field'
import type { ChoosingProps, RatedAsking } from './choosing'

type Rated = { readonly agency: string; readonly answers: Answers; readonly isChosen: boolean }

/** One citizen who rates several agencies: which, then about each of them, and back again as often as they like. */
export function RatedVisit({ ask, ...choosing }: ChoosingProps & { readonly ask: RatedAsking }) {
  const { page, choose } = choosing
  const [rated, rate] = useState<Rated>({ agency: '', answers: {}, isChosen: false })
  const asked = useMemo(() => ratedPage(page, rated.agency), [rated])
  const go = (next: Rated) => {
    rate(next)
    choose(next.isChosen ? next.agency : undefined)
  }
  if (!rated.isChosen)
    return <ChooseRated {...choosing} before={rated} settled={(agency, answers) => go({ agency, answers, isChosen: true })} />
  return ask({ ...asked, answers: rated.answers }, rated.agency, (answers) => go({ ...rated, answers, isChosen: false }))
}

type ChooseRatedProps = Omit<ChoosingProps, 'choose'> & {
  /** What was chosen and answered before, by whoever comes back to choose otherwise. */
  readonly before: Rated
  readonly settled: (agency: string, answers: Answers) => void
}

/** The first question where one person rates several agencies: which of them. */
function ChooseRated({ page, wording, header, before, settled, back }: ChooseRatedProps) {
  const { loop } = page.model.questionnaire
  const [chosen, setChosen] = useState(ratedIn(before.agency))
  const [isTold, tell] = useState(false)
  const [leaving, ask] = useState<string>()
  const problem = loop && choiceProblem(loop, chosen.length)
  const answered = ratedAmong(before.answers)
  const without = (code: string) => setChosen(chosen.filter((one) => one !== code))
  const toggle = (code: string) => {
    if (!chosen.includes(code)) return setChosen([...chosen, code])
    return answered.includes(code) ? ask(code) : without(code)
  }
  const next = (event: SubmitEvent) => {
    event.preventDefault()
    if (problem) return tell(true)
    // In the order in which they stand.
    const inOrder = page.model.agencies.flatMap(({ code }) => (chosen.includes(code) ? [code] : []))
    const kept = Object.entries(before.answers).filter(([name]) => {
      const dot = name.lastIndexOf('.')
      return dot < 0 || inOrder.includes(name.slice(0, dot))
    })
    settled(ratedWord(inOrder), Object.fromEntries(kept))
  }
  const nameOf = (code: string) => wording.text(page.model.agencies.find((one) => one.code === code)?.name ?? {})
  const settle = (isRemoved: boolean) => {
    if (isRemoved && leaving !== undefined) without(leaving)
    ask(undefined)
  }
  return (
    <>
      {header}
      <main>
        <form noValidate onSubmit={next}>
          <h1 id="_which">{wording.shown(loop?.text ?? {})}</h1>
          {loop?.help ? <p class="soft">{wording.shown(loop.help)}</p> : null}
          <Listen item="_which" asking={{ live: true, wording }} />
          {leaving === undefined ? null : (
            <div class="summary" role="alertdialog" aria-labelledby="_leaving">
              <h2 id="_leaving">{wording.say('removeRated', { agencies: nameOf(leaving) })}</h2>
              <div class="languages">
                <button class="go" type="button" autofocus onClick={() => settle(false)}>
                  {wording.say('removeNo')}
                </button>
                <button class="quiet" type="button" onClick={() => settle(true)}>
                  {wording.say('removeYes')}
                </button>
              </div>
            </div>
          )}
          <fieldset class="card" aria-labelledby="_which" aria-describedby={isTold && problem ? '_hint _wrong' : '_hint'}>
            <p class="help" id="_hint">
              {wording.say('chooseAtMost', { max: loop?.atMost ?? 1 })}
            </p>
            {isTold && problem ? (
              <p class="problem" id="_wrong" role="alert">
                <span aria-hidden="true">! </span>
                {wording.violation(problem)}
              </p>
            ) : null}
            <div class="options">
              {page.model.agencies.map(({ code, name }) => (
                <label key={code} class="option">
                  <input
                    type="checkbox"
                    name="agency"
                    value={code}
                    checked={chosen.includes(code)}
                    onChange={(event) => {
                      toggle(code)
                      // What is asked first stays as it is until it is answered.
                      event.currentTarget.checked = chosen.includes(code) ? answered.includes(code) : true
                    }}
                  />
                  <span class="box">{wording.shown(name)}</span>
                </label>
              ))}
            </div>
          </fieldset>
          <div class="navigation">
            <button class="quiet" type="button" onClick={back}>
              {wording.say('back')}
            </button>
            <button class="go" type="submit">
              {wording.say('next')}
            </button>
          </div>
        </form>
      </main>
    </>
  )
}

/** The page of whoever rates these agencies; of any other questionnaire the page as it is. */
function ratedPage(page: Page, agency: string): Page {
  const { model } = page
  if (!model.questionnaire.loop) return page
  const rated = ratedIn(agency)
  const agencies = rated.flatMap((code) => model.agencies.find((one) => one.code === code) ?? [])
  return { ...page, agency, model: { ...model, questionnaire: unrolled(model.questionnaire, agencies) } }
}
