import type { LocalSound, Questionnaire } from '../../surveys/instrument/schema'

/** One thing that is read aloud: a recording where there is one, else its words by the device's own voice. */
type Clip = {
  readonly sound: string | undefined
  readonly text: string
  /** What it stands beside, marked while it is heard. */ readonly shown: Element | undefined
}

/**
 * Gives each question a button that reads it and its options aloud, at the places that the screens leave for it (`data-listen`): they draw
 * nothing there themselves. A question that has neither a recording nor a voice in the reader's language gets none.
 */
export function letListen(root: HTMLElement, questionnaire: Questionnaire): void {
  const sounds = soundsOf(questionnaire)
  const voices = speaker()
  let stop = (): void => {}
  let playing: HTMLButtonElement | undefined
  const end = (): void => {
    stop()
    if (playing) show(playing, 'hear')
    playing = undefined
  }
  const play = (place: HTMLElement, button: HTMLButtonElement): void => {
    const wasPlaying = playing === button
    end()
    if (wasPlaying) return
    playing = button
    show(button, 'stop')
    stop = inTurn(clipsAt(place, sounds), document.documentElement.lang, voices, () => playing === button && end())
  }
  const refresh = (): void => {
    if (playing && !playing.isConnected) end()
    const language = document.documentElement.lang
    for (const place of root.querySelectorAll<HTMLElement>('[data-listen]')) {
      const isHeard = sounds.get(place.dataset['listen'] ?? '')?.own?.[language] !== undefined || voices.speaks(language)
      const button = place.querySelector('button')
      // Told in another language than when it was made.
      if (button && (!isHeard || button.lang !== language)) {
        if (button === playing) end()
        button.remove()
      }
      if (!isHeard || place.querySelector('button')) continue
      const made = buttonAt(place, language, play)
      place.append(made)
      // Who does not read is read to.
      if (place.closest('.by-ear')) play(place, made)
    }
  }
  const watch = new MutationObserver(refresh)
  watch.observe(root, { childList: true, subtree: true, attributeFilter: ['data-hear'] })
  // The page says in which language it is read a moment after its words have changed.
  watch.observe(document.documentElement, { attributeFilter: ['lang'] })
  voices.whenKnown(refresh)
  addEventListener('pagehide', end)
  refresh()
}

/** The recordings of each item and of what is only read: its own, and those of its options by code. */
type Heard = { readonly own: LocalSound | undefined; readonly options: ReadonlyMap<string, LocalSound | undefined> }

function soundsOf({ sections, scales }: Questionnaire): ReadonlyMap<string, Heard> {
  const optionsOf = new Map(scales.map(({ id, options }) => [id, new Map(options.map(({ code, sound }) => [code, sound]))]))
  const heard = new Map<string, Heard>()
  for (const { questions } of sections)
    for (const question of questions) {
      const options = ('scale' in question ? optionsOf.get(question.scale) : undefined) ?? new Map<string, LocalSound | undefined>()
      for (const { id, sound } of 'items' in question ? question.items : [question]) heard.set(id, { own: sound, options })
    }
  return heard
}

function buttonAt(place: HTMLElement, language: string, play: (place: HTMLElement, button: HTMLButtonElement) => void): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'quiet'
  button.lang = language
  show(button, 'hear', place)
  button.addEventListener('click', () => play(place, button))
  return button
}

/** What the button does next, in the words that the screen leaves beside its place. */
function show(button: HTMLButtonElement, word: 'hear' | 'stop', place = button.parentElement): void {
  button.textContent = place?.dataset[word] ?? ''
}

/** The question as it stands there, then each of its options in the order in which they are shown. */
function clipsAt(place: HTMLElement, sounds: ReadonlyMap<string, Heard>): readonly Clip[] {
  const language = document.documentElement.lang
  const heard = sounds.get(place.dataset['listen'] ?? '')
  const card = place.parentElement
  const question = { sound: heard?.own?.[language], text: textOf(card?.querySelector('legend,.legend,p')), shown: undefined }
  const options = [...(card?.querySelectorAll('.options label') ?? [])].flatMap((label) => {
    const input = label.querySelector('input')
    if (!input || input.type === 'text') return []
    return [{ sound: heard?.options.get(input.value)?.[language], text: textOf(label), shown: label }]
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
    if (!clip) return over()
    clip.shown?.setAttribute('data-heard', '')
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
  player.src = `/sounds/${name}`
  player.play().catch((error: unknown) => {
    // The browser lets nothing sound before somebody has touched the page.
    if (error instanceof DOMException && error.name === 'NotAllowedError') ended()
  })
  return silence
}

type Speaker = {
  readonly speaks: (language: string) => boolean
  /** Goes on at once where there is no such voice. */
  readonly say: (text: string, language: string, goOn: () => void) => () => void
  readonly whenKnown: (listener: () => void) => void
}

/** The device's own voices; one of another house would be sent the words, and is silent without a network. */
function speaker(): Speaker {
  if (!('speechSynthesis' in globalThis)) return { speaks: () => false, say: (_, __, goOn) => atOnce(goOn), whenKnown: () => {} }
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
    whenKnown: (listener) => speechSynthesis.addEventListener?.('voiceschanged', listener),
  }
}

function atOnce(goOn: () => void): () => void {
  const timer = setTimeout(goOn)
  return () => clearTimeout(timer)
}
