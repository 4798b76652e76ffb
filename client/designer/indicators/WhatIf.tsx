import { useEffect, useMemo, useState } from 'preact/hooks'
import { type Counts, fromBest, type MadeUp, type Scenario, scenario, scenarioNames } from '../../../surveys/designing/made-up'
import { countableItems } from '../../../surveys/designing/trees'
import { whatIf, type WhatIfNode, type WhatIfOutcome } from '../../../surveys/designing/what-if'
import type { Countable } from '../../../surveys/instrument/item'
import type { IndicatorTree, Questionnaire } from '../../../surveys/instrument/schema'
import { ownValue } from '../../../surveys/instrument/spelling'
import { ChoiceField, NumberField } from '../frame/Fields'
import type { Desk } from '../frame/desk'
import { type TreeProps } from './chosen'
import { shownFigures } from '../../../surveys/figures/goals'
import { rounded } from '../../../surveys/instrument/decimal'
import { digitsOf, unitOf } from '../../../surveys/figures/rounding'
import { numbersOf } from '../../text/numbers'

type WhatIfProps = Omit<TreeProps, 'choose'>

/** Made-up answers on one side, what they come to on the other. */
export function WhatIf({ desk, tree, naming }: WhatIfProps) {
  const { say, draft } = desk
  const [chosen, choose] = useState<Scenario>({ name: 'mixed', persons: 200, outside: 0 })
  const [own, edit] = useState<MadeUp['items']>({})
  const made = useMemo(() => {
    const generated = scenario(draft, chosen)
    return { ...generated, items: { ...generated.items, ...own } }
  }, [draft, chosen, own])
  const figures = useFigures(draft, tree, made)
  const restart = (next: Scenario): void => {
    choose(next)
    edit({})
  }
  return (
    <section class="card">
      <h3>{say('ind_whatIf')}</h3>
      <p class="note">{say('ind_whatIfIntro')}</p>
      <div class="what-if">
        <div>
          <ScenarioFields {...{ desk, chosen }} onChange={restart} />
          <MadeAnswers
            {...{ desk, tree, naming, made }}
            edited={Object.keys(own).length}
            onEdit={(item, counts) => edit({ ...own, [item]: counts })}
            onReset={() => edit({})}
          />
        </div>
        {figures && <WhatIfFigures {...{ desk, tree, naming, figures }} />}
      </div>
    </section>
  )
}

/** What the answers come to, once what was changed is painted: in a design of 500 items it takes longer than a key may. */
function useFigures(draft: Questionnaire, tree: IndicatorTree, made: MadeUp): WhatIfOutcome | undefined {
  const [found, find] = useState<{ readonly of: string; readonly outcome: WhatIfOutcome }>()
  const known = found?.of === tree.id ? found.outcome : undefined
  useEffect(() => {
    const timer = setTimeout(() => find({ of: tree.id, outcome: whatIf(draft, tree, made) }), known ? afterMs : 0)
    return () => clearTimeout(timer)
  }, [draft, tree, made])
  return known
}

const afterMs = 200

type ScenarioFieldsProps = { readonly desk: Desk; readonly chosen: Scenario; readonly onChange: (next: Scenario) => void }

/** How the made-up persons answer, how many they are, and how many of them an item does not concern. */
function ScenarioFields({ desk: { say }, chosen, onChange }: ScenarioFieldsProps) {
  const people = (typed: number | undefined): void => {
    if (typed !== undefined) onChange({ ...chosen, persons: Math.floor(within(typed, 1, 100_000)) })
  }
  const away = (percent: number | undefined): void => {
    if (percent !== undefined) onChange({ ...chosen, outside: within(percent, 0, 100) / 100 })
  }
  return (
    <>
      <ChoiceField
        label={say('ind_scenario')}
        value={chosen.name}
        options={scenarioNames.map((value) => ({ value, text: say(`ind_scenario_${value}`) }))}
        onChange={(name) => onChange({ ...chosen, name })}
      />
      <div class="pair">
        <NumberField label={say('ind_persons')} min={1} max={100_000} value={chosen.persons} onChange={people} />
        <NumberField label={say('ind_outside')} min={0} max={100} value={rounded(chosen.outside * 100, 0)} onChange={away} />
      </div>
    </>
  )
}

const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

type MadeAnswersProps = WhatIfProps & {
  readonly made: MadeUp
  readonly edited: number
  readonly onEdit: (item: string, counts: Counts) => void
  readonly onReset: () => void
}
type CountsProps = Pick<MadeAnswersProps, 'desk' | 'made' | 'onEdit'> & { readonly item: Countable }

/** The made-up answers to one item of the tree, option by option. */
function MadeAnswers({ desk, tree, naming, made, edited, onEdit, onReset }: MadeAnswersProps) {
  const { say, draft, office } = desk
  const [wanted, want] = useState<string>()
  const named = new Set(tree.nodes.flatMap(({ items = [] }) => items))
  const choices = countableItems(draft).filter(({ id }) => named.has(id))
  const item = choices.find(({ id }) => id === wanted) ?? choices[0]
  if (!item) return null
  return (
    <>
      <ChoiceField
        label={say('ind_madeItem')}
        value={item.id}
        options={choices.map(({ id }) => ({ value: id, text: `${naming.item(id)} (${id})` }))}
        onChange={want}
      />
      {item.answer === 'number' ? <OneNumber {...{ desk, made, item, onEdit }} /> : <OptionCounts {...{ desk, made, item, onEdit }} />}
      {edited === 0 ? null : (
        <p>
          {say('ind_edited', { n: numbersOf(office).count(edited) })}{' '}
          <button type="button" class="quiet" onClick={onReset}>
            {say('ind_reset')}
          </button>
        </p>
      )}
    </>
  )
}

function OptionCounts({ desk: { say, text, office }, made, item, onEdit }: CountsProps) {
  const { count } = numbersOf(office)
  const counts = ownValue(made.items, item.id) ?? {}
  const answered = Object.values(counts).reduce((sum, one) => sum + one, 0)
  const set = (code: string, persons: number | undefined): void => {
    if (persons !== undefined) onEdit(item.id, { ...counts, [code]: Math.max(0, Math.floor(persons)) })
  }
  const blank = Math.max(0, made.persons - answered)
  return (
    <fieldset class="field made-up">
      <legend class="unseen">{say('ind_madeItem')}</legend>
      {fromBest(item).map(({ code, label }) => (
        <NumberField
          key={code}
          label={text(label) || code}
          min={0}
          value={ownValue(counts, code) ?? 0}
          onChange={(persons) => set(code, persons)}
        />
      ))}
      {item.answer === 'many' ? null : <small>{say('ind_madeSum', { answered: count(answered), blank: count(blank) })}</small>}
    </fieldset>
  )
}

function OneNumber({ desk: { say }, made, item, onEdit }: CountsProps) {
  const numbers = Object.keys(ownValue(made.items, item.id) ?? {})
  const value = numbers.length === 1 ? Number(numbers[0]) : undefined
  return (
    <NumberField
      label={say('ind_number')}
      value={value}
      onChange={(number) => onEdit(item.id, number === undefined ? {} : { [String(Math.round(number))]: made.persons })}
    />
  )
}

type WhatIfFiguresProps = WhatIfProps & { readonly figures: WhatIfOutcome }

/** The computed tree as a table, or what keeps it from being computed; numbers of a set stand on no answers and have no interval. */
export function WhatIfFigures({ desk, tree, naming, figures }: WhatIfFiguresProps) {
  const { say, text, office, draft } = desk
  if (!figures.ok) return <Blocked {...{ desk, figures }} />
  const [first] = figures.nodes
  const measured = figures.nodes.some(({ band, target }) => band !== undefined || target !== undefined)
  const caption = say('ind_figures', { label: text(tree.label) || say('unnamed') })
  const head = first ? shownFigures(draft, first.result).value : null
  return (
    <div>
      <output class="made-value">
        {first ? naming.node(first.result.code) : ''}: <b>{head === null ? '—' : numbersOf(office).shown(head.shown, head.unit)}</b>
      </output>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- without it a keyboard cannot scroll the table */}
      <div class="region" role="region" aria-label={caption} tabIndex={0}>
        <table class="figures tree">
          <caption class="unseen">{caption}</caption>
          <thead>
            <tr>
              <th scope="col" class="name">
                {say('ind_node')}
              </th>
              <th scope="col" class="n">
                {say('ind_value')}
              </th>
              {draft.kind === undefined ? (
                <>
                  <th scope="col" class="n">
                    {say('ind_base')}
                  </th>
                  <th scope="col" class="f">
                    {say('ind_interval')}
                  </th>
                </>
              ) : null}
              {measured ? (
                <th scope="col" class="made-grade">
                  {say('ind_grade')}
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {figures.nodes.map((node) => (
              <Row key={node.result.code} {...{ desk, naming, node, measured }} />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

type RowProps = Pick<WhatIfFiguresProps, 'desk' | 'naming'> & {
  readonly node: WhatIfNode
  /** Whether any node of the tree has a grade or a target. */ readonly measured: boolean
}

function Row({ desk: { say, text, office, draft }, naming, node, measured }: RowProps) {
  const { result, depth, band, target, isReached, lacking } = node
  const { base, code } = result
  const { count, shown, range, bound } = numbersOf(office)
  const { value } = shownFigures(draft, result)
  return (
    <tr>
      <th scope="row" class={`name d${Math.min(depth, 4)}`}>
        {naming.node(code)}
        <small>{code}</small>
      </th>
      {value === null ? (
        <td class="silent">{lacking === undefined ? '—' : say(`ind_lacking_${lacking}`)}</td>
      ) : (
        <td class="n">{shown(value.shown, value.unit)}</td>
      )}
      {draft.kind === undefined ? (
        <>
          <td class="n">{count(base)}</td>
          <td class="f">{value?.interval ? range(value.interval, value.unit, value.digits) : '—'}</td>
        </>
      ) : null}
      {measured ? (
        <td>
          {band === undefined ? null : text(band.label) || band.code}
          {target === undefined || isReached === undefined ? null : (
            <small>{say(isReached ? 'ind_reached' : 'ind_missed', { target: bound(target, unitOf(result), digitsOf(draft)) })}</small>
          )}
        </td>
      ) : null}
    </tr>
  )
}

const Blocked = ({
  desk: { say },
  figures,
}: {
  readonly desk: WhatIfFiguresProps['desk']
  readonly figures: Extract<WhatIfOutcome, { readonly ok: false }>
}) => (
  <div class="wrong" role="status">
    <p>
      <b>{say('ind_blocked')}</b>
    </p>
    <ul>
      {figures.obstacles.map(({ kind, of, names = '' }) => (
        <li key={`${kind} ${of} ${names}`}>{say(`ind_blocked_${kind}`, { of, names })}</li>
      ))}
    </ul>
  </div>
)
