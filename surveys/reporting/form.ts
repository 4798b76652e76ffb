import type { LocalText } from '../instrument/schema'
import { isVisible } from '../instrument/spelling'

/** The sections of an official report, in the order in which they stand unless an office says otherwise. */
export const reportSections = [
  'purpose',
  'sample',
  'results',
  'agencies',
  'criteria',
  'change',
  'weak',
  'needs',
  'comments',
  'findings',
  'causes',
  'recommendations',
  'annexFactors',
  'annexAnswers',
  'annexRates',
  'annexMethod',
] as const
export type SectionId = (typeof reportSections)[number]

/** What stands behind the signature, whatever its place among the others. */
export const isAnnex = (id: SectionId): boolean => id.startsWith('annex')

export const isSection = (text: string): text is SectionId => reportSections.some((id) => id === text)

/** How an office's reports look: who stands at the head, who signs, who gets them, and what is in them in which order. */
export type ReportForm = {
  /** The body above who issues it; empty where there is none. */
  readonly superior: LocalText
  /** Who issues it; empty: the province itself. */
  readonly issuer: LocalText
  /** What follows the number: "BC-SNV". */
  readonly symbol: string
  readonly place: LocalText
  /** In whose name it is signed, a line each. */
  readonly signature: LocalText
  readonly signer: string
  /** Who gets it, a line each. */
  readonly receivers: LocalText
  /** Whether the coat of arms of the settings stands above who issues it. */
  readonly isCrested: boolean
  readonly sections: readonly FormSection[]
}

export type FormSection = {
  readonly id: SectionId
  readonly isOn: boolean
  /** Its heading where the office words it otherwise; empty: the product's. */
  readonly title: LocalText
}

export const usualForm: ReportForm = {
  superior: {},
  issuer: {},
  symbol: '',
  place: {},
  signature: {},
  signer: '',
  receivers: {},
  isCrested: false,
  sections: reportSections.map((id) => ({ id, isOn: true, title: {} })),
}

/** What a form holds, with sections that it does not know yet where the usual order has them. */
export function completed(form: ReportForm): ReportForm {
  const known = form.sections.filter(({ id }, at) => isSection(id) && form.sections.findIndex((one) => one.id === id) === at)
  const sections = [...known]
  for (const [at, id] of reportSections.entries())
    if (!sections.some((one) => one.id === id)) {
      const before = reportSections.slice(0, at).findLast((earlier) => sections.some((one) => one.id === earlier))
      sections.splice(sections.findIndex((one) => one.id === before) + 1, 0, { id, isOn: true, title: {} })
    }
  return { ...form, sections }
}

/** What an office writes into one report, in each language that it writes. */
export type ReportTexts = {
  readonly number: string
  /** The local day that stands on it; empty: to be written by hand. */
  readonly day: string
  readonly purpose: LocalText
  readonly findings: LocalText
  readonly causes: LocalText
  readonly recommendations: LocalText
}

export const noTexts: ReportTexts = { number: '', day: '', purpose: {}, findings: {}, causes: {}, recommendations: {} }

/** The fields that somebody writes in words. */
export const writtenFields = ['purpose', 'findings', 'causes', 'recommendations'] as const

/** Every field of a report and of its English, in the order in which they are written. */
export const textFields: readonly string[] = ['number', 'day', ...writtenFields.flatMap((name) => [name, `${name}-en`])]

/** What is written, field by field. */
export const fieldsOfTexts = ({ number, day, ...texts }: ReportTexts): Readonly<Record<string, string>> => ({
  number,
  day,
  ...inBoth(writtenFields, texts),
})

/** The same the other way round. */
export function textsOfFields(fields: Readonly<Record<string, string>>): ReportTexts {
  const both = (name: string): LocalText => fromBoth(fields, name)
  return {
    number: fields['number'] ?? '',
    day: fields['day'] ?? '',
    purpose: both('purpose'),
    findings: both('findings'),
    causes: both('causes'),
    recommendations: both('recommendations'),
  }
}

const linedFields = ['superior', 'issuer', 'place', 'signature', 'receivers'] as const

/** Every field of how reports look; the sections are one. */
export const formFields: readonly string[] = [
  ...linedFields.flatMap((name) => [name, `${name}-en`]),
  'symbol',
  'signer',
  'isCrested',
  'sections',
]

/** How reports look, field by field. */
export const fieldsOfForm = (form: ReportForm): Readonly<Record<string, string>> => ({
  ...inBoth(linedFields, form),
  symbol: form.symbol,
  signer: form.signer,
  isCrested: form.isCrested ? 'yes' : '',
  sections: JSON.stringify(form.sections),
})

/** The same the other way round. */
export function formOfFields(fields: Readonly<Record<string, string>>): ReportForm {
  const both = (name: string): LocalText => fromBoth(fields, name)
  return {
    superior: both('superior'),
    issuer: both('issuer'),
    place: both('place'),
    signature: both('signature'),
    receivers: both('receivers'),
    symbol: fields['symbol'] ?? '',
    signer: fields['signer'] ?? '',
    isCrested: fields['isCrested'] === 'yes',
    sections: sectionsIn(fields['sections'] ?? '[]'),
  }
}

const sectionsIn = (json: string): readonly FormSection[] => JSON.parse(json)

const inBoth = <Name extends string>(names: readonly Name[], texts: Readonly<Record<Name, LocalText>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name) => [
      [name, texts[name]['vi'] ?? ''],
      [`${name}-en`, texts[name]['en'] ?? ''],
    ]),
  )

function fromBoth(fields: Readonly<Record<string, string>>, name: string): LocalText {
  const [vi = '', en = ''] = [fields[name], fields[`${name}-en`]]
  return { ...(vi === '' ? {} : { vi }), ...(en === '' ? {} : { en }) }
}

/** In letters: what a field may hold; two sheets of a report. */
export const mostWritten = 6_000
/** A line of a letterhead. */
export const mostInLine = 200
/** Receivers, or lines of a signature. */
export const mostLines = 30

/** The lines that somebody typed, without empty ones. */
export const linesIn = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(isVisible)

/** Whether a report is one of everything, of a block or of one agency; each has texts of its own. */
export const editionOf = ({ agency, block }: { readonly agency: string | null; readonly block: string | null }): string =>
  agency !== null ? `agency:${agency}` : block !== null ? `block:${block}` : ''
