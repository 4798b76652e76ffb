import { type Context, Hono } from 'hono'
import { personOf, requireAct } from '../access/permission'
import { tryMail } from '../acts/accounts'
import { mailAddressOf } from '../db/accounts'
import { countLetters, lettersIn } from '../db/letters'
import { isOfficeWord } from '../../client/text/office'
import { type MailSettings, shownAddress } from '../mail/setting'
import { publicAddress } from '../public-address'
import { acting } from './frame/acting'
import type { OfficeDeps } from './frame/deps'
import { noticePage, page } from './frame/document'
import { refused } from './frame/door'
import { done, momentText, type Reader, readerOf } from './frame/reader'
import { ColumnHeads, FactList, Shell } from './frame/shell'

/** How mail is set up, whether it works, what waits and what did not go. */
export function mailPages(deps: OfficeDeps): Hono {
  const [read, change] = [requireAct(deps, 'settings.read', refused), requireAct(deps, 'settings.change', refused)]
  return new Hono().get('/mail', read, (c) => mailPage(deps, c)).post('/mail/trial', change, (c) => tried(deps, c))
}

const home = '/admin/mail'
const shownLetters = 50

type Letters = Awaited<ReturnType<typeof lettersIn>>

type Props = {
  readonly reader: Reader
  readonly mail: MailSettings | undefined
  readonly site: string | undefined
  /** Of whoever reads this page. */
  readonly own: string
  readonly sent: number
  readonly waiting: Letters
  readonly failed: Letters
}

async function mailPage(deps: OfficeDeps, c: Context): Promise<Response> {
  const [reader, person] = [readerOf(c), await personOf(deps, c)]
  const { config, database } = deps
  const facts = {
    mail: config.mail,
    site: await publicAddress(deps),
    own: person ? await mailAddressOf(database, person.id) : '',
    sent: (await countLetters(database)).get('sent') ?? 0,
    waiting: await lettersIn(database, ['waiting', 'sending'], shownLetters),
    failed: await lettersIn(database, ['failed'], shownLetters),
  }
  return page(c, { reader, title: reader.say('mailTitle'), body: <Mail {...{ reader, ...facts }} /> })
}

const tried = (deps: OfficeDeps, c: Context): Promise<Response> =>
  acting(deps, c, tryMail, undefined, async (came) => {
    if (came.kind === 'failed') return noticePage(c, 409, 'mailTrialNotTitle', 'mailTrialNotText')
    const { state } = await deps.post.attempt(came.value.letter)
    return done(c, home, `done_trial-${state}`)
  })

const Mail = ({ reader, reader: { say, numbers }, mail, site, own, sent, waiting, failed }: Props) => (
  <Shell reader={reader}>
    <p class="back">
      <a href="/admin/settings">{say('navSettings')}</a>
    </p>
    <h1>{say('mailTitle')}</h1>
    <p class="sub">{say('mailText')}</p>
    <section class="card form" aria-labelledby="mail-state">
      <h2 id="mail-state">{say('mailState')}</h2>
      {mail ? (
        <>
          <FactList
            facts={[
              { name: say('mailServer'), value: `${mail.server.host}:${mail.server.port} · ${say(`mailTls_${mail.server.tls}`)}` },
              { name: say('mailFrom'), value: [mail.from.name, shownAddress(mail.from.address)].filter((one) => one !== '').join(' · ') },
              { name: say('mailSent'), value: numbers.count(sent) },
            ]}
          />
          {site === undefined && <p class="note">{say('linkUnaddressed')}</p>}
          {reader.may('settings.change') && own === '' && (
            <p class="note">
              {say('mailTrialNotText')} <a href="/admin/account">{say('ownTitle')}</a>
            </p>
          )}
          {reader.may('settings.change') && own !== '' && (
            <form class="acts" method="post" action={`${home}/trial`}>
              <button type="submit">{say('mailTrialGo', { address: shownAddress(own) })}</button>
            </form>
          )}
        </>
      ) : (
        <>
          <p>
            <span class="state closed">{say('mailOff')}</span>
          </p>
          <p>{say('mailOffText')}</p>
          <pre>
            <code>{'SMTP_URL=smtps://khaosat:…@mail.tinh.gov.vn\nMAIL_FROM=SIPAS <khaosat@tinh.gov.vn>'}</code>
          </pre>
        </>
      )}
    </section>
    <List {...{ reader }} letters={failed} title="mailFailed" none="mailFailedNone" text="mailFailedText" />
    <List {...{ reader }} letters={waiting} title="mailWaiting" none="mailWaitingNone" text="mailWaitingText" />
  </Shell>
)

type ListProps = {
  readonly reader: Reader
  readonly letters: Letters
  readonly title: 'mailFailed' | 'mailWaiting'
  readonly none: 'mailFailedNone' | 'mailWaitingNone'
  readonly text: 'mailFailedText' | 'mailWaitingText'
}

const List = ({ reader, reader: { say, numbers }, letters, title, none, text }: ListProps) => (
  <section class="card" aria-labelledby={title}>
    <h2 id={title}>{say(title)}</h2>
    {letters.length === 0 ? (
      <p>{say(none)}</p>
    ) : (
      <>
        <p class="note">{say(text)}</p>
        <table class="folds names">
          <ColumnHeads
            columns={[
              { title: say('mailTo') },
              { title: say('mailKind') },
              { title: say('mailWritten') },
              { title: say(title === 'mailFailed' ? 'mailGivenUp' : 'mailNext') },
              { title: say('mailTrouble') },
            ]}
          />
          <tbody>
            {letters.map(({ id, name, address, kind, written_at, ended_at, due_at, tries, trouble }) => (
              <tr key={id}>
                <th scope="row">
                  {name}
                  <small>{shownAddress(address)}</small>
                </th>
                <td data-label={say('mailKind')}>{kindName(say, kind)}</td>
                <td data-label={say('mailWritten')}>{momentText(reader, written_at)}</td>
                <td data-label={say(title === 'mailFailed' ? 'mailGivenUp' : 'mailNext')}>
                  {momentText(reader, ended_at === '' ? due_at : ended_at)}
                  {tries > 0 && <small>{say('mailTries', { n: numbers.count(tries) })}</small>}
                </td>
                <td data-label={say('mailTrouble')} lang="en">
                  {trouble || '–'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </>
    )}
  </section>
)

/** A letter of a later version stands as its code. */
const kindName = (say: Reader['say'], kind: string): string => {
  const word = `letter_${kind}`
  return isOfficeWord(word) ? say(word) : kind
}
