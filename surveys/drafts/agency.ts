import { isDay } from '../calendar'
import type { Agency } from '../campaign'
import { namePatterns } from '../name-patterns'
import { codeProblems, type DraftProblem, nameProblems } from './problem'

export const agencyFields = ['code', 'name', 'name_en', 'block', 'parent', 'valid_from', 'valid_to', 'predecessors'] as const

/** An agency as it is typed, in a form or in a line of a file; predecessors are separated by `|`. */
export type AgencyDraft = Readonly<Record<(typeof agencyFields)[number], string>>

/** Everything wrong with an agency among those of the codes known. */
export function checkAgency(draft: AgencyDraft, codes: ReadonlySet<string>): readonly DraftProblem[] {
  const isOther = (code: string) => code !== draft.code && codes.has(code)
  const { block, parent, predecessors, valid_from: from, valid_to: to } = draft
  const missing = listed(predecessors).filter((code) => !isOther(code))
  return [
    ...codeProblems('code', draft.code),
    ...(block === '' || namePatterns.code.test(block) ? [] : [{ field: 'block', code: 'bad-code', seen: block } as const]),
    ...nameProblems('name', draft.name, 'needed'),
    ...nameProblems('name_en', draft.name_en, 'optional'),
    ...(parent === '' || isOther(parent) ? [] : [{ field: 'parent', code: 'itself', seen: parent } as const]),
    ...missing.map((code) => ({ field: 'predecessors', code: 'itself', seen: code }) as const),
    ...(['valid_from', 'valid_to'] as const).flatMap((field) => (draft[field] === '' || isDay(draft[field]) ? [] : [{ field, code: 'bad-day', seen: draft[field] } as const])),
    ...(from !== '' && to !== '' && to < from ? [{ field: 'valid_to', code: 'reversed', seen: to, allowed: from } as const] : []),
  ]
}

/** Agencies whose draft names no block are ranked together. */
export const agencyOf = ({ code, name, name_en, block, parent, valid_from, valid_to, predecessors }: AgencyDraft): Agency => ({
  code,
  name: name_en === '' ? { vi: name } : { vi: name, en: name_en },
  block: block || 'other',
  parent: parent || null,
  validFrom: valid_from || null,
  validTo: valid_to || null,
  predecessors: listed(predecessors),
})

export const draftOfAgency = ({ code, name, block, parent, validFrom, validTo, predecessors }: Agency): AgencyDraft => ({
  code,
  name: name['vi'] ?? '',
  name_en: name['en'] ?? '',
  block,
  parent: parent ?? '',
  valid_from: validFrom ?? '',
  valid_to: validTo ?? '',
  predecessors: predecessors.join('|'),
})

const listed = (cell: string): readonly string[] => cell.split(/[|,;]/).map((code) => code.trim()).filter((code) => code !== '')
