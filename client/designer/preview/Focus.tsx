import { useEffect } from 'preact/hooks'
import { FaceSymbols } from '../../survey/Face'
import { Header } from '../../survey/Header'
import type { Page } from '../../survey/model'
import type { Screen } from '../../survey/screens'
import { SectionView } from '../../survey/SectionView'
import { usePaper } from '../../survey/usePaper'

type Props = { readonly page: Page; readonly screen: Screen; readonly question: string | undefined }

/** The section or the question that is being edited, as a citizen gets it, whatever its conditions say. */
export function Focus({ page, screen, question }: Props) {
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
  const field = document.querySelector(`[name="${id}"], [name^="${id}."]`)?.closest('.card')
  if (field) scrollTo(0, field.getBoundingClientRect().top + scrollY - 12)
}
