import { useState } from 'preact/hooks'
import { rowsToSay } from '../../../surveys/designing/translations'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { isDesignerWord } from '../../text/designer'
import { screenWords } from '../../text/screen'
import { Field } from '../frame/Fields'
import { type Desk, languageInSentence } from '../frame/desk'
import type { Pair } from './listing'
import { numbersOf } from '../../text/numbers'

type Props = {
  readonly desk: Desk
  readonly address: string
  readonly pair: Pair
  readonly onLoaded: (definition: Questionnaire, revision: number) => void
}

/** A sheet that goes to a translator and comes back. */
export function SheetExchange({ desk, address, pair, onLoaded }: Props) {
  const { office, say } = desk
  const [state, setState] = useState<Loading | 'nothing' | 'loading'>('nothing')
  const query = new URLSearchParams(pair).toString()
  const load = async (file: File) => {
    setState('loading')
    const outcome = await loadTranslations(`${address}/translations?${query}`, file)
    setState(outcome)
    if (outcome.ok) onLoaded(outcome.loaded.definition, outcome.loaded.revision)
  }
  const submitted = (form: HTMLFormElement) => {
    const file = new FormData(form).get('file')
    if (file instanceof File) load(file).catch(() => setState({ ok: false, message: undefined }))
  }
  return (
    <section class="card">
      <h3>{say('trFile')}</h3>
      <p class="note">{say('trFileHint')}</p>
      <p>
        <a class="button quiet" download href={`${address}/translations.xlsx?${query}`}>
          {say('trDownload', { language: languageInSentence(pair.to, office, say) })}
        </a>
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submitted(event.currentTarget)
        }}
      >
        <Field label={say('trUpload')}>
          {(marks) => (
            <input
              {...marks}
              type="file"
              name="file"
              required
              accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            />
          )}
        </Field>
        <button class="quietButton" disabled={state === 'loading'}>
          {say('trUploadNow')}
        </button>
      </form>
      <div class="outcome" role="status">
        {state === 'nothing' ? null : state === 'loading' ? <p>{say('trUploading')}</p> : <Outcome {...{ desk, pair }} loading={state} />}
      </div>
    </section>
  )
}

type OutcomeProps = Pick<Props, 'desk' | 'pair'> & { readonly loading: Loading }

function Outcome({ desk, pair, loading }: OutcomeProps) {
  if (!loading.ok) return <p class="wrong">{loading.message ?? desk.say('trUploadFailed')}</p>
  const { changed, refused } = loading.loaded
  return (
    <>
      <p class="done">{desk.say('trChanged', { n: numbersOf(desk.office).count(changed) })}</p>
      {refused.length > 0 && <Refused {...{ desk, pair, refused }} />}
    </>
  )
}

type RefusedProps = Pick<Props, 'desk' | 'pair'> & { readonly refused: Loaded['refused'] }

/** The rows of a sheet that were not taken in, each with its place and why. */
function Refused({ desk: { draft, office, say }, pair, refused }: RefusedProps) {
  const places = new Map(rowsToSay(draft, pair.to, screenWords).map(({ key, kind, name }) => [key, say(`trKind_${kind}`, { name })]))
  return (
    <div class="wrong">
      <p>{say('trRefused', { n: numbersOf(office).count(refused.length) })}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('trRefusedRow')}</th>
            <th scope="col">{say('trRefusedPlace')}</th>
            <th scope="col">{say('trRefusedWhy')}</th>
          </tr>
        </thead>
        <tbody>
          {refused.map(({ row, key, reason }) => (
            <tr key={row}>
              <td>{row}</td>
              <th scope="row">
                {places.get(key) ?? ''} <code>{key}</code>
              </th>
              <td>{sentence(say, reason)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function sentence(say: Desk['say'], reason: string): string {
  const word = `trReason_${reason}`
  return isDesignerWord(word) ? say(word) : reason
}

/** What a file did to the design. */
type Loaded = {
  readonly changed: number
  readonly refused: readonly { readonly row: number; readonly key: string; readonly reason: string }[]
  readonly definition: Questionnaire
  readonly revision: number
}
type Loading =
  | { readonly ok: true; readonly loaded: Loaded }
  | { readonly ok: false; /** What the server said, in the reader's language. */ readonly message: string | undefined }

/** Sends a translator's sheet, and reads what became of it. */
async function loadTranslations(address: string, file: File): Promise<Loading> {
  const body = new FormData()
  body.set('file', file)
  try {
    const response = await fetch(address, { method: 'POST', body, headers: { Accept: 'application/json' } })
    const reply: unknown = await response.json()
    const loaded = response.ok ? loadedOf(reply) : undefined
    return loaded
      ? { ok: true, loaded }
      : { ok: false, message: isRecord(reply) && typeof reply['message'] === 'string' ? reply['message'] : undefined }
  } catch {
    return { ok: false, message: undefined }
  }
}

/** A design may be unfinished, so only what is ours to trust is looked at. */
function loadedOf(reply: unknown): Loaded | undefined {
  if (!isRecord(reply) || !isRecord(reply['definition'])) return undefined
  const { changed, refused, revision } = reply
  if (typeof changed !== 'number' || typeof revision !== 'number' || !Array.isArray(refused)) return undefined
  const definition: Questionnaire = JSON.parse(JSON.stringify(reply['definition']))
  return { changed, revision, definition, refused: refused.filter(isRefused) }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => value !== null && typeof value === 'object'

const isRefused = (value: unknown): value is Loaded['refused'][number] =>
  isRecord(value) && typeof value['row'] === 'number' && typeof value['key'] === 'string' && typeof value['reason'] === 'string'
