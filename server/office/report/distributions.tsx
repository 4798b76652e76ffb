import type { FigureNode } from '../../../surveys/figures/row'
import { rounded } from '../../../surveys/instrument/decimal'
import { localised } from '../../../surveys/instrument/language'
import { isValidOption } from '../../../surveys/instrument/item'
import type { Option } from '../../../surveys/instrument/schema'
import { ownValue } from '../../../surveys/instrument/spelling'
import { type Scaled, scalesOf, tonesOf } from '../results/criteria'
import { BaseUnder, countText } from '../results/cells'
import { labelOf } from '../results/view'
import { type ReportProps, TableSheet, whyNot } from './tables'

/** How often each option was chosen, criterion by criterion, one table a scale. */
export const Distributions = ({ reader, view }: ReportProps) => (
  <section>
    <h2>{reader.say('reportDistribution')}</h2>
    <p>{reader.say('missing')}</p>
    {view.questionnaire.trees.map(({ id, label }) =>
      scalesOf(view.layout, view.results.total.nodes, id).map((scale, place) => (
        <ReportScaleTable
          key={`${id} ${place}`}
          {...{ reader, view, scale }}
          title={`${localised(label, reader.language)}${place === 0 ? '' : ` (${place + 1})`}`}
        />
      )),
    )}
  </section>
)

type TableProps = ReportProps & { readonly scale: Scaled<FigureNode> }

function ReportScaleTable({ reader, view, scale, title }: TableProps & { readonly title: string }) {
  const { say, language } = reader
  const options = [...scale.options.filter(isValidOption), ...scale.options.filter((option) => !isValidOption(option))]
  const heads = (
    <tr>
      <th scope="col">{say('criterion')}</th>
      {scale.answer === 'one' && (
        <th scope="col" class="b">
          {say('answers')}
        </th>
      )}
      {options.map((option) => (
        <th key={option.code} scope="col" class="n">
          {scale.answer === 'one' && <Swatch tone={tonesOf(scale.options).get(option.code)} />}
          {localised(option.label, language, view.questionnaire.languages)}
          {!isValidOption(option) && <small>({say('outside')})</small>}
        </th>
      ))}
      <th scope="col" class="n">
        {say('base')}
      </th>
    </tr>
  )
  return (
    <TableSheet {...{ reader, view }} kind="spread" caption={`${say('distribution')}: ${title}`} head={heads}>
      <tbody>
        {scale.criteria.map(({ node }) => (
          <Row key={node.code} {...{ reader, view, scale, node, options }} />
        ))}
      </tbody>
    </TableSheet>
  )
}

type RowProps = TableProps & { readonly node: FigureNode; readonly options: readonly Option[] }

function Row({ reader, view, scale, node, options }: RowProps) {
  const { numbers } = reader
  const { counts, base } = node
  return (
    <tr>
      <th scope="row">{labelOf(view, node.code)}</th>
      {counts && scale.answer === 'one' && (
        <td class="b">
          <StackedBar
            parts={[...tonesOf(scale.options)].map(([code, tone]) => ({ tone, count: ownValue(counts, code) ?? 0 }))}
            base={base ?? 0}
          />
          <BaseUnder {...{ reader }} on={node} />
        </td>
      )}
      {counts ? (
        options.map(({ code }) => (
          <td key={code} class="n">
            {numbers.count(ownValue(counts, code) ?? 0)}
          </td>
        ))
      ) : (
        <td class="why" colSpan={options.length + (scale.answer === 'one' ? 1 : 0)}>
          {whyNot(reader, view, node)}
        </td>
      )}
      <td class="n">{countText(numbers, base)}</td>
    </tr>
  )
}

/** The colour of an option in the bars; what is outside the base has none. */
const Swatch = ({ tone }: { readonly tone: string | undefined }) =>
  tone === undefined ? null : (
    <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
      <rect class={tone} width="10" height="10" />
    </svg>
  )

/** The options as parts of one bar in the order of the scale; the counts stand in the cells beside. */
function StackedBar({
  parts,
  base,
}: {
  readonly parts: readonly { readonly tone: string; readonly count: number }[]
  readonly base: number
}) {
  if (base <= 0) return null
  const starts = parts.map((_, place) => parts.slice(0, place).reduce((sum, { count }) => sum + count, 0))
  const part = (count: number) => rounded((100 * count) / base, 1)
  return (
    <svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      {parts.map(({ tone, count }, place) => (
        <rect key={place} class={tone} x={part(starts[place] ?? 0)} width={part(count)} y="1" height="10" />
      ))}
    </svg>
  )
}
