import { render } from 'preact'
import { takeOver } from '../survey/takeOver'
import { Kiosk } from './Kiosk'

takeOver((page, root) => {
  root.textContent = ''
  render(<Kiosk page={page} />, root)
})
