import { describe, expect, it } from 'vitest'
import { calculationIn } from '../../../surveys/exchange/calculation'
import { questionsOf, takenForm, told } from './forms'
import { takenSurvey } from './surveys'

describe('a calculation of another tool', () => {
  it.each([
    ['xpath', '${a} + ${b}', 'sum a b'],
    ['xpath', 'coalesce(${a}, 0) + number(${b}) + int(${c})', 'sum a b c'],
    ['xpath', '(${a} + ${b}) div 2', 'mean a b'],
    ['xpath', "if(${a} != '' or ${b} != '', min(${a}, ${b}), '')", 'lowest a b'],
    ['xpath', 'max(${a}, ${b}, ${c})', 'highest a b c'],
    ['xpath', "if(${a} != '', 1, 0) + if(${b} != '', 1, 0)", 'answered a b'],
    ['xpath', "if(selected(${a}, 'x') or selected(${a}, 'y'), 1, 0) + if(${b} = 'x', 1, 0)", 'among a:x,y b:x'],
    ['xpath', "if(${a} = 'x', 2, if(${a} = 'y', -1, 0)) + ${b}", 'sum a{x=2,y=-1} b'],
    ['xpath', "jr:choice-name(${a}, '${a}')", 'label a'],
    ['surveyjs', '{a} + {b.c}', 'sum a b.c'],
    ['surveyjs', 'avg({a}, {b})', 'mean a b'],
    ['surveyjs', 'iif({a} notempty, 1, 0) + iif({b} notempty, 1, 0)', 'answered a b'],
    ['limesurvey', 'sum(a.NAOK, b.value)', 'sum a b!'],
    ['limesurvey', 'count(a, b)', 'answered a b'],
  ] as const)('is read in %s: %s', (dialect, source, wanted) => {
    expect(shown(calculationIn(dialect, source))).toBe(wanted)
  })

  it.each([
    ['xpath', '${a} * 60'],
    ['xpath', '${a} - ${b}'],
    ['xpath', '(${a} + ${b}) div 3'],
    ['xpath', 'once(random())'],
    ['xpath', "concat(${a}, ' ', ${b})"],
    ['xpath', 'pulldata("x", "y", "z", ${a})'],
    ['xpath', "if(${a} = 'x', 2, 3)"],
    ['xpath', `${'('.repeat(2_000)}\${a}${')'.repeat(2_000)}`],
    ['xpath', `${'if(${a} = 1, 1, '.repeat(300)}0${')'.repeat(300)}`],
    ['surveyjs', 'sumInArray({m}, "x")'],
    ['surveyjs', 'constructor({a})'],
    ['xpath', ''],
  ] as const)('is refused in %s where nothing here comes to the same: %s', (dialect, source) => {
    expect(calculationIn(dialect, source)).toBeUndefined()
  })

  it('works out options by their scores, and never takes a code for one', () => {
    const { definition, report } = takenForm({
      survey: `
type | name | label | relevant | calculation
select_one scored | a | A | |
select_one bare | b | B | |
integer | n | N | |
calculate | sum | | | \${a} + \${n}
calculate | codes | | | \${b} + \${n}
calculate | early | Words | | \${n} + \${late}
calculate | named | | | jr:choice-name(\${b}, '\${b}')
text | why | Why \${named}, \${sum}, \${n}? | \${sum} > 3 or \${codes} > 3 |
text | then | Then | \${sum} > 3 and \${early} > 1 |
integer | late | Late | |
text | last | Last | \${early} > 1 |`,
      choices: `
list_name | name | label | score
scored | 1 | One | 1
scored | 2 | Two | 2
bare | 1 | One |
bare | 2 | Two |`,
    })
    expect(definition.computed).toEqual([
      { id: 'sum', label: { en: 'sum' }, value: 'sum', of: ['a', 'n'] },
      { id: 'early', label: { en: 'Words' }, value: 'sum', of: ['n', 'late'] },
    ])
    expect(questionsOf(definition).map(({ id, text, showIf }) => [id, text['en'], showIf])).toEqual([
      ['a', 'A', undefined],
      ['b', 'B', undefined],
      ['n', 'N', undefined],
      ['why', 'Why {answer:b}, …, {answer:n}?', undefined],
      ['then', 'Then', undefined],
      ['late', 'Late', undefined],
      ['last', 'Last', { item: 'early', atLeast: 2 }],
    ])
    expect(told(report)).toEqual(
      expect.arrayContaining([
        '5 sum | computed | ${a} + ${n}',
        '6 codes | calculation | ${b} + ${n}',
        '8 named | label_told',
        '9 why | condition | ${sum} > 3 or ${codes} > 3',
        '9 why | piping | sum',
        '10 then | condition | ${sum} > 3 and ${early} > 1',
      ]),
    )
  })

  it('is taken of an expression that SurveyJS shows, and of a value that it keeps', () => {
    const { definition, report } = takenSurvey({
      locale: 'en',
      elements: [
        { type: 'rating', name: 'a', title: 'A', rateMin: 1, rateMax: 3 },
        { type: 'text', name: 'n', title: 'N', inputType: 'number', min: 0, max: 9 },
        { type: 'expression', name: 'both', title: 'Both', expression: '{a} + {n}', displayStyle: 'decimal' },
        { type: 'comment', name: 'c', title: 'C', visibleIf: '{both} > 3 and {mean} <= 2' },
        { type: 'comment', name: 'd', title: 'D', visibleIf: '{mean} > 2' },
        { type: 'comment', name: 'e', title: 'E', visibleIf: '{mean} < 2' },
      ],
      calculatedValues: [
        { name: 'mean', expression: 'avg({a}, {n})' },
        { name: 'odd', expression: "dateDiff({a}, today(), 'days')" },
      ],
    })
    expect(definition.computed?.map(({ id, value, of }) => [id, value, of])).toEqual([
      ['mean', 'mean', ['a', 'n']],
      ['both', 'sum', ['a', 'n']],
    ])
    const there = { item: 'mean', answered: true }
    expect(
      questionsOf(definition)
        .slice(-3)
        .map(({ showIf }) => showIf),
    ).toEqual([
      {
        all: [
          { item: 'both', atLeast: 4 },
          { item: 'mean', atMost: 2 },
        ],
      },
      // A mean lies between whole numbers too.
      { all: [there, { not: { item: 'mean', atMost: 2 } }] },
      { all: [there, { not: { item: 'mean', atLeast: 2 } }] },
    ])
    expect(told(report)).toContain("odd | calculation | dateDiff({a}, today(), 'days')")
  })
})

function shown(made: ReturnType<typeof calculationIn>): string | undefined {
  if (!made || 'labelOf' in made) return made && `label ${made.labelOf}`
  const names = made.of.map(({ name, points, codes }) => {
    const own = points === 'scores' ? '!' : points ? `{${[...points].map((pair) => pair.join('=')).join(',')}}` : ''
    return `${name}${own}${codes ? `:${codes.join(',')}` : ''}`
  })
  return [made.value, ...names].join(' ')
}
