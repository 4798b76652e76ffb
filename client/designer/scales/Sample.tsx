import type { Option, Scale } from '../../../surveys/schema'
import { Face } from '../../survey/Face'
import type { Desk } from '../desk'
import { optionName } from './naming'

/** How a citizen sees the options: what lies outside the scale stands last. */
export const Sample = ({ desk, scale: { options } }: { readonly desk: Desk; readonly scale: Scale }) => (
  <figure class="scale-sample">
    <figcaption>{desk.say('scaleSample')}</figcaption>
    <ul lang={desk.content}>
      {options
        .map((option, place) => ({ option, place }))
        .sort((a, b) => rank(a.option) - rank(b.option))
        .map(({ option, place }) => (
          <li key={place} class={rank(option) > 0 ? 'aside' : ''}>
            {option.face === undefined ? null : <Face face={option.face} />}
            <span>{optionName(desk, option, place)}</span>
          </li>
        ))}
    </ul>
  </figure>
)

const rank = ({ kind }: Option): number => (kind === 'not-applicable' ? 2 : kind === 'no-opinion' ? 1 : 0)
