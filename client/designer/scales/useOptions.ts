import { useLayoutEffect, useState } from 'preact/hooks'
import { setOptionCode } from '../../../surveys/designing/option-codes'
import { addOption, changeOption, moveOption, type OptionChange, removeOption } from '../../../surveys/designing/scale-options'
import type { Scale } from '../../../surveys/schema'
import type { Desk } from '../desk'

export type OptionEdits = {
  readonly add: () => void
  readonly remove: (place: number) => void
  readonly move: (from: number, to: number) => void
  readonly recode: (place: number, code: string) => void
  readonly change: (place: number, what: string, next: OptionChange) => void
}

/** The edits of one scale's options; the focus goes along with what is moved, and stays in the list when one goes or comes. */
export function useOptions({ change }: Desk, { id, options }: Scale): OptionEdits {
  const follow = useFocus()
  return {
    add: () => {
      change(`scale ${id} add ${options.length}`, (draft) => addOption(draft, id))
      follow([optionsId])
    },
    remove: (place) => {
      change(`scale ${id} remove ${options.length}`, (draft) => removeOption(draft, id, place))
      follow([optionsId])
    },
    move: (from, to) => {
      change(`scale ${id} move ${from} to ${to}`, (draft) => moveOption(draft, id, from, to))
      follow(to < from ? [actId('up', to), actId('down', to)] : [actId('down', to), actId('up', to)])
    },
    recode: (place, code) => change(`scale ${id} code ${place}`, (draft) => setOptionCode(draft, id, place, code)),
    change: (place, what, next) => change(`scale ${id} ${what} ${place}`, (draft) => changeOption(draft, id, place, next)),
  }
}

/** The heading of the options. */
export const optionsId = 'scale-options'

export const actId = (direction: 'up' | 'down', place: number): string => `scale-option-${direction}-${place}`

/** Focuses the first of the named elements that takes it, once the change is on the screen. */
function useFocus(): (ids: readonly string[]) => void {
  const [wanted, want] = useState<readonly string[]>([])
  useLayoutEffect(() => {
    for (const id of wanted) {
      const found = document.getElementById(id)
      if (!found || found.matches(':disabled')) continue
      found.focus()
      return
    }
  }, [wanted])
  return want
}
