import { soundLimits } from '../../../surveys/designing/sounds'

/** Why nothing can be recorded here and now. */
export type RecordingHindrance = 'insecure' | 'unable' | 'none' | 'refused' | 'busy'

export type RecordedSound = { readonly file: Blob; readonly milliseconds: number; /** Between 0 and 1. */ readonly loudest: number }

export type RecordingEvents = {
  /** About ten times a second; `level` is how loud it is now, between 0 and 1. */
  readonly onProgress: (progress: { readonly milliseconds: number; readonly level: number }) => void
  /** Stopped by hand, by a limit, or because the microphone has gone. */
  readonly onRecorded: (sound: RecordedSound) => void
}

export type RunningRecording = { readonly stop: () => void; /** Ends it without a sound. */ readonly drop: () => void }

/** When a recording ends by itself: what a browser still has in hand then has room below what is taken. */
export const recordedAtMost = { bytes: soundLimits.bytes - 64 * 1024, milliseconds: soundLimits.milliseconds - 1_000 } as const

/** Asks for the microphone and records it until it is told to stop. */
export async function startRecording(events: RecordingEvents): Promise<RunningRecording | RecordingHindrance> {
  if (!globalThis.isSecureContext) return 'insecure'
  const type = 'MediaRecorder' in globalThis ? types.find((one) => MediaRecorder.isTypeSupported(one)) : undefined
  if (type === undefined || !('mediaDevices' in navigator)) return 'unable'
  try {
    const microphone = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, noiseSuppression: true, autoGainControl: true },
    })
    return recorded(microphone, type, events)
  } catch (error) {
    return hindranceOf(error)
  }
}

/**
 * AAC in MP4 sounds on every phone; a browser that cannot make it writes Opus in WebM, which iPhones play since iOS 17.4 (before that
 * their own voice reads instead).
 */
const types = ['audio/mp4;codecs=mp4a.40.2', 'audio/webm;codecs=opus'] as const

function hindranceOf(error: unknown): RecordingHindrance {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotSupportedError') return 'unable'
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'busy'
}

function recorded(microphone: MediaStream, mimeType: string, { onProgress, onRecorded }: RecordingEvents): RunningRecording {
  const recorder = new MediaRecorder(microphone, { mimeType, audioBitsPerSecond: 48_000 })
  const meter = loudnessOf(microphone)
  const pieces: Blob[] = []
  let [bytes, milliseconds, loudest, isDropped] = [0, 0, 0, false]
  const began = performance.now()
  const stop = (): void => {
    if (recorder.state !== 'inactive') recorder.stop()
  }
  const watch = setInterval(() => {
    milliseconds = performance.now() - began
    const level = meter.level()
    loudest = Math.max(loudest, level)
    onProgress({ milliseconds, level })
    if (milliseconds >= recordedAtMost.milliseconds) stop()
  }, 100)
  recorder.addEventListener('dataavailable', ({ data }) => {
    pieces.push(data)
    bytes += data.size
    if (bytes >= recordedAtMost.bytes) stop()
  })
  recorder.addEventListener('stop', () => {
    clearInterval(watch)
    meter.end()
    for (const track of microphone.getTracks()) track.stop()
    const [type] = mimeType.split(';')
    if (!isDropped) onRecorded({ file: new Blob(pieces, { type: type ?? '' }), milliseconds, loudest })
  })
  recorder.start(250)
  const drop = (): void => {
    isDropped = true
    stop()
  }
  return { stop, drop }
}

function loudnessOf(microphone: MediaStream): { readonly level: () => number; readonly end: () => void } {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  context.createMediaStreamSource(microphone).connect(analyser)
  const wave = new Float32Array(analyser.fftSize)
  const level = (): number => {
    analyser.getFloatTimeDomainData(wave)
    return Math.min(1, Math.max(...wave.map(Math.abs)))
  }
  return { level, end: () => void context.close() }
}
