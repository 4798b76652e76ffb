import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const tokens = ['tokens.css', 'office/base.css'].map((file) => readFileSync(join(import.meta.dirname, '../../client/styles', file), 'utf8'))
/** What a file says in the light, and in the dark. */
const schemes = tokens.map(
  (text) => text.split('@media (prefers-contrast: more)')[0]?.split('@media screen and (prefers-color-scheme: dark)') ?? [],
)

describe.each([
  ['light', 0],
  ['dark', 1],
])('the colours of distances from a mean in the %s', (_, place) => {
  const said = schemes.map((parts) => parts[place] ?? '').join('\n')
  const colour = (name: string): string => new RegExp(`--${name}: (#\\w+);`).exec(said)?.[1] ?? ''

  it.each([
    ['alert', 'on-alert'],
    ['alert-soft', 'ink'],
    ['card', 'soft'],
    ['accent-soft', 'ink'],
  ])('leave a figure on %s in %s readable', (ground, ink) => {
    expect(contrast(colour(ground), colour(ink))).toBeGreaterThanOrEqual(4.5)
  })
})

const kiosk = readFileSync(join(import.meta.dirname, '../../client/styles/kiosk-sight.css'), 'utf8')
const [strongLight = '', strongDark = ''] = kiosk.split('@media (prefers-color-scheme: dark)')

describe.each([
  ['light', strongLight, '#fff'],
  ['dark', strongDark, '#000'],
])('the strong contrast of a kiosk in the %s', (_, scheme, onAccent) => {
  const colour = (name: string): string => new RegExp(`--${name}: (#\\w+);`).exec(scheme)?.[1] ?? ''

  it.each(['paper', 'card', 'accent-soft', 'alert-soft'])('has words on %s at 7:1 or more', (ground) => {
    for (const words of ['ink', 'soft', 'line', 'accent', 'alert']) {
      expect([words, contrast(colour(ground), colour(words)) >= 7]).toEqual([words, true])
    }
  })

  it('has words on its buttons and features on its faces that stand out as much', () => {
    expect(contrast(colour('accent'), onAccent)).toBeGreaterThanOrEqual(7)
    for (const face of ['s1', 's2', 's3', 's4', 's5']) expect(contrast(colour(face), onAccent)).toBeGreaterThanOrEqual(7)
  })
})

/** Relative luminance of `#rrggbb` or `#rgb` (WCAG 2.2). */
function luminance(hex: string): number {
  const digits = hex.length === 4 ? Array.from(hex.slice(1), (digit) => digit + digit) : hex.slice(1).match(/../g)
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] = (digits ?? []).map((pair) => {
    const part = Number.parseInt(pair, 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}
