import type { Context } from 'hono'
import { headlineOf } from '../../../surveys/instrument/indicators'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { type AssessedNumber, isEnteredEnd, isLookedAtAgain, sourcesOf } from '../../../surveys/indices/fielding'
import { countedOf, type ScoresStanding } from '../../../surveys/indices/scatter'
import type { Area } from '../../db/campaigns'
import type { InAssessment } from '../../db/assessments'
import { isWithin } from '../../access/permission'
import { areaFor } from '../../access/seen'
import type { AssessmentReading } from '../../reading/assessments'
import { readCountedScores } from '../../reading/rated-scores'
import type { OfficeDeps } from '../frame/deps'
import { page } from '../frame/document'
import { blockName, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, FactList, PageHead, Region, Shell } from '../frame/shell'
import { assessmentAddress, monthsText, sheetAddress, stageText, statusWords } from './address'
import { CountedInterval, IntervalsCard, isCounting } from './intervals'
import { sourceAddress, sourceName, sourceTitle, sourceTitles, type SourceTitles } from './sources'
import { gradeText, maximumText, nodeName, setView, type SetView, standsWord, SurveyedOn, valueText } from './tree'

/** What an assessment comes to: each agency with what stands, how far it is, and its rank. */
export async function overviewPage(deps: OfficeDeps, c: Context, reading: AssessmentReading): Promise<Response> {
  const reader = readerOf(c)
  const { assessment } = reading.record
  const area = await areaFor(deps, c, 'results.read')
  const decides = reader.may('assessments.decide')
  const standing = area === 'everywhere' ? await readCountedScores(deps, reading) : undefined
  const isStill = c.req.query('still') !== undefined
  if (isCounting(standing) && !isStill) c.header('Refresh', `2; url=${assessmentAddress(assessment.code)}`)
  return page(c, {
    reader,
    title: localised(assessment.title, reader.language),
    body: (
      <Overview
        {...{ reader, reading, area, decides, standing, isStill }}
        titles={await sourceTitles(deps, c)}
        today={localDay(deps.now())}
      />
    ),
  })
}

type Props = {
  readonly reader: Reader
  readonly reading: AssessmentReading
  readonly area: Area
  readonly decides: boolean
  readonly today: string
  readonly standing: ScoresStanding | undefined
  readonly titles: SourceTitles
  /** Whether the page stays as it is while intervals are counted. */
  readonly isStill: boolean
}

const Overview = (props: Props) => {
  const { reader, reading, area, decides, titles } = props
  const { say, numbers, language } = reader
  const { record, set } = reading
  const { assessment, agencies } = record
  const handed = agencies.filter(({ stage }) => stage !== 'entering').length
  const asked = askedOf(reading).filter(({ agency }) => isWithin(area, agency))
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href="/admin/assessments">{say('assessmentsTitle')}</a>
      </p>
      <PageHead
        title={localised(assessment.title, language)}
        text={
          <>
            <span class="state">{say(statusWords[assessment.status])}</span>.{' '}
            {say('assessmentSub', {
              set: localised(set.title, language, set.languages),
              version: numbers.count(set.version),
              period: monthsText(reader, assessment),
              handed: numbers.count(handed),
              all: numbers.count(agencies.length),
            })}
          </>
        }
      >
        {decides && <Acts {...props} />}
      </PageHead>
      {asked.length > 0 && decides && (
        <section class="card next" aria-labelledby="asked">
          <h2 id="asked">{say('secondLooksWait', { n: numbers.count(asked.length) })}</h2>
          <ul>
            {asked.map(({ agency, node }) => (
              <li key={`${agency} ${node}`}>
                <a href={`${sheetAddress(assessment.code, agency)}/numbers/${encodeURIComponent(node)}`}>
                  {nameOf(agencies, agency, reader)}: {nodeName(setView(set), reader, node)}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <ToVerify {...props} />
      <Agencies {...props} />
      <IntervalsCard {...{ reader, assessment, decides, standing: props.standing, isStill: props.isStill }} />
      <section class="card">
        <h2>{say('assessmentFacts')}</h2>
        <FactList
          look="facts"
          facts={[
            { name: say('assessmentSelfDue'), value: numbers.day(assessment.selfDue) },
            { name: say('assessmentLookDue'), value: numbers.day(assessment.lookDue) },
            ...sourcesOf(set).map((source) => {
              const code = assessment.sources[source]
              return {
                name: sourceName(reader, source),
                value: code ? (
                  <a href={sourceAddress(source, code)}>{sourceTitle(reader, titles, source, code)}</a>
                ) : (
                  say('drawn_no-source')
                ),
              }
            }),
          ]}
        />
        <p class="note">{say('assessmentMethod')}</p>
        {assessment.status !== 'draft' && (
          <p class="acts screen">
            <a class="button quiet" href={`${assessmentAddress(assessment.code)}/export/result.xlsx`}>
              {say('assessmentFileXlsx')}
            </a>
            <a href={`${assessmentAddress(assessment.code)}/export/result.csv`}>{say('assessmentFileCsv')}</a>
            <a href={`${assessmentAddress(assessment.code)}/export/history.csv`}>{say('assessmentFileHistory')}</a>
          </p>
        )}
      </section>
    </Shell>
  )
}

const askedOf = ({ numbers }: AssessmentReading): readonly AssessedNumber[] =>
  [...numbers.values()].flatMap((nodes) => [...nodes.values()].filter(isLookedAtAgain))

/** Who has handed in and was not told yet, the first of them at hand. */
const ToVerify = ({ reader, reading: { record }, area, decides }: Props) => {
  const { say, numbers, language } = reader
  const { assessment, agencies } = record
  const waiting = agencies.filter(({ agency, stage }) => stage === 'handed-in' && isWithin(area, agency.code))
  const [first] = waiting
  if (!decides || assessment.status !== 'open' || !first) return null
  return (
    <section class="card next" aria-labelledby="to-verify">
      <h2 id="to-verify">{say('assessmentToVerify', { n: numbers.count(waiting.length) })}</h2>
      <p class="acts">
        <a class="button" href={sheetAddress(assessment.code, first.agency.code)}>
          {say('assessmentVerifyFirst', { name: localised(first.agency.name, language) })}
        </a>
      </p>
    </section>
  )
}

const nameOf = (agencies: readonly InAssessment[], code: string, { language }: Reader): string =>
  localised(agencies.find(({ agency }) => agency.code === code)?.agency.name ?? {}, language) || code

const Acts = ({ reader: { say }, reading, reading: { record }, today }: Props) => {
  const { assessment, agencies } = record
  const at = assessmentAddress(assessment.code)
  const isOpen = assessment.status === 'open'
  const open = agencies.filter(({ stage }) => stage === 'entering').length
  const waits = agencies.some(({ stage }) => stage === 'handed-in') || askedOf(reading).length > 0
  // What somebody waits for comes first.
  const isFirst = today > assessment.selfDue && !waits
  return (
    <div class="acts screen">
      {assessment.status === 'draft' && (
        <form method="post" action={`${at}/open`}>
          <button type="submit">{say('assessmentOpen')}</button>
        </form>
      )}
      {isOpen && open > 0 && (
        <form method="post" action={`${at}/remind`}>
          <button type="submit" class={isFirst ? undefined : 'button quiet'}>
            {say('assessmentRemind')}
          </button>
        </form>
      )}
      {isOpen && (
        <a class="button quiet" href={`${at}/import`}>
          {say('assessmentImport')}
        </a>
      )}
      {assessment.status !== 'closed' && (
        <a class="button quiet" href={`${at}/change`}>
          {say('assessmentChange')}
        </a>
      )}
      {isOpen && (
        <a class="button quiet" href={`${at}/close`}>
          {say('assessmentClose')}
        </a>
      )}
      {assessment.status === 'closed' && (
        <a class="button quiet" href={`${at}/reopen`}>
          {say('assessmentReopen')}
        </a>
      )}
      {assessment.status === 'draft' && (
        <form method="post" action={`${at}/delete`}>
          <button type="submit" class="quiet">
            {say('assessmentDelete')}
          </button>
        </form>
      )}
    </div>
  )
}

const Agencies = ({ reader, reading, area, standing }: Props) => {
  const { say } = reader
  const view = setView(reading.set)
  const head = headlineOf(reading.set) ?? ''
  const rows = reading.results.agencies.filter(({ code }) => isWithin(area, code))
  const sorted = [...rows].sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity))
  const blocks = [...new Set(sorted.map(({ block }) => block))]
  const maximum = maximumText(view, reader, head)
  return (
    <>
      {blocks.map((block) => (
        <section class="card" key={block} aria-label={blockName(reader, block)}>
          <h2>{blockName(reader, block)}</h2>
          <Region label={`${say('assessmentTable')}: ${blockName(reader, block)}`}>
            <table class="list folds assessed">
              <ColumnHeads
                columns={[
                  { title: say('agency'), look: 'name' },
                  { title: say('assessmentStage') },
                  { title: say('assessmentFilled'), look: 'r' },
                  { title: say('assessmentSelf'), look: 'r' },
                  { title: say(standsWord(reading)), look: 'r', under: maximum === '' ? undefined : say('assessmentOf', { maximum }) },
                  { title: say('assessmentGrade') },
                  { title: say('rank'), look: 'r' },
                ]}
              />
              <tbody>
                {sorted
                  .filter((row) => row.block === block)
                  .map((row) => (
                    <AgencyRow key={row.code} {...{ reader, reading, view, head, row, standing }} />
                  ))}
              </tbody>
            </table>
          </Region>
          <Means {...{ reader, reading, view, head, rows: sorted.filter((row) => row.block === block) }} />
        </section>
      ))}
    </>
  )
}

const verifiedOf = ({ numbers }: AssessmentReading, agency: string): number =>
  [...(numbers.get(agency)?.values() ?? [])].filter(({ verified }) => verified !== null).length

type RowProps = {
  readonly reader: Reader
  readonly reading: AssessmentReading
  readonly view: SetView
  readonly head: string
  readonly row: AssessmentReading['results']['agencies'][number]
  readonly standing: ScoresStanding | undefined
}

const AgencyRow = ({ reader, reading, view, head, row, standing }: RowProps) => {
  const { say, numbers } = reader
  const one = reading.record.agencies.find(({ agency }) => agency.code === row.code)
  const node = row.nodes.find(({ code }) => code === head)
  if (!one || !node) return null
  const [verified, wanted] = [verifiedOf(reading, row.code), [...view.ends.values()].filter(isEnteredEnd).length]
  const isClosed = reading.record.assessment.status === 'closed'
  return (
    <tr>
      <th scope="row" class="name">
        <a href={sheetAddress(reading.record.assessment.code, row.code)}>{localised(one.agency.name, reader.language)}</a>
        <small>{row.code}</small>
      </th>
      <td data-label={say('assessmentStage')}>{stageText(reader, one)}</td>
      <td class="r" data-label={say('assessmentFilled')}>
        {numbers.count(node.filled.there)}/{numbers.count(node.filled.wanted)}
        {verified > 0 && !(isClosed && verified === wanted) && (
          <small>{say('assessmentVerifiedOf', { n: numbers.count(verified), all: numbers.count(wanted) })}</small>
        )}
      </td>
      <td class="r" data-label={say('assessmentSelf')}>
        {valueText(view, reader, head, node.self.value)}
      </td>
      <td class="r" data-label={say(standsWord(reading))}>
        <b>{valueText(view, reader, head, node.value)}</b>
        <SurveyedOn {...{ view, reader, node }} />
        <CountedInterval {...{ reader, view }} counted={countedOf(standing, row.code, head)} />
      </td>
      <td data-label={say('assessmentGrade')}>{gradeText(view, reader, node)}</td>
      <td class="r" data-label={say('rank')}>
        {row.rank === null ? '–' : `${numbers.count(row.rank)}/${numbers.count(row.ranked)}`}
      </td>
    </tr>
  )
}

/** The mean of the agencies of a block that have a value, with how many those are. */
const Means = ({ reader, view, head, rows }: Omit<RowProps, 'row' | 'standing'> & { readonly rows: readonly RowProps['row'][] }) => {
  const values = rows.flatMap(({ nodes }) => nodes.find(({ code }) => code === head)?.value ?? [])
  if (values.length === 0) return <p class="note">{reader.say('assessmentNoMean')}</p>
  if (rows.length === 1) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return (
    <p class="note">
      {reader.say('assessmentMean', {
        value: valueText(view, reader, head, mean),
        n: reader.numbers.count(values.length),
        all: reader.numbers.count(rows.length),
      })}
    </p>
  )
}
