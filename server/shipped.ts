import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDefinition } from '../surveys/instrument/definition'
import type { Questionnaire } from '../surveys/instrument/schema'
import { act, type ActDeps, atCommandLine } from './acts/act'
import { supplyQuestionnaire } from './acts/questionnaires'
import { isPublished } from './db/questionnaires'
import { type QuestionnaireFileProblem, readQuestionnaire, type Sounds } from './files/bundle'

const shipped = import.meta.glob<unknown>('../surveys/questionnaires/*.json', { eager: true, import: 'default' })

/** A questionnaire file cannot be taken; the message names file, place and rule. */
export class QuestionnaireRefused extends Error {}

/** Publishes the shipped questionnaires and those in the data folder; the first that breaks a rule stops the start. */
export async function publishShipped(deps: ActDeps, folder: string): Promise<void> {
  for (const [file, json] of [...Object.entries(shipped), ...filesIn(folder)])
    // What was published under earlier rules stays, whatever later ones say of it.
    if (!(await isPublished(deps.database, json))) await supply(deps, file, definitionOf(file, json))
}

/** The questionnaire in a file with the recordings that came along, or a refusal with every broken rule. */
export async function readQuestionnaireFile(file: string): Promise<{ readonly questionnaire: Questionnaire; readonly sounds: Sounds }> {
  const read = await readQuestionnaire(bytesOf(file))
  if (!('rule' in read)) return { questionnaire: definitionOf(file, read.json), sounds: read.sounds }
  throw new QuestionnaireRefused(`${file}: ${refusals[read.rule](read.seen)}`)
}

const refusals: Readonly<Record<QuestionnaireFileProblem['rule'], (seen: string) => string>> = {
  'too-large': () => 'larger than 2 MB of JSON or 32 MB with sounds',
  'not-utf8': () => 'not written in UTF-8',
  'not-json': (seen) => seen,
  'not-a-bundle': (seen) => `damaged, or without "${seen}"`,
  'broken-sound': (seen) => `"${seen}" is damaged, or not what its name says`,
}

function bytesOf(file: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(file))
  } catch (error) {
    throw new QuestionnaireRefused(`${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function supply(deps: ActDeps, file: string, questionnaire: Questionnaire): Promise<void> {
  const outcome = await act(deps, atCommandLine(), supplyQuestionnaire, questionnaire)
  if (outcome.kind !== 'done') throw versionTaken(file, questionnaire)
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

function filesIn(folder: string): readonly (readonly [string, unknown])[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
  return files.map((name) => [join(folder, name), parsed(join(folder, name))])
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new QuestionnaireRefused(`${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
