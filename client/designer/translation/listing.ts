import type { Group } from '../../../surveys/designing/localised-texts'
import { isTranslated, type TranslationRow } from '../../../surveys/designing/translations'
import { folded } from '../../../surveys/language'
import type { Desk } from '../desk'

export type Pair = { readonly from: string; readonly to: string }
export type Wanted = { readonly missingOnly: boolean; readonly search: string }
export type Run = { readonly group: Group; readonly rows: readonly TranslationRow[] }

/** The keys of the rows that are asked for; marks and case do not count in a search. */
export function keysWanted(rows: readonly TranslationRow[], { from, to }: Pair, { missingOnly, search }: Wanted): ReadonlySet<string> {
  const sought = folded(search.trim())
  const holds = ({ key, text }: TranslationRow) => [key, text[from] ?? '', text[to] ?? ''].some((one) => folded(one).includes(sought))
  return new Set(rows.filter((row) => (!missingOnly || !isTranslated(row.text, to)) && (sought === '' || holds(row))).map(({ key }) => key))
}

/** Rows under the heads of the parts in which they stand, in their order. */
export function runsOf(rows: readonly TranslationRow[]): readonly Run[] {
  const runs: { readonly group: Group; readonly rows: TranslationRow[] }[] = []
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
