import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { fetched, Lazy } from '../frame/Lazy'
import type { PasteListProps } from './PasteList'

const pasteListModule = fetched(() => import('./PasteList'))

/** Pasting a list below a list: the button that opens it, what it opens, and the way in for what was pasted into a field of one line. */
export type Pasting = { readonly opener: ComponentChildren; readonly opened: ComponentChildren; readonly open: (text: string) => void }

export function usePasting(props: Omit<PasteListProps, 'given' | 'onClose'>): Pasting {
  const { desk, onTake } = props
  const [given, open] = useState<string>()
  const isOpen = given !== undefined
  const close = () => open(undefined)
  const taken: PasteListProps['onTake'] = (lines, how) => {
    onTake(lines, how)
    close()
  }
  return {
    open,
    opener: (
      <button type="button" class="tool" aria-expanded={isOpen} onClick={() => open(isOpen ? undefined : '')}>
        {desk.say('pasteOpen')}
      </button>
    ),
    opened: isOpen && (
      <Lazy key={given} focus=".paste textarea" of={pasteListModule} say={desk.say}>
        {({ PasteList }) => <PasteList {...props} {...{ given }} onTake={taken} onClose={close} />}
      </Lazy>
    ),
  }
}
