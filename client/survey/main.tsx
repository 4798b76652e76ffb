import { hydrate } from 'preact'
import { Survey } from './Survey'
import { takeOver } from './takeOver'

takeOver((page, root) => {
  if (page.agency !== undefined) hydrate(<Survey page={page} agency={page.agency} />, root)
})
