import { setImmediate as turn } from 'node:timers/promises'
import { createTarPacker, unpackTar } from 'modern-tar'
import { sizeText } from '../../client/text/numbers'
import { keptPicture, pictureNames } from '../../surveys/designing/pictures'
import type { Questionnaire } from '../../surveys/instrument/schema'
import type { Database } from '../db/dialect'
import { mediaName, mediaTypes } from '../db/media'
import type { MediaRow } from '../db/tables'
import { readPicture } from './pictures/format'
import { drawableAmong } from './pictures/thread'
import { readSound, type SoundType } from './sound'

/** Recordings and pictures by their names, which their bytes give them. */
export type Media = ReadonlyMap<string, MediaRow>

/** What a file of a questionnaire holds; whether it is a questionnaire is for the schema to say. */
export type QuestionnaireFile = { readonly json: unknown; readonly media: Media }

/** Why a file is none, and of a bundle or of JSON at which place. */
export type QuestionnaireFileProblem = {
  readonly rule: 'too-large' | 'not-utf8' | 'not-json' | 'not-a-bundle' | 'broken-media'
  readonly seen: string
  /** Of what is too large. */
  readonly allowed?: string
}

/** The most that a definition, and one with its recordings and pictures, may be: a thousand recordings of eight seconds each. */
export const questionnaireFileLimits = { definition: 2 * 1024 * 1024, bundle: 32 * 1024 * 1024 } as const

/** What lies in the data folder is one by its name: a definition, or one with its recordings and pictures. */
export const isQuestionnaireFile = (name: string): boolean => /\.(json|tar)$/.test(name)

const definitionEntry = 'definition.json'
const soundEndings: Readonly<Record<SoundType, string>> = { 'audio/webm': 'webm', 'audio/mpeg': 'mp3', 'audio/mp4': 'm4a' }
const places: ReadonlyMap<string, { readonly folder: string; readonly ending: string }> = new Map([
  ...Object.entries(soundEndings).map(([type, ending]) => [type, { folder: 'sounds', ending }] as const),
  ['image/jpeg', { folder: 'pictures', ending: 'jpg' }],
  ['image/png', { folder: 'pictures', ending: 'png' }],
])

/** A questionnaire with its recordings and pictures as one tar: the definition as it travels alone, then each of them once, under its name. */
export function bundleOf(definition: Questionnaire, media: AsyncIterable<MediaRow>): ReadableStream<Uint8Array> {
  const { readable, controller } = createTarPacker()
  const put = async (name: string, bytes: Uint8Array): Promise<void> => {
    const writer = controller.add({ name, size: bytes.length, mtime: new Date(0) }).getWriter()
    await writer.write(bytes)
    await writer.close()
  }
  const written = async (): Promise<void> => {
    await put(definitionEntry, new TextEncoder().encode(definitionText(definition)))
    for await (const one of media) await put(`${placeOf(one).folder}/${mediaFile(one)}`, one.bytes)
    controller.finalize()
  }
  written().catch((error: unknown) => controller.error(error))
  return readable
}

type Kept = Pick<MediaRow, 'name' | 'type'>

const placeOf = ({ type }: Kept) => places.get(type) ?? { folder: 'sounds', ending: 'bin' }

/** What the file of a recording or a picture is called. */
const mediaFile = (one: Kept): string => `${one.name}.${placeOf(one).ending}`

/** What the files of a questionnaire's pictures are called, by the pictures' names. */
export const pictureFiles = async (database: Database, questionnaire: Questionnaire): Promise<ReadonlyMap<string, string>> =>
  new Map((await mediaTypes(database, pictureNames(questionnaire))).map((one) => [one.name, mediaFile(one)]))

/** A definition as it stands in a file. */
export const definitionText = (definition: Questionnaire): string => `${JSON.stringify(definition, null, 2)}\n`

/** Reads a questionnaire's file: JSON, or a tar with its recordings and pictures, each of which must be what its name says. */
export async function readQuestionnaire(bytes: Uint8Array<ArrayBuffer>): Promise<QuestionnaireFile | QuestionnaireFileProblem> {
  if (!isTar(bytes)) return jsonIn(bytes)
  if (bytes.length > questionnaireFileLimits.bundle) return tooLarge(questionnaireFileLimits.bundle)
  const entries = await unpackTar(bytes, { strict: true }).catch(() => undefined)
  const definition = entries?.find(({ header }) => header.name === definitionEntry)?.data
  if (!entries || !definition) return { rule: 'not-a-bundle', seen: definitionEntry }
  const read = jsonIn(definition)
  if ('rule' in read) return read
  const media = new Map<string, MediaRow>()
  for (const { header, data } of entries) {
    const [, folder, name] = /^(sounds|pictures)\/([\w-]{22})\.\w+$/.exec(header.name) ?? []
    if (name === undefined || !data) continue
    const type = folder === 'sounds' ? soundType(data) : pictureType(data)
    if (type === undefined || mediaName(data) !== name) return { rule: 'broken-media', seen: header.name }
    media.set(name, { name, type, bytes: data })
    await turn()
  }
  const undrawn = await undrawable([...media.values()])
  return undrawn === undefined ? { json: read.json, media } : { rule: 'broken-media', seen: undrawn }
}

function soundType(bytes: Uint8Array): string | undefined {
  const reading = readSound(bytes)
  return reading.ok ? reading.sound.type : undefined
}

/** A picture comes as it was kept elsewhere: small, and with nothing in it but what one sees. */
function pictureType(bytes: Uint8Array): string | undefined {
  const reading = readPicture(bytes)
  if (!reading.ok) return undefined
  const { type, width, height, tells } = reading.picture
  const isKept = !tells && Math.max(width, height) <= keptPicture.side && bytes.length <= keptPicture.bytes
  return isKept && places.has(type) ? type : undefined
}

/** The name of the first picture that is none. */
async function undrawable(media: readonly MediaRow[]): Promise<string | undefined> {
  const pictures = media.filter(({ type }) => type.startsWith('image/'))
  if (pictures.length === 0) return undefined
  const drawn = await drawableAmong(pictures.map(({ bytes }) => bytes))
  return pictures.find((_, at) => drawn[at] !== true)?.name
}

const tooLarge = (bytes: number): QuestionnaireFileProblem => ({ rule: 'too-large', seen: '', allowed: sizeText(bytes) })

/** POSIX says in the header of the first entry that it is one. */
const isTar = (bytes: Uint8Array): boolean => new TextDecoder().decode(bytes.subarray(257, 262)) === 'ustar'

function jsonIn(bytes: Uint8Array): QuestionnaireFile | QuestionnaireFileProblem {
  if (bytes.length > questionnaireFileLimits.definition) return tooLarge(questionnaireFileLimits.definition)
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return { json, media: new Map() }
  } catch (error) {
    return { rule: error instanceof SyntaxError ? 'not-json' : 'not-utf8', seen: error instanceof Error ? error.message : '' }
  }
}
