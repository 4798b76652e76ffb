import type { Context } from 'hono'
import { createHash } from 'node:crypto'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import style from '../../../client/styles/report.css?inline'
import { escaped } from '../../citizen/document'
import type { ChartDrawing, DrawnMark } from '../../report/chart'
import {
  bodyAndAnnexes,
  type NumberedPart,
  type PrintedPaper,
  type ReportFoot,
  type ReportHead,
  type ReportTable,
  type Stretch,
  setText,
  type TableCell,
  unbroken,
} from '../../report/parts'
import type { Reader } from '../frame/reader'
import { SeeingBanner } from '../frame/shell'

type Paper = { readonly reader: Reader; readonly paper: PrintedPaper; readonly nav?: VNode; readonly within?: 'frame' }

/** A document made for A4 sheets; every sheet of made-up data says so at its top, of an open campaign at its foot. */
export function reportSheet(c: Context, { reader, paper, nav, within }: Paper): Response {
  const marks = [...(paper.marks.above === '' ? [] : ['sample']), ...(paper.marks.below === '' ? [] : ['open'])]
  c.header('Content-Security-Policy', within === 'frame' ? policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'") : policy)
  c.header('Cache-Control', 'private, no-store')
  c.header('Content-Language', reader.language)
  return c.html(
    `<!doctype html><html lang="${reader.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(paper.title)}</title><meta name="color-scheme" content="light"><style>${style}</style></head><body class="${marks.length > 0 ? [...marks, reader.language].join('-') : ''}">${renderToString(<SeeingBanner reader={reader} />)}${nav ? renderToString(nav) : ''}${renderToString(<ReportSheet paper={paper} />)}</body></html>`,
  )
}

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** A report as a page: the same parts in the same order as on paper. */
function ReportSheet({ paper }: { readonly paper: PrintedPaper }) {
  const { head, foot, title, marks } = paper
  const { body, annexes } = bodyAndAnnexes(paper.parts)
  return (
    <main>
      {head ? <Letterhead head={head} /> : <h1>{title}</h1>}
      <Parts parts={body} />
      {foot && <Signature {...{ foot, marks }} />}
      <Parts parts={annexes} />
    </main>
  )
}

const Letterhead = ({ head }: { readonly head: ReportHead }) => (
  <header>
    <div class="parties">
      <p>
        {head.superior !== '' && (
          <>
            <span class="upper">{head.superior}</span>
            <br />
          </>
        )}
        <b class="upper ruled">{head.issuer}</b>
        <br />
        {head.number}
      </p>
      <p>
        <b class="upper">{head.nation}</b>
        <br />
        <b class="motto">{head.motto}</b>
        <br />
        <i>{head.placeDate}</i>
      </p>
    </div>
    <h1>
      {head.kind}
      <small>{head.about}</small>
    </h1>
    {head.lines.map(({ text, isLoud }) => (
      <p key={text} class="of">
        {isLoud ? <b>{text}</b> : <i>{text}</i>}
      </p>
    ))}
  </header>
)

const Signature = ({ foot, marks }: { readonly foot: ReportFoot } & Pick<PrintedPaper, 'marks'>) => (
  <footer>
    <div class="parties">
      <p>
        <b>
          <i>{foot.receivers}:</i>
        </b>
        {foot.receiverList.map((receiver, place) => (
          <span key={place}>
            <br />
            {/^[-–]/.test(receiver) ? receiver : `- ${receiver}`}
          </span>
        ))}
      </p>
      <p>
        {foot.signature.map((line, place) => (
          <b key={place} class="upper line">
            {line}
          </b>
        ))}
        {foot.signer === '' ? <i>{foot.signHere}</i> : <b class="signer">{foot.signer}</b>}
      </p>
    </div>
    {marks.below !== '' && (
      <p class="of">
        <b>{marks.below}</b>
      </p>
    )}
  </footer>
)

/** A section for each heading of the first level. */
function Parts({ parts }: { readonly parts: readonly NumberedPart[] }) {
  const sections: NumberedPart[][] = []
  for (const part of parts) {
    const last = sections.at(-1)
    if (last && !(part.is === 'heading' && part.level === 1)) last.push(part)
    else sections.push([part])
  }
  return (
    <>
      {sections.map((some, place) => (
        <section key={place} class={some[0]?.is === 'heading' && some[0].annex !== undefined ? 'annex' : undefined}>
          {some.map((part, order) => (
            <PartView key={order} part={part} />
          ))}
        </section>
      ))}
    </>
  )
}

function PartView({ part }: { readonly part: NumberedPart }) {
  switch (part.is) {
    case 'heading':
      return <Heading {...part} />
    case 'text':
      return (
        <p class="body">
          <Runs runs={part.runs} />
        </p>
      )
    case 'points':
      return (
        <ul>
          {part.points.map((runs, place) => (
            <li key={place}>
              <Runs runs={runs} />
            </li>
          ))}
        </ul>
      )
    case 'note':
      return <p class="note">{unbroken(part.text)}</p>
    case 'blank':
      return <p class="blank">({part.text})</p>
    case 'figure':
      return (
        <figure>
          <figcaption>
            {part.number}. {part.caption}
          </figcaption>
          <Picture drawing={part.drawing} />
        </figure>
      )
    case 'table':
      return <Sheet {...part} />
    case 'pictures':
      return (
        <ul class="pictures">
          {part.pictures.map(({ name, label }) => (
            <li key={label}>
              <img src={`/media/${name}`} alt="" width="160" height="120" />
              {label}
            </li>
          ))}
        </ul>
      )
  }
}

function Heading({ level, text, number, annex }: Extract<NumberedPart, { is: 'heading' }>) {
  const shown = `${number}${annex === undefined ? '' : ':'} ${text}`.trim()
  if (level === 2) return <h3>{shown}</h3>
  if (level === 3) return <h4>{shown}</h4>
  return (
    <>
      <h2>{shown}</h2>
      {annex !== undefined && <p class="of">{annex}</p>}
    </>
  )
}

const Runs = ({ runs }: { readonly runs: readonly Stretch[] }) => (
  <>
    {runs.map((stretch, place) => {
      const shown = setText(stretch)
      return stretch.bold ? <b key={place}>{shown}</b> : stretch.italic ? <i key={place}>{shown}</i> : shown
    })}
  </>
)

function Sheet({ number, caption, columns, rows, named }: ReportTable & { readonly number: string }) {
  const title = `${number}. ${caption}`
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- without it a keyboard cannot scroll the table
    <div class="wide" role="region" aria-label={title} tabIndex={0}>
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            {columns.map(({ title: head, below, align }, place) => (
              <th key={place} scope="col" class={align === 'end' ? 'n' : undefined}>
                {head}
                {below !== undefined && <small>{below}</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ cells, look, depth }, place) => (
            <tr key={place} class={look}>
              {cells.map((cell, order) => {
                const at = cells.slice(0, order).reduce((sum, { columns: many = 1 }) => sum + many, 0)
                return look === 'group' || order === named ? (
                  <th
                    key={order}
                    scope={look === 'group' ? 'rowgroup' : 'row'}
                    colSpan={cell.columns}
                    class={depth ? `d${depth}` : undefined}
                  >
                    <Words cell={cell} />
                  </th>
                ) : (
                  <td
                    key={order}
                    colSpan={cell.columns}
                    class={cell.italic ? 'why' : columns[at]?.align === 'end' ? 'n' : undefined}
                    data-label={columns[at]?.title}
                  >
                    <Words cell={cell} />
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const Words = ({ cell: { text, bold, below = [] } }: { readonly cell: TableCell }) => (
  <>
    {bold ? <b>{unbroken(text)}</b> : unbroken(text)}
    {below.map((line, place) => (
      <small key={place}>{line}</small>
    ))}
  </>
)

const Picture = ({ drawing: { width, height, marks, alt } }: { readonly drawing: ChartDrawing }) => (
  <svg role="img" aria-label={alt} viewBox={`0 0 ${width} ${height}`}>
    {marks.map((mark, place) => (
      <Shape key={place} mark={mark} />
    ))}
  </svg>
)

const grey = (share: number): string => {
  const part = Math.min(255, Math.max(0, Math.floor(share * 255)))
  return `rgb(${part},${part},${part})`
}

function Shape({ mark }: { readonly mark: DrawnMark }) {
  switch (mark.is) {
    case 'line':
      return (
        <line
          x1={mark.from[0]}
          y1={mark.from[1]}
          x2={mark.to[0]}
          y2={mark.to[1]}
          stroke={grey(mark.grey)}
          stroke-width={mark.width}
          stroke-dasharray={mark.dash}
        />
      )
    case 'dot':
      return (
        <circle cx={mark.at[0]} cy={mark.at[1]} r={mark.radius} fill={mark.isHollow ? '#fff' : '#000'} stroke="#000" stroke-width="0.8" />
      )
    case 'box':
      return (
        <rect
          x={mark.at[0]}
          y={mark.at[1]}
          width={mark.width}
          height={mark.height}
          fill={grey(mark.grey)}
          stroke="#444"
          stroke-width="0.4"
        />
      )
    case 'word':
      return (
        <text
          x={mark.at[0]}
          y={mark.at[1]}
          font-size={mark.size}
          font-weight={mark.bold ? 700 : undefined}
          text-anchor={mark.align === 'left' ? 'start' : mark.align === 'right' ? 'end' : 'middle'}
          dominant-baseline="central"
        >
          {mark.text}
        </text>
      )
  }
}
