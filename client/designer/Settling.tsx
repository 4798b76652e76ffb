import { localisedKeys } from '../../surveys/instrument/rules'
import type { Language } from '../text/languages'
import { useId, useRef } from 'preact/hooks'
import { type Clash, type Fields, isFields, isList, nameOf } from '../../surveys/designing/merging/values'
import { withTheirs } from '../../surveys/designing/merging/with-theirs'
import type { LocalText } from '../../surveys/instrument/schema'
import { type DesignerSay, fieldCalled, isDesignerWord } from '../text/designer'
import { type Desk, languageNameFor } from './frame/desk'
import type { Joined } from './frame/useDesign'
import { numbersOf } from '../text/numbers'

type SettlingProps = { readonly desk: Desk; readonly joined: Joined; readonly settle: (left: readonly Clash[]) => void }

/** Where two authors changed the same, one after the other is settled; nothing is saved until then. */
export function Settling({ desk, joined: { who, clashes }, settle }: SettlingProps) {
  const without = (clash: Clash) => clashes.filter((one) => one !== clash)
  const take = (clash: Clash) => {
    desk.change(`collision ${clash.path.join(' ')}`, (before) => withTheirs(before, clash))
    settle(without(clash))
  }
  return <Collision {...{ desk, who, clashes }} onKeep={(clash) => settle(without(clash))} onTake={take} onDone={() => settle([])} />
}

type CollisionProps = {
  readonly desk: Told
  /** The other author's name. */
  readonly who: string
  readonly clashes: readonly Clash[]
  readonly onKeep: (clash: Clash) => void
  readonly onTake: (clash: Clash) => void
  readonly onDone: () => void
}

/** Somebody else saved meanwhile: what was joined, and a choice for each place that both changed differently. */
function Collision({ desk, who, clashes, onKeep, onTake, onDone }: CollisionProps) {
  const { say, office } = desk
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  const chosen = (choose: (clash: Clash) => void) => (clash: Clash) => {
    heading.current?.focus()
    choose(clash)
  }
  return (
    <section class="collision" aria-labelledby={id}>
      <h2 id={id} ref={heading} tabIndex={-1}>
        {say('clashTitle', { who })}
      </h2>
      <p role="alert">{say('clashText', { who })}</p>
      <p role="status">{clashes.length === 0 ? say('clashNone') : say('clashAsk', { n: numbersOf(office).count(clashes.length) })}</p>
      <ol>
        {clashes.map((clash) => (
          <Choosing key={clash.path.join(' ')} {...{ desk, who, clash }} onKeep={chosen(onKeep)} onTake={chosen(onTake)} />
        ))}
      </ol>
      {clashes.length !== 1 && (
        <p class="acts">
          <button type="button" class={clashes.length === 0 ? undefined : 'quietButton'} onClick={onDone}>
            {say(clashes.length === 0 ? 'clashDone' : 'clashKeepRest')}
          </button>
        </p>
      )}
    </section>
  )
}

type ChoosingProps = Pick<CollisionProps, 'desk' | 'who' | 'onKeep' | 'onTake'> & { readonly clash: Clash }

function Choosing({ desk, who, clash, onKeep, onTake }: ChoosingProps) {
  const { say, office } = desk
  const id = useId()
  const lang = clashLanguage(clash.path)
  return (
    <li>
      <h3 id={id}>{clashPlace(clash.path, say, office)}</h3>
      <dl>
        <div>
          <dt>{say('clashYours')}</dt>
          <dd lang={lang} dir="auto">
            {clashValue(clash.mine, desk)}
          </dd>
        </div>
        <div>
          <dt>{say('clashTheirs', { who })}</dt>
          <dd lang={lang} dir="auto">
            {clashValue(clash.theirs, desk)}
          </dd>
        </div>
      </dl>
      <p class="acts">
        <button type="button" class="plain" aria-describedby={id} onClick={() => onKeep(clash)}>
          {say('clashKeep')}
        </button>
        <button type="button" class="plain" aria-describedby={id} onClick={() => onTake(clash)}>
          {say('clashTake', { who })}
        </button>
      </p>
    </li>
  )
}

/** Where two authors clash, in words from the outside in: `Câu A1 › lời câu hỏi (Tiếng Việt)`. */
function clashPlace(path: readonly string[], say: DesignerSay, office: Language): string {
  const steps: string[] = []
  for (let at = 0; at < path.length; at += 1) {
    const [key = '', next] = path.slice(at, at + 2)
    const within = `clashIn_${key}`
    if (next !== undefined && isDesignerWord(within)) {
      steps.push(say(within, { name: clashName(next, say) }))
      at += 1
    } else if (isLanguage(path, at)) steps.push(`${steps.pop() ?? ''} (${languageNameFor(key, office, say)})`)
    else steps.push(fieldCalled(say, key))
  }
  return steps.join(' › ')
}

/** The language of the text in which two authors clash, where it is one text. */
const clashLanguage = (path: readonly string[]): string | undefined => (isLanguage(path, path.length - 1) ? path.at(-1) : undefined)

/** Whether a step of a path names the language of a text or a recording: of a field, or of a word of the screen. */
const isLanguage = (path: readonly string[], at: number): boolean =>
  localisedKeys.includes(path[at - 1] ?? '') || path[at - 1] === 'sound' || (path[0] === 'words' && at === 2)

const clashName = (name: string, say: DesignerSay): string => wordOr(`clashTree_${name}`, name.replace(/#.*$/, ''), say)

const wordOr = (word: string, otherwise: string, say: DesignerSay): string => (isDesignerWord(word) ? say(word) : otherwise)

type Told = Pick<Desk, 'say' | 'office' | 'text'>

/** What one author has at a place, in a line that tells the two apart. */
function clashValue(value: unknown, desk: Told): string {
  const { say, office } = desk
  if (value === undefined || value === null) return say('clashGone')
  if (value === '') return say('clashEmpty')
  if (typeof value === 'string') return value
  if (typeof value === 'number') return numbersOf(office).plain(value)
  if (typeof value === 'boolean') return say(value ? 'clashYes' : 'clashNo')
  if (isList(value)) return value.length === 0 ? say('clashEmpty') : value.map((one) => clashValue(one, desk)).join('; ')
  return isFields(value) ? fieldsValue(value, desk) : ''
}

function fieldsValue(fields: Fields, desk: Told): string {
  const condition = conditionValue(fields, desk)
  if (condition !== undefined) return condition
  if (isLocal(fields)) return Object.keys(fields).length === 0 ? desk.say('clashEmpty') : desk.text(fields)
  const head = [fields['title'], fields['text'], fields['label']].flatMap((text) =>
    isFields(text) && isLocal(text) ? [desk.text(text)] : [],
  )
  const parts = ['questions', 'items', 'options', 'nodes', 'bands'].flatMap((key) =>
    isList(fields[key]) ? [clashValue(fields[key], desk)] : [],
  )
  const name = nameOf(fields)
  const said = [...(name === undefined ? [] : [name]), ...head, ...parts]
  return name === undefined && head.length === 0 ? plainFields(fields, desk) : said.join(' · ')
}

/** What belongs to a type, field by field. */
const plainFields = (fields: Fields, desk: Told): string =>
  Object.entries(fields)
    .map(
      ([key, value]) =>
        `${clashPlace([key], desk.say, desk.office)}: ${key === 'type' ? typeName(clashValue(value, desk), desk) : clashValue(value, desk)}`,
    )
    .join(' · ')

function typeName(type: string, { say }: Told): string {
  const word = `type_${type}`
  return isDesignerWord(word) ? say(word) : type
}

function conditionValue(fields: Fields, desk: Told): string | undefined {
  const { say } = desk
  const { all, any, not, item } = fields
  if (isList(all)) return all.map((one) => bracketed(one, desk)).join(say('clashAnd'))
  if (isList(any)) return any.map((one) => bracketed(one, desk)).join(say('clashOr'))
  if (isFields(not)) return say('clashNot', { what: clashValue(not, desk) })
  if (typeof item !== 'string') return undefined
  if (isList(fields['in'])) return say('clashOneOf', { item, what: clashValue(fields['in'], desk) })
  if (fields['atLeast'] !== undefined) return say('clashAtLeast', { item, n: clashValue(fields['atLeast'], desk) })
  if (fields['atMost'] !== undefined) return say('clashAtMost', { item, n: clashValue(fields['atMost'], desk) })
  return say('clashAnswered', { item })
}

const bracketed = (condition: unknown, desk: Told): string =>
  isFields(condition) && ('all' in condition || 'any' in condition) ? `(${clashValue(condition, desk)})` : clashValue(condition, desk)

const isLocal = (fields: Fields): fields is LocalText =>
  Object.entries(fields).every(([tag, text]) => typeof text === 'string' && /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(tag) && tag !== 'id')
