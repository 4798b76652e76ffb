import { useEffect, useState } from 'preact/hooks'
import { localised } from '../../surveys/language'
import type { DesignerSay } from '../text/designer/words'
import type { Desk } from './desk'
import { Bar } from './frame/Bar'
import { Notices } from './frame/Notices'
import { useShortcuts } from './frame/useShortcuts'
import { GeneralTab } from './general/GeneralTab'
import { Lazy } from './Lazy'
import { firstPlace, keepingQuestion, type Place } from './place'
import { QuestionsTab } from './questions/QuestionsTab'
import type { Start } from './start'
import { useDesign } from './useDesign'
import { useFindings } from './useFindings'

/** A questionnaire on the table of its author. */
export function Designer({ start, say }: { readonly start: Start; readonly say: DesignerSay }) {
  const design = useDesign(start)
  const { draft, accepted } = design.work
  const [wanted, setContent] = useState(start.definition.languages[0] ?? 'vi')
  const content = draft.languages.includes(wanted) ? wanted : (draft.languages[0] ?? 'vi')
  const [place, setPlace] = useState<Place>(() => firstPlace(start.definition))
  const go = (next: Place): void => setPlace((now) => keepingQuestion(now, next))
  const findings = useFindings(draft)
  useShortcuts(design)
  useEffect(() => {
    if (place.isLed) document.querySelector<HTMLElement>(place.tab === 'questions' ? '.paneEdit h2' : '#main')?.focus()
  }, [place])
  const desk: Desk = {
    draft, content, say,
    office: start.office,
    change: (what, edit) => design.change(what, (work) => ({ ...work, draft: edit(work.draft) })),
    text: (local) => (local ? (local[content] ?? localised(local, content, draft.languages)) : ''),
  }
  const { joined } = design
  const opening = say('tabOpening')
  return (
    <>
      <Bar {...{ desk, design, place, go, findings, accepted, setContent }} />
      <Notices {...{ desk, design }} />
      {joined && joined.clashes.length > 0 && (
        <Lazy load={() => import('./collision/Settling')} opening={opening}>{({ Settling }) => <Settling {...{ desk, joined }} settle={design.settle} />}</Lazy>
      )}
      <main id="main" class="designer" tabIndex={-1}>
        <QuestionsTab {...{ desk, place, go, findings }} address={start.address} />
        {place.tab === 'scales' && <Lazy key="scales" focus={place.isLed && '#scale-editor'} load={() => import('./scales/ScalesTab')} opening={opening}>{({ ScalesTab }) => <ScalesTab desk={desk} scale={place.scale} onSelect={(scale) => go({ tab: 'scales', scale })} />}</Lazy>}
        {place.tab === 'indicators' && <Lazy key="indicators" focus={place.isLed && '.indicator-work h3[tabindex]'} load={() => import('./indicators/IndicatorsTab')} opening={opening}>{({ IndicatorsTab }) => <IndicatorsTab desk={desk} tree={place.tree} node={place.node} />}</Lazy>}
        {place.tab === 'translation' && <Lazy key="translation" load={() => import('./translation/TranslationTab')} opening={opening}>{({ TranslationTab }) => <TranslationTab desk={desk} address={start.address} lacking={place.lacking} onLoaded={(definition, revision) => design.take({ definition, revision, accepted, changedBy: '', changedAt: '' })} />}</Lazy>}
        {place.tab === 'general' && <GeneralTab desk={desk} />}
        {place.tab === 'check' && <Lazy key="check" load={() => import('./check/CheckTab')} opening={opening}>{({ CheckTab }) => <CheckTab {...{ desk, design, findings, go, start }} />}</Lazy>}
      </main>
    </>
  )
}
