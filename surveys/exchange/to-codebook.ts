import { hasOther, isValidOption } from '../instrument/item'
import { keepings } from '../instrument/questions/keepings'
import { items } from '../instrument/questionnaire'
import type { LocalText, Option, Questionnaire } from '../instrument/schema'
import { withAnswersTold } from '../instrument/pipes'
import { computedWritten, conditionWritten } from './leaving'
import type { Tell } from './notes'

/** An element of XML: its name, what stands at it, and what it holds. */
export type Element = {
  readonly name: string
  readonly at?: Readonly<Record<string, string | undefined>>
  readonly holds?: readonly (Element | string)[]
}

/** A questionnaire as a codebook in the form of DDI Codebook 2.5: what was asked, of whom, and what each answer is written as. It holds no answer. */
export function codebookOf(questionnaire: Questionnaire, tell: Tell): Element {
  const { id, version, title, source, purpose, languages } = questionnaire
  const first = languages[0] ?? 'vi'
  const said = sayingIn(first)
  const [name, ...others] = said('titl', title)
  return {
    name: 'codeBook',
    at: { xmlns: 'ddi:codebook:2_5', version: '2.5', 'xml:lang': first, ID: `cb_${id}_${version}` },
    holds: [
      {
        name: 'stdyDscr',
        holds: [
          {
            name: 'citation',
            holds: [
              {
                name: 'titlStmt',
                holds: [
                  ...(name ? [name] : []),
                  ...others.map((one) => ({ ...one, name: 'parTitl' })),
                  { name: 'IDNo', holds: [`${id} ${version}`] },
                ],
              },
            ],
          },
          { name: 'stdyInfo', holds: said('abstract', purpose) },
          { name: 'method', holds: said('notes', source) },
        ],
      },
      {
        name: 'dataDscr',
        holds: [...groupsOf(questionnaire, said), ...variablesOf(questionnaire, said, tell), ...computedOf(questionnaire, said)],
      },
    ],
  }
}

type Saying = (name: string, text: LocalText | undefined) => readonly Element[]

/** A text in each of its languages, the first without saying which. */
const sayingIn =
  (first: string): Saying =>
  (name, text = {}) =>
    Object.entries(text)
      .sort(([one], [other]) => Number(other === first) - Number(one === first))
      .map(([language, words]) => ({
        name,
        at: { 'xml:lang': language === first ? undefined : language },
        holds: [withAnswersTold(words, (item) => `[${item}]`)],
      }))

/** Each section names its variables, each table the rows that it asks together. */
function groupsOf({ sections }: Questionnaire, said: Saying): readonly Element[] {
  return sections.map(({ id, title, intro, questions }) => ({
    name: 'varGrp',
    at: {
      ID: `g_${id}`,
      name: id,
      type: 'section',
      var: questions
        .flatMap((question) =>
          'items' in question
            ? question.items.map((row) => `v_${row.id}`)
            : question.type === 'note' || question.type === 'contact'
              ? []
              : [`v_${question.id}`],
        )
        .join(' '),
    },
    holds: [...said('labl', title), ...said('txt', intro)],
  }))
}

function variablesOf(questionnaire: Questionnaire, said: Saying, tell: Tell): readonly Element[] {
  const condition = conditionWritten(questionnaire, plain, tell)
  return items(questionnaire).flatMap(({ id, text, question, section, scale }) => {
    const asks = question.id === id ? text : question.text
    const shown = [section.showIf, question.showIf].flatMap((one) => condition(one, id) ?? []).join(' and ')
    const ends = keepings[question.type].range?.(question)
    const range = ends ? [{ name: 'valrng', holds: [{ name: 'range', at: { min: String(ends.low), max: String(ends.high) } }] }] : []
    const isNumber = range.length > 0
    const variable: Element = {
      name: 'var',
      at: { ID: `v_${id}`, name: id, intrvl: isNumber ? 'contin' : 'discrete' },
      holds: [
        ...said('labl', text),
        {
          name: 'qstn',
          holds: [
            ...said('preQTxt', section.title),
            ...said('qstnLit', asks),
            ...said('postQTxt', question.id === id ? undefined : text),
            ...said('ivuInstr', question.help),
          ],
        },
        ...range,
        ...(shown === '' ? [] : [{ name: 'universe', holds: [shown] }]),
        ...(scale?.options ?? []).map((option) => categoryOf(option, said)),
        ...(question.type === 'multiple' || question.type === 'ranking' ? [{ name: 'codInstr', holds: ['a|b|c'] }] : []),
        { name: 'varFormat', at: { type: isNumber || question.type === 'recommend' ? 'numeric' : 'character' } },
      ],
    }
    const beside: Element = {
      name: 'var',
      at: { ID: `v_${id}.text`, name: `${id}.text` },
      holds: [...said('labl', text), { name: 'varFormat', at: { type: 'character' } }],
    }
    return scale && hasOther(scale) ? [variable, beside] : [variable]
  })
}

/** What is worked out of answers stands in a column too: by which rule is its derivation. */
function computedOf(questionnaire: Questionnaire, said: Saying): readonly Element[] {
  const write = computedWritten(questionnaire, {
    ...plain,
    answer: (item) => item,
    orZero: (item) => `if(${plain.answered(item)}, ${item}, 0)`,
    either: (test, then, otherwise) => `if(${test}, ${then}, ${otherwise})`,
    over: '/',
  })
  return (questionnaire.computed ?? []).map((computed) => ({
    name: 'var',
    at: { ID: `v_${computed.id}`, name: computed.id, intrvl: 'contin' },
    holds: [
      ...said('labl', computed.label),
      {
        name: 'derivation',
        at: { var: computed.of.map((item) => `v_${item}`).join(' ') },
        holds: [
          { name: 'drvdesc', holds: [`${computed.value}: ${computed.of.join(', ')}`] },
          { name: 'drvcmd', holds: [write(computed)] },
        ],
      },
      { name: 'varFormat', at: { type: 'numeric' } },
    ],
  }))
}

const categoryOf = (option: Option, said: Saying): Element => ({
  name: 'catgry',
  at: { missing: isValidOption(option) ? undefined : 'Y', ...(isValidOption(option) ? {} : { missType: option.kind }) },
  holds: [{ name: 'catValu', holds: [option.code] }, ...said('labl', option.label)],
})

/** Conditions as a reader of a codebook understands them. */
const plain = {
  and: 'and',
  or: 'or',
  not: (condition: string) => `not (${condition})`,
  answered: (item: string) => `${item} answered`,
  number: (item: string, sign: '>=' | '<=', limit: number) => `${item} ${sign} ${limit}`,
  chosen: (item: string, code: string, isMany: boolean) => (isMany ? `${item} includes ${code}` : `${item} = ${code}`),
}
