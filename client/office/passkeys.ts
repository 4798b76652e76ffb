import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser'

/** Offers passkeys where the browser knows any: makes one, or asks for one, and sends the form with what came of it. */
if (browserSupportsWebAuthn()) {
  for (const place of document.querySelectorAll<HTMLElement>('[data-passkey]')) offer(place)
  for (const instead of document.querySelectorAll<HTMLElement>('[data-without-passkeys]')) instead.hidden = true
}

function offer(place: HTMLElement): void {
  const [form, field] = [place.closest('form'), place.querySelector('input')]
  if (!form || !field) return
  place.hidden = false
  // What is sent another way brings none along, also after coming back to the page.
  form.addEventListener('submit', () => {
    field.value = ''
  })
  let isAsking = false
  const ask = async (): Promise<void> => {
    isAsking = true
    tell(place, '')
    const came = await asked(place)
    isAsking = false
    if ('wrong' in came) return tell(place, came.wrong ?? '')
    field.value = came.passkey
    form.submit()
  }
  place.querySelector('button')?.addEventListener('click', () => {
    if (!isAsking) void ask()
  })
}

type Came = { readonly passkey: string } | { readonly wrong: string | undefined }

/** What the browser says of a passkey; else why there is none. */
async function asked({ dataset }: HTMLElement): Promise<Came> {
  try {
    const from = dataset['from']
    if (from === undefined)
      return { passkey: JSON.stringify(await startRegistration({ optionsJSON: JSON.parse(dataset['passkey'] ?? '') })) }
    const reply = await fetch(from, { method: 'POST', body: new URLSearchParams() })
    const told = await reply.json()
    return reply.ok ? { passkey: JSON.stringify(await startAuthentication({ optionsJSON: told })) } : { wrong: told.message }
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    // The browser does not tell a refusal from a time that ran out, so that no page learns what a device holds.
    if (name === 'NotAllowedError' || name === 'AbortError') return { wrong: dataset['cancelled'] }
    return { wrong: name === 'InvalidStateError' ? dataset['there'] : dataset['failed'] }
  }
}

function tell(place: HTMLElement, text: string): void {
  const alert = place.querySelector<HTMLElement>('[role=alert]')
  if (!alert) return
  alert.textContent = text
  alert.hidden = text === ''
}
