import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasDied, ownerHere, takeLease } from '../../server/recording/lease'
import { type Database, openDatabase } from '../../server/db/dialect'
import { tallyLayoutOf, questionnaireSource } from '../../server/db/questionnaires'
import { deleteTouchpoint } from '../../server/db/touchpoints'
import { countResponses } from '../../server/db/responses'
import { addTally, decodeTally, emptyTally } from '../../surveys/figures/tally'
import { fielded, post, response, shippedVersion } from './fielded'
import { engines, migratedDatabase, startServer } from './harness'
import { type ServerProcess, startProcess } from './process'

describe.each(engines)('two processes that write to one database on %s', (engine) => {
  let folder: string
  let servers: readonly ServerProcess[]
  let looking: Database
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sipas-'))
    const address = await migratedDatabase(engine, folder)
    const settings = { DATA_DIR: folder, DATABASE_URL: engine === 'SQLite' ? '' : address }
    servers = [await startProcess(settings), await startProcess(settings)]
    looking = openDatabase(address)
    await fielded(looking)
  })
  afterAll(async () => {
    await looking.db.destroy()
    for (const server of servers) await server.end('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  })
  it('count each of 200 responses once, each sent to both, twice, at once', async () => {
    const bodies = Array.from({ length: 200 }, (_, index) => response({ A1: String((index % 5) + 1), overall: '4' }))
    const sent = bodies.flatMap((body) =>
      [...servers, ...servers].map(async ({ url }) => ({ id: body.id, status: (await post(url, body)).status })),
    )
    const answers = await Promise.all(sent)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 201]))
    for (const { id } of bodies) expect(answers.filter((answer) => answer.id === id && answer.status === 201)).toHaveLength(1)
    expect(await countResponses(looking, 'c1')).toBe(200)
  })

  it('hold different slots, each with a gapless count', async () => {
    for (const { url } of servers) expect((await post(url, response())).status).toBe(201)
    const rows = await looking.db.selectFrom('responses').select(['writer', 'seq']).orderBy('writer').orderBy('seq').execute()
    const writers = [...new Set(rows.map(({ writer }) => writer))]
    expect(writers).toHaveLength(2)
    for (const writer of writers) {
      const own = rows.filter((row) => row.writer === writer)
      expect(own.map(({ seq }) => seq)).toEqual(own.map((_, index) => index + 1))
    }
  })

  it('agree in their tallies with what is stored', async () => {
    const { questionnaire } = await questionnaireSource(looking).get('sipas-service', shippedVersion['sipas-service'])
    const layout = tallyLayoutOf(questionnaire)
    const rows = await looking.db.selectFrom('tallies').select(['month', 'sums']).execute()
    const whole = emptyTally(layout)
    const months = emptyTally(layout)
    for (const { month, sums } of rows) addTally(month === '' ? whole : months, decodeTally(layout, sums))
    expect(whole[0]).toBe(202)
    expect([...months]).toEqual([...whole])
  })
})

describe('the slot of a process', () => {
  it('is kept while that lives, and free as soon as it is killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sipas-'))
    const server = await startProcess({ DATA_DIR: folder })
    const database = openDatabase(join(folder, 'sipas.sqlite'))
    const [killed] = await database.db.selectFrom('writers').select('owner').execute()
    expect(hasDied(killed?.owner ?? '')).toBe(false)
    await server.end('SIGKILL')
    expect(hasDied(killed?.owner ?? '')).toBe(true)
    expect((await takeLease(database, Date.now())).slot).toBe(1)
    expect((await takeLease(database, Date.now())).slot).toBe(2)
    await database.db.destroy()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is free although its number is borne again: by us, as in a container, or by somebody else', () => {
    const [host, here, born, nonce] = ownerHere().split('/')
    expect(hasDied(ownerHere())).toBe(false)
    expect(hasDied([host, here, 'an-earlier-start', nonce].join('/'))).toBe(true)
    // The process that started this one lives.
    expect(hasDied([host, process.ppid, born, nonce].join('/'))).toBe(process.platform === 'linux')
    expect(hasDied(['elsewhere', here, 'an-earlier-start', nonce].join('/'))).toBe(false)
  })
})

describe.each(engines)('a writer whose slot is taken on %s', (engine) => {
  it('takes another slot and stores the response all the same', async () => {
    const server = await startServer({ engine })
    await fielded(server.database)
    expect((await post(server.url, response())).status).toBe(201)
    await server.database.db.updateTable('writers').set({ owner: 'elsewhere/1/x', expires_at: '2999-01-01T00:00:00.000Z' }).execute()
    expect((await post(server.url, response())).status).toBe(201)
    const rows = await server.database.db.selectFrom('responses').select(['writer', 'seq']).orderBy('writer').execute()
    expect(rows).toEqual([
      { writer: 1, seq: 1 },
      { writer: 2, seq: 1 },
    ])
    await server.close()
  })
})

describe.each(engines)('a touchpoint that was deleted a moment ago on %s', (engine) => {
  it('takes nothing more, though what it asks is still known; what came together with it is stored', async () => {
    const now = Date.now()
    const server = await startServer({ engine, now: () => now })
    await fielded(server.database)
    const send = async (touchpoint: string) => {
      const reply = await post(server.url, response(undefined, { touchpoint }))
      return reply.ok ? reply.status : [reply.status, (await reply.json()).code]
    }
    expect([await send('q1'), await send('k2')]).toEqual([201, 201])
    await deleteTouchpoint(server.database, 'k2')
    const refused = [422, 'touchpoint_unknown']
    expect(await Promise.all(['q1', 'k2', 'q1', 'k2'].map(send))).toEqual([201, refused, 201, refused])
    expect(await countResponses(server.database, 'c1')).toBe(4)
    const { questionnaire } = await questionnaireSource(server.database).get('sipas-service', shippedVersion['sipas-service'])
    const rows = await server.database.db.selectFrom('tallies').select('sums').where('month', '=', '').execute()
    expect(rows.reduce((sum, { sums }) => sum + (decodeTally(tallyLayoutOf(questionnaire), sums)[0] ?? 0), 0)).toBe(4)
    await server.close()
  })
})
