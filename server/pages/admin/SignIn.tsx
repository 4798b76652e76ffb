import type { Reader } from './reader'
import { Brand } from './Brand'
import { Languages } from './Shell'

type Props = { readonly reader: Reader; readonly next: string; readonly wrong: string | undefined; readonly username: string }

/** Asks for user name and password; the password is never shown again. */
export const SignIn = ({ reader: { say }, reader, next, wrong, username }: Props) => (
  <main class="door">
    <p class="brand"><Brand reader={reader} /></p>
    <section class="card">
      <h1>{say('signInTitle')}</h1>
      <p>{say('signInText')}</p>
      {wrong !== undefined && <p class="wrong" role="alert" id="wrong">{wrong}</p>}
      <form method="post" action="/admin/sign-in">
        <input type="hidden" name="next" value={next} />
        <div class="field">
          <label for="username">{say('username')}</label>
          <input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck={false} required maxLength={64} value={username} {...marks(wrong)} />
        </div>
        <div class="field">
          <label for="password">{say('password')}</label>
          <input id="password" name="password" type="password" autocomplete="current-password" required maxLength={400} {...marks(wrong)} />
        </div>
        <button type="submit">{say('signIn')}</button>
      </form>
      <Rescue say={say} />
    </section>
    <Languages reader={reader} />
  </main>
)

/** How somebody without a password gets one. */
const Rescue = ({ say }: Pick<Reader, 'say'>) => (
  <details>
    <summary>{say('signInHelp')}</summary>
    <p>{say('signInFirst')}</p>
    <p>{say('signInMore')}</p>
    <pre><code>npm run -s sipas -- user reset {say('signInName')}</code></pre>
  </details>
)

const marks = (wrong: string | undefined) => (wrong === undefined ? {} : ({ 'aria-invalid': true, 'aria-describedby': 'wrong' } as const))
