import type { Agency } from '../../../../surveys/campaign'
import { localised } from '../../../../surveys/language'
import { marks, Wrong } from '../forms/Field'
import { type Filled, valueOf } from '../forms/filled'
import { Picks } from '../forms/Picks'
import { blockName, type Reader } from '../reader'

type Props = { readonly reader: Reader; readonly filled: Filled; readonly label: string; readonly agencies: readonly Agency[] }

/** Every agency, whole blocks, or some by name. */
export function AgencyScope({ reader, filled, label, agencies }: Props) {
  const { say, numbers } = reader
  const names = new Intl.Collator('vi', { numeric: true })
  const byText = (a: { readonly text: string }, b: { readonly text: string }) => names.compare(a.text, b.text)
  const blocks = [...new Set(agencies.map(({ block }) => block))].map((code) => ({ value: code, text: blockName(reader, code), note: say('agencyCount', { n: numbers.count(agencies.filter(({ block }) => block === code).length) }) })).sort(byText)
  const items = agencies.map(({ code, name, block }) => ({ value: code, text: localised(name, reader.language), note: `${code} · ${blockName(reader, block)}` })).sort(byText)
  const scope = (value: string) => <input type="radio" name="scope" value={value} checked={valueOf(filled.values, 'scope') === value} />
  return (
    <fieldset class="field picks" id="agencies" {...marks({ reader, filled, name: 'agencies', label })}>
      <legend>{label}</legend>
      <Wrong {...{ reader, filled, label }} name="agencies" />
      <label class="pick">{scope('all')}<span>{say('scope_all')}<small>{say('scope_all_note', { n: numbers.count(agencies.length) })}</small></span></label>
      {blocks.length > 1 && (
        <>
          <label class="pick">{scope('blocks')}<span>{say('scope_blocks')}</span></label>
          <div class="nested"><Picks {...{ reader }} filled={{ ...filled, problems: [] }} name="blocks" type="checkbox" label={say('scope_blocks')} items={blocks} /></div>
        </>
      )}
      <label class="pick">{scope('some')}<span>{say('scope_some')}</span></label>
      <details class="nested" open={valueOf(filled.values, 'scope') === 'some'}>
        <summary>{say('scope_some_list', { n: numbers.count(agencies.length) })}</summary>
        <Picks {...{ reader }} filled={{ ...filled, problems: [] }} name="agencies" id="agencies-some" type="checkbox" label={say('scope_some')} items={items} />
      </details>
    </fieldset>
  )
}
