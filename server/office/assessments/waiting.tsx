import type { Context } from 'hono'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import type { Assessment } from '../../../surveys/indices/fielding'
import { isWithin } from '../../access/permission'
import { areaFor } from '../../access/seen'
import { findAssessment, type InAssessment, listAssessments, secondLooksIn } from '../../db/assessments'
import type { OfficeDeps } from '../frame/deps'
import { type Reader, readerOf } from '../frame/reader'
import { assessmentAddress, ownSheetAddress } from './address'

/** What an open assessment wants of who arrives: numbers of agencies of theirs, and others to verify or to look at again. */
export type AssessmentWaiting = {
  readonly assessment: Assessment
  readonly isLate: boolean
  readonly entering: readonly InAssessment[]
  readonly toVerify: number
  readonly asked: number
}

/** By assessment what waits of who arrives; nothing of those where nothing does. */
export async function assessmentsWaiting(deps: OfficeDeps, c: Context): Promise<readonly AssessmentWaiting[]> {
  const reader = readerOf(c)
  const [enters, decides] = [reader.may('assessments.enter'), reader.may('assessments.decide')]
  if (!enters && !decides) return []
  const own = enters ? await areaFor(deps, c, 'assessments.enter') : new Set<string>()
  const decided = decides ? await areaFor(deps, c, 'assessments.decide') : new Set<string>()
  const today = localDay(deps.now())
  const found: AssessmentWaiting[] = []
  for (const { code, status } of await listAssessments(deps.database)) {
    const record = status === 'open' ? await findAssessment(deps.database, code) : undefined
    if (!record) continue
    const { assessment, agencies } = record
    const looks = decides ? await secondLooksIn(deps.database, code) : []
    const waits = {
      assessment,
      isLate: today > assessment.selfDue,
      // Who sees everything is no agency that is waited for.
      entering: own === 'everywhere' ? [] : agencies.filter(({ agency, stage }) => stage === 'entering' && own.has(agency.code)),
      toVerify: agencies.filter(({ agency, stage }) => stage === 'handed-in' && isWithin(decided, agency.code)).length,
      asked: looks.filter(({ agency }) => isWithin(decided, agency)).length,
    }
    if (waits.entering.length + waits.toVerify + waits.asked > 0) found.push(waits)
  }
  return found
}

const mostNamed = 5

type Go = 'button' | 'button quiet'

type Props = {
  readonly reader: Reader
  readonly assessments: readonly AssessmentWaiting[]
  /** How the way to the first of them looks. */
  readonly go: Go
}

export const WaitingAssessments = ({ reader, assessments, go: first }: Props) => (
  <>
    {assessments.map((waits, place) => (
      <section class="card next" key={waits.assessment.code} aria-labelledby={`waits-${waits.assessment.code}`}>
        <h2 id={`waits-${waits.assessment.code}`}>{localised(waits.assessment.title, reader.language)}</h2>
        <Entering {...{ reader, waits }} go={place === 0 ? first : 'button quiet'} />
        <ToVerify {...{ reader, waits }} go={place === 0 && waits.entering.length === 0 ? first : 'button quiet'} />
      </section>
    ))}
  </>
)

type WaitsProps = { readonly reader: Reader; readonly waits: AssessmentWaiting; readonly go: Go }

const Entering = ({ reader: { say, numbers, language }, waits: { assessment, entering, isLate }, go }: WaitsProps) => {
  const [one] = entering
  if (!one) return null
  return (
    <>
      <p>
        {say('ownAssessmentDue', { day: numbers.day(assessment.selfDue) })}
        {isLate && ` ${say('duty_late')}.`}
        {entering.length === 1 && one.remark !== '' && ` ${say('stage_returned')}.`}
      </p>
      {entering.length === 1 ? (
        <p class="acts">
          <a class={go} href={ownSheetAddress(assessment.code, one.agency.code)}>
            {say('ownAssessmentGo', { name: localised(one.agency.name, language) })}
          </a>
        </p>
      ) : (
        <ul class="plain">
          {entering.slice(0, mostNamed).map(({ agency, remark }) => (
            <li key={agency.code}>
              <a href={ownSheetAddress(assessment.code, agency.code)}>{localised(agency.name, language)}</a>
              {remark !== '' && <small>{say('stage_returned')}</small>}
            </li>
          ))}
        </ul>
      )}
      {entering.length > mostNamed && (
        <p>
          <a href="/admin/own-assessments">{say('assessmentWaitsMore', { n: numbers.count(entering.length - mostNamed) })}</a>
        </p>
      )}
    </>
  )
}

const ToVerify = ({ reader: { say, numbers }, waits: { assessment, toVerify, asked }, go }: WaitsProps) =>
  toVerify + asked === 0 ? null : (
    <>
      {toVerify > 0 && <p>{say('assessmentToVerify', { n: numbers.count(toVerify) })}</p>}
      {asked > 0 && <p>{say('secondLooksWait', { n: numbers.count(asked) })}</p>}
      <p class="acts">
        <a class={go} href={assessmentAddress(assessment.code)}>
          {say('assessmentGo')}
        </a>
      </p>
    </>
  )
