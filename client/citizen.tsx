import { hydrate, render } from 'preact'
import { Survey } from './survey/Survey'
import { takeOver } from './survey/takeOver'

// A phone waits for one script. What only a kiosk needs is a second one, which takes what both share from the first.
takeOver(async (page, root) => {
  if (page.layout === 'kiosk') {
    const { Kiosk } = await import('./kiosk/Kiosk')
    root.textContent = ''
    render(<Kiosk page={page} />, root)
  } else if (page.agency !== undefined) hydrate(<Survey page={page} agency={page.agency} />, root)
})
