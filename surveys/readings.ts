import type { Sample } from './sample'
import type { Measure } from './sums'
import type { ItemSlots } from './tally'

/** An item's answer on the way to the figure: offset + factor · x, between low and high. */
export type Reading = {
  readonly measure: Measure
  readonly factor: number
  readonly offset: number
  readonly low: number
  readonly high: number
  readonly interval: 'bounded' | 'unbounded' | 'none'
}

export type Read = (item: ItemSlots, sample: Sample) => Reading | undefined

/** Top-box share, 0…1. */
export const positiveAnswer: Read = ({ hasShare }) => (hasShare ? oneOrZero : undefined)

const oneOrZero: Reading = { measure: 'positive', factor: 1, offset: 0, low: 0, high: 1, interval: 'bounded' }

/** Mean score over the highest score, so that a scale 1…5 reaches from 0.2 to 1. */
export const shareOfMaximum: Read = ({ points, answer }) => (points && points.high > 0 && answer === 'one' ? ofMaximum(points) : undefined)

const levels = new WeakMap<Points, Reading>()

function ofMaximum(points: Points): Reading {
  const made = levels.get(points) ?? { measure: 'points', factor: 1 / points.high, offset: 0, low: points.low / points.high, high: 1, interval: 'bounded' }
  levels.set(points, made)
  return made
}

type Points = { readonly low: number; readonly high: number }

/** Mean score between the lowest and the highest score, 0…1. */
export const shareOfRange: Read = ({ points }) => (points ? within(points, 'bounded') : undefined)

/** The points that the options declare, in points. */
export const optionPoints: Read = ({ points, answer }, { layout }) => {
  if (!points || answer !== 'one') return undefined
  const unit = layout.questionnaire.scoreUnit
  return { measure: 'points', factor: unit, offset: 0, low: points.low * unit, high: points.high * unit, interval: 'bounded' }
}

/** A number in the unit of its item, without bounds. */
export const plainNumber: Read = ({ points, answer }) =>
  points && answer === 'number' ? { measure: 'points', factor: 1, offset: 0, low: -Infinity, high: Infinity, interval: 'unbounded' } : undefined

/** Between the lowest agency's mean (0) and the highest's (1); nothing where all are equal. */
export const placeAmongAgencies: Read = ({ index, points }, { ranges }) => {
  const range = ranges.get(index)
  return points && range ? within(range, 'none') : undefined
}

function within({ low, high }: Points, interval: Reading['interval']): Reading | undefined {
  if (!(high > low)) return undefined
  return { measure: 'points', factor: 1 / (high - low), offset: -low / (high - low), low: 0, high: 1, interval }
}
