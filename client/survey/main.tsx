import { hydrate, render } from 'preact'
import { Kiosk } from '../kiosk/Kiosk'
import { Survey } from './Survey'
import { takeOver } from './takeOver'

// One script for both layouts: apart they weigh more together, and the phone would wait for two.
takeOver((page, root) => {
  if (page.layout === 'kiosk') {
    root.textContent = ''
    render(<Kiosk page={page} />, root)
  } else if (page.agency !== undefined) hydrate(<Survey page={page} agency={page.agency} />, root)
})
