import { useErrorBoundary } from 'preact/hooks'
import { Kiosk } from '../../kiosk/Kiosk'
import type { Screen } from '../../survey/screens'
import { Survey } from '../../survey/Survey'
import { Focus } from './Focus'
import type { PreviewLayout, PreviewMessage } from './message'
import { previewPage } from './page'
import { Paper } from './Paper'

type Props = { readonly message: PreviewMessage; readonly layout: PreviewLayout; /** What stands there while the design is not finished enough to be shown. */ readonly unfinished: string }

/** The design by the very components that a citizen gets: what is being edited, or all of it from the start. */
export function Shown({ message, layout, unfinished }: Props) {
  const [failed] = useErrorBoundary()
  return failed === undefined ? <Design {...{ message, layout }} /> : <p class="summary" data-unfinished="">{unfinished}</p>
}

function Design({ message, layout }: Omit<Props, 'unfinished'>) {
  const page = previewPage(message, layout === 'kiosk' ? 'kiosk' : 'phone')
  if (layout === 'paper') return <Paper key={message.language} page={page} />
  const screen = screenOf(message, layout)
  if (screen) return <Focus key={`${screen.key} ${message.language}`} {...{ page, screen }} question={message.question} />
  return layout === 'kiosk' ? <Kiosk key={message.language} page={page} /> : <Survey key={message.language} page={page} agency={page.agency ?? ''} />
}

/** On the kiosk one question stands alone; elsewhere its section. */
function screenOf({ draft, section: wanted, question: id }: PreviewMessage, layout: PreviewLayout): Screen | undefined {
  const section = draft.sections.find((one) => one.id === wanted)
  if (!section) return undefined
  const alone = layout === 'kiosk' ? section.questions.filter((question) => question.id === id) : []
  return { key: `${section.id} ${alone.length > 0 ? id : ''}`, section, questions: alone.length > 0 ? alone : section.questions }
}
