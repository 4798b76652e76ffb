import { useMemo, useState } from 'preact/hooks'
import { type PastedLine, pastedLines, type PastedRole, pasted } from '../../../surveys/designing/pasting'
import type { Option } from '../../../surveys/instrument/schema'
import { pastedWords } from '../../text/pasting'
import type { Desk } from '../frame/desk'
import { labelWithLanguage } from '../frame/desk'
import { numbersOf } from '../../text/numbers'
import { Unspoken } from './Unspoken'
import { PastedTable, type RoleChoice } from './PastedTable'

export type PasteListProps = {
  readonly desk: Desk
  readonly kind: 'options' | 'rows'
  /** What was pasted where it would not fit, to begin with. */ readonly given: string
  /** How many there is room for. */ readonly room: { readonly add: number; readonly replace: number }
  /** As what kind of option a line will be taken, where options are. */
  readonly kindOf?: (line: PastedLine, how: 'add' | 'replace') => Option['kind']
  readonly onTake: (lines: readonly PastedLine[], how: 'add' | 'replace') => void
  readonly onClose: () => void
}

/** A list is pasted, recognised, shown as it will be taken, and taken as one step. */
export function PasteList({ desk, kind, given, room, kindOf, onTake, onClose }: PasteListProps) {
  const { say, office, draft, content } = desk
  const [text, setText] = useState(given)
  const [chosen, setChosen] = useState<readonly PastedRole[]>()
  const [how, setHow] = useState<'add' | 'replace'>('add')
  const list = useMemo(() => pasted(text, draft.languages, content, pastedWords), [text, draft.languages, content])
  const roles = chosen?.length === list.roles.length ? chosen : list.roles
  const lines = pastedLines(list, roles)
  const taken = Math.min(lines.length, room[how])
  const count = numbersOf(office).count
  return (
    <section class="paste" aria-labelledby="paste-title">
      <h4 id="paste-title">{say(`paste_${kind}`)}</h4>
      <p class="note" id="paste-hint">
        {say(`paste_${kind}_text`)}
      </p>
      <textarea
        aria-labelledby="paste-title"
        aria-describedby="paste-hint"
        rows={5}
        dir="auto"
        value={text}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value)
          setChosen(undefined)
        }}
      />
      <div aria-live="polite">
        {lines.length > 0 && (
          <p>
            {say('pasteFound', { n: count(lines.length) })}
            {list.hadHead && ` ${say('pasteHead')}`}
            {lines.length < list.lines.length && ` ${say('pasteWordless', { n: count(list.lines.length - lines.length) })}`}
          </p>
        )}
        {lines.length > taken && <p class="wrong">{say('pasteTooMany', { most: count(taken), n: count(lines.length - taken) })}</p>}
        {list.dropped > 0 && <p class="wrong">{say('pasteCut')}</p>}
        <Unspoken {...{ desk }} languages={list.unspoken} />
      </div>
      {lines.length > 0 && <PastedTable {...{ desk, roles }} lines={list.lines} choices={choicesFor(desk)} onRoles={setChosen} />}
      {kind === 'options' && lines.length > 0 && (
        <div class="switch" role="group" aria-label={say('pasteHow')}>
          {(['add', 'replace'] as const).map((one) => (
            <button key={one} type="button" aria-pressed={how === one} onClick={() => setHow(one)}>
              {say(`pasteHow_${one}`)}
            </button>
          ))}
        </div>
      )}
      {kindOf && <SetApart desk={desk} lines={lines.slice(0, taken)} kindOf={(line) => kindOf(line, how)} />}
      <p class="acts">
        <button type="button" disabled={taken === 0} onClick={() => onTake(lines, how)}>
          {say(`pasteTake_${kind}`, { n: count(taken) })}
        </button>
        <button type="button" class="tool" onClick={onClose}>
          {say('pasteClose')}
        </button>
      </p>
    </section>
  )
}

type SetApartProps = {
  readonly desk: Desk
  readonly lines: readonly PastedLine[]
  readonly kindOf: (line: PastedLine) => Option['kind']
}

/** The lines that will be no plain answers, said before they are taken. */
const SetApart = ({ desk: { say, text }, lines, kindOf }: SetApartProps) => (
  <div aria-live="polite">
    {(['other', 'not-applicable', 'no-opinion'] as const).map((kind) => {
      const labels = lines.filter((line) => kindOf(line) === kind).map(({ words }) => `“${text(words)}”`)
      return (
        labels.length > 0 && (
          <p key={kind} class="note">
            {say(`pasteKind_${kind}`, { labels: labels.join(', ') })}
          </p>
        )
      )
    })}
  </div>
)

/** What a column of a list can hold. */
const choicesFor = ({ say, office, draft }: Desk): readonly RoleChoice<PastedRole>[] => [
  ...draft.languages.map((tag) => ({
    value: `words:${tag}` as const,
    text: labelWithLanguage(tag, say('pasteWords'), { draft, office, say }),
  })),
  { value: 'code', text: say('pasteCode') },
  { value: 'score', text: say('scaleScore') },
  { value: 'skip', text: say('pasteSkip') },
]
