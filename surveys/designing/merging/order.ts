/**
 * The order of the kept names of a list that two sides arranged: what one side moved or added stands where that side put it, what both
 * moved stands where mine put it, and mine's additions come before theirs at the same place.
 */
export function mergedOrder(base: readonly string[], mine: readonly string[], theirs: readonly string[], kept: ReadonlySet<string>): readonly string[] {
  const [movedHere, movedThere, there] = [arranged(base, mine), arranged(base, theirs), new Set(theirs)]
  const order = mine.filter((name) => kept.has(name) && (movedHere.has(name) || !movedThere.has(name)))
  const placed = new Set(order)
  let previous: string | undefined
  for (const name of theirs) {
    if (!kept.has(name)) continue
    if (!placed.has(name)) order.splice(placeAfter(order, previous, (one) => movedHere.has(one) && !there.has(one)), 0, name)
    placed.add(name)
    previous = name
  }
  return [...order, ...[...kept].filter((name) => !placed.has(name))]
}

function placeAfter(order: readonly string[], previous: string | undefined, isOwn: (name: string) => boolean): number {
  let place = previous === undefined ? 0 : order.indexOf(previous) + 1
  for (let next = order[place]; next !== undefined && isOwn(next); next = order[place]) place += 1
  return place
}

/** The names that a side added or moved: all but the longest row of names that kept their order. */
function arranged(base: readonly string[], side: readonly string[]): ReadonlySet<string> {
  const places = new Map(base.map((name, place) => [name, place]))
  const stayed = longestRising(side.flatMap((name) => ({ name, place: places.get(name) ?? -1 })).filter(({ place }) => place >= 0))
  return new Set(side.filter((name) => !stayed.has(name)))
}

type Step = { readonly name: string; readonly place: number; readonly length: number; readonly before: Step | undefined }

function longestRising(row: readonly { readonly name: string; readonly place: number }[]): ReadonlySet<string> {
  const steps: Step[] = []
  let longest: Step | undefined
  for (const { name, place } of row) {
    let before: Step | undefined
    for (const step of steps) if (step.place < place && step.length > (before?.length ?? 0)) before = step
    const step: Step = { name, place, length: (before?.length ?? 0) + 1, before }
    steps.push(step)
    if (step.length > (longest?.length ?? 0)) longest = step
  }
  const names = new Set<string>()
  for (let step = longest; step; step = step.before) names.add(step.name)
  return names
}
