import type { Questionnaire } from '../../../../surveys/schema'
import type { FileRule } from '../forms/filled'

const fileBytes = 2 * 1024 * 1024

/** What a JSON file holds; whether it is a questionnaire is for the schema to say. */
export function definitionIn(bytes: Uint8Array<ArrayBuffer> | undefined): { readonly definition: Questionnaire } | { readonly rule: FileRule } {
  if (!bytes) return { rule: 'no-file' }
  if (bytes.length > fileBytes) return { rule: 'too-large' }
  try {
    const definition: Questionnaire = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return { definition }
  } catch (error) {
    return { rule: error instanceof SyntaxError ? 'not-json' : 'not-utf8' }
  }
}
