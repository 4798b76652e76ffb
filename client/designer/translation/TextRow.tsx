import { useId } from 'preact/hooks'
import { type PlaceholderProblem, placeholderProblem, placeholdersOf } from '../../../surveys/designing/placeholders'
import { isTranslated, type TranslationRow } from '../../../surveys/designing/translations'
import type { Desk } from '../desk'
import { languageName } from './languages'
import type { Pair } from './listing'

type Props = { readonly desk: Desk; readonly row: TranslationRow; readonly pair: Pair; readonly onInput: (text: string) => void }

/** One text beside its translation. */
export function TextRow({ desk: { office, say }, row: { key, kind, name, text }, pair: { from, to }, onInput }: Props) {
  const id = useId()
  const source = text[from] ?? ''
  const value = text[to] ?? ''
  const isThere = isTranslated(text, to)
  const problem = isThere && source !== '' ? placeholderProblem(source, value) : undefined
  return (
    <div class="translation">
      <p class="place">
        <label for={id}>{say('inLanguage', { label: say(`trKind_${kind}`, { name }), language: languageName(to, office, say) })}</label>
        {isThere ? null : <span class="lacking">{say('trMissing')}</span>}
      </p>
      <p class="source" id={`${id}-source`} lang={source === '' ? office : from}>{source === '' ? <i>{say('trNoSource')}</i> : source}</p>
      <textarea
        {...{ id, value }}
        lang={to}
        rows={linesOf(source)}
        aria-describedby={`${id}-source${problem === undefined ? '' : ` ${id}-wrong`}`}
        aria-invalid={problem === undefined ? undefined : true}
        data-key={key}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
      {problem === undefined ? null : <p class="wrong" id={`${id}-wrong`}>{say(`trWarn_${problem}`, { names: namesOf(problem, source, value) })}</p>}
    </div>
  )
}

/** Lines that a translation will need, as far as its source tells. */
const linesOf = (source: string): number => Math.min(8, Math.max(2, Math.ceil(source.length / 55)))

function namesOf(problem: PlaceholderProblem, source: string, value: string): string {
  const [wanted, given] = [placeholdersOf(source), placeholdersOf(value)]
  return (problem === 'placeholder-lost' ? wanted.filter((name) => !given.includes(name)) : given.filter((name) => !wanted.includes(name))).join(', ')
}
