import { FaceSymbols } from '../../survey/Face'
import type { Page } from '../../survey/model'
import { allScreens } from '../../survey/screens'
import { SectionView } from '../../survey/SectionView'
import { usePaper } from '../../survey/usePaper'

/** Everything at once as a sheet to be filled in by hand. */
export function Paper({ page }: { readonly page: Page }) {
  const { wording, asking } = usePaper(page, page.agency, false)
  const { questionnaire } = page.model
  return (
    <>
      <FaceSymbols />
      <main class="paper">
        <h1>{wording.text(questionnaire.title)}</h1>
        <p class="intro">{wording.text(questionnaire.purpose)}</p>
        <p class="intro">{wording.text(questionnaire.privacy)}</p>
        {allScreens(questionnaire).map((screen) => <SectionView key={screen.key} screen={screen} asking={asking} />)}
      </main>
    </>
  )
}
