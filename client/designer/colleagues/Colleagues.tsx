import { useEffect, useRef, useState } from 'preact/hooks'
import { placeOfQuestion, placeOfSection, type RemarkPlace } from '../../../surveys/designing/threads'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { type ColleaguesSay, colleaguesSay, placeName } from '../../text/colleagues'
import { numbersOf } from '../../text/numbers'
import type { Place } from '../frame/place'
import type { ColleaguesProps, OpenRemarks } from './props'
import { Talk } from './Talk'

/** Somebody else who has this design open, and where in it. */
type Present = { readonly name: string; readonly place: RemarkPlace }

/** Who else is here and at which question, and the way to what was said. */
export function Colleagues(props: ColleaguesProps) {
  const { desk, place, address, tell } = props
  const say = colleaguesSay(desk.office)
  const [isOpen, setOpen] = useState(false)
  const here = remarkPlaceOf(desk.draft, place)
  const { others, open, look } = useColleagues(address, here, tell)
  const count = [...open.values()].reduce((sum, n) => sum + n, 0)
  return (
    <div class="colleagues">
      <p class="note" role="status">
        {others.length > 0 && say('hereToo', { who: others.map((one) => presentText(say, desk.draft, one)).join(', ') })}
      </p>
      <button type="button" class="tool" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {count === 0 ? say('comments') : say('commentsCount', { n: numbersOf(desk.office).count(count) })}
      </button>
      {isOpen && (
        <Talk
          {...props}
          {...{ say, here }}
          onClose={() => {
            setOpen(false)
            look()
          }}
        />
      )}
    </div>
  )
}

/** The question that is being edited, else its section; other tabs are about the whole. */
function remarkPlaceOf({ sections }: Questionnaire, { tab, question, section }: Place): RemarkPlace {
  if (tab !== 'questions') return ''
  if (question !== undefined && sections.some(({ questions }) => questions.some(({ id }) => id === question)))
    return placeOfQuestion(question)
  return section !== undefined && sections.some(({ id }) => id === section) ? placeOfSection(section) : ''
}

const presentText = (say: ColleaguesSay, draft: Questionnaire, { name, place }: Present): string =>
  place === '' ? name : say('hereAt', { who: name, place: placeName(say, draft, place) })

const everyMs = 15_000
/** Whoever walks through the outline is not told of at each step. */
const afterMs = 1_000

/** Says where one is, and hears who else is there and what is open, as often as changes of others are looked for. */
function useColleagues(address: string, here: RemarkPlace, tell: ColleaguesProps['tell']) {
  const [heard, setHeard] = useState<{ readonly others: readonly Present[]; readonly open: OpenRemarks }>({ others: [], open: new Map() })
  const told = useRef('{}')
  const look = async (): Promise<void> => {
    const headers = { 'Content-Type': 'application/json' }
    const reply = await fetch(`${address}/here`, { method: 'POST', headers, body: JSON.stringify({ place: here }) })
    if (!reply.ok) return
    const { others, open }: { readonly others: readonly Present[]; readonly open: Readonly<Record<RemarkPlace, number>> } =
      await reply.json()
    const known = new Map(Object.entries(open))
    setHeard({ others, open: known })
    // What is the same as before draws nothing anew.
    if (told.current === JSON.stringify(open)) return
    told.current = JSON.stringify(open)
    tell(known)
  }
  // Who cannot be asked now is asked again soon.
  const quietly = (): void => void look().catch(() => undefined)
  useEffect(() => {
    const soon = setTimeout(quietly, afterMs)
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') quietly()
    }, everyMs)
    return () => {
      clearTimeout(soon)
      clearInterval(timer)
    }
  }, [address, here])
  return { ...heard, look: quietly }
}
