import { render } from 'preact-render-to-string'
import { languageName } from '../../client/text/citizen/words'

/** A page in place of the questionnaire: what is the matter, kindly, and what to do next. */
export type Notice = {
  readonly title: string
  readonly text: string
  readonly links?: readonly Link[]
  /** For whoever prepares the survey, apart from what the citizen reads. */
  readonly aside?: { readonly title: string; readonly text: string; readonly link: Link } | undefined
  readonly languages?: readonly { readonly tag: string; readonly href: string }[]
  readonly label?: string | undefined
}

export type Link = { readonly href: string; readonly text: string }

export const noticeBody = (notice: Notice): string => render(<NoticePage {...notice} />)

const NoticePage = ({ title, text, links = [], aside, languages = [], label }: Notice) => (
  <>
    <header>
      {label === undefined ? null : <p class="label">{label}</p>}
      <nav>
        {languages.map(({ tag, href }) => (
          <a key={tag} class="quiet" lang={tag} href={href}>
            {languageName(tag)}
          </a>
        ))}
      </nav>
    </header>
    <main class="notice" data-notice="">
      <h1>{title}</h1>
      <p>{text}</p>
      {links.map((link) => (
        <p key={link.href}>
          <a class="go" href={link.href}>
            {link.text}
          </a>
        </p>
      ))}
      {aside ? (
        <aside class="card">
          <h2>{aside.title}</h2>
          <p>{aside.text}</p>
          <a class="quiet" href={aside.link.href}>
            {aside.link.text}
          </a>
        </aside>
      ) : null}
    </main>
  </>
)
