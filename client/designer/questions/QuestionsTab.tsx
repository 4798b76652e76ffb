import { useState } from 'preact/hooks'
import type { Finding } from '../../../surveys/designing/findings'
import { findQuestion } from '../../../surveys/designing/questions'
import type { Desk } from '../desk'
import type { Place } from '../place'
import { PreviewPane } from '../preview/PreviewPane'
import { useFocusOn } from '../useFocusOn'
import { Outline } from './Outline'
import { QuestionEditor } from './QuestionEditor'
import { SectionEditor } from './SectionEditor'

export type QuestionsProps = { readonly desk: Desk; readonly place: Place; readonly go: (place: Place) => void; readonly findings: readonly Finding[]; readonly address: string }

const panes = ['outline', 'edit', 'look'] as const
type Pane = (typeof panes)[number]

/** Where the keyboard goes with a choice. On a wide screen what was chosen in the outline leaves it there. */
const targets = {
  editor: '.paneEdit h2',
  words: '.paneEdit .field :is(textarea, input)',
  types: '#types',
  row: '.outliner [aria-current], .outliner > .quietButton',
} as const

/** Where only one pane is shown. */
const narrow = '(max-width: 1100px)'

/** Goes to a question or a section, and takes the keyboard along. */
export type Choose = (place: Place, target?: keyof typeof targets) => void

/** The outline at the left, what is being edited in the middle, how a citizen sees it at the right; on a small screen one of them. */
export function QuestionsTab({ desk, place, go, findings, address }: QuestionsProps) {
  const [pane, setPane] = useState<Pane>(place.isLed ? 'edit' : 'outline')
  const [sitting, setSitting] = useState(0)
  const focusOn = useFocusOn()
  const { draft, say } = desk
  const placed = findQuestion(draft, place.question)
  const section = placed?.section ?? draft.sections.find(({ id }) => id === place.section) ?? draft.sections[0]
  const choose: Choose = (next, target = 'editor') => {
    go(next)
    setSitting(sitting + 1)
    setPane(target === 'row' ? 'outline' : 'edit')
    if (target !== 'editor' || matchMedia(narrow).matches) focusOn(targets[target])
  }
  const own = findings.filter((finding) => finding.place.tab === 'questions' && (placed ? finding.place.question === placed.question.id : finding.place.section === section?.id && finding.place.question === undefined))
  return (
    <>
      <div class="panes" role="group" aria-label={say('panes')}>
        {panes.map((one) => <button key={one} type="button" aria-pressed={pane === one} onClick={() => setPane(one)}>{say(`pane_${one}`)}</button>)}
      </div>
      <div class={`desk showing-${pane}`}>
        <section class="paneOutline" aria-label={say('pane_outline')}><Outline {...{ desk, findings }} place={{ ...place, section: section?.id }} choose={choose} /></section>
        <section class="paneEdit card" aria-label={say('pane_edit')}>
          {placed ? (
            <QuestionEditor key={`question ${sitting}`} {...{ desk, placed, choose }} onRenamed={(id) => go({ ...place, question: id })} findings={own} />
          ) : section ? (
            <SectionEditor key={`section ${section.id}`} {...{ desk, section, choose }} findings={own} />
          ) : (
            <p class="note">{say('noSection')}</p>
          )}
        </section>
        <section class="paneLook" aria-label={say('pane_look')}><PreviewPane {...{ desk, address }} section={section?.id} question={placed?.question.id} /></section>
      </div>
    </>
  )
}
