import type { Context } from 'hono'
import sheet from '../../../client/styles/paper.css?inline'
import { conditionOnPaper } from '../../../client/text/definition'
import { spokenFor } from '../../../client/text/languages'
import { officeWords } from '../../../client/text/office'
import { endWords } from '../../../surveys/instrument/end-words'
import { hasRows, type Item } from '../../../surveys/instrument/item'
import { chosenLanguage, localised } from '../../../surveys/instrument/language'
import { items } from '../../../surveys/instrument/questionnaire'
import { isAsked, ownScales } from '../../../surveys/instrument/questions/registry'
import { keepings } from '../../../surveys/instrument/questions/keepings'
import type { Condition, LocalText, Question, Questionnaire, Scale } from '../../../surveys/instrument/schema'
import { seenCampaign, seenCampaigns } from '../../access/seen'
import type { OfficeDeps } from '../frame/deps'
import { page } from '../frame/document'
import { readerOf } from '../frame/reader'
import { asksNobody, questionnaireAddress, withVersion } from './version'

/** A version as it is filled in on paper, each item under the code that a clerk reads while keying, and its options by the digits that choose them. */
export const printPage = (deps: OfficeDeps, c: Context): Promise<Response> =>
  withVersion(deps, c, async ({ questionnaire }) => {
    if (questionnaire.kind !== undefined) return asksNobody(c, questionnaire.id)
    const reader = readerOf(c)
    const language = chosenLanguage(c.req.query('in') ?? reader.language, questionnaire.languages)
    return page(c, {
      reader,
      title: reader.say('printTitle'),
      sheet,
      body: <Printed {...{ questionnaire, language }} agencies={await agenciesToRate(deps, c, questionnaire)} />,
    })
  })

/** Above so many a list of them is no paper that anybody ticks. */
const mostPrinted = 60

/** The agencies of the one campaign that fields a version, or of the one that is asked for; none where that is open, and there is room to write them. */
async function agenciesToRate(deps: OfficeDeps, c: Context, { id, version, loop }: Questionnaire): Promise<readonly LocalText[]> {
  if (!loop) return []
  const fielding = (await seenCampaigns(deps, c, 'office.read')).filter((one) => one.questionnaire === id && one.version === version)
  const asked = c.req.query('campaign')
  const [only, ...others] = asked === undefined ? fielding : fielding.filter(({ code }) => code === asked)
  const record = only && others.length === 0 ? await seenCampaign(deps, c, only.code, 'office.read') : undefined
  const names = (record?.measured ?? []).map(({ agency }) => agency.name)
  return names.length > mostPrinted ? [] : names
}

type Props = { readonly questionnaire: Questionnaire; readonly language: string }

export function Printed({ questionnaire, language, agencies = [] }: Props & { readonly agencies?: readonly LocalText[] }) {
  const { title, languages, loop } = questionnaire
  const say = officeWords(spokenFor(language))
  const all = items(questionnaire)
  const sections = questionnaire.sections.filter(({ questions }) => questions.some(isPrinted))
  return (
    <main lang={language}>
      <p class="screen">
        <a href={questionnaireAddress(questionnaire)}>{localised(title, language, languages)}</a>
      </p>
      <h1>{written(localised(title, language, languages))}</h1>
      {[questionnaire.purpose, questionnaire.privacy].map((text, at) => (
        <p key={at}>{written(localised(text, language, languages))}</p>
      ))}
      <p class="soft">{say('printHelp')}</p>
      <div class="head">
        {(loop ? (['printNumber', 'printDay'] as const) : (['printNumber', 'printDay', 'printAgency'] as const)).map((word) => (
          <div key={word}>
            {say(word)}
            <span />
          </div>
        ))}
      </div>
      {loop && (
        <section>
          <h2>{written(localised(loop.text, language, languages))}</h2>
          {loop.help && <p>{written(localised(loop.help, language, languages))}</p>}
          <p class="if">{say('printRatedMost', { n: String(loop.atMost) })}</p>
          {agencies.length > 0 && (
            <ol>
              {agencies.map((name, place) => (
                <li key={place}>{localised(name, language, languages)}</li>
              ))}
            </ol>
          )}
          {Array.from({ length: agencies.length > 0 ? 0 : loop.atMost }, (_, place) => (
            <div class="item" key={place}>
              <b>{place + 1}</b>
              <div class="line" />
            </div>
          ))}
        </section>
      )}
      {sections.map((section, at) => (
        <section key={section.id} class={section.each && !sections[at - 1]?.each ? 'each' : undefined}>
          {section.each && !sections[at - 1]?.each && (
            <>
              <p class="if">{say('printRated')}</p>
              <div class="head">
                <div>
                  {say('printAgency')}
                  <span />
                </div>
              </div>
            </>
          )}
          {section.title && <h2>{written(localised(section.title, language, languages))}</h2>}
          <OnlyIf {...{ questionnaire, language }} condition={section.showIf} />
          {section.intro && <p>{written(localised(section.intro, language, languages))}</p>}
          {section.questions.filter(isPrinted).map((question) => (
            <PrintedQuestion
              key={question.id}
              {...{ questionnaire, language, question }}
              asked={all.filter((item) => item.question === question)}
            />
          ))}
        </section>
      ))}
      <p class="soft">
        {questionnaire.id} · {say('version', { n: String(questionnaire.version) })}
      </p>
    </main>
  )
}

/** Whoever fills in paper is told what a screen would have left out. */
const OnlyIf = ({ questionnaire, language, condition }: Props & { readonly condition: Condition | undefined }) =>
  condition && <p class="if">{written(conditionOnPaper(language, questionnaire, condition))}</p>

/** A contact stands on no paper: whoever keys an answer would read whose it is. */
const isPrinted = (question: Question): boolean => isAsked(question) || question.type === 'note'

type QuestionProps = Props & { readonly question: Question; readonly asked: readonly Item[] }

/** What is asked of several rows stands once above them. */
function PrintedQuestion({ questionnaire, language, question, asked }: QuestionProps) {
  const { languages } = questionnaire
  const say = officeWords(spokenFor(language))
  const most = question.type === 'multiple' ? question.atMost : undefined
  const help = 'help' in question && question.help ? written(localised(question.help, language, languages)) : ''
  const told = [help, most === undefined ? '' : say('printMost', { n: String(most) })].filter(Boolean).join(' ')
  const words = written(localised(question.text, language, languages))
  const isTable = isAsked(question) && hasRows(question)
  return (
    <>
      <OnlyIf {...{ questionnaire, language }} condition={question.showIf} />
      {asked.length === 0 && <p>{words}</p>}
      {isTable && (
        <>
          <p class="asked">{words}</p>
          {told && <p class="soft">{told}</p>}
        </>
      )}
      {asked.map((item) => (
        <div class="item" key={item.id}>
          <PrintedItem {...{ item, language, languages }} told={isTable ? '' : told} />
        </div>
      ))}
    </>
  )
}

const classOf = ({ options }: Scale, isOrder: boolean): string | undefined =>
  [...(isOrder ? ['numbered'] : []), ...(options.some(({ picture }) => picture !== undefined) ? ['pictured'] : [])].join(' ') || undefined

type ItemProps = { readonly item: Item; readonly language: string; readonly languages: readonly string[] }

function PrintedItem({ item, language, languages, told }: ItemProps & { readonly told: string }) {
  const say = officeWords(spokenFor(language))
  const isOrder = keepings[item.question.type].holds === 'order'
  return (
    <>
      <b>{item.id}</b>
      {written(localised(item.text, language, languages))}
      {told && <p class="soft">{told}</p>}
      <Range {...{ item, language, languages }} />
      {isOrder && <p class="soft">{say('printOrder', { n: String(mostPlaces(item)) })}</p>}
      {item.scale && !isWritten(item) ? (
        <ol class={classOf(item.scale, isOrder)}>
          {item.scale.options.map(({ code, label, kind, picture }, place) => (
            <li key={code}>
              {picture !== undefined && <img src={`/media/${picture}`} alt="" width="132" height="99" />}
              {/* What is a figure itself is typed as that. */}
              {isOrder || localised(label, language, languages) === code ? null : <small>{place + 1}</small>}
              {written(localised(label, language, languages))}
              {kind === 'other' && ' ……………………………'}
            </li>
          ))}
        </ol>
      ) : item.question.type === 'date' || item.question.type === 'date-time' ? (
        <p>{say(item.question.type === 'date' ? 'printDate' : 'printMoment')}</p>
      ) : (
        Array.from({ length: item.question.type === 'text' ? item.question.lines : 1 }, (_, at) => <div class="line" key={at} />)
      )}
    </>
  )
}

/** Of a long list one writes what one means; whoever keys it finds it. */
const isWritten = ({ question }: Item): boolean => 'asList' in question && question.asList === true

/** So many places can be given. */
const mostPlaces = ({ question, scale }: Item): number =>
  Math.min('atMost' in question && question.atMost !== undefined ? question.atMost : Infinity, scale?.options.length ?? 0)

/** From which number to which, with what stands at the two ends. */
function Range({ item: { question, scale }, language, languages }: ItemProps) {
  const range = keepings[question.type].range?.(question)
  const ends = range
    ? [range.low, range.high]
    : ownScales[question.type]
      ? [scale?.options[0]?.code, scale?.options.at(-1)?.code]
      : undefined
  if (!ends) return null
  const words = new Map(endWords(question).map(({ name, text }) => [name, ` (${written(localised(text, language, languages))})`]))
  const isPercent = 'unit' in question && question.unit === 'percent'
  return <p class="soft">{`${ends[0]}${words.get('least') ?? ''} – ${ends[1]}${words.get('most') ?? ''}${isPercent ? ' %' : ''}`}</p>
}

/** Where a page fills in a name, the paper has room for it. */
const written = (text: string): string => text.replace(/\{\w+\}/g, '…………')
