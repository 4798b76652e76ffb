import type { Campaign } from '../../../../surveys/campaign'
import { localised } from '../../../../surveys/language'
import type { Reader } from '../reader'
import { Shell } from '../Shell'
import { setupAddress } from './first-steps'

type Props = { readonly reader: Reader; readonly campaign: Campaign; readonly act: 'open' | 'close'; readonly meanings: readonly string[] }

/** What an act means, before it is done. */
export function Confirm({ reader, campaign, act, meanings }: Props) {
  const { say } = reader
  const home = setupAddress(campaign.code)
  return (
    <Shell reader={reader}>
      <p class="back"><a href={home}>{localised(campaign.title, reader.language)}</a></p>
      <h1>{say(`${act}Title`)}</h1>
      <section class="card form">
        <p><b>{localised(campaign.title, reader.language)}</b> ({campaign.code})</p>
        <ul class="meanings">{meanings.map((meaning) => <li key={meaning}>{meaning}</li>)}</ul>
        <form class="acts" method="post" action={`${home}/${act}`}>
          <button type="submit" class={act === 'close' ? 'grave' : undefined}>{say(`${act}Go`)}</button>
          <a href={home}>{say('cancel')}</a>
        </form>
      </section>
    </Shell>
  )
}
