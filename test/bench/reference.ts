import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { checkAnswers } from '../../surveys/answers/check'
import { readDefinition } from '../../surveys/instrument/definition'
import { type Questionnaire, submittedResponse } from '../../surveys/instrument/schema'
import { minimalWriter } from './minimal-writer'
import { staticPage } from './static-page'

/** What the product is held against, in a process of its own: `reference.ts FOLDER`. */
const [folder = '.'] = process.argv.slice(2)
const writer = minimalWriter(`${folder}/minimal.sqlite`)
const service = questionnaireNamed('sipas-service')
const pages = new Map(['sipas-service', 'sipas-2026'].map((id) => [id, gzipSync(staticPage(questionnaireNamed(id)))]))

const app = new Hono()
  .post('/bare', async (c) => {
    const parsed = submittedResponse.safeParse(await c.req.json())
    if (!parsed.success || checkAnswers(service, parsed.data.answers).length > 0) return c.json({ code: 'invalid' }, 422)
    return c.json({ id: parsed.data.id }, 201)
  })
  .post('/minimal', async (c) => {
    const body: unknown = await c.req.json()
    const id = await writer.write(body)
    return id === undefined ? c.json({ code: 'invalid' }, 422) : c.json({ id }, 201)
  })
  .get('/static/:id', (c) => {
    const page = pages.get(c.req.param('id'))
    return page
      ? c.body(new Uint8Array(page), 200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Encoding': 'gzip' })
      : c.notFound()
  })

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => process.send?.(port))

function questionnaireNamed(id: string): Questionnaire {
  const file = new URL(`../../surveys/questionnaires/${id}.json`, import.meta.url)
  const reading = readDefinition(JSON.parse(readFileSync(file, 'utf8')))
  if (!reading.ok) throw new Error(`${id} breaks its rules`)
  return reading.questionnaire
}
