import type { Agency } from '../../../surveys/fielding/campaign'
import type { EntryProblem } from '../../acts/dossiers'
import { formProblemText } from '../frame/form'
import type { Reader } from '../frame/reader'
import { ColumnHeads, Region } from '../frame/shell'
import { localised } from '../../../surveys/instrument/language'
import type { HandledSum } from '../../../surveys/fielding/dossiers'

/** A cell of the grid: what is typed there, what stood there when it was shown, and what is said of it. */
export type GridRow = {
  readonly agency: Agency
  readonly handled: string
  readonly onTime: string
  readonly seen: string
  /** Of the month before. */
  readonly before: HandledSum | undefined
  /** What its services add up to where nobody gave the whole. */
  readonly summed: number | undefined
  readonly problems: readonly EntryProblem[]
  /** What somebody else put there meanwhile. */
  readonly taken: string | undefined
}

export const cellFields = { handled: 'handled.', onTime: 'on_time.', seen: 'seen.' } as const

type Props = { readonly reader: Reader; readonly label: string; readonly rows: readonly GridRow[]; readonly isEditable: boolean }

/** A month's numbers, an agency a row. */
export function Grid({ reader, label, rows, isEditable }: Props) {
  const { say } = reader
  return (
    <Region label={label}>
      <table class="list dossiers folds">
        <ColumnHeads
          columns={[
            { title: say('agency'), look: 'name' },
            { title: say('dossiersHandled'), look: 'r' },
            { title: say('dossiersOnTime'), look: 'r' },
            { title: say('dossiersBefore'), look: 'r' },
          ]}
        />
        <tbody>
          {rows.map((row) => (
            <Row key={row.agency.code} {...{ reader, row, isEditable }} />
          ))}
        </tbody>
      </table>
    </Region>
  )
}

type RowProps = { readonly reader: Reader; readonly row: GridRow; readonly isEditable: boolean }

function Row({ reader, row, isEditable }: RowProps) {
  const { say, numbers } = reader
  const { agency, before } = row
  return (
    <tr id={`row-${agency.code}`}>
      <th scope="row" class="name">
        {localised(agency.name, reader.language)}
        <small>{agency.code}</small>
      </th>
      <td class="r" data-label={say('dossiersHandled')}>
        {isEditable ? <Inputs {...{ reader, row }} which="handled" /> : shownText(reader, row.handled)}
      </td>
      <td class="r" data-label={say('dossiersOnTime')}>
        {isEditable ? <Inputs {...{ reader, row }} which="onTime" /> : shownText(reader, row.onTime)}
      </td>
      <td class="r" data-label={say('dossiersBefore')}>
        {before ? numbers.count(before.handled) : '–'}
      </td>
    </tr>
  )
}

const shownText = ({ numbers, say }: Reader, text: string): string => (text === '' ? say('dossiersUnknown') : numbers.count(Number(text)))

/** A number, with what is wrong with it below; the first of a row says what stood there. */
function Inputs({ reader, row, which }: { readonly reader: Reader; readonly row: GridRow; readonly which: 'handled' | 'onTime' }) {
  const { say, numbers } = reader
  const { agency, seen, summed, taken } = row
  const name = `${cellFields[which]}${agency.code}`
  const isOwn = ({ field }: EntryProblem): boolean => (field === 'on_time') === (which === 'onTime')
  const said = [
    ...row.problems.filter(isOwn).map((problem) => formProblemText(reader, problem)),
    ...(which === 'handled' && taken !== undefined ? [takenText(reader, taken)] : []),
  ]
  return (
    <>
      <input
        id={name}
        name={name}
        value={row[which]}
        inputMode="numeric"
        autocomplete="off"
        maxLength={12}
        size={9}
        aria-label={`${localised(agency.name, reader.language)}: ${say(which === 'handled' ? 'dossiersHandled' : 'dossiersOnTime')}`}
        aria-invalid={said.length > 0 ? true : undefined}
        aria-describedby={said.length > 0 ? `${name}-wrong` : undefined}
      />
      {which === 'handled' && <input type="hidden" name={`${cellFields.seen}${agency.code}`} value={seen} />}
      {which === 'handled' && summed !== undefined && <small>{say('dossiersSummed', { n: numbers.count(summed) })}</small>}
      {said.length > 0 && (
        <p class="wrong" id={`${name}-wrong`}>
          {said.join(' ')}
        </p>
      )}
    </>
  )
}

const takenText = ({ say, numbers }: Reader, now: string): string =>
  now === ''
    ? say('dossiersTakenGone')
    : say('dossiersTakenNow', {
        now: now
          .split('/')
          .map((part) => numbers.count(Number(part)))
          .join(' / '),
      })
