import { loadImage } from '@napi-rs/canvas'
import { readXlsx } from 'hucre'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawnAnew } from '../../server/files/pictures/draw'
import { readPicture } from '../../server/files/pictures/format'
import { keptPicture, sentPicture } from '../../surveys/designing/pictures'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { readSmall, smallSource } from '../surveys/small'
import { type Designing, designing } from './designing'
import { agency, fielded } from './fielded'
import { openedPdf } from './opened-report'
import { startServer, type TestServer } from './harness'
import { movingWebp, pictureOf, pngOf, withChunks, withSegment } from './picture-files'

const joined = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.concat(parts))
const text = (letters: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(letters))

/** What nobody can draw, or should. */
const refused: readonly (readonly [name: string, bytes: Uint8Array<ArrayBuffer>, problem: string])[] = [
  ['nothing', new Uint8Array(), 'picture_unreadable'],
  ['a page', text('<!doctype html><script>alert(1)</script>'), 'picture_unreadable'],
  [
    'a drawing that can run scripts',
    text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script/></svg>'),
    'picture_unreadable',
  ],
  ['GIF', joined(text('GIF89a'), new Uint8Array(60)), 'picture_unreadable'],
  ['30,000 × 30,000 pixels in a few bytes', pngOf(30_000, 30_000, new Uint8Array(90_000)), 'picture_too_many_pixels'],
  ['more pixels than are needed', pngOf(4_000, 3_000, new Uint8Array(9)), 'picture_too_many_pixels'],
  ['no pixels at all', pngOf(0, 9, new Uint8Array(9)), 'picture_unreadable'],
  ['fewer pixels than it says, packed by nobody', broken(pictureOf('png')), 'picture_unreadable'],
  ['half a PNG', pictureOf('png').slice(0, 900), 'picture_unreadable'],
  ['half a JPEG', pictureOf('jpeg').slice(0, 4_000), 'picture_unreadable'],
  ['half a WebP', pictureOf('webp').slice(0, 900), 'picture_unreadable'],
  ['a JPEG with a program behind it', joined(pictureOf('jpeg'), text('PK\x03\x04')), 'picture_and_more'],
  ['a PNG with a page behind it', joined(pictureOf('png'), text('<html>')), 'picture_and_more'],
  ['a WebP with a page behind it', joined(pictureOf('webp'), text('<html>')), 'picture_and_more'],
  ['a PNG of 1,000 frames', withChunks(pictureOf('png'), ['acTL', new Uint8Array([0, 0, 3, 232, 0, 0, 0, 0])]), 'picture_moving'],
  ['a WebP of 1,000 frames', movingWebp(1_000), 'picture_moving'],
  ['more bytes than a picture needs', new Uint8Array(sentPicture.bytes + 1), 'picture_too_large'],
]

function broken(png: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const wrong = png.slice()
  wrong.fill(7, Math.floor(wrong.length / 2), Math.floor(wrong.length / 2) + 60)
  return wrong
}

describe('a picture', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('is drawn anew from %s, small, with nothing in it but what one sees', async (kind) => {
    const plain = pictureOf(kind, { width: 1_200, height: 900 })
    const told =
      kind === 'png'
        ? withChunks(plain, ['tEXt', text('Comment\0Trần Thị B, 10.77 106.69')], ['eXIf', text('MM\0*10.77 106.69')])
        : kind === 'jpeg'
          ? withSegment(withSegment(plain, 0xe1, 'Exif\0\0MM\0*10.77 106.69'), 0xfe, 'Trần Thị B')
          : plain
    expect(readPicture(told)).toMatchObject({ ok: true, picture: { width: 1_200, tells: kind !== 'webp' } })
    const taken = await drawnAnew(told)
    if (!taken) throw new Error('nothing was drawn')
    expect(readPicture(taken.bytes)).toEqual({ ok: true, picture: { type: taken.type, width: 480, height: 360, tells: false } })
    expect(taken.bytes.length).toBeLessThanOrEqual(keptPicture.bytes)
    expect(Buffer.from(taken.bytes).toString('latin1')).not.toMatch(/10\.77|Exif|Comment/)
    expect((await loadImage(Buffer.from(taken.bytes))).width).toBe(480)
  })

  it('that is small stays as large as it is', async () => {
    const taken = await drawnAnew(pictureOf('png', { width: 90, height: 30 }))
    expect(taken && readPicture(taken.bytes)).toMatchObject({ picture: { width: 90, height: 30 } })
  })

  it('is read to its end or refused, whatever its bytes say', () => {
    for (const kind of ['png', 'jpeg', 'webp'] as const) {
      const whole = pictureOf(kind, { width: 40, height: 30 })
      for (let at = 0; at < Math.min(whole.length, 300); at += 1)
        for (const value of [0, 0xff]) {
          const bytes = whole.slice()
          bytes[at] = value
          expect(typeof readPicture(bytes).ok).toBe('boolean')
        }
    }
  })
})

// How they are kept is asked of both engines where a bundle brings them.
describe('pictures of options', () => {
  let server: TestServer
  let at: Designing
  const id = 'seen'
  const small = readSmall({ ...smallSource, id })
  beforeAll(async () => {
    server = await startServer()
    at = designing(server)
    await at.begin(small)
  })
  afterAll(() => server.close())

  const send = (bytes: Uint8Array<ArrayBuffer>) => at.office.send(`/admin/designs/${id}/pictures`, { file: new Blob([bytes]) })
  const kept = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
    const body: { readonly picture: string } = await (await send(bytes)).json()
    return body.picture
  }
  const stored = () => server.database.db.selectFrom('media').select('name').execute()

  it('are refused in the words of whoever sends them, nothing being kept', async () => {
    const sentences = new Set<string>()
    for (const [name, bytes, problem] of refused) {
      const reply = await send(bytes)
      const { code, message }: { readonly code: string; readonly message: string } = await reply.json()
      expect([name, reply.status, code]).toEqual([name, 422, problem])
      sentences.add(message)
    }
    expect(sentences.size).toBe(5)
    expect(await stored()).toEqual([])
  })

  it('are seen by whoever has a link to the design, those that it names and for as long as the link works', async () => {
    const [name, other] = [await kept(pictureOf('png')), await kept(pictureOf('png', { width: 90, height: 30 }))]
    const { revision } = await at.state(id)
    expect((await at.save(id, revision, pictured(small, name))).status).toBe(200)
    const shown = await at.office.send(`/admin/questionnaires/${id}/1/share`, { label: 'Chuyên gia', days: '9' })
    const path = new URL(/https?:[^<"]*\/review\/[\w-]+/.exec(await shown.text())?.[0] ?? '').pathname
    const [cookie = ''] = (await fetch(`${server.url}${path}/form`)).headers.getSetCookie()
    expect(cookie).toMatch(/^sipas_review_\w+=[\w-]{32}; Path=\/media; HttpOnly; SameSite=Strict$/)
    const seen = async (one: string, sent: string) => {
      const { status, headers } = await fetch(`${server.url}/media/${one}`, { headers: { Cookie: sent } })
      return [status, headers.get('cache-control')]
    }
    const [key = ''] = cookie.split(';')
    expect(await seen(name, key)).toEqual([200, 'private, no-store'])
    for (const [one, sent] of [
      [other, key],
      [name, ''],
      [name, key.replace(/=.{6}/, '=AAAAAA')],
    ] as const)
      expect(await seen(one, sent)).toEqual([404, 'no-store'])
    const link = await server.database.db.selectFrom('review_links').select('id').executeTakeFirstOrThrow()
    await at.office.send(`/admin/review-links/${link.id}/revoke`)
    expect(await seen(name, key)).toEqual([404, 'no-store'])
    await at.save(id, revision + 1, small)
  })

  it('are published with it, stand beside their labels without script, and come small and for good', async () => {
    const name = await kept(pictureOf('jpeg'))
    expect(await kept(pictureOf('jpeg'))).toBe(name)
    const { revision } = await at.state(id)
    await at.publish(pictured(small, name), revision)
    const touchpoint = { code: 'eye', campaign: 'eye', kind: 'qr' as const, label: { vi: 'Sảnh' }, agencies: ['E1'] }
    await fielded(server.database, { code: 'eye', questionnaire: id, agencies: [agency('E1')], touchpoints: [touchpoint] })
    const html = await (await fetch(`${server.url}/s/eye?lang=vi`)).text()
    const address = /data-survey="([^"]*)"/.exec(html)?.[1]?.replace('&amp;', '&') ?? ''
    const { questionnaire } = await (await fetch(server.url + address)).json()
    expect(questionnaire.scales.flatMap(({ options }: { options: object[] }) => options)).toContainEqual(
      expect.objectContaining({ picture: name }),
    )
    expect(
      html.match(new RegExp(`<img class="picture" src="/media/${name}" alt(?:="")? width="\\d+" height="\\d+" loading="lazy"`, 'g')),
    ).toHaveLength(8)
    const reply = await fetch(`${server.url}/media/${name}`)
    expect([reply.status, reply.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
    expect(['image/jpeg', 'image/png']).toContain(reply.headers.get('content-type'))
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
    const version = `/admin/questionnaires/${id}/1`
    const printed = await at.office.html(`${version}/print?in=vi`)
    expect(printed.match(new RegExp(`<img src="/media/${name}" alt(?:="")?`, 'g'))).toHaveLength(8)
    expect(await at.office.html(`${version}/instrument?in=vi`)).toMatch(new RegExp(`<img src="/media/${name}"[^>]*/?>desk = Quầy`))
    const { tags } = await openedPdf(new Uint8Array(await (await at.office.get(`${version}/instrument.pdf?in=vi`)).arrayBuffer()))
    expect([...tags]).toContain('Figure')
    const form = new Uint8Array(await (await at.office.get(`${version}/elsewhere/xlsform`)).arrayBuffer())
    const { sheets } = await readXlsx(form)
    const [head = [], ...lines] = sheets.find((sheet) => sheet.name === 'choices')?.rows ?? []
    expect(lines.find((line) => line.includes('desk'))?.[head.indexOf('media::image')]).toMatch(new RegExp(`^${name}\\.(?:png|jpg)$`))
    // Last: the connection ends with it, read or not.
    expect((await send(new Uint8Array(sentPicture.bytes + 100_000))).status).toBe(413)
  })
})

const pictured = (draft: Questionnaire, picture: string): Questionnaire => ({
  ...draft,
  scales: draft.scales.map((scale) =>
    scale.id === 'ways' ? { ...scale, options: scale.options.map((one) => ({ ...one, picture })) } : scale,
  ),
})
