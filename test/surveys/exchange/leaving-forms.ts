import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDefinition } from '../../../surveys/instrument/definition'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { questionnaires } from '../generated-questionnaires'
import { everything } from './everything'
import { realForms, takenForm } from './forms'
import { realStructures, structureFile, takenStructure } from './structures'
import { realSurveys, takenSurvey } from './surveys'

const surveys = join(import.meta.dirname, '../../../surveys')

/** The questionnaires that are shipped, by their ids. */
export const shipped = (): Readonly<Record<string, Questionnaire>> =>
  Object.fromEntries(
    ['questionnaires', 'catalogue'].flatMap((folder) =>
      readdirSync(join(surveys, folder)).map((file) => {
        const reading = readDefinition(JSON.parse(readFileSync(join(surveys, folder, file), 'utf8')))
        if (!reading.ok) throw new Error(file)
        return [`shipped-${reading.questionnaire.id}`, reading.questionnaire] as const
      }),
    ),
  )

/** Names, words and limits that are allowed here and mean something of their own to programs that read forms. */
export const hard: Questionnaire = {
  ...everything,
  id: 'hard.1_a',
  computed: undefined,
  languages: ['vi', 'en', 'zh-Hans', 'tyz'],
  scales: [
    {
      id: '1.odd-scale_x',
      options: ['1', '1.5', 'A', 'a', 'x_y-z.w', 'other'].map((code) => ({
        code,
        label: { vi: `\${nothing} & <b>"${code}"</b>`, en: "it's {agency}", 'zh-Hans': '谢谢 ${way}' },
        kind: 'answer' as const,
      })),
    },
  ],
  sections: [
    {
      id: 'meta',
      title: { vi: 'Trùng tên ${a} {b} ${', en: '<output value="/data/x"/> ]]> &amp;' },
      questions: [
        ...['and', 'or', 'div', 'mod', 'data', 'hard', 'instanceID', 'name', 'label', 'q', 'Q', 'start', 'true', 'not'].map((id, at) => ({
          type: 'single' as const,
          id,
          text: { vi: `Câu ${id} *đậm* # _nghiêng_\n- dòng`, en: `{answer:none|x} {answer:and|so}` },
          required: true,
          scale: '1.odd-scale_x',
          ...(at > 3 && { showIf: { any: [{ item: 'and', in: ['1', 'a'] }, { not: { item: 'div', answered: true as const } }] } }),
        })),
        { type: 'slider' as const, id: 'slide', text: { vi: 'Kéo' }, required: false, min: -7, max: 10, step: 3, unit: 'percent' as const },
        { type: 'slider' as const, id: 'still', text: { vi: 'Kéo' }, required: false, min: 5, max: 6, step: 4, unit: 'number' as const },
        { type: 'number' as const, id: 'below', text: { vi: 'Số' }, required: false, min: -30_000, max: -1, unit: 'number' as const },
      ],
    },
    {
      id: 'and',
      title: { vi: 'Phần mang tên một câu hỏi' },
      showIf: { item: 'slide', atLeast: -2.5 },
      questions: [
        {
          type: 'matrix' as const,
          id: 'and_section',
          text: { vi: 'Bảng {answer:below}' },
          required: true,
          scale: '1.odd-scale_x',
          items: [{ id: 'and_label', text: { vi: 'Dòng {answer:Q}' } }],
        },
        { type: 'text' as const, id: 'text', text: { vi: 'Chữ {answer:and_label|gì đó}' }, required: false, maxLength: 1, lines: 10 },
      ],
    },
  ],
}

/** Whatever leaves in tests, by names that files can have. */
export const leavingForms = (made: number): Readonly<Record<string, Questionnaire>> => ({
  everything,
  hard,
  ...shipped(),
  ...Object.fromEntries(Object.entries(realForms).map(([name, form]) => [`form-${name}`, takenForm(form).definition])),
  ...Object.fromEntries(Object.entries(realSurveys).map(([name, json]) => [`survey-${name}`, takenSurvey(json).definition])),
  ...Object.fromEntries(
    Object.entries(realStructures).map(([name, structure]) => [
      `structure-${name}`,
      takenStructure(structureFile(structure, 'new')).definition,
    ]),
  ),
  ...Object.fromEntries(fc.sample(questionnaires, { seed: 42, numRuns: made }).map((one, at) => [`made-${at}`, one])),
})
