import type { Context } from 'hono'
import type { Questionnaire } from '../../../../surveys/schema'
import type { QuestionnaireAct, QuestionnaireEvent } from '../../../db/questionnaire-events'
import type { AdminDeps } from '../../admin'
import { authorOf } from './author'

/** Makes the events that the present person causes now. */
export async function teller(deps: AdminDeps, c: Context, { id, version }: Pick<Questionnaire, 'id' | 'version'>) {
  const [{ name }, at] = [await authorOf(deps, c), new Date(deps.now()).toISOString()]
  return <Act extends QuestionnaireAct>(act: Act, note = ''): QuestionnaireEvent & { readonly act: Act } => ({ id: crypto.randomUUID(), questionnaire: id, version, at, person: name, act, note })
}
