import { describe, expect, it } from 'vitest'
import { lentWords } from '../../../client/text/exchange'
import { built } from '../../../surveys/exchange/building'
import { reporting } from '../../../surveys/exchange/notes'
import { outlineOfForm } from '../../../surveys/exchange/xlsform'
import { questionsOf, sheet, takenForm, told } from './forms'
import { structureFile, takenStructure } from './structures'
import { takenSurvey } from './surveys'

/** One question with one more column. */
const withColumn = (column: string, cell: string, type = 'text') =>
  told(
    takenForm({
      survey: `type | name | label | ${column}\n${type} | q | Q | ${cell}`,
      choices: 'list_name | name | label\nl | a | A\nl | b | B',
    }).report,
  )

describe('of an XLSForm', () => {
  it.each([
    ['guidance_hint', 'Ask slowly'],
    ['guidance_hint::English (en)', 'Ask slowly'],
    ['default', '5'],
    ['read_only', 'yes'],
    ['trigger', '${a}'],
    ['instance::odk:length', '3'],
    ['bind::esri:fieldType', 'x'],
    ['body::accept', 'x'],
    ['save_to', 'name'],
    ['my own column', 'x'],
    ['required_message', 'Please'],
    ['constraint_message::English (en)', 'No'],
  ])('the column %s is named', (column, cell) => {
    expect(withColumn(column, cell)).toContainEqual(expect.stringMatching(/^\d* ?\S+ \| property \| /))
  })

  it.each([
    ['image', 'media'],
    ['media::image', 'media'],
    ['media::image::English (en)', 'media'],
    ['audio::English (en)', 'media'],
    ['video', 'media'],
    ['big-image', 'media'],
  ])('the media of %s are named', (column) => {
    expect(withColumn(column, 'x.png')).toContainEqual(expect.stringMatching(/^2 q \| media \| .*x\.png$/))
  })

  it.each([
    ['constraint', '. >= 5', 'text', /constraint \| \. >= 5/],
    ['constraint', 'string-length(.) = 10', 'text', /constraint \| string-length/],
    ['constraint', '. < 3', 'select_one l', /constraint \| \. < 3/],
    ['constraint', 'count-selected(.) <= 2', 'rank l', /constraint \| count-selected/],
    ['constraint', '. > 3', 'range', /constraint \| \. > 3/],
    ['constraint', ". >= date('2026-01-01')", 'datetime', /constraint \| \. >= date/],
    ['constraint', '. > 3 and . < 9', 'note', /constraint \| \. > 3 and \. < 9/],
  ])('the %s %s of a %s, which it does not hold, is named', (column, cell, type, line) => {
    expect(withColumn(column, cell, type)).toContainEqual(expect.stringMatching(line))
  })

  it('what stands in a table, in a group within a group, in a repeat without end and on a line without a type is named', () => {
    const { definition, report } = takenForm({
      survey: `
type | name | label | hint | appearance | constraint | parameters
begin_group | g | Group | | | |
begin_group | t | Table | | table-list | |
select_one l or_other | r1 | Row one | Think of today | | . != 'a' | randomize=true
end_group | | | | | |
begin_group | inner | Inner | Of last year | signature | |
text | q | Q | | | |
end_group | | | | | |
end_group | | | | | |
 | note | Only for us | | | |
begin_repeat | child | Child | | | |
text | name | Name | | | |`,
      choices: 'list_name | name | label\nl | a | A\nl | b | B',
    })
    expect(questionsOf(definition).find(({ id }) => id === 'inner')?.help).toEqual({ en: 'Of last year' })
    for (const line of [
      '4 r1 | property | hint: Think of today',
      '4 r1 | property | or_other',
      "4 r1 | constraint | . != 'a'",
      '4 r1 | property | parameters: randomize=true',
      '6 inner | appearance | signature',
      '10 note | type | Only for us',
      '11 child | repeat | name',
    ])
      expect(told(report)).toContain(line)
  })

  it.each([
    ['calculation', 'today()', 'text', /calculation \| today\(\)/],
    ['constraint', "regex(., '^[0-9]{10}$')", 'text', /constraint \| regex/],
    ['constraint', '. >= 0 or . = 99', 'integer', /constraint \| /],
    ['constraint', '. <= today()', 'date', /constraint \| \. <= today\(\)/],
    ['parameters', 'randomize=true seed=${x}', 'select_one l', /property \| parameters: seed=\$\{x\}/],
    ['parameters', 'max-pixels=640', 'text', /property \| parameters: max-pixels=640/],
    ['choice_filter', 'region=${r}', 'rank l', /choice_filter/],
    ['relevant', '${q9} = 1', 'text', /condition \| \$\{q9\} = 1/],
    ['appearance', 'signature', 'text', /appearance \| signature/],
    ['disabled', 'yes', 'text', /property \| disabled/],
  ])('what %s says with %s of a %s is named', (column, cell, type, line) => {
    expect(withColumn(column, cell, type)).toContainEqual(expect.stringMatching(line))
  })

  it.each(
    'geopoint geotrace geoshape barcode audio video image file xml-external hidden select_one_from_file select_multiple_from_file select_one_external'.split(
      ' ',
    ),
  )('a question of type %s is named', (type) => {
    const written = type.includes('select') ? `${type} towns.csv` : type
    expect(withColumn('hint', '', written)).toContainEqual(expect.stringMatching(/^2 q \| (type|calculation) \| /))
  })

  it('columns of choices, choices of no list, sheets, settings and missing translations are named', () => {
    const { tell, report } = reporting()
    const sheets = {
      survey: sheet('type | name | label::English (en) | label::Français (fr)\nselect_one l | q | Q |\ntext | t | T | T'),
      choices: sheet(
        'list_name | name | label::English (en) | region | media::image::English (en)\nl | a | A | north | a.png\nl | b | B | |\n | c | C | |',
      ),
      settings: sheet('form_title | style | instance_name | allow_choice_duplicates\nT | pages | concat(1) | yes'),
      others: ['external_choices', 'entities'],
    }
    built(outlineOfForm(sheets, lentWords, tell), tell)
    expect(told(report())).toEqual(
      expect.arrayContaining([
        'region | property | region',
        '2 a | media | media::image: a.png',
        '4 c | property | c, C',
        'style | setting | style: pages',
        'instance_name | setting | instance_name: concat(1)',
        'allow_choice_duplicates | setting | allow_choice_duplicates: yes',
        'external_choices | setting | external_choices',
        'entities | setting | entities',
        'untranslated | fr: 4',
      ]),
    )
  })

  it('what is searched there is searched here, and a contact is asked for once', () => {
    const { definition } = takenForm({
      survey: 'type | name | label | appearance\nselect_one l | q | Q | minimal autocomplete\nselect_one l | r | R | quick',
      choices: 'list_name | name | label\nl | a | A',
    })
    expect(questionsOf(definition)).toMatchObject([{ asList: true }, { type: 'single' }])
    const contacts = takenSurvey({
      elements: ['tel', 'email'].map((inputType) => ({ type: 'text', inputType, name: inputType, title: 'Reach' })),
    })
    expect(questionsOf(contacts.definition).map(({ id }) => id)).toEqual(['tel'])
    expect(told(contacts.report)).toContain('email | contact_twice')
  })
})

describe('of a survey of SurveyJS', () => {
  const saidOf = (element: object): readonly string[] =>
    told(
      takenSurvey({
        locale: 'en',
        elements: [
          { type: 'text', name: 'a', title: 'A' },
          { name: 'q', title: 'Q', ...element },
        ],
      }).report,
    )
  const choices = ['x', 'y']

  it.each([
    [{ type: 'checkbox', choices, showSelectAllItem: true }, /property \| showSelectAllItem/],
    [{ type: 'radiogroup', choices, choicesOrder: 'asc' }, /property \| choicesOrder: asc/],
    [{ type: 'checkbox', choices, validators: [{ type: 'answercount', minCount: 2 }] }, /constraint \| answercount minCount: 2/],
    [{ type: 'text', validators: [{ type: 'regex', regex: '^a' }] }, /constraint \| regex regex: \^a/],
    [{ type: 'comment', validators: [{ type: 'expression', expression: '{a} = 1' }] }, /constraint \| expression/],
    [{ type: 'text', minValueExpression: 'today()' }, /property \| minValueExpression/],
    [{ type: 'boolean', defaultValue: true }, /property \| defaultValue/],
    [{ type: 'text', enableIf: '{a} = 1' }, /property \| enableIf/],
    [{ type: 'text', requiredIf: '{a} = 1' }, /required_always/],
    [{ type: 'dropdown', choicesByUrl: { url: 'https://example.org' } }, /choice_filter/],
    [{ type: 'radiogroup', choices: [{ value: 'x', visibleIf: '{a} = 1' }, 'y'] }, /choice_filter/],
    [{ type: 'matrix', columns: choices, rows: ['r'], cells: { r: {} } }, /property \| cells/],
    [{ type: 'slider', sliderType: 'range' }, /type \| slider: range/],
    [{ type: 'paneldynamic', templateElements: [{ type: 'text', name: 'z' }] }, /repeat \| z/],
    [{ type: 'matrixdynamic', columns: [{ name: 'z' }] }, /repeat \| z/],
    [{ type: 'file' }, /type \| file/],
    [{ type: 'signaturepad' }, /type \| signaturepad/],
    [{ type: 'image', imageLink: 'x.png' }, /media \| x\.png/],
    [{ type: 'text', title: 'Q {nobody}?' }, /piping \| nobody/],
    [{ type: 'text', setValueIf: '{a} = 1', setValueExpression: '1' }, /property \| setValueIf/],
    [
      { type: 'matrixdropdown', columns: [{ name: 'z', choices, isRequired: true, visibleIf: '{a} = 1' }], rows: ['r'] },
      /property \| visibleIf/,
    ],
    [{ type: 'multipletext', items: [{ name: 'z', maskType: 'pattern' }] }, /property \| maskType/],
  ])('%j is named', (element, line) => {
    expect(saidOf(element)).toContainEqual(expect.stringMatching(line))
  })
})

it('of a survey of SurveyJS what is hidden, and what stands on choices, tables and fields, is named', () => {
  const { definition, report } = takenSurvey({
    locale: 'en',
    pages: [
      {
        name: 'p1',
        visible: false,
        elements: [
          { type: 'panel', name: 'box', visible: false, elements: [{ type: 'text', name: 'in', title: 'In' }] },
          {
            type: 'radiogroup',
            name: 'one',
            title: 'One',
            choices: [
              { value: 'a', enableIf: '{in} = 1' },
              { value: 'b', showCommentArea: true },
            ],
          },
          {
            type: 'matrixdropdown',
            name: 'grid',
            title: 'Grid',
            description: 'Of last year',
            showCommentArea: true,
            columns: [{ name: 'c', title: 'C' }],
            rows: ['r1'],
            choices: ['x', 'y'],
            validators: [{ type: 'expression', expression: '{grid} notempty' }],
          },
          {
            type: 'multipletext',
            name: 'fields',
            title: 'Fields',
            description: 'In words',
            items: [
              { name: 'f', title: 'F' },
              { name: 'g', title: 'G' },
            ],
          },
          { type: 'expression', name: 'sum', title: 'Sum', description: 'Worked out', expression: '{in} + 1', visibleIf: '{one} = "a"' },
        ],
      },
    ],
  })
  const made = questionsOf(definition)
  expect(made.filter(({ id }) => /^(grid|fields)_.$/.test(id)).map(({ help }) => help?.['en'])).toEqual([
    'Of last year',
    'In words',
    'In words',
  ])
  expect(made.map(({ id }) => id)).toContain('grid-Comment')
  for (const line of [
    'p1 | property | visible: false',
    'box | property | visible: false',
    'one | property | a: enableIf: {in} = 1',
    'one | property | b: showCommentArea: true',
    'grid | constraint | expression expression: {grid} notempty',
    'sum | property | description: Worked out',
    'sum | property | visibleIf: {one} = "a"',
  ])
    expect(told(report)).toContain(line)
})

it('of a survey of LimeSurvey its period and where it leads afterwards are named', () => {
  const file = structureFile(
    { languages: ['en'], title: { en: 'T' }, groups: [{ name: { en: 'G' }, questions: [{ type: 'S', code: 'a', text: { en: 'A' } }] }] },
    'new',
  )
    .replace('<format>', '<expires><![CDATA[2026-12-31 00:00:00]]></expires><format>')
    .replace('<surveyls_endtext>', '<surveyls_url><![CDATA[https://example.org]]></surveyls_url><surveyls_endtext>')
  expect(told(takenStructure(file).report)).toEqual(
    expect.arrayContaining(['setting | expires: 2026-12-31 00:00:00', 'setting | surveyls_url: https://example.org']),
  )
})
