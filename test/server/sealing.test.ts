import { randomUUID, webcrypto } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { changeKioskPlace, enrolKiosk } from '../../server/acts/kiosks'
import { deleteTouchpoint } from '../../server/acts/touchpoints'
import type { Database } from '../../server/db/dialect'
import { openSealing } from '../../server/recording/sealing'
import { changeKiosk, findKiosk, insertKiosk } from '../../server/db/kiosks'
import { countResponses } from '../../server/db/responses'
import type { SubmittedResponse } from '../../surveys/instrument/schema'
import { type CommandLine, commandLine } from './cli'
import { fielded, response } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { sealed, type ShownKey, shownKey } from './sealed'

type Verdict = { readonly id: string; readonly status: number; readonly problem?: { readonly code: string } }

describe.each(engines)('a sealed response on %s', (engine) => {
  let server: TestServer
  let key: ShownKey
  beforeAll(async () => {
    server = await startServer({ engine })
    await fielded(server.database)
    key = await shownKey(server.url)
  })
  afterAll(() => server.close())

  const told = async (responses: readonly unknown[]): Promise<readonly Verdict[]> => {
    const reply = await fetch(`${server.url}/api/v1/responses/batch`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ responses }),
    })
    return (await reply.json()).results
  }
  const codes = async (responses: readonly unknown[]) =>
    (await told(responses)).map(({ id, status, problem }) => [id, problem?.code ?? status])

  it('is taken like any other, once, sealed again or in the open', async () => {
    const one = response()
    expect(await codes([await sealed(key, one.id, one)])).toEqual([[one.id, 201]])
    expect(await codes([await sealed(key, one.id, one), one])).toEqual([
      [one.id, 200],
      [one.id, 200],
    ])
    const other = { ...one, answers: { A1: '1', overall: '1' } }
    expect(await codes([await sealed(key, one.id, other)])).toEqual([[one.id, 'id_conflict']])
  })

  it('is named when it was altered, sealed for another response or to another key; nothing of it is stored, and the others are', async () => {
    const before = await countResponses(server.database, 'c1')
    const [one, two] = [response(), response()]
    const whole = await sealed(key, one.id, one)
    const altered = { ...whole, sealed: `${whole.sealed.slice(0, -6)}AAAAAA` }
    const wrong: readonly { readonly id: string; readonly sealed: string }[] = [
      altered,
      { ...whole, id: two.id },
      await sealed(key, two.id, one),
      await sealed({ ...key, kid: 'another' }, one.id, one),
      { id: one.id, sealed: 'x' },
      { id: one.id, sealed: `${key.kid}.` },
      { id: one.id, sealed: `${key.kid}.${'A'.repeat(400)}` },
      await sealed(key, one.id, 'no response'),
    ]
    expect(await codes([...wrong.slice(1), two])).toEqual([...wrong.slice(1).map(({ id }) => [id, 'sealed_unreadable']), [two.id, 201]])
    expect(await codes(wrong.slice(0, 1))).toEqual([[wrong[0]?.id, 'sealed_unreadable']])
    expect(await countResponses(server.database, 'c1')).toBe(before + 1)
  })

  it('is checked once it is open', async () => {
    const id = randomUUID()
    const wrong = { ...response({ A1: '9', overall: '4' }), id }
    expect(await codes([await sealed(key, id, wrong), await sealed(key, id, await sealed(key, id, wrong))])).toEqual([
      [id, 'answers_invalid'],
      [id, 'body_invalid'],
    ])
  })

  it('is opened by whoever has the database, as after a backup was put back', async () => {
    const { kid, key: point } = key
    expect([kid, Buffer.from(point, 'base64url').length]).toEqual([expect.stringMatching(/^[\w-]{11}$/), 65])
    const { database } = server
    const { value } = await database.db.selectFrom('secrets').select('value').where('name', '=', 'sealing').executeTakeFirstOrThrow()
    expect(JSON.stringify(key)).not.toContain(value)
    const again = await openSealing(database)
    expect(again.shown).toEqual(key)
    const one = response()
    expect(await again.open([await sealed(key, one.id, one)])).toEqual([one])
  })

  it('is opened one batch after the other, so that kiosks that come back wait for each other and nobody else', async () => {
    const { open } = await openSealing(server.database)
    const [many, last] = [Array.from({ length: 30 }, () => response()), response()]
    const batch = await Promise.all(many.map((one) => sealed(key, one.id, one)))
    const alone = [await sealed(key, last.id, last)]
    const ended: number[] = []
    await Promise.all([batch, alone].map(async (sent) => ended.push((await open(sent)).length)))
    expect(ended).toEqual([30, 1])
  })
})

describe.each(engines)('a file of a kiosk on %s', (engine) => {
  let cli: CommandLine
  let key: ShownKey
  beforeAll(async () => {
    cli = await commandLine(engine)
    const database = cli.database()
    await fielded(database)
    key = (await openSealing(database)).shown
    await database.db.destroy()
  })
  afterAll(() => cli.close())
  const file = (responses: readonly unknown[]) =>
    cli.file('queue.json', JSON.stringify({ queue: 1, kiosk: null, exportedOn: '2026-11-28', responses }))

  it('is taken by the command line, as often as somebody runs it; what cannot be opened is named', async () => {
    const sent = Array.from({ length: 60 }, () => response())
    const items = await Promise.all(sent.map(async (one, place) => ({ number: place + 1, response: await sealed(key, one.id, one) })))
    const plain = response()
    const path = file([...items, { response: plain }])
    const first = await cli.run('responses', 'import-queue', path, '--format', 'json')
    expect([first.code, JSON.parse(first.stdout)]).toEqual([0, { responses: 61, recorded: 61, already: 0, refused: 0 }])
    const strange = { response: { id: plain.id, sealed: 'x.y' }, refusal: { code: 'x', message: 'x' } }
    const second = await cli.run('responses', 'import-queue', file([...items, strange, { response: {} }]), '--format', 'json')
    expect([second.code, JSON.parse(second.stdout)]).toEqual([1, { responses: 62, recorded: 0, already: 60, refused: 2 }])
    expect(second.stderr).toContain(`${plain.id}: Phiếu được niêm phong này không mở được`)
  })

  describe('that it has signed', () => {
    const { subtle } = webcrypto
    async function device() {
      const { publicKey, privateKey } = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
      const key = Buffer.from(await subtle.exportKey('raw', publicKey)).toString('base64url')
      const signed = async (text: string) =>
        Buffer.from(await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, Buffer.from(text))).toString('base64url')
      return { key, signed }
    }
    const within = async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
      const database = cli.database()
      return work(database).finally(() => database.db.destroy())
    }
    const imported = async (kiosk: string, sent: readonly SubmittedResponse[], signed: (text: string) => Promise<string>) => {
      const responses = sent.map((one, place) => ({ number: place + 1, response: one }))
      const signature = await signed(
        `sipas queue 1 ${kiosk}${responses.map(({ number, response: { id } }) => ` ${number}:${id}`).join('')}`,
      )
      const path = cli.file(
        'signed.json',
        JSON.stringify({ queue: 1, kiosk: { id: kiosk }, exportedOn: '2026-11-28', responses, signature }),
      )
      return cli.run('responses', 'import-queue', path)
    }
    const standing = (id: string) => within((database) => findKiosk(database, id))

    it('has its numbers noted, so that nobody looks for what came this way; of a device that was replaced too, once', async () => {
      const [first, second] = [await device(), await device()]
      await within(async (database) => {
        await insertKiosk(database, { id: 'hall', name: 'Sảnh', touchpoint: 'k1' })
        await changeKiosk(database, 'hall', {
          public_key: first.key,
          enrolled_on: '2026-11-20',
          made: 5,
          waiting: 5,
          code_hash: 'spent',
          code_expires_at: '9999',
        })
      })
      const sent = [response(), response(), response()]
      await imported('hall', sent.slice(0, 1), first.signed)
      expect(await standing('hall')).toMatchObject({ arrived: [[1, 1]], made: 5, lost: 0 })
      await within(async (database) => {
        await act({ database, now: Date.now }, atCommandLine(), enrolKiosk, { codeHash: 'spent', publicKey: second.key })
      })
      expect(await standing('hall')).toMatchObject({ arrived: [], lost: 4 })
      for (const _ of [1, 2]) {
        const { code, stderr } = await imported('hall', sent, first.signed)
        expect([code, stderr]).toEqual([0, ''])
        expect(await standing('hall')).toMatchObject({ arrived: [], lost: 2, former: [{ arrived: [[1, 3]] }] })
      }
    })

    it('is refused where its place was deleted meanwhile, with why, and is counted once that is made again under its code', async () => {
      const own = await device()
      const made = ['touchpoints', 'create', '--campaign', 'c1', '--agency', 'A1', '--kind', 'kiosk', '--code', 'hall-9'] as const
      expect((await cli.run(...made)).code).toBe(0)
      await within(async (database) => {
        await insertKiosk(database, { id: 'moved', name: 'Sảnh', touchpoint: 'hall-9' })
        await changeKiosk(database, 'moved', { public_key: own.key, enrolled_on: '2026-11-20', made: 2, waiting: 2 })
        const deps = { database, now: Date.now }
        const gone = () => act(deps, atCommandLine(), deleteTouchpoint, { code: 'hall-9' })
        expect(await gone()).toEqual({ kind: 'failed', failure: { code: 'kiosk' } })
        await act(deps, atCommandLine(), changeKioskPlace, { id: 'moved', name: 'Sảnh', touchpoint: 'k2' })
        expect((await gone()).kind).toBe('done')
      })
      const sent = [response(undefined, { touchpoint: 'hall-9' }), response(undefined, { touchpoint: 'hall-9' })]
      const { code, stderr } = await imported('moved', sent, own.signed)
      expect([code, stderr.match(/Không có điểm khảo sát với mã này/g)?.length]).toEqual([1, 2])
      expect(await standing('moved')).toMatchObject({ arrived: [] })
      expect((await cli.run(...made)).code).toBe(0)
      const again = await imported('moved', sent, own.signed)
      expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('2 recorded')])
      expect(await standing('moved')).toMatchObject({ arrived: [[1, 2]] })
    })

    it('has none noted of what was refused, nor of a file that somebody else has signed; the responses are taken', async () => {
      const [own, other] = [await device(), await device()]
      await within(async (database) => {
        await insertKiosk(database, { id: 'side', name: 'Phụ', touchpoint: 'k1' })
        await changeKiosk(database, 'side', { public_key: own.key, enrolled_on: '2026-11-20', made: 2, waiting: 2 })
      })
      const wrong = response({ A1: '9', overall: '4' })
      const sent = [wrong, response()]
      const forged = await imported('side', sent, other.signed)
      expect([forged.code, forged.stdout]).toEqual([1, expect.stringContaining('1 recorded')])
      expect(forged.stderr).toContain('no kiosk that is known here has signed its numbers')
      expect(await standing('side')).toMatchObject({ arrived: [] })
      await imported('side', sent, own.signed)
      expect(await standing('side')).toMatchObject({ arrived: [[2, 2]] })
    })
  })

  it('is refused as a whole when no kiosk wrote it', async () => {
    const { code, stderr } = await cli.run('responses', 'import-queue', cli.file('other.json', '{"queue":2}'))
    expect([code, stderr]).toEqual([1, expect.stringContaining('no file that a kiosk wrote')])
  })
})
