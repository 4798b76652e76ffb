import { useEffect, useRef } from 'preact/hooks'
import { itemsById } from '../../surveys/response'
import { codeOf, findOption, isChoice } from '../../surveys/questions/options'
import { itemsOn } from '../survey/screens'
import type { Survey } from '../survey/useSurvey'
import { ownValue } from '../../surveys/name-patterns'

/** Leads on shortly after a finger has tapped the one option of a question; arrow keys only choose. */
export function useAdvance(survey: Survey) {
  const latest = useRef(survey)
  latest.current = survey
  const byFinger = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const onClick = ({ target }: Event) => {
    clearTimeout(timer.current)
    if (!byFinger.current || !(target instanceof HTMLInputElement) || target.type !== 'radio') return
    const { step } = latest.current
    timer.current = setTimeout(() => {
      if (latest.current.step === step && isDone(latest.current)) latest.current.next()
    }, seenForMs)
  }
  return {
    onPointerDown: () => void (byFinger.current = true),
    onKeyDown: () => void (byFinger.current = false),
    onClick,
  }
}

/** Long enough to see what was chosen, and for the second tap of a double one. */
const seenForMs = 350

/** Nothing more to say on this screen: an "other" still waits for its text, the last screen for its sending. */
function isDone({ screens, step, answers, asking }: Survey): boolean {
  const screen = screens[step]
  if (!screen || step === screens.length - 1) return false
  return itemsOn(screen).every((id) => {
    const item = itemsById(asking.questionnaire).get(id)
    const answer = ownValue(answers, id)
    return item !== undefined && answer !== undefined && isChoice(answer) && findOption(item, codeOf(answer))?.kind !== 'other'
  })
}
