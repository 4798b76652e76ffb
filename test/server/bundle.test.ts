import { packTar, unpackTar } from 'modern-tar'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findMedia, mediaName } from '../../server/db/media'
import { mediaNames } from '../../surveys/designing/pictures'
import { changeOption } from '../../surveys/designing/scales'
import { withSound } from '../../surveys/designing/sounds'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { readSmall, smallSource } from '../surveys/small'
import { type CommandLine, commandLine, succeeding } from './cli'
import { type Designing, designing, jsonFile } from './designing'
import { engines, startServer, type TestServer } from './harness'
import { officeOf } from './office'
import { pictureOf, pngOf, withSegment } from './picture-files'
import { mp3Of, mp4Of, webmOf } from './recordings'

const id = 'travels'

const located = withSegment(pictureOf('jpeg', { width: 90, height: 60 }), 0xe1, 'Exif\0\0MM\0*10.77 106.69')
const large = pictureOf('png', { width: 900, height: 600 })
const hollow = pngOf(90, 60, new Uint8Array()).map((byte, at) => (at > 40 && at < 46 ? 7 : byte))

describe.each(engines)('a questionnaire that can be heard and seen, taken elsewhere, on %s', (engine) => {
  let here: TestServer
  let there: TestServer
  let cli: CommandLine
  let from: Designing
  let heard: Questionnaire
  let bundle: Uint8Array<ArrayBuffer>
  beforeAll(async () => {
    ;[here, there, cli] = await Promise.all([startServer({ engine }), startServer({ engine }), commandLine(engine)])
    from = designing(here)
    const small = readSmall({ ...smallSource, id })
    await from.begin(small)
    const kept = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
      const body: { readonly sound: string } = await (
        await from.office.send(`/admin/designs/${id}/sounds`, { file: new Blob([bytes]) })
      ).json()
      return body.sound
    }
    const [yes, no, asked] = [await kept(mp3Of(40)), await kept(mp4Of(700)), await kept(webmOf(900))]
    heard = [
      ['scales/yn/options/yes/label', yes],
      ['scales/yn/options/no/label', no],
      ['questions/late/text', asked],
      ['items/m1/text', asked],
    ].reduce((draft, [key = '', name]) => withSound(draft, key, 'vi', name), small)
    const sent = await from.office.send(`/admin/designs/${id}/pictures`, { file: new Blob([pictureOf('jpeg')]) })
    const { picture }: { readonly picture: string } = await sent.json()
    heard = changeOption(heard, 'ways', 0, { picture })
    await from.save(id, (await from.state(id)).revision, heard)
    bundle = await downloaded(`/admin/designs/${id}/definition.tar`)
  })
  afterAll(async () => {
    cli.close()
    await Promise.all([here.close(), there.close()])
  })

  const downloaded = async (path: string): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(await (await from.office.get(path)).arrayBuffer())
  const begun = (file: BlobPart, server = there) =>
    designing(server).office.send('/admin/new/design', { origin: 'file', file: new Blob([file]) })
  const remade = async (change: (name: string, data: Uint8Array<ArrayBuffer>) => readonly [string, Uint8Array] | undefined) =>
    packTar(
      (await unpackTar(bundle)).flatMap(({ header: { name }, data = new Uint8Array() }) => {
        const made = change(name, data)
        return made ? [{ header: { name: made[0], size: made[1].length }, body: made[1] }] : []
      }),
    )

  it('is one file: its definition, each recording and picture once, the same whenever it is made', async () => {
    const names = (await unpackTar(bundle)).map(({ header }) => header.name)
    expect(names[0]).toBe('definition.json')
    expect(names.slice(1).map((name) => name.replace(/\/[\w-]{22}/, ''))).toEqual(
      expect.arrayContaining(['sounds.mp3', 'sounds.m4a', 'sounds.webm', expect.stringMatching(/^pictures\.(?:png|jpg)$/)]),
    )
    expect(names).toHaveLength(1 + mediaNames(heard).size)
    expect(Buffer.from(await downloaded(`/admin/designs/${id}/definition.tar`)).equals(bundle)).toBe(true)
    expect(await from.office.html(`/admin/designs/${id}/review`)).toContain('definition.tar')
    const alone = await fetch(`${here.url}/admin/designs/${id}/definition.tar`, { redirect: 'manual' })
    expect(alone.status).toBe(401)
  })

  it('begins there with its voice and its pictures, and what it never named stays behind', async () => {
    const stray = mp3Of(9, 7)
    const more = await remade((name, data) => [name, data])
    const [definition, ...sounds] = await unpackTar(more)
    const withStray = await packTar([
      ...[definition, ...sounds].flatMap((one) => (one ? [one] : [])),
      { header: { name: `../../etc/passwd`, size: 3 }, body: 'no!' },
      { header: { name: 'readme.txt', size: stray.length }, body: stray },
    ])
    expect((await begun(withStray)).headers.get('location')).toBe(`/admin/designs/${id}`)
    expect((await designing(there).state(id)).definition).toEqual(heard)
    for (const name of mediaNames(heard)) {
      const [sent, came] = [await findMedia(here.database, name), await findMedia(there.database, name)]
      expect(came?.type).toBe(sent?.type)
      expect(
        Buffer.from((await (await officeOf(there).get(`/media/${name}`)).arrayBuffer()) ?? []).equals(sent?.bytes ?? Buffer.of()),
      ).toBe(true)
    }
    const { count } = await there.database.db
      .selectFrom('media')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(count).toBe(mediaNames(heard).size)
  })

  it('begun from its definition alone is not said to be recorded, but where it is', async () => {
    const elsewhere = await startServer({ engine })
    try {
      const send = (definition: Questionnaire) =>
        designing(elsewhere).office.send('/admin/new/design', { origin: 'file', file: jsonFile(definition) })
      await send(heard)
      expect([...mediaNames((await designing(elsewhere).state(id)).definition)]).toEqual([])
    } finally {
      await elsewhere.close()
    }
    expect(
      (await designing(there).office.send('/admin/new/design', { origin: 'file', file: jsonFile({ ...heard, id: 'twin' }) })).status,
    ).toBe(303)
    expect((await designing(there).state('twin')).definition).toEqual({ ...heard, id: 'twin' })
  })

  it.each([
    [
      'a recording under the name of another',
      (name: string, data: Uint8Array) => (name.endsWith('.mp3') ? [name, mp3Of(41)] : [name, data]),
      'đúng với tên',
    ],
    [
      'a page instead of a recording',
      (name: string, data: Uint8Array) => (name.endsWith('.mp3') ? [name, Buffer.from('<html>')] : [name, data]),
      'bị hỏng',
    ],
    [
      'a picture that tells more than one sees',
      (name: string, data: Uint8Array) => (name.startsWith('pictures/') ? [`pictures/${mediaName(located)}.jpg`, located] : [name, data]),
      'bị hỏng',
    ],
    [
      'a picture larger than any that is kept',
      (name: string, data: Uint8Array) => (name.startsWith('pictures/') ? [`pictures/${mediaName(large)}.png`, large] : [name, data]),
      'bị hỏng',
    ],
    [
      'a picture that nobody can draw',
      (name: string, data: Uint8Array) => (name.startsWith('pictures/') ? [`pictures/${mediaName(hollow)}.png`, hollow] : [name, data]),
      'bị hỏng',
    ],
    ['no definition', (name: string, data: Uint8Array) => (name === 'definition.json' ? undefined : [name, data]), 'definition.json'],
    [
      'a definition that is no JSON',
      (name: string, data: Uint8Array) => (name === 'definition.json' ? [name, Buffer.from('{')] : [name, data]),
      'JSON',
    ],
  ] as const)('is refused whole with %s', async (_, change, sentence) => {
    const wrong = await remade((name, data) => {
      const made = change(name, data)
      return made && [String(made[0]), new Uint8Array(Buffer.from(made[1] ?? ''))]
    })
    const reply = await begun(wrong)
    expect([reply.status, await reply.text()]).toEqual([422, expect.stringContaining(sentence)])
  })

  it('is refused when it is cut or damaged', async () => {
    const damaged = bundle.slice()
    damaged.fill(0xff, 0, 90)
    for (const wrong of [bundle.slice(0, 700), damaged]) expect((await begun(wrong)).status).toBe(422)
  })

  it('is checked and published by the command line, also where its definition came first', async () => {
    const file = join(cli.folder, 'travels.tar')
    writeFileSync(file, bundle)
    const alone = cli.file('travels.json', JSON.stringify(heard))
    expect((await succeeding(cli.run('questionnaires', 'check', file))).stdout).toContain(
      'Recordings: 3 of 3 in the file.\nPictures: 1 of 1 in the file.',
    )
    const reasonsFor = async (path: string): Promise<string[]> => {
      const rows: unknown = await cli.json('questionnaires', 'check', path)
      const rules = Array.isArray(rows) ? rows.map(({ rule }) => String(rule)) : []
      return [...new Set(rules)].flatMap((rule) => ['--reason', `${rule}=Đã cân nhắc`])
    }
    const first = await succeeding(cli.run('questionnaires', 'publish', alone, ...(await reasonsFor(alone))))
    expect(first.stdout).toContain('Recordings: 0 of 3 kept here. Where one is missing')
    const second = await succeeding(cli.run('questionnaires', 'publish', file))
    expect(second.stdout).toMatch(
      /published before with the same content[^]*Recordings: 3 of 3 kept here\.\nPictures: 1 of 1 kept here\.\n/,
    )
    const broken = join(cli.folder, 'broken.tar')
    writeFileSync(broken, bundle.slice(0, 700))
    expect(await cli.run('questionnaires', 'check', broken)).toMatchObject({ code: 1, stderr: expect.stringContaining('broken.tar') })
  })

  it('is taken with its recordings from the data folder at the start, and a damaged one is named', async () => {
    const folder = join(cli.folder, 'questionnaires')
    mkdirSync(folder)
    const supplied = await remade((name, data) =>
      name.endsWith('.json') ? [name, new TextEncoder().encode(JSON.stringify({ ...heard, id: 'supplied' }))] : [name, data],
    )
    const database = cli.database()
    await database.db.deleteFrom('media').execute()
    for (const _ of ['first', 'second']) {
      writeFileSync(join(folder, 'supplied.tar'), supplied)
      expect(await cli.json('questionnaires', 'list')).toContainEqual(expect.objectContaining({ code: 'supplied', version: 1 }))
      for (const name of mediaNames(heard)) expect(await findMedia(database, name)).toBeDefined()
    }
    writeFileSync(join(folder, 'supplied.tar'), supplied.slice(0, 700))
    expect(await cli.run('questionnaires', 'list')).toMatchObject({ code: 1, stderr: expect.stringContaining('supplied.tar') })
    rmSync(folder, { recursive: true })
    await database.db.destroy()
  })
})
