import type { Word } from '../text/citizen/words'
import type { Wording } from './wording'

type ProgressProps = {
  readonly wording: Wording
  readonly word: Extract<Word, 'section' | 'question'>
  readonly step: number
  readonly total: number
  readonly left: string
}

/** How far one is, in words and as a bar. */
export const Progress = ({ wording, word, step, total, left }: ProgressProps) => (
  <div class="progress">
    <progress value={step} max={total} aria-label={wording.say('progress')} />
    <p class="soft">
      {wording.say(word, { n: step + 1, total })} · {wording.say('left', { time: left })}
    </p>
  </div>
)
