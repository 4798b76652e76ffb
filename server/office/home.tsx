import { type Context, Hono } from 'hono'
import type { Campaign } from '../../surveys/fielding/campaign'
import { requireAct } from '../access/permission'
import { hasAgencies } from '../db/agencies'
import { listCampaigns } from '../db/campaigns'
import { readChosen } from '../db/settings'
import { hasTouchpoints } from '../db/touchpoints'
import { publicAddress } from '../public-address'
import { type CampaignRows, campaignRows, CampaignTable } from './campaigns/pages'
import { type OfficeDeps, setupAddress } from './frame/deps'
import { page } from './frame/document'
import { refused } from './frame/door'
import { type Reader, readerOf } from './frame/reader'
import { Shell } from './frame/shell'

/** Where everybody arrives: the results of each campaign, and before there are any the way to them. */
export const homePage = (deps: OfficeDeps): Hono => new Hono().get('/', requireAct(deps, 'results.read', refused), (c) => shown(deps, c))

async function shown(deps: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const rows = await campaignRows(deps)
  const steps = await firstSteps(deps)
  return page(c, {
    reader,
    title: reader.say('results'),
    body: <Home {...{ reader, steps }} {...rows} />,
  })
}

export const stepNames = ['questionnaire', 'agencies', 'campaign', 'qr'] as const
export type StepName = (typeof stepNames)[number]

type Step = { readonly name: StepName; readonly isDone: boolean; readonly href: string }

/** What a newcomer does before the first answer can come; each step is seen from what is there. */
async function firstSteps(deps: OfficeDeps): Promise<readonly Step[]> {
  const { database } = deps
  const campaigns = await listCampaigns(database)
  const isAsked = await hasTouchpoints(database)
  const isPrintable = campaigns.every(({ synthetic }) => synthetic) || (await publicAddress(deps)) !== undefined
  const draft = campaigns.find(({ status }) => status === 'draft')
  return [
    { name: 'questionnaire', isDone: campaigns.length > 0 || (await readChosen(database)) !== undefined, href: '/admin/questionnaires' },
    { name: 'agencies', isDone: await hasAgencies(database), href: '/admin/agencies' },
    {
      name: 'campaign',
      isDone: campaigns.some(({ status }) => status !== 'draft'),
      href: draft ? setupAddress(draft.code) : '/admin/new/campaign',
    },
    {
      name: 'qr',
      isDone: isAsked && isPrintable,
      href: isAsked && !isPrintable ? '/admin/settings#publicUrl' : touchpointHref(campaigns),
    },
  ]
}

const touchpointHref = ([newest]: readonly Campaign[]): string =>
  newest ? `/admin/new/touchpoint?campaign=${encodeURIComponent(newest.code)}` : '/admin/touchpoints'

type Props = CampaignRows & { readonly reader: Reader; readonly steps: readonly Step[] }

/** The campaigns whose results can be read; above them, until they are taken, the first steps. */
const Home = ({ reader, steps, ...rows }: Props) => (
  <Shell reader={reader}>
    <h1>{reader.say('results')}</h1>
    <p class="sub">{reader.say(rows.campaigns.length === 0 ? 'welcomeText' : 'resultsText')}</p>
    {steps.some(({ isDone }) => !isDone) && <FirstSteps {...{ reader, steps }} isNew={rows.campaigns.length === 0} />}
    {rows.campaigns.length > 0 && (
      <CampaignTable {...{ reader, ...rows }} hrefOf={(code) => `/admin/campaigns/${encodeURIComponent(code)}`} />
    )}
  </Shell>
)

/** Four steps with what is done; the next one stands out. */
function FirstSteps({ reader: { say, numbers }, steps, isNew }: Pick<Props, 'reader' | 'steps'> & { readonly isNew: boolean }) {
  const next = steps.find(({ isDone }) => !isDone)
  return (
    <section class="card steps" aria-labelledby="steps">
      <h2 id="steps">{say('stepsTitle')}</h2>
      <p class="note">{say('stepsText')}</p>
      <ol>
        {steps.map(({ name, isDone, href }, index) => (
          <li
            key={name}
            class={isDone ? 'taken' : name === next?.name ? 'next' : undefined}
            aria-current={name === next?.name ? 'step' : undefined}
          >
            <span class="mark" aria-hidden="true">
              {isDone ? '✓' : numbers.count(index + 1)}
            </span>
            <div>
              <h3>
                <a href={href}>{say(`step_${name}`)}</a>
              </h3>
              <p>{say(`step_${name}_text`)}</p>
              <p class="how">{say(isDone ? 'stepDone' : name === next?.name ? 'stepNext' : 'stepOpen')}</p>
            </div>
            {name === next?.name && (
              <a class="button" href={href} aria-label={`${say('stepGo')}: ${say(`step_${name}`)}`}>
                {say('stepGo')}
              </a>
            )}
          </li>
        ))}
      </ol>
      {isNew && (
        <p class="note">
          {say('orDemo')} <code>npm run demo</code>
        </p>
      )}
    </section>
  )
}
