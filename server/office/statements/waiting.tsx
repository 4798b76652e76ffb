import type { Context } from 'hono'
import type { StatedQuarter } from '../../../surveys/fielding/statements'
import { localised } from '../../../surveys/instrument/language'
import type { OfficeDeps } from '../frame/deps'
import { someAgencies } from '../frame/names'
import { type Reader, readerOf } from '../frame/reader'
import { statingAgencies, statementAddress } from './pages'
import { quarterText } from './stated'

/** The agencies whose statement for a quarter is not handed in. */
export type StatementsWaiting = StatedQuarter & { readonly names: readonly string[] }

/** What waits of who arrives; nothing where all is handed in, or there is nothing to state. */
export async function statementsWaiting(deps: OfficeDeps, c: Context): Promise<StatementsWaiting | undefined> {
  const reader = readerOf(c)
  if (!reader.may('statements.write')) return undefined
  const { agencies, ...stated } = await statingAgencies(deps, c)
  const open = agencies.filter(({ statement }) => (statement?.handedAt ?? '') === '')
  if (open.length === 0) return undefined
  const names = open.map(({ agency, returns }) => {
    const name = localised(agency.name, reader.language)
    return returns.length > 0 ? reader.say('statementWaitsReturned', { name }) : name
  })
  return { ...stated, names }
}

export const WaitingStatements = ({
  reader,
  statements,
}: {
  readonly reader: Reader
  readonly statements: StatementsWaiting | undefined
}) => {
  const { say, numbers } = reader
  if (!statements) return null
  const { names, quarter, dueOn } = statements
  return (
    <section class="card" aria-labelledby="statement">
      <h2 id="statement">{say('statementTitle', { quarter: quarterText(quarter) })}</h2>
      <p>{say('statementWaits', { names: someAgencies(reader, names), day: numbers.day(dueOn) })}</p>
      <p class="acts">
        <a class="button" href={statementAddress}>
          {say('statementGo')}
        </a>
      </p>
    </section>
  )
}
