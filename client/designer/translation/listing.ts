import type { Group, TranslationRow } from '../../../surveys/designing/translations'
import { folded } from '../../../surveys/instrument/folding'
import { isTranslated } from '../../../surveys/instrument/language'
import { namePatterns } from '../../../surveys/instrument/spelling'
import type { Desk } from '../frame/desk'

export type Pair = { readonly from: string; readonly to: string }
export type Wanted = { readonly missingOnly: boolean; readonly search: string }
export type Run<Row> = { readonly group: Group; readonly rows: readonly Row[] }

/** The keys of the rows that are asked for; marks and case do not count in a search. */
export function keysWanted(rows: readonly TranslationRow[], { from, to }: Pair, { missingOnly, search }: Wanted): ReadonlySet<string> {
  const sought = folded(search.trim())
  const holds = ({ key, text }: TranslationRow) => [key, text[from] ?? '', text[to] ?? ''].some((one) => folded(one).includes(sought))
  return new Set(rows.filter((row) => (!missingOnly || !isTranslated(row.text, to)) && (sought === '' || holds(row))).map(({ key }) => key))
}

/** Rows under the heads of the parts in which they stand, in their order. */
export function runsOf<Row extends TranslationRow>(rows: readonly Row[]): readonly Run<Row>[] {
  const runs: { readonly group: Group; readonly rows: Row[] }[] = []
  for (const row of rows) {
    const last = runs.at(-1)
    if (last && last.group.kind === row.group.kind && last.group.name === row.group.name) last.rows.push(row)
    else runs.push({ group: row.group, rows: [row] })
  }
  return runs
}

/** What an author calls a part: its title where it has one, else its id. */
export function groupName({ draft, text }: Desk, { kind, name }: Group): string {
  if (kind === 'sections') return text(draft.sections.find(({ id }) => id === name)?.title) || name
  return (kind === 'trees' && text(draft.trees.find(({ id }) => id === name)?.label)) || name
}

/** Languages offered for a questionnaire: Vietnamese, English, and what is written in Viet Nam (ISO 639-3 where there is no shorter tag). */
export const commonLanguages: readonly string[] = [
  'vi',
  'en',
  'tyz',
  'blt-Latn',
  'mtq',
  'km',
  'nut',
  'hmn',
  'ium',
  'jra',
  'rad',
  'bdq',
  'sed',
  'kpm',
  'cmo',
  'cjm-Latn',
  'hre',
  'bru',
  'ktv',
  'rog',
  'sti',
]

/** The language tag (BCP 47) that somebody typed, spelled as usual: `BLT-tavt` is `blt-Tavt`; undefined for what is none. */
export function tagIn(typed: string): string | undefined {
  try {
    const [tag = ''] = Intl.getCanonicalLocales(typed.trim())
    return namePatterns.language.test(tag) ? tag : undefined
  } catch {
    return undefined
  }
}
