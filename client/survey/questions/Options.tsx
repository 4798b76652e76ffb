import { type Choice, codeOf, otherTextLimit, textOf } from '../../../surveys/instrument/questions/options'
import type { Option, Scale } from '../../../surveys/instrument/schema'
import { Face } from '../Face'
import type { Asking } from '../model'

type OptionsProps = {
  readonly item: string
  readonly scale: Scale
  readonly kind: 'radio' | 'checkbox'
  readonly chosen: readonly Choice[]
  readonly asking: Asking
  readonly onChoose: (option: Option) => void
  readonly onText: (option: Option, text: string) => void
}

/** The options of one item as native inputs, in the scale's order, what lies outside it last. */
export function Options({ scale, ...rest }: OptionsProps) {
  return (
    <div class={`options ${scale.options.some(({ face }) => face) ? 'faces' : scale.options.length > 8 ? 'many' : ''}`}>
      {[...scale.options]
        .sort((a, b) => place(a) - place(b))
        .map((option, index) => (
          <OneOption key={option.code} option={option} first={index === 0} {...rest} />
        ))}
    </div>
  )
}

type OneOptionProps = Omit<OptionsProps, 'scale'> & { readonly option: Option; readonly first: boolean }

function OneOption({ option, first, item, kind, chosen, asking, onChoose, onText }: OneOptionProps) {
  const choice = chosen.find((one) => codeOf(one) === option.code)
  const { wording, live } = asking
  return (
    <>
      <label class={place(option) === 0 ? 'option' : 'option aside'}>
        <input
          type={kind}
          name={item}
          value={option.code}
          checked={choice !== undefined}
          id={first ? item : undefined}
          onChange={() => onChoose(option)}
        />
        <span class="box">
          {option.face ? <Face face={option.face} /> : null}
          <span>{wording.text(option.label)}</span>
        </span>
      </label>
      {option.kind === 'other' && (choice !== undefined || !live) ? (
        <label class="other">
          <span>{wording.say('otherText')}</span>
          <input
            type="text"
            name={`${item}.text`}
            maxLength={otherTextLimit}
            autocomplete="off"
            defaultValue={choice === undefined ? '' : textOf(choice)}
            onInput={(event) => onText(option, event.currentTarget.value)}
          />
        </label>
      ) : null}
    </>
  )
}

const place = ({ kind }: Option): number => (kind === 'not-applicable' ? 2 : kind === 'no-opinion' ? 1 : 0)
