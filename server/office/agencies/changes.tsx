import type { AgencyEdit } from '../../../surveys/fielding/drafts'
import { localised } from '../../../surveys/instrument/language'
import type { Agency } from '../../../surveys/fielding/campaign'
import { blockName, type Reader } from '../frame/reader'
import { ListRows } from '../lists/file'
import { agencyLabels } from './naming'

type Props = {
  readonly reader: Reader
  readonly edits: readonly AgencyEdit[]
  /** Those that there are, by whose names codes are told. */
  readonly agencies: readonly Agency[]
  /** Whether it would be done, or was. */
  readonly when: 'wanted' | 'past'
}

/** What would be changed of agencies, field by field; of what is new only what is filled in. */
export function AgencyChanges({ reader, edits, agencies, when }: Props) {
  const { say, numbers } = reader
  const labels = agencyLabels(reader)
  const names = new Map(
    [...agencies, ...edits.map(({ agency }) => agency)].map(({ code, name }) => [code, localised(name, reader.language)]),
  )
  const rows = edits.flatMap(({ agency, isNew, changes }) =>
    changes.filter(({ field }) => !isNew || field !== 'code').map((change) => ({ agency, isNew, ...change })),
  )
  const shown = (field: string, text: string): string => {
    if (text === '') return say('importNothing')
    if (field === 'parent' || field === 'predecessors' || field === 'split_from')
      return text
        .split('|')
        .map((code) => (names.has(code) ? `${names.get(code)} (${code})` : code))
        .join(', ')
    if (field === 'block') return blockName(reader, text)
    return field === 'valid_from' || field === 'valid_to' ? numbers.day(text) : text
  }
  return (
    <ListRows
      reader={reader}
      columns={[
        { title: say('agencyCode') },
        { title: say('agencyName') },
        { title: say('importField') },
        { title: say(when === 'past' ? 'changeWas' : 'importBefore') },
        { title: say(when === 'past' ? 'changeIs' : 'importAfter') },
      ]}
      rows={rows.map(({ agency: { code }, isNew, field, before, after }) => [
        code,
        isNew ? say('agencyIsNew', { name: names.get(code) ?? '' }) : (names.get(code) ?? ''),
        labels[field] ?? field,
        shown(field, before),
        shown(field, after),
      ])}
    />
  )
}
