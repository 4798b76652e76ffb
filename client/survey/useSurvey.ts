import { useEffect, useState } from 'preact/hooks'
import { withoutUnreachable } from '../../surveys/instrument/flow'
import { type Pace, paceOf } from '../../surveys/instrument/pace'
import type { Answers, Questionnaire } from '../../surveys/instrument/schema'
import type { Violation } from '../../surveys/instrument/violations'
import { type Deliverer, useDelivery } from './delivery'
import type { Draft } from '../../surveys/answers/begun'
import type { Page } from './model'
import { allScreens, itemsOn, problemsOn, type Screen } from './screens'
import { type Paper, usePaper } from './usePaper'
import type { Steps } from './useSteps'

/** How a layout leads through the questionnaire. */
export type Walk = {
  readonly screensOf: (questionnaire: Questionnaire, answers: Answers) => readonly Screen[]
  readonly steps: Steps
  /** Whether the browser has taken over from the server's plain form. */
  readonly live: boolean
}

export type SurveyState = Omit<Paper, 'resume'> & {
  readonly live: boolean
  readonly screens: readonly Screen[]
  readonly step: number
  readonly timeLeft: Pace
  readonly deliverer: Deliverer
  /** Times that leaving a screen was refused, so that focus can follow each. */
  readonly refusals: number
  readonly resume: (draft: Draft) => void
  readonly next: () => void
  readonly back: () => void
  readonly goTo: (step: number) => void
}

/** A citizen's way through the questionnaire to the receipt. */
export function useSurvey(page: Page, agency: string, { screensOf, steps, live }: Walk): SurveyState {
  const { questionnaire } = page.model
  const paper = usePaper(page, agency, live)
  const deliverer = useDelivery(page)
  const screens = live ? screensOf(questionnaire, paper.answers) : allScreens(questionnaire)
  const step = Math.min(steps.step, screens.length - 1)
  const [refusals, refuse] = useRefusals(paper, screens, step, steps.goTo)
  useEffect(() => {
    const { delivery } = deliverer
    if (delivery?.kind !== 'refused' || delivery.violations.length === 0) return
    deliverer.reset()
    refuse(delivery.violations)
  }, [deliverer.delivery])
  const next = () => {
    // Those before it too: they may have been left before the script came, or the answers have changed what is asked there.
    const problems = problemsOn(questionnaire, screens.slice(0, step + 1), paper.answers)
    if (problems.length > 0) return refuse(problems)
    paper.setProblems([])
    if (step < screens.length - 1) steps.goTo(step + 1)
    else deliverer.send(paper.wording.language, agency, withoutUnreachable(questionnaire, paper.answers))
  }
  const resume = (draft: Draft) => {
    paper.resume(draft)
    deliverer.resume(draft.id)
    steps.goTo(draft.step)
  }
  return {
    ...paper,
    resume,
    live,
    screens,
    step,
    timeLeft: paceOf(questionnaire, screens.slice(step), paper.wording.language),
    deliverer,
    refusals,
    next,
    back: steps.back,
    goTo: steps.goTo,
  }
}

/** Shows what is wrong on the first screen that has it, and counts. */
function useRefusals({ setProblems }: Paper, screens: readonly Screen[], step: number, goTo: (step: number) => void) {
  const [refusals, setRefusals] = useState(0)
  const refuse = (problems: readonly Violation[]) => {
    setProblems(problems)
    setRefusals((before) => before + 1)
    const place = screens.findIndex((screen) => itemsOn(screen).some((id) => problems.some(({ item }) => item === id)))
    if (place >= 0 && place !== step) goTo(place)
  }
  return [refusals, refuse] as const
}
