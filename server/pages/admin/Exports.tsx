import { encoders } from '../../exports/encoder'
import { addressQuery } from './filter'
import type { ResultsView } from './load'
import type { Reader } from './reader'

type Props = { readonly reader: Reader; readonly view: ResultsView }

/** The same figures and all responses as files. */
export function Exports({ reader: { say, language }, view: { record, filter } }: Props) {
  const { code, synthetic } = record.campaign
  const address = (file: string, query: string) => `/api/v1/campaigns/${encodeURIComponent(code)}/exports/${file}${query}`
  return (
    <section class="card screen" id="exports">
      <h2>{say('exports')}</h2>
      <p class="note">{say('exportsText')}{synthetic && ` ${say('exportsSynthetic')}`}</p>
      <ul class="files">
        {Object.keys(encoders).map((ending) => <li key={ending}><a class="button" href={address(`results.${ending}`, addressQuery(filter, { lang: language }))}>{say('exportResults')} · {formatName(ending)}</a></li>)}
        {Object.keys(encoders).map((ending) => <li key={ending}><a class="button" href={address(`responses.${ending}`, '')}>{say('exportResponses')} · {formatName(ending)}</a></li>)}
      </ul>
    </section>
  )
}

const formatName = (ending: string): string => (ending === 'jsonl' ? 'JSON Lines' : ending.toUpperCase())
