import { type ComponentChildren, Fragment } from 'preact'
import type { OfficeWord } from '../../../client/text/office'
import { separatorNames } from '../../files/csv'
import { encoders, endingsOf, formatOf, packEncoders, studyEncoders } from '../../files/export'
import { type Filter, noFilter } from '../../reading/filter'
import type { Reader } from '../frame/reader'
import { addressQuery, campaignAddress } from './filter'
import type { ResultsView } from './view'

type Props = { readonly reader: Reader; readonly view: ResultsView }

/** Above so many responses a file is prepared in the background. */
const streamedAtMost = 20_000

/** The report to sign, then the same figures and the responses behind them as files. */
export function Exports({ reader, view }: Props) {
  const { say, language, numbers } = reader
  const { code, synthetic } = view.record.campaign
  const { responses } = view.results.total
  const isLong = responses > streamedAtMost
  const address = (file: string, more: Readonly<Record<string, string>> = {}) =>
    `/api/v1/campaigns/${encodeURIComponent(code)}/exports/${file}${addressQuery(view.filter, { lang: language, ...more })}`
  return (
    <>
      <ReportFiles {...{ reader }} home={campaignAddress(view)} filter={view.filter} about="reportFilesAbout" />
      <section class="card screen" id="exports">
        <h2>{say('exports')}</h2>
        <p class="note">
          {say('exportsAbout')}
          {synthetic && ` ${say('exportsSynthetic')}`}
        </p>
        <Content title={say('exportResults')} about={say('exportResultsAbout')}>
          {formats.map(({ format, ending, more }) => (
            <FileLink key={format} of={say('exportResults')} href={address(`results.${ending}`, more)} {...{ format }} />
          ))}
        </Content>
        {reader.may('responses.export') && (
          <Content
            title={say('exportResponses')}
            about={say('exportResponsesAbout', { n: numbers.count(responses) })}
            note={
              <>
                {say('exportsStudy')} {isLong && `${say('exportsLong', { n: numbers.count(responses) })} `}
                <a href="/admin/exports">{say('exportsList')}</a>
              </>
            }
          >
            {isLong
              ? endingsOf('responses').map((ending) => (
                  <li key={ending}>
                    <Background {...{ reader, view, ending }} />
                  </li>
                ))
              : [...formats, ...studyFormats].map(({ format, ending, more }) => (
                  <FileLink key={format} of={say('exportResponses')} href={address(`responses.${ending}`, more)} {...{ format }} />
                ))}
          </Content>
        )}
        <Content title={say('exportCodebook')} about={say('exportCodebookAbout')}>
          {['xlsx', 'csv'].map((format) => (
            <FileLink key={format} of={say('exportCodebook')} href={address(`codebook.${format}`)} {...{ format }} />
          ))}
        </Content>
      </section>
    </>
  )
}

type OrderProps = { readonly reader: Reader; readonly home: string; readonly filter: Filter }
type ReportProps = OrderProps & { readonly about: OfficeWord }

/** What an officer comes for first: the report that is signed, as a file, and on screen. */
const ReportFiles = ({ reader, home, filter, about }: ReportProps) => (
  <section class="firstfile screen" id="report-files">
    <h2>{reader.say('reportFiles')}</h2>
    <p class="note">
      {reader.say(about)} {reader.say('reportFilesLater')}
    </p>
    <div class="acts">
      <OrderReport {...{ reader, home, filter }} />
      <a href={`${home}/report${addressQuery(filter)}`}>{reader.say('exportReport')}</a>
      <a href="/admin/exports">{reader.say('exportsList')}</a>
    </div>
  </section>
)

/** Orders an edition of the report as a file, one for each press. */
export const OrderReport = ({ reader: { say }, home, filter }: OrderProps) => (
  <form class="order" method="post" action={`${home}/report/file`}>
    {Object.entries(filter).map(([name, value]) => value !== null && <input key={name} type="hidden" name={name} value={value} />)}
    <button class="button" type="submit" name="format" value="docx">
      {say('reportDocx')}
    </button>
    <button class="button quiet" type="submit" name="format" value="pdf">
      {say('reportPdf')}
    </button>
  </form>
)

type ContentProps = {
  readonly title: string
  readonly about: string
  readonly note?: ComponentChildren
  readonly children: ComponentChildren
}

/** What is in a file, then the formats in which it can be had. */
const Content = ({ title, about, note, children }: ContentProps) => (
  <section class="content" aria-label={title}>
    <div>
      <h3>{title}</h3>
      <p class="note">{about}</p>
    </div>
    <div>
      <ul class="files">{children}</ul>
      {note !== undefined && <p class="note">{note}</p>}
    </div>
  </section>
)

type LinkProps = { readonly of: string; readonly format: string; readonly href: string }

const FileLink = ({ of, format, href }: LinkProps) => (
  <li>
    <a class="button" {...{ href }}>
      <span class="unseen">{of} · </span>
      {formatName(format)}
    </a>
  </li>
)

type ReleasedProps = { readonly reader: Reader; readonly code: string; readonly agency: string | undefined }

/** What is released, of everything or of one agency, as a report for paper and as files. */
export function ReleasedFiles({ reader, code, agency }: ReleasedProps) {
  const { say, language } = reader
  const path = encodeURIComponent(code)
  const picked = agency === undefined ? {} : { agency }
  const contents = [
    { stem: 'released', word: 'releasedFigures', about: 'exportResultsAbout' },
    { stem: 'released-comments', word: 'releasedComments', about: 'exportCommentsAbout' },
  ] as const
  return (
    <>
      <ReportFiles
        {...{ reader }}
        home={`/admin/campaigns/${path}/released`}
        filter={{ ...noFilter, agency: agency ?? null }}
        about="reportFilesReleased"
      />
      <section class="card screen" id="exports">
        <h2>{say('exports')}</h2>
        <p class="note">{say('releasedFiles')}</p>
        {contents.map(({ stem, word, about }) => (
          <Content key={stem} title={say(word)} about={say(about)}>
            {(stem === 'released' ? [...formats, ...packFormats] : formats).map(({ format, ending, more }) => (
              <FileLink
                key={format}
                of={say(word)}
                href={`/api/v1/campaigns/${path}/exports/${stem}.${ending}?${new URLSearchParams({ ...picked, lang: language, ...more })}`}
                {...{ format }}
              />
            ))}
          </Content>
        ))}
      </section>
    </>
  )
}

/** Separators that are offered beside the usual one. */
const otherSeparators = separatorNames.filter((separator) => separator !== 'comma')

/** Every format as the page offers it, CSV with each separator. */
const formats = Object.keys(encoders).flatMap((ending) => [
  { format: ending, ending, more: {} },
  ...(ending === 'csv' ? otherSeparators.map((separator) => ({ format: formatOf(ending, separator), ending, more: { separator } })) : []),
])

/** The formats that only released figures have. */
const packFormats = Object.keys(packEncoders).map((ending) => ({ format: ending, ending, more: {} }))

/** The formats that only responses one by one have. */
const studyFormats = Object.keys(studyEncoders).map((ending) => ({ format: ending, ending, more: {} }))

const Background = ({ reader: { say }, view, ending }: Props & { readonly ending: string }) => (
  <form method="post" action="/admin/exports">
    <input type="hidden" name="campaign" value={view.record.campaign.code} />
    <input type="hidden" name="file" value={`responses.${ending}`} />
    {Object.entries(view.filter).map(([name, value]) => value !== null && <input key={name} type="hidden" name={name} value={value} />)}
    <button class="button" type="submit">
      <span class="unseen">{say('exportResponses')} · </span>
      {formatName(ending)}
    </button>
    {ending === 'csv' &&
      otherSeparators.map((separator) => (
        <Fragment key={separator}>
          {' '}
          <button class="button" type="submit" value={separator} name="separator">
            <span class="unseen">{say('exportResponses')} · </span>
            {formatName(formatOf(ending, separator))}
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
