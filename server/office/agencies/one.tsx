import type { Agency } from '../../../surveys/fielding/campaign'
import { type AgencyField, agencyFields, draftOfAgency } from '../../../surveys/fielding/drafts'
import { localised } from '../../../surveys/instrument/language'
import { blockName, type Reader } from '../frame/reader'
import { FactList, Shell } from '../frame/shell'
import { columnLabels } from './import'

type Props = {
  readonly reader: Reader
  readonly agency: Agency
  /** What the agencies are called that the reader sees. */
  readonly names: ReadonlyMap<string, string>
}

/** One agency for who reads and does not change it: every field of the form, as text. */
export function AgencyFacts({ reader, agency, names }: Props) {
  const labels = columnLabels(reader)
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href="/admin/agencies">{reader.say('navAgencies')}</a>
      </p>
      <h1>{localised(agency.name, reader.language)}</h1>
      <section class="card">
        <FactList
          facts={agencyFields.map((field) => ({ name: labels[field], value: fieldText({ reader, agency, names }, field) || '–' }))}
        />
      </section>
    </Shell>
  )
}

function fieldText({ reader, reader: { numbers }, agency, names }: Props, field: AgencyField): string {
  const text = draftOfAgency(agency)[field]
  if (text === '') return ''
  const named = (code: string): string => (names.has(code) ? `${names.get(code)} (${code})` : code)
  if (field === 'block') return blockName(reader, text)
  if (field === 'parent') return named(text)
  if (field === 'predecessors') return agency.predecessors.map(named).join(', ')
  return field === 'valid_from' || field === 'valid_to' ? numbers.day(text) : text
}
