import { isCaller, mostLinkDays, mostLinks } from '../../surveys/designing/threads'
import { localDay } from '../../surveys/instrument/calendar'
import { findReviewLink, insertReviewLink, reviewLinksOf, revokeReviewLink } from '../db/review-links'
import { openedBy } from './design-comments'
import { type Act, did, failed, nothing } from './act'

type Wanted = { readonly id: string; readonly version: number; readonly label: string; readonly days: number }
type NotShared = { readonly code: 'unknown' | 'label' | 'days' | 'many' }

/** Makes a link by which somebody without an account reads a design or a version for some days; it is shown once. */
export const shareForReview: Act<Wanted, { readonly token: string }, NotShared> = {
  name: 'questionnaires.share',
  run: async ({ database, now }, { name }, { id, version, label, days }) => {
    const made = new Date(now()).toISOString()
    const expires = new Date(now() + days * dayMs)
    if (!isCaller(label)) return failed({ code: 'label' })
    if (!Number.isInteger(days) || days < 1 || days > mostLinkDays) return failed({ code: 'days' })
    const wanted = { questionnaire: id, version, label, made_by: name, made_at: made, expires_at: expires.toISOString() }
    if (!(await openedBy(database, { ...wanted, id: '', revoked_at: '' }))) return failed({ code: 'unknown' })
    const open = (await reviewLinksOf(database, id, version)).filter((link) => link.revoked_at === '' && link.expires_at > made)
    if (open.length >= mostLinks) return failed({ code: 'many' })
    const { id: link, token } = await insertReviewLink(database, wanted)
    return did(id, { version, label, until: localDay(expires.getTime()), reviewLink: link }, { token })
  },
}

const dayMs = 86_400_000

/** Ends a link at once. */
export const stopSharing: Act<{ readonly link: string }, undefined, { readonly code: 'unknown' }> = {
  name: 'questionnaires.unshare',
  run: async ({ database, now }, _, { link: id }) => {
    const link = await findReviewLink(database, id)
    if (!link) return failed({ code: 'unknown' })
    if (!(await revokeReviewLink(database, id, new Date(now()).toISOString()))) return nothing(undefined)
    return did(link.questionnaire, { version: link.version, label: link.label, reviewLink: id })
  },
}
