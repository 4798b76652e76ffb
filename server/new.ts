import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * `npm run new -- question-type NAME`: writes a question type that compiles at once, answered by one option of a scale, in
 * every place that a type has. What its author decides instead stands as open sentences in the test that it writes.
 */
const [kind, name = '', root = join(import.meta.dirname, '..')] = process.argv.slice(2)
if (kind !== 'question-type' || !/^[a-z]+(-[a-z]+)*$/.test(name))
  ended('npm run new -- question-type NAME   (NAME in small letters, such as ranking)')

const camel = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
const pascal = camel.charAt(0).toUpperCase() + camel.slice(1)
const key = camel === name ? name : `'${name}'`

const behaviourPath = `surveys/instrument/questions/${name}.ts`
const componentPath = `client/survey/questions/${pascal}.tsx`
const testPath = `test/surveys/questions/${name}.test.ts`

const behaviour = `import type { Behaviour, Keeping } from './behaviour'
import { oneOption, oneOptionKept } from './options'

/** How it is answered. */
export const ${camel}: Behaviour = {
  check: oneOption.check,
  read: oneOption.read,
}

/** What becomes of its answers. */
export const ${camel}Kept: Keeping = {
  holds: 'one',
  judges: 'never',
  isGrouping: false,
  counted: oneOptionKept.counted,
  bytes: oneOptionKept.bytes,
  pack: oneOptionKept.pack,
  columns: oneOptionKept.columns,
  writer: oneOptionKept.writer,
  values: oneOptionKept.values,
}
`

const component = `import type { QuestionOf } from '../../../surveys/instrument/schema'
import type { ViewProps } from '../model'
import { OneOfScale } from './OneOfScale'

/** Its fields bear the item's id, so that a form without JavaScript posts them. */
export const ${pascal} = ({ question, asking }: ViewProps<QuestionOf<'${name}'>>) => (
  <OneOfScale item={question.id} text={question.text} question={question} asking={asking} />
)
`

const test = `import { describe, it } from 'vitest'

// test/server/question-types.test.ts already holds the type to the law of all types, from the form to the import.
describe('the question type ${name}', () => {
  it.todo('has the settings that its author needs: its member in surveys/instrument/schema.ts')
  it.todo('takes these answers and refuses those, each with a sentence: check and read in ${behaviourPath}')
  it.todo('is counted so, or is no figure: counted, holds and judges there')
  it.todo('is packed so that no two answers look alike: bytes and pack there')
  it.todo('leaves in these cells and comes back from them: columns, writer and values there')
  it.todo('leaves for other tools so: surveys/exchange/to-xlsform.ts and to-surveyjs.ts')
  it.todo('is answered by touch, by keyboard and without JavaScript: ${componentPath}')
  it.todo('is named in each language: client/text/*/designer/question-types.ts')
})
`

// With the rare types: what every phone waits for is decided by who needs it.
const behavioursPath = 'surveys/instrument/questions/rare.ts'
const keepingsPath = 'surveys/instrument/questions/keepings.ts'
const viewsPath = 'client/survey/questions/rare.ts'
const [firstLine, shorthand] = camel === name ? [name, `${name},`] : [key, `${key}: ${camel},`]

created(behaviourPath, behaviour)
created(componentPath, component)
created(testPath, test)
changed(
  'surveys/instrument/schema.ts',
  `  z.strictObject({ type: z.literal('note')`,
  `  z.strictObject({ type: z.literal('${name}'), ...closed }),\n`,
)
changed(behavioursPath, `\n/** How the question types`, `import { ${camel} } from './${name}'\n`)
changed(behavioursPath, `} as const satisfies`, `  ${shorthand}\n`)
changed(keepingsPath, `\n/** What becomes of the answers`, `import { ${camel}Kept } from './${name}'\n`)
changed(keepingsPath, `}\n`, `  ${firstLine}: ${camel}Kept,\n`, 'last')
changed(viewsPath, `\n/** The views of`, `import { ${pascal} } from './${pascal}'\n`)
changed(
  'test/screenshots/every-type.ts',
  `  note: [`,
  `  ${key}: [{ id: '${camel}', type: '${name}', scale: 'satisfaction', text: { vi: '${pascal} …', en: '${pascal} …' } }],\n`,
)
changed(
  'surveys/exchange/to-surveyjs.ts',
  `    case 'note':`,
  `    case '${name}':
      tell({ name: question.id }, 'own_columns', '${name}')
      return { type: 'radiogroup', ...listOf('choices', writing, question.scale) }\n`,
)
changed(
  'surveys/exchange/to-xlsform.ts',
  `    case 'note':`,
  `    case '${name}':
      tell(place, 'own_columns', '${name}')
      return { type: \`select_one \${question.scale}\`, appearance: '${name}' }\n`,
)
changed(viewsPath, `  note: view(`, `  ${key}: view('${name}', ${pascal}),\n`)
for (const language of readdirSync(join(root, 'client/text'), { withFileTypes: true }).filter((entry) => entry.isDirectory()))
  changed(
    `client/text/${language.name}/designer/question-types.ts`,
    `  type_note:`,
    `  ${wordKey('')}: '${pascal}',\n  ${wordKey('_text')}: '${pascal} …',\n`,
  )
process.stdout.write(`What is to be decided stands in ${testPath}.\n`)

function wordKey(ending: string): string {
  const word = `type_${name}${ending}`
  return camel === name ? word : `'${word}'`
}

function created(path: string, text: string): void {
  if (existsSync(join(root, path))) ended(`${path} is there already`)
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
  process.stdout.write(`wrote ${path}\n`)
}

/** Puts lines in front of the first place that reads so, or the last. */
function changed(path: string, before: string, lines: string, which: 'first' | 'last' = 'first'): void {
  const text = readFileSync(join(root, path), 'utf8')
  const at = which === 'first' ? text.indexOf(before) : text.lastIndexOf(before)
  if (at < 0) ended(`${path}: nothing reads ${JSON.stringify(before)}, in front of which this belongs:\n${lines}`)
  writeFileSync(join(root, path), `${text.slice(0, at)}${lines}${text.slice(at)}`)
  process.stdout.write(`changed ${path}\n`)
}

function ended(why: string): never {
  process.stderr.write(`${why}\n`)
  process.exit(2)
}
