import type { contactField } from '../../surveys/answers/contact'
import type { DraftKey, StoredDraft } from '../../surveys/answers/begun'
import type { Ratings } from '../../surveys/instrument/schema'
import { flattened } from '../../surveys/answers/rated'
import { isRecord } from './post'
import { type Kept, type OutboxStore, setAside } from './store'

/**
 * Tells a phone's owner in words what was refused after they had gone, with the way back to the answers where they can be corrected,
 * and forgets it then. It is said on whatever page of ours they open next, so it writes where the server has left room on each.
 */
export async function tellRefused(store: Pick<OutboxStore, 'all' | 'forget'>): Promise<void> {
  const place = document.querySelector<HTMLElement>('[data-refused]')
  if (!place?.hidden) return
  const [found] = (await store.all(setAside)).flatMap(ownPaper)
  const [title, text] = place.querySelectorAll('p')
  const [correct, seen] = place.querySelectorAll('button')
  if (!found || !title || !text || !correct || !seen) return
  const { paper, refusal } = found
  const isCounted = refusal?.code === 'id_conflict'
  const isLarge = refusal?.code === 'too_large'
  title.textContent = place.dataset[isCounted ? 'counted' : 'refused'] ?? ''
  text.textContent = isCounted ? '' : ((isLarge ? place.dataset['large'] : refusal?.message) ?? '')
  correct.hidden = !isLarge && refusal?.code !== 'answers_invalid'
  const corrected = async () => {
    sessionStorage.setItem(keyOf(paper), JSON.stringify(draftOf(paper)))
    await store.forget(paper.id)
    const agency = paper.ratings ? Object.keys(paper.ratings).join(' ') : paper.agency
    location.assign(`/s/${encodeURIComponent(paper.touchpoint)}?${new URLSearchParams({ agency, lang: paper.language })}`)
  }
  const noted = async () => {
    place.hidden = true
    correct.removeEventListener('click', corrected)
    await store.forget(paper.id)
    await tellRefused(store)
  }
  correct.addEventListener('click', corrected)
  seen.addEventListener('click', noted, { once: true })
  place.hidden = false
}

/** What a paper needs to be gone on with. */
type Paper = {
  readonly id: string
  readonly campaign: string
  readonly version: number
  readonly touchpoint: string
  readonly agency: string
  readonly language: string
  readonly answers: StoredDraft['answers']
  /** Where several agencies are rated. */
  readonly ratings?: Ratings
  /** How somebody wants to be reached, beside the answers. */
  readonly contact?: string
}

/** What is sealed is a kiosk's and none of the reader's; what is no paper at all says nothing to them. */
function ownPaper({ body, refusal }: Kept): readonly { readonly paper: Paper; readonly refusal: Kept['refusal'] }[] {
  try {
    const paper: unknown = JSON.parse(body)
    return isPaper(paper) ? [{ paper, refusal }] : []
  } catch {
    return []
  }
}

const isPaper = (value: unknown): value is Paper =>
  isRecord(value) &&
  ['id', 'campaign', 'touchpoint', 'agency', 'language'].every((name) => typeof value[name] === 'string') &&
  isRecord(value['answers'])

const keyOf = ({ touchpoint, agency, ratings }: Paper): DraftKey => `sipas-draft ${touchpoint} ${ratings ? '' : agency}`

/** The name itself: with its module a phone would fetch one more script. */
const besideAnswers: typeof contactField = '_contact'

/** Under its own id: what was refused is stored nowhere, and corrected it is still the same response. */
const draftOf = ({ id, campaign, version, language, answers, ratings = {}, contact }: Paper): StoredDraft => ({
  id,
  campaign,
  version,
  language,
  answers: { ...flattened(answers, ratings), ...(contact !== undefined && { [besideAnswers]: contact }) },
  step: 0,
  at: Date.now(),
})
