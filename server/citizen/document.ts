import { createHash } from 'node:crypto'
import paperStyle from '../../client/styles/designer/paper.css?inline'
import lyingStyle from '../../client/styles/kiosk-lying.css?inline'
import displayStyle from '../../client/styles/display.css?inline'
import kioskStyle from '../../client/styles/kiosk.css?inline'
import sheetStyle from '../../client/styles/sheet.css?inline'
import surveyStyle from '../../client/styles/survey.css?inline'
import rareStyle from '../../client/styles/survey/rare.css?inline'
import waiting from '../../client/outbox/waiting.js?raw'
import beforePaint from '../../client/survey/beforePaint.js?raw'
import type { Layout } from '../../client/survey/model'
import type { Brought } from '../../client/text/languages'
import { directionOf } from '../../surveys/instrument/direction'
import { notice } from '../../client/text/notices'
import { scriptMarks, scriptStyle } from './fonts'

export type DocumentParts = {
  readonly language: string
  readonly title: string
  readonly layout: Layout | 'paper' | 'sheet' | 'display'
  /** Markup of the body, already escaped. */
  readonly body: string
  /** Present where the browser takes over. */
  readonly scripts?: { readonly script: string; readonly more?: string | undefined; readonly model: string } | undefined
  /** A script of our own that fills the page. */
  readonly filler?: string | undefined
  /** Whether the page asks by a rare question type, which has a style of its own. */
  readonly isRare?: boolean
  /** The style of scripts that need a font (`lettersOf`). */
  readonly letters?: string
  /** The words that the questionnaire shown brings along. */
  readonly brought?: Brought
  /** Seconds after which a kiosk looks again. */
  readonly refresh?: number | undefined
}

/** A whole document: its style inline, so that one response is enough to paint. */
export function documentOf({
  language,
  title,
  layout,
  body,
  scripts,
  filler,
  isRare = false,
  letters = '',
  brought,
  refresh,
}: DocumentParts): string {
  return `<!doctype html><html lang="${escaped(language)}" dir="${directionOf(language)}" class="${layout}"${layout === 'kiosk' ? ' translate="no"' : ''}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title><meta name="color-scheme" content="light dark"><meta name="format-detection" content="telephone=no">${refreshOf({ layout, refresh, filler })}<link rel="icon" href="${icon}"><style>${styles[layout]}</style>${isRare ? `<style>${rareStyle}</style>` : ''}${letters === '' ? '' : `<style${scriptMarks}>${letters}</style>`}${scriptsOf({ layout, scripts, filler })}</head><body>${layout === 'phone' && filler === undefined ? refusedPlace(language, brought) : ''}${body}</body></html>`
}

/** A counter's screen looks again by its script, which can say where it could not. */
function refreshOf({ layout, refresh, filler }: Pick<DocumentParts, 'layout' | 'refresh' | 'filler'>): string {
  if (refresh === undefined) return ''
  const again = `<meta http-equiv="refresh" content="${refresh}">`
  return layout !== 'display' || filler === undefined ? again : `<noscript>${again}</noscript>`
}

/** Headers of every page a citizen sees: nothing runs or loads but what the page names. */
export const pageHeaders = (): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': policy,
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
})

/** Headers of a page that only pages of ours may show inside themselves. */
export const framedHeaders = (): Readonly<Record<string, string>> => ({
  ...pageHeaders(),
  'Content-Security-Policy': policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
})

/** What scripts of ours read of an element, as its attributes. */
export const dataMarks = (marks: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(marks)
    .map(([name, value]) => (value === undefined ? '' : ` data-${name}="${escaped(value)}"`))
    .join('')

export const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

const styles = {
  phone: surveyStyle,
  kiosk: surveyStyle + kioskStyle + lyingStyle,
  paper: surveyStyle + paperStyle,
  sheet: surveyStyle + sheetStyle,
  display: surveyStyle + displayStyle,
} as const satisfies Record<DocumentParts['layout'], string>
const inlined = (source: string): string =>
  source
    .replace(/^\/\/.*\n/, '')
    .replace(/\s*\n\s*/g, '\n')
    .trim()
const inlineScript = inlined(beforePaint)
const waitingScript = inlined(waiting)

/** The survey's own scripts, or those of a frame; every other page of a citizen sends what the device still keeps. */
function scriptsOf({ layout, scripts, filler }: Pick<DocumentParts, 'layout' | 'scripts' | 'filler'>): string {
  if (filler !== undefined) return `<script type="module" src="${escaped(filler)}"></script>`
  if (scripts) return scriptTags(scripts)
  return layout === 'paper' || layout === 'display' ? '' : `<script type="module">${waitingScript}</script>`
}

/** Room on every page of a phone for what was refused after its owner had gone; `client/outbox/refused.ts` writes there. */
const refusedPlace = (language: string, brought: Brought | undefined): string =>
  `<div class="summary told" role="alert" hidden data-refused="${escaped(notice(language, 'laterTitle', {}, brought))}" data-counted="${escaped(notice(language, 'firstCounted', {}, brought))}" data-large="${escaped(notice(language, 'laterLarge', {}, brought))}"><p></p><p></p><button class="go" type="button">${escaped(notice(language, 'laterLook', {}, brought))}</button> <button class="quiet" type="button">${escaped(notice(language, 'laterSeen', {}, brought))}</button></div>`

const scriptTags = ({ script, more, model }: NonNullable<DocumentParts['scripts']>): string =>
  `<script>${inlineScript}</script><link rel="preload" as="fetch" crossorigin href="${escaped(model)}">${more === undefined ? '' : `<link rel="modulepreload" href="${escaped(more)}">`}<script type="module" src="${escaped(script)}"></script>`

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const policy = [
  "default-src 'none'",
  `script-src 'self' ${hash(inlineScript)} ${hash(waitingScript)}`,
  `style-src 'self' ${[...Object.values(styles), rareStyle, scriptStyle].map(hash).join(' ')}`,
  "font-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const icon =
  "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20viewBox='0%200%2040%2040'%3E%3Ccircle%20cx='20'%20cy='20'%20r='19'%20fill='%230b5d66'/%3E%3Cpath%20d='M10%2020l7%207%2013-14'%20fill='none'%20stroke='%23fff'%20stroke-width='4'/%3E%3C/svg%3E"
