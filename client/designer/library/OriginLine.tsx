import { useEffect, useState } from 'preact/hooks'
import type { LibraryPart, OriginFate } from '../../../surveys/designing/library'
import { localised } from '../../../surveys/instrument/language'
import type { LocalText, TakenFrom } from '../../../surveys/instrument/schema'
import { librarySay } from '../../text/library'
import type { Desk } from '../frame/desk'

type Props = { readonly desk: Desk; readonly address: string; readonly what: LibraryPart; readonly from: TakenFrom }

/** What the server knows of where a part is from. */
type Known = { readonly title: LocalText; readonly later?: number; readonly fate?: OriginFate }

const fateWords = { same: 'originSame', otherwise: 'originOtherwise', gone: 'originGone' } as const

/** Which questionnaire and version a part was taken from, and whether it reads otherwise there by now. */
export function OriginLine({ desk: { office, draft }, address, what, from }: Props) {
  const say = librarySay(office)
  const [known, setKnown] = useState<Known>()
  useEffect(() => void knownOf(address, what, from).then(setKnown), [])
  const { questionnaire, version } = from
  const title = (known && localised(known.title, office, draft.languages)) || questionnaire
  return (
    <p class="origin note">
      {say('originOf', { title, n: String(version), id: questionnaire })}
      {known?.fate && <> {say(fateWords[known.fate], { n: String(known.later) })}</>}
    </p>
  )
}

async function knownOf(address: string, what: LibraryPart, { questionnaire, version, item }: TakenFrom): Promise<Known | undefined> {
  const query = new URLSearchParams({ what, questionnaire, version: String(version), item })
  const reply = await fetch(`${address}/library/origin?${query}`).catch(() => undefined)
  if (!reply?.ok) return undefined
  const known: Known = await reply.json()
  return known
}
