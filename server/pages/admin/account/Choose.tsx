import type { ChoiceFault, LinkFor } from '../../../accounts/links'
import { Brand } from '../Brand'
import type { Reader } from '../reader'
import { Languages } from '../Shell'
import { described, Fault, faultText, NewPassword } from './PasswordFields'

type Props = {
  readonly reader: Reader
  readonly target: LinkFor
  readonly fault: ChoiceFault | undefined
  readonly username: string
  readonly name: string
}

/** What a one-time link opens: the first account, or a password for one that there is. */
export const Choose = ({ reader: { say, path }, reader, target, fault, username, name }: Props) => (
  <main class="door">
    <p class="brand"><Brand reader={reader} /></p>
    <section class="card">
      <h1>{say(target.kind === 'setup' ? 'setupTitle' : 'chooseTitle')}</h1>
      <p>{target.kind === 'setup' ? say('setupText') : say('chooseText', { name: target.user.username })}</p>
      <form method="post" action={path}>
        {target.kind === 'setup' ? <Names {...{ reader, fault, username, name }} /> : <input type="hidden" name="username" value={target.user.username} />}
        <NewPassword {...{ reader, fault }} />
        <button type="submit">{say(target.kind === 'setup' ? 'setupGo' : 'chooseGo')}</button>
      </form>
    </section>
    <Languages reader={reader} />
  </main>
)

function Names({ reader, fault, username, name }: Omit<Props, 'target'>) {
  const { say } = reader
  const wrong = faultText(reader, fault, ['username', 'taken'])
  return (
    <>
      <div class="field">
        <label for="username">{say('username')}</label>
        <small id="username-hint">{say('usernameHint')}</small>
        <input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck={false} required maxLength={64} value={username} {...described('username', '', wrong)} />
        <Fault name="username" fault={wrong} />
      </div>
      <div class="field">
        <label for="name">{say('displayName')}</label>
        <small id="name-hint">{say('displayNameHint')}</small>
        <input id="name" name="name" autocomplete="name" maxLength={100} value={name} {...described('name', '', undefined)} />
      </div>
    </>
  )
}
