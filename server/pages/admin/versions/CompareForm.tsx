import { Choice } from '../forms/Field'
import { prefilled } from '../forms/filled'
import type { HistoryOf } from './History'

/** Two versions to be laid beside each other, the last two unless others are chosen. */
export function CompareForm({ reader, id, versions }: Pick<HistoryOf, 'reader' | 'id' | 'versions'>) {
  const { say } = reader
  const numbers = versions.map(({ questionnaire }) => String(questionnaire.version))
  const items = numbers.map((n) => ({ value: n, text: say('version', { n }) }))
  const filled = prefilled({ from: numbers[1] ?? '', to: numbers[0] ?? '' })
  return (
    <section class="card" aria-labelledby="compare">
      <h2 id="compare">{say('compare')}</h2>
      <form class="form" method="get" action={`/admin/questionnaires/${encodeURIComponent(id)}/compare`}>
        <div class="pair">
          <Choice {...{ reader, filled, items }} name="from" label={say('compareFrom')} />
          <Choice {...{ reader, filled, items }} name="to" label={say('compareTo')} />
        </div>
        <p class="acts"><button type="submit">{say('compareGo')}</button></p>
      </form>
    </section>
  )
}
