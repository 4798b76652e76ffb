import { Component, type ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { findQuestion, type Placed } from '../../../surveys/designing/questions'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { useFocusOn } from '../frame/Fields'
import type { Place } from '../frame/place'
import { LibraryDoor, WhereFrom } from '../library/LibraryDoor'
import { PreviewPane } from '../preview/PreviewPane'
import { type Choose, Outline, type QuestionsProps, targets } from './Outline'
import { QuestionEditor, SectionEditor } from './QuestionEditor'

const panes = ['outline', 'edit', 'look'] as const
type Pane = (typeof panes)[number]

/** Where only one pane is shown. */
const narrow = '(max-width: 1100px)'

/**
 * The outline at the left, what is being edited in the middle, how a citizen sees it at the right; on a small screen one of
 * them. A long outline and the preview are kept while another tab is shown.
 */
export function QuestionsTab({ desk, place, go, findings, address }: QuestionsProps) {
  const [pane, setPane] = useState<Pane>('outline')
  useLayoutEffect(() => {
    if (place.isLed) setPane('edit')
  }, [place])
  const focusOn = useFocusOn()
  const { draft, say } = desk
  const placed = usePlaced(draft, place)
  const section = placed?.section ?? draft.sections.find(({ id }) => id === place.section) ?? draft.sections[0]
  const choose: Choose = (next, target = 'editor') => {
    go(next)
    setPane(target === 'row' ? 'outline' : 'edit')
    if (target !== 'editor' || matchMedia(narrow).matches) focusOn(targets[target])
  }
  const isHidden = place.tab !== 'questions'
  const editor = useEditorKey(placed ? `question ${placed.question.id}` : `section ${section?.id ?? ''}`)
  const renamed = (what: 'question' | 'section') => (id: string) => {
    editor.renamed(`${what} ${id}`)
    go({ ...place, [what]: id })
  }
  const own = findings.filter(
    (finding) =>
      finding.place.tab === 'questions' &&
      (placed
        ? finding.place.question === placed.question.id
        : finding.place.section === section?.id && finding.place.question === undefined),
  )
  return (
    <div hidden={isHidden}>
      <div class="panes" role="group" aria-label={say('panes')}>
        {panes.map((one) => (
          <button key={one} type="button" aria-pressed={pane === one} onClick={() => setPane(one)}>
            {say(`pane_${one}`)}
          </button>
        ))}
      </div>
      <div class={`desk showing-${pane}`}>
        <section class="paneOutline" aria-label={say('pane_outline')}>
          <Still isStill={isHidden}>
            <Outline {...{ desk, findings }} place={{ ...place, section: section?.id, question: placed?.question.id }} choose={choose} />
          </Still>
          <LibraryDoor {...{ desk, choose, address }} place={{ section: section?.id, question: placed?.question.id }} />
        </section>
        <section class="paneEdit card" aria-label={say('pane_edit')}>
          {placed ? (
            <WhereFrom {...{ desk, address }} what="question" of={placed.question} />
          ) : (
            section && <WhereFrom {...{ desk, address }} what="section" of={section} />
          )}
          {isHidden ? null : placed ? (
            <QuestionEditor key={editor.key} {...{ desk, placed, choose }} onRenamed={renamed('question')} findings={own} />
          ) : section ? (
            <SectionEditor key={editor.key} {...{ desk, section, choose }} onRenamed={renamed('section')} findings={own} />
          ) : (
            <p class="note">{say('noSection')}</p>
          )}
        </section>
        <section class="paneLook" aria-label={say('pane_look')}>
          <Still isStill={isHidden}>
            <PreviewPane {...{ desk, address }} section={section?.id} question={placed?.question.id} />
          </Still>
        </section>
      </div>
    </div>
  )
}

/** The question of a place, or the one that stands where it last stood: a step that is undone may take it away, or its id. */
function usePlaced(draft: Questionnaire, { question }: Place): Placed | undefined {
  const last = useRef<Placed | undefined>(undefined)
  const there = (one: Placed): string | undefined => draft.sections.find(({ id }) => id === one.section.id)?.questions[one.at]?.id
  const placed =
    findQuestion(draft, question) ?? (question !== undefined && last.current ? findQuestion(draft, there(last.current)) : undefined)
  last.current = placed
  return placed
}

/** One key for each question or section that is opened, which stays when it gets another id: what has the focus is not drawn anew. */
function useEditorKey(what: string): { readonly key: string; readonly renamed: (what: string) => void } {
  const editor = useRef({ what, opened: 0 })
  if (editor.current.what !== what) editor.current = { what, opened: editor.current.opened + 1 }
  return {
    key: `editor ${editor.current.opened}`,
    renamed: (next) => {
      editor.current = { ...editor.current, what: next }
    },
  }
}

type Props = { readonly isStill: boolean; readonly children: ComponentChildren }

/** Leaves what is in it as it was last drawn while nobody sees it: it is there at once when one comes back. */
class Still extends Component<Props> {
  override shouldComponentUpdate({ isStill }: Props): boolean {
    return !isStill
  }

  render({ children }: Props): ComponentChildren {
    return children
  }
}
