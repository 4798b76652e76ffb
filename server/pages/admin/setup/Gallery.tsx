import type { ComponentChildren } from 'preact'
import { isOfficeWord } from '../../../../client/text/office/words'
import { localised } from '../../../../surveys/language'
import { estimatedSeconds, items } from '../../../../surveys/questionnaire'
import type { Questionnaire } from '../../../../surveys/schema'
import type { Design } from '../../../db/designs'
import type { PublishedQuestionnaire } from '../../../db/questionnaires'
import type { Chosen } from '../../../db/settings'
import { Designs } from '../design/Designs'
import type { Reader } from '../reader'
import { Shell } from '../Shell'
import { historyAddress, questionnaireAddress } from '../versions/addresses'
import { VersionActs } from '../versions/VersionActs'

type Props = {
  readonly reader: Reader
  readonly published: readonly PublishedQuestionnaire[]
  readonly chosen: Chosen | undefined
  readonly designs: readonly Design[]
}

/** Questionnaires of which there is nothing but a history. */
type GalleryProps = Props & { readonly discarded: readonly string[] }

/** What is being designed, the newest version of each questionnaire as a card, earlier ones, and what was put away. */
export function Gallery({ reader, published, chosen, designs, discarded }: GalleryProps) {
  const current = published.filter(({ isArchived }) => !isArchived)
  const isFirst = ({ questionnaire }: PublishedQuestionnaire) => isChosen(chosen, questionnaire) || current.every((other) => other.questionnaire.id !== questionnaire.id || other.questionnaire.version <= questionnaire.version)
  const cards = { reader, chosen, designs }
  return (
    <Shell reader={reader}>
      <h1>{reader.say('navQuestionnaires')}</h1>
      <p class="sub">{reader.say('questionnairesText')}</p>
      <Designs {...{ reader, designs }} />
      <Cards {...cards} published={current.filter(isFirst)} />
      <More {...cards} title="earlierOnes" text="earlierOnesText" published={current.filter((one) => !isFirst(one))} />
      <More {...cards} title="archivedOnes" text="archivedText" published={published.filter(({ isArchived }) => isArchived)} />
      <DiscardedOnes {...{ reader, discarded }} />
    </Shell>
  )
}

const Cards = ({ reader, published, chosen, designs }: Props) => (
  <div class="gallery">
    {published.map(({ questionnaire, isArchived }) => <Card key={`${questionnaire.id} ${questionnaire.version}`} {...{ reader, questionnaire, chosen, isArchived }} isDesigned={designs.some(({ definition }) => definition.id === questionnaire.id)} />)}
  </div>
)

type MoreProps = Props & { readonly title: 'earlierOnes' | 'archivedOnes'; readonly text: 'earlierOnesText' | 'archivedText' }

const More = ({ title, text, ...cards }: MoreProps) =>
  cards.published.length === 0 ? null : (
    <details class="more archived">
      <summary>{cards.reader.say(title, { n: cards.reader.numbers.count(cards.published.length) })}</summary>
      <p class="note">{cards.reader.say(text)}</p>
      <Cards {...cards} />
    </details>
  )

const DiscardedOnes = ({ reader: { say, numbers }, discarded }: Pick<GalleryProps, 'reader' | 'discarded'>) =>
  discarded.length === 0 ? null : (
    <details class="more archived">
      <summary>{say('discardedOnes', { n: numbers.count(discarded.length) })}</summary>
      <p class="note">{say('discardedOnesText')}</p>
      <ul>{discarded.map((id) => <li key={id}><a href={historyAddress(id)}>{id}</a></li>)}</ul>
    </details>
  )

type CardProps = { readonly reader: Reader; readonly questionnaire: Questionnaire; readonly chosen: Chosen | undefined }

function Card({ reader, questionnaire, chosen, isArchived, isDesigned }: CardProps & { readonly isArchived: boolean; readonly isDesigned: boolean }) {
  const { say, language } = reader
  const address = questionnaireAddress(questionnaire)
  const title = localised(questionnaire.title, language, questionnaire.languages)
  return (
    <article class="card">
      <h2><a href={address}>{title}</a></h2>
      <p class="note">{questionnaire.id} · {say('version', { n: String(questionnaire.version) })}</p>
      <Purpose {...{ reader, questionnaire }} />
      <Facts {...{ reader, questionnaire }} />
      {isArchived ? <p class="acts"><mark>{say('archived')}</mark><a href={address} aria-label={`${say('look')}: ${title}`}>{say('look')}</a></p> : (
        <Choosing {...{ reader, questionnaire, chosen }}><a href={address} aria-label={`${say('look')}: ${title}`}>{say('look')}</a></Choosing>
      )}
      <VersionActs {...{ reader, questionnaire, isDesigned }} />
    </article>
  )
}

const isChosen = (chosen: Chosen | undefined, { id, version }: Questionnaire): boolean => chosen?.id === id && chosen.version === version

/** Choosing it for the next campaign, or that it is chosen. */
export function Choosing({ reader: { say, language }, questionnaire, chosen, children }: CardProps & { readonly children?: ComponentChildren }) {
  const title = localised(questionnaire.title, language, questionnaire.languages)
  return (
    <form class="acts" method="post" action={`${questionnaireAddress(questionnaire)}/choose`}>
      {isChosen(chosen, questionnaire) ? <b class="chosen">✓ {say('chosen')}</b> : <button type="submit" aria-label={`${say('choose')}: ${title}`}>{say('choose')}</button>}
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

/** What a shipped questionnaire is for, and where each comes from. */
function Purpose({ reader: { say, language }, questionnaire: { id, source, languages } }: Pick<CardProps, 'reader' | 'questionnaire'>) {
  const word = `forWhat_${id}`
  const from = localised(source, language, languages)
  if (!isOfficeWord(word)) return <p class="note"><b>{say('source')}:</b> {from}</p>
  return <><p>{say(word)}</p><details class="from"><summary>{say('source')}</summary><p class="note">{from}</p></details></>
}

const languageNames = (language: string) => new Intl.DisplayNames([language], { type: 'language' })
