import { type Agency, type Campaign, isThereBetween } from './campaign'
import type { CampaignDraft, DraftProblem } from './drafts'

/** The day a year later; the last of February where there is none. */
export function yearLater(day: string): string {
  const year = Number(day.slice(0, 4)) + 1
  return day.endsWith('-02-29') ? `${year}-02-28` : `${year}${day.slice(4)}`
}

/** A title or code with the years of a period moved on by one; unchanged where it names none. */
export function renamedForNextYear(text: string, { opensOn, closesOn }: Pick<Campaign, 'opensOn' | 'closesOn'>): string {
  const [from, to] = [opensOn, closesOn].map((day) => day.slice(0, 4))
  return text.replace(/\d{4}/g, (year) => (year === from || year === to ? String(Number(year) + 1) : year))
}

/** Who does in a period what an agency did: itself while it is there, else those that took over from it and from each other. */
export function successorsIn(code: string, agencies: readonly Agency[], from: string, to: string): readonly string[] {
  const byCode = new Map(agencies.map((agency) => [agency.code, agency]))
  const found = new Set<string>()
  const seen = new Set<string>()
  const follow = (one: string): void => {
    if (seen.has(one)) return
    seen.add(one)
    const agency = byCode.get(one)
    if (agency && isThereBetween(agency, from, to)) found.add(one)
    else for (const heir of agencies) if (heir.predecessors.includes(one)) follow(heir.code)
  }
  follow(code)
  return [...found]
}

/** What a copy takes over: for each agency of the campaign those that measure for it now. */
export type Succession = ReadonlyMap<string, readonly string[]>

export const successionOf = (measured: readonly string[], agencies: readonly Agency[], from: string, to: string): Succession =>
  new Map(measured.map((code) => [code, successorsIn(code, agencies, from, to)]))

/** Places with the agencies of today; one that would serve none is left out. */
export function placesOnward<Place extends { readonly agencies: readonly string[] }>(
  places: readonly Place[],
  succession: Succession,
): readonly Place[] {
  return places.flatMap((place) => {
    const agencies = [...new Set(place.agencies.flatMap((code) => succession.get(code) ?? []))]
    return agencies.length === 0 ? [] : [{ ...place, agencies }]
  })
}

/** Targets of today's agencies: those of whom one took over add up; what was split has none, since nobody knows how. */
export function targetsOnward(targets: ReadonlyMap<string, number>, succession: Succession): ReadonlyMap<string, number> {
  const onward = new Map<string, number>()
  for (const [code, wanted] of targets) {
    const [heir, ...others] = succession.get(code) ?? []
    if (heir !== undefined && others.length === 0) onward.set(heir, (onward.get(heir) ?? 0) + wanted)
  }
  return onward
}

/** More than any agency's responses. */
export const mostWanted = 9_999_999

export type TargetsReading =
  { readonly ok: true; readonly targets: ReadonlyMap<string, number> } | { readonly ok: false; readonly problems: readonly DraftProblem[] }

/** How many responses are wanted of each agency, as typed for each and as pasted in lines of code and number; what was pasted comes last. */
export function readTargets(typed: ReadonlyMap<string, string>, pasted: string, agencies: readonly string[]): TargetsReading {
  const known = new Set(agencies)
  const problems: DraftProblem[] = []
  const targets = new Map<string, number>()
  const take = (field: string, code: string, text: string, seen: string): void => {
    const digits = text.replace(/[.\s\u00a0]/g, '')
    if (digits === '') targets.delete(code)
    else if (/^\d{1,7}$/.test(digits)) targets.set(code, Number(digits))
    else problems.push({ field, code: 'bad-number', seen, allowed: '0' })
  }
  for (const [code, text] of typed) if (known.has(code)) take(`wanted-${code}`, code, text, text)
  for (const [index, line] of pasted.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const [code = '', ...rest] = line.split(/[\t;,]/).map((cell) => cell.trim())
    const seen = `${index + 1}: ${line.trim()}`
    if (known.has(code)) take('pasted', code, rest.at(-1) ?? '', seen)
    else problems.push({ field: 'pasted', code: 'unknown', seen, allowed: '' })
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, targets: new Map([...targets].filter(([, wanted]) => wanted > 0)) }
}

/** The draft of the campaign that follows a year later, in the newest version of what it asked. */
export function nextYearDraft(
  {
    campaign,
    breakdowns,
    releasedBy,
  }: { readonly campaign: Campaign; readonly breakdowns: readonly string[]; readonly releasedBy: string },
  version: number,
  taken: ReadonlySet<string>,
): Omit<CampaignDraft, 'agencies' | 'blocks'> {
  const renamed = renamedForNextYear(campaign.code, campaign)
  const code = [renamed, ...Array.from({ length: 98 }, (_, index) => `${renamed}-${index + 2}`)].find((one) => !taken.has(one)) ?? ''
  return {
    code,
    title: renamedForNextYear(campaign.title['vi'] ?? '', campaign),
    titleEn: renamedForNextYear(campaign.title['en'] ?? '', campaign),
    questionnaire: campaign.questionnaire,
    version: String(version),
    from: yearLater(campaign.opensOn),
    to: yearLater(campaign.closesOn),
    kind: campaign.kind,
    threshold: String(campaign.threshold),
    breakdowns,
    releasedBy,
    synthetic: campaign.synthetic,
  }
}
