import { useId, useRef } from 'preact/hooks'
import type { Clash } from '../../../surveys/designing/merge'
import { clashLanguage, clashPlace } from './clash-place'
import { clashValue, type Told } from './clash-value'

type Props = {
  readonly desk: Told
  /** The other author's name. */
  readonly who: string
  readonly clashes: readonly Clash[]
  readonly onKeep: (clash: Clash) => void
  readonly onTake: (clash: Clash) => void
  readonly onDone: () => void
}

/** Somebody else saved meanwhile: what was joined, and a choice for each place that both changed differently. */
export function Collision({ desk, who, clashes, onKeep, onTake, onDone }: Props) {
  const { say, office } = desk
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  const chosen = (choose: (clash: Clash) => void) => (clash: Clash) => {
    heading.current?.focus()
    choose(clash)
  }
  return (
    <section class="collision" aria-labelledby={id}>
      <h2 id={id} ref={heading} tabIndex={-1}>{say('clashTitle', { who })}</h2>
      <p role="alert">{say('clashText', { who })}</p>
      <p role="status">{clashes.length === 0 ? say('clashNone') : say('clashAsk', { n: new Intl.NumberFormat(office).format(clashes.length) })}</p>
      <ol>
        {clashes.map((clash) => <Choosing key={clash.path.join(' ')} {...{ desk, who, clash }} onKeep={chosen(onKeep)} onTake={chosen(onTake)} />)}
      </ol>
      <p class="acts">
        <button type="button" onClick={onDone}>{say(clashes.length === 0 ? 'clashDone' : 'clashKeepRest')}</button>
      </p>
    </section>
  )
}

type ChoosingProps = Pick<Props, 'desk' | 'who' | 'onKeep' | 'onTake'> & { readonly clash: Clash }

function Choosing({ desk, who, clash, onKeep, onTake }: ChoosingProps) {
  const { say, office } = desk
  const id = useId()
  const lang = clashLanguage(clash.path)
  return (
    <li>
      <h3 id={id}>{clashPlace(clash.path, say, office)}</h3>
      <dl>
        <div><dt>{say('clashYours')}</dt><dd lang={lang}>{clashValue(clash.mine, desk)}</dd></div>
        <div><dt>{say('clashTheirs', { who })}</dt><dd lang={lang}>{clashValue(clash.theirs, desk)}</dd></div>
      </dl>
      <p class="acts">
        <button type="button" class="plain" aria-describedby={id} onClick={() => onKeep(clash)}>{say('clashKeep')}</button>
        <button type="button" class="plain" aria-describedby={id} onClick={() => onTake(clash)}>{say('clashTake', { who })}</button>
      </p>
    </li>
  )
}
