import { useState } from 'preact/hooks'
import { heardIn, type HeardText, soundRows, withSound } from '../../../surveys/designing/sounds'
import { numbersOf } from '../../text/numbers'
import { soundSay } from '../../text/sounds'
import { ChoiceField, Field } from '../frame/Fields'
import type { Desk } from '../frame/desk'
import { groupName, languageInSentence, languageNameFor, runsOf } from '../translation/listing'

type SoundsTabProps = {
  readonly desk: Desk
  /** The design's own address, such as `/admin/designs/sipas-service`. */ readonly address: string
}

/** Where a questionnaire gets its voice: a recording for each question, item and option, in each language. */
export function SoundsTab({ desk, address }: SoundsTabProps) {
  const { draft, office, say } = desk
  const tell = soundSay(office)
  const [chosen, choose] = useState('')
  const [most, setMost] = useState(rowsAtOnce)
  const language = draft.languages.includes(chosen) ? chosen : (draft.languages[0] ?? '')
  const { count: number } = numbersOf(office)
  const { done, of } = heardIn(draft, language)
  const rows = soundRows(draft)
  return (
    <div class="translating sounding">
      <h2>{tell('soundTitle')}</h2>
      <section class="card">
        <p class="note">{tell('soundHint')}</p>
        <ChoiceField
          label={tell('soundLanguage')}
          value={language}
          options={draft.languages.map((value) => ({ value, text: languageNameFor(value, office, say) }))}
          onChange={choose}
        />
        <p class="progress">
          <progress value={done} max={of} aria-label={tell('soundProgressOf', { language: languageInSentence(language, office, say) })} />
          <span>{say('trProgress', { done: number(done), of: number(of) })}</span>
        </p>
      </section>
      <section class="card">
        <h3>{tell('soundTexts')}</h3>
        {runsOf(rows.slice(0, most)).map(({ group, rows: own }) => (
          <section key={own[0]?.key} class="group">
            <h4>{say(`trGroup_${group.kind}`, { name: groupName(desk, group) })}</h4>
            {own.map((row) => (
              <Recording key={`${language} ${row.key}`} {...{ desk, address, row, language }} />
            ))}
          </section>
        ))}
        {rows.length > most && (
          <button type="button" class="quiet" onClick={() => setMost(most + rowsAtOnce)}>
            {say('trMore', { n: number(Math.min(rowsAtOnce, rows.length - most)) })}
          </button>
        )}
      </section>
    </div>
  )
}

const rowsAtOnce = 50

type RecordingProps = SoundsTabProps & { readonly row: HeardText; readonly language: string }

/** One text, and how it is heard. */
function Recording({ desk, address, row: { key, kind, name, text, sound }, language }: RecordingProps) {
  const { say, change, office } = desk
  const tell = soundSay(office)
  const [state, setState] = useState<'waiting' | 'sending' | { readonly wrong: string }>('waiting')
  const what = say(`trKind_${kind}`, { name })
  const recorded = sound[language]
  const put = (wanted: string | undefined) => change(`sound/${language}/${key}`, (before) => withSound(before, key, language, wanted))
  const send = async (file: File) => {
    setState('sending')
    const outcome = await sendSound(`${address}/sounds`, file)
    if (outcome.ok) put(outcome.sound)
    setState(outcome.ok ? 'waiting' : { wrong: outcome.message ?? tell('soundFailed') })
  }
  return (
    <div class="translation" data-key={key}>
      <p class="place">{what}</p>
      <p class="source" lang={language}>
        {text[language] ?? ''}
      </p>
      {recorded !== undefined && (
        <p class="acts">
          {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- what is said stands above it */}
          <audio controls preload="none" src={`/sounds/${recorded}`} aria-label={tell('soundOf', { what })} />
          <button type="button" class="quiet" aria-label={say('removeOf', { what })} onClick={() => put(undefined)}>
            {say('remove')}
          </button>
        </p>
      )}
      <Field label={tell(recorded === undefined ? 'soundAdd' : 'soundReplace')} wrong={typeof state === 'object' ? state.wrong : undefined}>
        {(marks) => (
          <input
            {...marks}
            type="file"
            accept=".webm,.mp3,.m4a,audio/webm,audio/mpeg,audio/mp4"
            disabled={state === 'sending'}
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? []
              currentTarget.value = ''
              if (file) void send(file)
            }}
          />
        )}
      </Field>
      <p role="status">{state === 'sending' ? tell('soundSending') : ''}</p>
    </div>
  )
}

type Sent =
  | { readonly ok: true; readonly sound: string }
  | { readonly ok: false; /** In the reader's language. */ readonly message: string | undefined }

async function sendSound(address: string, file: File): Promise<Sent> {
  const body = new FormData()
  body.set('file', file)
  try {
    const response = await fetch(address, { method: 'POST', body, headers: { Accept: 'application/json' } })
    const reply: unknown = await response.json()
    if (response.ok && has(reply, 'sound') && typeof reply.sound === 'string') return { ok: true, sound: reply.sound }
    return { ok: false, message: has(reply, 'message') && typeof reply.message === 'string' ? reply.message : undefined }
  } catch {
    return { ok: false, message: undefined }
  }
}

const has = <Name extends string>(value: unknown, name: Name): value is Readonly<Record<Name, unknown>> =>
  typeof value === 'object' && value !== null && name in value
