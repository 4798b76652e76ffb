import { createHash } from 'node:crypto'
import type { DraftProblem } from '../../surveys/fielding/drafts'
import { lifeAfter, type LifeHindrance } from '../../surveys/fielding/life'
import { publicText, publicReasonProblems, readTerms, type WantedTerms } from '../../surveys/figures/publication'
import { localDay } from '../../surveys/instrument/calendar'
import { type CampaignRecord, changeLife, findCampaign } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { checksumOf, type Edition, editionsOf, letEditionOut, saveEdition, takeEditionsBack } from '../db/publications'
import { questionnaireSource } from '../db/questionnaires'
import { lastNight } from '../db/released'
import { readFourEyes } from '../db/settings'
import { frozenFigures } from '../reading/publication'
import { type Act, type ActDeps, type Actor, did, failed } from './act'
import { measuredIn } from './campaigns'
import { secondFrom } from './second-person'
import type { ActName } from './table'

type Named = { readonly code: string }
type Unknown = { readonly code: 'unknown' }
type Wrong = { readonly code: 'wrong'; readonly problems: readonly DraftProblem[] }
type Hindered = { readonly code: 'hindered'; readonly why: LifeHindrance }

/** Freezes what a campaign has released by its last night, for whoever lets it out to look at first. */
export const prepareEdition: Act<Named & WantedTerms, undefined, Unknown | Wrong | Hindered | { readonly code: 'same' }> = {
  name: 'publications.prepare',
  about: measuredIn,
  run: async ({ database, now }, { id, name }, { code, ...wanted }) => {
    const record = await findCampaign(database, code)
    if (!record) return failed({ code: 'unknown' })
    const today = localDay(now())
    const why = await hindrance(database, record, today)
    if (why) return failed({ code: 'hindered', why })
    const out = letOut(await editionsOf(database, code))
    const last = out.at(-1)
    const reading = readTerms(wanted, { today, isCorrection: last !== undefined })
    if (!reading.ok) return failed({ code: 'wrong', problems: reading.problems })
    const figures = await frozenFigures(database, questionnaireSource(database), record)
    if (!figures) return failed({ code: 'hindered', why: 'unsettled' })
    const content = JSON.stringify(figures)
    const checksum = checksumOf(content)
    const { terms } = reading
    if (last && last.withdrawnOn === '' && last.checksum === checksum && isSame(last, { terms })) return failed({ code: 'same' })
    const number = (last?.number ?? 0) + 1
    const { threshold } = record.campaign
    const prepared = { campaign: code, number, content, checksum, terms, threshold, night: figures.asOf }
    await saveEdition(database, { ...prepared, preparedBy: id, preparedPerson: name, preparedAt: new Date(now()).toISOString() })
    return did(code, { ...toldOf(prepared), ...(last && { reason: wanted.reason }) })
  },
}

/** Why nothing of a campaign can be published: it goes on, or the night after its last day has not been. Once published it can be amended. */
export async function hindrance(database: Database, { campaign }: CampaignRecord, today: string): Promise<LifeHindrance | undefined> {
  if (campaign.status === 'published') return undefined
  const after = lifeAfter('publish', campaign, today, (await lastNight(database, campaign.code))?.night ?? '')
  return after.ok ? undefined : after.why
}

/** Those that were let out, withdrawn or not. */
const letOut = (editions: readonly Edition[]): readonly Edition[] => editions.filter(({ publishedOn }) => publishedOn !== '')

/** The one that waits to be let out. */
export const preparedIn = (editions: readonly Edition[]): Edition | undefined => editions.find(({ publishedOn }) => publishedOn === '')

/** Whether nothing but its day and its reason would be new. */
const isSame = (last: Pick<Edition, 'terms'>, { terms }: Pick<Edition, 'terms'>): boolean =>
  JSON.stringify([last.terms.licence, last.terms.note, last.terms.contact]) === JSON.stringify([terms.licence, terms.note, terms.contact])

const toldOf = ({ number, night, terms, checksum }: Pick<Edition, 'number' | 'night' | 'terms' | 'checksum'>) => ({
  edition: number,
  night,
  publicOn: terms.publicOn,
  licence: terms.licence,
  hash: checksum,
})

/** An edition as somebody looked at it; what was prepared since is not let out unseen. */
type Seen = Named & { readonly seen: string }

/** An edition by its figures and its terms. */
export const stampOfEdition = ({ number, checksum, terms }: Pick<Edition, 'number' | 'checksum' | 'terms'>): string =>
  createHash('sha256')
    .update(JSON.stringify([number, checksum, terms]))
    .digest('hex')

/** `own`: two persons publish here, and who prepared it is the first; `new`: who has become somebody here too lately to be the second. */
type NotSecond = { readonly code: 'own' } | { readonly code: 'new'; readonly from: string }
type LetFailure = Unknown | Hindered | NotSecond | { readonly code: 'moved' }

/** Lets everybody read the prepared figures of a campaign that has ended, from its day on. */
export const publishEdition = letting('publications.publish')

/** Lets everybody read an amendment; the editions before it stay on record. */
export const amendEdition = letting('publications.amend')

function letting(name: ActName): Act<Seen, undefined, LetFailure> {
  return {
    name,
    about: measuredIn,
    takesAnother: ({ code }) => code === 'own' || code === 'new',
    run: async (deps, actor, seen) => {
      const { database, now } = deps
      const record = await findCampaign(database, seen.code)
      if (!record) return failed({ code: 'unknown' })
      const today = localDay(now())
      const why = await hindrance(database, record, today)
      if (why) return failed({ code: 'hindered', why })
      const prepared = preparedIn(await editionsOf(database, seen.code))
      const isAmendment = record.campaign.status === 'published'
      if (!prepared || stampOfEdition(prepared) !== seen.seen || isAmendment !== (name === 'publications.amend'))
        return failed({ code: 'moved' })
      // A higher threshold since would hide some of what was frozen, and a later last day has made it a part.
      if (prepared.threshold !== record.campaign.threshold || prepared.night <= record.campaign.closesOn) return failed({ code: 'moved' })
      const second = await notSecond(deps, actor, prepared)
      if (second) return failed(second)
      const publicOn = prepared.terms.publicOn < today ? today : prepared.terms.publicOn
      await letEditionOut(database, { ...prepared, publishedOn: today, publicOn, publishedPerson: actor.name })
      if (!isAmendment) await changeLife(database, seen.code, { status: 'published' })
      return did(seen.code, { ...toldOf(prepared), publicOn, ...(prepared.number > 1 && { reason: prepared.terms.reason }) })
    },
  }
}

async function notSecond(deps: ActDeps, { id, via }: Actor, { preparedBy }: Edition): Promise<NotSecond | undefined> {
  if (via === 'command' || !(await readFourEyes(deps.database))) return undefined
  if (preparedBy === id) return { code: 'own' }
  const from = await secondFrom(deps, id, 'campaigns.change')
  return from === undefined ? undefined : { code: 'new', from }
}

/** Takes a publication back: its page says so and why. What others have copied stays with them. */
export const withdrawEditions: Act<Named & Pick<WantedTerms, 'reason' | 'reasonEn'>, undefined, Unknown | Wrong | Hindered> = {
  name: 'publications.withdraw',
  about: measuredIn,
  run: async ({ database, now }, _, { code, reason, reasonEn }) => {
    const record = await findCampaign(database, code)
    if (!record) return failed({ code: 'unknown' })
    const today = localDay(now())
    const after = lifeAfter('unpublish', record.campaign, today, '')
    if (!after.ok) return failed({ code: 'hindered', why: after.why })
    const problems = publicReasonProblems({ reason, reasonEn })
    if (problems.length > 0) return failed({ code: 'wrong', problems })
    const told = publicText(reason, reasonEn)
    await takeEditionsBack(database, code, today, told)
    await changeLife(database, code, { status: after.status })
    return did(code, { reason: told })
  },
}
