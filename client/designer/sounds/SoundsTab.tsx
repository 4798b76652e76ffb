import { useEffect, useRef, useState } from 'preact/hooks'
import { heardIn, type HeardText, soundRows, withSound } from '../../../surveys/designing/sounds'
import { numbersOf } from '../../text/numbers'
import { soundSay } from '../../text/sounds'
import { ChoiceField, Field } from '../frame/Fields'
import { type Desk, languageInSentence, languageNameFor } from '../frame/desk'
import { sendFile } from '../frame/sending'
import { groupName, runsOf } from '../translation/listing'
import { type RecordedSound, recordedAtMost, type RecordingHindrance, type RunningRecording, startRecording } from './recorder'

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
  const [busy, setBusy] = useState<string>()
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
              <HeardAs
                key={`${language} ${row.key}`}
                {...{ desk, address, row, language }}
                isBusy={busy !== undefined && busy !== row.key}
                setBusy={(isBusy) => setBusy(isBusy ? row.key : undefined)}
              />
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

type HeardTextProps = SoundsTabProps & {
  readonly row: HeardText
  readonly language: string
  /** Whether another text is being recorded: there is one microphone. */ readonly isBusy: boolean
  readonly setBusy: (busy: boolean) => void
}

type SoundState =
  | { readonly kind: 'waiting' | 'asking' | 'sending' }
  | { readonly kind: 'running'; readonly milliseconds: number; readonly level: number }
  | { readonly kind: 'wrong'; readonly by: 'file' | 'voice'; readonly message: string }

/** One text, and how it is heard: by a file, or by what somebody says here. */
function HeardAs({ desk, address, row: { key, kind, name, text, sound }, language, isBusy, setBusy }: HeardTextProps) {
  const { say, change, office } = desk
  const tell = soundSay(office)
  const [state, setState] = useState<SoundState>({ kind: 'waiting' })
  const [made, setMade] = useState<MadeSound>()
  const main = useRef<HTMLButtonElement>(null)
  const what = say(`trKind_${kind}`, { name })
  const recorded = sound[language]
  const put = (wanted: string | undefined) => change(`sound/${language}/${key}`, (before) => withSound(before, key, language, wanted))
  const send = async (by: 'file' | 'voice', file: Blob): Promise<void> => {
    setState({ kind: 'sending' })
    const outcome = await sendFile(`${address}/sounds`, file)
    setState(outcome.ok ? { kind: 'waiting' } : { kind: 'wrong', by, message: outcome.message ?? tell('soundFailed') })
    if (!outcome.ok) return
    put(outcome.name)
    if (by === 'voice') forget()
  }
  const forget = () => setMade(undefined)
  // The buttons that were pressed go with what they kept or threw away.
  const hadMade = useRef(false)
  useEffect(() => {
    if (hadMade.current && !made) main.current?.focus()
    hadMade.current = made !== undefined
  }, [made])
  const { toggle, isRunning } = useMicrophone({
    onState: setState,
    setBusy,
    onRecorded: setMade,
    hindered: (why) => setState({ kind: 'wrong', by: 'voice', message: tell(`soundNo_${why}`) }),
  })
  const wrongBy = (by: 'file' | 'voice') => (state.kind === 'wrong' && state.by === by ? state.message : undefined)
  const word = isRunning ? 'soundStop' : made ? 'soundAgain' : 'soundRecord'
  return (
    <div class="translation" data-key={key}>
      <p class="place">{what}</p>
      <p class="source" lang={language} dir="auto">
        {text[language] ?? ''}
      </p>
      {recorded !== undefined && (
        <p class="acts">
          {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- what is said stands above it */}
          <audio controls preload="none" src={`/media/${recorded}`} aria-label={tell('soundOf', { what })} />
          <button type="button" class="quiet" aria-label={say('removeOf', { what })} onClick={() => put(undefined)}>
            {say('remove')}
          </button>
        </p>
      )}
      <div class="voice">
        <p class="acts">
          <button
            type="button"
            ref={main}
            class={isRunning ? 'running' : 'quiet'}
            aria-label={`${tell(word)}: ${what}`}
            disabled={isBusy || state.kind === 'asking' || state.kind === 'sending'}
            onClick={() => toggle()}
          >
            {tell(word)}
          </button>
          {state.kind === 'running' && (
            <>
              <span role="timer">
                {clock(state.milliseconds)} / {clock(recordedAtMost.milliseconds)}
              </span>
              <meter min={0} max={1} value={state.level} aria-label={tell('soundLevel')} />
            </>
          )}
        </p>
        {made && !isRunning && (
          <p class="acts">
            {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- what is said stands above it */}
            <audio controls src={made.address} aria-label={tell('soundMade', { what })} />
            <button type="button" disabled={state.kind === 'sending'} onClick={() => void send('voice', made.file)}>
              {tell('soundKeep')}
            </button>
            <button type="button" class="quiet" disabled={state.kind === 'sending'} onClick={forget}>
              {tell('soundDrop')}
            </button>
          </p>
        )}
        {wrongBy('voice') !== undefined && (
          <p class="wrong" role="alert">
            {wrongBy('voice')}
          </p>
        )}
      </div>
      <Field label={tell(recorded === undefined ? 'soundAdd' : 'soundReplace')} wrong={wrongBy('file')}>
        {(marks) => (
          <input
            {...marks}
            type="file"
            accept=".webm,.mp3,.m4a,audio/webm,audio/mpeg,audio/mp4"
            disabled={state.kind === 'sending' || state.kind === 'running'}
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? []
              currentTarget.value = ''
              if (file) void send('file', file)
            }}
          />
        )}
      </Field>
      <p role="status">{statusOf(state, made, tell)}</p>
    </div>
  )
}

/** What was recorded here and waits to be kept. */
type MadeSound = RecordedSound & { /** For the player, in this page alone. */ readonly address: string }

type MicrophoneProps = {
  readonly onState: (state: SoundState) => void
  readonly setBusy: (busy: boolean) => void
  readonly onRecorded: (sound: MadeSound) => void
  readonly hindered: (why: RecordingHindrance) => void
}

/** Records and stops at the same button; who goes elsewhere leaves no microphone open. */
function useMicrophone({ onState, setBusy, onRecorded, hindered }: MicrophoneProps) {
  const running = useRef<RunningRecording | undefined>(undefined)
  const gone = useRef(false)
  const addresses = useRef<string[]>([])
  const [isRunning, setRunning] = useState(false)
  useEffect(
    () => () => {
      gone.current = true
      running.current?.drop()
      addresses.current.forEach((address) => URL.revokeObjectURL(address))
      setBusy(false)
    },
    [],
  )
  const ended = (): void => {
    running.current = undefined
    setRunning(false)
    setBusy(false)
  }
  const start = async (): Promise<void> => {
    setBusy(true)
    onState({ kind: 'asking' })
    const came = await startRecording({
      onProgress: (progress) => onState({ kind: 'running', ...progress }),
      onRecorded: (sound) => {
        const address = URL.createObjectURL(sound.file)
        addresses.current.push(address)
        ended()
        onState({ kind: 'waiting' })
        onRecorded({ ...sound, address })
      },
    })
    if (typeof came === 'string') {
      ended()
      return hindered(came)
    }
    if (gone.current) return came.drop()
    running.current = came
    setRunning(true)
    onState({ kind: 'running', milliseconds: 0, level: 0 })
  }
  return { isRunning, toggle: () => (running.current ? running.current.stop() : void start()) }
}

/** Said once at each change and not every second. */
function statusOf(state: SoundState, made: MadeSound | undefined, tell: ReturnType<typeof soundSay>): string {
  if (state.kind === 'asking') return tell('soundAsking')
  if (state.kind === 'sending') return tell('soundSending')
  if (state.kind === 'running') return tell('soundRunning', { n: seconds(recordedAtMost.milliseconds) })
  if (!made) return ''
  return made.loudest < faint ? tell('soundSilent') : tell('soundEnded', { n: seconds(made.milliseconds) })
}

/** Below this nobody has spoken: a muted microphone, or a wrong one. */
const faint = 0.01

const seconds = (milliseconds: number): string => String(Math.round(milliseconds / 1000))

const clock = (milliseconds: number): string => {
  const all = Math.floor(milliseconds / 1000)
  return `${Math.floor(all / 60)}:${String(all % 60).padStart(2, '0')}`
}
