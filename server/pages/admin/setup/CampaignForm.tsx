import type { Agency } from '../../../../surveys/campaign'
import { breakdownNames, lowestThreshold } from '../../../../surveys/drafts/campaign'
import { localised } from '../../../../surveys/language'
import type { PublishedQuestionnaire } from '../../../db/questionnaires'
import { Choice, Field } from '../forms/Field'
import { type Filled, valueOf } from '../forms/filled'
import { Picks } from '../forms/Picks'
import { Summary } from '../forms/Summary'
import type { Reader } from '../reader'
import { Shell } from '../Shell'
import { AgencyScope } from './AgencyScope'

type Props = {
  readonly reader: Reader
  readonly title: string
  readonly filled: Filled
  /** Undefined for a campaign that is yet to be made. */
  readonly code: string | undefined
  readonly action: string
  readonly back: string
  readonly agencies: readonly Agency[]
  readonly published: readonly PublishedQuestionnaire[]
}

/** A campaign that is not open yet: the usual above, what most leave alone below. */
export function CampaignForm({ reader, title, filled, code, action, back, agencies, published }: Props) {
  const { say } = reader
  const labels = labelsOf(reader)
  const field = (name: keyof typeof labels) => ({ reader, filled, name, label: labels[name] })
  const versions = published.map(({ questionnaire: one }) => ({ value: `${one.id} ${one.version}`, text: `${localised(one.title, reader.language)} · ${say('version', { n: String(one.version) })}` }))
  return (
    <Shell reader={reader}>
      <p class="back"><a href={back}>{code ?? say('campaigns')}</a></p>
      <h1>{title}</h1>
      <p class="sub">{say('campaignFormText')}</p>
      <Summary {...{ reader, filled, labels }} />
      <form class="card form" method="post" action={action}>
        <Field {...field('title')} input={{ required: true, lang: 'vi' }} />
        <Field {...field('titleEn')} input={{ lang: 'en' }} />
        {code === undefined && <Field {...field('code')} hint={say('campaignCodeHint')} input={{ required: true, maxLength: 64, autocapitalize: 'none', spellcheck: false }} />}
        <Choice {...field('questionnaire')} items={[...(valueOf(filled.values, 'questionnaire') === '' ? [{ value: '', text: say('chooseOne') }] : []), ...versions]} />
        <div class="pair">
          <Field {...field('from')} input={{ type: 'date', required: true }} />
          <Field {...field('to')} input={{ type: 'date', required: true }} />
        </div>
        <AgencyScope {...{ reader, filled, agencies }} label={labels.agencies} />
        <More {...{ reader, filled, labels }} />
        <p class="acts"><button type="submit">{say(code === undefined ? 'campaignCreate' : 'save')}</button><a href={back}>{say('cancel')}</a></p>
      </form>
    </Shell>
  )
}

type MoreProps = Pick<Props, 'reader' | 'filled'> & { readonly labels: ReturnType<typeof labelsOf> }

const More = ({ reader, filled, labels }: MoreProps) => (
  <details class="more" open={filled.problems.some(({ field }) => field === 'threshold' || field === 'kind' || field === 'breakdowns')}>
    <summary>{reader.say('moreChoices')}</summary>
    <Field {...{ reader, filled }} name="threshold" label={labels.threshold} hint={reader.say('thresholdHint', { n: String(lowestThreshold) })} input={{ inputMode: 'numeric', maxLength: 6 }} />
    <Picks {...{ reader, filled }} name="kind" type="radio" label={labels.kind} items={(['open', 'sampled'] as const).map((kind) => ({ value: kind, text: reader.say(kind), note: reader.say(`kind_${kind}`) }))} />
    <Picks {...{ reader, filled }} name="breakdowns" type="checkbox" label={labels.breakdowns} hint={reader.say('breakdownsHint')} items={breakdownNames.map((name) => ({ value: name, text: reader.say(`breakdown_${name}`) }))} />
    <Picks {...{ reader, filled }} name="synthetic" type="checkbox" label={reader.say('synthetic')} items={[{ value: 'yes', text: reader.say('syntheticPick'), note: reader.say('syntheticPickNote') }]} />
  </details>
)

const labelsOf = ({ say }: Reader) => ({
  code: say('campaignCode'),
  title: say('campaignTitle'),
  titleEn: say('campaignTitleEn'),
  questionnaire: say('questionnaire'),
  from: say('firstDay'),
  to: say('lastDay'),
  kind: say('campaignKind'),
  threshold: say('threshold'),
  agencies: say('measuredAgencies'),
  breakdowns: say('breakdowns'),
})
