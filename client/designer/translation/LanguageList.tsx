import { useState } from 'preact/hooks'
import { withLibraryWords } from '../../../surveys/designing/library-words'
import { completeness, withFallbackOrder, withLanguage, withoutLanguage } from '../../../surveys/designing/translations'
import { moved } from '../../../surveys/designing/ordering'
import type { Desk } from '../desk'
import { Choice } from '../fields/Choice'
import { useFocusOn } from '../useFocusOn'
import { commonLanguages, languageInSentence, languageName } from './languages'

type Props = { readonly desk: Desk; readonly onAdded: (tag: string) => void }

/** The languages of a questionnaire: how far each is, their order, one more or one less. */
export function LanguageList({ desk, onAdded }: Props) {
  const { say, draft, change } = desk
  const focusOn = useFocusOn()
  const remove = (tag: string) => {
    change(`translation/without/${tag}`, (before) => withoutLanguage(before, tag))
    focusOn('.spoken li button')
  }
  return (
    <section class="card">
      <h3>{say('trLanguages')}</h3>
      <p class="note">{say('trLanguagesHint')}</p>
      <ol class="spoken">{draft.languages.map((tag, place) => <Language key={tag} {...{ desk, tag, place }} onRemove={remove} />)}</ol>
      <AddLanguage {...{ desk, onAdded }} />
    </section>
  )
}

function Language({ desk, tag, place, onRemove }: { readonly desk: Desk; readonly tag: string; readonly place: number; readonly onRemove: (tag: string) => void }) {
  const { draft, office, say, change } = desk
  const what = languageName(tag, office, say)
  const { done, of } = completeness(draft, tag)
  const number = (value: number) => new Intl.NumberFormat(office).format(value)
  const focusOn = useFocusOn()
  const isLast = draft.languages.length === 1
  const step = (by: -1 | 1) => {
    if (draft.languages[place + by] === undefined) return
    change('translation/order', (before) => withFallbackOrder(before, moved(before.languages, place, place + by)))
    focusOn(`[data-language="${tag}"] [data-step="${by}"]`)
  }
  return (
    <li data-language={tag}>
      <p><b>{what}</b> <code>{tag}</code>{place === 0 ? ` (${say('trDefault')})` : ''}</p>
      <p class="progress">
        <progress value={done} max={of} aria-label={say('trProgressOf', { language: languageInSentence(tag, office, say) })} />
        <span>{say('trProgress', { done: number(done), of: number(of) })}{done === of ? ` (${say('trComplete')})` : ''}</span>
      </p>
      <p class="acts">
        <button type="button" class="quiet" data-step={-1} aria-disabled={place === 0} aria-label={say('moveUpOf', { what })} onClick={() => step(-1)}>{say('moveUp')}</button>
        <button type="button" class="quiet" data-step={1} aria-disabled={place === draft.languages.length - 1} aria-label={say('moveDownOf', { what })} onClick={() => step(1)}>{say('moveDown')}</button>
        <button type="button" class="quiet" aria-disabled={isLast} aria-label={say('removeOf', { what })} onClick={() => (isLast ? undefined : onRemove(tag))}>{say('remove')}</button>
      </p>
    </li>
  )
}

function AddLanguage({ desk: { draft, office, say, change }, onAdded }: Props) {
  const [chosen, choose] = useState('')
  const free = commonLanguages.filter((tag) => !draft.languages.includes(tag))
  const [first] = free
  if (first === undefined) return <p class="note">{say('trAddNone')}</p>
  const tag = free.includes(chosen) ? chosen : first
  const add = () => {
    change(`translation/with/${tag}`, (before) => withLibraryWords(withLanguage(before, tag), tag))
    onAdded(tag)
  }
  return (
    <div class="adding">
      <Choice label={say('trAddWhich')} value={tag} options={free.map((value) => ({ value, text: `${languageName(value, office, say)} (${value})` }))} onChange={choose} />
      <button type="button" onClick={add}>{say('trAdd')}</button>
    </div>
  )
}
