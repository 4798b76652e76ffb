import { isValidOption } from '../../../../surveys/questionnaire'
import { localised } from '../../../../surveys/language'
import { Region } from '../Region'
import type { FigureProps } from './FigurePage'

/** How often each option of a single criterion was chosen, those outside the base too. */
export function OptionCounts({ reader, view }: FigureProps) {
  const { say, numbers, language } = reader
  const { node, layout, tally, questionnaire, result } = view
  const item = node.indicator.asked.length === 1 ? layout.items[node.indicator.asked[0] ?? -1] : undefined
  if (!item || item.options.length === 0) return null
  const counted = new Set(node.indicator.options)
  const over = item.answer === 'many' ? result.persons : result.base
  return (
    <section class="card" id="options">
      <h2>{say('optionCounts')}</h2>
      <Region label={say('optionCounts')}>
        <table class="options">
          <thead>
            <tr><th scope="col" class="name">{say('option')}</th><th scope="col" class="n">{say('points')}</th><th scope="col" class="n">{say('counts')}</th><th scope="col" class="n">{say('share100')}</th></tr>
          </thead>
          <tbody>
            {item.options.map((option, place) => {
              const count = tally[item.offset + place] ?? 0
              const isValid = isValidOption(option)
              return (
                <tr key={option.code} class={counted.has(option.code) ? 'sum' : undefined}>
                  <th scope="row" class="name">{localised(option.label, language, questionnaire.languages)}{!isValid && <small>{say('outside')}</small>}</th>
                  <td class="n">{isValid && item.points ? numbers.exact((item.scores[place] ?? 0) * questionnaire.scoreUnit) : '–'}</td>
                  <td class="n">{numbers.count(count)}</td>
                  <td class="n">{isValid && over > 0 ? numbers.figure(count / over, 'percent', 1) : '–'}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Region>
    </section>
  )
}
