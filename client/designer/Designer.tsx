import { useEffect, useState } from 'preact/hooks'
import { isUnbegun } from '../../surveys/designing/blank'
import type { Finding } from '../../surveys/designing/findings'
import { type InterfaceWords, localised } from '../../surveys/instrument/language'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { trimmed } from '../../surveys/instrument/spelling'
import type { DesignerSay } from '../text/designer'
import { ColleaguesDoor } from './colleagues/ColleaguesDoor'
import type { OpenRemarks } from './colleagues/props'
import { Bar, Notices, useShortcuts } from './frame/Bar'
import { type Desk, type Start, withNames } from './frame/desk'
import { fetched, Lazy, Unfetched, Opening } from './frame/Lazy'
import { firstPlace, keepingQuestion, type Place } from './frame/place'
import { useDesign } from './frame/useDesign'
import { QuestionsTab } from './questions/QuestionsTab'

const settlingModule = fetched(() => import('./Settling'))
const scalesTabModule = fetched(() => import('./scales/ScalesTab'))
const indicatorsTabModule = fetched(() => import('./indicators/IndicatorsTab'))
const translationTabModule = fetched(() => import('./translation/TranslationTab'))
const soundsTabModule = fetched(() => import('./sounds/SoundsTab'))
const generalTabModule = fetched(() => import('./GeneralTab'))
const checkTabModule = fetched(() => import('./CheckTab'))

/** A questionnaire on the table of its author. */
export function Designer({ start, say }: { readonly start: Start; readonly say: DesignerSay }) {
  const design = useDesign(start)
  const { draft, accepted } = design.work
  const [wanted, setContent] = useState(start.definition.languages[0] ?? 'vi')
  const content = draft.languages.includes(wanted) ? wanted : (draft.languages[0] ?? 'vi')
  const [place, setPlace] = useState<Place>(() => firstPlace(start.definition))
  const go = (next: Place): void => setPlace((now) => keepingQuestion(now, next))
  const { checked, isLost } = useFindings(draft)
  const findings = checked ?? []
  const told = isUnbegun(draft) ? none : findings
  const [openRemarks, setOpenRemarks] = useState<OpenRemarks>(new Map())
  useShortcuts(design)
  useEffect(() => {
    if (!place.isLed) return
    const main = document.querySelector<HTMLElement>('#main')
    if (place.tab === 'questions') main?.querySelector<HTMLElement>('.paneEdit h2')?.focus()
    // Unless a tab that was there at once has taken it to the very place.
    else if (!main?.contains(document.activeElement)) main?.focus()
  }, [place])
  const desk: Desk = {
    draft,
    content,
    say,
    address: start.address,
    office: start.office,
    drawables: start.drawables,
    openRemarks,
    change: (what, edit) => design.change(what, (work) => ({ ...work, draft: edit(work.draft) })),
    text: (local) => (local ? withNames(draft, content, trimmed(local[content] ?? localised(local, content, draft.languages))) : ''),
  }
  const { joined } = design
  return (
    <>
      <Bar {...{ desk, design, place, go, accepted, setContent }} findings={told}>
        <ColleaguesDoor {...{ desk, place, go }} address={start.address} tell={setOpenRemarks} />
      </Bar>
      <Notices {...{ desk, design }} />
      {joined && joined.clashes.length > 0 && (
        <Lazy of={settlingModule} say={say}>
          {({ Settling }) => <Settling {...{ desk, joined }} settle={design.settle} />}
        </Lazy>
      )}
      <main id="main" class="designer" tabIndex={-1}>
        {draft.kind === undefined && <QuestionsTab {...{ desk, place, go }} findings={told} address={start.address} />}
        {place.tab === 'scales' && (
          <Lazy key="scales" focus={place.isLed && '#scale-editor'} of={scalesTabModule} say={say}>
            {({ ScalesTab }) => (
              <ScalesTab {...{ desk, go }} address={start.address} scale={place.scale} onSelect={(scale) => go({ tab: 'scales', scale })} />
            )}
          </Lazy>
        )}
        {place.tab === 'indicators' && (
          <Lazy key="indicators" focus={place.isLed && '.indicator-work h3[tabindex]'} of={indicatorsTabModule} say={say}>
            {({ IndicatorsTab }) => <IndicatorsTab {...{ desk, findings }} tree={place.tree} node={place.node} />}
          </Lazy>
        )}
        {place.tab === 'translation' && (
          <Lazy key="translation" of={translationTabModule} say={say}>
            {({ TranslationTab }) => (
              <TranslationTab
                desk={desk}
                address={start.address}
                lacking={place.lacking}
                onLoaded={(definition, revision) => design.take({ definition, revision, accepted, changedBy: '', changedAt: '' })}
              />
            )}
          </Lazy>
        )}
        {place.tab === 'sounds' && (
          <Lazy key="sounds" of={soundsTabModule} say={say}>
            {({ SoundsTab }) => <SoundsTab desk={desk} address={start.address} />}
          </Lazy>
        )}
        {place.tab === 'general' && (
          <Lazy key="general" of={generalTabModule} say={say}>
            {({ GeneralTab }) => <GeneralTab desk={desk} />}
          </Lazy>
        )}
        {place.tab === 'check' && !checked && (isLost ? <Unfetched say={say} /> : <Opening text={say('tabOpening')} />)}
        {place.tab === 'check' && checked && (
          <Lazy key="check" of={checkTabModule} say={say}>
            {({ CheckTab }) => <CheckTab {...{ desk, design, findings, go, start }} />}
          </Lazy>
        )}
      </main>
    </>
  )
}

const afterMs = 200
const none: readonly Finding[] = []

/** What is wrong or doubtful, a moment after the last change; nothing is said before what checks has come, which nobody who begins to write waits for. */
function useFindings(draft: Questionnaire): Checking {
  const [words, setWords] = useState<InterfaceWords>({})
  const [check, setCheck] = useState<{ readonly of: Check }>()
  const [checked, setChecked] = useState<readonly Finding[]>()
  const [isLost, setLost] = useState(false)
  useEffect(() => {
    Promise.all([import('../../surveys/designing/checking'), import('../../surveys/instrument/definition')]).then(
      ([{ findings }, { readDefinition }]) => setCheck({ of: (one, spoken) => findings(one, readDefinition, spoken) }),
      () => setLost(true),
    )
    import('../text/screen').then(
      ({ screenWords }) => setWords(screenWords),
      () => setLost(true),
    )
  }, [])
  useEffect(() => {
    if (!check) return undefined
    const timer = setTimeout(() => setChecked(check.of(draft, words)), checked ? afterMs : 0)
    return () => clearTimeout(timer)
  }, [draft, words, check])
  return { checked, isLost }
}

type Checking = { readonly checked: readonly Finding[] | undefined; readonly isLost: boolean }
type Check = (draft: Questionnaire, words: InterfaceWords) => readonly Finding[]
