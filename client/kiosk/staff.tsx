import { render } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { receiptCode } from '../../surveys/answers/receipt'
import { toBase64url } from '../../surveys/answers/sealed'
import { queueClaim } from '../../surveys/fielding/kiosk'
import { localDay } from '../../surveys/instrument/calendar'
import {
  type HeldCounts,
  type Device,
  type EnrolledKiosk,
  type Kept,
  openOutboxStore,
  setAside,
  type OutboxStore,
  waiting,
} from '../outbox/store'
import '../styles/staff.css'
import { kioskWord, type KioskWord, whySetAside } from '../text/kiosk'
import { localeOf } from '../text/languages'
import { fitsCode } from './staffCode'

type Say = (word: KioskWord, values?: Readonly<Record<string, string | number>>) => string

/** How things stand on this device. */
type Standing = {
  readonly counts: HeldCounts
  readonly device: Device
  /** Whether the browser keeps what it is given. */
  readonly storage: 'kept' | 'refused'
  /** Share of the storage that is used, 0…1. */
  readonly used: number
}

/** Shows staff how the kiosk fares, where citizens do not look; on a page without a questionnaire it sends what waits, too. */
async function start(root: HTMLElement): Promise<void> {
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = root.dataset['style'] ?? ''
  document.head.append(link)
  const place = document.createElement('div')
  place.style.display = 'contents'
  document.body.append(place)
  render(<ForStaff root={root} language={root.dataset['language'] ?? 'vi'} />, place)
  const { survey, outbox = '' } = root.dataset
  if (survey !== undefined || outbox === '') return
  const { openOutbox }: typeof import('../outbox/outbox') = await import(/* @vite-ignore */ outbox)
  await openOutbox(root.dataset)
}

/** Share of the storage from which on nothing new is taken. */
const fullFrom = 0.8

function ForStaff({ root, language }: { readonly root: HTMLElement; readonly language: string }) {
  const say: Say = (word, values) => kioskWord(language, word, values)
  const { standing, wasEnrolled, lookAgain } = useStanding()
  const isFree = useStartScreen(root)
  const [isOpen, setOpen] = useState(false)
  useOpening(isFree, () => setOpen(true))
  useMove(standing?.device.kiosk, isFree && !isOpen)
  const closed = standing && closing(standing)
  const isCovered = isFree && (isOpen || closed !== undefined)
  useLayoutEffect(() => {
    root.style.visibility = isCovered ? 'hidden' : ''
  }, [isCovered])
  if (!standing || !isFree) return null
  if (isOpen) return <Menu {...{ standing, say, language, lookAgain }} close={() => setOpen(false)} />
  const notes = notesOn(standing, wasEnrolled)
  return (
    <>
      {closed === undefined ? null : (
        <main class="closed">
          <h1>{say('closedTitle')}</h1>
          <p>{say('closedText')}</p>
        </main>
      )}
      <footer class="staff-line">
        {closed === undefined ? null : <ClosedWhy {...{ say, standing, closed }} />}
        {[
          ...(standing.counts.waiting > 0 ? [say('waitingHere', { n: standing.counts.waiting })] : []),
          ...notes.map((note) => say(note)),
        ].join(' · ')}
      </footer>
    </>
  )
}

type Closing = 'shut' | 'full'

/** Why this kiosk takes no answers: it could not keep its word. */
function closing({ device: { kiosk }, used }: Standing): Closing | undefined {
  if (kiosk && kiosk.shut !== '') return 'shut'
  return used >= fullFrom ? 'full' : undefined
}

type ClosedWhyProps = { readonly say: Say; readonly standing: Standing; readonly closed: Closing }

const ClosedWhy = ({ say, standing: { device, used }, closed }: ClosedWhyProps) =>
  closed === 'full' ? (
    <p>{say('full', { percent: Math.round(used * 100) })}</p>
  ) : (
    <p>
      {say(shutWord(device.kiosk?.shut))} {say('shutKept')}
    </p>
  )

const shutWord = (shut: string | undefined): KioskWord =>
  shut === 'kiosk_unknown' || shut === 'kiosk_signature' ? `shut_${shut}` : 'shut_kiosk_revoked'

/** What staff should know besides. */
function notesOn({ device, storage }: Standing, wasEnrolled: boolean): readonly KioskWord[] {
  if (storage === 'refused') return ['noStorage']
  const enrolment = device.kiosk ? [] : ([wasEnrolled ? 'wiped' : 'notEnrolled'] as const)
  if (!globalThis.crypto?.subtle) return [...enrolment, 'needsHttps']
  return device.serverKey ? enrolment : [...enrolment, 'noServerKey']
}

let opened: Promise<OutboxStore> | undefined

/** The device's database, opened once for as long as that goes well. */
function ourStore(): Promise<OutboxStore> {
  if (!opened) {
    opened = openOutboxStore()
    opened.catch(() => (opened = undefined))
  }
  return opened
}

/** Looks every minute, and whenever something was kept or sent. */
function useStanding() {
  const [standing, setStanding] = useState<Standing>()
  const [wasEnrolled, setWasEnrolled] = useState(false)
  const lookAgain = async () => {
    const found = await lookedAt()
    if (found.storage === 'refused') setTimeout(() => void lookAgain(), lookSoonMs)
    if (found.device.kiosk) setWasEnrolled(true)
    setStanding(found)
  }
  useEffect(() => {
    let isLooking = false
    let isMore = false
    // A batch says of each of its fifty that something has changed, and to look is to count all that waits.
    const lookOnce = async () => {
      isMore = true
      if (isLooking) return
      for (isLooking = true; isMore;) {
        isMore = false
        await lookAgain()
      }
      isLooking = false
    }
    const look = () => void lookOnce()
    look()
    const timer = setInterval(look, lookEveryMs)
    addEventListener('sipas-outbox', look)
    return () => {
      clearInterval(timer)
      removeEventListener('sipas-outbox', look)
    }
  }, [])
  return { standing, wasEnrolled, lookAgain }
}

const lookEveryMs = 60_000
/** Storage that was emptied under a page can be opened anew at once. */
const lookSoonMs = 5_000

async function lookedAt(): Promise<Standing> {
  const used = await usedShare()
  try {
    const store = await ourStore()
    await store.note({ name: 'trial', at: Date.now() })
    return { counts: await store.count(), device: await store.device(), storage: 'kept', used }
  } catch {
    return { counts: { waiting: 0, setAside: 0 }, device: {}, storage: 'refused', used }
  }
}

async function usedShare(): Promise<number> {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {}
  return quota > 0 ? usage / quota : 0
}

/** Whether nobody is answering: the start screen stands, or a notice. */
function useStartScreen(root: HTMLElement): boolean {
  const isFree = () => root.dataset['survey'] === undefined || root.querySelector('.start') !== null
  const [free, setFree] = useState(isFree)
  useEffect(() => {
    const observer = new MutationObserver(() => setFree(isFree()))
    observer.observe(root, { childList: true, subtree: true })
    return () => observer.disconnect()
  }, [])
  return free
}

/** Leads to the touchpoint where the office has put this kiosk; what waits stays and is sent from there. */
function useMove(kiosk: EnrolledKiosk | undefined, isFree: boolean): void {
  useEffect(() => {
    if (!kiosk || !isFree || kiosk.shut !== '') return
    const here = decodeURIComponent(location.pathname.replace(/^\/s\//, ''))
    if (here !== kiosk.touchpoint) location.replace(`/s/${encodeURIComponent(kiosk.touchpoint)}?kiosk`)
  }, [kiosk?.touchpoint, isFree])
}

/** Milliseconds and pixels of the press that opens the menu. */
const pressMs = 3_000
const cornerPx = 120

/** Opens when the top left corner is held, or at Ctrl + Alt + M. */
function useOpening(isFree: boolean, open: () => void): void {
  useEffect(() => {
    if (!isFree) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const begin = ({ clientX, clientY }: PointerEvent) => {
      clearTimeout(timer)
      if (clientX < cornerPx && clientY < cornerPx) timer = setTimeout(open, pressMs)
    }
    const end = () => clearTimeout(timer)
    const chord = ({ ctrlKey, altKey, code }: KeyboardEvent) => {
      if (ctrlKey && altKey && code === 'KeyM') open()
    }
    // A long press is the browser's own menu elsewhere.
    const keep = (event: MouseEvent) => {
      if (event.clientX < cornerPx && event.clientY < cornerPx) event.preventDefault()
    }
    addEventListener('pointerdown', begin)
    for (const sign of ['pointerup', 'pointercancel'] as const) addEventListener(sign, end)
    addEventListener('keydown', chord)
    addEventListener('contextmenu', keep)
    return () => {
      end()
      removeEventListener('pointerdown', begin)
      for (const sign of ['pointerup', 'pointercancel'] as const) removeEventListener(sign, end)
      removeEventListener('keydown', chord)
      removeEventListener('contextmenu', keep)
    }
  }, [isFree])
}

type MenuProps = {
  readonly standing: Standing
  readonly say: Say
  readonly language: string
  readonly lookAgain: () => Promise<void>
  readonly close: () => void
}

/** Milliseconds until an open menu that nobody touches closes. */
const menuMs = 120_000

/** How things stand, behind the code that was set when the device was enrolled. */
function Menu(props: MenuProps) {
  const { standing, say, close } = props
  const { kiosk } = standing.device
  const [isLet, setLet] = useState(false)
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [isLet])
  useEffect(() => {
    let timer = setTimeout(close, menuMs)
    const again = () => {
      clearTimeout(timer)
      timer = setTimeout(close, menuMs)
    }
    const leave = ({ key }: KeyboardEvent) => {
      again()
      if (key === 'Escape') close()
    }
    addEventListener('pointerdown', again)
    addEventListener('keydown', leave)
    return () => {
      clearTimeout(timer)
      removeEventListener('pointerdown', again)
      removeEventListener('keydown', leave)
    }
  }, [])
  return (
    <main class="staff-menu">
      <h1 tabIndex={-1} ref={title}>
        {say('menuTitle')}
      </h1>
      {kiosk && !isLet ? <CodeForm kiosk={kiosk} say={say} open={() => setLet(true)} /> : <Facts {...props} />}
      <button class="quiet" type="button" onClick={close}>
        {say('closeMenu')}
      </button>
    </main>
  )
}

/** Seconds until the next try after a wrong one. */
const wrongSeconds = 5

function CodeForm({ kiosk, say, open }: { readonly kiosk: EnrolledKiosk; readonly say: Say; readonly open: () => void }) {
  const [typed, setTyped] = useState('')
  const [isWrong, setWrong] = useState(false)
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (isWrong) return
    if (await fitsCode(kiosk.staff, typed)) return open()
    setTyped('')
    setWrong(true)
    setTimeout(() => setWrong(false), wrongSeconds * 1000)
  }
  return (
    <form autocomplete="off" onSubmit={(event) => void submit(event)}>
      <label for="staff-code">{say('staffCode')}</label>
      <input
        class="field"
        id="staff-code"
        type="password"
        inputMode="numeric"
        autocomplete="off"
        value={typed}
        aria-describedby="staff-wrong"
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <p id="staff-wrong" role="alert">
        {isWrong ? say('wrongCode', { n: wrongSeconds }) : ''}
      </p>
      <button class="go" type="submit" disabled={isWrong}>
        {say('openMenu')}
      </button>
    </form>
  )
}

function Facts({ standing, say, language, lookAgain }: MenuProps) {
  const { counts, device, used } = standing
  const { kiosk, heard } = device
  const [lasting, setLasting] = useState(false)
  const [refused, setRefused] = useState<readonly Kept[]>([])
  useEffect(() => {
    void (navigator.storage?.persisted?.() ?? Promise.resolve(false)).then(setLasting)
    void ourStore()
      .then((store) => store.all(setAside))
      .then(setRefused, () => {})
  }, [counts.setAside])
  const at = heard && new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'short', timeStyle: 'medium' }).format(heard.at)
  const facts: readonly (readonly [KioskWord, string])[] = [
    ['deviceName', kiosk?.called ?? say('notEnrolled')],
    ['touchpoint', kiosk?.touchpoint ?? decodeURIComponent(location.pathname.replace(/^\/s\//, ''))],
    ['waitingCount', String(counts.waiting)],
    ['setAsideCount', String(counts.setAside)],
    ...(kiosk ? ([['madeCount', String(kiosk.made - kiosk.free.length)]] as const) : []),
    ['lastHeard', at ?? say('never')],
    ['build', build],
    ['room', `${Math.round(used * 100)}%`],
    ['lasting', say(lasting ? 'lastingYes' : 'lastingNo')],
  ]
  const sendNow = () => {
    dispatchEvent(new Event('online'))
    void lookAgain()
  }
  return (
    <>
      <dl>
        {facts.map(([word, value]) => (
          <div key={word}>
            <dt>{say(word)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {kiosk ? null : (
        <a class="go" href="/kiosk">
          {say('enrolHere')}
        </a>
      )}
      <button class={kiosk ? 'go' : 'quiet'} type="button" onClick={sendNow}>
        {say('sendNow')}
      </button>
      {kiosk ? (
        <>
          <button class="quiet" type="button" onClick={() => void exported(kiosk)}>
            {say('exportQueue')}
          </button>
          <p class="soft">{say('exportHint')}</p>
        </>
      ) : null}
      {refused.length === 0 ? null : <Refused {...{ refused, say, language }} />}
    </>
  )
}

/** No more lines than somebody reads. */
const mostShown = 50

type RefusedProps = Pick<MenuProps, 'say' | 'language'> & { readonly refused: readonly Kept[] }

const Refused = ({ refused, say, language }: RefusedProps) => (
  <>
    <h2>{say('refusedList')}</h2>
    <ul>
      {refused.slice(0, mostShown).map(({ id, refusal }) => (
        <li key={id}>
          <code>{/^[0-9a-f-]{36}$/.test(id) ? receiptCode(id) : id}</code> {whySetAside(language, refusal?.code ?? 'unreadable')}
        </li>
      ))}
    </ul>
  </>
)

/** Gives staff a file of everything that is here, as sealed as it lies here; it stays here. Its numbers go under this kiosk's signature. */
async function exported({ id, called, touchpoint, key }: EnrolledKiosk): Promise<void> {
  const store = await ourStore()
  const kept = [...(await store.all(waiting)), ...(await store.all(setAside))]
  const day = localDay(Date.now())
  const claim = queueClaim(
    id,
    kept.flatMap(({ number, id: response }) => (number === undefined ? [] : [{ number, id: response }])),
  )
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, new TextEncoder().encode(claim))
  const file = {
    queue: 1,
    kiosk: { id, name: called, touchpoint },
    exportedOn: day,
    responses: kept.map(({ number, body, refusal }) => ({ number, response: jsonIn(body), refusal })),
    signature: toBase64url(new Uint8Array(signature)),
  }
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([JSON.stringify(file)], { type: 'application/json' }))
  link.download = `queue-${touchpoint}-${day}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** What is running here, by the mark in its file's name. */
const build = /-([\w-]{8,})\.js/.exec(import.meta.url)?.[1] ?? ''

const page = document.querySelector<HTMLElement>('[data-staff]')
if (page) void start(page)
