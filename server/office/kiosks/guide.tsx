import { type Context, Hono } from 'hono'
import type { ComponentChildren } from 'preact'
import type { OfficeWord } from '../../../client/text/office'
import { requireAct } from '../../access/permission'
import { addressDoubt, publicAddress } from '../../public-address'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { isPolicyFile, kioskFlags, kioskStart, policyFileNames, policyFiles } from './policies'

/** What whoever installs a kiosk does, and the files to copy onto it. */
export function guidePages(deps: OfficeDeps): Hono {
  const read = requireAct(deps, 'office.read', refused)
  return new Hono()
    .get('/kiosks/guide', read, (c) => guidePage(deps, c))
    .get('/kiosks/guide/:file', read, (c) => policyFile(deps, c, c.req.param('file')))
}

const originHere = async (deps: OfficeDeps, c: Context): Promise<string> => (await publicAddress(deps)) ?? new URL(c.req.url).origin

async function guidePage(deps: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  return page(c, { reader, title: reader.say('guideTitle'), body: <Guide {...{ reader }} origin={await originHere(deps, c)} /> })
}

async function policyFile(deps: OfficeDeps, c: Context, name: string): Promise<Response> {
  if (!isPolicyFile(name)) return noticePage(c, 404, 'lostTitle', 'lostText')
  return c.body(policyFiles[name].text(await originHere(deps, c)), 200, {
    'Content-Type': 'text/plain; charset=UTF-8',
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'private, no-store',
  })
}

type GuideProps = { readonly reader: Reader; readonly origin: string }

const Guide = ({ reader, reader: { say }, origin }: GuideProps) => {
  const doubt = addressDoubt(origin)
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href="/admin/kiosks">{say('navKiosks')}</a>
      </p>
      <h1>{say('guideTitle')}</h1>
      <p class="sub">{say('guideText')}</p>
      <nav class="acts" aria-label={say('guideParts')}>
        {parts.map((part) => (
          <a key={part} href={`#${part}`}>
            {say(part === 'files' ? 'guideFiles' : `guidePart_${part}`)}
          </a>
        ))}
      </nav>
      <Part reader={reader} name="https" points={['guideHttps_why', 'guideHttps_cert', 'guideHttps_name']}>
        {doubt !== undefined && <p class="wrong">{say(`publicAddress_${doubt}`)}</p>}
      </Part>
      <Part
        reader={reader}
        name="ready"
        points={['guideReady_account', 'guideReady_clock', 'guideReady_power', 'guideReady_update', 'guideReady_disk', 'guideReady_keep']}
      />
      <Part reader={reader} name="android" points={['guideAndroid_managed', 'guideAndroid_pinned', 'guideAndroid_usb']} />
      <Part
        reader={reader}
        name="windows"
        points={['guideWindows_edge', 'guideWindows_policy', 'guideWindows_edition', 'guideWindows_shell', 'guideWindows_pro']}
      >
        <Copied text={`"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe" ${kioskFlags(origin)}`} />
        <p>{say('guideWindows_withEdge')}</p>
        <Copied
          text={`"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe" --start-fullscreen --no-first-run --app=${kioskStart(origin)}`}
        />
      </Part>
      <Part reader={reader} name="linux" points={['guideLinux_policy', 'guideLinux_unit', 'guideLinux_firefox']}>
        <Copied text={`firefox --kiosk ${kioskStart(origin)}`} />
      </Part>
      <section class="card" aria-labelledby="files">
        <h2 id="files">{say('guideFiles')}</h2>
        <p class="note">{say('guideFilesText')}</p>
        <ul class="meanings">
          {(['guideFiles_urls', 'guideFiles_forms', 'guideFiles_downloads', 'guideFiles_tools', 'guideFiles_kept'] as const).map((word) => (
            <li key={word}>{say(word)}</li>
          ))}
        </ul>
        {policyFileNames.map((name) => (
          <details key={name} class="more">
            <summary>
              {name} – {policyFiles[name].name}
            </summary>
            <p class="note">
              {say('guideFilePlace')} <code>{policyFiles[name].place}</code>
            </p>
            <Copied text={policyFiles[name].text(origin)} />
            <p>
              <a href={`/admin/kiosks/guide/${name}`}>{say('guideFileFetch', { name })}</a>
            </p>
          </details>
        ))}
      </section>
      <Part reader={reader} name="enrol" points={['guideEnrol_code', 'guideEnrol_open', 'guideEnrol_look']}>
        <Copied text={kioskStart(origin)} />
      </Part>
      <Part reader={reader} name="try" points={['guideTry_offline', 'guideTry_reboot', 'guideTry_escape', 'guideTry_back']} />
    </Shell>
  )
}

/** As they stand on the page: who installs needs one system of the three. */
const parts = ['https', 'ready', 'android', 'windows', 'linux', 'files', 'enrol', 'try'] as const

type PartName = Exclude<(typeof parts)[number], 'files'>

const Part = ({
  reader: { say },
  name,
  points,
  children,
}: {
  readonly reader: Reader
  readonly name: PartName
  readonly points: readonly OfficeWord[]
  readonly children?: ComponentChildren
}) => (
  <section class="card" aria-labelledby={name}>
    <h2 id={name}>{say(`guidePart_${name}`)}</h2>
    <ul class="meanings">
      {points.map((word) => (
        <li key={word}>{say(word)}</li>
      ))}
    </ul>
    {children}
  </section>
)

/** What is copied as it stands. */
const Copied = ({ text }: { readonly text: string }) => (
  <pre>
    <code>{text}</code>
  </pre>
)
