import { translationRows } from '../../../surveys/designing/translations'
import type { Questionnaire } from '../../../surveys/schema'

/** The key of the text that stands at a path of the definition, such as `sections[0].title`. */
export function keyAt(draft: Questionnaire, path: string): string | undefined {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== '')
  const found = steps.reduce<unknown>((value, step) => (typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === step)?.[1] : undefined), draft)
  return translationRows(draft).find(({ text }) => text === found)?.key
}
