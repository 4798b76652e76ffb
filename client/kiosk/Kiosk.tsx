import { useEffect, useState } from 'preact/hooks'
import type { Page } from '../survey/model'
import { useFreshPage } from './useFreshPage'
import { Visit } from './Visit'

/** A screen that strangers share: one visit after the other, nothing of one left for the next. */
export function Kiosk({ page }: { readonly page: Page }) {
  const [visits, setVisits] = useState(0)
  const [idle, setIdle] = useState(true)
  const end = () => {
    setIdle(true)
    setVisits((before) => before + 1)
    scrollTo(0, 0)
  }
  useEffect(() => {
    const restored = (event: PageTransitionEvent) => event.persisted && end()
    addEventListener('pageshow', restored)
    return () => removeEventListener('pageshow', restored)
  }, [])
  useFreshPage(idle)
  return <Visit key={visits} page={page} begin={() => setIdle(false)} end={end} />
}
