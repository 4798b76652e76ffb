import type { Wording } from './wording'

type NavigationProps = {
  readonly wording: Wording
  readonly back: (() => void) | undefined
  readonly last: boolean
}

/** Back and onward, always in the same place. */
export const Navigation = ({ wording, back, last }: NavigationProps) => (
  <div class="navigation">
    {back ? (
      <button class="quiet" type="button" onClick={back}>
        {wording.say('back')}
      </button>
    ) : null}
    <button class="go" type="submit">
      {wording.say(last ? 'send' : 'next')}
    </button>
  </div>
)
