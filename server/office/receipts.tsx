import { type Context, Hono } from 'hono'
import { idsOf, receiptCode } from '../../surveys/answers/receipt'
import { localised } from '../../surveys/instrument/language'
import type { LocalText } from '../../surveys/instrument/schema'
import { requireAct } from '../access/permission'
import { eraseResponse } from '../acts/responses'
import { findCampaign, listCampaigns } from '../db/campaigns'
import { findResponse, type Receipted, responsesBetween } from '../db/responses'
import { withWriter } from '../recording/writer'
import { acting } from './frame/acting'
import { askPage } from './frame/ask'
import type { OfficeDeps } from './frame/deps'
import { noticePage, page } from './frame/document'
import { refused } from './frame/door'
import { Field, prefilled } from './frame/form'
import { done, type Reader, readerOf } from './frame/reader'
import { FactList, Shell } from './frame/shell'

/** Finds the response that a receipt belongs to, without an answer of it, and erases it when its citizen asks for that. */
export function receiptPages(deps: OfficeDeps): Hono {
  const erase = requireAct(deps, 'responses.erase', refused)
  return new Hono()
    .get('/receipts', erase, (c) => searchPage(deps, c))
    .get('/receipts/:campaign/:id/erase', erase, (c) => askToErase(deps, c))
    .post('/receipts/:campaign/:id/erase', erase, (c) => erased(deps, c))
}

const home = '/admin/receipts'

/** In letters; a code has nine. */
const longestTyped = 40

type Found = Receipted & { readonly title: LocalText }

async function searchPage({ database }: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const typed = (c.req.query('code') ?? '').trim().slice(0, longestTyped)
  const ids = typed === '' ? undefined : idsOf(typed)
  const campaigns = new Map((await listCampaigns(database)).map(({ code, title }) => [code, title]))
  const found = ids && (await responsesBetween(database, ids)).map((one) => ({ ...one, title: campaigns.get(one.campaign) ?? {} }))
  return page(c, {
    reader,
    title: reader.say('navReceipts'),
    status: typed === '' || found?.length ? 200 : found ? 404 : 422,
    body: <Receipts {...{ reader, typed, found }} />,
  })
}

/** The one response that an address names, as long as it is not erased. */
async function withResponse({ database }: OfficeDeps, c: Context, next: (found: Found) => Response): Promise<Response> {
  const [campaign, id] = [c.req.param('campaign') ?? '', c.req.param('id') ?? '']
  const record = await findCampaign(database, campaign)
  const row = record && (await findResponse(database, campaign, id))
  return row ? next({ ...row, title: record.campaign.title }) : notThere(c)
}

const notThere = (c: Context): Response => noticePage(c, 404, 'receiptNotTitle', 'receiptNotText')

const askToErase = (deps: OfficeDeps, c: Context): Promise<Response> =>
  withResponse(deps, c, ({ campaign, id, received_on: day, title: asked }) => {
    const reader = readerOf(c)
    const { say, numbers, language } = reader
    const meanings = [
      say('receiptEraseMeans_figures'),
      say('receiptEraseMeans_released'),
      say('receiptEraseMeans_files'),
      say('receiptEraseMeans_backups'),
      say('receiptEraseMeans_contact'),
      say('receiptEraseMeans_final'),
    ]
    return askPage(c, {
      reader,
      title: say('receiptEraseTitle'),
      back: { href: `${home}?code=${receiptCode(id)}`, text: say('navReceipts') },
      what: `${localised(asked, language)}, ${say('receiptArrived', { day: numbers.day(day) })}`,
      code: receiptCode(id),
      meanings,
      action: eraseAddress({ campaign, id }),
      go: say('receiptEraseGo'),
      isGrave: true,
    })
  })

function erased(deps: OfficeDeps, c: Context): Promise<Response> {
  const wanted = { campaign: c.req.param('campaign') ?? '', id: c.req.param('id') ?? '' }
  return withWriter(deps.database, (writer) =>
    acting({ ...deps, writer }, c, eraseResponse, wanted, (came) =>
      came.kind === 'done' ? done(c, home, 'done_response-erased') : notThere(c),
    ),
  )
}

const stateWords = { '': 'receiptCounted', void: 'receiptVoid', quarantine: 'receiptQuarantine' } as const

const eraseAddress = ({ campaign, id }: Pick<Receipted, 'campaign' | 'id'>): string =>
  `${home}/${encodeURIComponent(campaign)}/${encodeURIComponent(id)}/erase`

type ReceiptsProps = {
  readonly reader: Reader
  readonly typed: string
  /** Undefined where nothing was typed, or no code. */
  readonly found: readonly Found[] | undefined
}

const Receipts = ({ reader, reader: { say }, typed, found }: ReceiptsProps) => (
  <Shell reader={reader}>
    <h1>{say('navReceipts')}</h1>
    <p class="sub">{say('receiptsText')}</p>
    <form class="card form" method="get" action={home}>
      <Field
        {...{ reader }}
        filled={prefilled({ code: typed })}
        name="code"
        label={say('receiptCodeLabel')}
        hint={say('receiptCodeHint')}
        input={{ required: true, maxLength: longestTyped, spellcheck: false }}
      />
      <p class="acts">
        <button type="submit">{say('receiptFind')}</button>
      </p>
    </form>
    {typed !== '' && (
      <section class="card form" aria-labelledby="found">
        <h2 id="found">{say(found === undefined ? 'receiptNoCode' : found.length === 0 ? 'receiptNone' : 'receiptFound')}</h2>
        {found === undefined && <p>{say('receiptNoCodeText')}</p>}
        {found?.length === 0 && <p>{say('receiptNoneText')}</p>}
        {found?.map((one) => (
          <FoundResponse key={`${one.campaign} ${one.id}`} {...{ reader, one }} />
        ))}
      </section>
    )}
  </Shell>
)

const FoundResponse = ({ reader: { say, numbers, language }, one }: Pick<ReceiptsProps, 'reader'> & { readonly one: Found }) => (
  <>
    <FactList
      look="facts"
      facts={[
        { name: say('campaign'), value: localised(one.title, language) },
        ...(one.erased === 0 ? [{ name: say('receiptDay'), value: numbers.day(one.received_on) }] : []),
        { name: say('state'), value: say(one.erased === 0 ? stateWords[one.set_aside] : 'receiptErased') },
      ]}
    />
    {one.erased === 0 && (
      <p class="acts">
        <a class="button quiet" href={eraseAddress(one)}>
          {say('receiptEraseGo')}
        </a>
      </p>
    )}
  </>
)
