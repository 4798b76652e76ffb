import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSound } from '../../server/files/sound'
import { soundLimits, withSound } from '../../surveys/designing/sounds'
import { readSmall, smallSource } from '../surveys/small'
import { type Designing, designing } from './designing'
import { agency, fielded } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { pino } from 'pino'
import { eventsOf } from '../../server/db/events'
import { forgetUnnamed } from '../../server/nightly'
import { publishedMediaTable } from '../../server/db/migrations/0066-published-media'
import { tokenOf } from './token'
import { mp3Of, mp4FragmentsOf, mp4Of, webmOf } from './recordings'

const problemOf = (bytes: Uint8Array) => {
  const reading = readSound(bytes)
  return reading.ok ? undefined : reading.problem
}

describe('a recording', () => {
  it.each([
    ['MP3', mp3Of(40), 'audio/mpeg', 1045],
    [
      'MP3 behind what a program wrote about it',
      joined(Buffer.from('ID3\x03\0\0\0\0\0\x0a', 'latin1'), Buffer.alloc(10), mp3Of(40)),
      'audio/mpeg',
      1045,
    ],
    ['M4A', mp4Of(2500), 'audio/mp4', 2500],
    ['M4A as a browser records it', mp4FragmentsOf(3, 10), 'audio/mp4', 600],
    ['M4A whose fragments leave the length of samples to its head', mp4FragmentsOf(2, 10, 'once'), 'audio/mp4', 400],
    ['WebM as a browser records it', webmOf(23_456), 'audio/webm', 23_456],
  ] as const)('is known by its content, with its length: %s', (_, bytes, type, milliseconds) => {
    expect(readSound(bytes)).toEqual({ ok: true, sound: { type, milliseconds } })
  })

  it.each([
    ['nothing', new Uint8Array(0), 'sound_unreadable'],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'sound_unreadable'],
    ['two frames and other things', joined(mp3Of(2), Buffer.alloc(4000)), 'sound_unreadable'],
    ['the beginning of a WebM', webmOf(1000).slice(0, 40), 'sound_unreadable'],
    ['a film in WebM', webmOf(1000, 'V_VP8', 1), 'sound_with_picture'],
    ['a film in MP4', mp4Of(1000, 'vide'), 'sound_with_picture'],
    ['Vorbis in WebM', webmOf(1000, 'A_VORBIS'), 'sound_not_opus'],
    ['more than a minute of MP3', mp3Of(2400), 'sound_too_large'],
    ['more than a minute of M4A', mp4Of(soundLimits.milliseconds + 1), 'sound_too_long'],
    ['more than a minute of M4A in fragments', mp4FragmentsOf(61, 50), 'sound_too_long'],
    ['more than a minute of WebM', webmOf(soundLimits.milliseconds + 100), 'sound_too_long'],
    ['more bytes than a minute needs', new Uint8Array(soundLimits.bytes + 1), 'sound_too_large'],
  ] as const)('is refused with why: %s', (_, bytes, problem) => {
    expect(problemOf(bytes)).toBe(problem)
  })

  it('is read to its end or refused, whatever its bytes say', () => {
    for (const whole of [mp3Of(5), mp4Of(500), mp4FragmentsOf(2, 3), webmOf(500)])
      for (let at = 0; at < Math.min(whole.length, 400); at += 1)
        for (const value of [0, 0xff]) {
          const bytes = whole.slice()
          bytes[at] = value
          expect(typeof readSound(bytes).ok).toBe('boolean')
        }
  })
})

describe.each(engines)('recordings of a questionnaire on %s', (engine) => {
  let server: TestServer
  let at: Designing
  const id = 'heard'
  const small = readSmall({ ...smallSource, id })
  let passed = 0
  beforeAll(async () => {
    server = await startServer({ engine, now: () => Date.now() + passed })
    at = designing(server)
    await at.begin(small)
  })
  afterAll(() => server.close())

  const send = (bytes: Uint8Array<ArrayBuffer>, design = id) =>
    at.office.send(`/admin/designs/${design}/sounds`, { file: new Blob([bytes]) })
  const kept = async (bytes: Uint8Array<ArrayBuffer>, design = id): Promise<string> => {
    const body: { readonly sound: string } = await (await send(bytes, design)).json()
    return body.sound
  }
  const get = (name: string, headers: Record<string, string> = {}) => fetch(`${server.url}/media/${name}`, { headers })
  const bearing = (token: string) => ({ Authorization: `Bearer ${token}` })

  it('are kept under a name that their bytes give them, and played to who may read designs while nothing else names them', async () => {
    const [first, again, other] = [await kept(mp3Of(40)), await kept(mp3Of(40)), await kept(mp3Of(40, 1))]
    expect([first === again, first === other, /^[\w-]{22}$/.test(first)]).toEqual([true, false, true])
    const reply = await get(first, bearing(server.token))
    expect([reply.status, reply.headers.get('content-type'), reply.headers.get('cache-control')]).toEqual([
      200,
      'audio/mpeg',
      'private, no-store',
    ])
    expect(Buffer.from(await reply.arrayBuffer()).equals(mp3Of(40))).toBe(true)
    const named = 'AAAAAAAAAAAAAAAAAAAAAA'
    expect((await get(named, bearing(server.token))).status).toBe(404)
    const strange = await answerOf(await get(named))
    expect(strange.status).toBe(404)
    for (const who of [
      {},
      bearing(await tokenOf(server.database, 'phan-tich', [{ role: 'analyst', agency: '', endsOn: '' }])),
      { Cookie: 'sipas_review_1=no' },
    ])
      expect(await answerOf(await get(first, who))).toEqual(strange)
  })

  it('are for anybody once a version that is published names them, also where it was published before that was written down', async () => {
    const name = await kept(mp3Of(50))
    await at.begin({ ...withSound(small, 'questions/late/text', 'vi', name), id: 'open' })
    expect((await get(name)).status).toBe(404)
    const { definition, revision } = await at.state('open')
    await at.publish(definition, revision)
    const { db } = server.database
    for (const _ of ['published', 'filled in']) {
      const reply = await get(name)
      expect([reply.status, reply.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
      await db.schema.dropTable('published_media').execute()
      await publishedMediaTable(server.database.engine).up(db)
    }
  })

  it('come in pieces to players that ask for pieces', async () => {
    const whole = Buffer.from(mp4Of(800))
    const name = await kept(mp4Of(800))
    const cases = [
      ['bytes=0-1', 206, whole.subarray(0, 2)],
      ['bytes=10-', 206, whole.subarray(10)],
      ['bytes=-5', 206, whole.subarray(-5)],
      ['bytes=0-999999', 206, whole],
      [`bytes=${whole.length}-`, 416, Buffer.alloc(0)],
      ['lines=1-2', 200, whole],
    ] as const
    for (const [range, status, piece] of cases) {
      const reply = await get(name, { ...bearing(server.token), Range: range })
      expect([range, reply.status, Buffer.from(await reply.arrayBuffer()).equals(piece)]).toEqual([range, status, true])
    }
  })

  it('are refused in the words of whoever sends them, and only from whoever may publish', async () => {
    const refused = await send(new Uint8Array(Buffer.from('<html>')))
    expect([refused.status, await refused.json()]).toEqual([
      422,
      { code: 'sound_unreadable', message: expect.stringContaining('không phải đoạn ghi âm') },
    ])
    const body = new FormData()
    body.set('file', new Blob([mp3Of(40)]))
    expect(
      (
        await fetch(`${server.url}/admin/designs/${id}/sounds`, {
          method: 'POST',
          body,
          redirect: 'manual',
          headers: { Origin: server.url },
        })
      ).status,
    ).toBe(401)
  })

  it('are published with it, and reach the citizen with its model', async () => {
    const name = await kept(webmOf(900))
    const { revision } = await at.state(id)
    const draft = ['questions/late/text', 'scales/yn/options/no/label', 'items/m1/text'].reduce(
      (before, key) => withSound(before, key, 'vi', name),
      small,
    )
    await at.publish(draft, revision)
    const touchpoint = { code: 'ear', campaign: 'ear', kind: 'kiosk' as const, label: { vi: 'Sảnh' }, agencies: ['E1'] }
    await fielded(server.database, { code: 'ear', questionnaire: id, agencies: [agency('E1')], touchpoints: [touchpoint] })
    const html = await (await fetch(`${server.url}/s/ear?lang=vi`)).text()
    const address = /data-survey="([^"]*)"/.exec(html)?.[1]?.replace('&amp;', '&') ?? ''
    const { questionnaire } = await (await fetch(server.url + address)).json()
    expect(questionnaire.sections[0].questions[1].sound).toEqual({ vi: name })
    expect(html).toMatch(/data-sound="\/assets\/listen-[\w-]+\.js"/)
  })

  it('go a month after nothing named them any more, which the log tells; what can be brought back stays', async () => {
    const { database, now } = server
    const day = 86_400_000
    const there = async () => {
      await forgetUnnamed({ database, now, log: pino({ level: 'silent' }) })
      const rows = await database.db.selectFrom('media').select('name').execute()
      return ['never', 'again', 'dropped', 'named', 'discarded', 'published'].filter((what) =>
        rows.some(({ name }) => name === names[what]),
      )
    }
    const names: Record<string, string> = {}
    await at.begin({ ...small, id: 'kept-1' })
    for (const [nth, what] of ['never', 'again', 'dropped', 'named', 'discarded', 'published'].entries())
      names[what] = await kept(mp3Of(70, nth), 'kept-1')
    const naming = (one: string, ...which: readonly string[]) =>
      which.reduce((draft, what, at) => withSound(draft, ['questions/late/text', 'items/m1/text'][at] ?? '', 'vi', names[what]), {
        ...small,
        id: one,
      })
    await at.save('kept-1', 1, naming('kept-1', 'dropped', 'named'))
    await at.begin(naming('kept-2', 'discarded'))
    await at.office.send('/admin/designs/kept-2/discard', { revision: String((await at.state('kept-2')).revision) })
    await at.begin(naming('kept-3', 'published'))
    await at.publish(naming('kept-3', 'published'), (await at.state('kept-3')).revision)
    passed += 20 * day
    await kept(mp3Of(70, 1), 'kept-1')
    await at.save('kept-1', (await at.state('kept-1')).revision, naming('kept-1', 'named'))
    passed += 9 * day
    expect(await there()).toEqual(['never', 'again', 'dropped', 'named', 'discarded', 'published'])
    passed += 2 * day
    const { count } = await database.db
      .selectFrom('media')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(await there()).toEqual(['again', 'dropped', 'named', 'discarded', 'published'])
    const left = await database.db
      .selectFrom('media')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    const [event] = await eventsOf(database, 'media', 'media')
    expect(event).toMatchObject({ act: 'media.forget', person: 'command:night' })
    expect(JSON.parse(event?.details ?? '')).toEqual({ files: count - left.count, bytes: expect.any(Number) })
    passed += 20 * day
    expect(await there()).toEqual(['named', 'discarded', 'published'])
    expect((await eventsOf(database, 'media', 'media')).map(({ details }) => details)).toContainEqual(
      JSON.stringify({ files: 2, bytes: mp3Of(70).length * 2 }),
    )
    passed += 99 * day
    expect(await there()).toEqual(['named', 'discarded', 'published'])
    expect(await eventsOf(database, 'media', 'media')).toHaveLength(2)
    expect((await get(names['discarded'] ?? '', bearing(server.token))).status).toBe(200)
  })
})

/** All that tells one answer from another, but when it was given. */
async function answerOf(reply: Response) {
  const { date: _, ...headers } = Object.fromEntries(reply.headers)
  return { status: reply.status, headers, text: await reply.text() }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts))
}
