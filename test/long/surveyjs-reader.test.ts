import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { surveyOf } from '../../surveys/exchange/to-surveyjs'
import { computedValue } from '../../surveys/instrument/computing'
import { reachable, withoutUnreachable } from '../../surveys/instrument/flow'
import type { Item } from '../../surveys/instrument/item'
import { keepings } from '../../surveys/instrument/questions/keepings'
import { items } from '../../surveys/instrument/questionnaire'
import type { Answer, Answers, Questionnaire } from '../../surveys/instrument/schema'
import { dealer } from '../../surveys/instrument/personal'
import { leavingForms } from '../surveys/exchange/leaving-forms'

/** The core of SurveyJS (MIT), fetched for this test alone: it is what other systems read our files with. */
const library = {
  name: 'survey-core@3.1.1',
  sha512: 'DCIjC//kSA5ldAjCNqWH8MPz7Rf1v713RYDcilOTCpagj5oJqp++z9/VV4WSliiKV97VaGJ4YHLZodm0Ki24Dw==',
} as const

type Model = {
  jsonErrors?: readonly { readonly message: string }[]
  data: unknown
  readonly calculatedValues: readonly { readonly name: string; readonly value: unknown }[]
  readonly getAllQuestions: (onlyVisible: boolean) => readonly { readonly name: string }[]
}

/** What our files say beside what SurveyJS knows; it passes over it. */
const own = /^Unknown property in class '\w+': '(sipas\w+|score|positive|kind|exclusive|face|fixed)'\./

describe('the library that reads surveys of SurveyJS', () => {
  const forms = leavingForms(150)
  let folder = ''
  let lacking = ''
  let modelOf: (json: unknown) => Model
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sipas-surveyjs-'))
    const packed = spawnSync('npm', ['pack', library.name, '--silent', '--pack-destination', folder], { encoding: 'utf8', cwd: folder })
    if (packed.status !== 0) {
      lacking = `${library.name} cannot be fetched: ${packed.stderr.trim().split('\n')[0] ?? ''}`
      return
    }
    const file = join(folder, packed.stdout.trim())
    expect(createHash('sha512').update(readFileSync(file)).digest('base64')).toBe(library.sha512)
    execFileSync('tar', ['-xzf', file, '-C', folder, 'package/survey.core.js', 'package/package.json'])
    const core: { readonly Model: new (json: unknown) => Model } = createRequire(import.meta.url)(join(folder, 'package/survey.core.js'))
    modelOf = (json) => new core.Model(json)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const read = (form: Questionnaire): Model => modelOf(JSON.parse(JSON.stringify(surveyOf(form, () => undefined))))

  it('knows every name in every file that leaves but those that are ours', ({ skip }) => {
    if (lacking !== '') skip(lacking)
    const wrong = Object.entries(forms).flatMap(([name, form]) =>
      (read(form).jsonErrors ?? []).filter(({ message }) => !own.test(message)).map(({ message }) => `${name}: ${message}`),
    )
    expect(wrong).toEqual([])
  })

  it('asks the same questions after the same answers, and works out the same numbers', ({ skip }) => {
    if (lacking !== '') skip(lacking)
    for (const [name, form] of Object.entries(forms)) {
      for (let round = 0; round < 6; round += 1) {
        const model = read(form)
        const answers = withoutUnreachable(form, dealt(form, `${name} ${round}`))
        model.data = dataOf(form, answers)
        const asked = reachable(form, answers).flatMap(({ questions }) => questions.map(({ id }) => id))
        expect([name, round, model.getAllQuestions(true).map((one) => one.name)]).toEqual([name, round, asked])
        for (const computed of form.computed ?? []) {
          const theirs = model.calculatedValues.find((one) => one.name === computed.id)?.value
          expect([name, computed.id, theirs === '' || theirs === null ? undefined : theirs]).toEqual([
            name,
            computed.id,
            computedValue(form, computed, answers),
          ])
        }
      }
    }
  })
})

/** Answers as chance deals them, some questions passed over. */
function dealt(form: Questionnaire, text: string): Answers {
  const deal = dealer(text)
  return Object.fromEntries(items(form).flatMap((item) => (deal(3) === 0 ? [] : [[item.id, answerTo(item, deal)] as const])))
}

function answerTo({ scale, question }: Item, deal: (below: number) => number): Answer {
  if (scale) {
    const codes = scale.options.map(({ code }) => code)
    const one = codes[deal(codes.length)] ?? ''
    return question.type === 'multiple' ? [...new Set([one, codes[deal(codes.length)] ?? one])] : question.type === 'ranking' ? codes : one
  }
  const ends = keepings[question.type].range?.(question)
  if (ends) return ends.low + deal(ends.high - ends.low + 1)
  return question.type === 'date' ? '2026-05-01' : question.type === 'date-time' ? '2026-05-01T10:00' : 'words'
}

/** The same answers as SurveyJS keeps them: rows within their question. */
function dataOf(form: Questionnaire, answers: Answers): Readonly<Record<string, unknown>> {
  const data: Record<string, unknown> = {}
  for (const { id, question } of items(form)) {
    const answer = answers[id]
    if (answer === undefined) continue
    if (question.id === id) data[id] = answer
    else data[question.id] = { ...Object(data[question.id] ?? {}), [id]: answer }
  }
  return data
}
