import { useEffect, useState } from 'preact/hooks'
import type { ColleaguesProps } from './props'

type Module = typeof import('./Colleagues')

/** Who else is here, and what was said; fetched behind the first screen, which nobody waits for. */
export function ColleaguesDoor(props: ColleaguesProps) {
  const [module, setModule] = useState<Module>()
  // A designer without them can still be worked in.
  useEffect(() => void import('./Colleagues').then(setModule, () => undefined), [])
  return module ? <module.Colleagues {...props} /> : null
}
