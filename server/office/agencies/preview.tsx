import type { AgencyEdit } from '../../../surveys/fielding/drafts'
import type { Reader } from '../frame/reader'
import { ColumnHeads, Region, Shell } from '../frame/shell'

type Props = {
  readonly reader: Reader
  /** What each field is called. */
  readonly labels: Readonly<Record<string, string>>
  readonly edits: readonly AgencyEdit[]
  /** The lines of the file as they are sent again, and the mark of what is shown. */
  readonly sent: string
  readonly shown: string
  readonly isStale: boolean
}

/** More rows than this nobody looks through. */
const shownRows = 2_000

/** What a list would change, field by field, before anything is saved. */
export function AgencyPreview({ reader, labels, edits, sent, shown, isStale }: Props) {
  const { say, numbers } = reader
  const added = edits.filter(({ isNew }) => isNew)
  const changed = edits.filter(({ isNew, changes }) => !isNew && changes.length > 0)
  const same = edits.length - added.length - changed.length
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href="/admin/import/agencies">{say('importTitle')}</a>
      </p>
      <h1>{say('importPreview')}</h1>
      <p class="sub">{say('importPreviewText')}</p>
      {isStale && (
        <p class="wrong" role="alert">
          {say('importStale')}
        </p>
      )}
      <ul>
        <li>{say('importChanged', { n: numbers.count(changed.length) })}</li>
        <li>{say('importAdded', { n: numbers.count(added.length) })}</li>
        <li>{say('importSame', { n: numbers.count(same) })}</li>
      </ul>
      {changed.length > 0 && <Changes {...{ reader, labels, edits: changed }} />}
      {added.length > 0 && <Added {...{ reader, edits: added }} />}
      <form method="post" action="/admin/import/agencies/apply" enctype="multipart/form-data">
        <input type="hidden" name="lines" value={sent} />
        <input type="hidden" name="shown" value={shown} />
        <p class="acts">
          <button type="submit">{say('importApply', { n: numbers.count(changed.length + added.length) })}</button>
          <a href="/admin/import/agencies">{say('cancel')}</a>
        </p>
      </form>
    </Shell>
  )
}

type EditsProps = { readonly reader: Reader; readonly edits: readonly AgencyEdit[] }

function Changes({ reader, labels, edits }: EditsProps & Pick<Props, 'labels'>) {
  const { say, numbers } = reader
  const rows = edits.flatMap(({ agency, changes }) =>
    changes.map((change) => ({ code: agency.code, name: agency.name['vi'] ?? '', ...change })),
  )
  return (
    <section class="card">
      <h2>{say('importChanges')}</h2>
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
            {rows.slice(0, shownRows).map(({ code, name, field, before, after }) => (
              <tr key={`${code} ${field}`}>
                <th scope="row">{code}</th>
                <td>{name}</td>
                <td>
                  <b>{labels[field]}</b>
                </td>
                <td data-label={say('importBefore')}>{before || say('importNothing')}</td>
                <td data-label={say('importAfter')}>{after || say('importNothing')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
      {rows.length > shownRows && <p>{say('importMore', { n: numbers.count(rows.length - shownRows) })}</p>}
    </section>
  )
}

const Added = ({ reader: { say, numbers }, edits }: EditsProps) => (
  <section class="card">
    <h2>{say('importNew')}</h2>
    <ul>
      {edits.slice(0, shownRows).map(({ agency }) => (
        <li key={agency.code}>
          <code>{agency.code}</code> {agency.name['vi']}
        </li>
      ))}
    </ul>
    {edits.length > shownRows && <p>{say('importMore', { n: numbers.count(edits.length - shownRows) })}</p>}
  </section>
)
