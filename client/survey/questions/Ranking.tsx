import { itemsById } from '../../../surveys/instrument/questionnaire'
import { asOrder, placesSaid } from '../../../surveys/instrument/questions/ranking'
import type { Option, QuestionOf } from '../../../surveys/instrument/schema'
import { ownValue } from '../../../surveys/instrument/spelling'
import { fresh } from '../Frame'
import type { ViewProps } from '../model'
import { Fieldset, told } from './Field'
import { OptionPicture } from './Pictures'

type RankingProps = ViewProps<QuestionOf<'ranking'>>

/** Options put in order by touching one after the other; they stay where they are, and each says which it has become. */
export function Ranking({ question, asking }: RankingProps) {
  const { id } = question
  const options = itemsById(asking.questionnaire).get(id)?.scale?.options ?? []
  const most = Math.min(question.atMost ?? options.length, options.length)
  const hint = asking.live
    ? asking.wording.say(question.atMost === undefined ? 'rankAll' : 'rankMost', { max: most })
    : asking.wording.say('rankNumbers', { max: most })
  return (
    <Fieldset item={id} text={question.text} question={question} asking={asking} hint={hint}>
      {asking.live ? <Touched {...{ question, asking, options, most }} /> : <Numbered {...{ question, asking, options, most }} />}
    </Fieldset>
  )
}

type OptionsProps = RankingProps & { readonly options: readonly Option[]; readonly most: number }

const seen = (options: readonly Option[]): string => (options.some(({ picture }) => picture !== undefined) ? ' seen' : '')

function Touched({ question: { id, atMost }, asking, options, most }: OptionsProps) {
  const { wording } = asking
  const order = asOrder(ownValue(asking.answers, id)) ?? []
  const labelOf = (code: string): string => wording.text(options.find((option) => option.code === code)?.label ?? {})
  const take = (next: readonly string[], code: string) => {
    asking.answer(id, next.length > 0 ? next : undefined)
    const at = next.indexOf(code)
    document
      .getElementById('_said')
      ?.replaceChildren(wording.say(at < 0 ? 'unranked' : 'ranked', { option: labelOf(code), n: at + 1, max: most }))
  }
  const toggle = (code: string) => {
    if (order.includes(code))
      return take(
        order.filter((one) => one !== code),
        code,
      )
    if (order.length >= most) return
    const next = [...order, code]
    // Where all are put in order the last one follows.
    const left = options.filter((option) => !next.includes(option.code))
    take(atMost === undefined && left.length === 1 ? [...next, ...left.map((option) => option.code)] : next, code)
  }
  const step = (code: string, by: -1 | 1) => {
    const at = order.indexOf(code)
    const other = order[at + by]
    if (other === undefined) return
    take(
      order.map((one) => (one === code ? other : one === other ? code : one)),
      code,
    )
  }
  const problem = told(id, asking, true)
  return (
    <ol class={`ranks${seen(options)}`}>
      {options.map(({ code, label, picture }, index) => {
        const at = order.indexOf(code)
        const place = at + 1
        return (
          <li key={code}>
            <label class="option">
              <input
                type="checkbox"
                id={index === 0 ? id : undefined}
                value={code}
                checked={at >= 0}
                disabled={at < 0 && order.length >= most}
                aria-describedby={index === 0 ? problem['aria-describedby'] : undefined}
                aria-invalid={problem['aria-invalid']}
                onChange={() => toggle(code)}
              />
              <span class="box">
                <span class="nth">{fresh(at < 0 ? '' : String(place))}</span>
                <OptionPicture picture={picture} />
                {wording.shown(label)}
              </span>
            </label>
            {([-1, 1] as const).map((by) => (
              <button
                key={by}
                class="quiet step"
                type="button"
                hidden={at < 0}
                aria-disabled={order[at + by] === undefined}
                aria-label={wording.say(by < 0 ? 'rankUp' : 'rankDown', { option: wording.text(label) })}
                onClick={() => step(code, by)}
              >
                {by < 0 ? '↑' : '↓'}
              </button>
            ))}
          </li>
        )
      })}
    </ol>
  )
}

/** Without script each option says which place it has; what made no order is shown as it was said. */
function Numbered({ question: { id }, asking, options, most }: OptionsProps) {
  const answer = ownValue(asking.answers, id)
  const order = asOrder(answer) ?? []
  const said = typeof answer === 'string' ? placesSaid(answer) : []
  const problem = told(id, asking, true)
  return (
    <ol class={`ranks numbers${seen(options)}`}>
      {options.map(({ code, label, picture }, index) => {
        const place = said.find((one) => one.code === code)?.place ?? order.indexOf(code) + 1
        return (
          <li key={code} class="row">
            <label for={index === 0 ? id : `${id}-${code}`}>
              <OptionPicture picture={picture} />
              {asking.wording.shown(label)}
            </label>
            <select class="field" id={index === 0 ? id : `${id}-${code}`} name={id} {...problem}>
              <option value="">–</option>
              {Array.from({ length: most }, (_, at) => (
                <option key={at} value={`${at + 1}:${code}`} selected={place === at + 1}>
                  {at + 1}
                </option>
              ))}
            </select>
          </li>
        )
      })}
    </ol>
  )
}
