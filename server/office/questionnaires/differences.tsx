import type { ComponentChildren } from 'preact'
import { conditionText } from '../../../client/text/definition'
import { fieldCalled } from '../../../client/text/designer'
import { designerWords } from '../../../client/text/designer-both'
import { instrumentSay } from '../../../client/text/instrument'
import { languageMarks } from '../../../surveys/instrument/direction'
import { localised } from '../../../surveys/instrument/language'
import type { NamedPart, PartChange } from '../../../surveys/instrument/part-changes'
import {
  type ChangeDetail,
  type Differences,
  optionsNamed,
  type QuestionChange,
  type ScaleChange,
} from '../../../surveys/instrument/question-changes'
import type { Computed, Condition, LocalText, Option, Questionnaire, Scale } from '../../../surveys/instrument/schema'
import { workedLabel } from '../../files/coded'
import { someThings } from '../frame/names'
import type { Reader } from '../frame/reader'
import { ColumnHeads, Region } from '../frame/shell'
import { settingTold, type SettingTold } from './setting-words'
import { languageNames } from './version'

type Props = { readonly reader: Reader; readonly before: Questionnaire; readonly after: Questionnaire; readonly differences: Differences }

/** What is otherwise, question by question and scale by scale, before and after in words; languages that came or went are told apart. */
export function ByQuestion({ reader, before, after, differences: { questions, scales, parts, languages } }: Props) {
  const { say } = reader
  const telling: Telling = { reader, before, after }
  const moved = questions.filter(({ fates }) => fates.join() === 'moved')
  const changed = questions.filter((one) => !moved.includes(one))
  return (
    <>
      {languages.added.length + languages.removed.length > 0 && <Languages {...{ reader, languages }} />}
      <section class="card">
        <h2>{say('itemsChanged')}</h2>
        {changed.length + scales.length === 0 ? (
          <p class="note">{say('itemsSame')}</p>
        ) : (
          <Region label={say('itemsChanged')}>
            <table class="list folds changes">
              <ChangeHeads reader={reader} />
              {scales.map((one) => (
                <ScaleRows key={one.scale.id} {...{ telling, one }} />
              ))}
              {changed.map((one) => (
                <QuestionRows key={one.id} {...{ telling, one }} />
              ))}
            </table>
          </Region>
        )}
      </section>
      {parts.length > 0 && <Parts {...{ telling, parts }} />}
      {moved.length > 0 && (
        <section class="card">
          <h2>{say('movedQuestions', { n: reader.numbers.count(moved.length) })}</h2>
          <p class="note">{say('movedNote')}</p>
          <Region label={say('movedQuestions', { n: reader.numbers.count(moved.length) })}>
            <table class="list folds changes">
              <ColumnHeads columns={[{ title: say('fateItem') }, { title: say('rewordedBefore') }, { title: say('rewordedAfter') }]} />
              {moved.map((one) => (
                <tbody key={one.id}>
                  {one.details.map((detail, at) => (
                    <Line key={at} {...{ telling, detail }} name={<QuestionName {...{ telling, one }} />} />
                  ))}
                </tbody>
              ))}
            </table>
          </Region>
        </section>
      )}
    </>
  )
}

type Telling = { readonly reader: Reader; readonly before: Questionnaire; readonly after: Questionnaire }

/** Adding a language rewords nothing, and is not told question by question. */
function Languages({
  reader: { say, language },
  languages: { added, removed },
}: {
  readonly reader: Reader
  readonly languages: Differences['languages']
}) {
  const names = (tags: readonly string[]): string => tags.map((tag) => languageNames(language).of(tag) ?? tag).join(', ')
  return (
    <section class="card" aria-labelledby="languages-changed">
      <h2 id="languages-changed">{say('languagesChanged')}</h2>
      {added.length > 0 && <p>{say('languagesAdded', { languages: names(added) })}</p>}
      {removed.length > 0 && <p>{say('languagesRemoved', { languages: names(removed) })}</p>}
    </section>
  )
}

const told = ({ reader: { language }, after }: Telling, text: LocalText): string => localised(text, language, after.languages)

const QuestionName = ({ telling, one: { id, text } }: { readonly telling: Telling; readonly one: QuestionChange }) => (
  <>
    <code>{id}</code> {told(telling, text)}
  </>
)

function QuestionRows({ telling, one }: { readonly telling: Telling; readonly one: QuestionChange }) {
  const { say } = telling.reader
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={3}>
          <QuestionName {...{ telling, one }} />
          {one.fates.map((fate) => (
            <small key={fate}>{say(fate === 'moved' ? 'fateMoved' : `itemFate_${fate}`)}</small>
          ))}
        </th>
      </tr>
      {one.details.map((detail, at) => (
        <Line key={at} {...{ telling, detail }} />
      ))}
    </tbody>
  )
}

/** What is set otherwise about the whole and about each part that is no question, before and after. */
const Parts = ({ telling, parts }: { readonly telling: Telling; readonly parts: readonly PartChange[] }) => (
  <section class="card">
    <h2>{telling.reader.say('partsChanged')}</h2>
    <Region label={telling.reader.say('partsChanged')}>
      <table class="list folds changes">
        <ChangeHeads reader={telling.reader} />
        {parts.map((one) => (
          <PartRows key={`${one.part} ${one.code}`} {...{ telling, one }} />
        ))}
      </table>
    </Region>
  </section>
)

function PartRows({ telling, one: { part, code, text, fate, settings, orders } }: { readonly telling: Telling; readonly one: PartChange }) {
  const { reader, before, after } = telling
  const { say, language } = reader
  const ordered = orders.map(({ name, before: was, after: is }): SettingTold => {
    const list = (all: readonly NamedPart[]) =>
      name === 'languages' ? all.map((tag) => languageNames(language).of(tag.name) ?? tag.name).join(' · ') : names(telling, all)
    return { label: say('changedOrder', { what: fieldCalled(designerWords(language), name) }), before: list(was), after: list(is) }
  })
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={3}>
          {say(`changedPart_${part}`)} {code !== '' && <code>{code}</code>} {code !== '' && told(telling, text)}
          {fate !== undefined && <small>{say(`partFate_${fate}`)}</small>}
        </th>
      </tr>
      {settings.map((setting) => (
        <SidesRow key={setting.name} reader={reader} {...settingTold(reader, { part, code }, [before, after], setting)} />
      ))}
      {ordered.map((sides) => (
        <SidesRow key={sides.label} reader={reader} {...sides} />
      ))}
    </tbody>
  )
}

const ChangeHeads = ({ reader: { say } }: { readonly reader: Reader }) => (
  <ColumnHeads columns={[{ title: say('fate') }, { title: say('rewordedBefore') }, { title: say('rewordedAfter') }]} />
)

/** Questions that use a scale, by their codes. */
const mostUses = 20

function ScaleRows({ telling, one: { scale, usedBy, fate, details } }: { readonly telling: Telling; readonly one: ScaleChange }) {
  const { say, numbers } = telling.reader
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={3}>
          {say('changedScale')} <code>{scale.id}</code> {told(telling, scale.name ?? {}) || names(telling, optionsNamed(scale))}
          <small>
            {say('changedScaleOf', { n: numbers.count(usedBy.length) })} {someThings(telling.reader, usedBy, mostUses)}
          </small>
          {fate !== undefined && <small>{say(`itemFate_${fate}`)}</small>}
        </th>
      </tr>
      {details.map((detail, at) => (
        <Line key={at} {...{ telling, detail }} />
      ))}
    </tbody>
  )
}

/** One change: what it is, and how it was and is. */
function Line({ telling, detail, name }: { readonly telling: Telling; readonly detail: ChangeDetail; readonly name?: ComponentChildren }) {
  const { label, before, after } = sides(telling, detail)
  const language = detail.what === 'words' ? detail.change.language : undefined
  return <SidesRow reader={telling.reader} label={name ?? label} {...{ before, after, language }} />
}

type SidesRowProps = {
  readonly reader: Reader
  readonly label: ComponentChildren
  readonly before: ComponentChildren
  readonly after: ComponentChildren
  /** The language of both, where it is not the reader's. */
  readonly language?: string | undefined
}

function SidesRow({ reader: { say }, label, before, after, language }: SidesRowProps) {
  const marks = language === undefined ? {} : languageMarks(language)
  return (
    <tr>
      <th scope="row">{label}</th>
      <td {...marks} data-label={say('rewordedBefore')}>
        {before === '' ? '–' : <del>{before}</del>}
      </td>
      <td {...marks} data-label={say('rewordedAfter')}>
        {after === '' ? '–' : <ins>{after}</ins>}
      </td>
    </tr>
  )
}

type Sides = { readonly label: string; readonly before: ComponentChildren; readonly after: ComponentChildren }

function sides(telling: Telling, detail: ChangeDetail): Sides {
  const { say, language } = telling.reader
  const words = designerWords(language)
  if (detail.what === 'words') {
    const { what, code, language: tag, before, after } = detail.change
    const own = what === 'item' ? ` ${code}` : what === 'option' ? ` ${code.split(' ')[1] ?? ''}` : ''
    return { label: `${say(`textPlace_${what}`)}${own}, ${languageNames(language).of(tag) ?? tag}`, before, after }
  }
  if (detail.what === 'type')
    return { label: words('questionType'), before: words(`type_${detail.before}`), after: words(`type_${detail.after}`) }
  if (detail.what === 'scale')
    return {
      label: words('set_scale'),
      before: detail.before ? scaleWords(telling, detail.before) : '',
      after: detail.after ? scaleWords(telling, detail.after) : '',
    }
  if (detail.what === 'row')
    return {
      label: say(detail.before ? 'changedRowGone' : 'changedRowNew', { id: detail.id }),
      before: detail.before ? told(telling, detail.before) : '',
      after: detail.after ? told(telling, detail.after) : '',
    }
  if (detail.what === 'option') return optionSides(telling, detail)
  if (detail.what === 'picture') {
    const label = say('changedPicture', { option: told(telling, detail.option.label) || detail.option.code })
    const drawn = (picture: string | undefined) =>
      picture === undefined ? '' : <img src={`/media/${picture}`} alt={label} width="120" height="90" loading="lazy" />
    return { label, before: drawn(detail.before), after: drawn(detail.after) }
  }
  if (detail.what === 'option-order' || detail.what === 'row-order' || detail.what === 'fixed') {
    const label = { 'option-order': say('changedOptionOrder'), 'row-order': say('changedRowOrder'), fixed: words('fixedTitle') }[
      detail.what
    ]
    return { label, ...namedSides(telling, detail) }
  }
  if (detail.what === 'computed') {
    const worked = (questionnaire: Questionnaire, computed: Computed) => workedLabel(computed, questionnaire, language)
    return {
      label: say('changedComputed', { id: detail.after.id }),
      before: worked(telling.before, detail.before),
      after: worked(telling.after, detail.after),
    }
  }
  if (detail.what === 'place') {
    const place = ({ section, number }: typeof detail.before) =>
      say('changedPlaceAt', { section: told(telling, section), n: String(number) })
    return { label: say('fateMoved'), before: place(detail.before), after: place(detail.after) }
  }
  if (detail.what === 'setting') {
    const one = settingTold(telling.reader, { part: detail.of ? 'option' : 'question', code: '' }, [telling.before, telling.after], detail)
    return detail.of ? { ...one, label: `${told(telling, detail.of.text) || detail.of.name} › ${one.label}` } : one
  }
  const sentence = (questionnaire: Questionnaire, condition: Condition | undefined) => conditionText(language, questionnaire, condition)
  return {
    label: detail.what === 'condition' ? say('changedCondition') : words('sectionCondition'),
    before: sentence(telling.before, detail.before),
    after: sentence(telling.after, detail.after),
  }
}

function optionSides(telling: Telling, { before, after }: Extract<ChangeDetail, { readonly what: 'option' }>): Sides {
  const { say } = telling.reader
  const name = told(telling, (after ?? before)?.label ?? {}) || (after ?? before)?.code || ''
  const label = say(!before ? 'changedOptionNew' : !after ? 'changedOptionGone' : 'changedOption', { option: name })
  return { label, before: before ? optionWords(telling, before) : '', after: after ? optionWords(telling, after) : '' }
}

/** What an option is worth, in words. */
function optionWords(telling: Telling, { code, kind, score, positive, exclusive }: Option): string {
  const { language, say, numbers } = telling.reader
  const words = designerWords(language)
  const kinds = {
    other: 'scaleKindOther',
    'not-applicable': 'scaleKindNotApplicable',
    'no-opinion': 'scaleKindNoOpinion',
    answer: 'scaleKindAnswer',
  } as const
  return [
    say('optionCode', { code }),
    words(kinds[kind]),
    ...(score === undefined ? [] : [say('optionScore', { score: numbers.plain(score) })]),
    ...(positive === undefined ? [] : [instrumentSay(language)(positive ? 'positive' : 'negative')]),
    ...(exclusive === true ? [words('scaleExclusive')] : []),
  ].join('; ')
}

const names = (telling: Telling, all: readonly NamedPart[]): string => all.map(({ name, text }) => told(telling, text) || name).join(' · ')

/** Lists by what their parts say, and by their codes where that would read alike. */
function namedSides(
  telling: Telling,
  { before, after }: { readonly before: readonly NamedPart[]; readonly after: readonly NamedPart[] },
): Pick<Sides, 'before' | 'after'> {
  const [was, is] = [names(telling, before), names(telling, after)]
  const codes = (all: readonly NamedPart[]) => all.map(({ name }) => name).join(' · ')
  return was === is ? { before: codes(before), after: codes(after) } : { before: was, after: is }
}

/** A scale by its code, its name and its options. */
function scaleWords(telling: Telling, scale: Scale): string {
  const [name, labels] = [told(telling, scale.name ?? {}), names(telling, optionsNamed(scale))]
  return `${scale.id}: ${name === '' ? labels : `${name} (${labels})`}`
}
