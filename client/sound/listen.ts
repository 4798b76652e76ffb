import type { LocalSound, Questionnaire } from '../../surveys/instrument/schema'

/** One thing that is read aloud: a recording where there is one, else its words by the device's own voice. */
type Clip = {
  readonly sound: string | undefined
  readonly text: string
  /** What it stands beside, marked while it is heard. */ readonly shown: Element | undefined
}

/**
 * Gives each question a button that reads it and its options aloud, at the places that the screens leave for it (`data-listen`): they draw
 * nothing there themselves. A question that has neither a recording nor a voice in the reader's language gets none. Who listens is led on from
 * question to question, and to the button that sends.
 */
export function letListen(root: HTMLElement, questionnaire: Questionnaire): void {
  const sounds = soundsOf(questionnaire)
  const voices = speaker()
  let stop = (): void => {}
  let playing: HTMLButtonElement | undefined
  /** Where reading was last. */
  let last: HTMLElement | undefined
  /** On a phone, who has asked for one question hears the next ones too, until they stop it. */
  let goesOn = false
  /** What is wrong, or the thanks, as long as it stands there. */
  let meeting: Element | null = null
  let leading: ReturnType<typeof setTimeout> | undefined
  const language = () => document.documentElement.lang
  const isLed = (place: Element): boolean => goesOn || place.closest('.by-ear') !== null
  const end = (): void => {
    stop()
    stop = () => {}
    for (const one of root.querySelectorAll('[data-heard]')) one.removeAttribute('data-heard')
    if (playing) show(playing, 'hear')
    playing = undefined
  }
  const play = (place: HTMLElement, button: HTMLButtonElement): void => {
    end()
    last = place
    playing = button
    show(button, 'stop')
    stop = inTurn(clipsAt(place, sounds), language(), voices, () => playing === button && end())
  }
  const pressed = (place: HTMLElement, button: HTMLButtonElement): void => {
    const wasPlaying = playing === button
    goesOn = !wasPlaying && root.dataset['layout'] !== 'kiosk'
    if (wasPlaying) end()
    else play(place, button)
  }
  /** Calls to the button that leads on or sends: by tones that everybody understands, by its words where there is a voice, and by its look. */
  const call = (button: HTMLElement): void => {
    end()
    chime()
    button.setAttribute('data-heard', '')
    button.scrollIntoView({ block: 'nearest' })
    stop = voices.say(textOf(button), language(), () => {})
  }
  const leadOn = (from: HTMLElement): void => {
    const places = [...root.querySelectorAll<HTMLElement>('[data-listen]')]
    const next = places.slice(places.indexOf(from) + 1).find((place) => place.querySelector('button'))
    const button = next?.querySelector('button')
    const onward = root.querySelector<HTMLElement>('.navigation [type="submit"]')
    if (next && button) {
      next.parentElement?.scrollIntoView({ block: 'center' })
      play(next, button)
    } else if (onward) call(onward)
  }
  /** Says by ear what a reader sees: that it is done, whether somebody is still there, and what is wrong or goes on. */
  const meet = (met: Element | null): void => {
    const stay = met?.querySelector<HTMLElement>('.warning .go')
    const wrong = root.querySelector('[aria-invalid="true"]')?.closest('.card')?.querySelector<HTMLElement>('[data-listen]')
    const place = wrong ?? (last?.isConnected ? last : undefined)
    const button = place?.querySelector('button')
    if (stay) call(stay)
    else if (place && button && !met?.matches('.thanks')) play(place, button)
    else if (met) {
      end()
      chime()
    }
  }
  const refresh = (): void => {
    if (playing && !playing.isConnected) end()
    for (const place of root.querySelectorAll<HTMLElement>('[data-listen]')) {
      const isHeard = sounds.get(place.dataset['listen'] ?? '')?.own?.[language()] !== undefined || voices.speaks(language())
      const button = place.querySelector('button')
      // Told in another language than when it was made.
      if (button && (!isHeard || button.lang !== language())) {
        if (button === playing) end()
        button.remove()
        place.parentElement?.removeAttribute('data-read')
      }
      if (!isHeard || place.querySelector('button')) continue
      const made = buttonAt(place, language(), pressed)
      place.append(made)
      place.parentElement?.setAttribute('data-read', '')
      // Who does not read is read to: what has come in the place of what they have heard.
      if (isLed(place) && (!last?.isConnected || last === place)) play(place, made)
    }
    const met = root.querySelector('.thanks, #_problems, .warning')
    const isNews = met !== meeting && (met !== null || meeting?.matches('.warning'))
    if (isNews && isLed(root.querySelector('.visit') ?? root)) meet(met)
    meeting = met
  }
  root.addEventListener('change', ({ target }) => {
    clearTimeout(leading)
    const card = target instanceof Element ? target.closest('.card') : undefined
    const place = card?.querySelector<HTMLElement>('[data-listen]')
    // What is written by hand takes its time.
    if (!place || !isLed(place) || card?.querySelector('.other input')) return
    const isOneOfSeveral = target instanceof HTMLInputElement && target.type === 'checkbox'
    leading = setTimeout(() => place.isConnected && leadOn(place), isOneOfSeveral ? severalMs : oneMs)
  })
  const watch = new MutationObserver(refresh)
  watch.observe(root, { childList: true, subtree: true, attributeFilter: ['data-hear'] })
  // The page says in which language it is read a moment after its words have changed.
  watch.observe(document.documentElement, { attributeFilter: ['lang'] })
  voices.whenKnown(refresh)
  addEventListener('pagehide', end)
  refresh()
}

/** Milliseconds after an answer until the next question is read: longer than a kiosk takes to go on by itself, and than one more choice takes. */
const oneMs = 700
const severalMs = 4_000

/** The recordings of each item and of what is only read: its own, and those of its options by code. */
type Heard = { readonly own: LocalSound | undefined; readonly options: ReadonlyMap<string, LocalSound | undefined> }

function soundsOf({ sections, scales, loop }: Questionnaire): ReadonlyMap<string, Heard> {
  const optionsOf = new Map(scales.map(({ id, options }) => [id, new Map(options.map(({ code, sound }) => [code, sound]))]))
  const heard = new Map<string, Heard>([['_which', { own: loop?.sound, options: new Map() }]])
  for (const { questions } of sections)
    for (const question of questions) {
      const options = ('scale' in question ? optionsOf.get(question.scale) : undefined) ?? new Map<string, LocalSound | undefined>()
      for (const { id, sound } of 'items' in question ? question.items : [question]) heard.set(id, { own: sound, options })
    }
  return heard
}

function buttonAt(
  place: HTMLElement,
  language: string,
  pressed: (place: HTMLElement, button: HTMLButtonElement) => void,
): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'quiet'
  button.lang = language
  show(button, 'hear', place)
  button.addEventListener('click', () => pressed(place, button))
  return button
}

/** What the button does next, in the words that the screen leaves beside its place. */
function show(button: HTMLButtonElement, word: 'hear' | 'stop', place = button.parentElement): void {
  button.textContent = place?.dataset[word] ?? ''
  button.dataset['word'] = word
}

/** The question as it stands there, then each of its options in the order in which they are shown. */
function clipsAt(place: HTMLElement, sounds: ReadonlyMap<string, Heard>): readonly Clip[] {
  const language = document.documentElement.lang
  const heard = sounds.get(place.dataset['listen'] ?? '')
  const card = place.parentElement
  // A list that is folded is opened, so that what is heard can be seen and tapped.
  card?.querySelector<HTMLElement>('[role=combobox]')?.click()
  const question = { sound: heard?.own?.[language], text: textOf(card?.querySelector('h1,legend,.legend,p')), shown: undefined }
  const options = [...(card?.querySelectorAll<HTMLElement>('.option,[role=option],.agencies button') ?? [])].map((shown) => {
    const code = shown.querySelector('input')?.value ?? shown.dataset['code'] ?? ''
    return { sound: heard?.options.get(code)?.[language], text: textOf(shown), shown }
  })
  return [question, ...options]
}

const textOf = (element: Element | null | undefined): string => element?.textContent?.trim() ?? ''

/** Plays one after the other and says when all is over; what is given back stops it. */
function inTurn(clips: readonly Clip[], language: string, voices: Speaker, over: () => void): () => void {
  let isStopped = false
  let silence = (): void => {}
  const from = (at: number): void => {
    const clip = clips[at]
    if (isStopped) return
    // Chosen in the middle of it: what was being read stands there no more.
    if (!clip || clip.shown?.isConnected === false) return over()
    clip.shown?.setAttribute('data-heard', '')
    clip.shown?.scrollIntoView({ block: 'nearest' })
    // Who listens is there: a kiosk takes it for a sign of life.
    dispatchEvent(new Event('input'))
    const goOn = (): void => {
      clip.shown?.removeAttribute('data-heard')
      from(at + 1)
    }
    const say = (): void => {
      if (!isStopped) silence = voices.say(clip.text, language, goOn)
    }
    silence = clip.sound === undefined ? voices.say(clip.text, language, goOn) : playFile(clip.sound, goOn, say)
  }
  from(0)
  return () => {
    isStopped = true
    silence()
    for (const { shown } of clips) shown?.removeAttribute('data-heard')
  }
}

/** One player for all: a browser that once let it sound lets it sound again. */
const player = new Audio()

function playFile(name: string, goOn: () => void, failed: () => void): () => void {
  const silence = (): void => {
    player.removeEventListener('ended', ended)
    player.removeEventListener('error', broken)
    player.pause()
  }
  const ended = (): void => {
    silence()
    goOn()
  }
  // No network, or a recording that is not there: the voice tries it.
  const broken = (): void => {
    silence()
    failed()
  }
  player.addEventListener('ended', ended)
  player.addEventListener('error', broken)
  player.src = `/media/${name}`
  player.play().catch((error: unknown) => {
    // The browser lets nothing sound before somebody has touched the page.
    if (error instanceof DOMException && error.name === 'NotAllowedError') ended()
  })
  return silence
}

let context: AudioContext | undefined

/** Two rising tones, which say in every language that something is done, or can be. */
function chime(): void {
  if (!('AudioContext' in globalThis)) return
  context ??= new AudioContext()
  const { currentTime, destination } = context
  for (const [after, pitch] of [
    [0, 660],
    [0.2, 990],
  ] as const) {
    const tone = context.createOscillator()
    const loudness = context.createGain()
    tone.frequency.value = pitch
    loudness.gain.setValueAtTime(0.3, currentTime + after)
    loudness.gain.exponentialRampToValueAtTime(0.001, currentTime + after + 0.6)
    tone.connect(loudness).connect(destination)
    tone.start(currentTime + after)
    tone.stop(currentTime + after + 0.6)
  }
}

type Speaker = {
  readonly speaks: (language: string) => boolean
  /** Goes on at once where there is no such voice. */
  readonly say: (text: string, language: string, goOn: () => void) => () => void
  /** Told whenever there are others; what is given back ends that. */
  readonly whenKnown: (listener: () => void) => () => void
}

/** The device's own voices; one of another house would be sent the words, and is silent without a network. */
export function speaker(): Speaker {
  if (!('speechSynthesis' in globalThis)) return { speaks: () => false, say: (_, __, goOn) => atOnce(goOn), whenKnown: () => () => {} }
  const voiceFor = (language: string) => {
    const [base] = language.split('-')
    return speechSynthesis.getVoices().find(({ lang, localService }) => localService && lang.replace('_', '-').split('-')[0] === base)
  }
  const say: Speaker['say'] = (text, language, goOn) => {
    const voice = voiceFor(language)
    if (!voice || text === '') return atOnce(goOn)
    const words = new SpeechSynthesisUtterance(text)
    words.voice = voice
    words.lang = voice.lang
    words.addEventListener('end', goOn)
    speechSynthesis.speak(words)
    return () => {
      words.removeEventListener('end', goOn)
      speechSynthesis.cancel()
    }
  }
  return {
    speaks: (language) => voiceFor(language) !== undefined,
    say,
    // Some browsers know their voices only after a while, and Safari 14 has no such event on it.
    whenKnown: (listener) => {
      speechSynthesis.addEventListener?.('voiceschanged', listener)
      return () => speechSynthesis.removeEventListener?.('voiceschanged', listener)
    },
  }
}

function atOnce(goOn: () => void): () => void {
  const timer = setTimeout(goOn)
  return () => clearTimeout(timer)
}
