import { describe, expect, it } from 'vitest'
import { nodeText } from '../../client/designer/indicators/telling'
import { designerWords } from '../../client/text/designer-both'
import type { Language } from '../../client/text/languages'
import {
  addBandSet,
  changeBand,
  edgesOf,
  moveEdge,
  removeBand,
  removeBandSet,
  renameBandSet,
  splitBand,
} from '../../surveys/designing/band-sets'
import {
  addNode,
  changeNode,
  emptyTree,
  freeNodeCode,
  grownTree,
  moveNode,
  placeUnder,
  removeNode,
  renameNode,
} from '../../surveys/designing/branches'
import { mergeDesigns } from '../../surveys/designing/merging/merge'
import {
  addStep,
  addTree,
  changeStep,
  changeSteps,
  changeTree,
  joinedTree,
  moveStep,
  newStep,
  outline,
  removeStep,
  removeTree,
  setHeadline,
  treeOf,
} from '../../surveys/designing/trees'
import { rulesBroken } from '../../surveys/instrument/rules'
import { type IndicatorNode, type Questionnaire, questionnaire as schema, stepTypes } from '../../surveys/instrument/schema'
import { ids, node, options, questionnaireWith, satisfaction, single, whole } from './fixtures'
import { readSmall } from './small'

const design = satisfaction({ A: 2, B: 3 })
const words = { tree: { vi: 'Cây' }, overall: { vi: 'Chung' } }
const nodeOf = (of: Questionnaire, code: string): IndicatorNode | undefined =>
  of.trees.flatMap(({ nodes }) => nodes).find((one) => one.code === code)
const codesIn = (of: Questionnaire, id: 'satisfaction' | 'perception' = 'satisfaction') => treeOf(of, id)?.nodes.map(({ code }) => code)
const read = (of: Questionnaire): readonly string[] =>
  of.trees.flatMap(outline).map(({ node: { code }, depth }) => `${'-'.repeat(depth)}${code}`)

describe('the trees of a design', () => {
  it('stand in one order, each kind once', () => {
    const two = addTree(
      addTree(removeTree(design, 'satisfaction'), emptyTree(design, 'expectation', words)),
      emptyTree(design, 'satisfaction', words),
    )
    expect(two.trees.map(({ id }) => id)).toEqual(['satisfaction', 'expectation'])
    expect(addTree(design, emptyTree(design, 'satisfaction', words))).toBe(design)
  })
  it('grow from the sections: a factor for each with its items, an overall node above', () => {
    const bare = { ...readSmall(), trees: [] }
    const grown = addTree(bare, grownTree(bare, 'satisfaction', words))
    expect(treeOf(grown, 'satisfaction')).toMatchObject({
      formula: 'share',
      nodes: [
        { code: 'overall', children: ['first', 'second'] },
        { code: 'first', kind: 'factor', label: { vi: 'Một' }, items: ['late', 'told'] },
        { code: 'second', kind: 'factor', items: ['m1', 'm2', 'rate'] },
      ],
    })
    expect(rulesBroken(grown).filter(({ rule }) => rule !== 'missing_translation')).toEqual([])
  })
  it('grow only over items that no tree counts yet', () => {
    expect(grownTree(readSmall(), 'perception', words).nodes.at(-1)?.items).toEqual(['rate'])
    expect(grownTree(design, 'perception', words).nodes).toEqual([{ code: 'overall', kind: 'overall', label: words.overall }])
  })
  it('grow by level where nothing counts as satisfied, and leave out what has no scores', () => {
    const scales = [
      options('agree', [
        { code: 'no', score: 1 },
        { code: 'yes', score: 2 },
      ]),
      options('names', [{ code: 'x' }]),
    ]
    const scored = questionnaireWith({ questions: [single('q', 'agree'), single('w', 'names'), whole('n')], scales, trees: [] })
    expect(grownTree(scored, 'satisfaction', words)).toMatchObject({ formula: 'level', nodes: [{}, { items: ['q'] }] })
  })
  it('grow although a question names a scale that is not there', () => {
    const broken = { ...readSmall(), trees: [], scales: readSmall().scales.filter(({ id }) => id !== 'yn') }
    expect(grownTree(broken, 'satisfaction', words).nodes.map(({ code }) => code)).toEqual(['overall', 'second'])
  })
  it('take a headline along when they go', () => {
    expect(removeTree(setHeadline(design, 'A'), 'satisfaction')).not.toHaveProperty('headline')
    expect(removeTree(setHeadline(design, 'A'), 'perception').headline).toBe('A')
  })
})

describe('a node', () => {
  const added = addNode(design, 'satisfaction', node('C', 'factor', {}), 'S')
  it('is added under another, with a code of its own', () => {
    expect(nodeOf(added, 'S')?.children).toEqual(['A', 'B', 'C'])
    expect(addNode(design, 'satisfaction', node('A', 'factor', {}))).toBe(design)
    expect(addNode(design, 'satisfaction', node('no code', 'factor', {}))).toBe(design)
    expect([freeNodeCode(design, 'A'), freeNodeCode(design, 'B1'), freeNodeCode(design, 'new')]).toEqual(['A3', 'B12', 'new'])
  })
  it('takes what is below it along when it goes, unless another node names it', () => {
    expect(codesIn(removeNode(design, 'satisfaction', 'A'))).toEqual(['S', 'B'])
    expect(nodeOf(removeNode(design, 'satisfaction', 'A'), 'S')?.children).toEqual(['B'])
    const twice = addNode(design, 'satisfaction', node('T', 'overall', { children: ['B'] }))
    expect(codesIn(removeNode(twice, 'satisfaction', 'S'))).toEqual(['B', 'T'])
  })
  it('takes its tree along when it is the last, and the headline', () => {
    const gone = removeNode(setHeadline(design, 'B'), 'satisfaction', 'S')
    expect(gone.trees).toEqual([])
    expect(gone).not.toHaveProperty('headline')
    expect(removeNode(setHeadline(design, 'B'), 'satisfaction', 'B')).not.toHaveProperty('headline')
    expect(removeNode(setHeadline(design, 'B'), 'satisfaction', 'A').headline).toBe('B')
  })
  it('keeps its parents and the headline under another code', () => {
    const renamed = renameNode(setHeadline(design, 'A'), 'satisfaction', 'A', 'access')
    expect([nodeOf(renamed, 'S')?.children, renamed.headline, codesIn(renamed)]).toEqual([['access', 'B'], 'access', ['S', 'access', 'B']])
    expect(renameNode(design, 'satisfaction', 'A', 'B')).toBe(design)
    expect(renameNode(design, 'satisfaction', 'A', '')).toBe(design)
  })
  it('moves among those beside it with its weight, and not past them', () => {
    const weighed = changeNode(design, 'satisfaction', 'S', { rollUp: 'weighted', weights: [3, 1] })
    const swapped = moveNode(weighed, 'satisfaction', 'B', 'S', -1)
    expect(nodeOf(swapped, 'S')).toMatchObject({ children: ['B', 'A'], weights: [1, 3] })
    expect(read(swapped)).toEqual(['S', '-B', '-A'])
    expect(moveNode(weighed, 'satisfaction', 'A', 'S', -1)).toEqual(weighed)
  })
  it('moves among the roots', () => {
    const two = addNode(design, 'satisfaction', node('T', 'overall', { items: ['A1'] }))
    expect(read(moveNode(two, 'satisfaction', 'T', undefined, -1))).toEqual(['T', 'S', '-A', '-B'])
  })
  it('moves as the item that it describes', () => {
    const described = addNode(
      addNode(design, 'satisfaction', node('first', 'item', { items: ['A1'] })),
      'satisfaction',
      node('second', 'item', { items: ['A2'] }),
    )
    expect(read(described)).toEqual(['S', '-A', '--first', '--second', '-B'])
    expect(nodeOf(moveNode(described, 'satisfaction', 'first', 'A', 1), 'A')?.items).toEqual(['A2', 'A1'])
    const freed = placeUnder(described, 'satisfaction', 'first', 'B')
    expect([nodeOf(freed, 'A')?.items, nodeOf(freed, 'B')?.items]).toEqual([['A2'], ['B1', 'B2', 'B3', 'A1']])
  })
  it('goes under another parent, never under itself', () => {
    expect(read(placeUnder(added, 'satisfaction', 'B', 'C'))).toEqual(['S', '-A', '-C', '--B'])
    expect(read(placeUnder(added, 'satisfaction', 'C', undefined))).toEqual(['S', '-A', '-B', 'C'])
    expect(placeUnder(added, 'satisfaction', 'S', 'A')).toBe(added)
    expect(placeUnder(added, 'satisfaction', 'S', 'S')).toBe(added)
  })
  it('keeps the weights of its parts while they change; a new one weighs 1', () => {
    const weighed = changeNode(design, 'satisfaction', 'B', { rollUp: 'weighted', weights: [2, 3, 4] })
    const changed = changeNode(weighed, 'satisfaction', 'B', { items: ['B3', 'A1', 'B1'] })
    expect(nodeOf(changed, 'B')?.weights).toEqual([4, 1, 2])
    expect(
      nodeOf(removeNode(changeNode(design, 'satisfaction', 'S', { rollUp: 'weighted', weights: [2, 5] }), 'satisfaction', 'A'), 'S')
        ?.weights,
    ).toEqual([5])
  })
  it('takes a new item in the order of the questionnaire', () => {
    expect(joinedTree(['A1', 'A3'], 'A2', ids('A', 3))).toEqual(ids('A', 3))
    expect(joinedTree(['A3', 'A1'], 'A2', ids('A', 3))).toEqual(['A2', 'A3', 'A1'])
    expect(joinedTree(['A1'], 'A1', ids('A', 3))).toEqual(['A1'])
  })
  it('tells its formula and roll-up, its own or what it inherits', () => {
    const own = changeNode(changeNode(design, 'satisfaction', 'A', { formula: 'level' }), 'satisfaction', 'S', {
      rollUp: 'pooled',
      formula: 'rescaled',
    })
    const rows = own.trees.flatMap(outline).map(({ node: { code }, formula, inherited, rollUp }) => [code, formula, inherited, rollUp])
    expect(rows).toEqual([
      ['S', 'rescaled', 'share', 'pooled'],
      ['A', 'level', 'rescaled', 'mean-of-items'],
      ['B', 'rescaled', 'rescaled', 'mean-of-items'],
    ])
  })
  it('has weights as soon as it weighs, and none when it does not', () => {
    const weighed = changeNode(design, 'satisfaction', 'B', { rollUp: 'weighted' })
    expect(nodeOf(weighed, 'B')?.weights).toEqual([1, 1, 1])
    expect(nodeOf(changeNode(weighed, 'satisfaction', 'B', { rollUp: 'pooled' }), 'B')).not.toHaveProperty('weights')
    expect(nodeOf(changeNode(weighed, 'satisfaction', 'B', { rollUp: undefined }), 'B')).not.toHaveProperty('weights')
  })
  it("loses a cap with the capped sum, its own or the tree's", () => {
    const capped = changeNode(changeTree(design, 'satisfaction', { rollUp: 'capped-sum' }), 'satisfaction', 'A', { cap: 3 })
    expect(nodeOf(capped, 'A')?.cap).toBe(3)
    expect(nodeOf(changeTree(capped, 'satisfaction', { rollUp: 'pooled' }), 'A')).not.toHaveProperty('cap')
  })
  it('keeps options only as an option node', () => {
    const option = changeNode(added, 'satisfaction', 'C', { kind: 'option', items: ['A1'], options: ['e', 'd'] })
    expect(nodeOf(option, 'C')).toEqual(node('C', 'option', { items: ['A1'], options: ['e', 'd'] }))
    expect(nodeOf(changeNode(option, 'satisfaction', 'C', { kind: 'factor' }), 'C')).not.toHaveProperty('options')
  })
  it('is read in the outline even where nodes only name each other', () => {
    const circle = changeNode(changeNode(design, 'satisfaction', 'A', { items: undefined, children: ['S'] }), 'satisfaction', 'B', {
      items: ids('B', 1),
    })
    expect(read(circle).toSorted()).toEqual(['A', 'B', 'S'])
  })
})

describe('the steps of a node', () => {
  const [twenty, rounding] = [{ type: 'clamp', high: 20 } as const, newStep('round', 'number')]
  const stepped = [twenty, rounding].reduce((of, step) => changeSteps(of, 'satisfaction', 'B', addStep(step)), design)
  const stepsOf = (of: Questionnaire) => nodeOf(of, 'B')?.steps?.map(({ type }) => type)
  const edited = (edit: Parameters<typeof changeSteps>[3]) => changeSteps(stepped, 'satisfaction', 'B', edit)

  it('are added at the end, moved, changed and removed, and leave no empty list', () => {
    expect(stepsOf(stepped)).toEqual(['clamp', 'round'])
    expect(stepsOf(edited(moveStep(1, -1)))).toEqual(['round', 'clamp'])
    expect(edited(moveStep(0, -1))).toEqual(stepped)
    expect(nodeOf(edited(changeStep(0, { type: 'clamp', low: 2 })), 'B')?.steps?.[0]).toEqual({ type: 'clamp', low: 2 })
    expect(stepsOf(edited(removeStep(0)))).toEqual(['round'])
    expect(changeSteps(edited(removeStep(0)), 'satisfaction', 'B', removeStep(0))).toEqual(design)
  })
  it('are ten at the most, each right as it begins', () => {
    const many = Array.from({ length: 12 }, (_, at) => newStep(stepTypes[at % stepTypes.length] ?? 'round', at % 2 ? 'percent' : 'number'))
    const full = many.reduce((of, step) => changeSteps(of, 'satisfaction', 'B', addStep(step)), design)
    expect(stepsOf(full)).toHaveLength(10)
    expect([schema.safeParse(full).success, rulesBroken(full)]).toEqual([true, []])
  })
  it('stay with the node through its other edits', () => {
    const other = changeNode(changeTree(stepped, 'satisfaction', { rollUp: 'sum' }), 'satisfaction', 'B', { kind: 'aspect', maximum: 5 })
    expect(nodeOf(other, 'B')).toMatchObject({ maximum: 5, steps: [twenty, rounding] })
  })
  it('are joined with what another author made of the node, and clash only with other steps', () => {
    const mine = edited(moveStep(0, 1))
    const theirs = changeNode(stepped, 'satisfaction', 'B', { maximum: 15, unit: 'number', direction: 'lower' })
    expect(mergeDesigns(stepped, mine, theirs)).toEqual({
      merged: changeNode(mine, 'satisfaction', 'B', { maximum: 15, unit: 'number', direction: 'lower' }),
      clashes: [],
    })
    const { merged, clashes } = mergeDesigns(stepped, mine, edited(removeStep(0)))
    expect([merged, clashes.map(({ path }) => path.at(-1))]).toEqual([mine, ['steps']])
  })
})

describe('what a node computes, in one sentence', () => {
  const told = (of: Questionnaire, code: string, office: Language = 'vi'): string | undefined => {
    const teller = { office, say: designerWords(office) }
    for (const one of of.trees) for (const row of outline(one)) if (row.node.code === code) return nodeText(teller, one, row)
    return undefined
  }
  const having = (change: Parameters<typeof changeNode>[3], code = 'B') => changeNode(design, 'satisfaction', code, change)

  it('begins with what is combined, at any depth where items are read', () => {
    expect(told(design, 'B')).toBe('Trung bình của 3 tiêu chí (tỷ lệ hài lòng).')
    expect(told(design, 'S')).toBe('Trung bình của 5 tiêu chí (tỷ lệ hài lòng).')
    expect(told(having({ rollUp: 'sum' }, 'S'), 'S')).toBe('Tổng của 2 chỉ số con.')
    expect(told(having({ items: undefined }), 'B')).toBe('Chưa gộp từ gì.')
    expect(told(having({ rollUp: 'count-where', where: { atLeast: 0.8 } }, 'S'), 'S')).toBe(
      'Đếm trong 2 chỉ số con những phần không dưới 0,8.',
    )
    expect(told(having({ items: undefined, input: 'entered' }), 'B')).toBe('Số liệu được nhập vào.')
  })
  it('goes on with cap, steps and maximum in the order in which they happen', () => {
    const all = having(
      {
        rollUp: 'capped-sum',
        cap: 90,
        steps: [{ type: 'linear', from: [0, 90], to: [0, 100] }, newStep('round', 'number')],
        maximum: 20,
        unit: 'number',
        direction: 'lower',
      },
      'S',
    )
    expect(told(all, 'S')).toBe(
      'Tổng của 2 chỉ số con; sau đó không quá 90; đưa từ 0–90 về 0–100; làm tròn 1 chữ số, nửa lên; không quá 20; càng thấp càng tốt.',
    )
    expect(told(all, 'S', 'en')).toBe(
      'Sum of the indicators below (2); then at most 90; mapped from 0–90 to 0–100; rounded at decimal place 1, halves up; at most 20; lower is better.',
    )
  })
  it('writes the numbers of what is read in percent in percent', () => {
    expect(
      told(having({ steps: [{ type: 'reverse', within: [0, 1] }, newStep('round', 'percent'), { type: 'clamp', low: 0.5 }] }), 'B'),
    ).toBe('Trung bình của 3 tiêu chí (tỷ lệ hài lòng); sau đó đảo chiều trong khoảng 0–100%; làm tròn 1 chữ số, nửa lên; không dưới 50%.')
  })
})

describe('a set of bands', () => {
  const graded = changeNode(addBandSet(design), 'satisfaction', 'S', { bands: 'bands' })
  const three = splitBand(splitBand(graded, 'bands', 0), 'bands', 1)
  const setOf = (of: Questionnaire) => of.bandSets[0] ?? { id: '', bands: [] }
  const noGaps = (of: Questionnaire) => rulesBroken(of).filter(({ rule }) => rule.startsWith('band'))
  it('is split without gaps', () => {
    expect(edgesOf(setOf(three))).toEqual([0, 50, 75, 100])
    expect(setOf(three).bands.map(({ code }) => code)).toEqual(['band', 'band2', 'band3'])
    expect(schema.safeParse(three).success).toBe(true)
  })
  it('stays without gaps when an edge moves, the outer ones too', () => {
    const changed = moveEdge(moveEdge(moveEdge(three, 'bands', 1, 65), 'bands', 0, 20), 'bands', 3, 98)
    expect([edgesOf(setOf(changed)), noGaps(changed)]).toEqual([[20, 65, 75, 98], []])
    expect(noGaps(moveEdge(three, 'bands', 1, 80))).toMatchObject([{ rule: 'band_empty' }])
  })
  it('stays without gaps when a band goes, and keeps its last', () => {
    expect([0, 1, 2].map((place) => edgesOf(setOf(removeBand(three, 'bands', place))))).toEqual([
      [0, 75, 100],
      [0, 75, 100],
      [0, 50, 100],
    ])
    expect(setOf(removeBand(graded, 'bands', 0)).bands).toHaveLength(1)
  })
  it('is followed by its nodes when it gets another name, and leaves them when it goes', () => {
    const renamed = renameBandSet(graded, 'bands', 'grades')
    expect([setOf(renamed).id, nodeOf(renamed, 'S')?.bands]).toEqual(['grades', 'grades'])
    expect(renameBandSet(addBandSet(graded), 'bands', 'bands2').bandSets.map(({ id }) => id)).toEqual(['bands', 'bands2'])
    expect(nodeOf(removeBandSet(graded, 'bands'), 'S')).not.toHaveProperty('bands')
  })
  it('gives each band a code of its own', () => {
    expect(setOf(changeBand(three, 'bands', 1, { code: 'fair', label: { vi: 'Khá' } })).bands[1]).toMatchObject({
      code: 'fair',
      label: { vi: 'Khá' },
    })
    expect(changeBand(three, 'bands', 1, { code: 'band' })).toEqual(three)
  })
})
