import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { root } from '../../../server/built'

type Text = { readonly vi: string; readonly en: string }
type Asked = {
  readonly id: string
  readonly text: Text
  /** Labels of a list of its own; nothing for what is rated, written or has rows. */ readonly options: readonly string[]
  readonly rows: readonly string[]
  readonly kind: 'rated' | 'list' | 'written' | 'matrix'
}

type Source = {
  readonly sections: readonly { readonly title: Text; readonly questions: readonly Given[] }[]
  readonly scales: Scales
}

function shipped(name: string): Source {
  const source: Source = JSON.parse(readFileSync(join(root, 'surveys/questionnaires', name), 'utf8'))
  return source
}

const [national, service] = [shipped('sipas-2026.json'), shipped('sipas-service.json')]

/** What an author has on paper: 40 questions as the shipped questionnaires ask them, in nine parts, with lists, a matrix and skip logic. */
export const parts: readonly { readonly title: string; readonly questions: readonly Asked[] }[] = [
  ...service.sections.map(({ title, questions }) => ({
    title: title.vi,
    questions: questions.map((question) => asked(question, service.scales)),
  })),
  { title: national.sections[1]?.title.vi ?? '', questions: fromNational() },
]

export const questions = parts.flatMap((part) => part.questions)

type Given = {
  readonly id: string
  readonly type: string
  readonly text: Text
  readonly scale?: string
  readonly items?: readonly { readonly text: Text }[]
}
type Scales = readonly { readonly id: string; readonly options: readonly { readonly label: Text }[] }[]

function asked({ id, type, text, scale, items }: Given, scales: Scales): Asked {
  const rows = items?.map((row) => row.text.vi) ?? []
  const options = scales.find((one) => one.id === scale)?.options.map(({ label }) => label.vi) ?? []
  const kind = rows.length > 0 ? 'matrix' : type === 'rating' ? 'rated' : options.length > 0 ? 'list' : 'written'
  return { id, text, rows, kind, options: kind === 'list' ? options : [] }
}

/** Nine more: a matrix, and lists with ids of their own. */
function fromNational(): readonly Asked[] {
  const all = national.sections.flatMap((section) => section.questions).map((question) => asked(question, national.scales))
  const matrix = all.filter(({ kind }) => kind === 'matrix').slice(0, 1)
  const others = all
    .filter(({ kind }) => kind !== 'matrix')
    .slice(0, 40 - service.sections.flatMap((one) => one.questions).length - matrix.length)
  return [...others, ...matrix].map((one) => ({ ...one, id: `n_${one.id.replaceAll('-', '_').slice(0, 20)}` }))
}

/** The same as somebody copies it out of a document. */
export const asDocument = parts
  .flatMap(({ title, questions: own }, at) => [
    `Phần ${at + 1}. ${title}`,
    ...own.flatMap(({ id, text, options }) => [
      `${/^[A-E]\d$/.test(id) ? `${id}. ` : ''}${text.vi}`,
      ...options.map((option) => `- ${option}`),
    ]),
  ])
  .join('\n')

/** A hand that counts: a click is one, choosing from a menu two, a paste one key, and typing as many as there are letters. */
export class Hand {
  clicks = 0
  keys = 0

  constructor(private readonly page: Page) {}

  async click(on: Locator): Promise<void> {
    this.clicks += 1
    await on.click()
  }

  async choose(from: Locator, label: string | { readonly value: string }): Promise<void> {
    this.clicks += 2
    await from.selectOption(typeof label === 'string' ? { label } : label)
  }

  async press(key: string): Promise<void> {
    this.keys += 1
    await this.page.keyboard.press(key)
  }

  /** Where the keyboard is. */
  async paste(text: string): Promise<void> {
    this.keys += 1
    await this.page.keyboard.insertText(text)
  }

  /** In place of what stands where the keyboard is. */
  async pasteOver(text: string): Promise<void> {
    await this.press('Control+a')
    await this.paste(text)
  }
}
