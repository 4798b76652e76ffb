import { useLayoutEffect, useState } from 'preact/hooks'

/** False on the server and while the browser takes over its markup, true ever after. */
export function useLive(): boolean {
  const [live, setLive] = useState(false)
  useLayoutEffect(() => setLive(true), [])
  return live
}
