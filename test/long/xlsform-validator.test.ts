import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { leavingAs } from '../../server/files/foreign/writing'
import { leavingForms } from '../surveys/exchange/leaving-forms'

/**
 * pyxform and ODK Validate, the two programs that ODK, KoBo and others take forms in with. They come within a package of the npm registry, which is under
 * the AGPL: it is fetched, run as programs of its own and thrown away, and never a part of this product.
 */
const tool = {
  name: 'cht-conf@6.6.1',
  sha512: 'XxXYwZIbEuB4d6pxHhCozXYC4lFKzCYWN8AOD5juLHe83WrXiIt8P057/6C/iNp53ciaWgyTUGXANbT5MfSACQ==',
  archive: 'package/bin/xls2xform-medic',
} as const

/** Reads each form in one process and says of each what it has to say. */
const convertAll = `
import json, os, sys
from pyxform.xls2xform import convert
for path in sys.argv[1:]:
    said = []
    name = os.path.splitext(os.path.basename(path))[0]
    try:
        form = convert(path, warnings=said).xform
        with open(os.path.splitext(path)[0] + '.xml', 'w', encoding='utf-8') as file:
            file.write(form)
        print(json.dumps({'name': name, 'warnings': said}))
    except Exception as error:
        print(json.dumps({'name': name, 'error': type(error).__name__ + ': ' + str(error), 'warnings': said}))
`

describe('an independent reader of XLSForm', () => {
  const forms = leavingForms(120)
  let folder = ''
  let lacking = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sipas-xlsform-'))
    lacking = fetched(folder)
    if (lacking !== '') return
    for (const [name, form] of Object.entries(forms))
      await pipeline(leavingAs('xlsform', form).pieces, createWriteStream(join(folder, `${name}.xlsx`)))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('takes every form that leaves without an error, and warns of nothing but tags that it does not know', ({ skip }) => {
    if (lacking !== '') skip(lacking)
    const said = execFileSync('python3', ['-c', convertAll, ...Object.keys(forms).map((name) => join(folder, `${name}.xlsx`))], {
      encoding: 'utf8',
      env: { ...process.env, PYTHONPATH: join(folder, 'tool', 'site-packages'), PYTHONDONTWRITEBYTECODE: '1' },
    })
    const lines = said
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toHaveLength(Object.keys(forms).length)
    const wrong = lines.flatMap(({ name, error, warnings }: { name: string; error?: string; warnings: string[] }) => [
      ...(error === undefined ? [] : [`${name}: ${error}`]),
      ...warnings.filter((warning) => !isOfTag(warning)).map((warning) => `${name}: ${warning}`),
    ])
    expect(wrong).toEqual([])
  })

  it('finds each of them valid once it is read, all in one run of its other half', ({ skip }) => {
    if (lacking !== '') skip(lacking)
    if (spawnSync('java', ['-version']).error) skip('java is not installed')
    const jar = join(folder, 'tool', 'site-packages', 'pyxform', 'validators', 'odk_validate', 'bin', 'ODK_Validate.jar')
    const files = Object.keys(forms).map((name) => join(folder, `${name}.xml`))
    const { status, stdout, stderr } = spawnSync('java', ['-Djava.awt.headless=true', '-jar', jar, ...files], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout.match(/Xform is valid!/g)).toHaveLength(files.length)
  })
})

/** It knows languages of two and three letters, and none with a script or a region behind them. */
const isOfTag = (warning: string): boolean =>
  /^The following language declarations do not contain valid machine-readable codes: [^,]*\([a-z]{2,3}-\w+\)\. Learn more/.test(warning)

/** Puts the tool into a folder; else says why it cannot be had. */
function fetched(folder: string): string {
  if (spawnSync('python3', ['--version']).error) return 'python3 is not installed'
  const packed = spawnSync('npm', ['pack', tool.name, '--silent', '--pack-destination', folder], { encoding: 'utf8', cwd: folder })
  if (packed.status !== 0) return `${tool.name} cannot be fetched: ${packed.stderr.trim().split('\n')[0] ?? ''}`
  const file = join(folder, packed.stdout.trim())
  expect(createHash('sha512').update(readFileSync(file)).digest('base64')).toBe(tool.sha512)
  mkdirSync(join(folder, 'tool'))
  execFileSync('tar', ['-xzf', file, '-C', folder, tool.archive])
  execFileSync('python3', ['-m', 'zipfile', '-e', join(folder, tool.archive), join(folder, 'tool')])
  return ''
}
