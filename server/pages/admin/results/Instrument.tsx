import { localised } from '../../../../surveys/language'
import type { FigureProps } from './FigurePage'

/** With what it was asked and how it was judged. */
export function Instrument({ reader: { say, numbers, language }, view }: FigureProps) {
  const { record, questionnaire, hash, result } = view
  const { campaign } = record
  return (
    <section class="card" id="instrument">
      <h2>{say('instrument')}</h2>
      <dl>
        <div><dt>{say('questionnaire')}</dt><dd>{localised(questionnaire.title, language, questionnaire.languages)}</dd><dd>{questionnaire.id}, {say('version', { n: String(questionnaire.version) })}</dd></div>
        <div><dt>{say('contentHash')}</dt><dd><code>{hash}</code></dd></div>
        <div><dt>{say('howInterval')}</dt><dd>{result.intervalMethod ? say(`method_${result.intervalMethod}`) : say('noInterval')}</dd>{campaign.kind === 'sampled' && <dd>{say('populationNote')}</dd>}</div>
        <div><dt>{say('changeHead')}</dt><dd>{say('changeMethod')}</dd></div>
        <div><dt>{say('threshold')}</dt><dd>{say('thresholdOf', { n: numbers.count(campaign.threshold) })}</dd><dd>{say('smallWhy', { n: numbers.count(campaign.threshold) })}</dd></div>
        {campaign.kind === 'open' && <div><dt>{say('howMissing')}</dt><dd>{say('openWhy')}</dd></div>}
      </dl>
    </section>
  )
}
