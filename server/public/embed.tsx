import { frozenNode } from '../reading/publication'
import { Big } from './overview'
import { blockIn, publicFigure, type PublicView } from './view'

type Props = {
  readonly view: PublicView
  /** The whole page, which opens beside the one that shows this. */
  readonly whole: string
}

/** One campaign's number and those of its blocks, small enough for a column of another site. */
export function Embedded({ view, whole }: Props) {
  const { say, numbers, figures, edition, title, headline } = view
  const blocks = figures.blocks.flatMap(({ code, nodes }) => {
    const text = publicFigure(view, frozenNode(nodes, headline))
    return text ? [{ code, text }] : []
  })
  return (
    <main class="embed">
      {figures.campaign.synthetic && <p class="mark">{say('synthetic')}</p>}
      <h1>{title}</h1>
      <Big {...{ view }} node={frozenNode(figures.total.nodes, headline)} />
      {blocks.length > 1 && (
        <ul>
          {blocks.map(({ code, text }) => (
            <li key={code}>
              {blockIn(view, code)}: <b>{text.value}</b> <span class="soft">{text.range}</span>
            </li>
          ))}
        </ul>
      )}
      <p class="soft">{say('publishedOn', { day: numbers.day(edition.publicOn) })}</p>
      <p>
        <a href={whole} target="_blank" rel="noopener">
          {say('embedWhole')}
        </a>
      </p>
    </main>
  )
}

/** Where the frame of a published campaign lies. */
export const embedAddress = (campaign: string): string => `/embed/${encodeURIComponent(campaign)}`
