import { type Context, Hono } from 'hono'
import { requireAct } from '../../access/permission'
import { seenCampaign, seenTouchpoint } from '../../access/seen'
import { surveyAddress } from '../../db/touchpoints'
import { type QrModules, qrModules, qrPng, qrSvg } from '../../files/images'
import type { OfficeDeps } from '../frame/deps'
import { noticePage } from '../frame/document'
import { refused } from '../frame/door'
import { originFor } from './list'
import { notPrintable } from './printing'

/** The QR code of one touchpoint as a picture. */
export function qrPages(deps: OfficeDeps): Hono {
  const read = requireAct(deps, 'office.read', refused)
  return new Hono()
    .get('/touchpoints/:code/qr.svg', read, (c) => withModules(deps, c, (modules) => picture(c, 'svg', 'image/svg+xml', qrSvg(modules))))
    .get('/touchpoints/:code/qr.png', read, (c) => {
      const size = c.req.query('size') || String(pixels.usual)
      if (!/^\d{1,4}$/.test(size) || Number(size) < pixels.least || Number(size) > pixels.most)
        return noticePage(c, 404, 'lostTitle', 'pixelsInvalid', { seen: size, least: String(pixels.least), most: String(pixels.most) })
      return withModules(deps, c, (modules) => picture(c, 'png', 'image/png', qrPng(modules, Number(size))))
    })
}

/** Pixels a side of a PNG, from a thumbnail to a banner. */
const pixels = { least: 128, usual: 1024, most: 4096 } as const

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
