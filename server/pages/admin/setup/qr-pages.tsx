import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { findCampaign } from '../../../db/campaigns'
import { findTouchpoint } from '../../../db/touchpoints'
import { qrModules, type QrModules, qrPng, qrSvg } from '../../../setup/qr'
import { surveyAddress } from '../../../setup/touchpoints'
import type { AdminDeps } from '../../admin'
import { noticePage } from '../notice-page'
import { originFor } from './origin'

/** Pixels a side of a PNG, from a thumbnail to a banner. */
const pixels = { least: 128, usual: 1024, most: 4096 } as const

/** The QR code of one touchpoint as a picture. */
export const qrPages = (deps: AdminDeps, read: MiddlewareHandler): Hono =>
  new Hono()
    .get('/qr.svg', read, (c) => withModules(deps, c, (modules) => picture(c, 'svg', 'image/svg+xml', qrSvg(modules))))
    .get('/qr.png', read, (c) => {
      const size = c.req.query('size') || String(pixels.usual)
      if (!/^\d{1,4}$/.test(size) || Number(size) < pixels.least || Number(size) > pixels.most) return noticePage(c, 404, 'lostTitle', 'pixelsInvalid', { seen: size, least: String(pixels.least), most: String(pixels.most) })
      return withModules(deps, c, (modules) => picture(c, 'png', 'image/png', qrPng(modules, Number(size))))
    })

async function withModules({ config, database }: AdminDeps, c: Context, next: (modules: QrModules) => Response): Promise<Response> {
  const code = c.req.param('code') ?? ''
  const touchpoint = await findTouchpoint(database, code)
  const record = touchpoint && (await findCampaign(database, touchpoint.campaign))
  if (!record) return noticePage(c, 404, 'lostTitle', 'touchpointUnknown', { seen: code })
  const origin = originFor(config, c, record.campaign.synthetic)
  return origin.isPrintable ? next(qrModules(surveyAddress(origin.url, touchpoint))) : noticePage(c, 409, 'printNotTitle', 'printNotText')
}

function picture(c: Context, ending: 'svg' | 'png', type: string, body: string | Uint8Array<ArrayBuffer>): Response {
  const name = `qr-${c.req.param('code') ?? ''}.${ending}`
  const saving = c.req.query('download') === undefined ? {} : { 'Content-Disposition': `attachment; filename="${name}"` }
  return c.body(body, 200, { 'Content-Type': type, 'Cache-Control': 'private, max-age=300', ...saving })
}
