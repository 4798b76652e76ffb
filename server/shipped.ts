import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDefinition, readPublished } from '../surveys/instrument/definition'
import type { Questionnaire } from '../surveys/instrument/schema'
import { act, type ActDeps, atCommandLine } from './acts/act'
import { supplyQuestionnaire } from './acts/questionnaires'
import { isPublished } from './db/questionnaires'
import { isQuestionnaireFile, type QuestionnaireFileProblem, readQuestionnaire, type Media } from './files/bundle'

const shipped = import.meta.glob<unknown>('../surveys/questionnaires/*.json', { eager: true, import: 'default' })

/** A questionnaire file cannot be taken; the message names file, place and rule. */
export class QuestionnaireRefused extends Error {}

/**
 * Publishes the shipped questionnaires and those in the data folder; the first that breaks a rule stops the start, and so does a file of the
 * folder that says something else than was published. A province that has a version of its own under a shipped number keeps its own.
 */
export async function publishShipped(deps: ActDeps, folder: string): Promise<void> {
  for (const [file, json] of Object.entries(shipped)) await supply(deps, file, { json, media: new Map() })
  for (const file of filesIn(folder)) {
    const read = await readFile(file)
    if (!(await supply(deps, file, read))) throw versionTaken(file, definitionOf(file, read.json))
  }
}

/** The questionnaire in a file with the recordings and pictures that came along, or a refusal with every broken rule. */
export async function readQuestionnaireFile(file: string): Promise<{ readonly questionnaire: Questionnaire; readonly media: Media }> {
  const { json, media } = await readFile(file)
  return { questionnaire: definitionOf(file, json), media }
}

type QuestionnaireFile = { readonly json: unknown; readonly media: Media }

async function readFile(file: string): Promise<QuestionnaireFile> {
  const read = await readQuestionnaire(bytesOf(file))
  if ('rule' in read) throw new QuestionnaireRefused(`${file}: ${refusals[read.rule](read.seen)}`)
  return read
}

const refusals: Readonly<Record<QuestionnaireFileProblem['rule'], (seen: string) => string>> = {
  'too-large': () => 'larger than 2 MB of JSON or 32 MB with sounds and pictures',
  'not-utf8': () => 'not written in UTF-8',
  'not-json': (seen) => seen,
  'not-a-bundle': (seen) => `damaged, or without "${seen}"`,
  'broken-media': (seen) => `"${seen}" is damaged, or not what its name says`,
}

function bytesOf(file: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(file))
  } catch (error) {
    throw new QuestionnaireRefused(`${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Whether it stands published now; false when other content stands under its number. */
async function supply(deps: ActDeps, file: string, { json, media }: QuestionnaireFile): Promise<boolean> {
  // What was published under earlier rules stays, whatever later ones say of it.
  const before = (await isPublished(deps.database, json)) ? readPublished(json) : undefined
  if (before && media.size === 0) return true
  const outcome = await act(deps, atCommandLine(), supplyQuestionnaire, { questionnaire: before ?? definitionOf(file, json), media })
  return outcome.kind === 'done'
}

/** A file says something else than the published version that it names. */
export const versionTaken = (file: string, { id, version }: Questionnaire): QuestionnaireRefused =>
  new QuestionnaireRefused(
    `${file}: "${id}" version ${version} is published with other content; a published version never changes, so raise "version"`,
  )

function definitionOf(file: string, json: unknown): Questionnaire {
  const reading = readDefinition(json)
  if (reading.ok) return reading.questionnaire
  throw new QuestionnaireRefused(reading.problems.map(({ path, rule, message }) => `${file}: ${path}: ${rule}: ${message}`).join('\n'))
}

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter(isQuestionnaireFile).sort()
  return names.map((name) => join(folder, name))
}
