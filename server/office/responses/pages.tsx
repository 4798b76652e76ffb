import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { requireAct } from '../../access/permission'
import { areaFor } from '../../access/seen'
import type { CampaignRecord } from '../../db/campaigns'
import { importFileLimits } from '../../recording/import-file'
import { type OfficeDeps, withCampaign } from '../frame/deps'
import { noticePage } from '../frame/document'
import { refused } from '../frame/door'
import { readerOf } from '../frame/reader'
import { asideDone, fileNamed, previewPage } from './aside'
import { importPages } from './import'
import { fileTooLarge, listPage } from './list'
import { confirmed, requestPage, withdrawn } from './requests'

const address = '/campaigns/:code/responses'

/** The responses of a campaign without their answers, and what is done with them by who stands over the whole province. */
export function responseListPages(deps: OfficeDeps): Hono {
  const may = requireAct(deps, 'responses.set-aside', refused)
  const over = (c: Context, next: (record: CampaignRecord) => Promise<Response>) => overProvince(deps, c, next)
  const on = async (c: Context, next: (record: CampaignRecord, request: string) => Promise<Response>): Promise<Response> =>
    // Nothing that waits is there for who is over a part alone.
    (await isOver(deps, c)) ? over(c, (record) => next(record, c.req.param('id') ?? '')) : noticePage(c, 404, 'lostTitle', 'lostText')
  const limited = bodyLimit({
    maxSize: importFileLimits.bytes + 65_536,
    onError: (c) => over(c, (record) => listPage(deps, c, record, fileTooLarge(readerOf(c)))),
  })
  return new Hono()
    .get(address, may, (c) => over(c, (record) => listPage(deps, c, record)))
    .route('/', importPages(deps, may, over))
    .post(`${address}/file`, may, limited, (c) => over(c, (record) => fileNamed(deps, c, record)))
    .post(`${address}/preview`, may, (c) => over(c, (record) => previewPage(deps, c, record)))
    .post(address, may, (c) => over(c, (record) => asideDone(deps, c, record)))
    .get(`${address}/requests/:id`, may, (c) => on(c, (record, id) => requestPage(deps, c, record, id)))
    .post(`${address}/requests/:id/confirm`, may, (c) => on(c, (record, id) => confirmed(deps, c, record, id)))
    .post(`${address}/requests/:id/withdraw`, may, (c) => on(c, (record, id) => withdrawn(deps, c, record, id)))
}

const isOver = async (deps: OfficeDeps, c: Context): Promise<boolean> => (await areaFor(deps, c, 'responses.set-aside')) === 'everywhere'

const overProvince = async (deps: OfficeDeps, c: Context, next: (record: CampaignRecord) => Promise<Response>): Promise<Response> =>
  (await isOver(deps, c)) ? withCampaign(deps, c, c.req.param('code') ?? '', 'responses.set-aside', next) : refused(c, 403)
