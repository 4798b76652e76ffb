import type { Reader } from '../reader'
import { Shell } from '../Shell'

/** A campaign measures agencies, so there is nothing to fill in before there is one. */
export const NoAgencies = ({ reader: { say }, reader }: { readonly reader: Reader }) => (
  <Shell reader={reader}>
    <h1>{say('campaignNew')}</h1>
    <section class="card empty">
      <h2>{say('agenciesNone')}</h2>
      <p>{say('agenciesFirst')}</p>
      <p class="acts"><a class="button" href="/admin/agencies">{say('step_agencies')}</a></p>
    </section>
  </Shell>
)
