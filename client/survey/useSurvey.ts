import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { withoutUnreachable } from '../../surveys/instrument/flow'
import { type Pace, paceOf } from '../../surveys/instrument/pace'
import type { Answers, Questionnaire } from '../../surveys/instrument/schema'
import type { Violation } from '../../surveys/instrument/violations'
import type { Word } from '../text/speaking'
import { arrive } from './arrival'
import { type Deliverer, isDelivered, useDelivery } from './delivery'
import type { Draft } from '../../surveys/answers/begun'
import type { Page } from './model'
import { reading } from './reading'
import { allScreens, itemsOn, problemsOn, type Screen } from './screens'
import { useLeaving } from './useLeaving'
import { type Paper, usePaper } from './usePaper'
import type { Steps } from './useSteps'

/** How a layout leads through the questionnaire. */
export type Walk = {
  readonly screensOf: (questionnaire: Questionnaire, answers: Answers) => readonly Screen[]
  readonly steps: Steps
  /** What a screen is called when its place is told. */
  readonly word: Extract<Word, 'section' | 'question'>
  /** Whether the browser has taken over from the server's plain form. */
  readonly live: boolean
}

export type SurveyState = Omit<Paper, 'resume'> & {
  readonly live: boolean
  readonly screens: readonly Screen[]
  readonly step: number
  readonly timeLeft: Pace
  /** Where that is, in words. */
  readonly place: string
  readonly deliverer: Deliverer
  /** Changes with whatever the focus has to follow. */
  readonly arrival: string
  /** Brings the focus there. */
  readonly arrive: () => void
  /** Leads to an item, on whatever screen it stands. */
  readonly lead: (item: string) => void
  readonly resume: (draft: Draft) => void
  readonly next: () => void
  readonly back: () => void
  readonly goTo: (step: number) => void
}

/** A citizen's way through the questionnaire to the receipt. */
export function useSurvey(page: Page, agency: string, { screensOf, steps, word, live }: Walk): SurveyState {
  const paper = usePaper(page, agency, live)
  const { wording } = paper
  const { questionnaire } = paper.asking
  const deliverer = useDelivery(page)
  const screens = live ? screensOf(questionnaire, paper.answers) : allScreens(questionnaire)
  const step = Math.min(steps.step, screens.length - 1)
  const place = wording.say(word, { n: step + 1, total: screens.length })
  const { delivery } = deliverer
  const [moves, setMoves] = useState(0)
  const target = useRef<string | undefined>(undefined)
  const show = (items: readonly string[]) => {
    setMoves((before) => before + 1)
    const found = screens.findIndex((screen) => itemsOn(screen).some((id) => items.includes(id)))
    if (found >= 0 && found !== step) steps.goTo(found)
  }
  /** Shows what is wrong on the first screen that has it. */
  const refuse = (problems: readonly Violation[]) => {
    paper.setProblems(problems)
    show(problems.map(({ item }) => item))
  }
  // Of which agency is nobody's to know.
  useLeaving(page, Object.keys(paper.answers).pop()?.split('.').pop(), delivery && delivery.kind !== 'refused')
  const title = titleOf(paper, delivery && isDelivered(delivery) ? wording.say('thanks') : place, page)
  // Before the focus moves: what reads aloud says the title first.
  useLayoutEffect(() => {
    if (live) document.title = title
  }, [title, live])
  useEffect(() => {
    if (delivery?.kind !== 'refused' || delivery.violations.length === 0) return
    deliverer.reset()
    refuse(delivery.violations)
  }, [delivery])
  const next = () => {
    // Those before it too: they may have been left before the script came, or the answers have changed what is asked there.
    const problems = problemsOn(questionnaire, screens.slice(0, step + 1), paper.answers)
    if (problems.length > 0) return refuse(problems)
    paper.setProblems([])
    if (step < screens.length - 1) steps.goTo(step + 1)
    else
      deliverer.send(
        wording.language,
        agency,
        withoutUnreachable(questionnaire, paper.answers),
        reading.contactOn?.(screens, paper.answers),
      )
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
    place,
    timeLeft: paceOf(questionnaire, screens.slice(step), wording.language),
    deliverer,
    arrival: [step, moves, wording.language].join(),
    arrive: () => {
      arrive(place, target.current)
      target.current = undefined
    },
    lead: (item) => {
      // An id may hold a dot.
      target.current = `[id="${item}"]`
      show([item])
    },
    next,
    back: steps.back,
    goTo: steps.goTo,
  }
}

function titleOf({ wording, asking }: Paper, head: string, { model }: Page): string {
  const title = `${head} · ${wording.text(model.questionnaire.title)}`
  return asking.problems.length > 0 ? wording.say('wrong', { title }) : title
}
