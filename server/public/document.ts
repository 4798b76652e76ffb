import { createHash } from 'node:crypto'
import type { VNode } from 'preact'
import { render } from 'preact-render-to-string'
import style from '../../client/styles/public.css?inline'
import type { Language } from '../../client/text/languages'
import { escaped } from '../citizen/document'

/** What a link to a page shows where it is sent. */
export type LinkPreview = {
  /** The page's own address, with its host. */
  readonly url: string
  readonly site: string
  readonly description: string
  readonly picture?: { readonly url: string; readonly alt: string } | undefined
}

type PublicDocument = {
  readonly language: Language
  readonly title: string
  readonly body: VNode
  readonly preview?: LinkPreview | undefined
  readonly others?: readonly { readonly language: Language; readonly href: string }[]
  /** In the light only, where the page around it is not ours. */
  readonly scheme?: 'light' | 'light dark'
  /** Nothing that a search engine should keep. */
  readonly isUnlisted?: boolean
}

/** A whole page: its style inline, no script, nothing fetched but what it names. */
export const publicDocument = ({
  language,
  title,
  body,
  preview,
  others = [],
  scheme = 'light dark',
  isUnlisted = false,
}: PublicDocument): string =>
  `<!doctype html><html lang="${language}"${scheme === 'light' ? ' class="light"' : ''}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title><meta name="color-scheme" content="${scheme}"><meta name="format-detection" content="telephone=no">${isUnlisted ? '<meta name="robots" content="noindex">' : ''}${others.map((other) => `<link rel="alternate" hreflang="${other.language}" href="${escaped(other.href)}">`).join('')}${preview ? previewMarks(language, title, preview) : ''}<link rel="icon" href="${icon}"><style>${style}</style></head><body>${render(body)}</body></html>`

function previewMarks(language: Language, title: string, { url, site, description, picture }: LinkPreview): string {
  const property = (name: string, content: string) => `<meta property="${name}" content="${escaped(content)}">`
  const named = (name: string, content: string) => `<meta name="${name}" content="${escaped(content)}">`
  return [
    named('description', description),
    `<link rel="canonical" href="${escaped(url)}">`,
    property('og:type', 'article'),
    property('og:url', url),
    property('og:site_name', site),
    property('og:title', title),
    property('og:description', description),
    property('og:locale', language === 'vi' ? 'vi_VN' : 'en_GB'),
    ...(picture
      ? [
          property('og:image', picture.url),
          property('og:image:type', 'image/png'),
          property('og:image:width', '1200'),
          property('og:image:height', '630'),
          property('og:image:alt', picture.alt),
          named('twitter:card', 'summary_large_image'),
          named('twitter:image', picture.url),
          named('twitter:image:alt', picture.alt),
        ]
      : [named('twitter:card', 'summary')]),
    named('twitter:title', title),
    named('twitter:description', description),
  ].join('')
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** What a page of published figures may do, and who may show it inside of theirs. */
export const publicPolicy = (ancestors: readonly string[] = []): string =>
  [
    "default-src 'none'",
    `style-src ${hash(style)}`,
    "img-src 'self' data:",
    "form-action 'none'",
    "base-uri 'none'",
    `frame-ancestors ${ancestors.length === 0 ? "'none'" : ancestors.join(' ')}`,
  ].join('; ')

const icon =
  "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20viewBox='0%200%2040%2040'%3E%3Crect%20width='40'%20height='40'%20rx='10'%20fill='%230b5d66'/%3E%3Cpath%20d='M11%2030V20M20%2030V10M29%2030V15'%20stroke='%23fff'%20stroke-width='5'/%3E%3C/svg%3E"
