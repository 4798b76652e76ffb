import { itemsById } from '../../../../surveys/response'
import { localised } from '../../../../surveys/language'
import { type CommentPool, poolNeeds } from '../../../db/comments'
import type { ResultsView } from '../load'
import type { Reader } from '../reader'

type Props = { readonly reader: Reader; readonly view: ResultsView }

/** So many are read at once; the rest opens. */
const shownAtOnce = 30

/** What people wrote about an agency, as text and without anything that tells who. */
export const Comments = ({ reader, view }: Props) => (
  <section class="card" id="comments">
    <h2>{reader.say('comments')}</h2>
    {view.comments.every(({ written }) => written === 0) ? <p class="note">{reader.say('commentsNone')}</p> : view.comments.map((pool) => <Pool key={pool.item} {...{ reader, view, pool }} />)}
  </section>
)

function Pool({ reader: { say, numbers, language }, view, pool: { item, written, texts } }: Props & { readonly pool: CommentPool }) {
  const question = itemsById(view.questionnaire).get(item)?.text ?? {}
  const [first, rest] = [texts.slice(0, shownAtOnce), texts.slice(shownAtOnce)]
  const count = texts.length === 0 ? say('commentsFew', { written: numbers.count(written), n: numbers.count(poolNeeds(view.record)) }) : say('commentsText', { n: numbers.count(written) })
  return (
    <>
      <h3>{localised(question, language, view.questionnaire.languages)}</h3>
      <p class="note">{count}</p>
      <Texts texts={first} />
      {rest.length > 0 && <details class="more"><summary>{say('commentsMore', { n: numbers.count(rest.length) })}</summary><Texts texts={rest} /></details>}
    </>
  )
}

const Texts = ({ texts }: { readonly texts: readonly string[] }) =>
  texts.length === 0 ? null : <ul class="comments">{texts.map((text, place) => <li key={place}>{text}</li>)}</ul>
