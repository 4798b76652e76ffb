import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { kindTaken, mostOptionsOfScale, withPastedOptions } from '../../../surveys/designing/pasted-in'
import type { KindWords } from '../../../surveys/designing/pasting'
import {
  addOption,
  changeOption,
  changeOptions,
  freshPlace,
  moveOption,
  type OptionChange,
  removeOption,
  setOptionCode,
  usesOf,
  usesOfOption,
} from '../../../surveys/designing/scales'
import { isValidOption } from '../../../surveys/instrument/item'
import { keepings } from '../../../surveys/instrument/questions/keepings'
import type { Option, Questionnaire, Scale } from '../../../surveys/instrument/schema'
import { Face } from '../../survey/Face'
import { numbersOf } from '../../text/numbers'
import { pastedWords } from '../../text/pasting'
import { ChoiceField, CodeField, listKeys, LocalField, NumberField, Tick, useFocusOn } from '../frame/Fields'
import { fetched, Lazy } from '../frame/Lazy'
import type { Desk } from '../frame/desk'
import { usePasting } from '../pasting/usePasting'
import { optionName } from './naming'

const pictureListModule = fetched(() => import('../pictures/PictureList'))

type Props = { readonly desk: Desk; readonly scale: Scale }
type TableProps = Props & { /** What can be done besides. */ readonly children?: ComponentChildren }

/** The heading of the options. */
export const optionsId = 'scale-options'

/** The options of a scale in a compact table: written in order with Enter, moved with Alt and the arrows, pasted as a list. */
export function OptionTable({ desk, scale, children }: TableProps) {
  const { draft, say, office } = desk
  const [picturing, setPicturing] = useState(false)
  const pictures = scale.options.filter(({ picture }) => picture !== undefined).length
  const edits = useOptions(desk, scale)
  const pasting = usePasting({
    desk,
    kind: 'options',
    room: { add: Math.max(0, mostOptionsOfScale - scale.options.length), replace: mostOptionsOfScale },
    kindOf: (line, how) => kindTaken(scale.options, line, how, wordsFor(desk, scale)),
    onTake: (lines, how) => edits.all(`paste ${lines.length}`, (options) => withPastedOptions(options, lines, how, wordsFor(desk, scale))),
  })
  const isTold = mayStandAlone(draft, scale)
  const [wantsScores, setWantsScores] = useState(false)
  const isScored = wantsScores || scores(draft, scale)
  return (
    <div class={`option-table${isTold ? ' alone' : ''}${isScored ? '' : ' plain'}`}>
      {draft.scoreUnit === 1 ? null : <p class="note">{say('scaleScoreUnit', { unit: numbersOf(office).plain(draft.scoreUnit) })}</p>}
      <p class="option-head" aria-hidden="true">
        {headOf(isScored).map((word) => (
          <span key={word}>{say(word)}</span>
        ))}
        {isTold && <span>{say('scaleExclusiveShort')}</span>}
      </p>
      <ol class="scale-options">
        {scale.options.map((option, place) => (
          <OptionRow key={place} {...{ desk, scale, option, place, edits, isTold, isScored }} onPasted={pasting.open} />
        ))}
      </ol>
      <p class="acts">
        <button type="button" class="quietButton" onClick={() => edits.add()}>
          {say('scaleOptionAdd')}
        </button>
        {pasting.opener}
        <button type="button" class="tool" aria-expanded={picturing} onClick={() => setPicturing(!picturing)}>
          {pictures === 0
            ? say('scalePictures')
            : say('scalePicturesOf', { n: numbersOf(office).count(pictures), of: numbersOf(office).count(scale.options.length) })}
        </button>
        {!isScored && (
          <button type="button" class="tool" onClick={() => setWantsScores(true)}>
            {say('scaleScores')}
          </button>
        )}
        {children}
      </p>
      {picturing && (
        <Lazy focus=".option-pictures input" of={pictureListModule} say={say}>
          {({ PictureList }) => <PictureList {...{ desk, scale }} onClose={() => setPicturing(false)} />}
        </Lazy>
      )}
      {pasting.opened}
    </div>
  )
}

/** What stands above the fields of an option. */
const headOf = (isScored: boolean) =>
  isScored
    ? (['scaleOrder', 'scaleLabel', 'pasteCode', 'scaleScore', 'scaleFace', 'scalePositiveShort', 'scaleKind'] as const)
    : (['scaleOrder', 'scaleLabel', 'pasteCode', 'scaleKind'] as const)

/** Whether its options are degrees of something: a list of communes has neither scores nor faces to be asked about. */
const scores = (draft: Questionnaire, { id, options }: Scale): boolean =>
  options.some(({ score, face, positive }) => score !== undefined || face !== undefined || positive === true) ||
  usesOf(draft, id).some(({ type }) => type === 'rating' || type === 'matrix')

/** What names an option that is no plain answer; where options are put in order, nothing does. */
const wordsFor = ({ draft }: Desk, { id }: Scale): KindWords =>
  usesOf(draft, id).some(({ type }) => type === 'ranking') ? { kinds: {}, specify: () => false } : pastedWords

type OptionRowProps = Props & {
  readonly option: Option
  readonly place: number
  readonly edits: OptionEdits
  /** Whether some question lets choose several, where one option can stand alone. */ readonly isTold: boolean
  readonly isScored: boolean
  readonly onPasted: (text: string) => void
}

/** Everything about one option of a scale, on one line where there is room. */
function OptionRow({ desk, scale, option, place, edits, isTold, isScored, onPasted }: OptionRowProps) {
  const { say, draft } = desk
  const change = (what: string, next: OptionChange) => edits.change(place, what, next)
  const uses = usesOfOption(draft, scale.id, option.code)
  const [isOpen, setOpen] = useState(false)
  const what = optionName(desk, option, place)
  return (
    <li class="scale-option">
      <fieldset class={isOpen ? 'option-line open' : 'option-line'}>
        <legend class="unseen">
          {place + 1}. {what}
        </legend>
        <span class="o-place">
          {option.picture !== undefined ? (
            <img src={`/media/${option.picture}`} alt="" width="32" height="24" loading="lazy" />
          ) : option.face === undefined ? (
            place + 1
          ) : (
            <Face face={option.face} />
          )}
        </span>
        <div class="o-label">
          <LocalField
            desk={desk}
            label={say('scaleLabel')}
            value={option.label}
            onInput={(label) => change('label', { label })}
            keys={listKeys(
              () => edits.next(place),
              (by) => edits.move(place, by, 'input'),
              onPasted,
            )}
          />
        </div>
        <div class="o-rare">
          <CodeField
            say={say}
            label={say('scaleCode')}
            value={option.code}
            taken={new Set(scale.options.map(({ code }) => code))}
            onChange={(code) => edits.recode(place, code)}
          />
        </div>
        {isScored && <Degree {...{ desk, scale, option, change }} />}
        <div class="o-rare">
          <ChoiceField
            label={say('scaleKind')}
            value={option.kind}
            options={kinds.map(({ value, word }) => ({ value, text: say(word) }))}
            onChange={(kind) => change('kind', { kind })}
          />
        </div>
        {isTold && (
          <Tick
            label={say('scaleExclusive')}
            checked={option.exclusive === true}
            onChange={(exclusive) => change('exclusive', { exclusive })}
          />
        )}
        <button
          type="button"
          class="tool o-more"
          aria-expanded={isOpen}
          aria-label={say('scaleMoreOf', { what })}
          onClick={() => setOpen(!isOpen)}
        >
          …
        </button>
        <OptionActs {...{ desk, scale, what, place, edits }} />
      </fieldset>
      {uses.length > 0 ? <p class="note">{say('scaleOptionUsed', { places: uses.map(({ id }) => id).join(', ') })}</p> : null}
    </li>
  )
}

type DegreeProps = Props & { readonly option: Option; readonly change: (what: string, next: OptionChange) => void }

/** What an option counts for, and its face. */
function Degree({ desk: { say }, scale, option, change }: DegreeProps) {
  const isCounted = isValidOption(option)
  return (
    <>
      {isCounted ? (
        <NumberField
          label={say('scaleScore')}
          value={option.score}
          wrong={lacksScore(scale, option) ? say('scaleScoreMissing') : undefined}
          onChange={(score) => change('score', { score })}
        />
      ) : (
        <p class="o-outside">{say('scaleOutsideShort')}</p>
      )}
      <div class="o-rare">
        <ChoiceField
          label={say('scaleFace')}
          value={String(option.face ?? 0)}
          options={faces.map((word, face) => ({ value: String(face), text: say(word) }))}
          onChange={(face) => change('face', { face: Number(face) || undefined })}
        />
      </div>
      {isCounted ? (
        <Tick label={say('scalePositive')} checked={option.positive === true} onChange={(positive) => change('positive', { positive })} />
      ) : (
        <span class="o-none" />
      )}
    </>
  )
}

const lacksScore = ({ options }: Scale, { kind, score }: Option): boolean =>
  kind === 'answer' && score === undefined && options.some((other) => other.kind === 'answer' && other.score !== undefined)

/** It means something in a multiple choice only. */
function mayStandAlone(draft: Questionnaire, { id, options }: Scale): boolean {
  const uses = usesOf(draft, id)
  return options.some(({ exclusive }) => exclusive) || uses.some(({ type }) => keepings[type].holds === 'several')
}

const kinds = [
  { value: 'answer', word: 'scaleKindAnswer' },
  { value: 'other', word: 'scaleKindOther' },
  { value: 'not-applicable', word: 'scaleKindNotApplicable' },
  { value: 'no-opinion', word: 'scaleKindNoOpinion' },
] as const

const faces = ['scaleFace0', 'scaleFace1', 'scaleFace2', 'scaleFace3', 'scaleFace4', 'scaleFace5'] as const

type OptionActsProps = Props & { readonly what: string; readonly place: number; readonly edits: OptionEdits }

/** Moves and removes one option. */
function OptionActs({ desk: { say }, scale, what, place, edits }: OptionActsProps) {
  const last = scale.options.length - 1
  const step = (direction: 'up' | 'down', by: -1 | 1, isEnd: boolean) => (
    <button
      type="button"
      class="tool"
      data-step={by}
      aria-disabled={isEnd}
      aria-label={say(direction === 'up' ? 'moveUpOf' : 'moveDownOf', { what })}
      onClick={() => edits.move(place, by)}
    >
      {direction === 'up' ? '↑' : '↓'}
    </button>
  )
  return (
    <span class="o-acts">
      {step('up', -1, place === 0)}
      {step('down', 1, place === last)}
      <button
        type="button"
        class="tool"
        aria-disabled={last === 0}
        title={last === 0 ? say('scaleOptionLast') : undefined}
        aria-label={say('removeOf', { what })}
        onClick={() => edits.remove(place)}
      >
        ×
      </button>
    </span>
  )
}

type OptionEdits = {
  readonly add: () => void
  readonly remove: (place: number) => void
  readonly move: (from: number, by: -1 | 1, follow?: string) => void
  readonly recode: (place: number, code: string) => void
  readonly change: (place: number, what: string, next: OptionChange) => void
  readonly all: (what: string, edit: (options: Scale['options']) => Scale['options']) => void
  /** On to the next option, behind the last one to a new one. */ readonly next: (place: number) => void
}

/** The edits of one scale's options; the focus goes along with what is moved, and stays in the list when one goes or comes. */
function useOptions({ change }: Desk, { id, options }: Scale): OptionEdits {
  const focusOn = useFocusOn()
  const at = (place: number): string => `.scale-options > li:nth-child(${place + 1})`
  const add = (): void => {
    change(`scale ${id} add ${options.length}`, (draft) => addOption(draft, id))
    focusOn(`${at(freshPlace(options))} input`)
  }
  const move = (from: number, by: -1 | 1, follow = `[data-step="${by}"]`): void => {
    if (options[from + by] === undefined) return
    change(`scale ${id} move ${from} to ${from + by}`, (draft) => moveOption(draft, id, from, from + by))
    focusOn(`${at(from + by)} ${follow}`)
  }
  return {
    add,
    move,
    remove: (place) => {
      if (options.length === 1) return
      change(`scale ${id} remove ${options.length}`, (draft) => removeOption(draft, id, place))
      focusOn(`${at(Math.min(place, options.length - 2))} input`)
    },
    recode: (place, code) => change(`scale ${id} code ${place}`, (draft) => setOptionCode(draft, id, place, code)),
    change: (place, what, next) => change(`scale ${id} ${what} ${place}`, (draft) => changeOption(draft, id, place, next)),
    all: (what, edit) => {
      change(`scale ${id} ${what}`, (draft) => changeOptions(draft, id, edit))
      focusOn(`#${optionsId}`)
    },
    next: (place) => (place + 1 < options.length ? focusOn(`${at(place + 1)} input`) : add()),
  }
}
