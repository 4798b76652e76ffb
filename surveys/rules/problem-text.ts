import { filled } from '../language'
import { namePatterns } from '../name-patterns'
import type { Problem } from './problem'
import { type FieldName, problemWords, type Sentence } from './problem-words'

/** The whole sentence an author gets; an unknown language reads Vietnamese. */
export function problemText(language: string, { rule, sentence, message, values = {} }: Problem): string {
  const tongue = language.startsWith('en') ? 'en' : 'vi'
  const name = sentence ?? rule
  if (!isSentence(name)) return message
  return filled(problemWords[tongue].sentences[name], Object.fromEntries(Object.entries(values).map(([key, value]) => [key, shown(tongue, key, value)])))
}

const isSentence = (name: string): name is Sentence => Object.hasOwn(problemWords.vi.sentences, name)
const isField = (name: string): name is FieldName => Object.hasOwn(problemWords.vi.fields, name)

function shown(language: 'vi' | 'en', key: string, value: string | number): string {
  if (typeof value === 'number') return new Intl.NumberFormat(language, { maximumFractionDigits: 6 }).format(value)
  if (key === 'field') return problemWords[language].fields[isField(value) ? value : 'other']
  return key === 'language' ? languageNamed(language, value) : value
}

/** "tiếng Anh", "English"; a tag that nobody could name stays as it is. */
function languageNamed(language: 'vi' | 'en', tag: string): string {
  if (!namePatterns.language.test(tag)) return tag
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(tag) ?? tag
  return language === 'vi' ? name.replace(/^Tiếng/, 'tiếng') : name
}
