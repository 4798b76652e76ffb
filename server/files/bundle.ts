import { setImmediate as turn } from 'node:timers/promises'
import { createTarPacker, unpackTar } from 'modern-tar'
import { sizeText } from '../../client/text/numbers'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { soundName } from '../db/sounds'
import type { SoundRow } from '../db/tables'
import { readSound, type SoundType } from './sound'

/** Recordings by their names, which their bytes give them. */
export type Sounds = ReadonlyMap<string, SoundRow>

/** What a file of a questionnaire holds; whether it is a questionnaire is for the schema to say. */
export type QuestionnaireFile = { readonly json: unknown; readonly sounds: Sounds }

/** Why a file is none, and of a bundle or of JSON at which place. */
export type QuestionnaireFileProblem = {
  readonly rule: 'too-large' | 'not-utf8' | 'not-json' | 'not-a-bundle' | 'broken-sound'
  readonly seen: string
  /** Of what is too large. */
  readonly allowed?: string
}

/** The most that a definition, and a definition with its recordings, may be: a thousand recordings of eight seconds each. */
export const questionnaireFileLimits = { definition: 2 * 1024 * 1024, bundle: 32 * 1024 * 1024 } as const

/** What lies in the data folder is one by its name: a definition, or one with its recordings. */
export const isQuestionnaireFile = (name: string): boolean => /\.(json|tar)$/.test(name)

const definitionEntry = 'definition.json'
const endings: Readonly<Record<SoundType, string>> = { 'audio/webm': 'webm', 'audio/mpeg': 'mp3', 'audio/mp4': 'm4a' }

/** A questionnaire with its recordings as one tar: the definition as it travels alone, then each recording once, under its name. */
export function bundleOf(definition: Questionnaire, sounds: AsyncIterable<SoundRow>): ReadableStream<Uint8Array> {
  const { readable, controller } = createTarPacker()
  const put = async (name: string, bytes: Uint8Array): Promise<void> => {
    const writer = controller.add({ name, size: bytes.length, mtime: new Date(0) }).getWriter()
    await writer.write(bytes)
    await writer.close()
  }
  const written = async (): Promise<void> => {
    await put(definitionEntry, new TextEncoder().encode(definitionText(definition)))
    for await (const { name, type, bytes } of sounds) await put(`sounds/${name}.${isSoundType(type) ? endings[type] : 'bin'}`, bytes)
    controller.finalize()
  }
  written().catch((error: unknown) => controller.error(error))
  return readable
}

/** A definition as it stands in a file. */
export const definitionText = (definition: Questionnaire): string => `${JSON.stringify(definition, null, 2)}\n`

const isSoundType = (type: string): type is SoundType => Object.hasOwn(endings, type)

/** Reads a questionnaire's file: JSON, or a tar with its recordings, each of which must be what its name says. */
export async function readQuestionnaire(bytes: Uint8Array<ArrayBuffer>): Promise<QuestionnaireFile | QuestionnaireFileProblem> {
  if (!isTar(bytes)) return jsonIn(bytes)
  if (bytes.length > questionnaireFileLimits.bundle) return tooLarge(questionnaireFileLimits.bundle)
  const entries = await unpackTar(bytes, { strict: true }).catch(() => undefined)
  const definition = entries?.find(({ header }) => header.name === definitionEntry)?.data
  if (!entries || !definition) return { rule: 'not-a-bundle', seen: definitionEntry }
  const read = jsonIn(definition)
  if ('rule' in read) return read
  const sounds = new Map<string, SoundRow>()
  for (const { header, data } of entries) {
    const name = /^sounds\/([\w-]{22})\.\w+$/.exec(header.name)?.[1]
    if (name === undefined || !data) continue
    const reading = readSound(data)
    if (!reading.ok || soundName(data) !== name) return { rule: 'broken-sound', seen: header.name }
    sounds.set(name, { name, bytes: data, ...reading.sound })
    await turn()
  }
  return { json: read.json, sounds }
}

const tooLarge = (bytes: number): QuestionnaireFileProblem => ({ rule: 'too-large', seen: '', allowed: sizeText(bytes) })

/** POSIX says in the header of the first entry that it is one. */
const isTar = (bytes: Uint8Array): boolean => new TextDecoder().decode(bytes.subarray(257, 262)) === 'ustar'

function jsonIn(bytes: Uint8Array): QuestionnaireFile | QuestionnaireFileProblem {
  if (bytes.length > questionnaireFileLimits.definition) return tooLarge(questionnaireFileLimits.definition)
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return { json, sounds: new Map() }
  } catch (error) {
    return { rule: error instanceof SyntaxError ? 'not-json' : 'not-utf8', seen: error instanceof Error ? error.message : '' }
  }
}
