import { keepings } from '../../surveys/instrument/questions/keepings'
import { paceOfAll, toldPace } from '../../surveys/instrument/pace'
import { digitsOf } from '../../surveys/figures/rounding'
import { items } from '../../surveys/instrument/questionnaire'
import { type Loop, mostRated, type Questionnaire } from '../../surveys/instrument/schema'
import { ComputedItems } from './ComputedItems'
import { ChoiceField, LocalField, NumberField, Tick } from './frame/Fields'
import type { Desk } from './frame/desk'
import { numbersOf } from '../text/numbers'

const texts = [
  ['title', 2],
  ['purpose', 3],
  ['privacy', 4],
  ['thanks', 2],
  ['source', 2],
] as const

const digitChoices: readonly (keyof typeof digitsNamed)[] = ['0', '1', '2', '3']
/** What figures are shown with anyway is not written down. */
const digitsNamed = { '0': 0, '1': 1, '2': undefined, '3': 3 } as const

/** What holds for the whole questionnaire: its name, what citizens are told before and after, its pace. */
export function GeneralTab({ desk }: { readonly desk: Desk }) {
  const { draft, change, say, office } = desk
  const isSet = draft.kind !== undefined
  const edit = (what: string, part: Partial<Questionnaire>) => change(what, (before) => ({ ...before, ...part }))
  const { count } = numbersOf(office)
  const { unit, span } = toldPace(paceOfAll(draft, desk.content))
  return (
    <section class="card form general">
      <h2>{say('tab_general')}</h2>
      <p class="note">
        {isSet
          ? say('generalFactsSet', { id: draft.id, version: String(draft.version) })
          : say('generalFacts', {
              id: draft.id,
              version: String(draft.version),
              items: count(items(draft).length),
              time: say(unit === 'seconds' ? 'generalSeconds' : 'generalMinutes', { n: span }),
            })}
      </p>
      {texts
        .filter(([name]) => !isSet || (name !== 'privacy' && name !== 'thanks'))
        .map(([name, lines]) => (
          <LocalField
            key={name}
            desk={desk}
            label={say(`general_${name}`)}
            hint={isSet ? undefined : say(`general_${name}_hint`)}
            lines={lines}
            value={draft[name]}
            onInput={(value) => edit(name, { [name]: value })}
          />
        ))}
      {isSet ? null : <Asking {...{ desk, edit }} />}
      <ChoiceField
        label={say('general_digits')}
        hint={say('general_digits_hint')}
        value={digitChoices[digitsOf(draft)] ?? '2'}
        options={digitChoices.map((value) => ({ value, text: value }))}
        onChange={(value) => edit('digits', { digits: digitsNamed[value] })}
      />
      {isSet ? null : <ServiceItem {...{ desk, edit }} />}
      {isSet ? null : <LoopFields desk={desk} />}
      {isSet ? null : <ComputedItems desk={desk} />}
    </section>
  )
}

type AskingProps = { readonly desk: Desk; readonly edit: (what: string, part: Partial<Questionnaire>) => void }

/** Who is asked, at what pace, and what a score is worth. */
function Asking({ desk: { draft, say }, edit }: AskingProps) {
  return (
    <>
      <Tick
        label={say('general_adultsOnly')}
        hint={say('general_adultsOnly_hint')}
        checked={draft.adultsOnly}
        onChange={(adultsOnly) => edit('adultsOnly', { adultsOnly })}
      />
      <div class="pair">
        <NumberField
          label={say('general_secondsPerItem')}
          hint={say('general_secondsPerItem_hint')}
          min={1}
          max={120}
          step="any"
          value={draft.secondsPerItem}
          onChange={(value) => value !== undefined && value > 0 && edit('secondsPerItem', { secondsPerItem: value })}
        />
        <NumberField
          label={say('general_scoreUnit')}
          hint={say('general_scoreUnit_hint')}
          min={0.001}
          step="any"
          value={draft.scoreUnit}
          onChange={(value) => value !== undefined && value > 0 && edit('scoreUnit', { scoreUnit: value })}
        />
      </div>
    </>
  )
}

/** The question whose answer names the service. */
function ServiceItem({ desk: { draft, say, text }, edit }: AskingProps) {
  const single = items(draft).filter(({ question }) => keepings[question.type].isGrouping)
  return (
    <ChoiceField
      label={say('general_serviceItem')}
      hint={say('general_serviceItem_hint')}
      value={draft.serviceItem ?? ''}
      options={[
        { value: '', text: say('general_noService') },
        ...single.map(({ id, text: words }) => ({ value: id, text: `${id} · ${text(words)}` })),
      ]}
      onChange={(id) => edit('serviceItem', { serviceItem: id === '' ? undefined : id })}
    />
  )
}

/** Whether one person rates several agencies, and how they are asked which. */
function LoopFields({ desk }: { readonly desk: Desk }) {
  const { draft, change, say } = desk
  const { loop } = draft
  const edit = (what: string, next: Loop | undefined) => change(`loop ${what}`, (before) => ({ ...before, loop: next }))
  return (
    <>
      <Tick
        label={say('general_loop')}
        hint={say('general_loop_hint')}
        checked={loop !== undefined}
        onChange={(isLooping) => edit('on', isLooping ? { text: {}, atMost: usualMost } : undefined)}
      />
      {loop ? (
        <>
          <LocalField
            desk={desk}
            label={say('general_loopText')}
            lines={2}
            value={loop.text}
            onInput={(text) => edit('text', { ...loop, text })}
          />
          <LocalField
            desk={desk}
            label={say('general_loopHelp')}
            lines={2}
            value={loop.help}
            onInput={(help) => edit('help', { ...loop, help: Object.keys(help).length > 0 ? help : undefined })}
          />
          <NumberField
            label={say('general_loopMost')}
            min={2}
            max={mostRated}
            value={loop.atMost}
            onChange={(atMost) =>
              atMost !== undefined && edit('atMost', { ...loop, atMost: Math.min(mostRated, Math.max(2, Math.round(atMost))) })
            }
          />
        </>
      ) : null}
    </>
  )
}

/** As many as people rate with patience. */
const usualMost = 6
