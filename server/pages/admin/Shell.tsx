import type { ComponentChildren } from 'preact'
import { officeLanguages } from '../../../client/text/office/words'
import type { Reader } from './reader'

export type Anchor = { readonly id: string; readonly text: string }

type Props = { readonly reader: Reader; readonly anchors?: readonly Anchor[]; readonly children: ComponentChildren }

/** The frame of every page of a signed-in reader: where one is at the left, what one came for at the right. */
export const Shell = ({ reader, anchors = [], children }: Props) => (
  <div class="frame">
    <a class="skip" href="#main">{reader.say('skip')}</a>
    <header class="side">
      <a class="brand" href="/admin">{reader.say('product')}<small>{reader.say('tagline')}</small></a>
      <nav aria-label={reader.say('menu')}>
        <a href="/admin" aria-current={anchors.length === 0 ? 'page' : 'true'}>{reader.say('campaigns')}</a>
        {anchors.length > 0 && (
          <ul aria-label={reader.say('here')}>
            {anchors.map(({ id, text }) => <li key={id}><a href={`#${id}`}>{text}</a></li>)}
          </ul>
        )}
        <a href="/api/docs">{reader.say('api')}</a>
      </nav>
      <div class="foot">
        <Languages reader={reader} />
        <form method="post" action="/admin/sign-out"><button class="quiet" type="submit">{reader.say('signOut')}</button></form>
      </div>
    </header>
    <main id="main" tabIndex={-1}>{children}</main>
  </div>
)

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
