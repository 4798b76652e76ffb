import { useEffect, useRef, useState } from 'preact/hooks'
import { type LibraryFind, type LibraryPart, libraryParts } from '../../../surveys/designing/library'
import { localised } from '../../../surveys/instrument/language'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { librarySay, type LibrarySay } from '../../text/library'
import { numbersOf } from '../../text/numbers'
import { TextField } from '../frame/Fields'
import type { Desk } from '../frame/desk'
import { HowItReads, standingWords } from './HowItReads'
import type { LibraryProps } from './props'

/** Looks for a question, a whole part or a scale in every questionnaire, shows how it reads, and takes it over. */
export function LibraryPanel({ onClose, ...props }: LibraryProps & { readonly onClose: () => void }) {
  const { desk, address } = props
  const say = librarySay(desk.office)
  const dialog = useRef<HTMLDialogElement>(null)
  const reading = useRef<HTMLElement>(null)
  const [what, setWhat] = useState<LibraryPart>('question')
  const [words, setWords] = useState('')
  const [chosen, setChosen] = useState<LibraryFind>()
  const search = useSearch(address, what, words)
  const source = useSource(address, chosen)
  useEffect(() => dialog.current?.showModal(), [])
  // Where there is one column it stands below, out of sight.
  useEffect(() => {
    if (chosen && source) reading.current?.focus()
  }, [chosen, source])
  const pickKind = (next: LibraryPart): void => {
    setWhat(next)
    setChosen(undefined)
  }
  return (
    <dialog ref={dialog} class="bookcase" aria-labelledby="library-title" onClose={onClose}>
      <div class="top">
        <h2 id="library-title">{say('title')}</h2>
        <button type="button" class="tool" onClick={() => dialog.current?.close()}>
          {say('close')}
        </button>
      </div>
      <div class="kinds" role="group" aria-label={say('kinds')}>
        {libraryParts.map((part) => (
          <button key={part} type="button" aria-pressed={part === what} onClick={() => pickKind(part)}>
            {say(`kind_${part}`)}
          </button>
        ))}
      </div>
      <TextField label={say('search')} hint={say('searchHint')} value={words} onInput={setWords} />
      <div class="shelves">
        <Finds {...{ desk, say, search, chosen }} choose={setChosen} />
        <section ref={reading} class="reading" aria-label={say('reads')} tabIndex={-1}>
          {chosen && source ? (
            <HowItReads
              key={keyOf(chosen)}
              {...props}
              {...{ say, source }}
              find={chosen}
              leave={(place) => {
                dialog.current?.close()
                props.choose(place)
              }}
            />
          ) : (
            <p class="note">{say(chosen ? 'searching' : 'chooseOne')}</p>
          )}
        </section>
      </div>
    </dialog>
  )
}

type Search = { readonly finds: readonly LibraryFind[]; readonly all: number } | 'searching' | 'unreached'

type FindsProps = {
  readonly desk: Desk
  readonly say: LibrarySay
  readonly search: Search
  readonly chosen: LibraryFind | undefined
  readonly choose: (find: LibraryFind) => void
}

function Finds({ desk, say, search, chosen, choose }: FindsProps) {
  const { count } = numbersOf(desk.office)
  const told =
    search === 'searching' || search === 'unreached'
      ? say(search)
      : search.all === 0
        ? say('none')
        : search.all > search.finds.length
          ? say('foundSome', { n: count(search.all), shown: count(search.finds.length) })
          : say('found', { n: count(search.all) })
  return (
    <div class="finds">
      <p class="note" role="status">
        {told}
      </p>
      <ol>
        {(typeof search === 'string' ? [] : search.finds).map((find) => (
          <li key={keyOf(find)}>
            <button type="button" aria-pressed={chosen !== undefined && keyOf(find) === keyOf(chosen)} onClick={() => choose(find)}>
              <b>{localised(find.text, desk.content, desk.draft.languages) || find.id}</b>
              <small>
                <code>{find.id}</code> {kindWords(desk, say, find)}
              </small>
              <small>
                {localised(find.source.title, desk.office) || find.source.id}, {standingWords(desk, say, find)}
              </small>
            </button>
          </li>
        ))}
      </ol>
    </div>
  )
}

/** What it is, in a word or a number. */
function kindWords(desk: Desk, say: LibrarySay, { what, type, count }: LibraryFind): string {
  const n = numbersOf(desk.office).count(count)
  if (what === 'section') return say('questionsIn', { n })
  if (what === 'scale') return say('optionsOn', { n })
  return [type ? desk.say(`type_${type}`) : '', count > 0 ? say('rowsOf', { n }) : ''].filter(Boolean).join(', ')
}

const keyOf = ({ what, id, source }: LibraryFind): string => `${what} ${id} ${source.id} ${source.version} ${source.standing}`

const afterMs = 250

/** What fits the words, a moment after the last letter. */
function useSearch(address: string, what: LibraryPart, words: string): Search {
  const [{ of, found }, setFound] = useState<{ readonly of: LibraryPart; readonly found: Search }>({ of: what, found: 'searching' })
  useEffect(() => {
    const given = new AbortController()
    const setSearch = (next: Search): void => setFound({ of: what, found: next })
    const look = async (): Promise<void> => {
      const reply = await fetch(`${address}/library?${new URLSearchParams({ what, q: words })}`, { signal: given.signal })
      setSearch(reply.ok ? await reply.json() : 'unreached')
    }
    const timer = setTimeout(() => void look().catch(() => given.signal.aborted || setSearch('unreached')), words === '' ? 0 : afterMs)
    return () => {
      clearTimeout(timer)
      given.abort()
    }
  }, [address, what, words])
  // What was found of another kind is not what is looked for now.
  return of === what ? found : 'searching'
}

const sources = new Map<string, Promise<Questionnaire | undefined>>()

/** The questionnaire of what was chosen, fetched once while the page stands, but for drafts, which change. */
function useSource(address: string, find: LibraryFind | undefined): Questionnaire | undefined {
  const [known, setKnown] = useState<{ readonly of: string; readonly questionnaire: Questionnaire }>()
  const of = find ? `${find.source.standing} ${find.source.id} ${find.source.version}` : ''
  useEffect(() => {
    if (!find || known?.of === of) return
    const coming = (find.source.standing === 'draft' ? undefined : sources.get(of)) ?? fetchSource(address, find)
    sources.set(of, coming)
    void coming.then((questionnaire) => (questionnaire ? setKnown({ of, questionnaire }) : sources.delete(of)))
  }, [of])
  return known?.of === of ? known.questionnaire : undefined
}

const fetchSource = (address: string, { source: { id, version, standing } }: LibraryFind): Promise<Questionnaire | undefined> =>
  librarySource(address, id, String(version), standing)

/** A questionnaire of the library whole but for its figures. */
export async function librarySource(
  address: string,
  questionnaire: string,
  version: string,
  standing: string,
): Promise<Questionnaire | undefined> {
  const query = new URLSearchParams({ questionnaire, version, standing })
  const reply = await fetch(`${address}/library/source?${query}`).catch(() => undefined)
  if (!reply?.ok) return undefined
  const source: Questionnaire = await reply.json()
  return source
}
