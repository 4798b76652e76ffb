import type { Band } from '../figures/aims'
import type { BandSet, Questionnaire } from '../instrument/schema'
import { freeName, isCode, replaced, without } from './lists'
import { tidyNode } from './trees'

/** The design with one more set of a single band from 0 to 100; shares are then read in percent. */
export const addBandSet = (design: Questionnaire): Questionnaire => ({
  ...design,
  bandSets: [...design.bandSets, { id: freeBandSet(design), bands: [{ code: 'band', label: {}, from: 0, to: 100 }] }],
})

/** The name that the next new set gets. */
export const freeBandSet = ({ bandSets }: Questionnaire): string => freeName('bands', new Set(bandSets.map(({ id }) => id)))

/** The design without a set of bands; nodes that were graded by it are graded no more. */
export const removeBandSet = (design: Questionnaire, id: string): Questionnaire =>
  regraded({ ...design, bandSets: design.bandSets.filter((set) => set.id !== id) }, id, undefined)

/** Another name for a set; the nodes graded by it follow. A taken one or no code changes nothing. */
export function renameBandSet(design: Questionnaire, from: string, to: string): Questionnaire {
  if (!isCode(to) || design.bandSets.some(({ id }) => id === to)) return design
  return regraded({ ...design, bandSets: design.bandSets.map((set) => (set.id === from ? { ...set, id: to } : set)) }, from, to)
}

/** Splits the band at that place in its middle; the new one is the upper half. */
export const splitBand = (design: Questionnaire, id: string, place: number): Questionnaire =>
  inSet(design, id, (bands) => {
    const band = bands[place]
    if (!band) return bands
    const middle = (band.from + band.to) / 2
    const upper = { code: freeName('band', new Set(bands.map(({ code }) => code))), label: {}, from: middle, to: band.to }
    return [...bands.slice(0, place), { ...band, to: middle }, upper, ...bands.slice(place + 1)]
  })

/** Takes a band out; the one below it reaches as far, or the one above it when it was the lowest. The last band stays. */
export const removeBand = (design: Questionnaire, id: string, place: number): Questionnaire =>
  inSet(design, id, (bands) => {
    const [gone, below, above] = [bands[place], bands[place - 1], bands[place + 1]]
    if (!gone || bands.length === 1) return bands
    if (below) return without(replaced(bands, place - 1, { ...below, to: gone.to }), place)
    return above ? without(replaced(bands, place + 1, { ...above, from: gone.from }), place) : bands
  })

/** Moves one edge, 0 the lowest: the band below ends and the band above begins there, so that no gap opens. */
export const moveEdge = (design: Questionnaire, id: string, edge: number, at: number): Questionnaire =>
  inSet(design, id, (bands) =>
    bands.map((band, place) => ({ ...band, ...(place === edge && { from: at }), ...(place === edge - 1 && { to: at }) })),
  )

/** Another label for a band, or another code that no band of the set bears. */
export const changeBand = (
  design: Questionnaire,
  id: string,
  place: number,
  change: Partial<Pick<Band, 'code' | 'label'>>,
): Questionnaire =>
  inSet(design, id, (bands) => {
    const isTaken =
      change.code !== undefined && (!isCode(change.code) || bands.some(({ code }, at) => at !== place && code === change.code))
    return isTaken ? bands : bands.map((band, at) => (at === place ? { ...band, ...change } : band))
  })

/** Lets a set's ends be quantiles of what agencies have, or values again. */
export const gradeByQuantiles = (design: Questionnaire, id: string, isOn: boolean): Questionnaire => ({
  ...design,
  bandSets: design.bandSets.map((set) => {
    if (set.id !== id) return set
    const { ends: _, ...rest } = set
    return isOn ? { ...rest, ends: 'quantiles' } : rest
  }),
})

/** The edges of a set from the lowest to the highest, one more than it has bands. */
export const edgesOf = ({ bands }: BandSet): readonly number[] => [...bands.map(({ from }) => from), ...bands.slice(-1).map(({ to }) => to)]

const inSet = (design: Questionnaire, id: string, edit: (bands: BandSet['bands']) => BandSet['bands']): Questionnaire => ({
  ...design,
  bandSets: design.bandSets.map((set) => (set.id === id ? { ...set, bands: edit(set.bands) } : set)),
})

const regraded = (design: Questionnaire, from: string, to: string | undefined): Questionnaire => ({
  ...design,
  trees: design.trees.map((tree) => ({
    ...tree,
    nodes: tree.nodes.map((node) => (node.bands === from ? tidyNode(tree, { ...node, bands: to }) : node)),
  })),
})
