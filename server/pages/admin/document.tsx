import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import style from '../../../client/styles/admin.css?inline'
import { escaped } from '../shell'
import type { Reader } from './reader'

export type Document = {
  readonly reader: Reader
  readonly title: string
  readonly body: VNode
  readonly status?: ContentfulStatusCode
  /** The whole style of a page that does not look like the others, such as one for print. */
  readonly sheet?: string
  /** A script of our own that adds to the page what it also does without. */
  readonly script?: string | undefined
  /** What the content policy allows besides. */
  readonly policy?: readonly string[]
}

/** A whole page: style inline under its hash, nothing that runs but a script of our own, nothing kept by any cache. */
export function page(c: Context, { reader, title, body, status = 200, sheet = style, script, policy = [] }: Document): Response {
  c.header('Content-Security-Policy', [policyOf(sheet), ...(script === undefined ? [] : ["script-src 'self'"]), ...policy].join('; '))
  c.header('Cache-Control', 'private, no-store')
  c.header('Content-Language', reader.language)
  const html = `<!doctype html><html lang="${reader.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(`${title} · SIPAS`)}</title><meta name="color-scheme" content="light dark"><meta name="format-detection" content="telephone=no"><link rel="icon" href="${icon}"><style>${sheet}</style>${script === undefined ? '' : `<script type="module" src="${escaped(script)}"></script>`}</head><body>${renderToString(body)}</body></html>`
  // As bytes: a long page as a string is read over several times on its way out.
  return c.body(encoder.encode(html), status, { 'Content-Type': 'text/html; charset=UTF-8' })
}

const encoder = new TextEncoder()

const policies = new Map<string, string>()

function policyOf(sheet: string): string {
  const known = policies.get(sheet) ?? writtenPolicy(sheet)
  policies.set(sheet, known)
  return known
}

const writtenPolicy = (sheet: string): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(sheet).digest('base64')}'`,
    "img-src 'self' data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 40'%3E%3Crect width='40' height='40' rx='10' fill='%230b5d66'/%3E%3Cpath d='M11 30V20M20 30V10M29 30V15' stroke='%23fff' stroke-width='5'/%3E%3C/svg%3E"
