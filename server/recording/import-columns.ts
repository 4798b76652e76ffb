import { behaviours } from '../../surveys/questions/registry'
import { itemsById } from '../../surveys/response'
import type { Questionnaire } from '../../surveys/schema'

/** Where each column of an import file stands. */
export type ImportColumns = { readonly count: number; readonly names: readonly string[]; readonly place: ReadonlyMap<string, number> }

export type HeaderReading =
  | { readonly ok: true; readonly columns: ImportColumns }
  | { readonly ok: false; readonly problem: 'unknown' | 'missing' | 'repeated'; readonly names: readonly string[]; readonly allowed: readonly string[] }

const needed = ['id', 'agency', 'submitted_at', 'channel'] as const
const optional = ['touchpoint', 'language', 'campaign', 'version', 'synthetic'] as const

/** Reads the header line; a column that means nothing refuses the file, since what stands in it would be lost. */
export function readHeader(questionnaire: Questionnaire, header: readonly string[]): HeaderReading {
  const names = header.map((name) => name.trim())
  const own = [...itemsById(questionnaire).values()].flatMap((item) => behaviours[item.question.type].columns(item))
  const allowed: readonly string[] = [...needed, ...optional, ...own]
  const place = new Map(names.map((name, index) => [name, index]))
  const wrong = {
    unknown: names.filter((name) => !allowed.includes(name)),
    missing: needed.filter((name) => !place.has(name)),
    repeated: names.filter((name, index) => names.indexOf(name) !== index),
  } as const
  for (const problem of ['unknown', 'missing', 'repeated'] as const)
    if (wrong[problem].length > 0) return { ok: false, problem, names: wrong[problem], allowed }
  return { ok: true, columns: { count: names.length, names, place } }
}
