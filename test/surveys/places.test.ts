import { describe, expect, it } from 'vitest'
import { findPlaces, type ListedPlace, type NamedAgencies, type PlacesWanted, treeOrder } from '../../surveys/fielding/places'

const agencies: NamedAgencies = new Map(
  (
    [
      ['P', 'Tỉnh Sông Ngân', null],
      ['D', 'Sở Tư pháp', 'P'],
      ['W', 'Phường Đông Hà', 'P'],
      ['S', 'Trường Hoa Sen', 'W'],
      ['X', 'Vòng tròn', 'Y'],
      ['Y', 'Vòng tròn', 'X'],
    ] as const
  ).map(([code, vi, parent]) => [code, { name: { vi }, parent }]),
)

const place = (
  code: string,
  kind: ListedPlace['kind'],
  served: readonly string[],
  more: Partial<ListedPlace['door']> = {},
): ListedPlace => ({
  code,
  campaign: 'c1',
  kind,
  label: { vi: `Quầy số ${code}`, en: `Counter ${code}` },
  agencies: served,
  door: { link: code, turns: false, pausedAt: undefined, retiredAt: undefined, ...more },
})
const places = [
  place('1', 'qr', ['D']),
  place('2', 'qr', ['W']),
  place('3', 'kiosk', ['W', 'S'], { pausedAt: 5 }),
  place('4', 'qr', ['S'], { turns: true, link: 'h7k2m3q9d4xw' }),
  place('5', 'paper', ['X']),
]
const wanted: PlacesWanted = { words: '', kind: '', state: '', agency: '' }
const found = (more: Partial<PlacesWanted>) => findPlaces(places, { ...wanted, ...more }, agencies).found.map(({ code }) => code)

describe('touchpoints in a list', () => {
  it.each<[Partial<PlacesWanted>, readonly string[]]>([
    [{}, ['1', '2', '3', '4', '5']],
    [{ words: 'dong ha' }, ['2', '3']],
    [{ words: 'QUAY hoa' }, ['3', '4']],
    [{ words: 'h7k2-m3q9-d4xw' }, ['4']],
    [{ words: 'H7K2M3' }, ['4']],
    [{ words: 'counter 5' }, ['5']],
    // Two letters of a code are in many codes.
    [{ words: 'm3' }, []],
    [{ words: 'không có' }, []],
    [{ kind: 'qr' }, ['1', '2', '4']],
    [{ state: 'paused' }, ['3']],
    [{ state: 'on-screen' }, ['4']],
    [{ agency: 'P' }, ['1', '2', '3', '4']],
    [{ agency: 'W', kind: 'qr' }, ['2', '4']],
    [{ agency: 'nowhere' }, []],
  ])('are found by %j', (query, codes) => {
    expect(found(query)).toEqual(codes)
  })

  it('are counted for each choice with the other filters as they are', () => {
    const { kinds, states, agencies: below } = findPlaces(places, { ...wanted, kind: 'qr', agency: 'W' }, agencies)
    expect(Object.fromEntries(kinds)).toEqual({ qr: 2, kiosk: 1 })
    expect(Object.fromEntries(states)).toEqual({ asks: 1, 'on-screen': 1 })
    expect(Object.fromEntries(below)).toEqual({ P: 3, D: 1, W: 2, S: 1 })
  })

  it('count a place that serves several once for what is over all of them', () => {
    expect(findPlaces(places, wanted, agencies).agencies.get('P')).toBe(4)
  })

  it('come through agencies that lie in a circle', () => {
    expect(found({ agency: 'Y' })).toEqual(['5'])
  })

  it('name agencies in the order of their tree', () => {
    const order = treeOrder(['S', 'W', 'D'], agencies, (one, other) => one.localeCompare(other))
    expect(order).toEqual([
      { code: 'D', depth: 0 },
      { code: 'W', depth: 0 },
      { code: 'S', depth: 1 },
    ])
  })
})
