import { render } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { toBase64url } from '../../surveys/answers/sealed'
import { exchange, isRecord } from '../outbox/post'
import { type AskingKey, openOutboxStore, type OutboxStore } from '../outbox/store'
import { shareDevice } from '../survey/draft'
import { kioskWord, type KioskWord } from '../text/kiosk'
import { hiddenCode, isStaffCode } from './staffCode'

type Failure = 'code' | 'staff' | 'network' | 'https' | 'storage'

/** The code of the office makes this device a kiosk. */
function Enrolling({ language }: { readonly language: string }) {
  const say = (word: KioskWord, values?: Readonly<Record<string, string>>) => kioskWord(language, word, values)
  const [code, setCode] = useState(codeInAddress)
  const [staff, setStaff] = useState('')
  const [state, setState] = useState<Failure | 'idle' | 'under way'>('idle')
  const [name, setName] = useState<string>()
  useEffect(() => {
    // The code is worth nothing once it was used, and until then nobody shall read it in the address.
    history.replaceState(null, '', location.pathname + location.search)
    void openOutboxStore()
      .then((store) => store.device())
      .then(({ kiosk }) => setName(kiosk?.called))
      .catch(() => setState('storage'))
  }, [])
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (state === 'under way') return
    setState('under way')
    const outcome = await enrolled(code, staff, language).catch(() => ({ ok: false, failure: 'storage' }) as const)
    if (outcome.ok) location.replace(`/s/${encodeURIComponent(outcome.touchpoint)}?kiosk`)
    else setState(outcome.failure)
  }
  return (
    <form onSubmit={(event) => void submit(event)} autocomplete="off">
      {name === undefined ? null : <p class="summary calm">{say('enrolled', { name })}</p>}
      {state === 'idle' || state === 'under way' ? null : (
        <p class="summary" role="alert">
          {say(`failed_${state}`)}
        </p>
      )}
      <p style={spaced}>
        <label for="code">{say('enrolCode')}</label>
        <input
          class="field"
          id="code"
          value={code}
          required
          autocapitalize="characters"
          spellcheck={false}
          onInput={({ currentTarget }) => setCode(currentTarget.value)}
        />
      </p>
      <p style={spaced}>
        <label for="staff">{say('enrolStaffCode')}</label>
        <input
          class="field"
          id="staff"
          value={staff}
          required
          inputMode="numeric"
          aria-describedby="staff-hint"
          onInput={({ currentTarget }) => setStaff(currentTarget.value.trim())}
        />
        <span class="soft" id="staff-hint">
          {say('enrolStaffHint')}
        </span>
      </p>
      <button class="go" type="submit">
        {say(state === 'under way' ? 'enrolling' : 'enrolButton')}
      </button>
    </form>
  )
}

/** Here and not in a style sheet, which every phone would load. */
const spaced = { display: 'grid', gap: '6px', margin: '0 0 1.25rem' }

/** `/kiosk#CODE`, as a QR code of the office says it. */
function codeInAddress(): string {
  const code = location.hash.slice(1)
  try {
    return decodeURIComponent(code)
  } catch {
    // Cut off, or typed: whoever stands there sees what came, and corrects it.
    return code
  }
}

type Enrolled = { readonly ok: true; readonly touchpoint: string } | { readonly ok: false; readonly failure: Failure }

/** Makes a key that never leaves this device, and takes the kiosk's place with it. */
async function enrolled(code: string, staff: string, language: string): Promise<Enrolled> {
  if (!isStaffCode(staff)) return { ok: false, failure: 'staff' }
  if (!globalThis.crypto?.subtle) return { ok: false, failure: 'https' }
  const store = await writableStore()
  if (!store) return { ok: false, failure: 'storage' }
  const { key, shown } = await askingKey(store)
  const { status, said } = await exchange('/api/v1/kiosks/enrol', language, JSON.stringify({ code, publicKey: shown }))
  if (status !== 201 || !isRecord(said)) return { ok: false, failure: isRecord(said) && said.code !== undefined ? 'code' : 'network' }
  const { id, name, touchpoint } = said
  if (typeof id !== 'string' || typeof name !== 'string' || typeof touchpoint !== 'string') return { ok: false, failure: 'network' }
  shareDevice()
  await store.enrol({ id, called: name, touchpoint, key, staff: await hiddenCode(staff) })
  return { ok: true, touchpoint }
}

/** The same until it is enrolled: the server answers a code twice only to the device that it was spent on. */
async function askingKey(store: OutboxStore): Promise<AskingKey> {
  const { asking } = await store.device()
  if (asking) return asking
  const { publicKey, privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const shown = toBase64url(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)))
  const made: AskingKey = { name: 'asking', key: privateKey, shown }
  await store.note(made)
  return made
}

/** A code must not be spent on a device that can remember nothing. */
async function writableStore(): Promise<OutboxStore | undefined> {
  try {
    const store = await openOutboxStore()
    await store.note({ name: 'trial', at: Date.now() })
    return store
  } catch {
    return undefined
  }
}

const root = document.querySelector<HTMLElement>('[data-enrol]')
if (root) {
  root.textContent = ''
  render(<Enrolling language={root.dataset['language'] ?? 'vi'} />, root)
}
