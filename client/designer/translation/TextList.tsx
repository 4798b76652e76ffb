import { useEffect, useId, useMemo, useState } from 'preact/hooks'
import { rowsToSay, type TranslationRow, translationRows, withText } from '../../../surveys/designing/translations'
import { isTranslated, type PlaceholderProblem, placeholderProblem, placeholdersOf } from '../../../surveys/instrument/language'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { TextField, Tick } from '../frame/Fields'
import { type Desk, languageInSentence } from '../frame/desk'
import type { Place } from '../frame/place'
import { groupName, keysWanted, type Pair, runsOf } from './listing'
import { numbersOf } from '../../text/numbers'
import { screenWords } from '../../text/screen'

const rowsAtOnce = 50

type TextListProps = {
  readonly desk: Desk
  readonly pair: Pair
  /** How often a sheet was taken in: each time the list is made anew. */ readonly loads: number
  readonly lacking?: Place['lacking']
}

/** Every text beside its translation, some at a time. */
export function TextList({ desk, pair, loads, lacking }: TextListProps) {
  const { draft, office, say } = desk
  const [wanted, setWanted] = useState({ missingOnly: lacking?.language === pair.to, search: '' })
  const [most, setMost] = useState(rowsAtOnce)
  const rows = rowsToSay(draft, pair.to, screenWords)
  useEffect(() => {
    if (lacking?.language === pair.to) fieldOf(keyAt(draft, lacking.path))?.focus()
  }, [])
  // What is typed does not move a row away under the hands of who types: only another filter does.
  const keys = useMemo(() => keysWanted(rows, pair, wanted), [wanted, pair.from, pair.to, rows.length, loads])
  const found = rows.filter(({ key }) => keys.has(key))
  const shown = found.slice(0, most)
  const { count: number } = numbersOf(office)
  const ask = (next: Partial<typeof wanted>) => {
    setWanted({ ...wanted, ...next })
    setMost(rowsAtOnce)
  }
  const edit = (key: string) => (text: string) =>
    desk.change(`translation/${pair.to}/${key}`, (before) => withText(before, key, pair.to, text))
  return (
    <section class="card">
      <h3>{say('trTexts')}</h3>
      <div class="pair">
        <TextField label={say('trSearch')} value={wanted.search} onInput={(search) => ask({ search })} />
        <Tick label={say('trMissingOnly')} checked={wanted.missingOnly} onChange={(missingOnly) => ask({ missingOnly })} />
      </div>
      <p class="note" role="status">
        {found.length > 0
          ? say('trShowing', { shown: number(shown.length), of: number(found.length) })
          : say(wanted.search.trim() === '' ? 'trAllDone' : 'trNothing')}
      </p>
      {runsOf(shown).map(({ group, rows: own }) => (
        <section key={own[0]?.key} class="group">
          <h4>{say(`trGroup_${group.kind}`, { name: groupName(desk, group) })}</h4>
          {own.map((row) => (
            <TextRow key={row.key} {...{ desk, row, pair }} onInput={edit(row.key)} />
          ))}
        </section>
      ))}
      {found.length > most && (
        <button type="button" class="quiet" onClick={() => setMost(most + rowsAtOnce)}>
          {say('trMore', { n: number(Math.min(rowsAtOnce, found.length - most)) })}
        </button>
      )}
    </section>
  )
}

const fieldOf = (key: string | undefined): HTMLElement | null =>
  key === undefined ? null : document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)

type TextRowProps = { readonly desk: Desk; readonly row: TranslationRow; readonly pair: Pair; readonly onInput: (text: string) => void }

/** One text beside its translation. */
function TextRow({ desk: { office, say }, row: { key, kind, name, text }, pair: { from, to }, onInput }: TextRowProps) {
  const id = useId()
  const source = text[from] ?? ''
  const value = text[to] ?? ''
  const isThere = isTranslated(text, to)
  const problem = isThere && source !== '' ? placeholderProblem(source, value) : undefined
  return (
    <div class="translation">
      <p class="place">
        <label for={id}>
          {say('inLanguage', { label: say(`trKind_${kind}`, { name }), language: languageInSentence(to, office, say) })}
        </label>
        {isThere ? null : <span class="lacking">{say('trMissing')}</span>}
      </p>
      <p class="source" id={`${id}-source`} lang={source === '' ? office : from} dir="auto">
        {source === '' ? <i>{say('trNoSource')}</i> : source}
      </p>
      <textarea
        {...{ id, value }}
        lang={to}
        dir="auto"
        rows={linesOf(source)}
        aria-describedby={`${id}-source${problem === undefined ? '' : ` ${id}-wrong`}`}
        aria-invalid={problem === undefined ? undefined : true}
        data-key={key}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
      {problem === undefined ? null : (
        <p class="wrong" id={`${id}-wrong`}>
          {say(`trWarn_${problem}`, { names: namesOf(problem, source, value) })}
        </p>
      )}
    </div>
  )
}

/** Lines that a translation will need, as far as its source tells. */
const linesOf = (source: string): number => Math.min(8, Math.max(2, Math.ceil(source.length / 55)))

function namesOf(problem: PlaceholderProblem, source: string, value: string): string {
  const [wanted, given] = [placeholdersOf(source), placeholdersOf(value)]
  return (
    problem === 'placeholder-lost' ? wanted.filter((name) => !given.includes(name)) : given.filter((name) => !wanted.includes(name))
  ).join(', ')
}

/** The key of the text that stands at a path of the definition, such as `sections[0].title`. */
function keyAt(draft: Questionnaire, path: string): string | undefined {
  const word = /^words\.[^.]+\.(.+)$/.exec(path)?.[1]
  if (word !== undefined) return `words/${word}`
  const steps = path.split(/[.[\]]+/).filter((step) => step !== '')
  const found = steps.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === step)?.[1] : undefined),
    draft,
  )
  return translationRows(draft).find(({ text }) => text === found)?.key
}
