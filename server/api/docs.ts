import { Hono } from 'hono'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { guideWords } from '../../client/text/guide'
import { type Language, languageName, languages, spokenFor } from '../../client/text/languages'
import { languageWanted } from '../problems'

const files = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
} as const

/** The reader’s language, and the way to the others; the viewer stands below. */
const page = (language: Language): string => {
  const { title } = guideWords(language)
  const others = languages
    .filter((tag) => tag !== language)
    .map((tag) => `<a lang="${tag}" hreflang="${tag}" href="/api/docs?lang=${tag}">${languageName(tag)}</a>`)
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} – SIPAS</title><link rel="stylesheet" href="/api/docs/swagger-ui.css"><style>${style}</style></head>
<body><nav>${others.join(' ')}</nav><main id="reference"></main><script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`
}

/** Examples are read and copied: in the colour of the text and not bold, as they are written; links in ours. */
const style = `nav{max-width:1460px;margin:0 auto;padding:12px 20px;text-align:right;font:16px/1.5 sans-serif}nav a{display:inline-block;padding:4px 8px;color:#0b5d66}
.dark-mode nav a{color:#74cbd2}html .swagger-ui.swagger-ui .renderedMarkdown code{color:inherit;font-weight:400}.swagger-ui .renderedMarkdown pre>code{padding:10px 14px}`

// The viewer has its own dark, which it takes from a class.
const start = `const dark = matchMedia('(prefers-color-scheme: dark)')
const look = () => document.documentElement.classList.toggle('dark-mode', dark.matches)
look()
dark.addEventListener('change', look)
SwaggerUIBundle({ url: '/api/v1/openapi.json?lang=' + document.documentElement.lang, dom_id: '#reference', deepLinking: true, validatorUrl: null })`

// The viewer sets style attributes itself, so this page alone allows them.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"

/** The API to read and try in a browser, without any outside address. */
export const docs = () => {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  const app = new Hono()
    .get('/', (c) => c.html(page(spokenFor(languageWanted(c))), 200, { 'Content-Security-Policy': policy }))
    .get('/start.js', (c) => c.body(start, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }))
  for (const [name, type] of Object.entries(files))
    app.get(`/${name}`, (c) =>
      c.body(new Uint8Array(readFileSync(join(folder, name))), 200, { 'Content-Type': type, 'Cache-Control': 'public, max-age=3600' }),
    )
  return app
}
