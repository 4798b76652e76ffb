import { useEffect, useState } from 'preact/hooks'
import type { LibraryPart, OriginFate } from '../../../surveys/designing/library'
import { localised } from '../../../surveys/instrument/language'
import type { LocalText, Questionnaire, TakenFrom } from '../../../surveys/instrument/schema'
import { renewQuestion } from '../../../surveys/designing/taking'
import { type LibrarySay, librarySay } from '../../text/library'
import type { Desk } from '../frame/desk'
import { PartReads } from './HowItReads'
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

/** How it read when it was taken and how it reads in the newest version, and for a question the button that writes it so. */
function Later({ desk, address, what, from, id, known, say }: LaterProps) {
  const [both, setBoth] = useState<readonly [Questionnaire, Questionnaire]>()
  const [told, setTold] = useState<'originTaken' | 'originNotTaken' | 'unreached'>()
  const n = String(known.later)
  const show = async (): Promise<void> => {
    const [then, later] = await Promise.all([
      librarySource(address, from.questionnaire, String(from.version), known.standing ?? 'published'),
      librarySource(address, from.questionnaire, n, 'published'),
    ])
    if (then && later) setBoth([then, later])
    else setTold('unreached')
  }
  const take = ([then, later]: readonly [Questionnaire, Questionnaire]): void => {
    const taken = renewQuestion(desk.draft, then, later, id)
    if (taken) desk.change(`renew ${id}`, (before) => renewQuestion(before, then, later, id)?.draft ?? before)
    setTold(taken ? 'originTaken' : 'originNotTaken')
  }
  return (
    <>
      {both ? (
        <div class="bothReadings">
          {both.map((source, at) => (
            <div key={at}>
              <p class="soft">{say(at === 0 ? 'originThen' : 'originNow', { n: at === 0 ? String(from.version) : n })}</p>
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
      {both && what === 'question' && told !== 'originTaken' && (
        <p>
          <button type="button" class="quietButton" onClick={() => take(both)}>
            {say('originTake', { n })}
          </button>
        </p>
      )}
      <p role="status">{told && say(told, { n })}</p>
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
