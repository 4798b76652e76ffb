import {
  isCaller,
  isPlaceOf,
  isRemark,
  isSaidTwice,
  mostByLink,
  mostRemarks,
  type Remark,
  threadsOf,
} from '../../surveys/designing/threads'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { addRemark, remarksOn } from '../db/design-comments'
import { findDesign } from '../db/designs'
import type { Database } from '../db/dialect'
import { publishedDefinition } from '../db/questionnaires'
import { findReviewLink, type ReviewLink } from '../db/review-links'
import { type Act, type ActDeps, type Actor, did, failed, nothing } from './act'

type At = { readonly id: string; readonly place: string }
type NotSaid = { readonly code: 'unknown' | 'place' | 'words' | 'many' }

/** Says something about a place of a design; what was settled there is open again. */
export const commentOnDesign: Act<At & { readonly words: string }, undefined, NotSaid> = {
  name: 'questionnaires.comment',
  isAnywhere: true,
  run: async (deps, { name }, { id, place, words }) => {
    const design = await findDesign(deps.database, id)
    if (!design) return failed({ code: 'unknown' })
    const before = await remarksOn(deps.database, id)
    const problem = problemOf(design.definition, before, { place, words })
    if (problem) return failed({ code: problem })
    const { version } = design.definition
    const said = { place, words, who: name, link: '' }
    if (isSaidTwice(before, said)) return nothing(undefined)
    await addRemark(deps.database, id, { ...said, version, kind: 'said', at: instant(deps) })
    return did(id, { version, place })
  },
}

const settling = (
  name: 'questionnaires.resolve' | 'questionnaires.reopen',
  kind: 'resolved' | 'reopened',
): Act<At, undefined, { readonly code: 'unknown' }> => ({
  name,
  isAnywhere: true,
  run: async (deps, { name: who }, { id, place }) => {
    const design = await findDesign(deps.database, id)
    const thread = threadsOf(await remarksOn(deps.database, id)).find((one) => one.place === place)
    if (!design || !thread) return failed({ code: 'unknown' })
    if (thread.isOpen === (kind === 'reopened')) return nothing(undefined)
    const { version } = design.definition
    await addRemark(deps.database, id, { version, place, kind, words: '', who, link: '', at: instant(deps) })
    return did(id, { version, place })
  },
})

/** Holds what was said about a place for settled; it stays there to be read. */
export const resolveComments = settling('questionnaires.resolve', 'resolved')

/** Holds it for open again. */
export const reopenComments = settling('questionnaires.reopen', 'reopened')

/** Whoever has a link, in the matters of that link. */
export const byReviewLink = ({ id }: ReviewLink, name: string): Actor => ({
  id: '',
  name: `review:${id} ${name}`,
  via: 'review',
  permissions: ['designs.read'],
  door: 'page',
})

type FromOutside = { readonly link: string; readonly place: string; readonly words: string; readonly name: string }

/** Says something by a link, under a name of one's own choice; a link brings so many remarks and no more. */
export const remarkByLink: Act<FromOutside, undefined, NotSaid | { readonly code: 'name' | 'spent' }> = {
  name: 'questionnaires.remark',
  isAnywhere: true,
  run: async (deps, _, { link: id, place, words, name }) => {
    const link = await findReviewLink(deps.database, id)
    const shown = link && link.revoked_at === '' && link.expires_at > instant(deps) ? await openedBy(deps.database, link) : undefined
    if (!link || !shown) return failed({ code: 'unknown' })
    if (!isCaller(name)) return failed({ code: 'name' })
    const before = await remarksOn(deps.database, link.questionnaire)
    const problem = problemOf(shown, before, { place, words })
    if (problem) return failed({ code: problem })
    const said = { place, words, who: name, link: id }
    if (isSaidTwice(before, said)) return nothing(undefined)
    if (before.filter((remark) => remark.link === id).length >= mostByLink) return failed({ code: 'spent' })
    const { version } = link
    await addRemark(deps.database, link.questionnaire, { ...said, version, kind: 'said', at: instant(deps) })
    return did(link.questionnaire, { version, place, reviewLink: id })
  },
}

/** What a link shows: the design that is to become its version, or that version once it is published. */
export async function openedBy(database: Database, { questionnaire, version }: ReviewLink): Promise<Questionnaire | undefined> {
  const design = await findDesign(database, questionnaire)
  return design?.definition.version === version ? design.definition : publishedDefinition(database, questionnaire, version)
}

function problemOf(
  questionnaire: Questionnaire,
  before: readonly Remark[],
  { place, words }: { readonly place: string; readonly words: string },
): NotSaid['code'] | undefined {
  if (!isRemark(words)) return 'words'
  if (before.length >= mostRemarks) return 'many'
  return isPlaceOf(questionnaire, place) ? undefined : 'place'
}

const instant = ({ now }: ActDeps): string => new Date(now()).toISOString()
