import { channels } from '../../../../surveys/campaign'
import { localised } from '../../../../surveys/language'
import type { CampaignRecord } from '../../../db/campaigns'
import { Field, Wrong } from '../forms/Field'
import { type Filled, valueOf } from '../forms/filled'
import { Picks } from '../forms/Picks'
import { Summary } from '../forms/Summary'
import { channelName, type Reader } from '../reader'
import { Shell } from '../Shell'
import { setupAddress } from './first-steps'

type Props = { readonly reader: Reader; readonly record: CampaignRecord; readonly filled: Filled }

/** What kind, for which agencies, and what it is called. */
export function TouchpointForm({ reader, record, filled }: Props) {
  const { say } = reader
  const { code, title } = record.campaign
  const labels = { kind: say('channel'), agencies: say('spread'), label: say('touchpointLabel'), labelEn: say('touchpointLabelEn'), code: say('touchpointCode') }
  const field = (name: keyof typeof labels) => ({ reader, filled, name, label: labels[name] })
  return (
    <Shell reader={reader}>
      <p class="back"><a href={setupAddress(code)}>{localised(title, reader.language)}</a></p>
      <h1>{say('touchpointNew')}</h1>
      <p class="sub">{say('touchpointFormText')}</p>
      <Summary {...{ reader, filled, labels }} />
      <form class="card form" method="post" action={`/admin/new/touchpoint?campaign=${encodeURIComponent(code)}`}>
        <Picks {...field('kind')} type="radio" items={channels.map((kind) => ({ value: kind, text: channelName(reader, kind), note: say(`kindNote_${kind}`) }))} />
        <Spread {...{ reader, record, filled }} label={labels.agencies} />
        <Field {...field('label')} hint={say('touchpointLabelHint')} input={{ lang: 'vi' }} />
        <Field {...field('labelEn')} input={{ lang: 'en' }} />
        <details class="more" open={filled.problems.some((problem) => problem.field === 'code') || valueOf(filled.values, 'code') !== ''}>
          <summary>{say('moreChoices')}</summary>
          <Field {...field('code')} hint={say('touchpointCodeHint')} input={{ maxLength: 64, autocapitalize: 'none', spellcheck: false }} />
        </details>
        <p class="acts"><button type="submit">{say('touchpointCreate')}</button><a href={setupAddress(code)}>{say('cancel')}</a></p>
      </form>
    </Shell>
  )
}

function Spread({ reader, record: { measured }, filled, label }: Props & { readonly label: string }) {
  const { say, numbers, language } = reader
  const names = new Intl.Collator('vi', { numeric: true })
  const items = measured.map(({ agency }) => ({ value: agency.code, text: localised(agency.name, language), note: agency.code })).sort((a, b) => names.compare(a.text, b.text))
  return (
    <fieldset class="field picks" id="agencies">
      <legend>{label}</legend>
      <Wrong {...{ reader, filled, label }} name="agencies" />
      {(['every', 'each', 'one'] as const).map((value) => (
        <label key={value} class="pick">
          <input type="radio" name="spread" value={value} checked={valueOf(filled.values, 'spread') === value} />
          <span>{say(`spread_${value}`, { n: numbers.count(measured.length) })}<small>{say(`spread_${value}_note`)}</small></span>
        </label>
      ))}
      <details class="nested" open={valueOf(filled.values, 'spread') !== 'every'}>
        <summary>{say('scope_some_list', { n: numbers.count(measured.length) })}</summary>
        <Picks {...{ reader, items, label }} filled={{ ...filled, problems: [] }} name="agencies" id="agencies-some" type="checkbox" />
      </details>
    </fieldset>
  )
}
