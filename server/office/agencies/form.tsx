import type { Agency } from '../../../surveys/fielding/campaign'
import { type AgencyDraft, agencyFields, blankAgency, draftOfAgency } from '../../../surveys/fielding/drafts'
import { localised } from '../../../surveys/instrument/language'
import { Once } from '../frame/acting'
import {
  ChoiceField,
  Field,
  type Filled,
  type FormProblem,
  FormProblems,
  type FormValues,
  Hint,
  marks,
  valueOf,
  Wrong,
} from '../frame/form'
import { blockName, type Reader } from '../frame/reader'
import { Shell } from '../frame/shell'
import { agencyAddress, agencyLabels, typeItems } from './naming'
import { AgencyPicker } from './picker'

/** What the form of an agency holds: former names and names in other languages have a row each. */
export function valuesOf(agency: Agency): FormValues {
  const draft = draftOfAgency(agency)
  const { vi: _, en: __, ...others } = agency.name
  return {
    ...Object.fromEntries(agencyFields.map((field) => [field, [draft[field]]])),
    predecessors: draft.predecessors.split('|'),
    split_from: draft.split_from.split('|'),
    'aliases[]': (agency.aliases ?? []).map(({ name }) => name),
    'aliases_until[]': (agency.aliases ?? []).map(({ until }) => until ?? ''),
    'names[]': Object.values(others).map((text) => text ?? ''),
    'names_language[]': Object.keys(others),
    seen: [JSON.stringify(draft)],
  }
}

/** An agency as a form says it. */
export function draftIn(values: FormValues): AgencyDraft {
  const rows = (name: string, beside: string, joined: (text: string, other: string) => string): string =>
    (values[`${name}[]`] ?? [])
      .map((text, index) => ({ text, other: values[`${beside}[]`]?.[index] ?? '' }))
      .flatMap(({ text, other }) => (text + other === '' ? [] : [other === '' ? text : joined(text, other)]))
      .join('|')
  return {
    ...blankAgency,
    ...Object.fromEntries(agencyFields.map((field) => [field, valueOf(values, field)])),
    block: valueOf(values, 'block_new') || valueOf(values, 'block'),
    predecessors: (values['predecessors'] ?? []).filter(Boolean).join('|'),
    split_from: (values['split_from'] ?? []).filter(Boolean).join('|'),
    aliases: rows('aliases', 'aliases_until', (name, day) => `${name} (${day})`),
    names: rows('names', 'names_language', (name, language) => `${language}: ${name}`),
  }
}

/** What a form was filled from, as it was sent back. */
export function seenIn(values: FormValues): AgencyDraft | undefined {
  try {
    const read: unknown = JSON.parse(valueOf(values, 'seen'))
    if (typeof read !== 'object' || read === null) return undefined
    const own = new Map<string, unknown>(Object.entries(read))
    const text = (value: unknown): string => (typeof value === 'string' ? value : '')
    return { ...blankAgency, ...Object.fromEntries(agencyFields.map((field) => [field, text(own.get(field))])) }
  } catch {
    return undefined
  }
}

type Props = {
  readonly reader: Reader
  readonly title: string
  readonly filled: Filled
  readonly code: string | undefined
  readonly agencies: readonly Agency[]
  /** What stands now, where somebody else changed it since the form was shown. */
  readonly now?: AgencyDraft | undefined
}

/** One agency; its code is asked for only while it has none. */
export function AgencyForm({ reader, title, filled: sent, code, agencies, now }: Props) {
  const { say } = reader
  const labels: Readonly<Record<string, string>> = { ...agencyLabels(reader), block_new: say('agencyBlockNew') }
  const filled = { ...sent, problems: sent.problems.map((problem) => atTyped(sent.values, problem)) }
  const field = (name: string) => ({ reader, filled, name, label: labels[name] ?? name })
  const action = code === undefined ? '/admin/new/agency' : agencyAddress(code)
  const known = agencies.find((agency) => agency.code === code)
  const back = code === undefined ? '/admin/agencies' : agencyAddress(code)
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={back}>{code === undefined ? say('navAgencies') : localised(known?.name ?? {}, reader.language) || code}</a>
      </p>
      <h1>{title}</h1>
      {code !== undefined && <p class="sub">{say('agencyKept')}</p>}
      <FormProblems {...{ reader, filled, labels }} />
      {now && (
        <p class="wrong" role="alert">
          {say('agencyTaken', { now: differencesText(reader, filled.values, now) })}
        </p>
      )}
      <form class="card form" method="post" action={action}>
        {code === undefined ? <Once filled={filled} /> : <input type="hidden" name="seen" value={valueOf(filled.values, 'seen')} />}
        {code === undefined ? (
          <Field
            {...field('code')}
            hint={say('agencyCodeHint')}
            input={{ required: true, maxLength: 64, autocapitalize: 'none', spellcheck: false }}
          />
        ) : (
          <p class="fixed">
            <b>{say('agencyCode')}</b>: {code}
          </p>
        )}
        <Field {...field('name')} input={{ required: true, lang: 'vi' }} />
        <Field {...field('name_en')} input={{ lang: 'en' }} />
        <ChoiceField {...field('type')} items={[{ value: '', text: say('agencyTypeNone') }, ...typeItems(reader)]} />
        <BlockFields {...{ reader, filled, agencies }} label={say('agencyBlock')} />
        <AgencyPicker {...field('parent')} {...{ action }} agencies={agencies} except={code} none={say('agencyParentNone')} />
        <div class="pair">
          <Field {...field('valid_from')} input={{ type: 'date' }} />
          <Field {...field('valid_to')} input={{ type: 'date' }} />
        </div>
        <Field {...field('official_code')} hint={say('agencyOfficialCodeHint')} input={{ maxLength: 64 }} />
        <Rows
          {...field('aliases')}
          hint={say('agencyAliasesHint')}
          one={{ label: say('agencyAlias'), lang: 'vi' }}
          other={{ name: 'aliases_until', label: say('agencyAliasUntil'), type: 'date' }}
        />
        <Rows
          {...field('names')}
          one={{ label: say('agencyName'), lang: undefined }}
          other={{ name: 'names_language', label: say('agencyNameLanguage'), type: 'text' }}
        />
        <details class="field" open={['predecessors', 'split_from'].some((name) => filled.values[name]?.some(Boolean))}>
          <summary>{say('agencyBefore')}</summary>
          <p class="note">{say('agencyBeforeHint')}</p>
          <AgencyPicker {...field('predecessors')} {...{ action }} agencies={agencies} except={code} />
          <AgencyPicker {...field('split_from')} {...{ action }} hint={say('agencySplitFromHint')} agencies={agencies} except={code} />
        </details>
        <p class="acts">
          <button type="submit">{say('save')}</button>
          <a href={back}>{say('cancel')}</a>
        </p>
      </form>
    </Shell>
  )
}

/** What is wrong with a block that was typed stands where it was typed. */
const atTyped = (values: FormValues, problem: FormProblem): FormProblem =>
  problem.field === 'block' && valueOf(values, 'block_new') !== '' ? { ...problem, field: 'block_new' } : problem

type BlockProps = Pick<Props, 'reader' | 'filled' | 'agencies'> & { readonly label: string }

/** The blocks that there are and those that are usual, or a new one by its code. */
function BlockFields({ reader, filled, agencies, label }: BlockProps) {
  const chosen = valueOf(filled.values, 'block')
  const all = [...new Set([...usualBlocks, ...agencies.map(({ block }) => block), ...(chosen === '' ? [] : [chosen])])]
  return (
    <div class="pair">
      <ChoiceField
        {...{ reader, filled, label }}
        name="block"
        hint={reader.say('agencyBlockHint')}
        items={all.map((value) => ({ value, text: blockName(reader, value) }))}
      />
      <Field
        {...{ reader, filled }}
        name="block_new"
        label={reader.say('agencyBlockNew')}
        hint={reader.say('agencyBlockNewHint')}
        input={{ maxLength: 64, autocapitalize: 'none' }}
      />
    </div>
  )
}

const usualBlocks = ['department', 'vertical', 'commune', 'hospital', 'school']

type RowsProps = {
  readonly reader: Reader
  readonly filled: Filled
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly one: { readonly label: string; readonly lang: string | undefined }
  readonly other: { readonly name: string; readonly label: string; readonly type: 'date' | 'text' }
}

/** As many rows as something stands in, and one more. */
function Rows({ one, other, ...props }: RowsProps) {
  const { filled, name, label } = props
  const texts = filled.values[`${name}[]`] ?? []
  const rows = [
    ...texts.map((text, index) => ({ text, beside: filled.values[`${other.name}[]`]?.[index] ?? '' })),
    { text: '', beside: '' },
  ]
  // Which row is meant its sentence says; each that is filled in is marked.
  const isWrong = filled.problems.some(({ field }) => field === name)
  const marked = ({ text, beside }: (typeof rows)[number]) => (isWrong && text + beside !== '' ? ({ 'aria-invalid': true } as const) : {})
  return (
    <fieldset class="field" id={name} {...marks(props)}>
      <legend>{label}</legend>
      <Hint {...props} />
      {rows.map(({ text, beside }, index) => (
        <div key={index} class="pair">
          <div class="field">
            <label for={`${name}-${index + 1}`}>{one.label}</label>
            <input
              id={`${name}-${index + 1}`}
              name={`${name}[]`}
              value={text}
              maxLength={200}
              lang={one.lang}
              autocomplete="off"
              {...marked({ text, beside })}
            />
          </div>
          <div class="field">
            <label for={`${other.name}-${index + 1}`}>{other.label}</label>
            {other.type === 'date' ? (
              <input id={`${other.name}-${index + 1}`} name={`${other.name}[]`} type="date" value={beside} {...marked({ text, beside })} />
            ) : (
              <input
                id={`${other.name}-${index + 1}`}
                name={`${other.name}[]`}
                value={beside}
                maxLength={35}
                autocomplete="off"
                {...marked({ text, beside })}
              />
            )}
          </div>
        </div>
      ))}
      <Wrong {...props} />
    </fieldset>
  )
}

/** The fields in which what stands now is another than what was typed. */
function differencesText(reader: Reader, values: FormValues, now: AgencyDraft): string {
  const typed = draftIn(values)
  const labels = agencyLabels(reader)
  return agencyFields
    .filter((field) => field !== 'code' && typed[field] !== now[field])
    .map((field) => `${labels[field]}: ${now[field] || reader.say('importNothing')}`)
    .join('; ')
}
