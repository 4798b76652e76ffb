import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { spokenFor } from '../../client/text/languages'
import { numbersOf } from '../../client/text/numbers'
import type { Campaign } from '../../surveys/fielding/campaign'
import { isRunning } from '../../surveys/fielding/campaign'
import { campaignIn, type DuePeriod, fallingInto, periodBefore, type Schedule } from '../../surveys/fielding/schedules'
import { localDay } from '../../surveys/instrument/calendar'
import { localised } from '../../surveys/instrument/language'
import { mailAddressOf } from '../db/accounts'
import { type CampaignRecord, findCampaign, listCampaigns } from '../db/campaigns'
import { claimDelivery, endDelivery, findSchedule, insertDelivered, planDeliveries, reachedBefore, sweepDeliveries } from '../db/schedules'
import { readProvince } from '../db/settings'
import type { DeliveryRow, UserRow } from '../db/tables'
import { contentNames, contentOf, encoderFor } from '../files/export'
import { fileName, type Source, type WantedFile } from '../files/facts'
import { notedChange } from '../log/note'
import { type Letter, letterWord } from '../mail/letter'
import { type MailDeps, sendDelivered } from '../mail/outbox'
import { figureReader } from '../mail/recipients'
import { oneLine } from '../mail/setting'
import { publicAddress } from '../public-address'
import { type Filter, isNarrowed, noFilter } from '../reading/filter'
import { readResults } from '../reading/results'
import { isReportable } from '../report/facts'
import { isReportFormat, reportBytes, reportTypes } from '../report/write'
import { digestOf } from './digest'

/** What can be sent by itself: the weekly news, the report that is signed, or a content of files in one of its formats; one more is one name here. */
export const sendable = ['digest', 'report.docx', 'report.pdf', 'results.xlsx', 'released.xlsx'] as const

export type DeliverDeps = Source &
  Pick<MailDeps, 'config'> & {
    readonly log: Logger
    /** Where the folders lie into which files are put. */
    readonly folder: string
    readonly lookEveryMs?: number
  }

const usualLookMs = 60_000
/** So that what is due lies there when the office opens. */
const beginsAtHour = 6
/** Longer than the largest file takes; whoever has it for longer has died. */
const holdMs = 30 * 60_000
/** After each failed try the next comes later; after the last it is given up and waits for a person. */
const waitsMs = [1, 10, 60, 240].map((minutes) => minutes * 60_000)
/** Days for which a file can be fetched again. */
const keptMs = 60 * 86_400_000
/** What one letter carries; mail servers take no more than about twice as much. */
const mostFileBytes = 12 * 1024 * 1024

/** Nobody asked; the product does it by itself. */
const byItself = { id: '', name: 'command:schedule', door: 'command' } as const

/** Sends what is due, looking now and then. Several processes may: what is due is planned once, and each delivery is one's at a time. */
export function keepDelivering(deps: DeliverDeps): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController()
  let round = Promise.resolve()
  let isAtIt = false
  const look = (): void => {
    if (isAtIt || stopping.signal.aborted) return
    isAtIt = true
    round = deliverDue(deps, stopping.signal)
      .then(() => undefined)
      .catch((error: unknown) => deps.log.error({ err: error }, 'what is sent by itself could not be looked after'))
      .finally(() => void (isAtIt = false))
  }
  const timer = setInterval(look, deps.lookEveryMs ?? usualLookMs)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      stopping.abort()
      await round
    },
  }
}

/** Plans what is due today and makes what waits; gives how many were made. */
export async function deliverDue(deps: DeliverDeps, stop?: AbortSignal): Promise<number> {
  const { database, now } = deps
  if (new Date(now() + 7 * 3_600_000).getUTCHours() >= beginsAtHour) await planDeliveries(database, localDay(now()), instant(now()))
  let made = 0
  for (;;) {
    if (stop?.aborted) return made
    const row = await claimDelivery(database, instant(now()), instant(now() + holdMs))
    if (!row) break
    if (await delivered(deps, row)) made += 1
  }
  await sweepDeliveries(database, instant(now() - keptMs))
  return made
}

const instant = (time: number): string => new Date(time).toISOString()

/** One try; what goes wrong is written down with the delivery and tried again. */
async function delivered(deps: DeliverDeps, row: DeliveryRow): Promise<boolean> {
  try {
    const schedule = await findSchedule(deps.database, row.schedule)
    if (!schedule) throw new Undeliverable('gone')
    const made = await parcelOf(deps, schedule, row.due_on)
    if (schedule.folder !== '' && made.file) await putIntoFolder(deps, schedule, row.due_on, made.file)
    return await sent(deps, schedule, row, made)
  } catch (error) {
    await failed(deps, row, error)
    return false
  }
}

/** Why it cannot be sent, in a word that the page has a sentence for. */
class Undeliverable extends Error {
  constructor(readonly why: 'gone' | 'no-answers' | 'no-campaign' | 'no-content' | 'nobody' | 'not-in-period' | 'too-large') {
    super(why)
  }
}

async function failed({ database, now, log }: DeliverDeps, row: DeliveryRow, error: unknown): Promise<void> {
  const trouble = error instanceof Undeliverable ? error.why : error instanceof Error ? oneLine(error.message).slice(0, 300) : 'unknown'
  const wait = error instanceof Undeliverable ? undefined : waitsMs[row.tries - 1]
  if (!(error instanceof Undeliverable)) log.error({ err: error, schedule: row.schedule, due: row.due_on }, 'what is sent by itself failed')
  if (wait !== undefined) return void (await endDelivery(database, row, { state: 'waiting', due_at: instant(now() + wait), trouble }))
  await notedChange({ database, now }, byItself, 'schedules.fail', row.name, async (within) =>
    (await endDelivery(within, row, { state: 'failed', ended_at: instant(now()), trouble })) ? { due: row.due_on, trouble } : undefined,
  )
}

type ParcelFile = { readonly name: string; readonly type: string; readonly bytes: Uint8Array }
type Parcel = {
  readonly record: CampaignRecord
  readonly period: DuePeriod
  readonly paragraphs: readonly string[]
  readonly file: ParcelFile | undefined
}

/** What is sent: sentences, or a file with a sentence that says what it is. */
async function parcelOf(deps: DeliverDeps, schedule: Schedule, dueOn: string): Promise<Parcel> {
  const period = periodBefore(schedule.rhythm, dueOn)
  const record = await campaignFor(deps, schedule, period)
  if (!record) throw new Undeliverable('no-campaign')
  const { day } = numbersOf(spokenFor(schedule.language))
  const language = spokenFor(schedule.language)
  const about = letterWord(language, 'delivery_period', { from: day(period.from), to: day(period.to) })
  if (schedule.content === 'digest')
    return newsOf(schedule, { record, period, paragraphs: [about, ...(await digestOf(deps, record, period, schedule.language))] })
  const filter = await cutTo(deps, schedule, period, record)
  const file = await fileOf(deps, schedule, { record, filter, language: schedule.language })
  const paragraphs = [
    about,
    letterWord(language, 'delivery_file', {
      title: localised(record.campaign.title, language),
      code: record.campaign.code,
      name: file.name,
    }),
    ...whatOf(schedule, period, record, filter),
    ...asOfWhen(deps, schedule, record.campaign),
    ...(record.campaign.synthetic ? [letterWord(language, 'digest_synthetic')] : []),
  ]
  return { record, period, paragraphs, file }
}

/** The filter that leaves of a campaign what falls into the period; what is released is never narrowed. Of nothing there is no file. */
async function cutTo(deps: DeliverDeps, { rhythm, content }: Schedule, period: DuePeriod, record: CampaignRecord): Promise<Filter> {
  const falling = fallingInto(rhythm, period, record.campaign)
  if (falling === 'none') throw new Undeliverable('not-in-period')
  const filter = falling === 'all' || content === 'released' ? noFilter : { ...noFilter, ...falling }
  if (!isNarrowed(filter)) return filter
  const { total } = await readResults(deps, record, filter, 'vi')
  if (total.responses === 0) throw new Undeliverable('no-answers')
  return filter
}

/** Of which of the campaign's days the file is, where that is not the whole of both. */
function whatOf(schedule: Schedule, period: DuePeriod, { campaign }: CampaignRecord, filter: Filter): readonly string[] {
  const language = spokenFor(schedule.language)
  const { day } = numbersOf(language)
  const days = { from: day(campaign.opensOn), to: day(campaign.closesOn) }
  if (isNarrowed(filter)) return [letterWord(language, 'delivery_part', days)]
  const isWithin = campaign.opensOn >= period.from && campaign.closesOn <= period.to
  return isWithin ? [] : [letterWord(language, 'delivery_whole', days)]
}

/** As of which day its figures stand; what is released says its night in the file. */
function asOfWhen({ now }: DeliverDeps, { content, language }: Schedule, campaign: Campaign): readonly string[] {
  const spoken = spokenFor(language)
  const today = localDay(now())
  const words = { day: numbersOf(spoken).day(today) }
  if (isRunning(campaign, today)) return [letterWord(spoken, 'delivery_running', words)]
  return content === 'released' ? [] : [letterWord(spoken, 'delivery_as_of', words)]
}

/** News are the letter itself; a folder gets them as a text. */
function newsOf(schedule: Schedule, news: Omit<Parcel, 'file'>): Parcel {
  const { folder, rhythm } = schedule
  const text = `${news.paragraphs.join('\n\n')}\n`
  const file = {
    name: `${news.record.campaign.code}-news${rhythm === 'week' ? '' : `-${rhythm}`}${tongueOf(schedule)}.txt`,
    type: 'text/plain; charset=utf-8',
    bytes: Buffer.from(text),
  }
  return { ...news, file: folder === '' ? undefined : file }
}

/** Two languages of one thing lie beside each other in a folder, neither in the place of the other. */
const tongueOf = ({ language }: Schedule): string => (language === 'vi' ? '' : `-${language}`)

/** Neither a part of a campaign in the place of the whole of it. */
const monthsIn = ({ filter: { from, to } }: WantedFile): string => (from === null || to === null ? '' : `-${from}-${to}`)

async function campaignFor({ database }: DeliverDeps, { campaign }: Schedule, period: DuePeriod): Promise<CampaignRecord | undefined> {
  if (campaign !== undefined) return findCampaign(database, campaign)
  const found: Campaign | undefined = campaignIn(await listCampaigns(database), period)
  return found && findCampaign(database, found.code)
}

/** The content in its format, as anybody would fetch it who may read everything. */
async function fileOf(deps: DeliverDeps, schedule: Schedule, wanted: WantedFile): Promise<ParcelFile> {
  if (schedule.content === 'report') return reportFile(deps, schedule, wanted)
  const name = contentNames.find((one) => one === schedule.content)
  const encoder = name && encoderFor(name, schedule.format)
  if (!encoder) throw new Undeliverable('no-content')
  const bytes = await wholeOf(encoder.write(await contentOf(deps, name, wanted)))
  return {
    name: `${fileName(wanted.record, name)}${monthsIn(wanted)}${tongueOf(schedule)}.${encoder.extension}`,
    type: encoder.contentType,
    bytes,
  }
}

/** The report that is signed, as the office has set it. */
async function reportFile(deps: DeliverDeps, schedule: Schedule, wanted: WantedFile): Promise<ParcelFile> {
  const { format } = schedule
  if (!isReportFormat(format) || !(await isReportable(deps, wanted.record))) throw new Undeliverable('no-content')
  const bytes = await wholeOf(reportBytes(deps, { ...wanted, of: 'working' }, format))
  return {
    name: `${fileName(wanted.record, 'results')}${monthsIn(wanted)}${tongueOf(schedule)}.${format}`,
    type: reportTypes[format],
    bytes,
  }
}

async function wholeOf(written: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of written) {
    pieces.push(piece)
    bytes += piece.length
    if (bytes > mostFileBytes) throw new Undeliverable('too-large')
  }
  return Buffer.concat(pieces)
}

/** A file has its name only once it is whole; made again on the same day it takes the old one's place. */
async function putIntoFolder({ folder }: DeliverDeps, schedule: Schedule, dueOn: string, file: ParcelFile): Promise<void> {
  const place = join(folder, schedule.folder)
  await mkdir(place, { recursive: true, mode: 0o700 })
  const target = join(place, `${dueOn}-${file.name}`)
  const handle = await open(`${target}.part`, 'w', 0o600)
  try {
    await handle.writeFile(file.bytes)
    await handle.sync()
  } catch (error) {
    await rm(`${target}.part`, { force: true })
    throw error
  } finally {
    await handle.close()
  }
  await rename(`${target}.part`, target)
}

type Skipped = { readonly name: string; readonly why: 'gone' | 'no-address' | 'no-mail' | 'not-allowed' }

/** Who gets it, and who does not and why: accounts that are open, reach somebody, and may read the figures of everybody. */
async function addressees({ database, config, now }: DeliverDeps, { recipients }: Schedule, row: DeliveryRow) {
  const before = await reachedBefore(database, row)
  const reached: UserRow[] = []
  const skipped: Skipped[] = []
  for (const id of recipients.filter((one) => !before.has(one))) {
    const reading = await figureReader({ database, now }, id)
    if ('why' in reading) skipped.push(reading)
    else if (!config.mail) skipped.push({ name: reading.user.name, why: 'no-mail' })
    else if ((await mailAddressOf(database, id)) === '') skipped.push({ name: reading.user.name, why: 'no-address' })
    else reached.push(reading.user)
  }
  return { reached, skipped, before: before.size }
}

/** The letters, the file that they carry, the end of the delivery and its note: all of it or nothing, and by one process alone. */
async function sent(deps: DeliverDeps, schedule: Schedule, row: DeliveryRow, parcel: Parcel): Promise<boolean> {
  const { database, now } = deps
  const { reached, skipped, before } = await addressees(deps, schedule, row)
  const isFiled = schedule.folder !== '' && parcel.file !== undefined
  if (reached.length + before === 0 && !isFiled) throw new Undeliverable('nobody')
  const letter = await letterFor(deps, schedule, row.due_on, parcel)
  const { campaign } = parcel.record
  return notedChange({ database, now }, byItself, 'schedules.deliver', schedule.name, async (within) => {
    const end = {
      state: 'sent',
      ended_at: instant(now()),
      trouble: '',
      campaign: campaign.code,
      skipped: JSON.stringify(skipped),
      file_name: parcel.file?.name ?? '',
      file_bytes: parcel.file?.bytes.length ?? 0,
      folder: isFiled ? schedule.folder : '',
    } as const
    if (!(await endDelivery(within, row, end))) return undefined
    const letters: string[] = []
    for (const owner of reached) {
      const id = await sendDelivered({ ...deps, database: within }, owner, letter)
      if (id !== undefined) letters.push(id)
    }
    await insertDelivered(within, row, parcel.file && { type: parcel.file.type, bytes: parcel.file.bytes }, letters)
    return { due: row.due_on, campaign: campaign.code, letters: reached.length, skipped: skipped.length, folder: end.folder }
  })
}

/** In the language that was chosen; its subject says what it is and of when. */
async function letterFor(deps: DeliverDeps, schedule: Schedule, dueOn: string, { paragraphs, file }: Parcel): Promise<Letter> {
  const language = spokenFor(schedule.language)
  const { name } = await readProvince(deps.database)
  const site = await publicAddress(deps)
  const office = name ? oneLine(localised(name, language)) : 'SIPAS'
  const say = (word: Parameters<typeof letterWord>[1], values: Readonly<Record<string, string>> = {}): string =>
    letterWord(language, word, values)
  return {
    subject: say('subject', { office, what: oneLine(schedule.name) }),
    parts: [
      {
        language,
        paragraphs: [
          ...paragraphs,
          ...(site === undefined ? [] : [{ link: `${site}/admin`, text: say('delivery_open') }]),
          say('delivery_why', { name: schedule.name }),
          say('foot'),
        ],
      },
    ],
    ...(file && schedule.content !== 'digest' && { attached: { schedule: schedule.id, dueOn, name: file.name } }),
  }
}
