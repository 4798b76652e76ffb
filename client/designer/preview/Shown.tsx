import { useEffect, useErrorBoundary } from 'preact/hooks'
import { Kiosk } from '../../kiosk/Kiosk'
import { FaceSymbols } from '../../survey/Face'
import { Header } from '../../survey/Frame'
import { SectionView } from '../../survey/SectionView'
import { Survey } from '../../survey/Survey'
import type { Page, SurveyModel } from '../../survey/model'
import { allScreens, type Screen } from '../../survey/screens'
import { usePaper } from '../../survey/usePaper'
import { unrolled } from '../../../surveys/instrument/loop'
import { citizenWords } from '../../text/citizen'
import { previewName } from '../../text/preview'
import type { News } from '../../outbox/outbox'
import type { PreviewLayout, PreviewMessage } from './message'

type ShownProps = {
  readonly message: PreviewMessage
  readonly layout: PreviewLayout
  /** What stands there while the design is not finished enough to be shown. */ readonly unfinished: string
}

/** The design by the very components that a citizen gets: what is being edited, or all of it from the start. */
export function Shown({ message, layout, unfinished }: ShownProps) {
  const [failed] = useErrorBoundary()
  return failed === undefined ? <Design {...{ message, layout, unfinished }} /> : <Unfinished text={unfinished} />
}

const Unfinished = ({ text }: { readonly text: string }) => (
  <main>
    <p class="summary calm" data-unfinished="">
      {text}
    </p>
  </main>
)

function Design({ message, layout, unfinished }: ShownProps) {
  const page = previewPage(message, layout === 'kiosk' ? 'kiosk' : 'phone')
  const screen = screenOf(message, layout)
  const asked = layout === 'paper' || !screen ? message.draft.sections.flatMap(({ questions }) => questions) : screen.questions
  if (asked.length === 0) return <Unfinished text={unfinished} />
  if (layout === 'paper') return <Paper key={message.language} page={page} />
  if (screen) return <Focus key={`${screen.key} ${message.language}`} {...{ page, screen }} question={message.question} />
  const whole = { ...page, model: { ...page.model, questionnaire: unrolled(message.draft, rated) } }
  return layout === 'kiosk' ? (
    <Kiosk key={message.language} page={whole} />
  ) : (
    <Survey key={message.language} page={whole} agency={page.agency ?? ''} />
  )
}

/** On the kiosk one question stands alone; elsewhere its section. */
function screenOf({ draft, section: wanted, question: id }: PreviewMessage, layout: PreviewLayout): Screen | undefined {
  const section = draft.sections.find((one) => one.id === wanted)
  if (!section) return undefined
  const alone = layout === 'kiosk' ? section.questions.filter((question) => question.id === id) : []
  return { key: `${section.id} ${alone.length > 0 ? id : ''}`, section, questions: alone.length > 0 ? alone : section.questions }
}

type FocusProps = { readonly page: Page; readonly screen: Screen; readonly question: string | undefined }

/** The section or the question that is being edited, as a citizen gets it, whatever its conditions say. */
function Focus({ page, screen, question }: FocusProps) {
  useEffect(() => showQuestion(question), [question])
  const { wording, asking, setLanguage } = usePaper(page, page.agency, true)
  return (
    <>
      <FaceSymbols />
      <Header page={page} wording={wording} live onLanguage={setLanguage} />
      <main>
        <form noValidate autocomplete="off" onSubmit={(event) => event.preventDefault()}>
          <SectionView screen={screen} asking={asking} />
        </form>
      </main>
    </>
  )
}

/** Brings the question to the top of the frame; the page around it stays where it is. */
function showQuestion(id: string | undefined): void {
  const words = document.getElementById(`${id}-title`)
  const asked = words ?? document.getElementById(id ?? '')?.closest('.card')
  if (asked) scrollTo(0, asked.getBoundingClientRect().top + scrollY - 12)
}

/** Everything at once as a sheet to be filled in by hand. */
function Paper({ page }: { readonly page: Page }) {
  const { wording, asking } = usePaper(page, page.agency, false)
  const { questionnaire } = page.model
  return (
    <>
      <FaceSymbols />
      <main class="paper">
        <h1>{wording.text(questionnaire.title)}</h1>
        <p class="intro">{wording.text(questionnaire.purpose)}</p>
        <p class="intro">{wording.text(questionnaire.privacy)}</p>
        {allScreens(questionnaire).map((screen) => (
          <SectionView key={screen.key} screen={screen} asking={asking} />
        ))}
      </main>
    </>
  )
}

/** A place that does not exist, where a design is only looked at. */
function previewPage({ draft, language }: PreviewMessage, layout: Page['layout']): Page {
  const model: SurveyModel = {
    touchpoint: place,
    place: previewName('touchpoint'),
    campaign: { code: place, version: draft.version, title: previewName('campaign'), synthetic: false },
    agencies: [{ code: place, name: previewName('agency') }],
    questionnaire: draft,
    words: Object.fromEntries(draft.languages.map((tag) => [tag, citizenWords(tag, draft)])),
  }
  return {
    model,
    layout,
    language,
    agency: place,
    test: true,
    answers: {},
    problems: [],
    carried: { id: '', day: '' },
    openOutbox: pretended,
  }
}

/** Nothing is sent from here: the survey is told that its response arrived. */
const pretended: Page['openOutbox'] = async () => {
  const watchers = new Map<string, (news: News) => void>()
  return {
    keep: async ({ id, answeredOn }) => {
      watchers.get(id)?.({ id, kind: 'accepted', receipt: { id, code: 'THU-0000', receivedOn: answeredOn, test: true } })
      return false
    },
    watch: (id, listener) => {
      watchers.set(id, listener)
      return () => void watchers.delete(id)
    },
    flush: () => {},
    takeBack: async () => {},
    count: async () => ({ waiting: 0, setAside: 0 }),
    isHolding: async () => false,
  }
}

const place = 'preview'

/** Where one person rates several agencies, one that stands for all: the questions are the same for each. */
const rated = [{ code: place, name: previewName('agency') }]
