import { useEffect } from 'preact/hooks'

/** The window's title follows the screen; undefined leaves the server's. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title !== undefined) document.title = title
  }, [title])
}
