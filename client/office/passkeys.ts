import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser'

/** Offers passkeys where the browser knows any: makes one, or asks for one, and sends what came of it as a form. */
if (browserSupportsWebAuthn()) {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) offer(form)
  for (const instead of document.querySelectorAll<HTMLElement>('[data-without-passkeys]')) instead.hidden = true
}

function offer(form: HTMLFormElement): void {
  form.hidden = false
  let isAsking = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (!isAsking) void ask()
  })
  const ask = async (): Promise<void> => {
    isAsking = true
    tell(form, '')
    const wrong = await asked(form)
    isAsking = false
    if (wrong !== undefined) tell(form, wrong)
  }
}

/** Sends the form with what the browser says of a passkey; else says why there is none. */
async function asked(form: HTMLFormElement): Promise<string | undefined> {
  const field = form.elements.namedItem('passkey')
  if (!(field instanceof HTMLInputElement)) return form.dataset['failed']
  try {
    const from = form.dataset['from']
    if (from === undefined) {
      field.value = JSON.stringify(await startRegistration({ optionsJSON: JSON.parse(form.dataset['passkey'] ?? '') }))
    } else {
      const reply = await fetch(from, { method: 'POST', body: new URLSearchParams() })
      const told = await reply.json()
      if (!reply.ok) return told.message
      field.value = JSON.stringify(await startAuthentication({ optionsJSON: told }))
    }
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    // The browser does not tell a refusal from a time that ran out, so that no page learns what a device holds.
    if (name === 'NotAllowedError' || name === 'AbortError') return form.dataset['cancelled']
    return name === 'InvalidStateError' ? form.dataset['there'] : form.dataset['failed']
  }
  form.submit()
  return undefined
}

function tell(form: HTMLFormElement, text: string): void {
  const place = form.querySelector<HTMLElement>('[role=alert]')
  if (!place) return
  place.textContent = text
  place.hidden = text === ''
}
