import { setImmediate as turn } from 'node:timers/promises'
import { readPublished } from '../surveys/instrument/definition'
import type { Questionnaire } from '../surveys/instrument/schema'

/** What comes with the product, and is published once somebody takes it up; each is read when it is asked for. */
const files = import.meta.glob<unknown>(['../surveys/catalogue/*.json', '../surveys/indicator-sets/*.json'], { import: 'default' })

const read = new Map<string, Promise<Questionnaire>>()

/** Every questionnaire and indicator set of the catalogue, as it would be published; whoever else waits is answered between one and the next. */
export async function listCatalogue(): Promise<readonly Questionnaire[]> {
  const all: Questionnaire[] = []
  for (const file of Object.keys(files)) {
    if (!read.has(file)) await turn()
    all.push(await inFile(file))
  }
  return all
}

/** The one of that id. */
export async function findInCatalogue(id: string): Promise<Questionnaire | undefined> {
  const file = Object.keys(files).find((name) => name.endsWith(`/${id}.json`))
  return file === undefined ? undefined : inFile(file)
}

function inFile(file: string): Promise<Questionnaire> {
  const known = read.get(file) ?? readFrom(file)
  read.set(file, known)
  return known
}

/** Its rules are kept by a test: checking them takes as long as all the rest of a start. */
async function readFrom(file: string): Promise<Questionnaire> {
  const questionnaire = readPublished(await files[file]?.())
  if (!questionnaire) throw new Error(`${file} has not the shape of a questionnaire`)
  return questionnaire
}
