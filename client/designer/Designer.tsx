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
import { fetched, Lazy, Opening } from './frame/Lazy'
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
  const checked = useFindings(draft)
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
  const opening = say('tabOpening')
  return (
    <>
      <Bar {...{ desk, design, place, go, accepted, setContent }} findings={told}>
        <ColleaguesDoor {...{ desk, place, go }} address={start.address} tell={setOpenRemarks} />
      </Bar>
      <Notices {...{ desk, design }} />
      {joined && joined.clashes.length > 0 && (
        <Lazy of={settlingModule} opening={opening}>
          {({ Settling }) => <Settling {...{ desk, joined }} settle={design.settle} />}
        </Lazy>
      )}
      <main id="main" class="designer" tabIndex={-1}>
        {draft.kind === undefined && <QuestionsTab {...{ desk, place, go }} findings={told} address={start.address} />}
        {place.tab === 'scales' && (
          <Lazy key="scales" focus={place.isLed && '#scale-editor'} of={scalesTabModule} opening={opening}>
            {({ ScalesTab }) => (
              <ScalesTab {...{ desk, go }} address={start.address} scale={place.scale} onSelect={(scale) => go({ tab: 'scales', scale })} />
            )}
          </Lazy>
        )}
        {place.tab === 'indicators' && (
          <Lazy key="indicators" focus={place.isLed && '.indicator-work h3[tabindex]'} of={indicatorsTabModule} opening={opening}>
            {({ IndicatorsTab }) => <IndicatorsTab {...{ desk, findings }} tree={place.tree} node={place.node} />}
          </Lazy>
        )}
        {place.tab === 'translation' && (
          <Lazy key="translation" of={translationTabModule} opening={opening}>
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
          <Lazy key="sounds" of={soundsTabModule} opening={opening}>
            {({ SoundsTab }) => <SoundsTab desk={desk} address={start.address} />}
          </Lazy>
        )}
        {place.tab === 'general' && (
          <Lazy key="general" of={generalTabModule} opening={opening}>
            {({ GeneralTab }) => <GeneralTab desk={desk} />}
          </Lazy>
        )}
        {place.tab === 'check' && !checked && <Opening text={opening} />}
        {place.tab === 'check' && checked && (
          <Lazy key="check" of={checkTabModule} opening={opening}>
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
function useFindings(draft: Questionnaire): readonly Finding[] | undefined {
  const [words, setWords] = useState<InterfaceWords>({})
  const [check, setCheck] = useState<{ readonly of: Check }>()
  const [found, setFound] = useState<readonly Finding[]>()
  useEffect(() => {
    void Promise.all([import('../../surveys/designing/checking'), import('../../surveys/instrument/definition')]).then(
      ([{ findings }, { readDefinition }]) => setCheck({ of: (one, spoken) => findings(one, readDefinition, spoken) }),
    )
    void import('../text/screen').then(({ screenWords }) => setWords(screenWords))
  }, [])
  useEffect(() => {
    if (!check) return undefined
    const timer = setTimeout(() => setFound(check.of(draft, words)), found ? afterMs : 0)
    return () => clearTimeout(timer)
  }, [draft, words, check])
  return found
}

type Check = (draft: Questionnaire, words: InterfaceWords) => readonly Finding[]
