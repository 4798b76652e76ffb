import type { ComponentChildren } from 'preact'
import { isOfficeWord } from '../../../../client/text/office/words'
import { localised } from '../../../../surveys/language'
import { estimatedSeconds, items } from '../../../../surveys/questionnaire'
import type { Questionnaire } from '../../../../surveys/schema'
import type { PublishedQuestionnaire } from '../../../db/questionnaires'
import type { Chosen } from '../../../db/settings'
import { Command } from '../Command'
import type { Reader } from '../reader'
import { Shell } from '../Shell'

type Props = { readonly reader: Reader; readonly published: readonly PublishedQuestionnaire[]; readonly chosen: Chosen | undefined }

/** Every published version as a card: what it is for, how long, in which languages. */
export const Gallery = ({ reader, published, chosen }: Props) => (
  <Shell reader={reader}>
    <h1>{reader.say('navQuestionnaires')}</h1>
    <p class="sub">{reader.say('questionnairesText')}</p>
    <div class="gallery">
      {published.map(({ questionnaire }) => <Card key={`${questionnaire.id} ${questionnaire.version}`} {...{ reader, questionnaire, chosen }} />)}
    </div>
    <section class="card"><p>{reader.say('publishHow')}</p><Command text="npm run -s sipas -- questionnaires publish FILE" /></section>
  </Shell>
)

type CardProps = { readonly reader: Reader; readonly questionnaire: Questionnaire; readonly chosen: Chosen | undefined }

function Card({ reader, questionnaire, chosen }: CardProps) {
  const { say, language } = reader
  const address = questionnaireAddress(questionnaire)
  const title = localised(questionnaire.title, language, questionnaire.languages)
  return (
    <article class="card">
      <h2><a href={address}>{title}</a></h2>
      <p class="note">{questionnaire.id} · {say('version', { n: String(questionnaire.version) })}</p>
      <p>{purposeOf(reader, questionnaire)}</p>
      <Facts {...{ reader, questionnaire }} />
      <Choosing {...{ reader, questionnaire, chosen }}><a href={address} aria-label={`${say('look')}: ${title}`}>{say('look')}</a></Choosing>
    </article>
  )
}

/** Choosing it for the next campaign, or that it is chosen. */
export function Choosing({ reader: { say, language }, questionnaire, chosen, children }: CardProps & { readonly children?: ComponentChildren }) {
  const title = localised(questionnaire.title, language, questionnaire.languages)
  const isChosen = chosen?.id === questionnaire.id && chosen.version === questionnaire.version
  return (
    <form class="acts" method="post" action={`${questionnaireAddress(questionnaire)}/choose`}>
      {isChosen ? <b class="chosen">✓ {say('chosen')}</b> : <button type="submit" aria-label={`${say('choose')}: ${title}`}>{say('choose')}</button>}
      {children}
    </form>
  )
}

export function Facts({ reader: { say, numbers, language }, questionnaire }: Omit<CardProps, 'chosen'>) {
  const facts = [
    [say('items'), numbers.count(items(questionnaire).length)],
    [say('minutes'), minutesText({ say, numbers }, questionnaire)],
    [say('languagesOf'), questionnaire.languages.map((tag) => languageNames(language).of(tag) ?? tag).join(', ')],
    [say('trees'), questionnaire.trees.map(({ label }) => localised(label, language, questionnaire.languages)).join(', ') || say('noTree')],
  ] as const
  return <dl class="facts">{facts.map(([term, text]) => <div key={term}><dt>{term}</dt><dd>{text}</dd></div>)}</dl>
}

/** How long it takes, in whole minutes. */
export function minutesText({ say, numbers }: Pick<Reader, 'say' | 'numbers'>, questionnaire: Questionnaire): string {
  const seconds = estimatedSeconds(questionnaire)
  return seconds < 60 ? say('underMinute') : say('minutesOf', { n: numbers.count(Math.round(seconds / 60)) })
}

export const questionnaireAddress = ({ id, version }: Pick<Questionnaire, 'id' | 'version'>): string => `/admin/questionnaires/${encodeURIComponent(id)}/${version}`

/** What a shipped questionnaire is for; others say it by their source. */
function purposeOf({ say, language }: Reader, { id, source, languages }: Questionnaire): string {
  const word = `forWhat_${id}`
  return isOfficeWord(word) ? say(word) : localised(source, language, languages)
}

const languageNames = (language: string) => new Intl.DisplayNames([language], { type: 'language' })
