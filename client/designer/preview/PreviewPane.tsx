import { useEffect, useRef, useState } from 'preact/hooks'
import { type Desk, languageNameFor } from '../frame/desk'
import { layouts, type PreviewLayout, type PreviewMessage, readyMessage } from './message'

type Props = { readonly desk: Desk; readonly address: string; readonly section: string | undefined; readonly question: string | undefined }

const scopes = ['here', 'whole'] as const
type Scope = (typeof scopes)[number]

const afterMs = 120

/** What a citizen gets, beside the question that is being edited: on a phone, at a kiosk, on paper, in any language. */
export function PreviewPane({ desk: { draft, say, content, office }, address, section, question }: Props) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [layout, setLayout] = useState<PreviewLayout>('phone')
  const [scope, setScope] = useState<Scope>('here')
  const [chosen, setLanguage] = useState<string>()
  const [ready, setReady] = useState(0)
  const language = chosen !== undefined && draft.languages.includes(chosen) ? chosen : content
  const here = scope === 'here' && layout !== 'paper'
  useEffect(() => {
    const heard = ({ source, data }: MessageEvent) => {
      if (source === frame.current?.contentWindow && data === readyMessage) setReady((times) => times + 1)
    }
    addEventListener('message', heard)
    return () => removeEventListener('message', heard)
  }, [])
  useEffect(() => {
    if (ready === 0) return
    const message: PreviewMessage = {
      kind: 'design',
      draft,
      language,
      section: here ? section : undefined,
      question: here ? question : undefined,
    }
    const timer = setTimeout(() => frame.current?.contentWindow?.postMessage(message, location.origin), afterMs)
    return () => clearTimeout(timer)
  }, [draft, language, section, question, here, ready])
  return (
    <>
      <div class="looking">
        <div class="switch" role="group" aria-label={say('previewLayout')}>
          {layouts.map((one) => (
            <button key={one} type="button" aria-pressed={layout === one} onClick={() => setLayout(one)}>
              {say(`layout_${one}`)}
            </button>
          ))}
        </div>
        {layout !== 'paper' && (
          <div class="switch" role="group" aria-label={say('previewScope')}>
            {scopes.map((one) => (
              <button key={one} type="button" aria-pressed={scope === one} onClick={() => setScope(one)}>
                {say(`scope_${one}`)}
              </button>
            ))}
          </div>
        )}
        {draft.languages.length > 1 && (
          <div class="switch" role="group" aria-label={say('previewLanguage')}>
            {draft.languages.map((tag) => (
              <button key={tag} type="button" aria-pressed={language === tag} onClick={() => setLanguage(tag)}>
                {languageNameFor(tag, office, say)}
              </button>
            ))}
          </div>
        )}
      </div>
      <div class={`screen ${layout}`}>
        <iframe ref={frame} key={layout} src={`${address}/preview?layout=${layout}`} title={say('previewFrame')} />
      </div>
      {layout === 'paper' && (
        <button type="button" class="quietButton" onClick={() => frame.current?.contentWindow?.print()}>
          {say('printPaper')}
        </button>
      )}
    </>
  )
}
