import { useRef } from 'preact/hooks'
import { type Choice, codeOf, otherTextLimit, textOf } from '../../../surveys/instrument/questions/options'
import type { Option, Scale } from '../../../surveys/instrument/schema'
import { Face } from '../Face'
import type { Asking } from '../model'
import { isTap, ticking, trembleMs } from '../taps'
import { told } from './Field'
import { pictureLooks } from './Pictures'

/** How options look that have more than their labels; the first script of a phone and of a kiosk is built without and learns it where it is needed. */
export const optionLooks = pictureLooks

type OptionsProps = {
  readonly item: string
  readonly scale: Scale
  readonly kind: 'radio' | 'checkbox'
  readonly chosen: readonly Choice[]
  readonly asking: Asking
  readonly onChoose: (option: Option) => void
  readonly onText: (option: Option, text: string) => void
  /** Takes the one choice back, where none need be made. */
  readonly onClear?: (() => void) | undefined
}

/** The options of one item as native inputs, in the scale's order, what lies outside it last. */
export function Options({ scale, ...rest }: OptionsProps) {
  return (
    <div class={`options ${optionLooks.line(lineUp(scale), scale)}`}>
      {[...scale.options]
        .sort((a, b) => place(a) - place(b))
        .map((option, index) => (
          <OneOption key={option.code} option={option} first={index === 0} {...rest} />
        ))}
    </div>
  )
}

/** How options stand where there is width: on one line as long as they are few, to keep a scale's order in sight. */
const lineUp = ({ options }: Scale): string =>
  options.some(({ face }) => face)
    ? 'faces row'
    : options.length > 8
      ? 'many'
      : options.length > 5
        ? ''
        : options.length > 3
          ? 'row'
          : 'few row'

type OneOptionProps = Omit<OptionsProps, 'scale'> & { readonly option: Option; readonly first: boolean }

function OneOption({ option, first, item, kind, chosen, asking, onChoose, onText, onClear }: OneOptionProps) {
  const choice = chosen.find((one) => codeOf(one) === option.code)
  const { wording, live, layout } = asking
  const isAsked = choice !== undefined || !live
  const changedAt = useRef(-trembleMs)
  const changing = (change: () => void) => {
    changedAt.current = ticking()
    change()
  }
  const taps = {
    onClick: (event: MouseEvent) => {
      if (!isTap(event)) return
      if (ticking() - changedAt.current < trembleMs) event.preventDefault()
      else if (choice && onClear) {
        event.preventDefault()
        changing(onClear)
      }
    },
  }
  // Links lead to the first one; a reader says of a group of radio buttons itself that it is wrong.
  const problem = told(item, asking, false)
  return (
    <>
      <label class={place(option) ? 'option aside' : 'option'} {...taps}>
        <input
          type={kind}
          name={item}
          value={option.code}
          checked={choice !== undefined}
          id={first ? item : undefined}
          aria-describedby={first ? problem['aria-describedby'] : undefined}
          aria-invalid={kind === 'checkbox' ? problem['aria-invalid'] : undefined}
          onChange={() => changing(() => onChoose(option))}
        />
        <span class="box">
          {optionLooks.before(option)}
          {option.face ? <Face face={option.face} /> : null}
          <span>{wording.shown(option.label)}</span>
        </span>
      </label>
      {option.kind !== 'other' ? null : isAsked ? (
        <label class="other">
          <span>{wording.say('otherText')}</span>
          <input
            type="text"
            name={`${item}.text`}
            maxLength={otherTextLimit}
            autocomplete="off"
            defaultValue={choice ? textOf(choice) : ''}
            onInput={(event) => onText(option, event.currentTarget.value)}
          />
        </label>
      ) : layout === 'kiosk' ? (
        // Its room is kept, so that nothing moves under the finger; a tap there means the same as one on the option.
        <div class="other room" aria-hidden="true" onClick={() => onChoose(option)}>
          <span>{wording.say('otherText')}</span>
        </div>
      ) : null}
    </>
  )
}

const place = ({ kind }: Option): number => (kind === 'not-applicable' ? 2 : kind === 'no-opinion' ? 1 : 0)
