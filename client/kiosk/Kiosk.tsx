import { useEffect, useState } from 'preact/hooks'
import { FaceSymbols } from '../survey/Face'
import { Header } from '../survey/Frame'
import { type Page, type Wording, wordingOf } from '../survey/model'
import { AskedHere } from './AskedHere'
import { IdleWarning, useIdle } from './Idle'
import { StartScreen } from './StartScreen'

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

type VisitProps = { readonly page: Page; readonly begin: () => void; readonly end: () => void }

/** One citizen at the kiosk, from the start screen back to it. */
function Visit({ page, begin, end }: VisitProps) {
  const [language, setLanguage] = useState<string>()
  const [agency, setAgency] = useState(page.agency)
  const [thanked, setThanked] = useState(false)
  const { secondsLeft, stay } = useIdle(language !== undefined && !thanked, end)
  if (language === undefined) {
    const start = (chosen: string) => {
      begin()
      setLanguage(chosen)
    }
    return <StartScreen page={page} onStart={start} />
  }
  const wording = wordingOf(page.model, language, agency)
  return (
    <>
      <FaceSymbols />
      {secondsLeft === undefined ? null : <IdleWarning wording={wording} seconds={secondsLeft} stay={stay} wipe={end} />}
      <div hidden={secondsLeft !== undefined} class="visit">
        {agency === undefined ? (
          <ChooseAgency page={page} wording={wording} choose={setAgency} onLanguage={setLanguage} back={end} />
        ) : (
          <AskedHere page={{ ...page, language }} agency={agency} thanked={() => setThanked(true)} end={end} />
        )}
      </div>
    </>
  )
}

type ChooseAgencyProps = {
  readonly page: Page
  readonly wording: Wording
  readonly choose: (agency: string) => void
  readonly onLanguage: (language: string) => void
  readonly back: () => void
}

/** The first question where a touchpoint serves several agencies. */
const ChooseAgency = ({ page, wording, choose, onLanguage, back }: ChooseAgencyProps) => (
  <>
    <Header page={page} wording={wording} live onLanguage={onLanguage} />
    <main>
      <h1>{wording.say('which')}</h1>
      <p class="soft">{wording.say('whichHint')}</p>
      <ul class="agencies">
        {page.model.agencies.map(({ code, name }) => (
          <li key={code}>
            <button type="button" onClick={() => choose(code)}>
              {wording.text(name)}
            </button>
          </li>
        ))}
      </ul>
      <div class="navigation">
        <button class="quiet" type="button" onClick={back}>
          {wording.say('back')}
        </button>
      </div>
    </main>
  </>
)

/** Loads the page anew between two visits once the server has another questionnaire or notice for this place. */
function useFreshPage(idle: boolean): void {
  useEffect(() => {
    if (!idle) return
    const timer = setInterval(() => void lookAgain(), checkEveryMs)
    return () => clearInterval(timer)
  }, [idle])
}

const checkEveryMs = 5 * 60_000

async function lookAgain(): Promise<void> {
  const shown = document.querySelector<HTMLElement>('[data-survey]')?.dataset['survey']
  const page = await fetch(location.href, { cache: 'no-store' }).then(
    (reply) => reply.text(),
    () => '',
  )
  // A captive portal's page has neither mark, and is not ours to show.
  const offered = /data-survey="([^"]*)"/.exec(page)?.[1]?.replace(/&amp;/g, '&')
  if (page.includes('data-notice') || (offered !== undefined && offered !== shown)) location.reload()
}
