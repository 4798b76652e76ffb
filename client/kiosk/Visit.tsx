import { useState } from 'preact/hooks'
import { FaceSymbols } from '../survey/Face'
import type { Page } from '../survey/model'
import { wordingOf } from '../survey/wording'
import { AskedHere } from './AskedHere'
import { ChooseAgency } from './ChooseAgency'
import { IdleWarning } from './IdleWarning'
import { StartScreen } from './StartScreen'
import { useIdle } from './useIdle'

type VisitProps = { readonly page: Page; readonly begin: () => void; readonly end: () => void }

/** One citizen at the kiosk, from the start screen back to it. */
export function Visit({ page, begin, end }: VisitProps) {
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
