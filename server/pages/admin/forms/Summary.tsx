import type { Reader } from '../reader'
import type { Filled } from './filled'
import { problemText } from './problems'

type Props = { readonly reader: Reader; readonly filled: Filled; readonly labels: Readonly<Record<string, string>> }

/** Everything that is wrong with a form, each leading to its field. */
export const Summary = ({ reader, filled: { problems }, labels }: Props) =>
  problems.length === 0 ? null : (
    <div class="wrong summary" role="alert">
      <h2>{reader.say('formWrong')}</h2>
      <ul>
        {problems.map((problem, index) => (
          <li key={index}><a href={`#${problem.field}`}>{labels[problem.field] ?? problem.field}</a>: {problemText(reader, problem)}</li>
        ))}
      </ul>
    </div>
  )
