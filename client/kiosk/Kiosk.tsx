import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { FaceSymbols } from '../survey/Face'
import { Header } from '../survey/Frame'
import { arrive } from '../survey/arrival'
import { type Page, wordingOf } from '../survey/model'
import { Listen } from '../survey/questions/Field'
import { questionScreens } from '../survey/screens'
import { useTapGuard } from '../survey/taps'
import { speakIn } from '../survey/usePaper'
import { AskedHere } from './AskedHere'
import type { ChoosingProps, RatedAsking } from './choosing'
import { IdleWarning, useIdle } from './Idle'
import type { Tools } from './Sight'
import { StartScreen } from './StartScreen'
import type { Upkeep } from './upkeep'

/** A screen that strangers share: one visit after the other, nothing of one left for the next. */
export function Kiosk({ page }: { readonly page: Page }) {
  const [visits, setVisits] = useState(0)
  const upkeep = useRef<Upkeep>(undefined)
  const wipe = () => setVisits((before) => before + 1)
  const isFree = useRef(true)
  const end = () => {
    isFree.current = true
    wipe()
    upkeep.current?.ended()
  }
  useLayoutEffect(() => {
    if (visits > 0) arrive()
  }, [visits])
  useEffect(() => {
    // Not needed for the first answer.
    import('./upkeep').then(
      ({ keepUp }) => void (upkeep.current = keepUp({ ...page, isFree: () => isFree.current, end })),
      () => {},
    )
  }, [])
  useEffect(() => {
    // A browser that keeps the page for its Back keeps nobody's answers with it.
    addEventListener('pagehide', wipe)
    const restored = (event: PageTransitionEvent) => event.persisted && end()
    addEventListener('pageshow', restored)
    return () => {
      removeEventListener('pagehide', wipe)
      removeEventListener('pageshow', restored)
    }
  }, [])
  return <Visit key={visits} page={page} begin={() => void (isFree.current = false)} end={end} />
}

type VisitProps = { readonly page: Page; readonly begin: () => void; readonly end: () => void }

/** One citizen at the kiosk, from the start screen back to it. */
function Visit({ page, begin, end }: VisitProps) {
  const [language, setLanguage] = useState<string>()
  const [agency, setAgency] = useState(page.agency)
  const [byEar, listen] = useState(false)
  const [order] = useState(Math.random)
  const [handedOver, setHandedOver] = useState(false)
  const withdraw = useRef(() => {})
  // What the server has refused and the page alone still holds goes with whoever leaves it.
  const erase = () => {
    withdraw.current()
    end()
  }
  const { secondsLeft, stay } = useIdle(language !== undefined && !handedOver, erase)
  const tools = useTools()
  // Which agencies are rated is the first question here.
  const isRated = page.agency === undefined && page.model.questionnaire.loop
  const rating = useLater(isRated && (() => import('./ChooseRated')))
  // What asks whoever does not read.
  const ear = useLater(() => import('./ByEar'))
  useTapGuard(`${language === undefined} ${agency} ${secondsLeft === undefined} ${handedOver}`)
  const wording = wordingOf(page.model, language ?? page.language, agency)
  // From here on the questions say for themselves what stands there.
  const isAsked = language !== undefined && agency !== undefined
  // Before it is painted, as in `usePaper`.
  useLayoutEffect(() => {
    if (isAsked) return
    speakIn(page.model, wording.language)
    document.title = wording.text(page.model.questionnaire.title)
    if (language !== undefined) arrive()
  }, [language, agency])
  if (language === undefined) {
    const start = (chosen: string, heard: boolean) => {
      begin()
      listen(heard)
      setLanguage(chosen)
    }
    return (
      <StartScreen page={page} onStart={(chosen) => start(chosen, false)}>
        {ear && <ear.EarStarts page={page} onStart={(chosen) => start(chosen, true)} />}
      </StartScreen>
    )
  }
  const ask: RatedAsking = (asked, about, again) => (
    <AskedHere
      page={{ ...asked, language, order: `${order}` }}
      agency={about}
      screensOf={ear && byEar ? ear.faceScreens : questionScreens}
      tools={tools}
      onLanguage={setLanguage}
      withdraw={withdraw}
      handedOver={setHandedOver}
      again={again}
      end={end}
    />
  )
  const choosing = {
    page,
    wording,
    header: (
      <Header page={page} wording={wording} live onLanguage={setLanguage}>
        {tools(wording)}
      </Header>
    ),
    choose: setAgency,
    back: end,
  }
  return (
    <>
      <FaceSymbols />
      {secondsLeft === undefined ? null : <IdleWarning wording={wording} seconds={secondsLeft} stay={stay} wipe={erase} />}
      <div hidden={secondsLeft !== undefined} class={byEar ? 'visit by-ear' : 'visit'}>
        {isRated ? (
          rating && <rating.RatedVisit {...choosing} ask={ask} />
        ) : agency === undefined ? (
          <ChooseAgency {...choosing} />
        ) : (
          ask(page, agency)
        )}
      </div>
    </>
  )
}

/** A part of the kiosk that is fetched behind the start screen; undefined until it has come. */
function useLater<Module>(fetchPart: (() => Promise<Module>) | false | undefined): Module | undefined {
  const [fetched, take] = useState<Module>()
  useEffect(() => {
    if (fetchPart)
      fetchPart().then(
        (came) => take(() => came),
        () => {},
      )
  }, [])
  return fetched
}

/** How one person wants to see the screen, and what changes it; fetched behind the start screen, and forgotten with the visit. */
function useTools(): Tools {
  const fetched = useLater(() => import('./Sight'))
  const [sight, see] = useState({ larger: false, contrast: false })
  // Before the next person's screen is painted, which what cleans up after an effect is not.
  useLayoutEffect(
    () => () => {
      const { classList, dataset } = document.documentElement
      classList.remove('strong')
      dataset['size'] = ''
    },
    [],
  )
  return (wording) => fetched && <fetched.SightTools wording={wording} sight={sight} see={see} />
}

/** The first question where a touchpoint serves several agencies. */
function ChooseAgency({ page, wording, header, choose, back }: ChoosingProps) {
  return (
    <>
      {header}
      <main>
        <h1>{wording.say('which')}</h1>
        <p class="soft">{wording.say('whichHint')}</p>
        <Listen item="_agencies" asking={{ live: true, wording }} />
        <ul class="agencies">
          {page.model.agencies.map(({ code, name }) => (
            <li key={code}>
              <button type="button" onClick={() => choose(code)}>
                {wording.shown(name)}
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
}
