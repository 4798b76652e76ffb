import { type Clash, withTheirs } from '../../../surveys/designing/merge'
import type { Desk } from '../desk'
import type { Joined } from '../useDesign'
import { Collision } from './Collision'

type Props = { readonly desk: Desk; readonly joined: Joined; readonly settle: (left: readonly Clash[]) => void }

/** Where two authors changed the same, one after the other is settled; nothing is saved until then. */
export function Settling({ desk, joined: { who, clashes }, settle }: Props) {
  const without = (clash: Clash) => clashes.filter((one) => one !== clash)
  const take = (clash: Clash) => {
    desk.change(`collision ${clash.path.join(' ')}`, (before) => withTheirs(before, clash))
    settle(without(clash))
  }
  return <Collision {...{ desk, who, clashes }} onKeep={(clash) => settle(without(clash))} onTake={take} onDone={() => settle([])} />
}
