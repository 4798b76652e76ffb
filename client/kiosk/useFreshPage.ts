import { useEffect } from 'preact/hooks'

/** Loads the page anew between two visits once the server has another questionnaire or notice for this place. */
export function useFreshPage(idle: boolean): void {
  useEffect(() => {
    if (!idle) return
    const timer = setInterval(() => void lookAgain(), checkEveryMs)
    return () => clearInterval(timer)
  }, [idle])
}

const checkEveryMs = 5 * 60_000

async function lookAgain(): Promise<void> {
  const shown = document.querySelector<HTMLElement>('[data-survey]')?.dataset['survey']
  const page = await fetch(location.href, { cache: 'no-store' }).then((reply) => reply.text(), () => '')
  // A captive portal's page has neither mark, and is not ours to show.
  const offered = /data-survey="([^"]*)"/.exec(page)?.[1]?.replace(/&amp;/g, '&')
  if (page.includes('data-notice') || (offered !== undefined && offered !== shown)) location.reload()
}
