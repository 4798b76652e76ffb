import type { Reader } from './reader'
import { Languages } from './Shell'

type Props = { readonly reader: Reader; readonly next: string; readonly isWrong: boolean }

/** Asks for the access token; what was typed is never shown again. */
export const SignIn = ({ reader: { say }, reader, next, isWrong }: Props) => (
  <main class="door">
    <p class="brand">{say('product')}<small>{say('tagline')}</small></p>
    <section class="card">
      <h1>{say('signInTitle')}</h1>
      <p>{say('signInText')}</p>
      {isWrong && <p class="wrong" role="alert" id="wrong">{say('tokenWrong')}</p>}
      <form method="post" action="/admin/sign-in">
        <input type="hidden" name="next" value={next} />
        <label for="token">{say('token')}</label>
        <input id="token" name="token" type="password" autocomplete="current-password" autocapitalize="none" spellcheck={false} required maxLength={200} {...marks(isWrong)} />
        <button type="submit">{say('signIn')}</button>
      </form>
      <details open={isWrong}>
        <summary>{say('tokenWhere')}</summary>
        <p>{say('tokenFirst')}</p>
        <p>{say('tokenMore')}</p>
        <pre><code>npm run -s sipas -- user token {say('tokenName')}</code></pre>
      </details>
    </section>
    <Languages reader={reader} />
  </main>
)

const marks = (isWrong: boolean) => (isWrong ? ({ 'aria-invalid': true, 'aria-describedby': 'wrong' } as const) : {})
