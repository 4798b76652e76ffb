import { render } from 'preact'
import { takeOver } from '../survey/takeOver'
import { Kiosk } from './Kiosk'

// One script of its own: it has nothing of the phone's screens, and the phone's nothing of these.
takeOver(
  () => ({ answers: {} }),
  (page, root) => {
    root.textContent = ''
    render(<Kiosk page={page} />, root)
  },
)
