import { usesOfOption } from '../../../surveys/designing/option-codes'
import type { OptionChange } from '../../../surveys/designing/scale-options'
import { usesOf } from '../../../surveys/designing/scales'
import { isValidOption } from '../../../surveys/questionnaire'
import type { Option, Scale } from '../../../surveys/schema'
import { Face } from '../../survey/Face'
import type { Desk } from '../desk'
import { Choice } from '../fields/Choice'
import { CodeField } from '../fields/CodeField'
import { LocalField } from '../fields/LocalField'
import { NumberField } from '../fields/NumberField'
import { Tick } from '../fields/Tick'
import { optionName } from './naming'
import { OptionActs } from './OptionActs'
import type { OptionEdits } from './useOptions'

type Props = { readonly desk: Desk; readonly scale: Scale; readonly option: Option; readonly place: number; readonly edits: OptionEdits }

/** Everything about one option of a scale. */
export function OptionCard({ desk, scale, option, place, edits }: Props) {
  const { say } = desk
  const change = (what: string, next: OptionChange) => edits.change(place, what, next)
  const uses = usesOfOption(desk.draft, scale.id, option.code)
  return (
    <li>
      <fieldset class="scale-option">
        <legend>{option.face === undefined ? null : <Face face={option.face} />}{place + 1}. {optionName(desk, option, place)}</legend>
        <LocalField desk={desk} label={say('scaleLabel')} value={option.label} onInput={(label) => change('label', { label })} />
        <div class="scale-fields">
          <CodeField say={say} label={say('scaleCode')} value={option.code} taken={new Set(scale.options.map(({ code }) => code))} onChange={(code) => edits.recode(place, code)} />
          {isValidOption(option) ? <NumberField label={say('scaleScore')} value={option.score} wrong={lacksScore(scale, option) ? say('scaleScoreMissing') : undefined} onChange={(score) => change('score', { score })} /> : null}
          <Choice label={say('scaleKind')} value={option.kind} options={kinds.map(({ value, word }) => ({ value, text: say(word) }))} onChange={(kind) => change('kind', { kind })} />
          <Choice label={say('scaleFace')} value={String(option.face ?? 0)} options={faces.map((word, face) => ({ value: String(face), text: say(word) }))} onChange={(face) => change('face', { face: Number(face) || undefined })} />
        </div>
        {isValidOption(option) ? null : <p class="note">{say('scaleOutside')}</p>}
        <div class="scale-ticks">
          {isValidOption(option) ? <Tick label={say('scalePositive')} hint={say('scalePositiveHint')} checked={option.positive === true} onChange={(positive) => change('positive', { positive })} /> : null}
          {mayStandAlone(desk, scale, option) ? <Tick label={say('scaleExclusive')} hint={say('scaleExclusiveHint')} checked={option.exclusive === true} onChange={(exclusive) => change('exclusive', { exclusive })} /> : null}
        </div>
        {uses.length > 0 ? <p class="note">{say('scaleOptionUsed', { places: uses.map(({ id }) => id).join(', ') })}</p> : null}
        <OptionActs {...{ desk, scale, option, place, edits }} />
      </fieldset>
    </li>
  )
}

const lacksScore = ({ options }: Scale, { kind, score }: Option): boolean =>
  kind === 'answer' && score === undefined && options.some((other) => other.kind === 'answer' && other.score !== undefined)

/** It means something in a multiple choice only. */
function mayStandAlone({ draft }: Desk, { id }: Scale, { exclusive }: Option): boolean {
  const uses = usesOf(draft, id)
  return exclusive === true || uses.length === 0 || uses.some(({ type }) => type === 'multiple')
}

const kinds = [
  { value: 'answer', word: 'scaleKindAnswer' },
  { value: 'other', word: 'scaleKindOther' },
  { value: 'not-applicable', word: 'scaleKindNotApplicable' },
  { value: 'no-opinion', word: 'scaleKindNoOpinion' },
] as const

const faces = ['scaleFace0', 'scaleFace1', 'scaleFace2', 'scaleFace3', 'scaleFace4', 'scaleFace5'] as const
