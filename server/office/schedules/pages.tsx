import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { languages } from '../../../client/text/languages'
import type { OfficeWord } from '../../../client/text/office'
import {
  draftOfSchedule,
  rhythms,
  type Schedule,
  type ScheduleChoices,
  type ScheduleDraft,
  scheduleFields,
} from '../../../surveys/fielding/schedules'
import { isDay, localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { heldOn, rootsFor } from '../../../surveys/people/roles'
import { doerOf, personOf, requireAct } from '../../access/permission'
import { areaFor, seenCampaigns } from '../../access/seen'
import { changeSchedule, createSchedule, deleteSchedule, retrySchedule, sendSchedule } from '../../acts/schedules'
import { mailAddressOf } from '../../db/accounts'
import { allGrants } from '../../db/grants'
import { listUsers } from '../../db/people'
import { deliveryFile, type DeliveryLetter, findSchedule, lettersOfDeliveries, listDeliveries, listSchedules } from '../../db/schedules'
import type { DeliveryRow } from '../../db/tables'
import { shownAddress } from '../../mail/setting'
import { note } from '../../log/note'
import { sendable } from '../../schedules/deliver'
import { acting, Once } from '../frame/acting'
import { askPage } from '../frame/ask'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { ChoiceField, Field, type Filled, FormProblems, type FormValues, Picks, prefilled, sentForm, valueOf } from '../frame/form'
import { done, momentText, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, PageHead, Region, Shell } from '../frame/shell'

const address = '/admin/schedules'
const addressOf = (id: string): string => `${address}/${encodeURIComponent(id)}`

/** What is sent by itself: to whom, when it was, and what did not go. */
export function schedulePages(deps: OfficeDeps): Hono {
  const act = requireAct(deps, 'campaigns.change', refused)
  // It sends figures of every agency, so it is for who runs campaigns of them all.
  const may: MiddlewareHandler = (c, next) =>
    act(
      c,
      async () =>
        void ((await areaFor(deps, c, 'campaigns.change')) === 'everywhere'
          ? await next()
          : (c.res = await refused(c, c.req.param('id') === undefined ? 403 : 404))),
    )
  return new Hono()
    .get('/schedules', may, (c) => listPage(deps, c))
    .get('/new/schedule', may, (c) => formPage(deps, c, fresh, undefined))
    .post('/new/schedule', may, (c) => created(deps, c))
    .get('/schedules/:id', may, (c) => changePage(deps, c, c.req.param('id')))
    .post('/schedules/:id', may, (c) => changed(deps, c, c.req.param('id')))
    .get('/schedules/:id/delete', may, (c) => askToDelete(deps, c, c.req.param('id')))
    .post('/schedules/:id/delete', may, (c) => deleted(deps, c, c.req.param('id')))
    .post('/schedules/:id/send', may, (c) => sentNow(deps, c, c.req.param('id')))
    .post('/schedules/:id/:day/retry', may, (c) => retried(deps, c, c.req.param('id'), c.req.param('day')))
    .get('/schedules/:id/:day/file', may, (c) => fetched(deps, c, c.req.param('id'), c.req.param('day')))
}

const fresh: Filled = prefilled({ content: 'digest', language: 'vi', rhythm: 'week', offset: '1' })

const lost = (c: Context): Response => noticePage(c, 404, 'lostTitle', 'scheduleUnknown')

type Account = { readonly id: string; readonly name: string; readonly address: string }

/** Accounts to which figures of everything may be sent. */
async function accountsFor({ database, now }: OfficeDeps): Promise<readonly Account[]> {
  const [users, grants, today] = [await listUsers(database), await allGrants(database), localDay(now())]
  const able = users.filter(
    ({ id, disabled_at }) => disabled_at === '' && rootsFor(heldOn(grants.get(id) ?? [], today), 'results.read').includes(''),
  )
  return Promise.all(able.map(async ({ id, name }) => ({ id, name, address: await mailAddressOf(database, id) })))
}

async function choicesOf(deps: OfficeDeps, c: Context): Promise<ScheduleChoices> {
  return {
    contents: sendable,
    campaigns: (await seenCampaigns(deps, c, 'campaigns.change')).map(({ code }) => code),
    languages,
    recipients: (await accountsFor(deps)).map(({ id }) => id),
  }
}

function draftIn(values: FormValues): ScheduleDraft {
  const field = (name: (typeof scheduleFields)[number]): string => valueOf(values, name)
  return {
    name: field('name'),
    content: field('content'),
    campaign: field('campaign'),
    language: field('language'),
    rhythm: field('rhythm'),
    offset: field('offset'),
    folder: field('folder'),
    paused: field('paused') === '' ? '' : 'yes',
    recipients: values['recipients'] ?? [],
  }
}

async function created(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const input = { draft: draftIn(values), choices: await choicesOf(deps, c) }
  return acting(
    deps,
    c,
    createSchedule,
    input,
    (came) =>
      came.kind === 'done' ? done(c, address, 'done_schedule') : formPage(deps, c, { values, problems: came.failure.problems }, undefined),
    { form: values },
  )
}

async function changePage(deps: OfficeDeps, c: Context, id: string): Promise<Response> {
  const schedule = await findSchedule(deps.database, id)
  return schedule ? formPage(deps, c, prefilled(draftOfSchedule(schedule)), id) : lost(c)
}

async function changed(deps: OfficeDeps, c: Context, id: string): Promise<Response> {
  const { values } = await sentForm(c)
  return acting(deps, c, changeSchedule, { id, draft: draftIn(values), choices: await choicesOf(deps, c) }, (came) => {
    if (came.kind === 'done') return done(c, address, 'done_schedule')
    return came.failure.code === 'unknown' ? lost(c) : formPage(deps, c, { values, problems: came.failure.problems }, id)
  })
}

async function askToDelete(deps: OfficeDeps, c: Context, id: string): Promise<Response> {
  const schedule = await findSchedule(deps.database, id)
  if (!schedule) return lost(c)
  const reader = readerOf(c)
  return askPage(c, {
    reader,
    title: reader.say('scheduleDeleteTitle'),
    back: { href: addressOf(id), text: schedule.name },
    what: schedule.name,
    code: rhythmText(reader, schedule),
    meanings: [reader.say('scheduleDeleteMeans'), reader.say('deleteMeans_log')],
    action: `${addressOf(id)}/delete`,
    go: reader.say('scheduleDelete'),
    isGrave: true,
  })
}

const deleted = (deps: OfficeDeps, c: Context, id: string): Promise<Response> =>
  acting(deps, c, deleteSchedule, { id }, (came) => (came.kind === 'done' ? done(c, address, 'done_schedule-deleted') : lost(c)))

const sentNow = (deps: OfficeDeps, c: Context, id: string): Promise<Response> =>
  acting(deps, c, sendSchedule, { id }, (came) => {
    if (came.kind === 'done') return done(c, address, 'done_schedule-send')
    return came.failure.code === 'unknown' ? lost(c) : noticePage(c, 409, 'scheduleSentTitle', 'scheduleSentText')
  })

const retried = (deps: OfficeDeps, c: Context, schedule: string, day: string): Promise<Response> =>
  acting(deps, c, retrySchedule, { schedule, due_on: day }, (came) =>
    came.kind === 'done' ? done(c, address, 'done_schedule-send') : lost(c),
  )

async function fetched(deps: OfficeDeps, c: Context, schedule: string, day: string): Promise<Response> {
  const file = isDay(day) ? await deliveryFile(deps.database, { schedule, due_on: day }) : undefined
  const row = (await listDeliveries(deps.database)).find((one) => one.schedule === schedule && one.due_on === day)
  if (!file || !row) return noticePage(c, 404, 'lostTitle', 'deliveryFileGone')
  const person = await personOf(deps, c)
  if (person && c.req.method !== 'HEAD') await note(deps, doerOf(person), 'files.fetch', row.campaign, { export: row.file_name })
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      'Content-Type': file.type,
      'Content-Disposition': `attachment; filename="${row.file_name}"`,
      'Cache-Control': 'private, no-store, no-transform',
    },
  })
}

async function listPage(deps: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const [schedules, deliveries] = [await listSchedules(deps.database), await listDeliveries(deps.database)]
  const letters = await lettersOfDeliveries(deps.database, [...new Set(deliveries.map(({ schedule }) => schedule))])
  const titles = new Map(
    (await seenCampaigns(deps, c, 'campaigns.change')).map(({ code, title }) => [code, localised(title, reader.language)]),
  )
  const hasMail = deps.config.mail !== undefined
  return page(c, {
    reader,
    title: reader.say('schedulesTitle'),
    body: <ScheduleList {...{ reader, schedules, deliveries, letters, titles, hasMail }} />,
  })
}

type ListProps = {
  readonly reader: Reader
  readonly schedules: readonly Schedule[]
  readonly deliveries: readonly DeliveryRow[]
  readonly letters: readonly DeliveryLetter[]
  readonly titles: ReadonlyMap<string, string>
  readonly hasMail: boolean
}

const ScheduleList = ({ reader, reader: { say }, schedules, deliveries, letters, titles, hasMail }: ListProps) => (
  <Shell reader={reader}>
    <p class="back">
      <a href="/admin/campaigns">{say('campaigns')}</a>
    </p>
    <PageHead title={say('schedulesTitle')} text={say('schedulesText')}>
      <p class="acts">
        <a class="button" href="/admin/new/schedule">
          {say('scheduleNew')}
        </a>
      </p>
    </PageHead>
    {!hasMail && <p class="note">{say('schedulesNoMail')}</p>}
    {schedules.length === 0 ? (
      <section class="card empty">
        <p>{say('schedulesNone')}</p>
      </section>
    ) : (
      <section class="card">
        <Region label={say('schedulesTitle')}>
          <table class="list folds paired">
            <ColumnHeads
              columns={[
                { title: say('scheduleName'), look: 'name' },
                { title: say('scheduleContent') },
                { title: say('scheduleRhythm') },
                { title: say('scheduleNext') },
                { title: say('jobActs') },
              ]}
            />
            <tbody>
              {schedules.map((schedule) => (
                <ScheduleRow key={schedule.id} {...{ reader, schedule, titles }} />
              ))}
            </tbody>
          </table>
        </Region>
      </section>
    )}
    {(schedules.length > 0 || deliveries.length > 0) && (
      <section class="card" aria-labelledby="deliveries">
        <h2 id="deliveries">{say('deliveriesTitle')}</h2>
        {deliveries.length === 0 ? <p>{say('deliveriesNone')}</p> : <Deliveries {...{ reader, deliveries, letters, titles, schedules }} />}
      </section>
    )}
  </Shell>
)

const ScheduleRow = ({ reader, schedule, titles }: Pick<ListProps, 'reader' | 'titles'> & { readonly schedule: Schedule }) => {
  const { say, numbers } = reader
  return (
    <tr>
      <th scope="row" class="name">
        <a href={addressOf(schedule.id)}>{schedule.name}</a>
        {schedule.isPaused && <span class="state closed">{say('schedulePaused')}</span>}
      </th>
      <td data-label={say('scheduleContent')}>
        {say(contentWord(draftOfSchedule(schedule).content))}
        <small>{schedule.campaign === undefined ? say('scheduleCampaignAny') : (titles.get(schedule.campaign) ?? schedule.campaign)}</small>
      </td>
      <td data-label={say('scheduleRhythm')}>{rhythmText(reader, schedule)}</td>
      <td data-label={say('scheduleNext')}>
        {numbers.day(schedule.nextOn)}
        <small>
          {[
            ...(schedule.recipients.length > 0 || schedule.folder === ''
              ? [say('scheduleTo', { n: numbers.count(schedule.recipients.length) })]
              : []),
            ...(schedule.folder === '' ? [] : [say('scheduleFolderIs', { name: schedule.folder })]),
          ].join(' · ')}
        </small>
      </td>
      <td>
        <SendNow {...{ reader, schedule }} />
      </td>
    </tr>
  )
}

const SendNow = ({ reader, schedule }: { readonly reader: Reader; readonly schedule: Schedule }) => (
  <form method="post" action={`${addressOf(schedule.id)}/send`}>
    <button class="quiet" type="submit">
      {reader.say('scheduleSend')}
    </button>
  </form>
)

function rhythmText({ say, numbers }: Reader, { rhythm, offset }: Pick<Schedule, 'rhythm' | 'offset'>): string {
  return rhythm === 'week'
    ? say('rhythmOn_week', { day: say(weekdayWord(offset)) })
    : say(`rhythmOn_${rhythm}`, { n: numbers.count(offset) })
}

const weekdays = ['weekday_1', 'weekday_2', 'weekday_3', 'weekday_4', 'weekday_5', 'weekday_6', 'weekday_7'] as const
const weekdayWord = (day: number): OfficeWord => weekdays[day - 1] ?? 'weekday_1'

const contentWords: Readonly<Record<(typeof sendable)[number], OfficeWord>> = {
  digest: 'sends_digest',
  'report.docx': 'sends_report-docx',
  'report.pdf': 'sends_report-pdf',
  'results.xlsx': 'sends_results',
  'released.xlsx': 'sends_released',
}
const contentWord = (content: string): OfficeWord => contentWords[sendable.find((one) => one === content) ?? 'digest']

const stateWords: Readonly<Record<DeliveryRow['state'], OfficeWord>> = {
  waiting: 'delivery_waiting',
  making: 'delivery_making',
  sent: 'delivery_sent',
  failed: 'delivery_failed',
}

const troubles = ['gone', 'no-answers', 'no-campaign', 'no-content', 'nobody', 'not-in-period', 'too-large'] as const
const troubleText = ({ say }: Reader, trouble: string): string => {
  const known = troubles.find((one) => one === trouble)
  return known ? say(`undelivered_${known}`) : trouble
}

type DeliveriesProps = Pick<ListProps, 'reader' | 'deliveries' | 'letters' | 'titles' | 'schedules'>

const Deliveries = ({ reader, deliveries, letters, titles, schedules }: DeliveriesProps) => {
  const { say, numbers } = reader
  const known = new Set(schedules.map(({ id }) => id))
  return (
    <Region label={say('deliveriesTitle')}>
      <table class="list folds">
        <ColumnHeads
          columns={[
            { title: say('scheduleName'), look: 'name' },
            { title: say('deliveryDue') },
            { title: say('state') },
            { title: say('deliveryTo') },
            { title: say('jobActs') },
          ]}
        />
        <tbody>
          {deliveries.map((row) => {
            const own = letters.filter(({ schedule, due_on }) => schedule === row.schedule && due_on === row.due_on)
            const isFailed = row.state === 'failed' || (row.state === 'sent' && own.some(({ state }) => state === 'failed'))
            return (
              <tr key={`${row.schedule} ${row.due_on}`}>
                <th scope="row" class="name">
                  {row.name}
                  <small>{titles.get(row.campaign) ?? row.campaign}</small>
                </th>
                <td data-label={say('deliveryDue')}>{numbers.day(row.due_on)}</td>
                <td data-label={say('state')}>
                  {say(stateWords[row.state])}
                  <small>
                    {row.trouble === '' ? row.ended_at !== '' && momentText(reader, row.ended_at) : troubleText(reader, row.trouble)}
                  </small>
                </td>
                <td data-label={say('deliveryTo')}>
                  <Reached {...{ reader, row, own }} />
                </td>
                <td>
                  <div class="does">
                    {row.file_name !== '' && (
                      <a class="button quiet" href={`${addressOf(row.schedule)}/${row.due_on}/file`}>
                        {say('jobDownload')}
                      </a>
                    )}
                    {isFailed && known.has(row.schedule) && (
                      <form method="post" action={`${addressOf(row.schedule)}/${row.due_on}/retry`}>
                        <button class="quiet" type="submit">
                          {say('deliveryRetry')}
                        </button>
                      </form>
                    )}
                  </div>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Region>
  )
}

const skipWords = ['gone', 'no-address', 'no-mail', 'not-allowed'] as const

/** Each letter with what became of it, who was left out and why, and the folder. */
function Reached({
  reader: { say },
  row,
  own,
}: Pick<ListProps, 'reader'> & { readonly row: DeliveryRow; readonly own: readonly DeliveryLetter[] }) {
  const skipped: readonly { readonly name: string; readonly why: string }[] = JSON.parse(row.skipped)
  return (
    <ul class="plain">
      {own.map(({ address: to, name, state, trouble }) => (
        <li key={to}>
          {name} ({shownAddress(to)}):{' '}
          {say(state === 'sent' ? 'letterState_sent' : state === 'failed' ? 'letterState_failed' : 'letterState_waiting')}
          {trouble !== '' && state !== 'sent' && (
            <small>{trouble === 'gone' || trouble === 'not-allowed' || trouble === 'no-file' ? say(`skipped_${trouble}`) : trouble}</small>
          )}
        </li>
      ))}
      {skipped.map(({ name, why }) => (
        <li key={name}>
          {name}: {say(`skipped_${skipWords.find((one) => one === why) ?? 'gone'}`)}
        </li>
      ))}
      {row.folder !== '' && <li>{say('scheduleFolderIs', { name: row.folder })}</li>}
    </ul>
  )
}

async function formPage(deps: OfficeDeps, c: Context, filled: Filled, id: string | undefined): Promise<Response> {
  const reader = readerOf(c)
  const title = reader.say(id === undefined ? 'scheduleNew' : 'scheduleChange')
  const campaigns = (await seenCampaigns(deps, c, 'campaigns.change')).map(({ code, title: called }) => ({
    value: code,
    text: `${localised(called, reader.language)} (${code})`,
  }))
  const accounts = await accountsFor(deps)
  const status = filled.problems.length > 0 ? 422 : 200
  return page(c, { reader, title, status, body: <ScheduleForm {...{ reader, title, filled, id, campaigns, accounts }} /> })
}

type FormProps = {
  readonly reader: Reader
  readonly title: string
  readonly filled: Filled
  readonly id: string | undefined
  readonly campaigns: readonly { readonly value: string; readonly text: string }[]
  readonly accounts: readonly Account[]
}

function ScheduleForm({ reader, title, filled, id, campaigns, accounts }: FormProps) {
  const { say } = reader
  const labels: Readonly<Record<string, string>> = {
    name: say('scheduleName'),
    content: say('scheduleContent'),
    campaign: say('campaign'),
    language: say('scheduleLanguage'),
    rhythm: say('scheduleRhythm'),
    offset: say('scheduleOffset'),
    recipients: say('scheduleRecipients'),
    folder: say('scheduleFolder'),
    paused: say('scheduleState'),
  }
  const field = (name: string) => ({ reader, filled, name, label: labels[name] ?? name })
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={address}>{say('schedulesTitle')}</a>
      </p>
      <h1>{title}</h1>
      <FormProblems {...{ reader, filled, labels }} />
      <form class="card form" method="post" action={id === undefined ? '/admin/new/schedule' : addressOf(id)}>
        {id === undefined && <Once filled={filled} />}
        <Field {...field('name')} hint={say('scheduleNameHint')} input={{ required: true }} />
        <ChoiceField {...field('content')} items={sendable.map((value) => ({ value, text: say(contentWord(value)) }))} />
        <ChoiceField {...field('campaign')} items={[{ value: '', text: say('scheduleCampaignAny') }, ...campaigns]} />
        <ChoiceField {...field('language')} items={languages.map((value) => ({ value, text: say(`scheduleLanguage_${value}`) }))} />
        <div class="pair">
          <ChoiceField
            {...field('rhythm')}
            hint={say('scheduleRhythmHint')}
            items={rhythms.map((value) => ({ value, text: say(`rhythm_${value}`) }))}
          />
          <Field {...field('offset')} hint={say('scheduleOffsetHint')} input={{ required: true, inputMode: 'numeric', maxLength: 2 }} />
        </div>
        <Picks
          {...field('recipients')}
          type="checkbox"
          hint={say('scheduleRecipientsHint')}
          items={accounts.map(({ id: value, name, address: to }) => ({
            value,
            text: name,
            note: to === '' ? say('skipped_no-address') : shownAddress(to),
          }))}
        />
        <Field {...field('folder')} hint={say('scheduleFolderHint')} input={{ maxLength: 40, autocapitalize: 'none', spellcheck: false }} />
        {id !== undefined && <Picks {...field('paused')} type="checkbox" items={[{ value: 'yes', text: say('schedulePause') }]} />}
        <p class="acts">
          <button type="submit">{say('save')}</button>
          {id !== undefined && <a href={`${addressOf(id)}/delete`}>{say('scheduleDelete')}</a>}
          <a href={address}>{say('cancel')}</a>
        </p>
      </form>
    </Shell>
  )
}
