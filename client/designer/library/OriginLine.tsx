import { useEffect, useMemo, useState } from 'preact/hooks'
import type { LibraryPart, OriginFate } from '../../../surveys/designing/library'
import { localised } from '../../../surveys/instrument/language'
import type { LocalText, Questionnaire, TakenFrom } from '../../../surveys/instrument/schema'
import { renewQuestion, renewSection, type Taken } from '../../../surveys/designing/taking'
import { type LibrarySay, librarySay } from '../../text/library'
import type { Desk } from '../frame/desk'
import { NoteList, PartReads } from './HowItReads'
import { librarySource } from './LibraryPanel'

type Props = {
  readonly desk: Desk
  readonly address: string
  readonly what: LibraryPart
  readonly from: TakenFrom
  /** The part's own id here. */ readonly id: string
}

/** What the server knows of where a part is from. */
type Known = { readonly title: LocalText; readonly later?: number; readonly fate?: OriginFate; readonly standing?: string }

const fateWords = { same: 'originSame', otherwise: 'originOtherwise', gone: 'originGone' } as const

/** Which questionnaire and version a part was taken from, whether it reads otherwise there by now, and how. */
export function OriginLine({ desk, address, what, from, id }: Props) {
  const { office, draft } = desk
  const say = librarySay(office)
  const [known, setKnown] = useState<Known>()
  useEffect(() => void knownOf(address, what, from).then(setKnown), [])
  const { questionnaire, version } = from
  const isOlder = known?.later !== undefined && version < known.later
  const title = (known && localised(known.title, office, draft.languages)) || questionnaire
  return (
    <div class="origin note">
      <p>
        {say('originOf', { title, n: String(version), id: questionnaire })}
        {isOlder && known?.fate && <> {say(fateWords[known.fate], { n: String(known.later) })}</>}
      </p>
      {known?.fate === 'otherwise' && <Later {...{ desk, address, what, from, id, known, say }} />}
    </div>
  )
}

type LaterProps = Props & { readonly known: Known; readonly say: LibrarySay }

/** How it read when it was taken and how it reads in the newest version, and for a question or a part what would become otherwise and the button that writes it so. */
function Later({ desk, address, what, from, id, known, say }: LaterProps) {
  const [both, setBoth] = useState<readonly [Questionnaire, Questionnaire]>()
  const [isUnreached, setUnreached] = useState(false)
  const [done, setDone] = useState<Taken>()
  const n = String(known.later)
  const show = async (): Promise<void> => {
    const [then, later] = await Promise.all([
      librarySource(address, from.questionnaire, String(from.version), known.standing ?? 'published'),
      librarySource(address, from.questionnaire, n, 'published'),
    ])
    if (then && later) setBoth([then, later])
    else setUnreached(true)
  }
  const renew = what === 'section' ? renewSection : renewQuestion
  // Once for each time that it is shown or undone: to write a long part anew takes longer than a key may.
  const coming = useMemo(() => (both && what !== 'scale' ? renew(desk.draft, ...both, id) : undefined), [both, from.version])
  const isDone = done !== undefined && from.version === known.later
  const notes = (isDone ? done : coming)?.notes ?? []
  const take = (sources: readonly [Questionnaire, Questionnaire]): void => {
    setDone(renew(desk.draft, ...sources, id))
    desk.change(`renew ${id}`, (before) => renew(before, ...sources, id)?.draft ?? before)
  }
  return (
    <>
      {both ? (
        <div class="bothReadings">
          {both.map((source, at) => (
            <div key={at}>
              <p class="soft">{say(at === 0 ? 'originThen' : 'originNow', { n: String(source.version) })}</p>
              <PartReads {...{ desk, say, source }} part={{ what, id: from.item }} />
            </div>
          ))}
        </div>
      ) : (
        <p>
          <button type="button" class="tool" onClick={() => void show()}>
            {say('originShow')}
          </button>
        </p>
      )}
      {both && notes.length > 0 && (
        <>
          <p>{say(isDone ? 'originBecame' : 'originBecomes')}</p>
          <NoteList {...{ desk, say, source: both[1], notes }} />
        </>
      )}
      {both && coming && !isDone && (
        <p>
          <button type="button" class="quietButton" onClick={() => take(both)}>
            {say('originTake', { n })}
          </button>
        </p>
      )}
      {both && what !== 'scale' && !coming && <p>{say('originNotTaken')}</p>}
      <p role="status">{isUnreached ? say('unreached') : isDone && say('originTaken', { n })}</p>
    </>
  )
}

async function knownOf(address: string, what: LibraryPart, { questionnaire, version, item }: TakenFrom): Promise<Known | undefined> {
  const query = new URLSearchParams({ what, questionnaire, version: String(version), item })
  const reply = await fetch(`${address}/library/origin?${query}`).catch(() => undefined)
  if (!reply?.ok) return undefined
  const known: Known = await reply.json()
  return known
}
