import type { Context } from 'hono'
import { personOf, refusalIsTold, type Refuse } from '../../access/permission'
import { isOfficeWord } from '../../../client/text/office'
import { type Act, act, type ActDeps, type Came, type HiddenIn } from '../../acts/act'
import { refused } from './door'
import { askAgain } from './step-up'
import type { OfficeDeps } from './deps'
import { noticePage } from './document'
import { readerOf } from './reader'
import { type Filled, valueOf, type FormValues } from './form'

type How = {
  /** The form, when it is one that creates something. */
  readonly form?: FormValues
  /** What to answer somebody who may not, unless a page is asked for. */
  readonly refuse?: Refuse
}

/** Does an act for whoever sent a form of ours, and answers with what came of it. */
export async function acting<Input, Value, Failure extends { readonly code: string }, Deps extends ActDeps & Pick<OfficeDeps, 'accounts'>>(
  deps: Deps,
  c: Context,
  doing: Act<Input, Value, Failure, Deps>,
  input: Input,
  answer: (came: Came<Value, Failure>) => Response | Promise<Response>,
  { form = {}, refuse }: How = {},
): Promise<Response> {
  const person = await personOf(deps, c)
  const no = refuse ?? refused
  if (!person) return no(c, 401)
  const outcome = await act(deps, { ...person, door: 'page' }, doing, input, onceOf(form))
  if (outcome.kind === 'refused' || outcome.kind === 'absent') refusalIsTold(c)
  switch (outcome.kind) {
    case 'refused':
      return no(c, 403)
    case 'absent':
      return no(c, 404)
    case 'hidden':
      // What is told of refusals otherwise is told in JSON, to a script.
      return refuse ? c.json({ code: 'hidden' }, 422) : hiddenPage(c, outcome)
    case 'in-person':
      return no(c, 'in-person')
    case 'unproved':
      return refuse ? refuse(c, 'unproved') : askAgain(deps, c)
    default:
      return answer(outcome)
  }
}

/** Names the field as the log does, the outermost that has a name. */
function hiddenPage(c: Context, { path, sign }: HiddenIn): Response {
  const { say } = readerOf(c)
  const names = path.map((field) => field.replace(/En$/, ''))
  const word = names.flatMap((field) => [`logField_${field}`, `reportField_${field}`].filter(isOfficeWord))[0]
  return word
    ? noticePage(c, 422, 'hiddenSignTitle', 'hiddenSignText', { field: say(word), seen: sign })
    : noticePage(c, 422, 'hiddenSignTitle', 'hiddenSignSomewhere', { seen: sign })
}

const onceField = 'once'

/** What a form is known by, as its page made it; a script's form has none and is taken as often as it is sent. */
const onceOf = (form: FormValues): string | undefined => valueOf(form, onceField).slice(0, 64) || undefined

/** Lets a form that creates something be taken only once, however often it is sent. */
export const Once = ({ filled }: { readonly filled: Filled }) => (
  <input type="hidden" name={onceField} value={valueOf(filled.values, onceField) || crypto.randomUUID()} />
)
