import { isCalled } from '../instrument/called'
import { folded } from '../instrument/folding'
import { composed, trimmed } from '../instrument/spelling'

/** What a published figure says, before it is known to be right. */
export type PublishedFields = Readonly<Record<'year' | 'place' | 'node' | 'value' | 'formula' | 'source', string>>

export type Published = {
  readonly year: number
  readonly place: string
  readonly node: string
  /** 0…1. */
  readonly value: number
  readonly formula: 'share' | 'level'
  readonly source: string
}

export type PublishedProblem = 'missing' | 'too-long' | 'year' | 'percent' | 'formula'
export type PublishedReading =
  | { readonly ok: true; readonly figure: Published }
  | { readonly ok: false; readonly problems: Readonly<Partial<Record<keyof PublishedFields, PublishedProblem>>> }

/** Reads a figure as people write it: `82,66`, `82.66` or `82,66%`; the formula by its code or its Vietnamese or English name. */
export function readEarlierFigures(fields: PublishedFields): PublishedReading {
  const [year, place, node, source] = [Number(fields.year.trim()), tidy(fields.place), tidy(fields.node), tidy(fields.source)]
  const value = percentOf(fields.value)
  const formula = formulaOf(fields.formula)
  const problems: Readonly<Partial<Record<string, PublishedProblem>>> = {
    ...lengthProblems({ place, node, source }),
    ...(/^\d{4}$/.test(fields.year.trim()) && year >= firstYear && year <= lastYear ? {} : { year: 'year' }),
    ...(value === undefined ? { value: 'percent' } : {}),
    ...(formula === undefined ? { formula: 'formula' } : {}),
  }
  if (value === undefined || formula === undefined || Object.keys(problems).length > 0) return { ok: false, problems }
  return { ok: true, figure: { year, place, node, value, formula, source } }
}

/** Whether a published figure speaks of an indicator: by its code, or by the words it is called in any language. */
export function speaksOf({ node }: Pick<Published, 'node'>, code: string, labels: readonly string[]): boolean {
  return node === code || labels.some((label) => isCalled(node, label))
}

const firstYear = 1990
const lastYear = 2199
const longest = 200

const tidy = (text: string): string => composed(trimmed(text).replace(/\s+/g, ' '))

type Texts = Readonly<Record<'place' | 'node' | 'source', string>>

const lengthProblems = (texts: Texts): Readonly<Record<string, PublishedProblem>> =>
  Object.fromEntries(
    Object.entries(texts)
      .filter(([, text]) => text === '' || text.length > longest)
      .map(([name, text]) => [name, text === '' ? 'missing' : 'too-long'] as const),
  )

/** Decimals as they are written, so that 82.66 is 0.8266 and not 0.8265999…. */
function percentOf(text: string): number | undefined {
  const digits = text.trim().replace(/\s*%$/, '').replace(',', '.')
  if (!/^\d{1,3}(\.\d{1,6})?$/.test(digits)) return undefined
  const value = Number(`${digits}e-2`)
  return value <= 1 ? value : undefined
}

const formulaNames: Readonly<Record<string, Published['formula']>> = {
  share: 'share',
  'ty le': 'share',
  'ty le hai long': 'share',
  level: 'level',
  'muc do': 'level',
  'muc do hai long': 'level',
}

const formulaOf = (text: string): Published['formula'] | undefined => {
  const name = folded(text.trim())
  return Object.hasOwn(formulaNames, name) ? formulaNames[name] : undefined
}
