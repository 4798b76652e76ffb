import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { officeWords } from '../client/text/office'
import { settingNames } from '../server/config'
import { encoders, studyEncoders } from '../server/files/export'
import { readings } from '../surveys/figures/sums'
import { behaviours } from '../surveys/instrument/questions/registry'
import { formulaNames, questionnaire } from '../surveys/instrument/schema'
import { everyOffice, permissions, permissionsOf, type RoleName, roleNames, roles } from '../surveys/people/roles'
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

  it('says who may do what as the table of roles does', async () => {
    expect(readme).toMatch(whoMayWhat)
    const current = readme.replace(whoMayWhat, (_, begin: string, end: string) => `${begin}${rolesTable()}${end}`)
    await expect(current, 'the roles were changed: `npm test -- docs -u` writes their table in the README anew').toMatchFileSnapshot(
      join(root, 'README.md'),
    )
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
      ...['access', 'acts', 'db', 'deploy', 'files', 'log', 'mail', 'office', 'reading', 'recording', 'safekeeping', 'schedules'].map(
        (name) => `server/${name}`,
      ),
    ])
      expect([room, read(`${room}/README.md`).length > 400]).toEqual([room, true])
  })
})

describe('the registries', () => {
  it('name every formula and question type of the schema', () => {
    expect(Object.keys(readings).sort()).toEqual([...formulaNames].sort())
    expect(Object.keys(behaviours).sort()).toEqual([
      'date',
      'date-time',
      'matrix',
      'multiple',
      'number',
      'number-matrix',
      'ranking',
      'rating',
      'recommend',
      'single',
      'slider',
      'text',
      'yes-no',
    ])
    expect(Object.keys(encoders)).toEqual(['xlsx', 'csv', 'jsonl'])
    expect(Object.keys(studyEncoders)).toEqual(['sav', 'R', 'zip'])
  })
})

/** Where the table of roles stands in the README. */
const whoMayWhat = /(<!-- who may do what -->\n)[\s\S]*(<!-- \/who may do what -->)/

/** What each role may do, over what it is held, and which side it is on: in the words of the screens, as officials read them. */
function rolesTable(): string {
  const [vi, en] = [officeWords('vi'), officeWords('en')]
  const line = (first: string, ofRole: (role: RoleName) => string): string => `| ${[first, ...roleNames.map(ofRole)].join(' | ')} |\n`
  const over = {
    province: 'toàn tỉnh<br>province',
    subtree: 'toàn tỉnh hoặc cơ quan<br>province or agency',
    touchpoint: 'điểm khảo sát<br>touchpoints',
  }
  const side = { rates: 'đánh giá<br>rates', rated: 'được đánh giá<br>rated', neither: '–' }
  return [
    line('được / may', (role) => `**${vi(`role_${role}`)}**<br>${en(`role_${role}`)}`),
    line('---', () => ':---:'),
    ...permissions.map((permission) =>
      line(`${vi(`may_${permission}`)}<br>${en(`may_${permission}`)}`, (role) =>
        permissionsOf([{ role, agency: '', endsOn: '' }]).includes(permission) ? '●' : '',
      ),
    ),
    line('phạm vi<br>over', (role) => over[roles[role].over]),
    line('bên<br>side', (role) => side[roles[role].side]),
    line('tài khoản đầu tiên<br>first account', (role) => (everyOffice.some((grant) => grant.role === role) ? '●' : '')),
  ].join('')
}

function readdirOrFile(path: string): unknown {
  return path.endsWith('/') ? readdirSync(join(root, path)) : readFileSync(join(root, path))
}
