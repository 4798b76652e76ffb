import { Ajv2020 } from 'ajv/dist/2020.js'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { definitionSchema } from '../../surveys/instrument/schema'

const schema: Readonly<Record<string, unknown>> = JSON.parse(JSON.stringify(definitionSchema()))
// What a format of ours means is not for this check; a strict one would ask for each by name.
const valid = new Ajv2020({ strict: true, validateFormats: false, allErrors: true }).compile(schema)

const shipped = ['questionnaires', 'catalogue', 'indicator-sets'].flatMap((folder) =>
  readdirSync(join(import.meta.dirname, '../../surveys', folder)).map((file) => `${folder}/${file}`),
)
const read = (file: string) => JSON.parse(readFileSync(join(import.meta.dirname, '../../surveys', file), 'utf8'))

describe('the published schema of a questionnaire', () => {
  it('has a name and a version of its own', () => {
    expect([schema['$schema'], schema['$id']]).toEqual(['https://json-schema.org/draft/2020-12/schema', 'urn:sipas:schema:questionnaire:1'])
  })

  it.each(shipped)('takes %s, by a validator that knows nothing of ours', (file) => {
    valid(read(file))
    expect(valid.errors ?? []).toEqual([])
  })

  it.each([
    ['an unknown field', { color: 'red' }],
    ['a version that is none', { version: 0 }],
    ['a section without questions', { sections: [{ id: 'a', title: { vi: 'A' }, questions: [] }] }],
    [
      'a condition of two kinds',
      {
        sections: [
          {
            id: 'a',
            title: { vi: 'A' },
            showIf: { item: 'x', answered: true, atLeast: 1 },
            questions: [{ type: 'note', id: 'n', text: { vi: 'N' } }],
          },
        ],
      },
    ],
    [
      'a type that there is not',
      { sections: [{ id: 'a', title: { vi: 'A' }, questions: [{ type: 'dance', id: 'n', text: { vi: 'N' } }] }] },
    ],
  ])('refuses %s', (_, change) => {
    expect(valid({ ...read('questionnaires/sipas-service-quick.json'), ...change })).toBe(false)
  })
})
