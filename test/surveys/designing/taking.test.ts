import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { blankQuestionnaire } from '../../../surveys/designing/blank'
import { type LibrarySource, originFate, readyScales, readyScalesId, searchLibrary } from '../../../surveys/designing/library'
import { changeQuestion, renameItem } from '../../../surveys/designing/questions'
import { scaleLibrary } from '../../../surveys/designing/scale-library'
import {
  renewQuestion,
  renewSection,
  speakAlike,
  type Taken,
  takeQuestion,
  takeScale,
  takeSection,
} from '../../../surveys/designing/taking'
import { readDefinition } from '../../../surveys/instrument/definition'
import { comparableFigures, versionChanges } from '../../../surveys/instrument/versions'
import type { Question, Questionnaire } from '../../../surveys/instrument/schema'
import { readSmall } from '../small'

const small = readSmall()
const blank = (languages: readonly string[] = ['vi', 'en']): Questionnaire => blankQuestionnaire('other', { vi: 'Phiếu khác' }, languages)
const at = { section: 'section' }
const taken = (came: Taken | undefined): Taken => {
  if (!came) throw new Error('nothing was taken')
  return came
}
const question = ({ draft, id }: Taken): Question | undefined => draft.sections.flatMap((one) => one.questions).find((one) => one.id === id)
const named = (draft: Questionnaire, id: string) => draft.sections.flatMap(({ questions }) => questions).find((one) => one.id === id)

describe('taking a question out of another questionnaire', () => {
  it('brings its scale and says where it is from', () => {
    const came = taken(takeQuestion(blank(), small, 'rate', at))
    expect(question(came)).toMatchObject({
      id: 'rate',
      type: 'rating',
      scale: 'five',
      text: { vi: 'Chấm', en: 'Chấm (en)' },
      from: { questionnaire: 'small', version: 1, item: 'rate' },
    })
    expect(came.draft.scales).toEqual([{ ...small.scales[0], from: { questionnaire: 'small', version: 1, item: 'five' } }])
    expect(came.notes).toEqual([])
  })

  it('joins a scale that is the same, and brings one that differs under another id', () => {
    const once = taken(takeQuestion(blank(), small, 'rate', at)).draft
    const twice = taken(takeQuestion(once, small, 'm', at))
    expect(twice.draft.scales.map(({ id }) => id)).toEqual(['five'])
    const worded = { ...once, scales: once.scales.map((scale) => ({ ...scale, options: scale.options.slice(0, 3) })) }
    const beside = taken(takeQuestion(worded, small, 'm', at))
    expect([beside.draft.scales.map(({ id }) => id), question(beside)]).toMatchObject([['five', 'five-copy'], { scale: 'five-copy' }])
    expect(beside.notes).toEqual([{ kind: 'scale-renamed', id: 'five', to: 'five-copy' }])
    const other = { ...once, scales: once.scales.map((scale) => ({ ...scale, id: 'mine' })) }
    expect(taken(takeQuestion(other, small, 'm', at)).notes).toEqual([{ kind: 'scale-joined', id: 'five', to: 'mine' }])
  })

  it('gives ids that are taken others, rows too', () => {
    const once = taken(takeQuestion(blank(), small, 'm', at)).draft
    const twice = taken(takeQuestion(once, small, 'm', at))
    expect(question(twice)).toMatchObject({ id: 'm-copy', items: [{ id: 'm1-copy' }, { id: 'm2-copy' }] })
    expect(twice.notes.map((note) => ('to' in note ? [note.id, note.to] : note.kind))).toEqual([
      ['m', 'm-copy'],
      ['m1', 'm1-copy'],
      ['m2', 'm2-copy'],
    ])
  })

  it('stands behind the question that is named', () => {
    const one = taken(takeQuestion(blank(), small, 'rate', at)).draft
    const two = taken(takeQuestion(one, small, 'day', at)).draft
    const three = taken(takeQuestion(two, small, 'late', { ...at, behind: 'rate' })).draft
    expect(three.sections[0]?.questions.map(({ id }) => id)).toEqual(['rate', 'late', 'day'])
  })

  it('keeps a condition where what it looks at is asked before, and tells of it otherwise', () => {
    const alone = taken(takeQuestion(blank(), small, 'told', at))
    expect(question(alone)).not.toHaveProperty('showIf')
    expect(alone.notes).toEqual([{ kind: 'condition', id: 'told', condition: { item: 'late', in: ['yes'] } }])
    const late = taken(takeQuestion(blank(), small, 'late', at)).draft
    expect(question(taken(takeQuestion(late, small, 'told', at)))).toMatchObject({ showIf: { item: 'late', in: ['yes'] } })
    // Asked behind it, it says nothing of it.
    const before = taken(takeQuestion(late, small, 'day', at)).draft
    const early = { ...before, sections: before.sections.map((one) => ({ ...one, questions: one.questions.toReversed() })) }
    expect(question(taken(takeQuestion(early, small, 'told', { ...at, behind: 'day' })))).not.toHaveProperty('showIf')
  })

  it('follows a question that came from there under another id, and no other of the same id', () => {
    const late = taken(takeQuestion(blank(), small, 'late', at)).draft
    const renamed = changeQuestion(late, 'late', (one) => ({ ...one, id: 'delayed' }))
    expect(question(taken(takeQuestion(renamed, small, 'told', at)))).toMatchObject({ showIf: { item: 'delayed', in: ['yes'] } })
    const stranger = changeQuestion(late, 'late', ({ from: _, ...one }) => ({ ...one, text: { vi: 'Câu khác hẳn' } }))
    expect(question(taken(takeQuestion(stranger, small, 'told', at)))).not.toHaveProperty('showIf')
  })

  it('speaks the languages of both, and names those that are lacking', () => {
    const came = taken(takeQuestion(blank(['vi', 'km']), small, 'rate', at))
    expect(question(came)?.text).toEqual({ vi: 'Chấm' })
    expect(came.draft.scales[0]?.options.map(({ label }) => label)).toEqual([
      { vi: 'Kém' },
      { vi: 'Vừa' },
      { vi: 'Tốt' },
      { vi: 'Không gặp' },
    ])
    expect(came.notes).toEqual([{ kind: 'language', language: 'km' }])
    expect(speakAlike(blank(['km']), small)).toBe(false)
  })

  it('counts in the unit of the questionnaire that takes it, and brings no points that this unit cannot say', () => {
    const tenths = taken(takeQuestion({ ...blank(), scoreUnit: 0.1 }, small, 'rate', at))
    expect(tenths.draft.scales[0]?.options.map(({ score }) => score)).toEqual([10, 20, 50, undefined])
    const twos = taken(takeQuestion({ ...blank(), scoreUnit: 2 }, small, 'rate', at))
    expect(twos.draft.scales[0]?.options.map(({ score }) => score)).toEqual([undefined, undefined, undefined, undefined])
    expect(twos.notes).toEqual([{ kind: 'scores', id: 'five' }])
  })

  it('tells the answers of what is asked before it here, and the words for none otherwise', () => {
    const telling = changeQuestion(small, 'told', (one) => ({ ...one, text: { vi: 'Ông/bà nói {answer:late|chưa rõ}, đúng không?' } }))
    const alone = taken(takeQuestion(blank(), telling, 'told', at))
    expect(question(alone)?.text).toEqual({ vi: 'Ông/bà nói chưa rõ, đúng không?' })
    expect(alone.notes).toContainEqual({ kind: 'answer', id: 'told', to: 'late' })
    const once = taken(takeSection(blank(), telling, 'first')).draft
    const twice = taken(takeSection(once, telling, 'first'))
    expect(named(twice.draft, 'told-copy')?.text).toEqual({ vi: 'Ông/bà nói {answer:late-copy|chưa rõ}, đúng không?' })
    expect(twice.notes.filter(({ kind }) => kind === 'answer')).toEqual([])
  })

  it('brings along what is worked out for its condition where all that stands on is asked before, and names it otherwise', () => {
    const counted: Questionnaire = {
      ...changeQuestion(small, 'told', (one) => ({ ...one, showIf: { item: 'delays', atLeast: 1 } })),
      computed: [{ id: 'delays', label: { vi: 'Số lần trễ' }, value: 'among', of: ['late'], codes: ['yes'] }],
    }
    const alone = taken(takeQuestion(blank(), counted, 'told', at))
    expect([alone.draft.computed, question(alone)?.showIf]).toEqual([undefined, undefined])
    expect(alone.notes.map(({ kind }) => kind)).toEqual(['computed-left', 'condition'])
    const once = taken(takeSection(blank(), counted, 'first'))
    expect(once.draft.computed).toMatchObject([{ id: 'delays', of: ['late'], codes: ['yes'] }])
    expect(named(once.draft, 'told')?.showIf).toEqual({ item: 'delays', atLeast: 1 })
    expect(once.notes).toContainEqual({ kind: 'computed', id: 'delays', to: 'delays' })
    const twice = taken(takeSection(once.draft, counted, 'first'))
    expect(twice.draft.computed).toMatchObject([{ id: 'delays' }, { id: 'delays-copy', of: ['late-copy'] }])
    expect(named(twice.draft, 'told-copy')?.showIf).toEqual({ item: 'delays-copy', atLeast: 1 })
    const again = taken(takeQuestion(once.draft, counted, 'told', { section: 'first', behind: 'field' }))
    expect(again.draft.computed).toHaveLength(1)
  })

  it('takes nothing that is not there', () => {
    expect(takeQuestion(blank(), small, 'nowhere', at)).toBeUndefined()
    expect(takeQuestion(blank(), small, 'rate', { section: 'nowhere' })).toBeUndefined()
    expect([takeSection(blank(), small, 'nowhere'), takeScale(blank(), small, 'nowhere')]).toEqual([undefined, undefined])
  })
})

describe('taking a whole part', () => {
  it('brings its questions with the conditions among them, renamed where they are', () => {
    const once = taken(takeSection(blank(), small, 'first')).draft
    const twice = taken(takeSection(once, small, 'first', 'first'))
    expect(twice.draft.sections.map(({ id }) => id)).toEqual(['section', 'first', 'first2'])
    expect(named(twice.draft, 'told-copy')).toMatchObject({ showIf: { item: 'late-copy', in: ['yes'] } })
    expect(twice.draft.sections[2]?.from).toEqual({ questionnaire: 'small', version: 1, item: 'first' })
  })

  it('leaves out that it is asked for each agency where nobody rates several', () => {
    const looping = { ...small, sections: small.sections.map((section) => ({ ...section, each: 'agency' as const })) }
    const came = taken(takeSection(blank(), looping, 'first'))
    expect(came.draft.sections[1]).not.toHaveProperty('each')
    expect(came.notes).toContainEqual({ kind: 'each', id: 'first' })
  })

  it('gives of every shipped part what can be published', () => {
    const folders = ['catalogue', 'questionnaires'].map((name) => join(import.meta.dirname, '../../../surveys', name))
    const sources = folders
      .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
      .flatMap((file) => {
        const reading = readDefinition(JSON.parse(readFileSync(file, 'utf8')))
        return reading.ok ? [reading.questionnaire] : []
      })
    expect(sources.length).toBeGreaterThan(10)
    for (const source of sources) {
      let draft: Questionnaire = { ...source, id: 'all-of-it', scales: [], trees: [], bandSets: [], sections: [] }
      for (const { id } of source.sections) draft = taken(takeSection(draft, source, id)).draft
      const { headline: _, ...read } = draft
      const reading = readDefinition(JSON.parse(JSON.stringify(read)))
      expect([source.id, reading.ok ? [] : reading.problems]).toEqual([source.id, []])
      expect(draft.sections.map((section) => section.showIf)).toEqual(source.sections.map((section) => section.showIf))
      expect(draft.sections.flatMap(({ questions }) => questions.map(({ showIf }) => showIf))).toEqual(
        source.sections.flatMap(({ questions }) => questions.map(({ showIf }) => showIf)),
      )
    }
  })
})

describe('where something was taken from', () => {
  it('is part of no comparison between versions', () => {
    const marked: Questionnaire = {
      ...small,
      scales: small.scales.map((one) => ({ ...one, from: { questionnaire: 'x', version: 3, item: 'y' } })),
      sections: small.sections.map((section) => ({
        ...section,
        from: { questionnaire: 'x', version: 3, item: 'y' },
        questions: section.questions.map((one) => ({ ...one, from: { questionnaire: 'x', version: 3, item: 'y' } })),
      })),
    }
    expect(versionChanges(small, marked)).toEqual([])
    expect(comparableFigures(small, marked)).toEqual(comparableFigures(small, small))
    expect(readDefinition(JSON.parse(JSON.stringify(marked))).ok).toBe(true)
  })

  it('tells whether a later version reads otherwise there', () => {
    const next = { ...small, version: 2 }
    const worded = changeQuestion(next, 'rate', (one) => ({ ...one, text: { ...one.text, vi: 'Chấm điểm' } }))
    const rescaled = { ...next, scales: next.scales.map((one) => ({ ...one, options: one.options.slice(0, 2) })) }
    const moved = { ...next, languages: ['vi', 'en', 'km'], sections: next.sections.toReversed() }
    expect(originFate(small, moved, 'question', 'rate')).toBe('same')
    expect(originFate(small, worded, 'question', 'rate')).toBe('otherwise')
    expect(originFate(small, worded, 'section', 'second')).toBe('otherwise')
    expect(originFate(small, worded, 'section', 'first')).toBe('same')
    expect(originFate(small, rescaled, 'question', 'rate')).toBe('otherwise')
    expect(originFate(small, rescaled, 'scale', 'five')).toBe('otherwise')
    expect(originFate(small, { ...next, sections: [] }, 'question', 'rate')).toBe('gone')
  })
})

describe('the library', () => {
  const source = (questionnaire: Questionnaire, standing: LibrarySource['standing'] = 'published'): LibrarySource => ({
    questionnaire,
    standing,
    day: '2026-11-29',
  })
  const found = (sources: readonly LibrarySource[], words: string, what: 'question' | 'section' | 'scale' = 'question') =>
    searchLibrary(sources, { words, what, most: 3 }).finds.map(({ id, source: { id: of, version } }) => `${of} ${version} ${id}`)

  it('is searched without marks, in any language, by words of the part and of its questionnaire', () => {
    const sources = [source(small)]
    expect(found(sources, 'cham')).toEqual(['small 1 rate'])
    expect(found(sources, 'CHẤM (EN)')).toEqual(['small 1 rate'])
    expect(found(sources, 'linh vuc phieu nho')).toEqual(['small 1 field'])
    expect(found(sources, 'hàng 2')).toEqual(['small 1 m'])
    expect(found(sources, 'kém', 'scale')).toEqual(['small 1 five'])
    expect(found(sources, 'hai', 'section')).toEqual(['small 1 second'])
    expect(found(sources, 'không có')).toEqual([])
  })

  it('names what reads alike in several versions once, in the newest of them, and says how many there are', () => {
    const next = changeQuestion({ ...small, version: 2 }, 'rate', (one) => ({ ...one, text: { ...one.text, vi: 'Chấm điểm' } }))
    expect(found([source(small), source(next)], 'cham')).toEqual(['small 2 rate', 'small 1 rate'])
    expect(found([source(small), source(next)], 'linh vuc')).toEqual(['small 2 field'])
    expect(found([source({ ...small, version: 3 }, 'draft'), source(next)], 'linh vuc')).toEqual(['small 2 field'])
    const some = searchLibrary([source(small)], { words: '', what: 'question', most: 3 })
    expect([some.finds.length, some.all]).toEqual([3, small.sections.flatMap(({ questions }) => questions).length])
  })
})

describe('what was taken, once its source has a later version', () => {
  const later = (edit: (one: Question) => Question, id = 'rate'): Questionnaire => ({ ...changeQuestion(small, id, edit), version: 2 })

  it('is written as there where that changed, and keeps what was changed here', () => {
    const came = taken(takeQuestion(blank(), small, 'rate', at)).draft
    const mine = changeQuestion(came, 'rate', (one) => ({ ...one, id: 'mark', help: { vi: 'Của tôi' } }))
    const now = later((one) => ({ ...one, text: { vi: 'Cho mấy điểm', en: 'How many points' } }))
    const renewed = taken(renewQuestion(mine, small, now, 'mark'))
    expect(named(renewed.draft, 'mark')).toMatchObject({
      text: now.sections[1]?.questions.find(({ id }) => id === 'rate')?.text,
      help: { vi: 'Của tôi' },
    })
    expect(named(renewed.draft, 'mark')?.from).toEqual({ questionnaire: 'small', version: 2, item: 'rate' })
    expect(renewed.draft.scales).toEqual(mine.scales)
  })

  it('keeps the words of a language that its source does not speak, or did not change', () => {
    const spoken = (edit: (one: Question) => Question): Questionnaire => ({ ...later(edit, 'm'), languages: ['vi'] })
    const vietnamese = { ...small, languages: ['vi'] }
    const came = taken(takeQuestion(blank(), vietnamese, 'm', at)).draft
    const mine = changeQuestion(came, 'm', (one) => ({
      ...one,
      text: { ...one.text, en: 'Mine' },
      ...('items' in one ? { items: one.items.map((row) => ({ ...row, text: { ...row.text, en: 'My row' } })) } : {}),
    }))
    const now = spoken((one) => ({
      ...one,
      text: { vi: 'Lời mới' },
      ...('items' in one ? { items: one.items.map((row) => ({ ...row, text: { vi: 'Hàng mới' } })) } : {}),
    }))
    expect(named(taken(renewQuestion(mine, vietnamese, now, 'm')).draft, 'm')).toMatchObject({
      text: { vi: 'Lời mới', en: 'Mine' },
      items: [{ text: { vi: 'Hàng mới', en: 'My row' } }, { text: { vi: 'Hàng mới', en: 'My row' } }],
    })
    const both = changeQuestion(taken(takeQuestion(blank(), small, 'rate', at)).draft, 'rate', (one) => ({
      ...one,
      text: { ...one.text, en: 'Mine' },
    }))
    const reworded = later((one) => ({ ...one, text: { ...one.text, vi: 'Lời mới' } }))
    const heard = changeQuestion(both, 'rate', (one) => ({ ...one, sound: { vi: 'v'.repeat(22), en: 'e'.repeat(22) } }))
    const renewed = named(taken(renewQuestion(heard, small, reworded, 'rate')).draft, 'rate')
    expect(renewed?.text).toEqual({ vi: 'Lời mới', en: 'Mine' })
    // Nobody hears the words that stood there before.
    expect(renewed).toMatchObject({ sound: { en: 'e'.repeat(22) } })
    expect(renewed).not.toMatchObject({ sound: { vi: expect.anything() } })
  })

  it('tells the answers of what is asked before it here, by the ids that they have here, and no others', () => {
    const first = taken(takeQuestion(blank(), small, 'field', at)).draft
    const here = renameItem(taken(takeQuestion(first, small, 'rate', { ...at, behind: 'field' })).draft, 'field', 'linh-vuc')
    const now = later((one) => ({ ...one, text: { vi: 'Về {answer:field} và {answer:ways|đó}' } }))
    const { draft, notes } = taken(renewQuestion(here, small, now, 'rate'))
    expect(named(draft, 'rate')?.text['vi']).toBe('Về {answer:linh-vuc} và đó')
    expect(notes).toContainEqual({ kind: 'answer', id: 'rate', to: 'ways' })
  })

  it('has the scale of it with the words, the picture and the choices that were made here, where the source did not change them', () => {
    const came = taken(takeQuestion(blank(), { ...small, languages: ['vi'] }, 'rate', at)).draft
    const here = (scale: Questionnaire['scales'][number]) => ({
      ...scale,
      options: [
        ...scale.options
          .filter(({ code }) => code !== 'na')
          .map((option) => ({ ...option, label: { ...option.label, en: `Mine: ${option.code}` }, picture: 'a'.repeat(22) })),
        { code: 'own', kind: 'answer' as const, label: { vi: 'Riêng' } },
      ],
    })
    const mine = { ...came, scales: came.scales.map(here) }
    const now: Questionnaire = {
      ...later((one) => one),
      languages: ['vi'],
      scales: small.scales.map((scale) =>
        scale.id !== 'five'
          ? scale
          : {
              ...scale,
              options: [
                ...scale.options.map((option) => (option.code === 'bad' ? { ...option, label: { vi: 'Rất kém' } } : option)),
                { code: 'new', kind: 'answer' as const, label: { vi: 'Mới' } },
              ],
            },
      ),
    }
    const { draft } = taken(renewQuestion(mine, { ...small, languages: ['vi'] }, now, 'rate'))
    expect(
      draft.scales.map(({ id, options }) => [id, options.map(({ code, label, picture = '' }) => [code, label, picture.length])]),
    ).toEqual([
      [
        'five-copy',
        [
          ['bad', { vi: 'Rất kém', en: 'Mine: bad' }, 22],
          ['fair', expect.objectContaining({ en: 'Mine: fair' }), 22],
          ['good', expect.objectContaining({ en: 'Mine: good' }), 22],
          ['new', { vi: 'Mới' }, 0],
          ['own', { vi: 'Riêng' }, 0],
        ],
      ],
    ])
  })

  it('has the scale and the rows of it, one scale alone where nothing else stands on the old one', () => {
    const came = taken(takeQuestion(blank(), small, 'm', at)).draft
    const now: Questionnaire = {
      ...later(
        (one) =>
          'items' in one
            ? { ...one, items: [{ id: 'm1', text: { vi: 'Khác' } }, ...one.items.slice(1), { id: 'm9', text: { vi: 'Mới' } }] }
            : one,
        'm',
      ),
      scales: small.scales.map((scale) => (scale.id === 'five' ? { ...scale, options: scale.options.slice(0, 3) } : scale)),
    }
    const renewed = taken(renewQuestion(came, small, now, 'm'))
    expect(named(renewed.draft, 'm')).toMatchObject({
      items: [{ id: 'm1', text: { vi: 'Khác' } }, { id: 'm2' }, { id: 'm9', text: { vi: 'Mới' } }],
    })
    expect(renewed.draft.scales.map(({ id, options }) => [id, options.length])).toEqual([['five-copy', 3]])
  })

  it('stays where the two are of different types, or it came from elsewhere', () => {
    const came = taken(takeQuestion(blank(), small, 'rate', at)).draft
    const other = later((one) => ({ id: one.id, type: 'note', text: one.text }))
    expect(renewQuestion(came, small, other, 'rate')).toBeUndefined()
    expect(renewQuestion(small, small, other, 'rate')).toBeUndefined()
  })
})

describe('a whole part that was taken, once its source has a later version', () => {
  const came = taken(takeSection(blank(), small, 'first')).draft
  const idsOf = (draft: Questionnaire, id: string) => draft.sections.find((one) => one.id === id)?.questions.map((one) => one.id)
  const editFirst = (edit: (questions: readonly Question[]) => readonly Question[]): Questionnaire => ({
    ...small,
    version: 2,
    sections: small.sections.map((one) =>
      one.id === 'first' ? { ...one, title: { vi: 'Phần một', en: 'Một (en)' }, questions: [...edit(one.questions)] } : one,
    ),
  })
  const again: Question = { id: 'again', type: 'note', text: { vi: 'Mới', en: 'New' } }

  it('is written as there: its title, what was reworded in it, and what came since behind what it follows there', () => {
    const now = editFirst((questions) =>
      questions.flatMap((one) => (one.id === 'late' ? [{ ...one, text: { vi: 'Có trễ không?', en: 'Trễ? (en)' } }, again] : [one])),
    )
    const mine = changeQuestion(came, 'late', (one) => ({ ...one, text: { ...one.text, en: 'Was it late?' } }))
    const { draft, notes } = taken(renewSection(mine, small, now, 'first'))
    expect(draft.sections.find(({ id }) => id === 'first')).toMatchObject({
      title: { vi: 'Phần một', en: 'Một (en)' },
      from: { questionnaire: 'small', version: 2, item: 'first' },
    })
    expect(idsOf(draft, 'first')).toEqual(['intro', 'late', 'again', 'told', 'ways', 'field'])
    expect(named(draft, 'late')?.text).toEqual({ vi: 'Có trễ không?', en: 'Was it late?' })
    expect(notes).toEqual([{ kind: 'came', id: 'again' }])
    expect(draft.sections.flatMap(({ questions }) => questions).flatMap(({ from }) => from?.version ?? [])).toEqual([2, 2, 2, 2, 2, 2])
    expect(originFate(now, now, 'section', 'first')).toBe('same')
    expect(taken(renewSection(draft, small, now, 'first')).draft).toEqual(draft)
  })

  it('keeps what is asked there no more or otherwise, and says so; what was taken away here does not come back', () => {
    const now = editFirst((questions) =>
      questions.flatMap((one) => (one.id === 'told' ? [] : one.id === 'late' ? [{ id: 'late', type: 'note', text: one.text }] : [one])),
    )
    const mine = {
      ...came,
      sections: came.sections.map((one) => ({ ...one, questions: one.questions.filter(({ id }) => id !== 'field') })),
    }
    const { draft, notes } = taken(renewSection(mine, small, now, 'first'))
    expect(idsOf(draft, 'first')).toEqual(['intro', 'late', 'told', 'ways'])
    expect([named(draft, 'late')?.type, named(draft, 'told')?.from?.version]).toEqual(['yes-no', 1])
    expect(notes).toEqual([
      { kind: 'other-type', id: 'late' },
      { kind: 'left-there', id: 'told' },
    ])
  })

  it('names a language that its source lacks once, and is not there where the part is from elsewhere', () => {
    const now = { ...editFirst((questions) => questions), languages: ['vi'] }
    expect(taken(renewSection(came, small, now, 'first')).notes).toEqual([{ kind: 'language', language: 'en' }])
    expect(renewSection(small, small, now, 'first')).toBeUndefined()
  })
})

describe('the ready scales', () => {
  it('are found first by their names and labels, and taken once', () => {
    const ready = readyScales(scaleLibrary, { vi: 'Soạn sẵn', en: 'Ready' }, { vi: 'Nguồn' })
    const { finds } = searchLibrary([{ questionnaire: small, standing: 'published', day: '2026-11-20' }, ready], {
      words: 'hai long',
      what: 'scale',
      most: 9,
    })
    expect(finds[0]?.source).toMatchObject({ standing: 'ready', id: readyScalesId })
    const id = finds[0]?.id ?? ''
    const once = taken(takeScale(blank(), ready.questionnaire, id))
    expect(once.draft.scales).toMatchObject([{ id, name: {}, from: { questionnaire: readyScalesId, version: 1, item: id } }])
    expect(taken(takeScale(once.draft, ready.questionnaire, id)).draft).toBe(once.draft)
    const reading = readDefinition({ ...small, scales: [...small.scales, ...once.draft.scales] })
    expect(reading.ok).toBe(true)
  })
})
