import { type Context, Hono } from 'hono'
import { render } from 'preact-render-to-string'
import { officeWords } from '../../client/text/office'
import { campaignState } from '../../surveys/fielding/campaign'
import { localDay } from '../../surveys/instrument/calendar'
import { localised } from '../../surveys/instrument/language'
import type { Assets } from '../assets'
import type { Config } from '../config'
import type { Database } from '../db/dialect'
import { turnMs } from '../db/codes'
import { codeShown, type FieldingSource, linkOf, type RecordedFielding, displayedBy } from '../db/touchpoints'
import { qrModules, qrPath } from '../files/images'
import { publicAddress } from '../public-address'
import { documentOf, pageHeaders } from './document'

type Deps = {
  readonly database: Database
  readonly fieldings: FieldingSource
  readonly config: Config
  readonly assets: Assets
  readonly now: () => number
}

/** What a counter's screen shows: a code that turns every few minutes. Who has its link may look, and its page sends nothing. */
export const displayPages = (deps: Deps) => new Hono().get('/:key', (c) => shown(deps, c, c.req.param('key')))

async function shown(deps: Deps, c: Context, key: string): Promise<Response> {
  const { database, fieldings, now, assets } = deps
  const touchpoint = /^[A-Za-z0-9_-]{43}$/.test(key) ? await displayedBy(database, key) : undefined
  const link = touchpoint === undefined ? undefined : await linkOf(database, touchpoint)
  const fielding = link === undefined ? undefined : await fieldings.find(link)
  if (!fielding || !fielding.door.turns) return told(c, vi('displayGone'), en('displayGone'), 404)
  const origin = await originFor(deps, c, fielding.campaign.synthetic)
  if (origin === undefined) return told(c, vi('displayNoAddress'), en('displayNoAddress'), 200)
  const at = now()
  const address = `${origin}/s/${await codeShown(database, fielding.door, at)}`
  // A little after the turn, so that two clocks that differ by a moment do not show the old one for all of the next.
  const next = Math.ceil((turnMs - (at % turnMs)) / 1_000) + 1
  const body = render(<Display {...{ fielding, address, next }} state={stateOf(fielding, at)} />)
  const title = localised(fielding.touchpoint.label, 'vi')
  const parts = { language: 'vi', title, layout: 'display', body, filler: assets.display, refresh: next } as const
  return c.html(documentOf(parts), 200, pageHeaders())
}

/** Where a code may lead: the address that was set, or, of made-up data, where the screen stands. */
async function originFor(deps: Deps, c: Context, isSynthetic: boolean): Promise<string | undefined> {
  return (await publicAddress(deps)) ?? (isSynthetic ? new URL(c.req.url).origin : undefined)
}

function told(c: Context, viText: string, enText: string, status: 200 | 404): Response | Promise<Response> {
  const body = render(
    <main class="shown">
      <h1>
        <span lang="vi">{viText}</span>
        <small lang="en">{enText}</small>
      </h1>
    </main>,
  )
  return c.html(documentOf({ language: 'vi', title: viText, layout: 'display', body, refresh: 60 }), status, pageHeaders())
}

const stateOf = ({ campaign, door }: RecordedFielding, now: number): 'asks' | 'paused' | 'over' =>
  door.pausedAt !== undefined ? 'paused' : campaignState(campaign, localDay(now)) === 'open' ? 'asks' : 'over'

type DisplayProps = {
  readonly fielding: RecordedFielding
  readonly address: string
  /** Seconds until the code turns. */
  readonly next: number
  readonly state: 'asks' | 'paused' | 'over'
}

/** In both languages, large enough to be read from the queue. */
function Display({ fielding: { touchpoint, campaign, agencies }, address, next, state }: DisplayProps) {
  const [agency] = agencies
  const place = (language: 'vi' | 'en') =>
    [...(agency && agencies.length === 1 ? [localised(agency.name, language)] : []), localised(touchpoint.label, language)].join(' · ')
  const { host } = new URL(address)
  return (
    <main class="shown" data-next={next}>
      {campaign.synthetic && (
        <p class="label">
          <span lang="vi">{vi('posterSample')}</span> · <span lang="en">{en('posterSample')}</span>
        </p>
      )}
      <p class="where">{[...new Set([place('vi'), place('en')])].join(' — ')}</p>
      {state === 'asks' ? (
        <>
          <h1>
            <span lang="vi">{vi('poster_citizen_title')}</span>
            <small lang="en">{en('poster_citizen_title')}</small>
          </h1>
          <Code address={address} />
          <p class="offline" role="alert">
            <span lang="vi">{vi('displayOffline')}</span> <span lang="en">{en('displayOffline')}</span>
          </p>
          <p class="how">
            <span lang="vi">{vi('displayHow')}</span> <span lang="en">{en('displayHow')}</span>
          </p>
          <p class="only">
            <span lang="vi">{vi('posterOnly', { host })}</span> <span lang="en">{en('posterOnly', { host })}</span>
          </p>
        </>
      ) : (
        <h1>
          <span lang="vi">{vi(state === 'paused' ? 'displayPaused' : 'displayOver')}</span>
          <small lang="en">{en(state === 'paused' ? 'displayPaused' : 'displayOver')}</small>
        </h1>
      )}
    </main>
  )
}

function Code({ address }: Pick<DisplayProps, 'address'>) {
  const modules = qrModules(address)
  const size = modules.length
  return (
    <svg role="img" aria-label={vi('qrCode')} viewBox={`0 0 ${size} ${size}`} shape-rendering="crispEdges">
      <path class="light" d={`M0 0h${size}v${size}h-${size}z`} />
      <path class="dark" d={qrPath(modules)} />
    </svg>
  )
}

const [vi, en] = [officeWords('vi'), officeWords('en')]
