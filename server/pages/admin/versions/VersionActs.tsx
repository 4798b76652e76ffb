import { localised } from '../../../../surveys/language'
import type { Questionnaire } from '../../../../surveys/schema'
import { designAddress } from '../design/design-address'
import type { Reader } from '../reader'
import { copyAddress, historyAddress, questionnaireAddress } from './addresses'

type Props = { readonly reader: Reader; readonly questionnaire: Questionnaire; /** Whether its next version was begun. */ readonly isDesigned: boolean }

/** What can be made of a version: the next one, a questionnaire of its own; and what became of it so far. */
export function VersionActs({ reader: { say, language }, questionnaire, isDesigned }: Props) {
  const title = localised(questionnaire.title, language, questionnaire.languages)
  const label = (text: string): string => `${text}: ${title}`
  return (
    <div class="acts next">
      {isDesigned ? <a class="button quiet" href={designAddress(questionnaire.id)} aria-label={label(say('designGoOn'))}>{say('designGoOn')}</a> : (
        <form method="post" action={`${questionnaireAddress(questionnaire)}/next`}><button type="submit" class="quiet" aria-label={label(say('designNext'))}>{say('designNext')}</button></form>
      )}
      <a href={copyAddress(questionnaire)} aria-label={label(say('designCopy'))}>{say('designCopy')}</a>
      <a href={historyAddress(questionnaire.id)} aria-label={label(say('history'))}>{say('history')}</a>
    </div>
  )
}
