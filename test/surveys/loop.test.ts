import { describe, expect, it } from 'vitest'
import { checkAnswers, readAnswers } from '../../surveys/answers/check'
import { checkForm } from '../../surveys/answers/ratings'
import { translationRows } from '../../surveys/designing/translations'
import { personPools } from '../../surveys/figures/forms'
import { intervalWorking } from '../../surveys/figures/interval-workings'
import { nodeResults, pooledResults } from '../../surveys/figures/results'
import { sampleOf } from '../../surveys/figures/sums'
import { addAnswers, emptyTally, readableTally, tallyLayout } from '../../surveys/figures/tally'
import { readDefinition } from '../../surveys/instrument/definition'
import { reachable } from '../../surveys/instrument/flow'
import { lint } from '../../surveys/instrument/lint'
import { ratedAmong } from '../../surveys/answers/rated-agencies'
import { flattened, ratedApart } from '../../surveys/answers/rated'
import { unrolled } from '../../surveys/instrument/loop'
import type { Answers } from '../../surveys/instrument/schema'
import { comparableFigures, versionChanges } from '../../surveys/instrument/versions'
import { defined, looping } from './looping'
import { seeded } from './random'

const agencies = [
  { code: 'S1', name: { vi: 'Sở Xây dựng', en: 'Construction' } },
  { code: 'S2', name: { vi: 'Sở Tài chính' } },
]

const rulesIn = (input: unknown): readonly string[] => {
  const reading = readDefinition(input)
  return reading.ok ? [] : reading.problems.map(({ rule }) => rule)
}

const [about, rating, end] = looping.sections
const sections = <One>(...wanted: readonly (One | undefined)[]): One[] => wanted.flatMap((one) => one ?? [])

describe('a questionnaire in which several agencies are rated', () => {
  it('asks which, and asks at least one section for each of them', () => {
    expect(rulesIn(looping)).toEqual([])
    expect(rulesIn({ ...looping, loop: undefined })).toEqual(['each_without_loop'])
    expect(rulesIn({ ...looping, trees: [], sections: sections(about, end) })).toEqual(['loop_without_sections'])
  })
  it('asks the sections for each one after the other', () => {
    const again = rating && { ...rating, id: 'again', questions: [{ ...end?.questions[0], id: 'why' }] }
    const input = { ...looping, sections: sections(about, rating, end, again) }
    expect(rulesIn(input)).toEqual(['loop_apart'])
  })
  it('lets no condition of what is asked once look at what is asked for each', () => {
    const last = end && { ...end, showIf: { item: 'quick', in: ['1'] } }
    expect(rulesIn({ ...looping, sections: sections(about, rating, last) })).toEqual(['condition_item'])
  })
  it('asks no more of one person than fits in a form', () => {
    const questions = Array.from({ length: 40 }, (_, at) => ({ ...rating?.questions[1], id: `q${at}` }))
    const long = rating && { ...rating, questions: [...rating.questions, ...questions] }
    const input = { ...looping, loop: { ...looping.loop, atMost: 20 }, sections: sections(about, long, end) }
    expect(rulesIn(input)).toContain('too_many_rated')
  })
  it('warns where no single agency is meant', () => {
    const named = end && { ...end, title: { vi: 'Về {agency}', en: 'About {agency}' } }
    const found = lint(defined({ ...looping, sections: sections(about, rating, named) }), {}).filter(
      ({ rule }) => rule === 'agency_unnamed',
    )
    expect(found).toEqual([{ path: 'section "end"', rule: 'agency_unnamed', seen: '{agency}' }])
  })
  it('is translated with all else', () => {
    expect(translationRows(defined()).flatMap(({ key }) => (key.startsWith('loop') ? [key] : []))).toEqual(['loop/text', 'loop/help'])
  })
  it('goes on as another version, but for what is then asked otherwise', () => {
    const before = defined()
    const reworded = defined({ ...looping, loop: { text: { vi: 'Cơ quan nào?', en: 'Which?' }, atMost: 4 } })
    expect(versionChanges(before, reworded)).toEqual([])
    const fewer = defined({ ...looping, loop: { text: { vi: 'Cơ quan nào?', en: 'Which?' }, atMost: 2 } })
    expect(
      versionChanges(before, fewer)
        .filter(({ what }) => what === 'item')
        .map(({ code, kind }) => `${code} ${kind}`),
    ).toEqual(['open skip-logic', 'quick skip-logic', 'asked skip-logic', 'paid skip-logic'])
    expect([...comparableFigures(before, fewer)].some((key) => key.includes('ALL'))).toBe(false)
    const once = rating && { ...rating, each: undefined }
    const single = defined({ ...looping, loop: undefined, sections: sections(about, once, end) })
    expect([...comparableFigures(before, single)].some((key) => key.includes('ALL'))).toBe(false)
    expect([...comparableFigures(before, single)].some((key) => key.includes('LARGE'))).toBe(true)
  })
})

describe('a form about several agencies', () => {
  const questionnaire = defined()
  it('reads as a questionnaire in which each agency has its own part', () => {
    const form = unrolled(questionnaire, agencies)
    expect(form.sections.map(({ id }) => id)).toEqual(['about', 'S1.rating', 'S2.rating', 'end'])
    expect(form.sections[1]?.title).toEqual({ vi: '1/2 · Sở Xây dựng · Đánh giá', en: '1/2 · Construction · Rating' })
    expect(form.sections[2]?.title['en']).toBe('2/2 · Sở Tài chính · Rating')
    expect(form.sections[1]?.questions[0]?.text).toEqual({ vi: 'Sở Xây dựng công khai thông tin?', en: 'Is Construction open?' })
  })
  it('asks in each part by what was answered there, and once', () => {
    const form = unrolled(questionnaire, agencies)
    const asked = reachable(form, { size: 'small', 'S2.asked': 'yes' }).flatMap(({ questions }) => questions.map(({ id }) => id))
    expect(asked).toEqual(['size', 'S1.open', 'S1.quick', 'S1.asked', 'S2.open', 'S2.quick', 'S2.asked', 'S2.paid', 'comment'])
  })
  it('is read from fields, and travels as what is asked once and of each', () => {
    const form = unrolled(questionnaire, agencies)
    const fields: Readonly<Record<string, readonly string[]>> = { size: ['small'], 'S1.open': ['5'], 'S2.open': ['2'], 'S2.quick': ['na'] }
    const flat = readAnswers(form, (field) => fields[field] ?? [])
    expect(checkAnswers(form, flat)).toEqual([])
    const travelling = ratedApart(['S1', 'S2'], flat)
    expect(travelling).toEqual({ answers: { size: 'small' }, ratings: { S1: { open: '5' }, S2: { open: '2', quick: 'na' } } })
    expect(flattened(travelling.answers, travelling.ratings)).toEqual(flat)
    expect(ratedAmong(flat)).toEqual(['S1', 'S2'])
  })
  it('is taken apart into ratings, each with what was answered once', () => {
    expect(checkForm(questionnaire, { answers: { size: 'large' }, ratings: { S2: { open: '1' }, S1: { open: '5', quick: '4' } } })).toEqual(
      {
        ok: true,
        ratings: [
          { agency: 'S1', answers: { size: 'large', open: '5', quick: '4' } },
          { agency: 'S2', answers: { size: 'large', open: '1' } },
        ],
      },
    )
  })
  it('says of each agency what is wrong there, and once what is asked once', () => {
    const wrong = (answers: Answers, ratings?: Readonly<Record<string, Answers>>) => {
      const checked = checkForm(questionnaire, { answers, ratings })
      return checked.ok ? [] : checked.violations.map(({ item, code }) => `${item} ${code}`)
    }
    expect(wrong({}, { S1: { quick: '5' }, S2: { open: '9', paid: 3 } })).toEqual([
      'size required',
      'S1.open required',
      'S2.open unknown_option',
      'S2.paid unreachable',
    ])
    expect(wrong({ size: 'small' })).toEqual(['_agencies required'])
    expect(wrong({ size: 'small', open: '5' }, { S1: { open: '5' } })).toEqual(['open unknown_item'])
    expect(wrong({ size: 'small' }, { S1: { open: '5', size: 'small' } })).toEqual(['S1.size unknown_item'])
    const five = Object.fromEntries(['A', 'B', 'C', 'D', 'E'].map((code) => [code, { open: '5' }]))
    expect(wrong({ size: 'small' }, five)).toEqual(['_agencies too_many'])
    const long = Object.fromEntries(['A', 'B'].map((code) => [code, { open: '5' }]))
    expect(wrong({ size: 'small', comment: 'x'.repeat(60_000) }, long)).toEqual(['comment too_long', 'comment too_much'])
  })
})

describe('figures over several agencies', () => {
  const questionnaire = defined()
  const layout = tallyLayout(questionnaire)
  type Rating = { readonly agency: string; readonly answers: Answers }
  const random = seeded(7)
  const pick = <One>(all: readonly One[]): One => {
    const one = all[Math.floor(random() * all.length)]
    if (one === undefined) throw new Error('nothing to pick from')
    return one
  }
  const forms = Array.from({ length: 300 }, (): readonly Rating[] => {
    const size = pick(['small', 'large'])
    const mood = random()
    const rated = ['S1', 'S2', 'S3', 'S4', 'S5'].filter(() => random() < 0.5).slice(0, 4)
    return (rated.length === 0 ? ['S1'] : rated).map((agency) => {
      const level = () => (random() < 0.1 ? 'na' : String(1 + Math.floor(5 * Math.min(0.999, (mood + random()) / 2))))
      return { agency, answers: { size, open: level(), ...(random() < 0.8 && { quick: level() }) } }
    })
  })
  const pooled = () => {
    const pools = personPools(layout)
    forms.forEach((ratings, at) =>
      pools.add({
        day: `2026-10-${String(1 + (at % 20)).padStart(2, '0')}`,
        ratings: ratings.map(({ answers }) => ({ answers, pools: ['total'] })),
      }),
    )
    return pools.tallies().get('total') ?? readableTally(layout)
  }
  const found = nodeResults(layout, pooled(), { threshold: 10 })
  const node = (code: string) => found.find((one) => one.code === code)

  it('count a person once, whoever they rated, and what was asked once with them', () => {
    expect(pooled()[0]).toBe(300)
    expect(node('LARGE')?.value).toBe(forms.filter(([first]) => first?.answers['size'] === 'large').length / 300)
    const answering = forms.filter((ratings) =>
      ratings.some(({ answers }) => [answers['open'], answers['quick']].some((one) => one !== undefined && one !== 'na')),
    )
    expect(node('ALL')?.persons).toBe(answering.length)
    const open = forms.flatMap((ratings) => ratings.flatMap(({ answers }) => (answers['open'] === 'na' ? [] : [answers['open']])))
    expect(node('open')?.base).toBe(open.length)
    expect(node('open')?.persons).toBe(forms.filter((ratings) => ratings.some(({ answers }) => answers['open'] !== 'na')).length)
    expect(node('open')?.value).toBeCloseTo(open.filter((one) => one === '4' || one === '5').length / open.length, 12)
  })

  it('take the ratings of one person as a cluster: the variance is that of the sums of each person', () => {
    const own = forms.map((ratings) => {
      const valid = ratings.flatMap(({ answers }) =>
        answers['open'] === 'na' ? [] : [Number(answers['open'] === '4' || answers['open'] === '5')],
      )
      return { m: valid.length, x: valid.reduce((sum, one) => sum + one, 0) }
    })
    const base = own.reduce((sum, { m }) => sum + m, 0)
    const ratio = own.reduce((sum, { x }) => sum + x, 0) / base
    const squares = own.reduce((sum, { m, x }) => sum + ((x - ratio * m) / base) ** 2, 0)
    const slots = layout.nodes.find(({ indicator }) => indicator.code === 'open')
    if (!slots) throw new Error('no node of the item')
    const working = intervalWorking(slots, sampleOf(layout, pooled(), {}))
    expect(working?.scatter?.squares).toBeCloseTo(squares, 12)
    const [low = 0, high = 0] = node('open')?.interval ?? []
    // Moods are a person's: much wider than if each rating were somebody else's.
    expect(high - low).toBeGreaterThan(1.15 * 2 * 1.96 * Math.sqrt((ratio * (1 - ratio)) / base))
  })

  it('are those of one agency where each person rates one', () => {
    const pools = personPools(layout)
    const plain = emptyTally(layout)
    for (const ratings of forms) {
      const [first] = ratings
      if (!first) continue
      pools.add({ day: '2026-10-01', ratings: [{ answers: first.answers, pools: ['one'] }] })
      addAnswers(layout, plain, first.answers, 1)
    }
    expect([...(pools.tallies().get('one') ?? [])].slice(0, layout.length)).toEqual([...plain])
  })

  it('claim no more persons than one agency has, and no interval, where nobody tells who rated several', () => {
    const tallies = ['S1', 'S2', 'S3'].map((code) => {
      const tally = emptyTally(layout)
      for (const ratings of forms) for (const { agency, answers } of ratings) if (agency === code) addAnswers(layout, tally, answers, 1)
      return { tally }
    })
    const { nodes } = pooledResults({ layout, campaign: { code: 'c', kind: 'open', threshold: 10 } }, tallies)
    const all = nodes.find(({ code }) => code === 'ALL')
    const alone = tallies.map(({ tally }) => nodeResults(layout, tally, { threshold: 10 }).find(({ code }) => code === 'ALL')?.persons ?? 0)
    expect(all?.persons).toBe(Math.max(...alone))
    expect(all?.interval).toBe(null)
    expect(all?.noInterval).toBe('ratings')
    expect(all?.value).not.toBe(null)
  })
})
