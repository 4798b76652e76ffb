import type { AgencyEdit } from '../../../surveys/fielding/drafts'
import { localised } from '../../../surveys/instrument/language'
import type { Agency } from '../../../surveys/fielding/campaign'
import { blockName, type Reader } from '../frame/reader'
import { ColumnHeads, Region } from '../frame/shell'
import { agencyLabels } from './naming'

type Props = {
  readonly reader: Reader
  readonly edits: readonly AgencyEdit[]
  /** Those that there are, by whose names codes are told. */
  readonly agencies: readonly Agency[]
}

/** More rows than this nobody looks through. */
const shownRows = 2_000

/** What would be changed of agencies, field by field; of what is new only what is filled in. */
export function AgencyChanges({ reader, edits, agencies }: Props) {
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
    <Region label={say('importChanges')}>
      <table class="folds">
        <ColumnHeads
          columns={[
            { title: say('agencyCode') },
            { title: say('agencyName') },
            { title: say('importField') },
            { title: say('importBefore') },
            { title: say('importAfter') },
          ]}
        />
        <tbody>
          {rows.slice(0, shownRows).map(({ agency, isNew, field, before, after }) => (
            <tr key={`${agency.code} ${field}`}>
              <th scope="row">{agency.code}</th>
              <td>{isNew ? say('agencyIsNew', { name: names.get(agency.code) ?? '' }) : names.get(agency.code)}</td>
              <td data-label={say('importField')}>{labels[field]}</td>
              <td data-label={say('importBefore')}>{shown(field, before)}</td>
              <td data-label={say('importAfter')}>{shown(field, after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shownRows && <p>{say('importMore', { n: numbers.count(rows.length - shownRows) })}</p>}
    </Region>
  )
}
