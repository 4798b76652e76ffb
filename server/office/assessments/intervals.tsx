import type { Assessment } from '../../../surveys/indices/fielding'
import type { CountedScore, ScoresStanding } from '../../../surveys/indices/scatter'
import type { Reader } from '../frame/reader'
import { assessmentAddress } from './address'
import { type SetView, valueText } from './tree'

type Counted = Extract<ScoresStanding, { readonly kind: 'counted' }>

/** When intervals were counted, and over how many ratings of how many persons. */
export const redrawnText = ({ say, numbers }: Reader, { countedOn, ratings, forms }: Counted): string =>
  say('intervalsBase', { day: numbers.day(countedOn), ratings: numbers.count(ratings), forms: numbers.count(forms) })

/** Between what a score lies, with the persons who rated the agency. */
export const CountedInterval = ({
  reader,
  view,
  counted,
}: {
  readonly reader: Reader
  readonly view: SetView
  readonly counted: CountedScore | undefined
}) =>
  counted ? (
    <small>
      {reader.say('assessmentRedrawn', {
        low: valueText(view, reader, counted.node, counted.interval[0]),
        high: valueText(view, reader, counted.node, counted.interval[1]),
        n: reader.numbers.count(counted.persons),
      })}
    </small>
  ) : null

export const isCounting = (standing: ScoresStanding | undefined): boolean => standing?.kind === 'waiting' || standing?.kind === 'counting'

type CardProps = {
  readonly reader: Reader
  readonly assessment: Assessment
  readonly decides: boolean
  readonly standing: ScoresStanding | undefined
  readonly isStill: boolean
}

/** How sure the scores are: by which method, over whom, and how far the counting is. */
export const IntervalsCard = ({ reader, assessment, decides, standing, isStill }: CardProps) => {
  const { say } = reader
  if (!standing) return null
  const at = assessmentAddress(assessment.code)
  return (
    <section class="card" aria-labelledby="intervals">
      <h2 id="intervals">{say('intervalsTitle')}</h2>
      <p role="status">
        {standingText(reader, standing)}{' '}
        {isCounting(standing) && !isStill && (
          <>
            {say('intervalsRefresh')} <a href={`${at}?still`}>{say('intervalsStill')}</a>
          </>
        )}
      </p>
      {standing.kind === 'counted' && <p class="note">{say('intervalsMethod', { n: reader.numbers.count(standing.resamples) })}</p>}
      {decides && standing.kind !== 'counted' && !isCounting(standing) && (
        <form class="screen" method="post" action={`${at}/intervals`}>
          <button type="submit" class="quiet">
            {say('intervalsCount')}
          </button>
        </form>
      )}
    </section>
  )
}

function standingText(reader: Reader, standing: ScoresStanding): string {
  const { say, numbers } = reader
  switch (standing.kind) {
    case 'counted':
      return redrawnText(reader, standing)
    case 'counting':
      return say('intervalsCounting', { drawn: numbers.count(standing.drawn), of: numbers.count(standing.of) })
    case 'none':
      return say('intervalsNone')
    case 'waiting':
      return say('intervalsWaiting')
    case 'failed':
      return say('intervalsFailed')
    case 'outdated':
      return say('intervalsOutdated')
  }
}
