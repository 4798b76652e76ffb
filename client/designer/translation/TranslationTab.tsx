import { useState } from 'preact/hooks'
import { moved } from '../../../surveys/designing/lists'
import { withLibraryWords } from '../../../surveys/designing/scale-library'
import { withoutSounds } from '../../../surveys/designing/sounds'
import { completeness, fallbackChain, withFallbackOrder, withLanguage, withoutLanguage } from '../../../surveys/designing/translations'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { ChoiceField, MoveButtons, TextField, useFocusOn } from '../frame/Fields'
import { type Desk, languageInSentence, languageNameFor } from '../frame/desk'
import type { Place } from '../frame/place'
import { SheetExchange } from './SheetExchange'
import { TextList } from './TextList'
import { commonLanguages, tagIn } from './listing'
import { numbersOf } from '../../text/numbers'
import { screenWords } from '../../text/screen'

type TranslationTabProps = {
  readonly desk: Desk
  /** The design's own address, such as `/admin/designs/sipas-service`. */
  readonly address: string
  /** The text that somebody comes to translate. */
  readonly lacking?: Place['lacking']
  /** The design as the server has it after a sheet was taken in. */
  readonly onLoaded: (definition: Questionnaire, revision: number) => void
}

/** Where a questionnaire is put into other languages. */
export function TranslationTab({ desk, address, lacking, onLoaded }: TranslationTabProps) {
  const { draft, office, say } = desk
  const [chosen, choose] = useState({ from: '', to: lacking?.language ?? '' })
  const [loads, setLoads] = useState(0)
  const from = draft.languages.includes(chosen.from) ? chosen.from : (draft.languages[0] ?? '')
  const targets = draft.languages.filter((tag) => tag !== from)
  const to = targets.includes(chosen.to) ? chosen.to : targets[0]
  const named = (tags: readonly string[]) => tags.map((value) => ({ value, text: languageNameFor(value, office, say) }))
  const loaded = (definition: Questionnaire, revision: number) => {
    setLoads(loads + 1)
    onLoaded(definition, revision)
  }
  return (
    <div class="translating">
      <h2>{say('trTitle')}</h2>
      <LanguageList desk={desk} onAdded={(tag) => choose({ from, to: tag })} />
      {to === undefined ? (
        <p class="card">{say('trNoTarget')}</p>
      ) : (
        <>
          <div class="pair">
            <ChoiceField
              label={say('trFrom')}
              value={from}
              options={named(draft.languages)}
              onChange={(tag) => choose({ from: tag, to: tag === to ? from : to })}
            />
            <ChoiceField label={say('trTo')} value={to} options={named(targets)} onChange={(tag) => choose({ from, to: tag })} />
          </div>
          <p class="note">{chainSentence(desk, to)}</p>
          <SheetExchange key={`${from} ${to}`} {...{ desk, address }} pair={{ from, to }} onLoaded={loaded} />
          <TextList key={`${from} ${to}`} {...{ desk, loads, lacking }} pair={{ from, to }} />
        </>
      )}
    </div>
  )
}

function chainSentence({ draft, office, say }: Desk, to: string): string {
  const names = fallbackChain(draft.languages, to)
    .filter((tag) => tag !== to)
    .map((tag) => languageInSentence(tag, office, say))
  const chain = names.reduce((first, next) => say('trChainThen', { first, next }))
  return say('trChain', { language: languageInSentence(to, office, say), chain })
}

type LanguageListProps = { readonly desk: Desk; readonly onAdded: (tag: string) => void }

/** The languages of a questionnaire: how far each is, their order, one more or one less. */
function LanguageList({ desk, onAdded }: LanguageListProps) {
  const { say, draft, change } = desk
  const focusOn = useFocusOn()
  const remove = (tag: string) => {
    change(`translation/without/${tag}`, (before) => withoutSounds(withoutLanguage(before, tag), tag))
    focusOn('.spoken li button')
  }
  return (
    <section class="card">
      <h3>{say('trLanguages')}</h3>
      <p class="note">{say('trLanguagesHint')}</p>
      <ol class="spoken">
        {draft.languages.map((tag, place) => (
          <Language key={tag} {...{ desk, tag, place }} onRemove={remove} />
        ))}
      </ol>
      <AddLanguage {...{ desk, onAdded }} />
    </section>
  )
}

function Language({
  desk,
  tag,
  place,
  onRemove,
}: {
  readonly desk: Desk
  readonly tag: string
  readonly place: number
  readonly onRemove: (tag: string) => void
}) {
  const { draft, office, say, change } = desk
  const what = languageNameFor(tag, office, say)
  const { done, of } = completeness(draft, tag, screenWords)
  const { count: number } = numbersOf(office)
  const focusOn = useFocusOn()
  const isLast = draft.languages.length === 1
  const step = (by: -1 | 1) => {
    if (draft.languages[place + by] === undefined) return
    change('translation/order', (before) => withFallbackOrder(before, moved(before.languages, place, place + by)))
    focusOn(`[data-language="${tag}"] [data-step="${by}"]`)
  }
  return (
    <li data-language={tag}>
      <p>
        <b>{what}</b> <code>{tag}</code>
        {place === 0 ? ` (${say('trDefault')})` : ''}
      </p>
      <p class="progress">
        <progress value={done} max={of} aria-label={say('trProgressOf', { language: languageInSentence(tag, office, say) })} />
        <span>
          {say('trProgress', { done: number(done), of: number(of) })}
          {done === of ? ` (${say('trComplete')})` : ''}
        </span>
      </p>
      <p class="acts">
        <MoveButtons {...{ say, what, place }} count={draft.languages.length} look="quiet" onMove={step} />
        <button
          type="button"
          class="quiet"
          aria-disabled={isLast}
          aria-label={say('removeOf', { what })}
          onClick={() => (isLast ? undefined : onRemove(tag))}
        >
          {say('remove')}
        </button>
      </p>
    </li>
  )
}

/** Stands in the menu for every language that is not in it. */
const byCode = 'by-code'

function AddLanguage({ desk: { draft, office, say, change }, onAdded }: LanguageListProps) {
  const [chosen, choose] = useState('')
  const [typed, type] = useState('')
  const free = commonLanguages.filter((tag) => !draft.languages.includes(tag))
  const picked = free.includes(chosen) || chosen === byCode ? chosen : (free[0] ?? byCode)
  const tag = picked === byCode ? tagIn(typed) : picked
  const isThere = tag !== undefined && draft.languages.includes(tag)
  const add = () => {
    if (tag === undefined || isThere) return
    type('')
    change(`translation/with/${tag}`, (before) => withLibraryWords(withLanguage(before, tag), tag))
    onAdded(tag)
  }
  return (
    <div class="adding">
      <ChoiceField
        label={say('trAddWhich')}
        value={picked}
        options={[
          ...free.map((value) => ({ value, text: `${languageNameFor(value, office, say)} (${value})` })),
          { value: byCode, text: say('trAddByCode') },
        ]}
        onChange={choose}
      />
      {picked === byCode && (
        <TextField
          label={say('trAddCode')}
          hint={tag === undefined ? say('trAddCodeHint') : `${languageNameFor(tag, office, say)} (${tag})`}
          wrong={isThere ? say('trAddThere') : tag === undefined && typed.trim() !== '' ? say('trAddBad') : undefined}
          value={typed}
          onInput={type}
        />
      )}
      <button type="button" class="quietButton" aria-disabled={tag === undefined || isThere} onClick={add}>
        {say('trAdd')}
      </button>
    </div>
  )
}
