import { type Context, Hono } from 'hono'
import { checkWebhook, type Webhook, type WebhookDraft, webhookEvents } from '../../surveys/fielding/webhooks'
import { isOfficeWord } from '../../client/text/office'
import type { DraftProblem } from '../../surveys/fielding/drafts'
import { requireAct } from '../access/permission'
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  pauseWebhook,
  renewWebhook,
  resumeWebhook,
  retryWebhook,
  tryWebhook,
  type WebhookSecret,
} from '../acts/webhooks'
import { findWebhook, listWebhooks, type MessageStanding, messagesOf } from '../db/webhooks'
import { isBarredHost } from '../webhooks/networks'
import { acting, Once } from './frame/acting'
import { askPage } from './frame/ask'
import type { OfficeDeps } from './frame/deps'
import { noticePage, page } from './frame/document'
import { refused } from './frame/door'
import { Field, type Filled, FormProblems, type FormValues, Picks, prefilled, sentForm, valueOf } from './frame/form'
import { done, momentText, type Reader, readerOf } from './frame/reader'
import { ColumnHeads, PageHead, Region, Shell } from './frame/shell'

const address = '/admin/webhooks'
const addressOf = (id: string): string => `${address}/${encodeURIComponent(id)}`

/** Which other systems are told what happens to campaigns, and whether it reached them. */
export function webhookPages(deps: OfficeDeps): Hono {
  const [read, change] = [requireAct(deps, 'settings.read', refused), requireAct(deps, 'settings.change', refused)]
  return new Hono()
    .get('/webhooks', read, (c) => listPage(deps, c))
    .get('/new/webhook', change, (c) => newPage(c, prefilled({ events: webhookEvents })))
    .post('/new/webhook', change, (c) => created(deps, c))
    .get('/webhooks/:id', read, (c) => onePage(deps, c, c.req.param('id')))
    .post('/webhooks/:id', change, (c) => changed(deps, c, c.req.param('id')))
    .post('/webhooks/:id/pause', change, (c) => turned(deps, c, pauseWebhook, 'paused'))
    .post('/webhooks/:id/resume', change, (c) => turned(deps, c, resumeWebhook, 'resumed'))
    .post('/webhooks/:id/try', change, (c) => turned(deps, c, tryWebhook, 'tried'))
    .post('/webhooks/:id/renew', change, (c) => renewed(deps, c, c.req.param('id')))
    .get('/webhooks/:id/delete', change, (c) => askToDelete(deps, c, c.req.param('id')))
    .post('/webhooks/:id/delete', change, (c) =>
      acting(deps, c, deleteWebhook, { id: c.req.param('id') }, (came) =>
        came.kind === 'done' ? done(c, address, 'done_webhook-deleted') : lost(c),
      ),
    )
    .post('/webhooks/:id/messages/:message/retry', change, (c) => retried(deps, c, c.req.param('id'), c.req.param('message')))
}

const shownMessages = 50

const lost = (c: Context): Response => noticePage(c, 404, 'lostTitle', 'webhookUnknown')

const draftIn = (values: FormValues): WebhookDraft => ({
  name: valueOf(values, 'name'),
  url: valueOf(values, 'url'),
  events: values['events'] ?? [],
})

/** What of an address is wrong here: it leads inside, as far as it says so itself. */
function reachProblems({ config }: OfficeDeps, draft: WebhookDraft): readonly DraftProblem[] {
  if (checkWebhook(draft).some(({ field }) => field === 'url')) return []
  const { hostname, protocol } = new URL(draft.url)
  const isEncrypted = protocol === 'https:'
  // A name without encryption may lead inside, if inside is allowed at all.
  const isBarred =
    isBarredHost(hostname, { allowed: config.webhookNetworks, isEncrypted }) || (!isEncrypted && config.webhookNetworks.length === 0)
  return isBarred ? [{ field: 'url', code: 'inside', seen: draft.url }] : []
}

async function created(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const draft = draftIn(values)
  return acting(
    deps,
    c,
    createWebhook,
    { draft, problems: reachProblems(deps, draft) },
    (came) => (came.kind === 'done' ? secretPage(deps, c, came.value, 'new') : newPage(c, { values, problems: came.failure.problems })),
    { form: values },
  )
}

async function changed(deps: OfficeDeps, c: Context, id: string): Promise<Response> {
  const { values } = await sentForm(c)
  const draft = draftIn(values)
  return acting(deps, c, changeWebhook, { id, draft, problems: reachProblems(deps, draft) }, (came) => {
    if (came.kind === 'done') return done(c, addressOf(id), 'done_webhook')
    return came.failure.code === 'unknown' ? lost(c) : onePage(deps, c, id, { values, problems: came.failure.problems })
  })
}

function turned(deps: OfficeDeps, c: Context, turn: typeof tryWebhook, state: 'paused' | 'resumed' | 'tried'): Promise<Response> {
  const id = c.req.param('id') ?? ''
  return acting(deps, c, turn, { id }, (came) => (came.kind === 'done' ? done(c, addressOf(id), `done_webhook-${state}`) : lost(c)))
}

const renewed = (deps: OfficeDeps, c: Context, id: string): Promise<Response> =>
  acting(deps, c, renewWebhook, { id }, (came) => (came.kind === 'done' ? secretPage(deps, c, came.value, 'renewed') : lost(c)))

const retried = (deps: OfficeDeps, c: Context, id: string, message: string): Promise<Response> =>
  acting(deps, c, retryWebhook, { id, message }, (came) =>
    came.kind === 'done' ? done(c, addressOf(id), 'done_webhook-retried') : lost(c),
  )

async function askToDelete(deps: OfficeDeps, c: Context, id: string): Promise<Response> {
  const webhook = await findWebhook(deps.database, id)
  if (!webhook) return lost(c)
  const reader = readerOf(c)
  return askPage(c, {
    reader,
    title: reader.say('webhookDeleteTitle'),
    back: { href: addressOf(id), text: webhook.name },
    what: webhook.name,
    code: new URL(webhook.url).host,
    meanings: [reader.say('webhookDeleteMeans'), reader.say('deleteMeans_log')],
    action: `${addressOf(id)}/delete`,
    go: reader.say('webhookDelete'),
    isGrave: true,
  })
}

/** The one time that a secret is shown. */
async function secretPage(deps: OfficeDeps, c: Context, { id, secret }: WebhookSecret, why: 'new' | 'renewed'): Promise<Response> {
  const reader = readerOf(c)
  const { say } = reader
  const name = (await findWebhook(deps.database, id))?.name ?? ''
  const title = say('webhookSecretTitle', { name })
  const body = (
    <Shell reader={reader}>
      <p class="back">
        <a href={address}>{say('webhooksTitle')}</a>
      </p>
      <h1>{title}</h1>
      <section class="card form">
        {secret === '' ? (
          <p>{say('webhookSecretAgain')}</p>
        ) : (
          <>
            <p>{say('webhookSecretText')}</p>
            <pre class="secret">
              <code>{secret}</code>
            </pre>
            {why === 'renewed' && <p class="note">{say('webhookSecretBoth')}</p>}
          </>
        )}
        <p class="acts">
          <a class="button" href={addressOf(id)}>
            {say('webhookSecretGo')}
          </a>
        </p>
      </section>
    </Shell>
  )
  return page(c, { reader, title, body })
}

type Listed = { readonly webhook: Webhook; readonly last: MessageStanding | undefined }

async function listPage({ database }: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const listed = await Promise.all(
    (await listWebhooks(database)).map(async (webhook) => ({ webhook, last: (await messagesOf(database, webhook.id, 1))[0] })),
  )
  return page(c, { reader, title: reader.say('webhooksTitle'), body: <List {...{ reader, listed }} /> })
}

const List = ({ reader, reader: { say }, listed }: { readonly reader: Reader; readonly listed: readonly Listed[] }) => (
  <Shell reader={reader}>
    <p class="back">
      <a href="/admin/settings">{say('navSettings')}</a>
    </p>
    <PageHead title={say('webhooksTitle')} text={say('webhooksText')}>
      {reader.may('settings.change') && (
        <p class="acts">
          <a class="button" href="/admin/new/webhook">
            {say('webhookNew')}
          </a>
        </p>
      )}
    </PageHead>
    {listed.length === 0 ? (
      <section class="card empty">
        <p>{say('webhooksNone')}</p>
      </section>
    ) : (
      <section class="card">
        <Region label={say('webhooksTitle')}>
          <table class="list folds paired">
            <ColumnHeads columns={[{ title: say('webhookName'), look: 'name' }, { title: say('state') }, { title: say('webhookLast') }]} />
            <tbody>
              {listed.map(({ webhook: { id, name, url, state }, last }) => (
                <tr key={id}>
                  <th scope="row" class="name">
                    <a href={addressOf(id)}>{name}</a>
                    <small>{new URL(url).host}</small>
                  </th>
                  <td data-label={say('state')}>
                    <span class={stateLooks[state]}>{say(`webhookState_${state}`)}</span>
                  </td>
                  <td data-label={say('webhookLast')}>
                    {last ? (
                      <>
                        {momentText(reader, last.written_at)} · <Standing {...{ reader, message: last }} />
                      </>
                    ) : (
                      '–'
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Region>
      </section>
    )}
  </Shell>
)

const stateLooks: Readonly<Record<Webhook['state'], string>> = { on: 'state open', paused: 'state paused', gone: 'state late' }

const labelsIn = ({ say }: Reader): Readonly<Record<string, string>> => ({
  name: say('webhookName'),
  url: say('webhookUrl'),
  events: say('webhookEvents'),
})

type FormProps = { readonly reader: Reader; readonly filled: Filled; readonly id?: string }

const WebhookForm = ({ reader, reader: { say }, filled, id }: FormProps) => {
  const labels = labelsIn(reader)
  const field = (name: string) => ({ reader, filled, name, label: labels[name] ?? name })
  return (
    <form class="card form" method="post" action={id === undefined ? '/admin/new/webhook' : addressOf(id)}>
      {id === undefined && <Once filled={filled} />}
      <Field {...field('name')} input={{ required: true }} />
      <Field
        {...field('url')}
        hint={say('webhookUrlHint')}
        input={{ required: true, maxLength: 500, autocapitalize: 'none', spellcheck: false }}
      />
      <Picks {...field('events')} type="checkbox" items={webhookEvents.map((value) => ({ value, text: say(`webhookEvent_${value}`) }))} />
      <p class="acts">
        <button type="submit">{say('save')}</button>
        {id !== undefined && <a href={`${addressOf(id)}/delete`}>{say('webhookDelete')}</a>}
        {id === undefined && <a href={address}>{say('cancel')}</a>}
      </p>
    </form>
  )
}

function newPage(c: Context, filled: Filled): Response {
  const reader = readerOf(c)
  const title = reader.say('webhookNew')
  const body = (
    <Shell reader={reader}>
      <p class="back">
        <a href={address}>{reader.say('webhooksTitle')}</a>
      </p>
      <h1>{title}</h1>
      <FormProblems {...{ reader, filled, labels: labelsIn(reader) }} />
      <WebhookForm {...{ reader, filled }} />
    </Shell>
  )
  return page(c, { reader, title, status: filled.problems.length > 0 ? 422 : 200, body })
}

async function onePage({ database }: OfficeDeps, c: Context, id: string, sent?: Filled): Promise<Response> {
  const webhook = await findWebhook(database, id)
  if (!webhook) return lost(c)
  const reader = readerOf(c)
  const filled = sent ?? prefilled({ name: webhook.name, url: webhook.url, events: webhook.events })
  const messages = await messagesOf(database, id, shownMessages)
  const status = filled.problems.length > 0 ? 422 : 200
  return page(c, { reader, title: webhook.name, status, body: <One {...{ reader, webhook, filled, messages }} /> })
}

type OneProps = {
  readonly reader: Reader
  readonly webhook: Webhook
  readonly filled: Filled
  readonly messages: readonly MessageStanding[]
}

const One = ({ reader, reader: { say }, webhook: { id, name, state, url }, filled, messages }: OneProps) => {
  const mayChange = reader.may('settings.change')
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={address}>{say('webhooksTitle')}</a>
      </p>
      <h1>{name}</h1>
      <p class="sub">
        <span class={stateLooks[state]}>{say(`webhookState_${state}`)}</span> {url}
      </p>
      <FormProblems {...{ reader, filled, labels: labelsIn(reader) }} />
      {state === 'gone' && <p class="note">{say('webhookGoneText')}</p>}
      <section class="card">
        <div class="head">
          <h2>{say('webhookMessages')}</h2>
          {mayChange && (
            <div class="acts">
              <ActButton {...{ id, what: 'try', text: say('webhookTry') }} />
              {state === 'on' ? (
                <ActButton {...{ id, what: 'pause', text: say('webhookPause') }} />
              ) : (
                <ActButton {...{ id, what: 'resume', text: say('webhookResume') }} />
              )}
              <ActButton {...{ id, what: 'renew', text: say('webhookRenew') }} />
            </div>
          )}
        </div>
        {state !== 'on' && <p class="note">{say('webhookResumeText')}</p>}
        {messages.length === 0 ? <p>{say('webhookMessagesNone')}</p> : <Messages {...{ reader, messages, mayChange }} />}
      </section>
      {mayChange && <WebhookForm {...{ reader, filled, id }} />}
    </Shell>
  )
}

const ActButton = ({ id, what, text }: { readonly id: string; readonly what: string; readonly text: string }) => (
  <form method="post" action={`${addressOf(id)}/${what}`}>
    <button class="quiet" type="submit">
      {text}
    </button>
  </form>
)

type MessagesProps = Pick<OneProps, 'reader' | 'messages'> & { readonly mayChange: boolean }

const Messages = ({ reader, reader: { say }, messages, mayChange }: MessagesProps) => (
  <Region label={say('webhookMessages')}>
    <table class="list folds">
      <ColumnHeads
        columns={[
          { title: say('webhookMessage'), look: 'name' },
          { title: say('webhookWhen') },
          { title: say('state') },
          ...(mayChange ? [{ title: say('jobActs') }] : []),
        ]}
      />
      <tbody>
        {messages.map((message) => (
          <tr key={message.id}>
            <th scope="row" class="name">
              {eventName(reader, message.event)}
              <small>{message.campaign}</small>
            </th>
            <td data-label={say('webhookWhen')}>{momentText(reader, message.written_at)}</td>
            <td data-label={say('state')}>
              <Standing {...{ reader, message }} />
            </td>
            {mayChange && (
              <td>
                {message.state === 'failed' && (
                  <ActButton
                    {...{
                      id: message.webhook,
                      what: `messages/${encodeURIComponent(message.id)}/retry`,
                      text: say('webhookRetry'),
                    }}
                  />
                )}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  </Region>
)

/** What a later version told stands as its code. */
function eventName({ say }: Reader, event: string): string {
  const word = `webhookEvent_${event}`
  return isOfficeWord(word) ? say(word) : event
}

function Standing({ reader, message }: { readonly reader: Reader; readonly message: MessageStanding }) {
  const { say, numbers } = reader
  const { state, tries, due_at, trouble } = message
  const text = {
    waiting: () => say('webhookWaiting', { time: momentText(reader, due_at) }),
    sending: () => say('webhookSending'),
    sent: () => say('webhookSent'),
    failed: () => say('webhookFailed'),
  }[state]()
  return (
    <>
      {state === 'failed' ? <span class="state late">{text}</span> : text}
      {trouble !== '' && (
        <small>
          {troubleText(reader, trouble)} · {say('webhookTries', { n: numbers.count(tries) })}
        </small>
      )}
    </>
  )
}

function troubleText({ say }: Reader, trouble: string): string {
  if (trouble === 'time') return say('webhookTrouble_time')
  if (trouble === 'inside') return say('webhookTrouble_inside')
  if (/^3\d\d$/.test(trouble)) return say('webhookTrouble_redirect', { seen: trouble })
  return say(/^\d{3}$/.test(trouble) ? 'webhookTrouble_status' : 'webhookTrouble_net', { seen: trouble })
}
