import { pathText, type Problem } from './problem'
import type { Questionnaire } from '../schema'

const localisedKeys = ['title', 'source', 'purpose', 'privacy', 'thanks', 'text', 'help', 'label', 'intro']

/** Every localised text must stand in every language of the questionnaire, and in no other. */
export function missingTranslations(questionnaire: Questionnaire): readonly Problem[] {
  const problems: Problem[] = []
  const visit = (value: unknown, path: readonly PropertyKey[]): void => {
    if (value === null || typeof value !== 'object') return
    for (const [key, inner] of Object.entries(value)) {
      const at = [...path, Array.isArray(value) ? Number(key) : key]
      if (localisedKeys.includes(key) && isRecord(inner)) problems.push(...compare(questionnaire.languages, inner, at))
      else visit(inner, at)
    }
  }
  visit(questionnaire, [])
  return problems
}

function compare(languages: readonly string[], text: object, path: readonly PropertyKey[]): readonly Problem[] {
  const field = String(path.at(-1))
  const lacking = languages.filter((language) => !Object.hasOwn(text, language))
  const unknown = Object.keys(text).filter((language) => !languages.includes(language))
  return [
    ...lacking.map((language) => ({
      path: pathText(path),
      rule: 'missing_translation',
      message: `has no text in "${language}"; the questionnaire speaks ${languages.join(', ')}`,
      values: { language, field },
    })),
    ...unknown.map((language) => ({
      path: pathText(path),
      rule: 'unknown_language',
      message: `has a text in "${language}", which is not among ${languages.join(', ')}`,
      values: { language, field },
    })),
  ]
}

const isRecord = (value: unknown): value is object => value !== null && typeof value === 'object' && !Array.isArray(value)
