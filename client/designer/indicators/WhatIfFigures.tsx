import type { WhatIf, WhatIfNode } from '../../../surveys/designing/what-if'
import { figuresOf } from './numbers'
import type { WhatIfProps } from './WhatIf'

type Props = WhatIfProps & { readonly figures: WhatIf }

/** The computed tree as a table, or what keeps it from being computed. */
export function WhatIfFigures({ desk, tree, naming, figures }: Props) {
  const { say, text, office } = desk
  if (!figures.ok) return <Blocked {...{ desk, figures }} />
  const [first] = figures.nodes
  const measured = figures.nodes.some(({ band, target }) => band !== undefined || target !== undefined)
  const caption = say('ind_figures', { label: text(tree.label) || say('unnamed') })
  const value = first && first.result.value !== null ? figuresOf(office).value(first.result.value, first.result.formula) : '—'
  return (
    <div>
      <output class="made-value">{first ? naming.node(first.result.code) : ''}: <b>{value}</b></output>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- without it a keyboard cannot scroll the table */}
      <div class="region" role="region" aria-label={caption} tabIndex={0}>
        <table class="tree">
          <caption class="unseen">{caption}</caption>
          <thead>
            <tr>
              <th scope="col" class="name">{say('ind_node')}</th>
              <th scope="col" class="n">{say('ind_value')}</th>
              <th scope="col" class="n">{say('ind_base')}</th>
              <th scope="col" class="f">{say('ind_interval')}</th>
              {measured ? <th scope="col" class="made-grade">{say('ind_grade')}</th> : null}
            </tr>
          </thead>
          <tbody>{figures.nodes.map((node) => <Row key={node.result.code} {...{ desk, naming, node, measured }} />)}</tbody>
        </table>
      </div>
    </div>
  )
}

type RowProps = Pick<Props, 'desk' | 'naming'> & { readonly node: WhatIfNode; /** Whether any node of the tree has a grade or a target. */ readonly measured: boolean }

function Row({ desk: { say, text, office }, naming, node, measured }: RowProps) {
  const { result, depth, band, target, isReached, lacking } = node
  const { value, formula, interval, base, code } = result
  const { count, value: figure, range } = figuresOf(office)
  return (
    <tr>
      <th scope="row" class={`name d${Math.min(depth, 4)}`}>{naming.node(code)}<small>{code}</small></th>
      {value === null ? <td class="silent">{lacking === undefined ? '—' : say(`ind_lacking_${lacking}`)}</td> : <td class="n">{figure(value, formula)}</td>}
      <td class="n">{count(base)}</td>
      <td class="f">{interval === null ? '—' : range(interval, formula)}</td>
      {measured ? (
        <td>
          {band === undefined ? null : text(band.label) || band.code}
          {target === undefined || isReached === undefined ? null : <small>{say(isReached ? 'ind_reached' : 'ind_missed', { target: figure(target, formula) })}</small>}
        </td>
      ) : null}
    </tr>
  )
}

const Blocked = ({ desk: { say }, figures }: { readonly desk: Props['desk']; readonly figures: Extract<WhatIf, { readonly ok: false }> }) => (
  <div class="wrong" role="status">
    <p><b>{say('ind_blocked')}</b></p>
    <ul>{figures.obstacles.map(({ kind, of, names = '' }) => <li key={`${kind} ${of} ${names}`}>{say(`ind_blocked_${kind}`, { of, names })}</li>)}</ul>
  </div>
)
