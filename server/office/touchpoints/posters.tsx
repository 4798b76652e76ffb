import { type Context, Hono, type MiddlewareHandler } from 'hono'
import style from '../../../client/styles/poster.css?inline'
import { officeWords, timeText } from '../../../client/text/office'
import { type Campaign, channels, isChannel } from '../../../surveys/fielding/campaign'
import { groupedCode } from '../../../surveys/fielding/codes'
import { localised } from '../../../surveys/instrument/language'
import type { LocalText, Questionnaire } from '../../../surveys/instrument/schema'
import { requireAct } from '../../access/permission'
import { seenCampaign, seenTouchpoint, seenTouchpoints } from '../../access/seen'
import { type CampaignRecord } from '../../db/campaigns'
import type { Province } from '../../db/settings'
import { type ServingTouchpoint, surveyAddress } from '../../db/touchpoints'
import { agencyNames, audiences } from '../../files/posters/compose'
import { type QrModules, qrModules, qrPath, qrPng, qrSvg } from '../../files/images'
import { type OfficeDeps, setupAddress, withCampaign } from '../frame/deps'
import { Notice, noticePage, page, renderedInParts } from '../frame/document'
import { refused } from '../frame/door'
import { channelName, type Reader, readerOf } from '../frame/reader'
import { crestAddress } from '../frame/shell'
import { originFor } from './list'

/** Posters to print, of one touchpoint or of all of a campaign, and each QR code as a file. */
export function posterPages(deps: OfficeDeps): Hono {
  const read = requireAct(deps, 'office.read', refused)
  return new Hono()
    .get('/campaigns/:code/setup/posters', read, (c) =>
      withCampaign(deps, c, c.req.param('code'), 'office.read', (record) => runPage(deps, c, record)),
    )
    .get('/touchpoints/:code/poster', read, (c) => onePage(deps, c, c.req.param('code')))
    .route('/touchpoints/:code', qrPages(deps, read))
}

async function runPage(deps: OfficeDeps, c: Context, record: CampaignRecord): Promise<Response> {
  const kind = c.req.query('kind') || undefined
  if (kind !== undefined && !isChannel(kind))
    return noticePage(c, 404, 'lostTitle', 'channelInvalid', { seen: kind, allowed: channels.join(', ') })
  const all = await seenTouchpoints(deps, c, 'office.read', record.campaign.code)
  return printed(
    deps,
    c,
    record,
    all.filter((touchpoint) => kind === undefined || touchpoint.kind === kind),
    setupAddress(record.campaign.code),
  )
}

async function onePage(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const touchpoint = await seenTouchpoint(deps, c, code, 'office.read')
  const record = touchpoint && (await seenCampaign(deps, c, touchpoint.campaign, 'office.read'))
  if (!record) return noticePage(c, 404, 'lostTitle', 'touchpointUnknown', { seen: code })
  return printed(deps, c, record, [touchpoint], setupAddress(record.campaign.code))
}

/** Why nothing is printed yet, with the way to where the address is set. */
export function notPrintable(c: Context): Response {
  const reader = readerOf(c)
  const [title, text] = [reader.say('printNotTitle'), reader.say('printNotText')]
  const link = reader.may('settings.change')
    ? { href: '/admin/settings#publicUrl', text: reader.say('publicAddressSet') }
    : { href: '/admin/touchpoints', text: reader.say('navTouchpoints') }
  return page(c, { reader, title, status: 409, body: <Notice {...{ reader, title, text, link }} /> })
}

async function printed(
  deps: OfficeDeps,
  c: Context,
  record: CampaignRecord,
  touchpoints: readonly ServingTouchpoint[],
  back: string,
): Promise<Response> {
  const paper = c.req.query('size') || 'a4'
  if (!isPageSize(paper)) return noticePage(c, 404, 'lostTitle', 'paperInvalid', { seen: paper })
  const { campaign, measured } = record
  const origin = await originFor(deps, c, campaign.synthetic)
  if (!origin.isPrintable) return notPrintable(c)
  if (touchpoints.length === 0) return noticePage(c, 404, 'printNoneTitle', 'printNoneText')
  const { questionnaire } = await deps.questionnaires.get(campaign.questionnaire, campaign.version)
  const reader = readerOf(c)
  const names = new Map(measured.map(({ agency }) => [agency.code, agency.name]))
  const sorted = [...touchpoints].sort((a, b) => order.compare(nameOf(a), nameOf(b)))
  function nameOf({ agencies, label }: ServingTouchpoint): string {
    return `${localised(names.get(agencies[0] ?? '') ?? {}, 'vi')} ${localised(label, 'vi')}`
  }
  const sheets = await renderedInParts(
    sorted.map((touchpoint) => (
      <Poster
        {...{ campaign, questionnaire, touchpoint }}
        province={reader.province}
        address={surveyAddress(origin.url, touchpoint)}
        agencies={touchpoint.agencies.map((code) => names.get(code) ?? { vi: code })}
      />
    )),
  )
  return page(c, {
    reader,
    title: reader.say('posters'),
    sheet: posterSheet(paper),
    body: <Posters {...{ reader, paper, back, sheets }} touchpoints={sorted} path={new URL(c.req.url).pathname} />,
  })
}

const order = new Intl.Collator('vi', { numeric: true })

/** Pixels a side of a PNG, from a thumbnail to a banner. */
const pixels = { least: 128, usual: 1024, most: 4096 } as const

/** The QR code of one touchpoint as a picture. */
const qrPages = (deps: OfficeDeps, read: MiddlewareHandler): Hono =>
  new Hono()
    .get('/qr.svg', read, (c) => withModules(deps, c, (modules) => picture(c, 'svg', 'image/svg+xml', qrSvg(modules))))
    .get('/qr.png', read, (c) => {
      const size = c.req.query('size') || String(pixels.usual)
      if (!/^\d{1,4}$/.test(size) || Number(size) < pixels.least || Number(size) > pixels.most)
        return noticePage(c, 404, 'lostTitle', 'pixelsInvalid', { seen: size, least: String(pixels.least), most: String(pixels.most) })
      return withModules(deps, c, (modules) => picture(c, 'png', 'image/png', qrPng(modules, Number(size))))
    })

async function withModules(deps: OfficeDeps, c: Context, next: (modules: QrModules) => Response): Promise<Response> {
  const code = c.req.param('code') ?? ''
  const touchpoint = await seenTouchpoint(deps, c, code, 'office.read')
  const record = touchpoint && (await seenCampaign(deps, c, touchpoint.campaign, 'office.read'))
  if (!record) return noticePage(c, 404, 'lostTitle', 'touchpointUnknown', { seen: code })
  const origin = await originFor(deps, c, record.campaign.synthetic)
  return origin.isPrintable ? next(qrModules(surveyAddress(origin.url, touchpoint))) : notPrintable(c)
}

function picture(c: Context, ending: 'svg' | 'png', type: string, body: string | Uint8Array<ArrayBuffer>): Response {
  const name = `qr-${c.req.param('code') ?? ''}.${ending}`
  const saving = c.req.query('download') === undefined ? {} : { 'Content-Disposition': `attachment; filename="${name}"` }
  return c.body(body, 200, { 'Content-Type': type, 'Cache-Control': 'private, max-age=300', ...saving })
}

type PostersProps = {
  readonly reader: Reader
  readonly touchpoints: readonly ServingTouchpoint[]
  readonly paper: PageSize
  readonly path: string
  readonly back: string
  /** The rendered posters. */
  readonly sheets: string
}

/** A print run: what it holds above, which no printer sees, then a sheet for each touchpoint. */
const Posters = ({ reader, touchpoints, paper, path, back, sheets }: PostersProps) => (
  <div class={paper}>
    <header class="tools">
      <h1>{reader.say('posters')}</h1>
      <p>{reader.say('posterHow', { n: reader.numbers.count(touchpoints.length) })}</p>
      <form method="get" action={path}>
        <p>
          <label for="size">{reader.say('paper')}</label>
          <select id="size" name="size">
            {pageSizes.map((one) => (
              <option key={one} value={one} selected={one === paper}>
                {one.toUpperCase()}
              </option>
            ))}
          </select>
        </p>
        {path.endsWith('/posters') && (
          <p>
            <label for="kind">{reader.say('channel')}</label>
            <select id="kind" name="kind">
              <option value="">{reader.say('allChannels')}</option>
              {channels.map((kind) => (
                <option key={kind} value={kind} selected={touchpoints.every((one) => one.kind === kind)}>
                  {channelName(reader, kind)}
                </option>
              ))}
            </select>
          </p>
        )}
        <p>
          <button type="submit">{reader.say('show')}</button> <a href={back}>{reader.say('back')}</a>
        </p>
      </form>
    </header>
    <main dangerouslySetInnerHTML={{ __html: sheets }} />
  </div>
)

type PosterProps = {
  readonly campaign: Campaign
  readonly questionnaire: Questionnaire
  readonly touchpoint: ServingTouchpoint
  readonly agencies: readonly LocalText[]
  readonly province: Province
  readonly address: string
}

/** One sheet in both languages: who asks, what to do, the code, and where alone it may lead. */
function Poster({ campaign, questionnaire, touchpoint, agencies, province, address }: PosterProps) {
  const audience = audiences[touchpoint.kind]
  const { host } = new URL(address)
  const place = (language: 'vi' | 'en') => [agencyNames(agencies, language), localised(touchpoint.label, language)]
  const minutes = {
    vi: timeText(vi, 'vi', questionnaire),
    en: timeText(en, 'en', questionnaire),
  }
  return (
    <article class={`sheet ${audience}`} aria-label={`${place('vi').join(', ')} (${touchpoint.code})`}>
      {campaign.synthetic && (
        <p class="sample">
          <b lang="vi">{vi('posterSample')}</b> <span lang="en">{en('posterSample')}</span>
        </p>
      )}
      <Asker province={province} campaign={campaign} />
      <h2>
        <span lang="vi">{vi(`poster_${audience}_title`)}</span>
        <small lang="en">{en(`poster_${audience}_title`)}</small>
      </h2>
      <p class={`where ${roomFor([...place('vi'), ...place('en')].join(''))}`}>
        <b lang="vi">{place('vi')[0]}</b>
        <span>{[...new Set([place('vi')[1], place('en')[1]])].join(' · ')}</span>
        <small lang="en">{place('en')[0]}</small>
      </p>
      <QrCode text={address} label={`${vi('qrCode')}: ${address}`} />
      <p class="how">
        <span lang="vi">{vi(`poster_${audience}_how`, { minutes: minutes.vi })}</span>
        <small lang="en">{en(`poster_${audience}_how`, { minutes: minutes.en })}</small>
      </p>
      <p class="typed">
        <span>{address.replace(/^https?:\/\//, '')}</span>
        <small>
          <span lang="vi">{vi('posterCode')}</span> · <span lang="en">{en('posterCode')}</span>: <b>{groupedCode(touchpoint.door.link)}</b>
        </small>
      </p>
      <footer>
        <p lang="vi">
          <b>{vi('posterOnly', { host })}</b> {vi('posterNever')}
        </p>
        <p lang="en">
          {en('posterOnly', { host })} {en('posterNever')}
        </p>
      </footer>
    </article>
  )
}

const Asker = ({ province: { name, crest }, campaign }: Pick<PosterProps, 'province' | 'campaign'>) => (
  <header>
    {crest !== undefined && <img src={crestAddress(crest)} alt="" />}
    <p>
      {name && <b lang="vi">{localised(name, 'vi')}</b>}
      {name?.['en'] !== undefined && <span lang="en">{name['en']}</span>}
      <small>{[...new Set([localised(campaign.title, 'vi'), localised(campaign.title, 'en')])].join(' · ')}</small>
    </p>
  </header>
)

/** Names take the room that is left between who asks and where alone the code may lead: the longer, the smaller. */
function roomFor(names: string): '' | 'long' | 'longer' | 'longest' {
  if (names.length <= 160) return ''
  if (names.length <= 320) return 'long'
  return names.length <= 640 ? 'longer' : 'longest'
}

const [vi, en] = [officeWords('vi'), officeWords('en')]

/** A QR code in the page itself, so that it prints as sharp as the printer can. */
function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const modules = qrModules(text)
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${modules.length} ${modules.length}`} shape-rendering="crispEdges">
      <path class="light" d={`M0 0h${modules.length}v${modules.length}h-${modules.length}z`} />
      <path class="dark" d={qrPath(modules)} />
    </svg>
  )
}

const pageSizes = ['a4', 'a5'] as const
type PageSize = (typeof pageSizes)[number]

const isPageSize = (text: string): text is PageSize => pageSizes.some((size) => size === text)

/** The style of a print run; its pages have no margin, since each sheet brings its own. */
const posterSheet = (paper: PageSize): string => sheets[paper]

const sheets = { a4: `${style}@page{size:A4 portrait;margin:0}`, a5: `${style}@page{size:A5 portrait;margin:0}` } as const satisfies Record<
  PageSize,
  string
>
