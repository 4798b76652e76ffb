import { describe, expect, it } from 'vitest'
import { axisAround, placeOn } from '../../surveys/figures/axis'
import { distanceFrom } from '../../surveys/figures/standout'
import { shortName } from '../../surveys/instrument/short-names'

describe('the distance from a mean', () => {
  it.each([
    [0.8, [0.76, 0.84], -0.07, 'far-below'],
    [0.84, [0.81, 0.869], -0.03, 'below'],
    [0.84, [0.8, 0.88], -0.03, 'unclear'],
    [0.84, null, -0.03, 'unclear'],
    [0.9, [0.88, 0.92], 0.03, 'above'],
    [0.93, [0.9, 0.95], 0.06, 'far-above'],
    // 4.96 points are read as 5.0 and are called what is read.
    [0.8204, [0.8, 0.84], -0.0496, 'far-below'],
    [0.8705, [0.8704, 0.8706], 0.0005, 'above'],
    [0.8704, [0.8703, 0.8705], 0.0004, 'unclear'],
  ] as const)('%d %j lies %d from 87 %%: %s', (value, interval, difference, side) => {
    expect(distanceFrom(0.87, { value, interval }, 'percent', 1)).toEqual({ difference: expect.closeTo(difference, 12), side })
  })

  it('is none where there is no figure or no mean, and never far where points are no percentage', () => {
    expect(distanceFrom(0.87, { value: null, interval: null }, 'percent', 1)).toBeUndefined()
    expect(distanceFrom(null, { value: 0.8, interval: null }, 'percent', 1)).toBeUndefined()
    expect(distanceFrom(90, { value: 50, interval: [40, 60] }, 'number', 1)?.side).toBe('below')
  })
})

describe('an axis', () => {
  it.each([
    [[0.741, 0.963], [0.7, 1], 0.05],
    [[0.864, 0.874, 0.842, 0.85], [0.84, 0.88], 0.01],
    [[0.02, 0.98], [0, 1], 0.2],
    [[0.995, 1], [0.995, 1], 0.001],
  ] as const)('of %j reaches %j in round steps', (values, [from, to], step) => {
    const axis = axisAround(values, [0, 1])
    expect([axis.from, axis.to, axis.ticks[1]]).toEqual([from, to, expect.closeTo(from + step, 9)])
  })

  it('has room for a single value, and places what lies beyond at its end', () => {
    const single = axisAround([1], [0, 1])
    expect(single.from < single.to).toBe(true)
    const axis = axisAround([0.5, 0.9], [0, 1])
    expect([placeOn(axis, 0.7), placeOn(axis, 0.2), placeOn(axis, 1)]).toEqual([expect.closeTo(0.5), 0, 1])
  })
})

describe('a short name', () => {
  it.each([
    ['Tiếp cận dịch vụ', 'vi', 'Tiếp cận'],
    ['Công chức trực tiếp giải quyết công việc', 'vi', 'Công chức'],
    ['Tiếp nhận, giải quyết góp ý, phản ánh, kiến nghị', 'vi', 'Tiếp nhận'],
    ['Sự tham gia của người dân vào chính sách', 'vi', 'Tham gia'],
    ['Mức độ mong đợi chung', 'vi', 'Mong đợi'],
    ['Access to the service', 'en', 'Access'],
    ['Administrative procedure', 'en', 'Procedure'],
    ['The official who handled the matter', 'en', 'Official'],
    ['The result of the service', 'en', 'Result'],
    ['Handling of comments, complaints and suggestions', 'en', 'Handling'],
    ['Kev pabcuam', 'hmn', 'Kev pabcuam'],
    ['Sự', 'vi', 'Sự'],
  ])('of “%s” in %s is “%s”', (name, language, short) => {
    expect(shortName(name, language)).toBe(short)
  })
})
