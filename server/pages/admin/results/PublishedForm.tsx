import type { ComponentChildren } from 'preact'
import type { PublishedFields } from '../../../../surveys/published'
import type { Reader } from '../reader'
import { publishedAddress } from './addresses'
import type { Entry } from './PublishedPage'

type Props = { readonly reader: Reader; readonly entry: Entry }

/** One published figure with its source. */
export function PublishedForm({ reader, entry }: Props) {
  const { say } = reader
  const formula = entry.fields?.formula ?? 'share'
  const line = (name: keyof PublishedFields, inputMode: 'numeric' | 'decimal' | 'text' = 'text') => (
    <input id={name} name={name} value={entry.fields?.[name] ?? ''} maxLength={200} inputMode={inputMode} required autocomplete="off" {...marks(entry, name)} />
  )
  return (
    <form class="card form" method="post" action={publishedAddress}>
      <h2>{say('publishedAdd')}</h2>
      <Row {...{ reader, entry }} name="year" label={say('year')}>{line('year', 'numeric')}</Row>
      <Row {...{ reader, entry }} name="place" label={say('placeField')} hint={say('placeHint')}>{line('place')}</Row>
      <Row {...{ reader, entry }} name="node" label={say('nodeField')} hint={say('nodeHint')}>{line('node')}</Row>
      <Row {...{ reader, entry }} name="value" label={say('valueField')} hint={say('valueHint')}>{line('value', 'decimal')}</Row>
      <Row {...{ reader, entry }} name="formula" label={say('formulaField')}>
        <select id="formula" name="formula" {...marks(entry, 'formula')}>
          {(['share', 'level'] as const).map((one) => <option key={one} value={one} selected={one === formula}>{say(one)}</option>)}
        </select>
      </Row>
      <Row {...{ reader, entry }} name="source" label={say('sourceField')} hint={say('sourceHint')}>{line('source')}</Row>
      <p class="acts"><button type="submit">{say('add')}</button></p>
    </form>
  )
}

type RowProps = Props & { readonly name: keyof PublishedFields; readonly label: string; readonly hint?: string; readonly children: ComponentChildren }

function Row({ reader: { say }, entry, name, label, hint, children }: RowProps) {
  const why = entry.problems?.[name]
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint !== undefined && <small id={`${name}-hint`}>{hint}</small>}
      {children}
      {why && <p class="wrong" id={`${name}-wrong`} role="alert">{label} {say(`published_${why}`)}</p>}
    </div>
  )
}

const hinted: readonly string[] = ['place', 'node', 'value', 'source']

function marks({ problems }: Entry, name: keyof PublishedFields) {
  const described = [...(hinted.includes(name) ? [`${name}-hint`] : []), ...(problems?.[name] ? [`${name}-wrong`] : [])]
  return { 'aria-invalid': problems?.[name] !== undefined, ...(described.length > 0 ? { 'aria-describedby': described.join(' ') } : {}) }
}
