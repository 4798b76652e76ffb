import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { settingNames } from '../server/config'
import { encoders } from '../server/files/export'
import { readings } from '../surveys/figures/sums'
import { behaviours } from '../surveys/instrument/questions/registry'
import { formulaNames, questionnaire } from '../surveys/instrument/schema'
import { pictured } from './screenshots/pictured'

const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const readme = read('README.md')
const scripts: Readonly<Record<string, string>> = JSON.parse(read('package.json')).scripts

describe('the README', () => {
  it('has a row for every setting, and no other', () => {
    const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name)
    expect(rows).toEqual([...settingNames])
  })

  it('names only npm scripts that exist, and all that people run', () => {
    const named = [...readme.matchAll(/\bnpm run (?:-s )?([a-z:]+)/g)].map(([, name = '']) => name)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
    expect(named).toEqual(expect.arrayContaining(['demo', 'sipas', 'bench']))
    expect(readme).toContain('npm ci && npm start')
    expect(readme).toContain('npm ci && npm test')
  })

  it('names every command of the command line', () => {
    const files = readdirSync(join(root, 'server/cli')).filter((name) => name.endsWith('.ts'))
    const resources = [
      'questionnaires',
      'agencies',
      'campaigns',
      'touchpoints',
      'kiosks',
      'responses',
      'report',
      'recount',
      'user',
      'serve',
      'demo',
      'migrate',
    ]
    expect(files.length).toBeGreaterThan(0)
    for (const resource of resources) expect(readme).toContain(`\`${resource}`)
  })

  it('points only to files and folders that are there', () => {
    const paths = [...readme.matchAll(/`((?:surveys|server|client|test)\/[\w./-]*)`/g)].map(([, path = '']) => path)
    expect(paths.length).toBeGreaterThan(5)
    for (const path of paths) expect(() => readdirOrFile(path), path).not.toThrow()
  })

  it('shows pictures that `npm run screenshots` renews', () => {
    const shown = [...readme.matchAll(/src="test\/screenshots\/([^"]+)"/g)].map(([, name]) => name)
    expect(shown).toEqual(pictured)
    for (const name of pictured)
      expect(
        readFileSync(join(root, 'test/screenshots', name))
          .subarray(1, 4)
          .toString(),
      ).toBe('PNG')
  })

  it('speaks of questionnaires that are shipped', () => {
    const shipped = readdirSync(join(root, 'surveys/questionnaires')).map(
      (name) => questionnaire.parse(JSON.parse(read(`surveys/questionnaires/${name}`))).id,
    )
    expect(shipped.sort()).toEqual(['sipas-2026', 'sipas-service', 'sipas-service-quick'])
    for (const [, id = ''] of readme.matchAll(/--questionnaire (\S+)/g)) expect(shipped).toContain(id)
  })

  it('names the licence as the package does, and that is the one enclosed', () => {
    const { license } = JSON.parse(read('package.json'))
    expect(license).toBe('EUPL-1.2')
    expect(readme).toContain(`[${license}](LICENSE)`)
    expect(read('LICENSE')).toMatch(/^EUROPEAN UNION PUBLIC LICENCE v\. 1\.2\n/)
  })

  it('has its figures in', () => {
    expect(read('test/bench/README.md')).toMatch(/^# What is measured\n[\s\S]*\| /m)
    expect(read('surveys/README.md')).toMatch(/^## How figures come about\n[\s\S]*\| /m)
  })

  it('leads to a README in every room, and to nothing that is not there', () => {
    for (const [, path = ''] of readme.matchAll(/\]\(([^)#:]+?)(?:#[^)]*)?\)/g)) expect(() => readdirOrFile(path)).not.toThrow()
    for (const room of [
      'surveys',
      'server',
      'client',
      'test',
      ...['access', 'acts', 'db', 'deploy', 'files', 'log', 'office', 'reading', 'recording', 'safekeeping'].map(
        (name) => `server/${name}`,
      ),
    ])
      expect([room, read(`${room}/README.md`).length > 400]).toEqual([room, true])
  })
})

describe('the registries', () => {
  it('name every formula and question type of the schema', () => {
    expect(Object.keys(readings).sort()).toEqual([...formulaNames].sort())
    expect(Object.keys(behaviours).sort()).toEqual(['date', 'matrix', 'multiple', 'number', 'rating', 'single', 'text', 'yes-no'])
    expect(Object.keys(encoders)).toEqual(['xlsx', 'csv', 'jsonl'])
  })
})

function readdirOrFile(path: string): unknown {
  return path.endsWith('/') ? readdirSync(join(root, path)) : readFileSync(join(root, path))
}
