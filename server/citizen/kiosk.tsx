import { Hono } from 'hono'
import { render } from 'preact-render-to-string'
import { kioskWord } from '../../client/text/kiosk'
import { languageName, languages } from '../../client/text/languages'
import { chosenLanguage } from '../../surveys/instrument/language'
import type { Assets } from '../assets'
import { documentOf, pageHeaders } from './document'

type Deps = { readonly assets: Assets }

/** Where whoever installs a kiosk types the office's code, or comes by its QR code as `/kiosk#CODE`; which device that is only its browser knows. */
export const kioskPage = ({ assets }: Deps) =>
  new Hono().get('/', (c) => {
    const language = chosenLanguage(c.req.query('lang') ?? c.req.header('accept-language'), languages)
    const title = kioskWord(language, 'enrolTitle')
    const body = render(<EnrolPage language={language} />)
    return c.html(documentOf({ language, title, layout: 'phone', body, filler: assets.enrol }), 200, pageHeaders())
  })

const EnrolPage = ({ language }: { readonly language: string }) => (
  <>
    <header>
      <nav>
        {languages
          .filter((tag) => tag !== language)
          .map((tag) => (
            <a key={tag} class="quiet" lang={tag} href={`?lang=${tag}`}>
              {languageName(tag)}
            </a>
          ))}
      </nav>
    </header>
    <main class="notice">
      <h1>{kioskWord(language, 'enrolTitle')}</h1>
      <p>{kioskWord(language, 'enrolText')}</p>
      <div data-enrol="" data-language={language}>
        <noscript>{kioskWord(language, 'enrolNoScript')}</noscript>
      </div>
    </main>
  </>
)
