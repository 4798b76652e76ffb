import { leftOut } from '../../../../surveys/explanation'
import { Region } from '../Region'
import type { FigureProps } from './FigurePage'

/** For each criterion what stands outside its base, in numbers. */
export function LeftOutTable({ reader, view }: FigureProps) {
  const { say, numbers } = reader
  const { layout, node, tally, labels, all, record } = view
  const rows = leftOut(layout, node, tally)
  const isSmall = (base: number) => base < record.campaign.threshold
  return (
    <section class="card" id="left-out">
      <h2>{say('leftOutTitle')}</h2>
      <p class="note">{say('leftOutText', { n: numbers.count(all.responses) })} {say('missing')}</p>
      <Region label={say('leftOutTitle')}>
        <table class="left-out">
          <thead>
            <tr>
              <th scope="col" class="name">{say('criterion')}</th>
              <th scope="col" class="n">{say('counted')}</th>
              <th scope="col" class="n">{say('notApplicable')}</th>
              <th scope="col" class="n">{say('noOpinion')}</th>
              <th scope="col" class="n">{say('blank')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ item, base, notApplicable, noOpinion, blank }) => (
              <tr key={item.id}>
                <th scope="row" class="name">{labels.get(item.id) ?? item.id}</th>
                {isSmall(base)
                  ? <td class="silent" colSpan={4}><span>{say('small', { n: numbers.count(record.campaign.threshold) })}</span></td>
                  : [base, notApplicable, noOpinion, blank].map((count, place) => <td key={place} class="n">{numbers.count(count)}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
    </section>
  )
}
