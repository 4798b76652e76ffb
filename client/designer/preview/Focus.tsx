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
  useEffect(() => {
    const shown = document.querySelector(`[name="${question}"], [name^="${question}."]`)?.closest('fieldset, .question')
    // Bringing it into view would also move the page around this frame.
    if (shown) scrollTo(0, shown.getBoundingClientRect().top + scrollY - 8)
  }, [question])
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
