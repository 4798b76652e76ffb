import { tokenOf } from '../server/token'
import { startDesign } from '../../server/db/designs'
import { blankQuestionnaire } from '../../surveys/designing/blank'
import { scaleLibrary } from '../../surveys/designing/scale-library'
import type { IndicatorNode, Questionnaire, Section } from '../../surveys/instrument/schema'
import { slowestOf, withHand } from './hand'
import { folderFor, type Part, type Setting, withProduct } from './setting'
import { against, median, shown, type Table } from './table'

export const designer: Part = {
  name: 'designer',
  about: 'how soon the designer answers a hand, in a design of 500 items',
  run: async (setting) =>
    withProduct(folderFor(setting, 'designer'), undefined, async ({ url }, database) => {
      const now = Date.now()
      const token = await tokenOf(database, `bench-${now}`)
      await startDesign(database, { definition: large, accepted: {} }, { id: 'bench', name: 'Bench' }, new Date(now).toISOString())
      return [tableOf(await touched(setting, `${url}/admin/designs/${large.id}`, { Authorization: `Bearer ${token}` }))]
    }),
}

/** The tabs beside the questions', in their order. */
const others = ['scales', 'indicators', 'translation', 'recordings', 'general', 'checks'] as const

type Touched = { readonly what: string; readonly ms: readonly number[] }

/** The acts of an author, each in the middle of the design. */
const touched = ({ quick }: Setting, address: string, headers: Record<string, string>): Promise<readonly Touched[]> =>
  withHand(address, headers, async (page) => {
    const rounds = quick ? 4 : 12
    const row = (at: number) => page.locator('.pickRow').nth(at)
    const field = page.locator('.paneEdit textarea').first()
    const tab = (at: number) => page.locator('header nav button').nth(at)
    const acts: Readonly<Record<string, (round: number) => Promise<unknown>>> = {
      'a click on another question': (round) => row(250 + round).click(),
      'a key in the text of a question': (round) => field.press(String(round % 10)),
      'a sentence typed without a pause': () => field.pressSequentially('đúng hẹn không', { delay: 70 }),
      'a question moved by a key': (round) => row(250 + rounds - 1 + (round % 2)).press(round % 2 === 0 ? 'Alt+ArrowDown' : 'Alt+ArrowUp'),
      'a step undone or done again': (round) => page.keyboard.press(round % 2 === 0 ? 'Control+z' : 'Control+y'),
      ...Object.fromEntries(others.map((name, at) => [`the ${name} tab`, () => tab(1 + at).click()])),
      'back to the questions': () => tab(0).click(),
    }
    const before: Readonly<Record<string, () => Promise<unknown>>> = {
      ...Object.fromEntries(others.map((name) => [`the ${name} tab`, () => tab(0).click()])),
      'back to the questions': () => tab(1).click(),
    }
    const rows: Touched[] = []
    for (const [what, act] of Object.entries(acts)) {
      const ms: number[] = []
      for (let round = 0; round < rounds; round += 1) {
        await before[what]?.()
        await page.waitForTimeout(500)
        ms.push(await slowestOf(page, () => act(round)))
      }
      rows.push({ what, ms })
    }
    return rows
  })

const [sections, questions] = [20, 25]
const both = (vi: string, en: string) => ({ vi, en })

/** Twenty sections of 25 questions in two languages, each section a factor, all of them in one tree. */
const large: Questionnaire = {
  ...blankQuestionnaire('large', both('Phiếu rất dài', 'A very long questionnaire'), ['vi', 'en']),
  scales: scaleLibrary.slice(0, 1).map(({ scale }) => scale),
  sections: Array.from({ length: sections }, (_, place) => sectionOf(place)),
  trees: [
    {
      id: 'satisfaction',
      label: both('Hài lòng', 'Satisfaction'),
      formula: 'share',
      rollUp: 'mean-of-items',
      nodes: [
        {
          code: 'ALL',
          kind: 'overall',
          label: both('Chung', 'Overall'),
          children: Array.from({ length: sections }, (_, place) => `F${place}`),
        },
        ...Array.from({ length: sections }, (_, place): IndicatorNode => ({
          code: `F${place}`,
          kind: 'factor',
          label: both(`Yếu tố ${place}`, `Factor ${place}`),
          items: idsOf(place),
        })),
      ],
    },
  ],
}

function sectionOf(place: number): Section {
  const scale = scaleLibrary[0]?.scale.id ?? ''
  return {
    id: `part${place}`,
    title: both(`Phần ${place}`, `Part ${place}`),
    questions: idsOf(place).map((id) => ({
      type: 'rating',
      id,
      text: both(`Ông/Bà hài lòng đến đâu với việc ${id}?`, `How satisfied are you with ${id}?`),
      required: false,
      scale,
    })),
  }
}

function idsOf(section: number): readonly string[] {
  return Array.from({ length: questions }, (_, place) => `Q${section}_${place}`)
}

function tableOf(rows: readonly Touched[]): Table {
  const worst = (...about: readonly RegExp[]): number =>
    Math.max(...rows.filter(({ what }) => about.some((one) => one.test(what))).map(({ ms }) => median(ms)))
  const [key, tab, all] = [worst(/^a key|^a sentence/), worst(/tab$|^back to/), worst(/./)]
  return {
    title: 'The designer under the hand',
    base: `Chromium at 1440×900, 500 items in 20 sections and two languages, more than can be published; from the event to the next paint, in steps of 8 ms; medians. A key: ${against(key, '≤ 50 ms', key <= 50)}. The slowest tab: ${against(tab, '≤ 100 ms', tab <= 100)}. The slowest: ${against(all, '≤ 200 ms', all <= 200)}.`,
    columns: ['what', 'ms', 'slowest, ms'],
    rows: rows.map(({ what, ms }) => [what, shown(median(ms)), shown(Math.max(...ms))]),
  }
}
