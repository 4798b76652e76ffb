import { useState } from 'preact/hooks'
import type { Questionnaire } from '../../../surveys/schema'
import type { Desk } from '../desk'
import { Field } from '../fields/Field'
import { languageInSentence } from './languages'
import type { Pair } from './listing'
import { type Loading, loadTranslations } from './loading'
import { Refused } from './Refused'

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
      <p><a class="button quiet" download href={`${address}/translations.xlsx?${query}`}>{say('trDownload', { language: languageInSentence(pair.to, office, say) })}</a></p>
      <form onSubmit={(event) => { event.preventDefault(); submitted(event.currentTarget) }}>
        <Field label={say('trUpload')}>
          {(marks) => <input {...marks} type="file" name="file" required accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" />}
        </Field>
        <button disabled={state === 'loading'}>{say('trUploadNow')}</button>
      </form>
      <div class="outcome" role="status">{state === 'nothing' ? null : state === 'loading' ? <p>{say('trUploading')}</p> : <Outcome {...{ desk }} loading={state} />}</div>
    </section>
  )
}

function Outcome({ desk, loading }: { readonly desk: Desk; readonly loading: Loading }) {
  if (!loading.ok) return <p class="wrong">{loading.message ?? desk.say('trUploadFailed')}</p>
  const { changed, refused } = loading.loaded
  return (
    <>
      <p class="done">{desk.say('trChanged', { n: new Intl.NumberFormat(desk.office).format(changed) })}</p>
      {refused.length > 0 && <Refused {...{ desk, refused }} />}
    </>
  )
}
