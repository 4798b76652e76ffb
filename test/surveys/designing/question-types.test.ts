import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const patience = 240_000

/** What a question type needs beside its shape, as the README says; the compiler asks for the rest of each. */
const places = [
  'client/survey/questions/registry.ts',
  'client/text/en/designer/question-types.ts',
  'client/text/vi/designer/question-types.ts',
  'surveys/instrument/questions/registry.ts',
]

const shape = `z.strictObject({ type: z.literal('slider'), ...asked, min: z.int().meta({ fresh: 0 }), max: z.int().meta({ fresh: 10 }), step: z.int().min(1).meta({ fresh: 1 }), ticked: z.boolean().default(false) })`

const behaviour = `import { number } from './number'
import type { Behaviour } from './behaviour'

/** A whole number on a line. */
export const slider: Behaviour = {
  ...number,
  check: (item, answer) => (item.question.type === 'slider' && (typeof answer !== 'number' || answer > item.question.max) ? { item: item.id, code: 'out_of_range', allowed: String(item.question.max) } : undefined),
}
`

const component = `import type { QuestionOf } from '../../../surveys/instrument/schema'
import type { ViewProps } from '../model'
import { Field } from './Field'

/** A number chosen on a line. */
export const Slider = ({ question, asking }: ViewProps<QuestionOf<'slider'>>) => (
  <Field question={question} asking={asking}>
    <input type="range" id={question.id} name={question.id} min={question.min} max={question.max} step={question.step} />
  </Field>
)
`

const words = { type_slider: 'x', type_slider_text: 'x', set_step: 'x', set_ticked: 'x' }

const probe = `import { structureProblems } from './surveys/instrument/definition'
import { blankQuestionnaire } from './surveys/designing/blank'
import { addQuestion, changeType } from './surveys/designing/questions'
import { questionTypes, settingsOf } from './surveys/designing/question-settings'

const { draft, id } = addQuestion(blankQuestionnaire('x', { vi: 'x' }, ['vi']), 'slider', 'section')
const drafts = [draft, ...questionTypes().map((type) => changeType(changeType(draft, id, type), id, 'slider'))]
console.log(JSON.stringify({ settings: settingsOf('slider'), question: draft.sections[0].questions[0], problems: drafts.flatMap(structureProblems) }))
`

describe('adding one question type', () => {
  const house = mkdtempSync(join(tmpdir(), 'sipas-type-'))
  const inHouse = (path: string): string => join(house, path)
  const edit = (path: string, from: string, to: string): void => {
    const text = readFileSync(inHouse(path), 'utf8')
    if (!text.includes(from)) throw new Error(`${path} has no ${from}`)
    writeFileSync(
      inHouse(path),
      text.replace(from, () => to),
    )
  }
  beforeAll(() => {
    for (const part of ['surveys', 'client', 'server', 'tsconfig.json', 'package.json'])
      cpSync(join(root, part), inHouse(part), { recursive: true })
    symlinkSync(join(root, 'node_modules'), inHouse('node_modules'))
    edit(
      'surveys/instrument/schema.ts',
      `z.strictObject({ type: z.literal('note')`,
      `${shape},\n  z.strictObject({ type: z.literal('note')`,
    )
  })
  afterAll(() => rmSync(house, { recursive: true, force: true }))

  it(
    'touches exactly the places that the design names: the compiler asks for them and for nothing else',
    () => {
      expect(complaints(house)).toEqual(places)
    },
    patience,
  )

  it('is named so in the README', () => {
    const [said = ''] = /- \*\*a question type\*\*[\s\S]*?(?=\n- \*\*)/.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? []
    for (const place of [
      'surveys/instrument/schema.ts',
      'surveys/instrument/questions/',
      'client/survey/questions/',
      'registry.ts',
      'client/text/vi/designer/question-types.ts',
    ])
      expect(said).toContain(`\`${place}\``)
  })

  it(
    'is done with a behaviour, a component, a line for each and its words',
    () => {
      writeFileSync(inHouse('surveys/instrument/questions/slider.ts'), behaviour)
      writeFileSync(inHouse('client/survey/questions/Slider.tsx'), component)
      edit('surveys/instrument/questions/registry.ts', '  date,\n', '  date,\n  slider,\n')
      edit('surveys/instrument/questions/registry.ts', 'import { text }', `import { slider } from './slider'\nimport { text }`)
      edit('client/survey/questions/registry.ts', `  note: view(`, `  slider: view('slider', Slider),\n  note: view(`)
      edit('client/survey/questions/registry.ts', 'import { Text }', `import { Slider } from './Slider'\nimport { Text }`)
      for (const language of ['vi', 'en'])
        edit(
          `client/text/${language}/designer/question-types.ts`,
          `  type_note:`,
          `${Object.entries(words)
            .map(([word, said]) => `  ${word}: '${said}',\n`)
            .join('')}  type_note:`,
        )
      expect(complaints(house)).toEqual([])
    },
    patience,
  )

  it(
    'gives the designer its fields without a line of the designer: the shape says them',
    () => {
      writeFileSync(inHouse('probe.ts'), probe)
      const ran = spawnSync(process.execPath, ['--import', 'tsx', 'probe.ts'], { cwd: house, encoding: 'utf8' })
      expect(ran.stderr).toBe('')
      const whole = { kind: 'integer' }
      expect(JSON.parse(ran.stdout)).toEqual({
        settings: [
          { name: 'required', isOptional: false, fresh: false, control: { kind: 'tick' } },
          { name: 'min', isOptional: false, fresh: 0, control: whole },
          { name: 'max', isOptional: false, fresh: 10, control: whole },
          { name: 'step', isOptional: false, fresh: 1, control: { ...whole, min: 1 } },
          { name: 'ticked', isOptional: false, fresh: false, control: { kind: 'tick' } },
        ],
        question: { type: 'slider', id: 'q', text: {}, required: false, min: 0, max: 10, step: 1, ticked: false },
        problems: [],
      })
    },
    patience,
  )
})

/** The files of which the compiler complains, each once. */
function complaints(folder: string): readonly string[] {
  const { stdout, error } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (error) throw error
  return [...new Set([...stdout.matchAll(/^(\S+)\(\d+,\d+\): error/gm)].flatMap(([, file]) => file ?? []))].sort()
}
