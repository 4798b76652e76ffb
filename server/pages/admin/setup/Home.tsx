import type { Reader } from '../reader'
import { Shell } from '../Shell'
import { type CampaignRows, CampaignTable } from './CampaignTable'
import type { Step } from './first-steps'

type Props = CampaignRows & { readonly reader: Reader; readonly steps: readonly Step[] }

/** The campaigns whose results can be read; above them, until they are taken, the first steps. */
export const Home = ({ reader, steps, ...rows }: Props) => (
  <Shell reader={reader}>
    <h1>{reader.say('results')}</h1>
    <p class="sub">{reader.say(rows.campaigns.length === 0 ? 'welcomeText' : 'resultsText')}</p>
    {steps.some(({ isDone }) => !isDone) && <FirstSteps {...{ reader, steps }} />}
    {rows.campaigns.length > 0 && <CampaignTable {...{ reader, ...rows }} hrefOf={(code) => `/admin/campaigns/${encodeURIComponent(code)}`} />}
  </Shell>
)

/** Four steps with what is done; the next one stands out. */
function FirstSteps({ reader: { say, numbers }, steps }: Pick<Props, 'reader' | 'steps'>) {
  const next = steps.find(({ isDone }) => !isDone)
  return (
    <section class="card steps" aria-labelledby="steps">
      <h2 id="steps">{say('stepsTitle')}</h2>
      <p class="note">{say('stepsText')}</p>
      <ol>
        {steps.map(({ name, isDone, href }, index) => (
          <li key={name} class={isDone ? 'taken' : name === next?.name ? 'next' : undefined} aria-current={name === next?.name ? 'step' : undefined}>
            <span class="mark" aria-hidden="true">{isDone ? '✓' : numbers.count(index + 1)}</span>
            <div>
              <h3><a href={href}>{say(`step_${name}`)}</a></h3>
              <p>{say(`step_${name}_text`)}</p>
              <p class="how">{say(isDone ? 'stepDone' : name === next?.name ? 'stepNext' : 'stepOpen')}</p>
            </div>
            {name === next?.name && <a class="button" href={href} aria-label={`${say('stepGo')}: ${say(`step_${name}`)}`}>{say('stepGo')}</a>}
          </li>
        ))}
      </ol>
      <p class="note">{say('orDemo')} <code>npm run demo</code></p>
    </section>
  )
}
