import { nextVersion, renumbered } from '../../surveys/designing/blank'
import { findingText } from '../../client/text/definition'
import { screenWords } from '../../client/text/screen'
import { findingKey } from '../../surveys/designing/findings'
import { type AcceptedWarning, type Candidate, examined, type Hindrance, hindranceOf } from '../../surveys/designing/gates'
import { followedPlaces } from '../../surveys/designing/threads'
import { mediaNames, withMediaAmong } from '../../surveys/designing/pictures'
import { localDay } from '../../surveys/instrument/calendar'
import type { LocalText, Questionnaire } from '../../surveys/instrument/schema'
import { isLongerThan, isVisible } from '../../surveys/instrument/spelling'
import { heldOn, rootsFor } from '../../surveys/people/roles'
import { listUsers, type ListedUser } from '../db/people'
import {
  type Accepted,
  approveDesign as storeApproval,
  askApproval as storeAsking,
  type Author,
  type Design,
  type Discarded,
  findDesign,
  removeDesign,
  saveDesign as storeChange,
  sendBackDesign as storeSendingBack,
  startDesign,
} from '../db/designs'
import type { Database } from '../db/dialect'
import { type Details, type Event, eventsOf, findEvent } from '../db/events'
import { allGrants } from '../db/grants'
import { archiveVersion, contentHash, listQuestionnaires, publishedVersions, publishQuestionnaire } from '../db/questionnaires'
import { dropRemarks, moveRemarks, renumberRemarks } from '../db/design-comments'
import { renumberReviewLinks, revokeReviewLinksOf } from '../db/review-links'
import { saveMedia, mediaSizes } from '../db/media'
import type { MediaRow } from '../db/tables'
import { type ChosenVersion, forgetChosen, readChosen, readFourEyes, saveChosen } from '../db/settings'
import { type Act, type ActDeps, did, failed, nothing } from './act'
import { secondFrom, secondsFrom } from './second-person'

/** A design as somebody read it; what somebody else saved since is not acted on unseen. */
type Read = { readonly id: string; readonly revision: number }

type Unknown = { readonly code: 'unknown' }
type Taken = { readonly code: 'taken' }
/** Somebody else saved since; what stands now. */
type Overtaken = { readonly code: 'overtaken'; readonly design: Design }

/** Recordings and pictures that came in the same file, by the names under which the definition names them. */
type WithMedia = { readonly media: ReadonlyMap<string, MediaRow> }

/**
 * Begins a questionnaire of its own, under an id that nobody uses, and gives the id. A recording or a picture that it names, that did not
 * come along and is not kept here is named no more: its text waits to be recorded, its option to be pictured.
 */
export const beginQuestionnaire: Act<{ readonly definition: Questionnaire } & WithMedia, string, Taken> = {
  name: 'questionnaires.begin',
  run: async (deps, author, { definition: sent, media }) => {
    const { id, version } = sent
    if ((await publishedVersions(deps.database)).some((one) => one.id === id)) return failed({ code: 'taken' })
    const added = await addMedia(deps, sent, media)
    const kept = await mediaSizes(deps.database, mediaNames(sent))
    const definition = withMediaAmong(sent, new Set(kept.keys()))
    if (!(await startDesign(deps.database, { definition, accepted: {} }, author, instant(deps)))) return failed({ code: 'taken' })
    return did(id, { version, ...toldOfMedia(added) }, id)
  },
  again: ({ object }) => object,
}

/** Begins the version after the last one as a copy of a published one; what stood there for a reason is not asked again. */
export const beginNextVersion: Act<ChosenVersion, undefined, Unknown> = {
  name: 'questionnaires.begin-next',
  run: async (deps, author, { id, version }) => {
    const versions = (await listQuestionnaires(deps.database)).map(({ questionnaire }) => questionnaire).filter((one) => one.id === id)
    const from = versions.find((one) => one.version === version)
    if (!from) return failed({ code: 'unknown' })
    const definition = nextVersion(from, Math.max(...versions.map((one) => one.version)) + 1)
    const accepted = await reasonsOf(deps.database, from)
    if (!(await startDesign(deps.database, { definition, accepted }, author, instant(deps)))) return nothing(undefined)
    return did(id, { version: definition.version, from: version })
  },
}

/** Saves what somebody made of the revision they had read, and gives the new one. */
export const saveDesign: Act<Candidate & { readonly revision: number }, number, Unknown | Overtaken> = {
  name: 'questionnaires.save',
  run: async (deps, author, { revision, ...change }) => {
    const read = await readDesign(deps, { id: change.definition.id, revision })
    if ('failure' in read) return failed(read.failure)
    const saved = await storeChange(deps.database, read.design, change, author, instant(deps))
    if (saved === undefined) return failed({ code: 'overtaken', design: read.design })
    await moveRemarks(deps.database, change.definition.id, followedPlaces(read.design.definition, change.definition))
    return did(change.definition.id, { version: change.definition.version, revision: saved }, saved)
  },
}

/** A recording as it was read from its bytes, or a picture as it was drawn anew. */
type Added = { readonly id: string; readonly bytes: Uint8Array; readonly type: string }

/** Keeps a recording for a design, and gives its name; which text it belongs to stands in the design. */
export const addSound: Act<Added, string, Unknown> = {
  name: 'questionnaires.add-sound',
  run: async (deps, _, { id, ...sound }) => {
    if (!(await findDesign(deps.database, id))) return failed({ code: 'unknown' })
    const name = await saveMedia(deps.database, sound, instant(deps))
    return did(id, { sound: name }, name)
  },
}

/** Keeps a picture for a design, and gives its name; which option it belongs to stands in the design. */
export const addPicture: Act<Added, string, Unknown> = {
  name: 'questionnaires.add-picture',
  run: async (deps, _, { id, ...picture }) => {
    if (!(await findDesign(deps.database, id))) return failed({ code: 'unknown' })
    const name = await saveMedia(deps.database, picture, instant(deps))
    return did(id, { picture: name }, name)
  },
}

/** Says that a revision waits for somebody else to approve it. */
export const askApproval: Act<Read, undefined, Unknown | Overtaken> = {
  name: 'questionnaires.ask',
  run: async (deps, { name }, wanted) => {
    const read = await readDesign(deps, wanted)
    if ('failure' in read) return failed(read.failure)
    await storeAsking(deps.database, read.design, name)
    return did(wanted.id, toldOf(read.design))
  },
}

/** Who approves has been let in, or let approve, too lately to be a second person; `from` is the instant at which they are one. */
type New = { readonly code: 'new'; readonly from: string }

/** Approves a revision, for somebody who did not work on it and who sees it whole. */
export const approveDesign: Act<Read, undefined, Unknown | Overtaken | New | { readonly code: 'own' | 'unready' }> = {
  name: 'questionnaires.approve',
  takesAnother: ({ code }) => code === 'own' || code === 'new',
  run: async (deps, { id, name }, wanted) => {
    const read = await readDesign(deps, wanted)
    if ('failure' in read) return failed(read.failure)
    const { design } = read
    if (design.authors.includes(id)) return failed({ code: 'own' })
    const from = await secondFrom(deps, id, 'questionnaires.approve')
    if (from !== undefined) return failed({ code: 'new', from })
    const { problems, open } = examined(design, screenWords)
    if (problems.length + open.length > 0) return failed({ code: 'unready' })
    await storeApproval(deps.database, design, name)
    return did(wanted.id, toldOf(design))
  },
}

/** In letters. */
export const longestWhy = 1_000

/** Sends a revision back to its authors with what they should mend, by somebody else; an approval that was given ends. */
export const sendBackDesign: Act<Read & { readonly why: string }, undefined, Unknown | Overtaken | { readonly code: 'own' | 'why' }> = {
  name: 'questionnaires.send-back',
  run: async (deps, { id, name }, { why, ...wanted }) => {
    const read = await readDesign(deps, wanted)
    if ('failure' in read) return failed(read.failure)
    if (read.design.authors.includes(id)) return failed({ code: 'own' })
    if (!isVisible(why) || isLongerThan(longestWhy, why)) return failed({ code: 'why' })
    await storeSendingBack(deps.database, read.design, { who: name, why, at: instant(deps) })
    return did(wanted.id, { ...toldOf(read.design), why })
  },
}

/** Somebody who can approve a design; `from` is the instant from which they can, where that is to come. */
export type Approver = ListedUser & { readonly from: string | undefined }

/** Who can approve a design: everybody who may for the whole province, signs in, and did not work on it; some of them only later. */
export async function approversOf(deps: ActDeps, { authors }: Design): Promise<readonly Approver[]> {
  const [users, grants, today] = [await listUsers(deps.database), await allGrants(deps.database), localDay(deps.now())]
  const able = users.filter(
    ({ id, signsIn, disabled_at }) =>
      signsIn &&
      disabled_at === '' &&
      !authors.includes(id) &&
      rootsFor(heldOn(grants.get(id) ?? [], today), 'questionnaires.approve').includes(''),
  )
  const later = await secondsFrom(
    deps,
    able.map(({ username }) => username),
    'questionnaires.approve',
  )
  return able.map((user) => ({ ...user, from: later.get(user.username) }))
}

export type NotPublished = Hindrance | { readonly code: 'version-taken'; readonly version: number }

/** Turns a design into a version for good, once every gate is open. */
export const publishDesign: Act<Read, ChosenVersion, Unknown | Overtaken | NotPublished> = {
  name: 'questionnaires.publish',
  run: async (deps, _, wanted) => {
    const read = await readDesign(deps, wanted)
    if ('failure' in read) return failed(read.failure)
    const published = await throughTheGates(deps, read.design, read.design.approvedBy)
    if ('failure' in published) return failed(published.failure)
    await removeDesign(deps.database, read.design)
    return did(wanted.id, { ...published.told, revision: wanted.revision }, { id: wanted.id, version: read.design.definition.version })
  },
}

/**
 * Publishes a questionnaire from a file through the same gates. Where a second person has to approve, that is done with a design
 * of the same content, which then ends. The same file again changes nothing.
 */
export const publishFile: Act<Candidate & WithMedia, 'published' | 'unchanged', NotPublished> = {
  name: 'questionnaires.publish-file',
  run: async (deps, author, { definition, accepted, media }) => {
    const { id, version } = definition
    const there = (await listQuestionnaires(deps.database)).find(({ questionnaire: one }) => one.id === id && one.version === version)
    const added = there === undefined || there.hash === contentHash(definition) ? await addMedia(deps, definition, media) : none
    // The definition may have come before, without what is heard and seen of it.
    if (there?.hash === contentHash(definition))
      return added.length === 0 ? nothing('unchanged') : did(id, { version, ...toldOfMedia(added) }, 'unchanged')
    if (there) return failed({ code: 'version-taken', version })
    const design = await designOf(deps.database, definition)
    const candidate = { definition, accepted: { ...design?.accepted, ...accepted } }
    const published = await throughTheGates(deps, candidate, design?.approvedBy)
    if ('failure' in published) return failed(published.failure)
    if (design) await removeDesign(deps.database, design)
    const moved = await makeWay(deps, author, definition)
    return did(id, { ...published.told, ...toldOfMedia(added), ...moved }, 'published')
  },
}

/** Puts a questionnaire on offer that comes with the product or lies in the data folder; whoever runs the server stands for it. */
export const supplyQuestionnaire: Act<
  { readonly questionnaire: Questionnaire } & WithMedia,
  undefined,
  { readonly code: 'version-taken' }
> = {
  name: 'questionnaires.supply',
  run: async (deps, author, { questionnaire, media }) => {
    const { id, version } = questionnaire
    const publication = await publishQuestionnaire(deps.database, questionnaire, localDay(deps.now()))
    if (publication === 'other-content') return failed({ code: 'version-taken' })
    const added = await addMedia(deps, questionnaire, media)
    if (publication === 'published') {
      const moved = await makeWay(deps, author, questionnaire)
      return did(id, { version, hash: contentHash(questionnaire), ...toldOfMedia(added), ...moved })
    }
    return added.length === 0 ? nothing(undefined) : did(id, { version, ...toldOfMedia(added) })
  },
}

/** Takes a design away; its event keeps what it was, so that it can come back. */
export const discardDesign: Act<Read, undefined, Unknown | Overtaken> = {
  name: 'questionnaires.discard',
  run: async (deps, _, wanted) => {
    const read = await readDesign(deps, wanted)
    if ('failure' in read) return failed(read.failure)
    const { definition, accepted, authors } = read.design
    await removeDesign(deps.database, read.design)
    await dropRemarks(deps.database, wanted.id, definition.version)
    const before = (await listQuestionnaires(deps.database)).filter(({ questionnaire: { id } }) => id === wanted.id).at(-1)
    if (before) await moveRemarks(deps.database, wanted.id, followedPlaces(definition, before.questionnaire))
    await revokeReviewLinksOf(deps.database, wanted.id, definition.version, instant(deps))
    const kept: Details = JSON.parse(JSON.stringify({ definition, accepted, authors } satisfies Discarded))
    return did(wanted.id, { version: definition.version, design: kept })
  },
}

/** Brings a discarded design back as the next version, unless another one is on the way. */
export const restoreDesign: Act<{ readonly id: string; readonly event: number }, undefined, Unknown | Taken> = {
  name: 'questionnaires.restore',
  run: async (deps, author, { id, event: seq }) => {
    const event = await findEvent(deps.database, seq)
    const kept = event?.object === id ? discardedIn(event) : undefined
    if (!kept) return failed({ code: 'unknown' })
    const versions = (await publishedVersions(deps.database)).filter((one) => one.id === id).map(({ version }) => version)
    const definition = { ...kept.definition, version: Math.max(0, ...versions) + 1 }
    if (!(await startDesign(deps.database, { ...kept, definition }, author, instant(deps), kept.authors))) return failed({ code: 'taken' })
    return did(id, { version: definition.version, discarded: seq })
  },
}

/** Puts a version away: no new campaign takes it, and those that ask it go on. */
export const archiveQuestionnaire: Act<ChosenVersion, undefined, never> = {
  name: 'questionnaires.archive',
  run: async ({ database }, _, { id, version }) => {
    if (!(await archiveVersion(database, { id, version }, 'archived'))) return nothing(undefined)
    await forgetChosen(database, { id, version })
    return did(id, { version })
  },
}

/** Offers a version again. */
export const unarchiveQuestionnaire: Act<ChosenVersion, undefined, never> = {
  name: 'questionnaires.unarchive',
  run: async ({ database }, _, { id, version }) =>
    (await archiveVersion(database, { id, version }, 'offered')) ? did(id, { version }) : nothing(undefined),
}

/** Chooses a version for the next campaign. */
export const chooseQuestionnaire: Act<ChosenVersion, undefined, Unknown | { readonly code: 'archived' | 'asks-nobody' }> = {
  name: 'questionnaires.choose',
  run: async ({ database }, _, { id, version }) => {
    const published = (await listQuestionnaires(database)).find(({ questionnaire: one }) => one.id === id && one.version === version)
    if (!published) return failed({ code: 'unknown' })
    if (published.isArchived) return failed({ code: 'archived' })
    if (published.questionnaire.kind !== undefined) return failed({ code: 'asks-nobody' })
    const before = await readChosen(database)
    if (before?.id === id && before.version === version) return nothing(undefined)
    await saveChosen(database, { id, version })
    return did(id, { version, before: before ? { id: before.id, version: before.version } : null })
  },
}

/** What stood for which reason; the sentence is kept as it was said, whatever the linter says years later. */
export type AcceptedNote = {
  /** The warning's `findingKey`. */ readonly key: string
  readonly reason: string
  readonly warning: LocalText
  readonly path: string
}

const acceptedNote = ({ finding, reason }: AcceptedWarning): AcceptedNote => ({
  key: findingKey(finding),
  reason,
  warning: { vi: findingText('vi', finding), en: findingText('en', finding) },
  path: finding.path,
})

/** What warnings stood for which reasons when a version was published. */
export function acceptedIn({ details }: Event): readonly AcceptedNote[] {
  const { accepted = [] }: { readonly accepted?: readonly AcceptedNote[] } = JSON.parse(details)
  return accepted
}

/** The version that something was done to. */
export function versionIn({ details }: Event): number {
  const { version = 0 }: { readonly version?: number } = JSON.parse(details)
  return version
}

/** Why a version was sent back. */
export function whyIn({ details }: Event): string {
  const { why = '' }: { readonly why?: string } = JSON.parse(details)
  return why
}

function discardedIn({ act, details }: Event): Discarded | undefined {
  if (act !== 'questionnaires.discard') return undefined
  const { design }: { readonly design: Discarded } = JSON.parse(details)
  return design
}

/** Keeps what a questionnaire names and is not kept yet, and says what that was. */
async function addMedia(deps: ActDeps, questionnaire: Questionnaire, media: WithMedia['media']): Promise<readonly MediaRow[]> {
  const named = [...mediaNames(questionnaire)]
  const kept = await mediaSizes(deps.database, named)
  const added = named.flatMap((name) => (kept.has(name) ? [] : (media.get(name) ?? [])))
  for (const { type, bytes } of added) await saveMedia(deps.database, { type, bytes }, instant(deps))
  return added
}

const none: readonly MediaRow[] = []

/** How many of each kind came. */
function toldOfMedia(added: readonly MediaRow[]): Details {
  const pictures = added.filter(({ type }) => type.startsWith('image/')).length
  const sounds = added.length - pictures
  return { ...(sounds > 0 && { sounds }), ...(pictures > 0 && { pictures }) }
}

const instant = ({ now }: ActDeps): string => new Date(now()).toISOString()

const toldOf = ({ definition: { version }, revision }: Design): Details => ({ version, revision })

/** The design of an id at the revision that somebody read. */
async function readDesign(
  { database }: ActDeps,
  { id, revision }: Read,
): Promise<{ readonly design: Design } | { readonly failure: Unknown | Overtaken }> {
  const design = await findDesign(database, id)
  if (!design) return { failure: { code: 'unknown' } }
  return design.revision === revision ? { design } : { failure: { code: 'overtaken', design } }
}

/** A design under a number that is taken now goes on under the next free one, and asks for a new approval. */
async function makeWay(deps: ActDeps, author: Author, published: Questionnaire): Promise<Details> {
  const design = await findDesign(deps.database, published.id)
  if (!design || design.definition.version > published.version) return {}
  const versions = (await publishedVersions(deps.database)).filter((one) => one.id === published.id).map((one) => one.version)
  const definition = renumbered(design.definition, published, Math.max(...versions) + 1)
  const numbers = { from: design.definition.version, to: definition.version }
  await storeChange(deps.database, design, { definition, accepted: design.accepted }, author, instant(deps))
  await renumberRemarks(deps.database, published.id, numbers)
  await renumberReviewLinks(deps.database, published.id, numbers)
  return { designVersion: definition.version }
}

/** The design that says exactly what a file says. */
async function designOf(database: Database, definition: Questionnaire): Promise<Design | undefined> {
  const design = await findDesign(database, definition.id)
  return design && contentHash(design.definition) === contentHash(definition) ? design : undefined
}

/** Publishes what every gate lets pass, and tells what stood for which reason. */
async function throughTheGates(
  { database, now }: ActDeps,
  candidate: Candidate,
  approvedBy: string | undefined,
): Promise<{ readonly told: Details } | { readonly failure: NotPublished }> {
  const all = examined(candidate, screenWords)
  const hindrance = hindranceOf(all, { fourEyes: await readFourEyes(database), approvedBy })
  if (hindrance) return { failure: hindrance }
  const { questionnaire } = all
  if (!questionnaire) throw new Error(`questionnaire "${candidate.definition.id}" breaks rules that nobody names`)
  const { version } = questionnaire
  if ((await publishQuestionnaire(database, questionnaire, localDay(now()))) === 'other-content')
    return { failure: { code: 'version-taken', version } }
  const accepted = all.accepted.map(acceptedNote)
  return { told: { version, hash: contentHash(questionnaire), approvedBy: approvedBy ?? null, accepted } }
}

/** Why warnings stand in a published version. */
async function reasonsOf(database: Database, { id, version }: Questionnaire): Promise<Accepted> {
  const notes = (await eventsOf(database, 'questionnaires', id)).filter((event) => versionIn(event) === version).flatMap(acceptedIn)
  return Object.fromEntries(notes.map(({ key, reason }) => [key, reason]))
}
