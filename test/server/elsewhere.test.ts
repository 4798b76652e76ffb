import { readXlsx } from 'hucre/xlsx'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listDesigns } from '../../server/db/designs'
import { readXml } from '../../server/files/foreign/xml'
import { readForeign } from '../../server/files/foreign/reading'
import { realStructures, structureFile, type Structure } from '../surveys/exchange/structures'
import { commandOn } from './cli'
import { startServer, type TestServer } from './harness'
import { type Office, officeInPerson } from './office'

const none: Structure = { languages: [], title: {}, groups: [] }

describe('a version for other tools', () => {
  let server: TestServer
  let office: Office
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sipas-elsewhere-'))
    server = await startServer()
    office = officeInPerson(server)
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true })
    await server.close()
  })
  const home = '/admin/questionnaires/sipas-service-quick/2/elsewhere'
  const bytesOf = async (path: string) => new Uint8Array(await (await office.get(path)).arrayBuffer())

  it('is offered with what each format cannot hold', async () => {
    const page = await office.html(home)
    for (const says of ['XLSForm', 'SurveyJS', 'DDI Codebook', 'Cây chỉ số, mức xếp loại và mục tiêu không có chỗ trong tệp'])
      expect(page).toContain(says)
    expect((await office.get(`${home}/pdf`)).status).toBe(404)
  })

  it('leaves as a workbook that another program opens, and comes back', async () => {
    const bytes = await bytesOf(`${home}/xlsform`)
    const { sheets } = await readXlsx(bytes)
    expect(sheets.map(({ name }) => name)).toEqual(['survey', 'choices', 'settings'])
    const read = await readForeign(bytes)
    expect(read).toMatchObject({ ok: true, format: 'xlsform', items: 6, definition: { id: 'sipas-service-quick' } })
  })

  it('leaves as JSON of SurveyJS, and comes back', async () => {
    expect(await readForeign(await bytesOf(`${home}/surveyjs`))).toMatchObject({ ok: true, format: 'surveyjs', items: 6 })
  })

  it('leaves as a codebook that is well formed, with a variable for each item and the order that its schema asks for', async () => {
    const xml = new TextDecoder().decode(await bytesOf(`${home}/codebook`))
    const [names, within]: [string[], string[]] = [[], []]
    expect(
      readXml(xml, {
        open: (name, depth) => {
          names.push(name)
          if (depth === 4 && within.at(-1) !== name) within.push(name)
        },
        text: () => undefined,
        close: (name) => {
          if (name === 'var') within.push('|')
        },
      }),
    ).toBeUndefined()
    expect(names.filter((name) => name === 'var')).toHaveLength(6)
    expect(new Set(within.join(' ').split(' | ').slice(1, -1))).toEqual(new Set(['labl qstn catgry varFormat']))
    expect(xml).toContain('xmlns="ddi:codebook:2_5"')
  })

  it('comes and goes at the command line', async () => {
    const file = join(folder, 'survey.lss')
    writeFileSync(file, structureFile(realStructures['service'] ?? none, 'new'))
    const came = await commandOn(server, 'questionnaires', 'import', file, '--id', 'from-lss')
    expect([came.code, came.stderr]).toEqual([0, ''])
    expect(came.stdout).toContain('limesurvey, 7 items. Taken')
    expect(came.stdout).toContain(
      'sex: What the other tool offers by itself (F, M) was spelled out in the words of this system. (approximated)',
    )
    expect((await listDesigns(server.database)).map(({ definition }) => definition.id)).toEqual(['from-lss'])
    expect(await commandOn(server, 'questionnaires', 'import', file, '--id', 'from-lss')).toMatchObject({
      code: 1,
      stderr: '"from-lss" is taken; choose another code with --id.\n',
    })
    expect(await commandOn(server, 'questionnaires', 'import', file, '--id', 'a b')).toMatchObject({ code: 2 })

    const [out, written] = [join(folder, 'out.xlsx'), join(folder, 'definition.json')]
    const left = await commandOn(server, 'questionnaires', 'export', 'sipas-service-quick', '--output', out)
    // A part is told under its own name, and what concerns all of it as that.
    expect([left.code, left.stdout]).toEqual([0, expect.stringMatching(/^ {2}The whole questionnaire: .*\n {2}satisfaction: /m)])
    expect((await commandOn(server, 'questionnaires', 'import', out, '--output', written, '--format', 'json')).code).toBe(0)
    expect(JSON.parse(readFileSync(written, 'utf8'))).toMatchObject({ id: 'sipas-service-quick', version: 1 })
    expect(await commandOn(server, 'questionnaires', 'import', written)).toMatchObject({ code: 1, stdout: '' })
    expect(await commandOn(server, 'questionnaires', 'export', 'nothing', '--output', out)).toMatchObject({ code: 1 })
  })

  it('has the schema of a definition for everybody, the same at both doors', async () => {
    const reply = await fetch(`${server.url}/api/v1/questionnaire.schema.json`)
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/schema+json; charset=utf-8'])
    const printed = await commandOn(server, 'questionnaires', 'schema')
    expect(JSON.parse(printed.stdout)).toEqual(await reply.json())
  })
})
