import { Brand } from '../Brand'
import type { Reader } from '../reader'
import { Languages } from '../Shell'

/** What a link opens that was used, ran out or was replaced. */
export const LinkGone = ({ reader: { say }, reader }: { readonly reader: Reader }) => (
  <main class="door">
    <p class="brand"><Brand reader={reader} /></p>
    <section class="card">
      <h1>{say('linkGoneTitle')}</h1>
      <p>{say('linkGoneText')}</p>
      <p>{say('linkGoneSetup')}</p>
      <pre><code>npm run -s sipas -- user reset {say('signInName')}</code></pre>
      <p><a class="button" href="/admin">{say('signIn')}</a></p>
    </section>
    <Languages reader={reader} />
  </main>
)
