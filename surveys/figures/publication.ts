import type { Campaign } from '../fielding/campaign'
import type { DraftProblem, ReleasedBy } from '../fielding/drafts'
import { lifeReasonProblems } from '../fielding/life'
import { isDay } from '../instrument/calendar'
import type { LocalText } from '../instrument/schema'
import { isLongerThan, isVisible } from '../instrument/spelling'
import type { ReleasedNode, ReleasedResults } from './release'
import type { Added } from './row'

/**
 * A publication: the released figures of one night of a campaign, frozen for everybody to read. Its first edition stands as it is; a correction
 * is a further edition, an amendment with its reason, and says which figures it changed.
 */

/** A frozen figure, as released figures leave. */
export type FrozenNode = ReleasedNode & Added

/** Responses are told from the threshold on alone. */
type Frozen<G> = Omit<G, 'nodes' | 'name' | 'responses' | 'digits'> & {
  readonly responses: number | null
  readonly nodes: readonly FrozenNode[]
}

type FrozenAgency = Frozen<ReleasedResults['agencies'][number]> & {
  readonly name: LocalText
  /** With how many digits its headline is shown. */
  readonly digits: ReleasedResults['agencies'][number]['digits']
}

/** All that an edition shows, so that nothing done later to the campaign, its agencies or the province's settings changes it. */
export type FrozenFigures = {
  readonly campaign: Pick<Campaign, 'code' | 'title' | 'kind' | 'opensOn' | 'closesOn' | 'threshold' | 'synthetic'>
  readonly province: LocalText | null
  /** With the hash of its content. */
  readonly questionnaire: { readonly id: string; readonly version: number; readonly hash: string }
  readonly releasedBy: ReleasedBy
  /** By which rule figures were released: a later one has another name. */
  readonly rule: string
  /** The local day on which the night began to count. */
  readonly asOf: string
  readonly settled: boolean
  readonly agencies: readonly FrozenAgency[]
  readonly blocks: readonly Frozen<ReleasedResults['blocks'][number]>[]
  /** `waiting`: responses that are in no figure; null where there are some, but fewer than the threshold. */
  readonly total: Frozen<ReleasedResults['total']> & { readonly waiting: number | null }
  readonly parts: readonly Frozen<NonNullable<ReleasedResults['parts']>[number]>[]
}

/** The rule of `release.ts`: sums over whole cells of one partition, each of at least k persons. */
export const releaseRule = 'whole-cells-1'

/** A count as everybody may know it: nothing, at least k, or null. */
export const toldFrom = (threshold: number, count: number): number | null => (count === 0 || count >= threshold ? count : null)

/** Under which terms figures may be used again. */
export const licences = ['cc-by-4.0', 'cc-by-sa-4.0', 'cc0-1.0'] as const
export type Licence = (typeof licences)[number]

/** Where each licence stands in full. */
export const licenceAddress: Readonly<Record<Licence, string>> = {
  'cc-by-4.0': 'https://creativecommons.org/licenses/by/4.0/',
  'cc-by-sa-4.0': 'https://creativecommons.org/licenses/by-sa/4.0/',
  'cc0-1.0': 'https://creativecommons.org/publicdomain/zero/1.0/',
}

/** What an edition says besides its figures. */
export type Terms = {
  /** The first local day on which everybody may read it. */
  readonly publicOn: string
  readonly licence: Licence
  readonly note: LocalText
  /** Whom readers ask. */
  readonly contact: string
  /** Why figures that were public are changed; empty in a first edition. */
  readonly reason: LocalText
}

export type WantedTerms = Readonly<Record<'publicOn' | 'licence' | 'note' | 'noteEn' | 'contact' | 'reason' | 'reasonEn', string>>

/** In characters. */
export const longestNote = 2000
const longestContact = 200

/** The terms of an edition, or what is wrong with them. */
export function readTerms(
  wanted: WantedTerms,
  { today, isCorrection }: { readonly today: string; readonly isCorrection: boolean },
): { readonly ok: true; readonly terms: Terms } | { readonly ok: false; readonly problems: readonly DraftProblem[] } {
  const licence = licences.find((name) => name === wanted.licence)
  const problems: readonly DraftProblem[] = [
    ...dayProblems(wanted.publicOn, today),
    ...(licence ? [] : [{ field: 'licence', code: 'choose-one' } as const]),
    ...tooLong('note', wanted.note, longestNote),
    ...tooLong('noteEn', wanted.noteEn, longestNote),
    ...(isVisible(wanted.contact) ? tooLong('contact', wanted.contact, longestContact) : [{ field: 'contact', code: 'needed' } as const]),
    ...(isCorrection ? publicReasonProblems(wanted) : []),
  ]
  if (!licence || problems.length > 0) return { ok: false, problems }
  const terms: Terms = {
    publicOn: wanted.publicOn,
    licence,
    note: publicText(wanted.note, wanted.noteEn),
    contact: wanted.contact,
    reason: isCorrection ? publicText(wanted.reason, wanted.reasonEn) : {},
  }
  return { ok: true, terms }
}

/** What is wrong with a reason that everybody reads: it is needed in Vietnamese, and may be there in English. */
export const publicReasonProblems = ({ reason, reasonEn }: Pick<WantedTerms, 'reason' | 'reasonEn'>): readonly DraftProblem[] => [
  ...lifeReasonProblems(reason),
  ...(reasonEn === '' ? [] : lifeReasonProblems(reasonEn).map((problem) => ({ ...problem, field: 'reasonEn' }))),
]

/** A text in Vietnamese, and in English where it is written. */
export const publicText = (vi: string, en: string): LocalText => ({ ...(vi !== '' && { vi }), ...(en !== '' && { en }) })

const tooLong = (field: string, text: string, most: number): readonly DraftProblem[] =>
  isLongerThan(most, text) ? [{ field, code: 'too-long', allowed: String(most) }] : []

function dayProblems(day: string, today: string): readonly DraftProblem[] {
  if (day === '') return [{ field: 'publicOn', code: 'needed' }]
  if (!isDay(day)) return [{ field: 'publicOn', code: 'bad-day', seen: day }]
  return day < today ? [{ field: 'publicOn', code: 'too-early', seen: day, allowed: today }] : []
}

/** Where an edition stands: `publishedOn` empty while it is prepared, `withdrawnOn` while nobody has taken it back. */
export type EditionStanding = {
  readonly number: number
  readonly publishedOn: string
  readonly publicOn: string
  readonly withdrawnOn: string
}

/** What everybody sees of a campaign on a local day. */
export type PublicStanding<E extends EditionStanding> =
  | { readonly kind: 'public'; readonly edition: E }
  /** It could be read once, and somebody has taken it back. */
  | { readonly kind: 'withdrawn'; readonly edition: E }
  /** Nothing, not even that there will be something. */
  | { readonly kind: 'untold' }

export function editionStanding<E extends EditionStanding>(editions: readonly E[], today: string): PublicStanding<E> {
  const told = toldEditions(editions, today)
  const edition = told.find(({ withdrawnOn }) => withdrawnOn === '')
  if (edition) return { kind: 'public', edition }
  const [withdrawn] = told
  return withdrawn ? { kind: 'withdrawn', edition: withdrawn } : { kind: 'untold' }
}

/** The editions that everybody could read at some time until that day, the last one first. */
export const toldEditions = <E extends EditionStanding>(editions: readonly E[], today: string): readonly E[] =>
  editions
    .filter(
      ({ publishedOn, publicOn, withdrawnOn }) =>
        publishedOn !== '' && publicOn <= today && (withdrawnOn === '' || publicOn <= withdrawnOn),
    )
    .toSorted((a, b) => b.number - a.number)

/** Whether an earlier edition's figures are still given out beside those of the one that everybody reads: as many persons are asked for, and nobody took it back. */
export const isKeptOpen = (
  earlier: Pick<EditionStanding, 'withdrawnOn'> & { readonly threshold: number },
  current: { readonly threshold: number },
): boolean => earlier.withdrawnOn === '' && earlier.threshold >= current.threshold

/** Whose a figure is. */
export type FigurePlace = { readonly level: 'total' | 'block' | 'agency' | 'part'; readonly code: string }

/** A figure as an edition tells it. */
export type FigureTold = Pick<FrozenNode, 'shown' | 'value' | 'base' | 'unit'>

/** What became of one figure from one edition to another; `before` or `after` null: it was not there. */
export type FigureChange = FigurePlace & {
  readonly tree: string
  readonly node: string
  readonly before: FigureTold | null
  readonly after: FigureTold | null
}

/**
 * Every figure that an edition tells otherwise than the one before it, in value, interval or base. Of a figure that stood on fewer than is
 * asked for by now only that it was there is told again.
 */
export function figureChanges(before: FrozenFigures, after: FrozenFigures, threshold = after.campaign.threshold): readonly FigureChange[] {
  const [was, is] = [figuresIn(before), figuresIn(after)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) => {
    const [old, now] = [was.get(key), is.get(key)]
    const place = now ?? old
    if (!place || (old && now && isSame(old.figure, now.figure))) return []
    const { level, code, figure } = place
    return [
      { level, code, tree: figure.tree, node: figure.code, before: told(old?.figure, threshold), after: told(now?.figure, threshold) },
    ]
  })
}

type PlacedFigure = FigurePlace & { readonly figure: FrozenNode }

function figuresIn({ total, blocks, agencies, parts }: FrozenFigures): ReadonlyMap<string, PlacedFigure> {
  const of = (level: FigurePlace['level'], code: string, nodes: readonly FrozenNode[]) =>
    nodes.map((figure) => [JSON.stringify([level, code, figure.tree, figure.code]), { level, code, figure }] as const)
  return new Map([
    ...of('total', '', total.nodes),
    ...blocks.flatMap(({ code, nodes }) => of('block', code, nodes)),
    ...agencies.flatMap(({ code, nodes }) => of('agency', code, nodes)),
    ...parts.flatMap(({ code, nodes }) => of('part', code, nodes)),
  ])
}

function told(figure: FrozenNode | undefined, threshold: number): FigureTold | null {
  if (!figure) return null
  const { shown, value, base, unit, persons } = figure
  const isFew = (base ?? 0) < threshold || (persons ?? 0) < threshold
  return isFew ? { shown: null, value: null, base: null, unit } : { shown, value, base, unit }
}

const isSame = (a: FrozenNode, b: FrozenNode): boolean =>
  a.value === b.value &&
  a.shown === b.shown &&
  a.base === b.base &&
  a.persons === b.persons &&
  JSON.stringify(a.interval) === JSON.stringify(b.interval)
