import { localised } from '../../surveys/instrument/language'
import { type Context, Hono } from 'hono'
import type { Campaign } from '../../surveys/fielding/campaign'
import { may, personOf } from '../access/permission'
import { seenCampaigns } from '../access/seen'
import { enteringAddress } from '../citizen/place'
import { hasAgencies } from '../db/agencies'
import { listCampaigns } from '../db/campaigns'
import { readChosen } from '../db/settings'
import { hasTouchpoints } from '../db/touchpoints'
import { PressingDuties, pressingDuties } from './duties/pages'
import { fourEyesRequest, secondPersons } from '../acts/settings'
import { publicAddress } from '../public-address'
import { type CampaignRows, campaignRows, CampaignTable } from './campaigns/pages'
import { RunningCard, type RunningCampaign, runningCampaigns } from './campaigns/running'
import { type OfficeDeps, setupAddress } from './frame/deps'
import { noticePage, page } from './frame/document'
import { refused } from './frame/door'
import { someThings } from './frame/names'
import { type Reader, readerOf } from './frame/reader'
import { ColumnHeads, Shell } from './frame/shell'
import { assessmentsWaiting, type AssessmentWaiting, WaitingAssessments } from './assessments/waiting'
import { type StatementsWaiting, statementsWaiting, WaitingStatements } from './statements/waiting'
import { WaitingDesigns, waitingDesigns } from './questionnaires/approval'
import type { Design } from '../db/designs'

/** Where everybody arrives: the results of each campaign, and before there are any the way to them. */
export const homePage = (deps: OfficeDeps): Hono => new Hono().get('/', (c) => home(deps, c))

/** Everybody arrives at what they may read. */
async function home(deps: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const person = await personOf(deps, c)
  const read = homes.find((permission) => reader.may(permission))
  if (read && person?.seeing && !person.permissions.includes(read)) return refused(c, 'hidden')
  if (read === 'results.read') return shown(deps, c)
  if (read === 'released.read') return releasedHome(deps, c)
  if (reader.may('office.read')) return c.redirect('/admin/questionnaires', 303)
  return reader.may('responses.enter') ? c.redirect(enteringAddress, 303) : noticePage(c, 403, 'refusedTitle', 'noRoleText')
}

const homes = ['results.read', 'released.read'] as const

/** Campaigns by what they have released: working figures, and how many have answered by now, are not for everybody. */
async function releasedHome(deps: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const campaigns = (await seenCampaigns(deps, c, 'released.read')).filter(({ status }) => status !== 'draft')
  const [waiting, designs] = [await isWaitedFor(deps, c), await waitingDesigns(deps, c)]
  return page(c, {
    reader,
    title: reader.say('results'),
    body: (
      <ReleasedHome
        {...{ reader, campaigns, waiting, designs }}
        statements={await statementsWaiting(deps, c)}
        assessments={await assessmentsWaiting(deps, c)}
      />
    ),
  })
}

/** Whether a request to switch the second person off waits for who reads. */
async function isWaitedFor(deps: OfficeDeps, c: Context): Promise<boolean> {
  const person = await personOf(deps, c)
  if (!person || !may(person, 'settings.change')) return false
  const request = await fourEyesRequest(deps)
  if (!request) return false
  return (await secondPersons(deps, request)).some(({ id }) => id === (person.seeing?.id ?? person.id))
}

const WaitedFor = ({ reader: { say }, waiting }: Pick<ReleasedProps, 'reader' | 'waiting'>) =>
  waiting ? (
    <section class="card next" aria-labelledby="waited-for">
      <h2 id="waited-for">{say('offWaits')}</h2>
      <p class="acts">
        <a class="button" href="/admin/settings#four-eyes">
          {say('offLook')}
        </a>
      </p>
    </section>
  ) : null

const ReleasedHome = ({
  reader,
  reader: { say, numbers, language },
  campaigns,
  waiting,
  designs,
  statements,
  assessments,
}: ReleasedProps) => (
  <Shell reader={reader}>
    <h1>{say('results')}</h1>
    <p class="sub">{say('releasedHomeText')}</p>
    <WaitedFor {...{ reader, waiting }} />
    <WaitingDesigns {...{ reader, designs }} />
    <WaitingStatements {...{ reader, statements }} />
    <WaitingAssessments {...{ reader, assessments }} go={waiting || designs.length > 0 || statements ? 'button quiet' : 'button'} />
    <section class="card">
      {campaigns.length === 0 ? (
        <p>{say('releasedHomeNone')}</p>
      ) : (
        <table class="campaigns folds">
          <ColumnHeads columns={[{ title: say('campaign') }, { title: say('period') }]} />
          <tbody>
            {campaigns.map(({ code, title, synthetic, opensOn, closesOn }) => (
              <tr key={code}>
                <th scope="row">
                  <a href={`/admin/campaigns/${encodeURIComponent(code)}/released`}>{localised(title, language)}</a>
                  <small>
                    {code}
                    {synthetic && (
                      <>
                        {' '}
                        · <mark>{say('synthetic')}</mark>
                      </>
                    )}
                  </small>
                </th>
                <td data-label={say('period')}>
                  {numbers.day(opensOn)} – {numbers.day(closesOn)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  </Shell>
)

/** What waits for whoever arrives: to end the two-person rule, and designs. */
type Waits = {
  readonly waiting: boolean
  readonly designs: readonly Design[]
  readonly assessments: readonly AssessmentWaiting[]
}

type ReleasedProps = {
  readonly reader: Reader
  readonly campaigns: readonly Campaign[]
  readonly statements: StatementsWaiting | undefined
} & Waits

async function shown(deps: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const rows = await campaignRows(deps, c, 'results.read')
  const running = await runningCampaigns(deps, c, reader, rows.campaigns, rows.today)
  const steps = !reader.seeing && reader.may('campaigns.change') && reader.may('agencies.change') ? await firstSteps(deps) : []
  return page(c, {
    reader,
    title: reader.say(running.length > 0 ? 'homeTitle' : 'results'),
    body: (
      <Home
        {...{ reader, steps, running }}
        duties={await pressingDuties(deps, c)}
        waiting={await isWaitedFor(deps, c)}
        designs={await waitingDesigns(deps, c)}
        assessments={await assessmentsWaiting(deps, c)}
        {...rows}
      />
    ),
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

type Props = CampaignRows &
  Waits & {
    readonly reader: Reader
    readonly steps: readonly Step[]
    readonly running: readonly RunningCampaign[]
    readonly duties: readonly string[]
  }

/** What runs today and needs a hand, then every campaign whose results can be read; above them, until they are taken, the first steps. */
function Home({ reader, steps, waiting, designs, assessments, running, duties, ...rows }: Props) {
  const [first, ...others] = running
  const isFirst = !waiting && designs.length === 0 && assessments.length === 0 && steps.every(({ isDone }) => isDone)
  const card = (one: RunningCampaign) => (
    <RunningCard key={one.record.campaign.code} {...{ reader }} running={one} go={isFirst && one === first ? 'button' : 'button quiet'} />
  )
  return (
    <Shell reader={reader}>
      <h1>{running.length > 0 ? reader.say('homeToday', { day: reader.numbers.day(rows.today) }) : reader.say('results')}</h1>
      {running.length === 0 && <p class="sub">{reader.say(rows.campaigns.length === 0 ? 'welcomeText' : 'resultsText')}</p>}
      <WaitingAssessments {...{ reader, assessments }} go={waiting || designs.length > 0 ? 'button quiet' : 'button'} />
      {first && card(first)}
      <WaitedFor {...{ reader, waiting }} />
      <WaitingDesigns {...{ reader, designs }} />
      {steps.some(({ isDone }) => !isDone) && (
        <FirstSteps
          {...{ reader, steps }}
          isNew={rows.campaigns.length === 0}
          go={waiting || designs.length + assessments.length > 0 ? 'button quiet' : 'button'}
        />
      )}
      {others.map(card)}
      <PressingDuties {...{ reader, duties }} />
      {running.length === 0 && rows.campaigns.length > 0 && <NoneRuns {...{ reader }} {...rows} />}
      {running.length > 0 && <h2>{reader.say('homeAll')}</h2>}
      {rows.campaigns.length > 0 && (
        <CampaignTable {...{ reader, ...rows }} hrefOf={(code) => `/admin/campaigns/${encodeURIComponent(code)}`} />
      )}
    </Shell>
  )
}

/** Between two campaigns: what is late, and where the next is prepared. */
function NoneRuns({ reader, reader: { say, may, language }, campaigns, today }: CampaignRows & Pick<Props, 'reader'>) {
  const late = campaigns.filter(({ status, opensOn }) => status === 'draft' && opensOn <= today)
  return (
    <p>
      {say('homeNoneRuns')}{' '}
      {late.length > 0 &&
        `${say('homeLate', {
          names: someThings(
            reader,
            late.map(({ title }) => localised(title, language)),
          ),
        })} `}
      {may('office.read') && <a href="/admin/campaigns">{say('homeNoneRunsGo')}</a>}
    </p>
  )
}

/** `go` is how the way to the next step looks: what waits for somebody comes first. */
type StepsProps = Pick<Props, 'reader' | 'steps'> & { readonly isNew: boolean; readonly go: 'button' | 'button quiet' }

/** Four steps with what is done; the next one stands out. */
function FirstSteps({ reader: { say, numbers }, steps, isNew, go }: StepsProps) {
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
              <a class={go} href={href} aria-label={`${say('stepGo')}: ${say(`step_${name}`)}`}>
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
