import { exportWords, type FilesSay } from '../../client/text/files'
import { spokenFor } from '../../client/text/languages'
import { officeWords } from '../../client/text/office'
import { channels } from '../../surveys/fielding/campaign'
import { askedAlone } from '../../surveys/instrument/item'
import { localised } from '../../surveys/instrument/language'
import { items } from '../../surveys/instrument/questionnaire'
import type { Keeping } from '../../surveys/instrument/questions/behaviour'
import { keepings } from '../../surveys/instrument/questions/keepings'
import { type Coding, type Leading, leadingOf } from './coded'
import type { Field, Study, ValueLabel, Variable } from './document'
import { codebookRows, codebookTable, responsesMethod } from './explanations'
import { type Facts, fileName, titleOf } from './facts'
import { packageTexts } from './package-texts'
import { rScript } from './r-script'

/** Responses one by one for programs of statistics, with everything that says what they are. */
export function studyOf(facts: Facts, { items: coded, worked }: Coding, rows: Pick<Study, 'before' | 'pages'>): Study {
  const say = exportWords(facts.language)
  const name = fileName(facts.record, 'responses')
  const method = responsesMethod(facts)
  const asked = [...coded.values()]
  const fields = [
    ...leadingFields(facts, say),
    ...itemFields(facts),
    ...worked.map(({ computed, variable }): Field => ({ name: computed.id, type: 'number', title: variable.label })),
  ]
  return {
    ...rows,
    name,
    variables: [...leadingVariables(facts, say), ...asked.flatMap(({ variables }) => variables), ...worked.map(({ variable }) => variable)],
    sets: asked.flatMap(({ sets }) => sets),
    notes: method.map(([what, how]) => `${what}: ${how}`),
    script: rScript(facts, name, worked),
    fields,
    codebook: codebookTable(facts),
    texts: packageTexts({
      say,
      name,
      title: titleOf(facts),
      isSynthetic: facts.record.campaign.synthetic,
      method,
      codebook: codebookRows(facts),
    }),
  }
}

function leadingVariables(facts: Facts, say: FilesSay): readonly Variable[] {
  const { record, language, questionnaire } = facts
  const office = officeWords(spokenFor(language))
  const labels: Readonly<Partial<Record<Leading, readonly ValueLabel[]>>> = {
    agency: record.measured.map(({ agency }) => labelOf(agency.code, localised(agency.name, language, questionnaire.languages))),
    channel: channels.map((code) => labelOf(code, office(`channel_${code}`))),
    synthetic: [labelOf('synthetic', say('synthetic'))],
  }
  const widest: Readonly<Partial<Record<Leading, number>>> = { id: 36, form: 36, campaign: record.campaign.code.length }
  return leadingOf(facts).map((name): Variable => {
    const values = labels[name] ?? []
    const known = widest[name] ?? (values.length > 0 ? Math.max(...values.map(({ value }) => Buffer.byteLength(String(value)))) : undefined)
    return {
      name,
      label: say(`column_${name}`),
      holds: name === 'version' ? 'number' : name === 'submitted_at' ? 'day' : 'text',
      measure: name === 'submitted_at' ? 'scale' : 'nominal',
      values,
      ...(known === undefined ? {} : { widest: known }),
    }
  })
}

const labelOf = (value: string, label: string): ValueLabel => ({ value, label, isMissing: false })

const leadingFields = (facts: Facts, say: FilesSay): readonly Field[] =>
  leadingOf(facts).map((name): Field => ({
    name,
    type: name === 'version' ? 'integer' : name === 'submitted_at' ? 'date' : 'string',
    title: say(`column_${name}`),
  }))

/** What a package of data calls what is held, where that is not words. */
const fieldTypes: Readonly<Partial<Record<Keeping['holds'], Field['type']>>> = { number: 'integer', day: 'date', moment: 'datetime' }

/** The columns of each item, with the codes that it takes. */
function itemFields({ questionnaire, language }: Facts): readonly Field[] {
  const say = exportWords(language)
  return items(questionnaire).flatMap((item) => {
    const { holds, columns, range } = keepings[item.question.type]
    const [own = item.id, ...beside] = columns(item)
    const title = askedAlone(item, language, questionnaire.languages)
    const limits = range?.(item.question)
    const field: Field = {
      name: own,
      type: fieldTypes[holds] ?? 'string',
      title,
      ...(holds === 'moment' ? { format: '%Y-%m-%dT%H:%M' } : {}),
      ...(holds === 'one' && item.scale ? { constraints: { enum: item.scale.options.map(({ code }) => code) } } : {}),
      ...(limits ? { constraints: { minimum: limits.low, maximum: limits.high } } : {}),
    }
    return [field, ...beside.map((name): Field => ({ name, type: 'string', title: `${title} (${say('besideText')})` }))]
  })
}
