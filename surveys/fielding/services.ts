import { isDay } from '../instrument/calendar'
import type { LocalText } from '../instrument/schema'
import { isLongerThan } from '../instrument/spelling'
import { codeProblems, type DraftProblem, nameProblems } from './drafts'

/**
 * What people come to an agency for: a field, or a procedure within one. Its code is what an answer of a questionnaire's service item is
 * counted under, so that responses and dossiers of a service meet.
 */
export type Service = {
  readonly code: string
  readonly name: LocalText
  /** The field that a procedure belongs to; null where it is a field itself. */
  readonly field: string | null
  /** Its number in the national list of procedures, or nothing. */
  readonly procedure: string
  readonly validFrom: string | null
  readonly validTo: string | null
  /** Who offers it; every agency where none is named. */
  readonly agencies: readonly string[]
}

/** Whether an agency offers a service. */
export const isOffered = ({ agencies }: Pick<Service, 'agencies'>, agency: string): boolean =>
  agencies.length === 0 || agencies.includes(agency)

/** A field with the procedures in it, or a procedure alone: all codes under which it is counted. */
export const codesUnder = (services: readonly Pick<Service, 'code' | 'field'>[], service: string): readonly string[] => [
  service,
  ...services.filter(({ field }) => field === service).map(({ code }) => code),
]

export const serviceFields = ['code', 'name', 'name_en', 'field', 'procedure', 'valid_from', 'valid_to', 'agencies'] as const
export type ServiceField = (typeof serviceFields)[number]

/** A service as it is typed, in a form or in a line of a file; agencies are separated by `|`. */
export type ServiceDraft = Readonly<Record<ServiceField, string>>

/** What a service is checked among: the field of every other one (empty of a field itself), and the codes of all agencies. */
export type ServiceSurroundings = {
  readonly fieldOf: ReadonlyMap<string, string>
  readonly withProcedures: ReadonlySet<string>
  readonly agencies: ReadonlySet<string>
}

export const surroundingServices = (
  services: readonly { readonly code: string; readonly field: string | null }[],
  agencies: readonly { readonly code: string }[],
): ServiceSurroundings => ({
  fieldOf: new Map(services.map(({ code, field }) => [code, field ?? ''])),
  withProcedures: new Set(services.flatMap(({ field }) => field || [])),
  agencies: new Set(agencies.map(({ code }) => code)),
})

const longestProcedure = 64

/** Everything wrong with a service among the others. */
export function checkService(draft: ServiceDraft, { fieldOf, withProcedures, agencies }: ServiceSurroundings): readonly DraftProblem[] {
  const { code, field, procedure, valid_from: from, valid_to: to } = draft
  const isField = field !== code && fieldOf.get(field) === ''
  const strange = listedCodes(draft.agencies).filter((agency) => !agencies.has(agency))
  return [
    ...codeProblems('code', code),
    ...nameProblems('name', draft.name, 'needed'),
    ...nameProblems('name_en', draft.name_en, 'optional'),
    ...(field === '' || isField ? [] : [{ field: 'field', code: 'not-a-field', seen: field } as const]),
    ...(field !== '' && withProcedures.has(code) ? [{ field: 'field', code: 'has-procedures', seen: code } as const] : []),
    ...(isLongerThan(longestProcedure, procedure)
      ? [{ field: 'procedure', code: 'too-long', allowed: String(longestProcedure) } as const]
      : []),
    ...(['valid_from', 'valid_to'] as const).flatMap((name) =>
      draft[name] === '' || isDay(draft[name]) ? [] : [{ field: name, code: 'bad-day', seen: draft[name] } as const],
    ),
    ...(from !== '' && to !== '' && to < from ? [{ field: 'valid_to', code: 'reversed', seen: to, allowed: from } as const] : []),
    ...strange.map((agency) => ({ field: 'agencies', code: 'unknown', seen: agency, allowed: '' }) as const),
  ]
}

export const draftedService = (draft: ServiceDraft): Service => ({
  code: draft.code,
  name: draft.name_en === '' ? { vi: draft.name } : { vi: draft.name, en: draft.name_en },
  field: draft.field || null,
  procedure: draft.procedure,
  validFrom: draft.valid_from || null,
  validTo: draft.valid_to || null,
  agencies: [...new Set(listedCodes(draft.agencies))].sort(),
})

export const draftOfService = ({ code, name, field, procedure, validFrom, validTo, agencies }: Service): ServiceDraft => ({
  code,
  name: name['vi'] ?? '',
  name_en: name['en'] ?? '',
  field: field ?? '',
  procedure,
  valid_from: validFrom ?? '',
  valid_to: validTo ?? '',
  agencies: agencies.join('|'),
})

const noService: ServiceDraft = { code: '', name: '', name_en: '', field: '', procedure: '', valid_from: '', valid_to: '', agencies: '' }

/** A service as it would be with these fields; those that are not named stay as they are. */
export const amendedService = (known: Service | undefined, fields: Partial<ServiceDraft>): ServiceDraft => ({
  ...(known ? draftOfService(known) : noService),
  ...fields,
})

export type ServiceChange = { readonly field: ServiceField; readonly before: string; readonly after: string }

/** What saving a service would do, field by field. */
export type ServiceEdit = { readonly service: Service; readonly isNew: boolean; readonly changes: readonly ServiceChange[] }

export function serviceEdit(known: Service | undefined, draft: ServiceDraft): ServiceEdit {
  return serviceEditTo(known, draftedService(draft))
}

/** The same for a service as it would be. */
export function serviceEditTo(known: Service | undefined, service: Service): ServiceEdit {
  const [before, after] = [known ? draftOfService(known) : noService, draftOfService(service)]
  const changes = serviceFields.flatMap((field) =>
    before[field] === after[field] ? [] : [{ field, before: before[field], after: after[field] }],
  )
  return { service, isNew: !known, changes }
}

const listedCodes = (cell: string): readonly string[] =>
  cell
    .split(/[|,;\s]+/)
    .map((code) => code.trim())
    .filter((code) => code !== '')
