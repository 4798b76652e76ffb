import type { Context } from 'hono'
import { notePlaceText, noteText } from '../../../client/text/exchange'
import { fates, ofWhole, type Report } from '../../../surveys/exchange/notes'
import { localised } from '../../../surveys/instrument/language'
import { withoutAnswers } from '../../../surveys/instrument/pipes'
import { items } from '../../../surveys/instrument/questionnaire'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { downloadHeaders, streamOf } from '../../files/export'
import { pictureFiles } from '../../files/bundle'
import { leavingAs, leavingFormats, type LeavingFormat } from '../../files/foreign/writing'
import type { OfficeDeps } from '../frame/deps'
import { page } from '../frame/document'
import { type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, Region, Shell } from '../frame/shell'
import { elsewhereAddress, questionnaireAddress } from './version'

/** A version as a file of another tool. */
export async function elsewhereFile(
  { database }: OfficeDeps,
  c: Context,
  questionnaire: Questionnaire,
  format: LeavingFormat,
): Promise<Response> {
  const { pieces, ...kind } = leavingAs(format, questionnaire, await pictureFiles(database, questionnaire))
  const name = `${questionnaire.id}-v${questionnaire.version}-${format}`.replace(/[^\w.-]/g, '_')
  return c.body(streamOf(pieces), 200, { ...downloadHeaders(kind, name), 'X-Content-Type-Options': 'nosniff' })
}

/** The ways out of a version, each with what it cannot hold. */
export function elsewherePage(c: Context, questionnaire: Questionnaire): Response {
  const reader = readerOf(c)
  const { say, language } = reader
  return page(c, {
    reader,
    title: say('elsewhereTitle'),
    body: (
      <Shell reader={reader}>
        <p class="back">
          <a href={questionnaireAddress(questionnaire)}>{localised(questionnaire.title, language, questionnaire.languages)}</a>
        </p>
        <h1>{say('elsewhereTitle')}</h1>
        <p class="sub">{say('elsewhereText')}</p>
        {leavingFormats.map((format) => (
          <WayOut key={format} {...{ reader, questionnaire, format }} />
        ))}
      </Shell>
    ),
  })
}

type Props = { readonly reader: Reader; readonly questionnaire: Questionnaire; readonly format: LeavingFormat }

function WayOut({ reader, reader: { say }, questionnaire, format }: Props) {
  const { report } = leavingAs(format, questionnaire)
  return (
    <section class="card" aria-labelledby={format}>
      <h2 id={format}>{say(`elsewhere_${format}`)}</h2>
      <p class="note">{say(`elsewhere_${format}_text`)}</p>
      <p class="acts">
        <a class="button quiet" href={`${elsewhereAddress(questionnaire)}/${format}`} download>
          {say('elsewhereDownload')}
          <span class="unseen"> {say(`elsewhere_${format}`)}</span>
        </a>
      </p>
      {report.notes.length > 0 && (
        <Lost {...{ reader, questionnaire, report }} label={`${say(`elsewhere_${format}`)}: ${say('elsewhereLost')}`} />
      )}
    </section>
  )
}

/** What is asked there, where it is a question or a row. */
function placeWords(questionnaire: Questionnaire, language: string, id: string): string {
  const asked = [...questionnaire.sections.flatMap(({ questions }) => questions), ...items(questionnaire)].find((one) => one.id === id)
  const text = asked?.text ?? questionnaire.scales.find((scale) => scale.id === id)?.name
  return text ? withoutAnswers(localised(text, language, questionnaire.languages)) : ''
}

const Lost = ({
  reader: { say, language },
  questionnaire,
  report,
  label,
}: Pick<Props, 'reader' | 'questionnaire'> & { readonly report: Report; readonly label: string }) => (
  <Region label={label}>
    <table class="list folds lines of-file">
      <ColumnHeads columns={[{ title: say('elsewherePlace') }, { title: say('foreignFate') }, { title: say('elsewhereLost') }]} />
      <tbody>
        {report.notes.map((note, at) => (
          <tr key={at}>
            <th scope="row">
              {placeWords(questionnaire, language, note.place.name)}{' '}
              {note.place.name === questionnaire.id ? notePlaceText(language, ofWhole) : <code>{note.place.name}</code>}
            </th>
            <td data-label={say('foreignFate')}>{say(fates[note.code] === 'left-out' ? 'foreignLeft-out' : 'foreignApproximated')}</td>
            <td data-label={say('elsewhereLost')}>{noteText(language, note)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Region>
)
