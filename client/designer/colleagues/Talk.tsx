import { useEffect, useRef, useState } from 'preact/hooks'
import { isPlaceOf, longestRemark, type Remark, type RemarkPlace, type Thread, threadsOf } from '../../../surveys/designing/threads'
import { type ColleaguesSay, placeName } from '../../text/colleagues'
import { numbersOf } from '../../text/numbers'
import { findQuestion } from '../../../surveys/designing/questions'
import { TextField } from '../frame/Fields'
import type { Place } from '../frame/place'
import type { ColleaguesProps } from './props'

type TalkProps = ColleaguesProps & { readonly say: ColleaguesSay; readonly here: RemarkPlace; readonly onClose: () => void }

/** As the server tells it, with the moment in the reader's way. */
type ToldRemark = Remark & { readonly when: string }

/** What was said where the author is, a field to say more, and what is open elsewhere. */
export function Talk({ desk, go, address, say, here, onClose }: TalkProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [remarks, setRemarks] = useState<readonly ToldRemark[]>()
  const [words, setWords] = useState('')
  const [wrong, setWrong] = useState<string>()
  useEffect(() => {
    dialog.current?.showModal()
    void listed(address).then((all) => (all ? setRemarks(all) : setWrong(say('notSaid'))))
  }, [])
  const send = async (what: '' | '/resolve' | '/reopen', place: RemarkPlace): Promise<void> => {
    const came = await sent(`${address}/comments${what}`, { place, words })
    if (came === 'unreached') return setWrong(say('notSaid'))
    if ('code' in came)
      return setWrong(
        say(came.code === 'place' || came.code === 'many' || came.code === 'hidden' ? `wrong_${came.code}` : 'wrong_words', {
          n: numbersOf(desk.office).count(longestRemark),
        }),
      )
    setRemarks(came.remarks)
    setWrong(undefined)
    if (what === '') setWords('')
  }
  const threads = threadsOf(remarks ?? [])
  const own = threads.find(({ place }) => place === here)
  const isThere = ({ place }: Thread): boolean => isPlaceOf(desk.draft, place)
  const elsewhere = threads.filter((thread) => thread.place !== here && thread.isOpen && isThere(thread))
  const gone = threads.filter((thread) => thread.isOpen && !isThere(thread))
  const settled = threads.filter(({ place, isOpen }) => place !== here && !isOpen)
  const lead = (place: Place): void => {
    dialog.current?.close()
    go(place)
  }
  const all = { desk, say, remarks, lead, settle: (thread: Thread) => void send(thread.isOpen ? '/resolve' : '/reopen', thread.place) }
  return (
    <dialog ref={dialog} class="bookcase talk" aria-labelledby="talk-title" onClose={onClose}>
      <div class="top">
        <h2 id="talk-title">{say('commentsOn', { place: placeName(say, desk.draft, here) })}</h2>
        <button type="button" class="tool" onClick={() => dialog.current?.close()}>
          {say('close')}
        </button>
      </div>
      {own ? <Said {...all} thread={own} /> : <p class="note">{say(threads.length === 0 ? 'noComments' : 'noCommentsHere')}</p>}
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void send('', here)
        }}
      >
        <TextField label={say('say')} lines={3} value={words} onInput={setWords} wrong={wrong} />
        <p class="acts">
          <button type="submit">{say('sayGo')}</button>
        </p>
      </form>
      {elsewhere.length > 0 && (
        <>
          <h3>{say('elsewhere')}</h3>
          {elsewhere.map((thread) => (
            <Said key={thread.place} {...all} thread={thread} isNamed />
          ))}
        </>
      )}
      {gone.length > 0 && (
        <>
          <h3>{say('onGone')}</h3>
          <p class="note">{say('onGoneText')}</p>
          {gone.map((thread) => (
            <Said key={thread.place} {...all} thread={thread} isNamed />
          ))}
        </>
      )}
      {settled.length > 0 && (
        <details class="more">
          <summary>{say('settledOnes', { n: numbersOf(desk.office).count(settled.length) })}</summary>
          {settled.map((thread) => (
            <Said key={thread.place} {...all} thread={thread} isNamed />
          ))}
        </details>
      )}
    </dialog>
  )
}

type SaidProps = Pick<TalkProps, 'desk' | 'say'> & {
  readonly thread: Thread
  readonly remarks: readonly ToldRemark[] | undefined
  readonly settle: (thread: Thread) => void
  readonly lead: (place: Place) => void
  /** Its place is said, and leads there. */
  readonly isNamed?: true
}

function Said({ desk, say, thread, remarks = [], settle, lead, isNamed }: SaidProps) {
  const name = placeName(say, desk.draft, thread.place)
  const there = placeThere(desk.draft, thread.place)
  const act = thread.isOpen ? 'resolve' : 'reopen'
  return (
    <section class="said" aria-label={say('commentsOn', { place: name })}>
      {isNamed &&
        (there ? (
          <button type="button" class="tool" onClick={() => lead(there)}>
            {say('commentsOn', { place: name })}
          </button>
        ) : (
          <p>
            <b>{say('commentsOn', { place: name })}</b>
          </p>
        ))}
      <ul>
        {remarks
          .filter(({ place }) => place === thread.place)
          .map(({ seq, kind, words, who, when, link }) => (
            <li key={seq}>
              <small>
                {say(kind === 'resolved' ? 'settledBy' : kind === 'reopened' ? 'reopenedBy' : link === '' ? 'saidBy' : 'saidOutside', {
                  who,
                  when,
                })}
              </small>
              {kind === 'said' && <p class="typed">{words}</p>}
            </li>
          ))}
      </ul>
      <button type="button" class="quietButton" aria-label={`${say(act)}: ${name}`} onClick={() => settle(thread)}>
        {say(act)}
      </button>
    </section>
  )
}

function placeThere(draft: TalkProps['desk']['draft'], place: RemarkPlace): Place | undefined {
  const id = place.slice(2)
  const section = place.startsWith('q:') ? findQuestion(draft, id)?.section : draft.sections.find((one) => one.id === id)
  if (!section) return undefined
  return { tab: 'questions', section: section.id, ...(place.startsWith('q:') ? { question: id } : {}), isLed: true }
}

async function listed(address: string): Promise<readonly ToldRemark[] | undefined> {
  const reply = await fetch(`${address}/comments`).catch(() => undefined)
  if (!reply?.ok) return undefined
  const { remarks }: { readonly remarks: readonly ToldRemark[] } = await reply.json()
  return remarks
}

type Sent = { readonly remarks: readonly ToldRemark[] } | { readonly code: string } | 'unreached'

async function sent(address: string, body: { readonly place: RemarkPlace; readonly words: string }): Promise<Sent> {
  const headers = { 'Content-Type': 'application/json' }
  const reply = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => undefined)
  if (!reply || (!reply.ok && reply.status !== 422)) return 'unreached'
  const came: Sent = await reply.json()
  return came
}
