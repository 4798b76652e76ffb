import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Addresses of what the client's build made; without a build there is no script, and pages are plain forms. */
export type Assets = {
  readonly script: string | undefined
  /** What rare question types need besides, on a phone and at a kiosk. */
  readonly more: string | undefined
  readonly kioskMore: string | undefined
  /** What keeps and sends a response, fetched when the first screen stands. */
  readonly outbox: string | undefined
  /** What works for a response, fetched where a server under pressure asks for it. */
  readonly puzzle: string | undefined
  /** The same for a screen that strangers share. */
  readonly kiosk: string | undefined
  /** What starts a kiosk without a network; its page asks for it at an address that stays. */
  readonly worker: string | undefined
  /** What reads questions aloud, fetched after it. */
  readonly sound: string | undefined
  /** What a device that strangers share needs besides: to seal and to sign, what its staff sees and how that looks, and to be enrolled. */
  readonly device: string | undefined
  readonly staff: string | undefined
  readonly style: string | undefined
  readonly enrol: string | undefined
  /** What keeps a counter's screen at its newest code. */
  readonly display: string | undefined
  /** What adds charts and search to the results. */
  readonly results: string | undefined
  /** What lets paper forms be entered by keyboard alone. */
  readonly sheet: string | undefined
  /** What asks a browser for a passkey. */
  readonly passkeys: string | undefined
  /** The designer of questionnaires, and the frame in which a design is tried. */
  readonly designer: string | undefined
  readonly preview: string | undefined
}

/** Reads the manifests of the client's builds. */
export function loadAssets(clientDir: string): Assets {
  const read = (name: string) => readManifest(join(clientDir, name))
  const survey = read('.vite/manifest.json')
  const [kiosk, device, office] = [read('kiosk.json'), read('device.json'), read('office.json')]
  const address = (manifest: Manifest, entry: string) => manifest[entry] && `/${manifest[entry].file}`
  return {
    script: address(survey, 'client/citizen.tsx'),
    kiosk: address(kiosk, 'client/kiosk/main.tsx'),
    more: address(survey, 'client/survey/questions/more.ts'),
    kioskMore: address(kiosk, 'client/survey/questions/more.ts'),
    outbox: address(survey, 'client/outbox/outbox.ts'),
    puzzle: address(survey, 'client/outbox/puzzle.ts'),
    worker: address(kiosk, 'client/kiosk/worker.ts'),
    sound: address(survey, 'client/sound/listen.ts'),
    device: address(device, 'client/outbox/device.ts'),
    staff: address(device, 'client/kiosk/staff.tsx'),
    style: device['client/kiosk/staff.tsx']?.css?.map((file) => `/${file}`)[0],
    enrol: address(device, 'client/kiosk/enrol.tsx'),
    display: address(device, 'client/display/display.ts'),
    results: address(office, 'client/office/main.ts'),
    sheet: address(office, 'client/office/sheet.ts'),
    passkeys: address(office, 'client/office/passkeys.ts'),
    designer: address(office, 'client/designer/main.tsx'),
    preview: address(office, 'client/designer/preview/main.tsx'),
  }
}

type Manifest = Readonly<Record<string, { readonly file: string; readonly css?: readonly string[] }>>

function readManifest(file: string): Manifest {
  try {
    const manifest: Manifest = JSON.parse(readFileSync(file, 'utf8'))
    return manifest
  } catch {
    return {}
  }
}
