import { duplicateScale, nameScale, newScaleOf, removeScale, renameScale, splitFor, usesOf } from '../../../surveys/designing/scales'
import type { ClosedQuestion } from '../../../surveys/instrument/item'
import type { Option, Questionnaire, Scale } from '../../../surveys/instrument/schema'
import { Face } from '../../survey/Face'
import { CodeField, LocalField } from '../frame/Fields'
import type { Desk } from '../frame/desk'
import { WhereFrom } from '../library/LibraryDoor'
import { OptionTable, optionsId } from './OptionTable'
import { optionName, questionName, scaleTitle } from './naming'

type ScaleEditorProps = {
  readonly desk: Desk
  readonly scale: Scale
  readonly onSelect: (scale: string | undefined) => void
  /** The scale has another id: it stays selected, and the focus where it is. */
  readonly onRename: (next: string) => void
  readonly onQuestion: (id: string) => void
  readonly address: string
}

/** The heading of the editor. */
export const editorId = 'scale-editor'

/** The editor of one scale: its id, its options, who shares it, and how it looks to a citizen. */
export function ScaleEditor({ desk, scale, onSelect, onRename, onQuestion, address }: ScaleEditorProps) {
  const { draft, change, say } = desk
  const rename = (next: string) => {
    change(`scale ${scale.id} id`, (before) => renameScale(before, scale.id, next))
    onRename(next)
  }
  return (
    <section class="card scale-editor" aria-labelledby={editorId}>
      <h2 id={editorId} tabIndex={-1}>
        {scaleTitle(desk, scale)}
      </h2>
      <WhereFrom {...{ desk, address }} what="scale" of={scale} />
      <Sharing {...{ desk, scale, onSelect, onQuestion }} />
      <LocalField
        desk={desk}
        label={say('scaleName')}
        hint={say('scaleNameHint')}
        value={scale.name}
        onInput={(name) => change(`scale ${scale.id} name`, (before) => nameScale(before, scale.id, name))}
      />
      <CodeField
        say={say}
        label={say('scaleId')}
        hint={say('scaleIdHint')}
        value={scale.id}
        taken={new Set(draft.scales.map(({ id }) => id))}
        onChange={rename}
      />
      <h3 id={optionsId} tabIndex={-1}>
        {say('scaleOptions')}
      </h3>
      <OptionTable {...{ desk, scale }} />
      <Sample desk={desk} scale={scale} />
      <WholeActs {...{ desk, scale, onSelect }} />
    </section>
  )
}

function WholeActs({
  desk: { draft, change, say },
  scale: { id },
  onSelect,
}: Omit<ScaleEditorProps, 'onRename' | 'onQuestion' | 'address'>) {
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

type SharingProps = Omit<ScaleEditorProps, 'onRename' | 'address'>

/** Says that a change touches several questions, and gives one of them a scale of its own. */
function Sharing({ desk, scale: { id }, onSelect, onQuestion }: SharingProps) {
  const { draft, change, say } = desk
  const uses = usesOf(draft, id)
  const [only, ...others] = uses
  if (!only) return <p class="note">{say('scaleUnused')}</p>
  const name = (question: ClosedQuestion) => (
    <button type="button" class="tool" onClick={() => onQuestion(question.id)}>
      {questionName(desk, question)} <code>{question.id}</code>
    </button>
  )
  if (others.length === 0)
    return (
      <p class="scale-only">
        {say('scaleOne')} {name(only)}
      </p>
    )
  const split = (question: string) => {
    const edit = (before: Questionnaire) => splitFor(before, id, question)
    change(`scale ${id} split ${question}`, edit)
    onSelect(newScaleOf(draft, edit(draft)))
  }
  return (
    <div class="scale-shared">
      <p>{say('scaleShared', { n: String(uses.length) })}</p>
      <details open={uses.length < 6}>
        <summary>{say('scaleSplitSome')}</summary>
        <ul>
          {uses.map((question) => (
            <li key={question.id}>
              {name(question)}
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
            {option.picture !== undefined && <img src={`/media/${option.picture}`} alt="" width="64" height="48" loading="lazy" />}
            {option.face === undefined ? null : <Face face={option.face} />}
            <span>{optionName(desk, option, place)}</span>
          </li>
        ))}
    </ul>
  </figure>
)

const rank = ({ kind }: Option): number => (kind === 'not-applicable' ? 2 : kind === 'no-opinion' ? 1 : 0)
