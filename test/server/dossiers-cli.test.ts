import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandLine, commandLine, succeeding } from './cli'

describe('services and dossiers by the command line', () => {
  let cli: CommandLine
  beforeAll(async () => {
    cli = await commandLine()
    await succeeding(cli.run('agencies', 'import', cli.file('agencies.csv', 'code,name,block\nA1,Xã Một,commune\nA2,Xã Hai,commune\n')))
  })
  afterAll(() => cli.close())
  const dossiers = async () => cli.json('dossiers', 'list')

  it('bring a list of services in', async () => {
    const file = cli.file('services.csv', 'code,name,field,agencies\nland,Đất đai,,\nland-1,Biến động,land,A1\n')
    expect((await succeeding(cli.run('services', 'import', file, '--dry-run'))).stdout).toContain('2 services added')
    expect(await cli.json('services', 'list')).toEqual([])
    await succeeding(cli.run('services', 'import', file))
    expect(await cli.json('services', 'list')).toMatchObject([
      { code: 'land', field: '' },
      { code: 'land-1', field: 'land', agencies: 'A1' },
    ])
    expect((await succeeding(cli.run('services', 'import', file))).stdout).toContain('0 services added, 0 changed, 2 as they were')
  })

  it('bring dossiers in, twice with the same end, and take them back', async () => {
    const file = cli.file('dossiers.csv', 'agency,service,month,handled,on_time\nXã Một,,2026-10,1.020,987\nA1,land-1,10/2026,40,\n')
    expect((await succeeding(cli.run('dossiers', 'import', file, '--dry-run'))).stdout).toContain('2 added')
    expect(await dossiers()).toEqual([])
    const { stdout } = await succeeding(cli.run('dossiers', 'import', file))
    const rows = [
      { code: 'A1', service: '', month: '2026-10', handled: 1020, on_time: 987, source: 'command' },
      { code: 'A1', service: 'land-1', month: '2026-10', handled: 40, on_time: null, source: 'command' },
    ]
    expect(await dossiers()).toEqual(rows)
    expect((await succeeding(cli.run('dossiers', 'import', file))).stdout.trim()).toBe('0 added, 0 changed, 2 as they were.')
    expect(await cli.json('dossiers', 'list', '--from', '2026-11')).toEqual([])
    const batch = /dossiers undo ([\w-]+)/.exec(stdout)?.[1] ?? ''
    expect((await succeeding(cli.run('dossiers', 'undo', batch))).stdout).toContain('2 cells')
    expect(await dossiers()).toEqual([])
    expect((await cli.run('dossiers', 'undo', 'none')).stderr).toContain('Nothing was entered under "none"')
  })

  it('names line and column of what is wrong, and changes nothing', async () => {
    const wrong = cli.file('wrong.csv', 'agency,month,handled\nA9,2026-10,5\nA1,2999-01,x\n')
    const { code, stderr } = await cli.run('dossiers', 'import', wrong)
    expect(code).toBe(1)
    expect(stderr).toContain('Line 2, column agency: "A9" does not exist.')
    expect(stderr).toContain('Line 3, column month: "2999-01" is a month to come')
    expect(stderr).toContain('Line 3, column handled: "x" is not a whole number of at least 0.')
    expect(stderr).toContain('nothing was changed')
    expect((await cli.run('dossiers', 'list', '--from', 'x')).code).toBe(2)
    expect(await dossiers()).toEqual([])
  })
})
