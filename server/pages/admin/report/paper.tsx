import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import style from '../../../../client/styles/report.css?inline'
import { escaped } from '../../shell'
import type { Reader } from '../reader'

type Paper = { readonly reader: Reader; readonly title: string; readonly isSample: boolean; readonly body: VNode }

/** A document made for A4 sheets; every sheet of made-up data says so at its top. */
export function paper(c: Context, { reader, title, isSample, body }: Paper): Response {
  c.header('Content-Security-Policy', policy)
  c.header('Cache-Control', 'private, no-store')
  c.header('Content-Language', reader.language)
  return c.html(
    `<!doctype html><html lang="${reader.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title><meta name="color-scheme" content="light"><style>${style}</style></head><body class="${isSample ? `sample-${reader.language}` : ''}">${renderToString(body)}</body></html>`,
  )
}

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')
