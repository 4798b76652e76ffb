import { Fragment } from 'preact'
import { separatorNames } from '../../files/csv'
import { encoders, endingsOf, formatOf, studyEncoders } from '../../files/export'
import type { Reader } from '../frame/reader'
import { addressQuery } from './filter'
import type { ResultsView } from './view'

type Props = { readonly reader: Reader; readonly view: ResultsView }

/** Above so many responses a file is prepared in the background. */
const streamedAtMost = 20_000

/** The same figures and the responses behind them as files, and as a report for paper. */
export function Exports({ reader, view }: Props) {
  const { say, language, numbers } = reader
  const { code, synthetic } = view.record.campaign
  const { responses } = view.results.total
  const isLong = responses > streamedAtMost
  const address = (file: string, more: Readonly<Record<string, string>> = {}) =>
    `/api/v1/campaigns/${encodeURIComponent(code)}/exports/${file}${addressQuery(view.filter, { lang: language, ...more })}`
  return (
    <section class="card screen" id="exports">
      <h2>{say('exports')}</h2>
      <p class="note">
        {say('exportsAbout')}
        {synthetic && ` ${say('exportsSynthetic')}`}
      </p>
      <ul class="files">
        <li>
          <a class="button" href={`/admin/campaigns/${encodeURIComponent(code)}/report${addressQuery(view.filter)}`}>
            {say('exportReport')}
          </a>
        </li>
        {formats.map(({ format, ending, more }) => (
          <li key={format}>
            <a class="button" href={address(`results.${ending}`, more)}>
              {say('exportResults')} · {formatName(format)}
            </a>
          </li>
        ))}
        {['xlsx', 'csv'].map((ending) => (
          <li key={`codebook ${ending}`}>
            <a class="button" href={address(`codebook.${ending}`)}>
              {say('exportCodebook')} · {formatName(ending)}
            </a>
          </li>
        ))}
        {reader.may('responses.export') &&
          (isLong
            ? endingsOf('responses').map((ending) => (
                <li key={ending}>
                  <Background {...{ reader, view, ending }} />
                </li>
              ))
            : [...formats, ...studyFormats].map(({ format, ending, more }) => (
                <li key={format}>
                  <a class="button" href={address(`responses.${ending}`, more)}>
                    {say('exportResponses')} · {formatName(format)}
                  </a>
                </li>
              )))}
      </ul>
      {reader.may('responses.export') && (
        <p class="note">
          {say('exportsStudy')} {isLong && `${say('exportsLong', { n: numbers.count(responses) })} `}
          <a href="/admin/exports">{say('exportsList')}</a>
        </p>
      )}
    </section>
  )
}

type ReleasedProps = { readonly reader: Reader; readonly code: string; readonly agency: string | undefined }

/** What is released, of everything or of one agency, as files and as a report for paper. */
export function ReleasedFiles({ reader: { say, language }, code, agency }: ReleasedProps) {
  const path = encodeURIComponent(code)
  const picked = agency === undefined ? {} : { agency }
  const contents = [
    { stem: 'released', word: 'releasedFigures' },
    { stem: 'released-comments', word: 'releasedComments' },
  ] as const
  return (
    <section class="card screen" id="exports">
      <h2>{say('exports')}</h2>
      <p class="note">{say('releasedFiles')}</p>
      <ul class="files">
        <li>
          <a class="button" href={`/admin/campaigns/${path}/released/report?${new URLSearchParams(picked)}`}>
            {say('exportReport')}
          </a>
        </li>
        {contents.flatMap(({ stem, word }) =>
          formats.map(({ format, ending, more }) => (
            <li key={`${stem} ${format}`}>
              <a
                class="button"
                href={`/api/v1/campaigns/${path}/exports/${stem}.${ending}?${new URLSearchParams({ ...picked, lang: language, ...more })}`}
              >
                {say(word)} · {formatName(format)}
              </a>
            </li>
          )),
        )}
      </ul>
    </section>
  )
}

/** Separators that are offered beside the usual one. */
const otherSeparators = separatorNames.filter((separator) => separator !== 'comma')

/** Every format as the page offers it, CSV with each separator. */
const formats = Object.keys(encoders).flatMap((ending) => [
  { format: ending, ending, more: {} },
  ...(ending === 'csv' ? otherSeparators.map((separator) => ({ format: formatOf(ending, separator), ending, more: { separator } })) : []),
])

/** The formats that only responses one by one have. */
const studyFormats = Object.keys(studyEncoders).map((ending) => ({ format: ending, ending, more: {} }))

const Background = ({ reader: { say }, view, ending }: Props & { readonly ending: string }) => (
  <form method="post" action="/admin/exports">
    <input type="hidden" name="campaign" value={view.record.campaign.code} />
    <input type="hidden" name="file" value={`responses.${ending}`} />
    {Object.entries(view.filter).map(([name, value]) => value !== null && <input key={name} type="hidden" name={name} value={value} />)}
    <button class="button" type="submit">
      {say('exportResponses')} · {formatName(ending)}
    </button>
    {ending === 'csv' &&
      otherSeparators.map((separator) => (
        <Fragment key={separator}>
          {' '}
          <button class="button" type="submit" value={separator} name="separator">
            {say('exportResponses')} · {formatName(formatOf(ending, separator))}
          </button>
        </Fragment>
      ))}
  </form>
)

/** How people call a format. */
export function formatName(format: string): string {
  if (format === formatOf('csv', 'semicolon')) return 'CSV (;)'
  if (format === formatOf('csv', 'tab')) return 'CSV (tab)'
  if (format === 'sav') return 'SPSS (.sav)'
  return format === 'jsonl' ? 'JSON Lines' : format.toUpperCase()
}
