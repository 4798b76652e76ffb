import type { ComponentChildren } from 'preact'
import { officeLanguages } from '../../../client/text/office/words'
import { Brand } from './Brand'
import { placeAt, places } from './places'
import type { Reader } from './reader'

export type Anchor = { readonly id: string; readonly text: string }

type Props = { readonly reader: Reader; readonly anchors?: readonly Anchor[]; readonly children: ComponentChildren }

/** The frame of every page of a signed-in reader: where one is at the left, what one came for at the right. */
export function Shell({ reader, anchors = [], children }: Props) {
  const { say, path } = reader
  const here = placeAt(path)
  return (
    <div class="frame">
      <a class="skip" href="#main">{say('skip')}</a>
      <header class="side">
        <a class="brand" href="/admin"><Brand reader={reader} /></a>
        <details class="menu">
          <summary><span class="unseen">{say('menu')}: </span>{say(here?.word ?? 'menu')}</summary>
          <nav aria-label={say('menu')}><Places reader={reader} /></nav>
        </details>
        <nav class="wide" aria-label={say('menu')}><Places {...{ reader, anchors }} /></nav>
        <div class="foot">
          <Languages reader={reader} />
          <form method="post" action="/admin/sign-out"><button class="quiet" type="submit">{say('signOut')}</button></form>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {reader.done !== undefined && <p class="done screen" role="status">{reader.done}</p>}
        {children}
      </main>
    </div>
  )
}

/** Every place, the one that is open marked, with what stands on it. */
function Places({ reader: { say, path }, anchors = [] }: Pick<Props, 'reader' | 'anchors'>) {
  const here = placeAt(path)
  return (
    <ul>
      {places.map(({ href, word }) => (
        <li key={href}>
          <a href={href} aria-current={here?.href === href ? (path === href ? 'page' : 'true') : undefined}>{say(word)}</a>
          {here?.href === href && anchors.length > 0 && (
            <ul aria-label={say('here')}>
              {anchors.map(({ id, text }) => <li key={id}><a href={`#${id}`}>{text}</a></li>)}
            </ul>
          )}
        </li>
      ))}
    </ul>
  )
}

/** The other languages of this page; the one being read is no link. */
export const Languages = ({ reader }: { readonly reader: Reader }) => (
  <p class="languages">
    <span class="unseen">{reader.say('language')}: </span>
    {officeLanguages.map((language) =>
      language === reader.language ? (
        <b key={language} lang={language}>{names[language]}</b>
      ) : (
        <a key={language} lang={language} hreflang={language} href={reader.inLanguage(language)}>{names[language]}</a>
      ),
    )}
  </p>
)

const names = { vi: 'Tiếng Việt', en: 'English' } as const
