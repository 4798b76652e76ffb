import { hydrate, render } from 'preact'
import { Kiosk } from './kiosk/Kiosk'
import { Survey } from './survey/Survey'
import { takeOver } from './survey/takeOver'

// One script for both layouts: apart they weigh more together, and the phone would wait for two.
takeOver((page, root) => {
  if (page.layout === 'kiosk') {
    root.textContent = ''
    render(<Kiosk page={page} />, root)
  } else if (page.agency !== undefined) hydrate(<Survey page={page} agency={page.agency} />, root)
})
