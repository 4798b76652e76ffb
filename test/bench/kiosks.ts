import { randomUUID, webcrypto } from 'node:crypto'
import { act, atCommandLine } from '../../server/acts/act'
import { addKiosk } from '../../server/acts/kiosks'
import type { Database } from '../../server/db/dialect'
import { findKiosk } from '../../server/db/kiosks'
import { countResponses } from '../../server/db/responses'
import { openSealing } from '../../server/recording/sealing'
import { sizeOf } from '../../surveys/fielding/kiosk'
import { localDay } from '../../surveys/instrument/calendar'
import { agency, fielded, shippedVersion } from '../server/fielded'
import { sealed, shownKey } from '../server/sealed'
import { seeded } from '../surveys/random'
import { loadClient, type LoadResult } from './load'
import { answeredCodes, criteria, province } from './province'
import { folderFor, type Part, withProduct } from './setting'
import { against, median, shown, times } from './table'

const kioskCount = 20
/** Who answers meanwhile. */
const connections = 8
/** As the outbox sends them. */
const atOnce = 50

export const kiosks: Part = {
  name: 'kiosks',
  about: 'twenty kiosks that come back with five hundred sealed responses each, while others answer',
  run: async (setting) => {
    const each = setting.quick ? 100 : 500
    return withProduct(folderFor(setting, `kiosks-${randomUUID()}`), undefined, async ({ port, pid, url }, database) => {
      await province(database, 'others', 'sipas-service')
      const names = Array.from({ length: kioskCount }, (_, index) => `kiosk-${index + 1}`)
      await fielded(database, {
        code: 'drained',
        agencies: [agency('A1')],
        touchpoints: names.map((code) => ({ code, campaign: 'drained', kind: 'kiosk', label: { vi: code }, agencies: ['A1'] })),
      })
      setting.say(`kiosks: sealing ${kioskCount} × ${each} responses`)
      const devices: Device[] = []
      for (const name of names) devices.push(await device(url, database, name, each))
      const client = loadClient()
      const answering = (): Promise<LoadResult> =>
        client.run(
          { port, path: '/api/v1/responses', campaign: 'others', agencies: 200, connections, ms: setting.quick ? 1_000 : 3_000 },
          pid,
        )
      const quiet = [await answering(), await answering(), await answering()]
      setting.say('kiosks: draining')
      const busy: LoadResult[] = []
      const state = { isDraining: true }
      const answeringMeanwhile = async (): Promise<void> => {
        while (state.isDraining) busy.push(await answering())
      }
      const begun = performance.now()
      const meanwhile = answeringMeanwhile()
      await Promise.all(devices.map(({ drain }) => drain()))
      const seconds = (performance.now() - begun) / 1000
      state.isDraining = false
      await meanwhile
      client.end()
      const stored = await countResponses(database, 'drained')
      const found = await Promise.all(devices.map(({ id }) => findKiosk(database, id)))
      const numbered = found.reduce((sum, kiosk) => sum + sizeOf(kiosk?.arrived ?? []), 0)
      const made = kioskCount * each
      const p99 = (results: readonly LoadResult[]): number => median(results.map((result) => result.p99))
      const slower = p99(busy) / p99(quiet)
      return [
        {
          title: 'Kiosks that come back',
          base: `${kioskCount} enrolled kiosks with ${each} sealed responses each, ${atOnce} to a signed batch, on SQLite; ${connections} connections answer meanwhile. Drained ${against(seconds, '≤ 60 s', seconds <= 60)}; stored ${against(stored, `exactly ${shown(made)}`, stored === made)}, numbers noted ${against(numbered, `exactly ${shown(made)}`, numbered === made)}; p99 of the others ${against(slower, '≤ 2×', slower <= 2)}.`,
          columns: ['what', 'seconds', 'per second', 'ms to open one', 'p99 ms of the others', 'of a quiet server'],
          rows: [
            ['others answer, nothing else', '', '', '', shown(p99(quiet)), ''],
            [
              'kiosks drain meanwhile',
              shown(seconds),
              shown(made / seconds),
              shown(await openingMs(url, database)),
              shown(p99(busy)),
              times(slower),
            ],
          ],
        },
      ]
    })
  },
}

type Device = { readonly id: string; readonly drain: () => Promise<void> }

/** An enrolled kiosk with all that it will send made, sealed and signed beforehand, so that only the server's time is taken. */
async function device(url: string, database: Database, name: string, many: number): Promise<Device> {
  const added = await act({ database, now: Date.now }, atCommandLine(), addKiosk, { name, touchpoint: name })
  if (added.kind !== 'done') throw new Error(`${name} was not added: ${added.kind}`)
  const { id, code } = added.value
  const { publicKey, privateKey } = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const send = (path: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(`${url}/api/v1/kiosks/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body })
  const key = Buffer.from(await webcrypto.subtle.exportKey('raw', publicKey)).toString('base64url')
  const enrolled = await send('enrol', JSON.stringify({ code, publicKey: key }))
  if (enrolled.status !== 201) throw new Error(`${name} was not enrolled: ${enrolled.status}`)
  const responses = await sealedResponses(url, name, many)
  const batches: { readonly body: string; readonly signature: string }[] = []
  for (let first = 0; first < many; first += atOnce) {
    const items = responses.slice(first, first + atOnce).map((response, index) => ({ number: first + index + 1, response }))
    const body = JSON.stringify({
      items,
      state: { made: many, waiting: Math.max(0, many - first - items.length), setAside: 0, build: 'bench' },
    })
    const signed = await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, new TextEncoder().encode(body))
    batches.push({ body, signature: Buffer.from(signed).toString('base64url') })
  }
  const drain = async (): Promise<void> => {
    for (const { body, signature } of batches) {
      const reply = await send(`${id}/batch`, body, { 'Kiosk-Signature': signature })
      const said: { readonly results?: readonly { readonly status: number }[] } = await reply.json()
      if (!said.results?.every(({ status }) => status === 201))
        throw new Error(`${name} was not heard: ${JSON.stringify(said).slice(0, 400)}`)
    }
  }
  return { id, drain }
}

async function sealedResponses(url: string, touchpoint: string, many: number) {
  const key = await shownKey(url)
  const random = seeded(many)
  const made: Awaited<ReturnType<typeof sealed>>[] = []
  for (let index = 0; index < many; index += 1) {
    const codes = answeredCodes(random)
    const answers = Object.fromEntries(criteria.map((item, place) => [item, codes[place]]))
    const [id, answeredOn] = [randomUUID(), localDay(Date.now())]
    made.push(
      await sealed(key, id, {
        id,
        campaign: 'drained',
        version: shippedVersion['sipas-service'],
        touchpoint,
        agency: 'A1',
        language: 'vi',
        answeredOn,
        answers,
      }),
    )
  }
  return made
}

/** Milliseconds to open one sealed response, one after another and nothing else. */
async function openingMs(url: string, database: Database): Promise<number> {
  const { open } = await openSealing(database)
  const responses = await sealedResponses(url, 'kiosk-1', 200)
  const begun = performance.now()
  for (const one of responses) if ((await open([one]))[0] === undefined) throw new Error(`${one.id} was not opened`)
  return (performance.now() - begun) / responses.length
}
