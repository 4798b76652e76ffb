import { useState } from 'preact/hooks'
import { fallbackChain } from '../../../surveys/designing/translations'
import type { Questionnaire } from '../../../surveys/schema'
import type { Desk } from '../desk'
import { Choice } from '../fields/Choice'
import type { Place } from '../place'
import { languageInSentence, languageName } from './languages'
import { LanguageList } from './LanguageList'
import { SheetExchange } from './SheetExchange'
import { TextList } from './TextList'

type Props = {
  readonly desk: Desk
  /** The design's own address, such as `/admin/designs/sipas-service`. */
  readonly address: string
  /** The text that somebody comes to translate. */
  readonly lacking?: Place['lacking']
  /** The design as the server has it after a sheet was taken in. */
  readonly onLoaded: (definition: Questionnaire, revision: number) => void
}

/** Where a questionnaire is put into other languages. */
export function TranslationTab({ desk, address, lacking, onLoaded }: Props) {
  const { draft, office, say } = desk
  const [chosen, choose] = useState({ from: '', to: lacking?.language ?? '' })
  const [loads, setLoads] = useState(0)
  const from = draft.languages.includes(chosen.from) ? chosen.from : (draft.languages[0] ?? '')
  const targets = draft.languages.filter((tag) => tag !== from)
  const to = targets.includes(chosen.to) ? chosen.to : targets[0]
  const named = (tags: readonly string[]) => tags.map((value) => ({ value, text: languageName(value, office, say) }))
  const loaded = (definition: Questionnaire, revision: number) => {
    setLoads(loads + 1)
    onLoaded(definition, revision)
  }
  return (
    <div class="translating">
      <h2>{say('trTitle')}</h2>
      <LanguageList desk={desk} onAdded={(tag) => choose({ from, to: tag })} />
      {to === undefined ? (
        <p class="card">{say('trNoTarget')}</p>
      ) : (
        <>
          <div class="pair">
            <Choice label={say('trFrom')} value={from} options={named(draft.languages)} onChange={(tag) => choose({ from: tag, to: tag === to ? from : to })} />
            <Choice label={say('trTo')} value={to} options={named(targets)} onChange={(tag) => choose({ from, to: tag })} />
          </div>
          <p class="note">{chainSentence(desk, to)}</p>
          <SheetExchange key={`${from} ${to}`} {...{ desk, address }} pair={{ from, to }} onLoaded={loaded} />
          <TextList key={`${from} ${to}`} {...{ desk, loads, lacking }} pair={{ from, to }} />
        </>
      )}
    </div>
  )
}

function chainSentence({ draft, office, say }: Desk, to: string): string {
  const names = fallbackChain(draft.languages, to).filter((tag) => tag !== to).map((tag) => languageInSentence(tag, office, say))
  const chain = names.reduce((first, next) => say('trChainThen', { first, next }))
  return say('trChain', { language: languageInSentence(to, office, say), chain })
}
