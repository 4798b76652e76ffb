import type { AgencyStatement, ReturnedStatement } from '../../../surveys/fielding/statements'
import { momentText, type Reader } from '../frame/reader'

/** `2026-Q3` as `3/2026`. */
export const quarterText = (quarter: string): string => quarter.split('-Q').reverse().join('/')

type StatedProps = { readonly reader: Reader; readonly statement: Pick<AgencyStatement, 'causes' | 'measures'> }

/** What was stated, in the words of the agency. */
export const Stated = ({ reader: { say }, statement: { causes, measures } }: StatedProps) => (
  <dl class="stated">
    <dt>{say('statementCauses')}</dt>
    <dd class="typed">{causes}</dd>
    <dt>{say('statementMeasures')}</dt>
    <dd class="typed">{measures}</dd>
  </dl>
)

/** What was sent back and why, the latest first; what it said then is opened. */
export const Returns = ({
  reader,
  reader: { say },
  returns,
}: {
  readonly reader: Reader
  readonly returns: readonly ReturnedStatement[]
}) => (
  <>
    {returns.toReversed().map((one) => (
      <div class="returned" key={one.at}>
        <p>{say('statementReturnedOn', { when: momentText(reader, one.at), who: one.by })}</p>
        <p class="reason">{one.reason}</p>
        <details>
          <summary>{say('statementReturnedWas', { when: momentText(reader, one.handedAt), who: one.person })}</summary>
          <Stated {...{ reader }} statement={one} />
        </details>
      </div>
    ))}
  </>
)
