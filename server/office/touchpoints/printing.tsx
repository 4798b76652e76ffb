import { type Context, Hono } from 'hono'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { doerOf, personOf, requireAct } from '../../access/permission'
import { seenCampaign, seenCampaigns, seenTouchpoints } from '../../access/seen'
import { deletePosters } from '../../acts/exports'
import { printPlaces } from '../../acts/touchpoints'
import type { CampaignRecord } from '../../db/campaigns'
import { findExport, listExports, posterContent } from '../../db/exports'
import type { ExportRow } from '../../db/tables'
import { streamOf } from '../../files/export'
import { isUnprintable, orderIn } from '../../files/posters/compose'
import { isPaper, papers, type PosterPaper, sheetsOf } from '../../files/posters/sheet'
import { note } from '../../log/note'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { Notice, noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { Picks, prefilled, valueOf } from '../frame/form'
import { done, momentText, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, Shell } from '../frame/shell'
import { Back, Carried, type ChosenPlaces, NamedPlaces, sentPlaces, withChosen } from './chosen'
import { many, originFor } from './list'

const home = '/admin/posters'

/** Runs of posters that somebody has ordered: how far each is, and the file. */
export function printPages(deps: OfficeDeps): Hono {
  const read = requireAct(deps, 'office.read', refused)
  return new Hono()
    .get('/many/touchpoints/print', read, (c) => withChosen(deps, c, 'office.read', (chosen) => printPage(deps, c, chosen)))
    .post('/many/touchpoints/print', read, (c) => ordered(deps, c))
    .get('/posters', read, (c) => runsPage(deps, c))
    .get('/posters/:id/file', read, (c) => fetchRun(deps, c, c.req.param('id')))
    .post('/posters/:id/delete', read, (c) => deleted(deps, c, c.req.param('id')))
}

/** Asks on which paper and in which languages. */
async function printPage(deps: OfficeDeps, c: Context, { record, chosen, back }: ChosenPlaces): Promise<Response> {
  if (!(await originFor(deps, c, record.campaign.synthetic)).isPrintable) return notPrintable(c)
  const reader = readerOf(c)
  const { say, numbers } = reader
  const printable = chosen.filter(({ door }) => !door.turns)
  const boxes = namesOn(reader, record, printable).filter(isUnprintable)
  const filled = prefilled({ paper: 'a4', languages: 'both' })
  const title = say('places_print_title', { n: numbers.count(printable.length) })
  return page(c, {
    reader,
    title,
    body: (
      <Shell reader={reader}>
        <Back {...{ reader, back }} />
        <h1>{title}</h1>
        <form class="card form" method="post" action={`${many}/print`}>
          {printable.length < chosen.length && (
            <p class="note">{say('placesPrintNot', { n: numbers.count(chosen.length - printable.length) })}</p>
          )}
          {boxes.length > 0 && (
            <p class="note">
              {say('placesPrintBoxes', { names: boxes.slice(0, shownBoxes).join(' · ') })}
              {boxes.length > shownBoxes && ' …'}
            </p>
          )}
          <Picks
            {...{ reader, filled }}
            name="paper"
            label={say('paper')}
            type="radio"
            items={papers.map((paper) => ({
              value: paper,
              text: say(`paper_${paper}`),
              note: say('paperSheets', { n: numbers.count(sheetsOf(paper, printable.length)) }),
            }))}
          />
          <Picks
            {...{ reader, filled }}
            name="languages"
            label={say('language')}
            type="radio"
            items={(['both', 'vi'] as const).map((value) => ({ value, text: say(`posterLanguages_${value}`) }))}
          />
          <NamedPlaces {...{ reader, record, chosen: printable }} />
          <Carried {...{ chosen: printable, back }} />
          <input type="hidden" name="campaign" value={record.campaign.code} />
          <p class="acts">
            {printable.length > 0 && <button type="submit">{say('placesPrintGo')}</button>}
            <a href={back}>{say('cancel')}</a>
          </p>
        </form>
        <p class="acts">
          <a href={home}>{say('posterRuns')}</a>
        </p>
      </Shell>
    ),
  })
}

/** Names that cannot be printed are shown so far. */
const shownBoxes = 20

/** Every name that stands on the posters of some touchpoints, in both languages. */
function namesOn({ province }: Reader, { campaign, measured }: CampaignRecord, places: ChosenPlaces['chosen']): readonly string[] {
  const served = new Set(places.flatMap(({ agencies }) => agencies))
  const agencies = measured.flatMap(({ agency }) => (served.has(agency.code) ? [agency.name] : []))
  const names = [province.name ?? {}, campaign.title, ...agencies, ...places.map(({ label }) => label)]
  return [...new Set(names.flatMap((name) => [localised(name, 'vi'), localised(name, 'en')]))]
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

/** Orders a run of posters. */
async function ordered(deps: OfficeDeps, c: Context): Promise<Response> {
  const { places, values } = await sentPlaces(c)
  const campaign = valueOf(values, 'campaign')
  const record = await seenCampaign(deps, c, campaign, 'office.read')
  if (!record) return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: campaign })
  const seen = new Set((await seenTouchpoints(deps, c, 'office.read', campaign)).map(({ code }) => code))
  if (places.some(({ code }) => !seen.has(code))) return noticePage(c, 404, 'lostTitle', 'placesGone')
  const origin = await originFor(deps, c, record.campaign.synthetic)
  if (!origin.isPrintable) return notPrintable(c)
  const person = await personOf(deps, c)
  const paper = valueOf(values, 'paper') || 'a4'
  if (!isPaper(paper)) return noticePage(c, 400, 'refusedTitle', 'paperUnknown', { seen: paper, allowed: papers.join(', ') })
  const order = {
    account: person?.id ?? '',
    paper,
    languages: valueOf(values, 'languages') === 'vi' ? ('vi' as const) : ('both' as const),
    origin: origin.url,
    touchpoints: places.map(({ code }) => code),
  }
  const row = deps.exporter.planned({
    campaign,
    content: posterContent,
    format: 'pdf',
    filter: JSON.stringify(order),
    language: readerOf(c).language,
    requested_by: person?.name ?? '',
    expected_rows: places.length,
  })
  return acting(deps, c, printPlaces, { row, codes: order.touchpoints, paper }, (came) => {
    if (came.kind === 'failed') return noticePage(c, 404, 'lostTitle', 'placesGone')
    deps.exporter.begin(row)
    return done(c, home, 'done_places-print')
  })
}

/** The runs of whoever asks. */
async function ownRuns(deps: OfficeDeps, c: Context): Promise<readonly ExportRow[]> {
  const person = await personOf(deps, c)
  return (await listExports(deps.database, [posterContent])).filter((row) => person !== undefined && orderIn(row).account === person.id)
}

/** While something is being drawn the page asks for itself again, unless its reader wants it still. */
async function runsPage(deps: OfficeDeps, c: Context): Promise<Response> {
  await deps.exporter.tidy()
  const reader = readerOf(c)
  const { say } = reader
  const rows = await ownRuns(deps, c)
  const isBusy = rows.some(({ state }) => state === 'waiting' || state === 'running')
  const isStill = c.req.query('still') !== undefined
  if (isBusy && !isStill) c.header('Refresh', `2; url=${home}`)
  const titles = new Map((await seenCampaigns(deps, c, 'office.read')).map(({ code, title }) => [code, localised(title, reader.language)]))
  const title = say('posterRuns')
  return page(c, {
    reader,
    title,
    body: (
      <Shell reader={reader}>
        <p class="back">
          <a href="/admin/touchpoints">{say('navTouchpoints')}</a>
        </p>
        <h1>{title}</h1>
        <p class="sub">{say('posterRunsText')}</p>
        {isBusy && (
          <p class="note">
            {isStill ? (
              <a href={home}>{say('jobsFollow')}</a>
            ) : (
              <>
                {say('jobsRefresh')} <a href={`${home}?still`}>{say('jobsStill')}</a>
              </>
            )}
          </p>
        )}
        <section class={rows.length === 0 ? 'card empty' : 'card'}>
          {rows.length === 0 ? (
            <>
              <p>{say('posterRunsNone')}</p>
              <p class="acts">
                <a class="button" href="/admin/touchpoints">
                  {say('navTouchpoints')}
                </a>
              </p>
            </>
          ) : (
            <Runs {...{ reader, rows, titles }} />
          )}
        </section>
      </Shell>
    ),
  })
}

type RunsProps = { readonly reader: Reader; readonly rows: readonly ExportRow[]; readonly titles: ReadonlyMap<string, string> }

const Runs = ({ reader, rows, titles }: RunsProps) => (
  <table class="jobs folds">
    <ColumnHeads
      columns={[
        { title: reader.say('posters') },
        { title: reader.say('paper') },
        { title: reader.say('state') },
        { title: reader.say('navTouchpoints'), look: 'n' },
        { title: reader.say('jobActs') },
      ]}
    />
    <tbody>
      {rows.map((row) => (
        <Run key={row.id} {...{ reader, row }} title={titles.get(row.campaign) ?? row.campaign} />
      ))}
    </tbody>
  </table>
)

function Run({ reader, row, title }: { readonly reader: Reader; readonly row: ExportRow; readonly title: string }) {
  const { say, numbers } = reader
  const progress = say('jobProgress', { written: numbers.count(row.written_rows), expected: numbers.count(row.expected_rows) })
  return (
    <tr>
      <th scope="row">
        {title}
        <small>{momentText(reader, row.requested_at)}</small>
      </th>
      <td data-label={say('paper')}>{say(`paper_${orderIn(row).paper}`)}</td>
      <td data-label={say('state')}>
        {say(`job_${row.state}`)}
        {row.state === 'done' && <small>{say('jobUntil', { day: numbers.day(localDay(Date.parse(row.expires_at))) })}</small>}
      </td>
      <td class="n" data-label={say('navTouchpoints')}>
        {row.state === 'running' ? (
          <>
            {progress} <progress max={Math.max(1, row.expected_rows)} value={row.written_rows} aria-label={progress} />
          </>
        ) : (
          numbers.count(row.expected_rows)
        )}
      </td>
      <td>
        <div class="does">
          {row.state === 'done' && (
            <a class="button quiet" href={`${home}/${row.id}/file`}>
              {say('jobDownload')}
            </a>
          )}
          {(row.state === 'done' || row.state === 'running' || row.state === 'waiting') && (
            <form method="post" action={`${home}/${row.id}/delete`}>
              <button class="quiet" type="submit">
                {say(row.state === 'done' ? 'jobDelete' : 'jobGiveUp')}
              </button>
            </form>
          )}
        </div>
      </td>
    </tr>
  )
}

/** A run of whoever asks; what others ordered is nowhere. */
async function ownRun(deps: OfficeDeps, c: Context, id: string): Promise<ExportRow | undefined> {
  const [row, person] = [await findExport(deps.database, id), await personOf(deps, c)]
  return row?.content === posterContent && orderIn(row).account === person?.id ? row : undefined
}

const gone = (c: Context): Response => noticePage(c, 404, 'lostTitle', 'posterGone')

async function fetchRun(deps: OfficeDeps, c: Context, id: string): Promise<Response> {
  const { exporter, now } = deps
  const row = await ownRun(deps, c, id)
  const isThere = row?.state === 'done' && row.expires_at > new Date(now()).toISOString()
  const file = isThere ? await exporter.read(row) : undefined
  if (!isThere || !file) return gone(c)
  const { paper } = orderIn(row)
  const person = await personOf(deps, c)
  if (person && c.req.method !== 'HEAD')
    await note(deps, doerOf(person), 'files.fetch', row.campaign, { content: posterContent, format: 'pdf', export: id })
  return new Response(streamOf(file.pieces), {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `attachment; filename="${fileStem(row.campaign, paper)}.pdf"`,
      'Cache-Control': 'private, no-store, no-transform',
      'Content-Length': String(file.size),
    },
  })
}

async function deleted(deps: OfficeDeps, c: Context, id: string): Promise<Response> {
  if (!(await ownRun(deps, c, id))) return gone(c)
  return acting(deps, c, deletePosters, { id }, async (came) => {
    if (came.kind === 'failed') return gone(c)
    await deps.exporter.tidy()
    return done(c, home, 'done_export-deleted')
  })
}

const fileStem = (campaign: string, paper: PosterPaper): string => `${campaign}-qr-${paper}`
