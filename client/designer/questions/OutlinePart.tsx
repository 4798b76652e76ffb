import type { Question, Section } from '../../../surveys/schema'
import type { Desk } from '../desk'
import type { Place } from '../place'
import type { Choose } from './QuestionsTab'
import { Row } from './Row'
import type { useDragging } from './useDragging'

type Props = {
  readonly desk: Desk
  readonly section: Section
  readonly at: number
  readonly place: Place
  readonly choose: Choose
  /** `section s` and `question q` of those that have errors. */
  readonly troubled: ReadonlySet<string>
  readonly drag: ReturnType<typeof useDragging>
  readonly stepSection: (id: string, by: -1 | 1) => void
  readonly stepOne: (id: string, by: -1 | 1) => void
  readonly stepRow: (matrix: string, id: string, by: -1 | 1) => void
}

/** A section with its questions. */
export function OutlinePart(props: Props) {
  const { desk, section, at, place, choose, troubled, drag, stepSection } = props
  const { say, text } = desk
  const { questions } = section
  return (
    <li {...drag.place('section', '', at)}>
      <Row
        label={say('partNumber', { n: String(at + 1) })} text={text(section.title)} name={section.id} desk={desk} chosen={place.question === undefined && place.section === section.id}
        trouble={troubled.has(`section ${section.id}`)} note={section.showIf ? say('conditional') : ''} grip={drag.grip('section', section.id)}
        choose={() => choose({ tab: 'questions', section: section.id })} step={(by) => stepSection(section.id, by)}
      />
      <ol>
        {questions.map((question, place_) => <li key={question.id} {...drag.place('question', section.id, place_)}><OutlineQuestion {...props} question={question} /></li>)}
        <li key="add" data-end="" {...drag.place('question', section.id, questions.length)}>
          <button type="button" class="add" onClick={() => choose({ tab: 'questions', section: section.id }, 'types')} aria-label={say('addQuestionTo', { section: text(section.title) || section.id })}>{say('addQuestion')}</button>
        </li>
      </ol>
    </li>
  )
}

/** A question, and the rows of a matrix below it. */
function OutlineQuestion({ desk, section, question, place, choose: goTo, troubled, drag, stepOne, stepRow }: Props & { readonly question: Question }) {
  const { say, text } = desk
  const choose = (row?: string) => goTo({ tab: 'questions', section: section.id, question: question.id, row })
  return (
    <>
      <Row
        label={question.id} text={text(question.text)} name={question.id} desk={desk} chosen={place.question === question.id && place.row === undefined} trouble={troubled.has(`question ${question.id}`)}
        note={`${say(`type_${question.type}`)}${question.showIf ? ` · ${say('conditional')}` : ''}`} grip={drag.grip('question', question.id)} choose={() => choose()} step={(by) => stepOne(question.id, by)}
      />
      {question.type === 'matrix' && question.items.length > 0 && (
        <ol>
          {question.items.map((row, at) => (
            <li key={row.id} {...drag.place('row', question.id, at)}>
              <Row label={row.id} text={text(row.text)} name={row.id} desk={desk} chosen={place.question === question.id && place.row === row.id} trouble={false} note="" grip={drag.grip('row', row.id)} choose={() => choose(row.id)} step={(by) => stepRow(question.id, row.id, by)} />
            </li>
          ))}
        </ol>
      )}
    </>
  )
}
