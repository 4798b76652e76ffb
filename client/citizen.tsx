import { hydrate } from 'preact'
import { Survey } from './survey/Survey'
import { begunOnPhone, takeOver } from './survey/takeOver'

// A phone waits for this one script alone.
takeOver(begunOnPhone, (page, root) => {
  const { agency } = page
  if (agency !== undefined) hydrate(<Survey page={page} agency={agency} />, root)
})
