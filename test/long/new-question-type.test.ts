import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** What the law of all types and the designer say of the new one. */
const probe = `import { settingsOf } from './surveys/designing/question-settings'
import { addQuestion } from './surveys/designing/questions'
import { items } from './surveys/instrument/questionnaire'
import { readSmall } from './test/surveys/small'
import { brokenWays } from './test/server/question-type-law'

const small = readSmall()
const { draft, id } = addQuestion(small, 'card-sort', 'second')
const item = items(draft).find((one) => one.id === id)
const broken = item ? [...(await brokenWays({ ...draft, sections: draft.sections.slice(-1).map((one) => ({ ...one, questions: one.questions.slice(-1) })), trees: [] }, item))] : ['nothing asked']
console.log(JSON.stringify({ settings: settingsOf('card-sort').map(({ name }) => name), broken }))
`

describe('npm run new -- question-type', () => {
  const house = mkdtempSync(join(tmpdir(), 'sipas-new-'))
  const run = (...words: readonly string[]) => spawnSync(process.execPath, [...words], { cwd: house, encoding: 'utf8' })
  const generate = (...words: readonly string[]) => run('--import', 'tsx', 'server/new.ts', ...words)
  beforeAll(() => {
    for (const part of ['surveys', 'client', 'server', 'test', 'tsconfig.json', 'package.json', 'vite.config.ts'])
      cpSync(join(root, part), join(house, part), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'))
  })
  afterAll(() => rmSync(house, { recursive: true, force: true }))

  it('says how it is used, and writes nothing, without a name that fits', () => {
    for (const words of [[], ['question-type'], ['question-type', 'Card Sort'], ['formula', 'x']])
      expect(generate(...words)).toMatchObject({ status: 2, stdout: '' })
  })

  it('writes a type that compiles, keeps the law of all types and shows its author what to decide', () => {
    expect(generate('question-type', 'card-sort')).toMatchObject({ status: 0, stderr: '' })
    expect(readFileSync(join(house, 'test/surveys/questions/card-sort.test.ts'), 'utf8').match(/it\.todo\(/g)?.length).toBeGreaterThan(5)
    writeFileSync(join(house, 'probe.ts'), probe)
    const ran = run('--import', 'tsx', 'probe.ts')
    expect(ran.stderr).toBe('')
    expect(JSON.parse(ran.stdout)).toEqual({ settings: ['required', 'scale'], broken: [] })
    const compiled = run('node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false')
    expect(compiled.stdout).toBe('')
    expect(compiled.status).toBe(0)
  }, 240_000)

  it('does not write over one that is there', () => {
    expect(generate('question-type', 'card-sort')).toMatchObject({ status: 2, stdout: '' })
  })
})
