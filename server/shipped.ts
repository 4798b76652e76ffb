import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDefinition } from '../surveys/instrument/definition'
import type { Questionnaire } from '../surveys/instrument/schema'
import { act, type ActDeps, atCommandLine } from './acts/act'
import { supplyQuestionnaire } from './acts/questionnaires'
import { isPublished } from './db/questionnaires'

const shipped = import.meta.glob<unknown>('../surveys/questionnaires/*.json', { eager: true, import: 'default' })

/** A questionnaire file cannot be taken; the message names file, place and rule. */
export class QuestionnaireRefused extends Error {}

/** Publishes the shipped questionnaires and those in the data folder; the first that breaks a rule stops the start. */
export async function publishShipped(deps: ActDeps, folder: string): Promise<void> {
  for (const [file, json] of [...Object.entries(shipped), ...filesIn(folder)])
    // What was published under earlier rules stays, whatever later ones say of it.
    if (!(await isPublished(deps.database, json))) await supply(deps, file, definitionOf(file, json))
}

/** The questionnaire in a file, or a refusal with every broken rule. */
export function readQuestionnaireFile(file: string): Questionnaire {
  return definitionOf(file, parsed(file))
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
