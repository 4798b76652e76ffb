import type { Context } from 'hono'
import type { OfficeWord } from '../../../client/text/office'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { type AssessmentDeadline, assessmentDeadlines } from '../../../surveys/indices/deadlines'
import { isWithin } from '../../access/permission'
import { areaFor } from '../../access/seen'
import { listAssessments, openStages, secondLooksIn } from '../../db/assessments'
import type { OfficeDeps } from '../frame/deps'
import { type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, Region } from '../frame/shell'
import { assessmentAddress } from './address'

/** By when open assessments want something, of the agencies that whoever asks sees; nothing for who reads none. */
export async function deadlinesSeen(deps: OfficeDeps, c: Context): Promise<readonly AssessmentDeadline[]> {
  if (!readerOf(c).may('results.read')) return []
  const area = await areaFor(deps, c, 'results.read')
  const stages = (await openStages(deps.database)).filter(({ agency }) => isWithin(area, agency))
  if (stages.length === 0) return []
  const progress = []
  for (const assessment of await listAssessments(deps.database)) {
    const own = stages.filter((one) => one.assessment === assessment.code).map(({ stage }) => stage)
    if (own.length === 0) continue
    const looks = await secondLooksIn(deps.database, assessment.code)
    progress.push({ assessment, stages: own, asked: looks.filter(({ agency }) => isWithin(area, agency)).length })
  }
  return assessmentDeadlines(progress, localDay(deps.now()))
}

const whatWords: Readonly<Record<AssessmentDeadline['what'], OfficeWord>> = { self: 'assessmentSelfDue', look: 'assessmentLookDue' }
const stateWords: Readonly<Record<AssessmentDeadline['state'], OfficeWord>> = {
  late: 'duty_late',
  soon: 'duty_soon',
  ahead: 'duty_ahead',
  done: 'duty_done',
}

type Props = { readonly reader: Reader; readonly deadlines: readonly AssessmentDeadline[] }

/** The deadlines of open assessments in the calendar of what the office has to do. */
export const AssessmentDeadlines = ({ reader, deadlines }: Props) => {
  const { say, numbers, language } = reader
  if (deadlines.length === 0) return null
  return (
    <section class="card">
      <h2>{say('assessmentDeadlines')}</h2>
      <Region label={say('assessmentDeadlines')}>
        <table class="list folds">
          <ColumnHeads
            columns={[
              { title: say('assessment'), look: 'name' },
              { title: say('dutyName') },
              { title: say('deliveryDue') },
              { title: say('state') },
            ]}
          />
          <tbody>
            {deadlines.map((one) => (
              <tr key={`${one.assessment.code} ${one.what}`}>
                <th scope="row" class="name">
                  <a href={assessmentAddress(one.assessment.code)}>{localised(one.assessment.title, language)}</a>
                </th>
                <td data-label={say('dutyName')}>
                  {say(whatWords[one.what])}
                  <small>{openText(reader, one)}</small>
                </td>
                <td data-label={say('deliveryDue')}>{numbers.day(one.dueOn)}</td>
                <td data-label={say('state')}>
                  <span class={one.state === 'late' ? 'state late' : 'state'}>{say(stateWords[one.state])}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
    </section>
  )
}

function openText({ say, numbers }: Reader, { what, open, agencies }: AssessmentDeadline): string {
  if (what === 'look') return say('secondLooksWait', { n: numbers.count(open) })
  return say('assessmentCloseOpen', { n: numbers.count(open), all: numbers.count(agencies) })
}

/** The same as a line of what presses. */
export const deadlineLine = (reader: Reader, { assessment, what, dueOn, state }: AssessmentDeadline): string => {
  const { say, numbers, language } = reader
  const due = say(state === 'late' ? 'dutyWasDue' : 'dutyIsDue', { day: numbers.day(dueOn) })
  return `${localised(assessment.title, language)}, ${say(`assessmentDue_${what}`)}: ${due}`
}
