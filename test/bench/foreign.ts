import { workbookOf } from '../server/form-file'
import { officeOf } from '../server/office'
import { tokenOf } from '../server/token'
import { folderFor, type Part, withProduct } from './setting'
import { against, median, shown } from './table'

/** Questions of the form that is handed in. */
const questions = 2_000

export const foreign: Part = {
  name: 'foreign',
  about: 'how soon an XLSForm of 2,000 questions is read, and its report shown',
  run: async (setting) =>
    withProduct(folderFor(setting, 'foreign'), undefined, async ({ url }, database) => {
      const office = officeOf({ url, token: await tokenOf(database, `foreign-${Date.now()}`) })
      const rows = Array.from({ length: questions }, (_, at) =>
        at % 4 === 0
          ? `integer | n${at} | Câu hỏi số ${at} | Question ${at} | . >= 0 and . <= 100 |`
          : `select_one sat | q${at} | Ông/bà hài lòng với việc ${at} không? | Are you satisfied with matter ${at}? | | ${at > 4 ? `\${n${at - (at % 4)}} >= 5` : ''}`,
      )
      const file = await workbookOf({
        survey: ['type | name | label::Tiếng Việt (vi) | label::English (en) | constraint | relevant', ...rows].join('\n'),
        choices: [
          'list_name | name | label::Tiếng Việt (vi) | label::English (en)',
          ...[1, 2, 3, 4, 5].map((code) => `sat | ${code} | Mức ${code} | Level ${code}`),
        ].join('\n'),
      })
      const took: number[] = []
      for (let round = 0; round < (setting.quick ? 3 : 15); round += 1) {
        const begun = performance.now()
        const reply = await office.send('/admin/new/design', { origin: 'file', file })
        await reply.text()
        took.push(performance.now() - begun)
        if (reply.status !== 422) throw new Error(`a form of ${questions} questions was answered with ${reply.status}`)
      }
      const middle = median(took)
      return [
        {
          title: 'A questionnaire of another tool',
          base: `An XLSForm of ${questions} questions (${Math.round(file.size / 1024)} kB) over HTTP, in two languages: read on the thread, refused by its number, its report shown; ${against(middle, '≤ 2 s', middle <= 2_000)}.`,
          columns: ['median, ms', 'slowest, ms'],
          rows: [[shown(middle), shown(Math.max(...took))]],
        },
      ]
    }),
}
