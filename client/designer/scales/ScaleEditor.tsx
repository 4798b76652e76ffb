import { keepings } from '../../../surveys/instrument/questions/keepings'
import { useLayoutEffect, useState } from 'preact/hooks'
import {
  addOption,
  changeOption,
  duplicateScale,
  moveOption,
  newScaleOf,
  type OptionChange,
  removeOption,
  removeScale,
  renameScale,
  setOptionCode,
  splitFor,
  usesOf,
  usesOfOption,
} from '../../../surveys/designing/scales'
import { isValidOption } from '../../../surveys/instrument/item'
import type { Option, Questionnaire, Scale } from '../../../surveys/instrument/schema'
import { Face } from '../../survey/Face'
import { ChoiceField, CodeField, LocalField, NumberField, Tick } from '../frame/Fields'
import type { Desk } from '../frame/desk'
import { labelsOf, optionName, questionName } from './naming'
import { numbersOf } from '../../text/numbers'

type ScaleEditorProps = {
  readonly desk: Desk
  readonly scale: Scale
  readonly onSelect: (scale: string | undefined) => void
  /** The scale has another id: it stays selected, and the focus where it is. */
  readonly onRename: (next: string) => void
}

/** The heading of the editor. */
export const editorId = 'scale-editor'

/** The editor of one scale: its id, its options, who shares it, and how it looks to a citizen. */
export function ScaleEditor({ desk, scale, onSelect, onRename }: ScaleEditorProps) {
  const { draft, change, say } = desk
  const edits = useOptions(desk, scale)
  const rename = (next: string) => {
    change(`scale ${scale.id} id`, (before) => renameScale(before, scale.id, next))
    onRename(next)
  }
  return (
    <section class="card scale-editor" aria-labelledby={editorId}>
      <h2 id={editorId} tabIndex={-1}>
        {labelsOf(desk, scale)}
      </h2>
      <Sharing {...{ desk, scale, onSelect }} />
      <CodeField
        say={say}
        label={say('scaleId')}
        hint={say('scaleIdHint')}
        value={scale.id}
        taken={new Set(draft.scales.map(({ id }) => id))}
        onChange={rename}
      />
      <Sample desk={desk} scale={scale} />
      <h3 id={optionsId} tabIndex={-1}>
        {say('scaleOptions')}
      </h3>
      {draft.scoreUnit === 1 ? null : <p class="note">{say('scaleScoreUnit', { unit: numbersOf(desk.office).plain(draft.scoreUnit) })}</p>}
      <ol class="scale-options">
        {scale.options.map((option, place) => (
          <OptionCard key={place} {...{ desk, scale, option, place, edits }} />
        ))}
      </ol>
      <div class="acts">
        <button type="button" onClick={edits.add}>
          {say('scaleOptionAdd')}
        </button>
      </div>
      <WholeActs {...{ desk, scale, onSelect }} />
    </section>
  )
}

function WholeActs({ desk: { draft, change, say }, scale: { id }, onSelect }: Omit<ScaleEditorProps, 'onRename'>) {
  const duplicate = (before: Questionnaire) => duplicateScale(before, id)
  const isUsed = usesOf(draft, id).length > 0
  const copy = () => {
    change(`scale ${id} duplicate ${draft.scales.length}`, duplicate)
    onSelect(newScaleOf(draft, duplicate(draft)))
  }
  const remove = () => {
    change(`scale ${id} leave`, (before) => removeScale(before, id))
    onSelect(undefined)
  }
  return (
    <div class="acts scale-whole">
      <button type="button" class="quiet" onClick={copy}>
        {say('scaleDuplicate')}
      </button>
      {isUsed ? (
        <small>{say('scaleRemoveNot')}</small>
      ) : (
        <button type="button" class="quiet" onClick={remove}>
          {say('scaleRemove')}
        </button>
      )}
    </div>
  )
}

type SharingProps = { readonly desk: Desk; readonly scale: Scale; readonly onSelect: (scale: string | undefined) => void }

/** Says that a change touches several questions, and gives one of them a scale of its own. */
function Sharing({ desk, scale: { id }, onSelect }: SharingProps) {
  const { draft, change, say } = desk
  const uses = usesOf(draft, id)
  if (uses.length < 2) return null
  const split = (question: string) => {
    const edit = (before: Questionnaire) => splitFor(before, id, question)
    change(`scale ${id} split ${question}`, edit)
    onSelect(newScaleOf(draft, edit(draft)))
  }
  return (
    <div class="scale-shared">
      <p>{say('scaleShared', { n: String(uses.length) })}</p>
      <details>
        <summary>{say('scaleSplitSome')}</summary>
        <ul>
          {uses.map((question) => (
            <li key={question.id}>
              <span>
                {questionName(desk, question)} <code>{question.id}</code>
              </span>
              <button
                type="button"
                class="quiet"
                aria-label={say('scaleSplitOf', { what: questionName(desk, question) })}
                onClick={() => split(question.id)}
              >
                {say('scaleSplit')}
              </button>
            </li>
          ))}
        </ul>
      </details>
    </div>
  )
}

/** How a citizen sees the options: what lies outside the scale stands last. */
const Sample = ({ desk, scale: { options } }: { readonly desk: Desk; readonly scale: Scale }) => (
  <figure class="scale-sample">
    <figcaption>{desk.say('scaleSample')}</figcaption>
    <ul lang={desk.content} dir="auto">
      {options
        .map((option, place) => ({ option, place }))
        .sort((a, b) => rank(a.option) - rank(b.option))
        .map(({ option, place }) => (
          <li key={place} class={rank(option) > 0 ? 'aside' : ''}>
            {option.face === undefined ? null : <Face face={option.face} />}
            <span>{optionName(desk, option, place)}</span>
          </li>
        ))}
    </ul>
  </figure>
)

const rank = ({ kind }: Option): number => (kind === 'not-applicable' ? 2 : kind === 'no-opinion' ? 1 : 0)

type OptionCardProps = {
  readonly desk: Desk
  readonly scale: Scale
  readonly option: Option
  readonly place: number
  readonly edits: OptionEdits
}

/** Everything about one option of a scale. */
function OptionCard({ desk, scale, option, place, edits }: OptionCardProps) {
  const { say } = desk
  const change = (what: string, next: OptionChange) => edits.change(place, what, next)
  const uses = usesOfOption(desk.draft, scale.id, option.code)
  return (
    <li>
      <fieldset class="scale-option">
        <legend>
          {option.face === undefined ? null : <Face face={option.face} />}
          {place + 1}. {optionName(desk, option, place)}
        </legend>
        <LocalField desk={desk} label={say('scaleLabel')} value={option.label} onInput={(label) => change('label', { label })} />
        <div class="scale-fields">
          <CodeField
            say={say}
            label={say('scaleCode')}
            value={option.code}
            taken={new Set(scale.options.map(({ code }) => code))}
            onChange={(code) => edits.recode(place, code)}
          />
          {isValidOption(option) ? (
            <NumberField
              label={say('scaleScore')}
              value={option.score}
              wrong={lacksScore(scale, option) ? say('scaleScoreMissing') : undefined}
              onChange={(score) => change('score', { score })}
            />
          ) : null}
          <ChoiceField
            label={say('scaleKind')}
            value={option.kind}
            options={kinds.map(({ value, word }) => ({ value, text: say(word) }))}
            onChange={(kind) => change('kind', { kind })}
          />
          <ChoiceField
            label={say('scaleFace')}
            value={String(option.face ?? 0)}
            options={faces.map((word, face) => ({ value: String(face), text: say(word) }))}
            onChange={(face) => change('face', { face: Number(face) || undefined })}
          />
        </div>
        {isValidOption(option) ? null : <p class="note">{say('scaleOutside')}</p>}
        <div class="scale-ticks">
          {isValidOption(option) ? (
            <Tick
              label={say('scalePositive')}
              hint={say('scalePositiveHint')}
              checked={option.positive === true}
              onChange={(positive) => change('positive', { positive })}
            />
          ) : null}
          {mayStandAlone(desk, scale, option) ? (
            <Tick
              label={say('scaleExclusive')}
              hint={say('scaleExclusiveHint')}
              checked={option.exclusive === true}
              onChange={(exclusive) => change('exclusive', { exclusive })}
            />
          ) : null}
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
  return exclusive === true || uses.length === 0 || uses.some(({ type }) => keepings[type].holds === 'several')
}

const kinds = [
  { value: 'answer', word: 'scaleKindAnswer' },
  { value: 'other', word: 'scaleKindOther' },
  { value: 'not-applicable', word: 'scaleKindNotApplicable' },
  { value: 'no-opinion', word: 'scaleKindNoOpinion' },
] as const

const faces = ['scaleFace0', 'scaleFace1', 'scaleFace2', 'scaleFace3', 'scaleFace4', 'scaleFace5'] as const

type OptionActsProps = {
  readonly desk: Desk
  readonly scale: Scale
  readonly option: Option
  readonly place: number
  readonly edits: OptionEdits
}

/** Moves and removes one option. */
function OptionActs({ desk, scale, option, place, edits }: OptionActsProps) {
  const { say } = desk
  const what = optionName(desk, option, place)
  const last = scale.options.length - 1
  return (
    <div class="acts">
      <button
        type="button"
        class="quiet"
        id={actId('up', place)}
        disabled={place === 0}
        aria-label={say('moveUpOf', { what })}
        onClick={() => edits.move(place, place - 1)}
      >
        {say('moveUp')}
      </button>
      <button
        type="button"
        class="quiet"
        id={actId('down', place)}
        disabled={place === last}
        aria-label={say('moveDownOf', { what })}
        onClick={() => edits.move(place, place + 1)}
      >
        {say('moveDown')}
      </button>
      {last === 0 ? (
        <small>{say('scaleOptionLast')}</small>
      ) : (
        <button type="button" class="quiet" aria-label={say('removeOf', { what })} onClick={() => edits.remove(place)}>
          {say('remove')}
        </button>
      )}
    </div>
  )
}

type OptionEdits = {
  readonly add: () => void
  readonly remove: (place: number) => void
  readonly move: (from: number, to: number) => void
  readonly recode: (place: number, code: string) => void
  readonly change: (place: number, what: string, next: OptionChange) => void
}

/** The edits of one scale's options; the focus goes along with what is moved, and stays in the list when one goes or comes. */
function useOptions({ change }: Desk, { id, options }: Scale): OptionEdits {
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
const optionsId = 'scale-options'

const actId = (direction: 'up' | 'down', place: number): string => `scale-option-${direction}-${place}`

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
