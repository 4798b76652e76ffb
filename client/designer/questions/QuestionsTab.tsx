import { Component, type ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Finding } from '../../../surveys/designing/findings'
import { findQuestion, type Placed } from '../../../surveys/designing/questions'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { useFocusOn } from '../frame/Fields'
import type { Place } from '../frame/place'
import type { Desk } from '../frame/desk'
import { fetched, Lazy } from '../frame/Lazy'
import { LibraryDoor, WhereFrom } from '../library/LibraryDoor'
import { PreviewPane } from '../preview/PreviewPane'
import { type Choose, Outline, type QuestionsProps, targets } from './Outline'
import { QuestionEditor, SectionEditor } from './QuestionEditor'

const pasteQuestionsModule = fetched(() => import('../pasting/PasteQuestions'))
const addMenuModule = fetched(() => import('./AddMenu'))

const panes = ['edit', 'look'] as const
type Pane = (typeof panes)[number]

/**
 * The outline, in which what is being edited opens in its place, and beside it how a citizen sees it; on a small screen one of
 * them. The page alone scrolls. A long outline and the preview are kept while another tab is shown.
 */
export function QuestionsTab({ desk, place, go, findings, address }: QuestionsProps) {
  const [pane, setPane] = useState<Pane>('edit')
  const [adding, setAdding] = useState<{ readonly section: string; readonly isPasting: boolean }>()
  const [inLibrary, setInLibrary] = useState(false)
  useLayoutEffect(() => {
    if (place.isLed) setPane('edit')
  }, [place])
  const focusOn = useFocusOn()
  const keep = useKeptInSight(place)
  const { draft, say } = desk
  const placed = usePlaced(draft, place)
  const section = placed?.section ?? draft.sections.find(({ id }) => id === place.section) ?? draft.sections[0]
  const isHidden = place.tab !== 'questions'
  const editor = useEditor(placed ? `question ${placed.question.id}` : `section ${section?.id ?? ''}`, isHidden)
  const choose: Choose = (next, target = 'editor') => {
    editor.opensAs(target === 'words' ? 'new' : 'known')
    if (target === 'editor') keep(next.row ?? next.question ?? next.section)
    go(next)
    setPane('edit')
    setAdding(undefined)
    if (target !== 'editor') focusOn(targets[target])
  }
  const chosen = useSamePlace({ tab: 'questions', section: section?.id, question: placed?.question.id })
  const open = adding?.section ?? (placed === undefined && section?.questions.length === 0 ? section.id : undefined)
  const keyOf = (what: 'question' | 'section', id: string): string => keys.current.get(`${what} ${id}`) ?? id
  const keys = useRef(new Map<string, string>())
  const renamed = (what: 'question' | 'section') => (id: string) => {
    const was = (what === 'question' ? placed?.question.id : section?.id) ?? id
    keys.current.set(`${what} ${id}`, keyOf(what, was))
    editor.renamed(`${what} ${id}`)
    go({ ...place, [what]: id })
  }
  const isOwn = (finding: Finding): boolean =>
    finding.place.tab === 'questions' &&
    (placed ? finding.place.question === placed.question.id : finding.place.section === section?.id && finding.place.question === undefined)
  // Of what is still being begun nothing is said here; the checks say it in their own tab.
  const told = editor.isNew ? findings.filter((finding) => !isOwn(finding)) : findings
  const own = told.filter(isOwn)
  const edited = isHidden ? null : placed ? (
    <QuestionEditor key={editor.key} {...{ desk, placed, choose, go }} onRenamed={renamed('question')} findings={own} />
  ) : section ? (
    <SectionEditor key={editor.key} {...{ desk, section, choose }} onRenamed={renamed('section')} findings={own} />
  ) : null
  const close = () => {
    setAdding(undefined)
    focusOn(targets.row)
  }
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
            <Outline
              {...{ desk, choose, keyOf }}
              findings={told}
              place={chosen}
              editor={
                <section class="paneEdit" aria-label={say('pane_edit')}>
                  {isHidden ? null : placed ? (
                    <WhereFrom {...{ desk, address }} what="question" of={placed.question} />
                  ) : (
                    section && <WhereFrom {...{ desk, address }} what="section" of={section} />
                  )}
                  {edited}
                </section>
              }
              adding={
                open === undefined
                  ? undefined
                  : {
                      section: open,
                      menu: (
                        <Adding
                          {...{ desk, choose, close }}
                          section={open}
                          now={adding}
                          onPaste={(isPasting) => setAdding({ section: open, isPasting })}
                          onLibrary={() => setInLibrary(true)}
                        />
                      ),
                    }
              }
              onAdd={(to) => setAdding((now) => (now?.section === to ? undefined : { section: to, isPasting: false }))}
            />
            {section ? null : <p class="note">{say('noSection')}</p>}
          </Still>
          <LibraryDoor
            {...{ desk, choose, address }}
            isOpen={inLibrary}
            setOpen={setInLibrary}
            place={{ section: section?.id, question: placed?.question.id }}
          />
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

type AddingProps = {
  readonly desk: Desk
  readonly section: string
  readonly choose: Choose
  readonly close: () => void
  /** What somebody asked for; a section without questions offers the same unasked. */
  readonly now: { readonly isPasting: boolean } | undefined
  readonly onPaste: (isPasting: boolean) => void
  readonly onLibrary: () => void
}

/** What can be added to a section: one question from a menu, or a pasted list of them. */
const Adding = ({ desk, section, choose, close, now, onPaste, onLibrary }: AddingProps) =>
  now?.isPasting ? (
    <Lazy key="paste" focus=".paste textarea" of={pasteQuestionsModule} say={desk.say}>
      {({ PasteQuestions }) => <PasteQuestions {...{ desk, section }} onTaken={(place) => choose(place, 'heading')} onClose={close} />}
    </Lazy>
  ) : (
    <Lazy key="menu" focus={now && '#types'} of={addMenuModule} say={desk.say}>
      {({ AddMenu }) => <AddMenu {...{ desk, section, choose, onLibrary }} onPaste={() => onPaste(true)} />}
    </Lazy>
  )

/** The same place as before as long as it says the same, so that what is drawn for it need not be drawn anew. */
function useSamePlace(place: Place): Place {
  const last = useRef(place)
  const now = last.current
  if (now.section !== place.section || now.question !== place.question) last.current = place
  return last.current
}

/** Keeps the line that was clicked where it is while an editor closes above it, then brings as much as fits of what has opened into sight. */
function useKeptInSight(place: Place): (name: string | undefined) => void {
  const kept = useRef<{ readonly name: string; readonly top: number } | undefined>(undefined)
  const lineOf = (name: string) => document.querySelector(`.outliner .row[data-row="${CSS.escape(name)}"]`)
  useLayoutEffect(() => {
    const { name, top } = kept.current ?? { name: '', top: 0 }
    kept.current = undefined
    const line = lineOf(name)
    if (!line) return
    const here = line.getBoundingClientRect().top
    const end = document.querySelector('.paneEdit')?.getBoundingClientRect().bottom ?? here
    const below = Math.max(
      0,
      Math.min(end - here + top - innerHeight + margin, top - margin - (document.querySelector('.bar')?.clientHeight ?? 0)),
    )
    scrollBy(0, here - top + below)
  }, [place])
  return (name) => {
    const line = name === undefined ? undefined : lineOf(name)
    kept.current = name !== undefined && line ? { name, top: line.getBoundingClientRect().top } : undefined
  }
}

/** Pixels that stay free above and below. */
const margin = 16

/** The question of a place, or the one that stands where it last stood: a step that is undone may take it away, or its id. */
function usePlaced(draft: Questionnaire, { question }: Place): Placed | undefined {
  const last = useRef<Placed | undefined>(undefined)
  const there = (one: Placed): string | undefined => draft.sections.find(({ id }) => id === one.section.id)?.questions[one.at]?.id
  const placed =
    findQuestion(draft, question) ?? (question !== undefined && last.current ? findQuestion(draft, there(last.current)) : undefined)
  last.current = placed
  return placed
}

type OpenedEditor = {
  /** Stays when what is edited gets another id: what has the focus is not drawn anew. */
  readonly key: string
  /** Somebody has just added what is edited, and has not left it since. */
  readonly isNew: boolean
  /** What the next one is that opens. */
  readonly opensAs: (what: 'new' | 'known') => void
  readonly renamed: (what: string) => void
}

/** One key for each question or section that is opened. */
function useEditor(what: string, isLeft: boolean): OpenedEditor {
  const editor = useRef({ what, opened: 0, isNew: false })
  const next = useRef(false)
  if (editor.current.what !== what) {
    editor.current = { what, opened: editor.current.opened + 1, isNew: next.current }
    next.current = false
  }
  if (isLeft) editor.current = { ...editor.current, isNew: false }
  return {
    key: `editor ${editor.current.opened}`,
    isNew: editor.current.isNew,
    opensAs: (is) => {
      next.current = is === 'new'
    },
    renamed: (renamed) => {
      editor.current = { ...editor.current, what: renamed }
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
