import type { Context } from 'hono'
import { page } from './document'
import type { Reader } from './reader'
import { Shell } from './shell'

type Props = {
  readonly reader: Reader
  readonly title: string
  readonly back: { readonly href: string; readonly text: string }
  /** What it would be done to. */
  readonly what: string
  readonly code: string
  /** What it means, point by point. */
  readonly meanings: readonly string[]
  /** Where the form goes, and what its button says. */
  readonly action: string
  readonly go: string
  readonly isGrave: boolean
}

/** A page that asks so. */
export const askPage = (c: Context, asked: Props): Response =>
  page(c, { reader: asked.reader, title: asked.title, body: <Ask {...asked} /> })

/** Asks once before something that cannot be undone. */
export const Ask = ({ reader, title, back, what, code, meanings, action, go, isGrave }: Props) => (
  <Shell reader={reader}>
    <p class="back">
      <a href={back.href}>{back.text}</a>
    </p>
    <h1>{title}</h1>
    <section class="card form">
      <p>
        <b>{what}</b> ({code})
      </p>
      <ul class="meanings">
        {meanings.map((meaning) => (
          <li key={meaning}>{meaning}</li>
        ))}
      </ul>
      <form class="acts" method="post" action={action}>
        <button type="submit" class={isGrave ? 'grave' : undefined}>
          {go}
        </button>
        <a href={back.href}>{reader.say('cancel')}</a>
      </form>
    </section>
  </Shell>
)
