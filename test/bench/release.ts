import { join } from 'node:path'
import type { Database } from '../../server/db/dialect'
import { questionnaireSource, tallyLayoutOf } from '../../server/db/questionnaires'
import { addAnswers, emptyTally, encodeTally } from '../../surveys/figures/tally'
import { shippedVersion } from '../server/fielded'
import { seeded } from '../surveys/random'
import { bundled } from './bundled'
import { agencyCodes, answeredCodes, criteria, province } from './province'
import { folderFor, type Part, withProduct } from './setting'
import { against, median, shown } from './table'

const channels = ['kiosk', 'qr', 'link', 'paper'] as const
const personsEach = 60

export const release: Part = {
  name: 'release',
  about: 'a night of released figures of 200 agencies by four channels, and reading them',
  run: async (setting) => {
    const folder = folderFor(setting, 'release')
    await withProduct(folder, undefined, (_, database) => filledTallies(database))
    const { releaseTimes } = await bundled()
    const times = await releaseTimes(join(folder, 'sipas.sqlite'), 'c1', setting.quick ? 5 : 25)
    const [night, first, again] = [median(times.night), median(times.first), median(times.again)]
    return [
      {
        title: 'Released figures',
        base: `\`sipas-service\`, 200 agencies × 4 channels × ${personsEach} persons, every list a cell; medians. A night: ${against(night, '≤ 1 s', night <= 1_000)}; reading: ${against(again, '≤ 50 ms', again <= 50)}.`,
        columns: ['what', 'ms'],
        rows: [
          ['a night, from the tallies to the event', shown(night)],
          ['the first reading after it', shown(first)],
          ['every other reading', shown(again)],
        ],
      },
    ]
  },
}

/** A campaign whose tallies alone are there: what a night reads. */
export async function filledTallies(database: Database): Promise<void> {
  const known = await database.db.selectFrom('campaigns').select('code').where('code', '=', 'c1').executeTakeFirst()
  if (known) return
  await province(database, 'c1', 'sipas-service')
  await database.db.updateTable('campaigns').set({ released_by: 'channel' }).where('code', '=', 'c1').execute()
  const { questionnaire } = await questionnaireSource(database).get('sipas-service', shippedVersion['sipas-service'])
  const layout = tallyLayoutOf(questionnaire)
  const random = seeded(1)
  for (const agency of agencyCodes)
    for (const channel of channels) {
      const tally = emptyTally(layout)
      for (let person = 0; person < personsEach; person += 1) {
        const codes = answeredCodes(random)
        addAnswers(layout, tally, Object.fromEntries(criteria.map((item, at) => [item, codes[at] ?? ''])), 1)
      }
      const row = {
        campaign: 'c1',
        version: shippedVersion['sipas-service'],
        agency,
        touchpoint: '',
        service: '',
        channel,
        month: '',
        writer: 1,
      }
      await database.db
        .insertInto('tallies')
        .values({ ...row, sums: encodeTally(tally) })
        .execute()
    }
}
