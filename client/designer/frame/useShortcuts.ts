import { useEffect } from 'preact/hooks'
import type { Design } from '../useDesign'

/** Ctrl or Cmd with Z undoes, with Shift or Y does again, also while a field has the focus: its own memory knows only itself. */
export function useShortcuts({ undo, redo }: Pick<Design, 'undo' | 'redo'>): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      const key = event.key.toLowerCase()
      const act = key === 'z' && !event.shiftKey ? undo : key === 'y' || (key === 'z' && event.shiftKey) ? redo : undefined
      if (key !== 'z' && key !== 'y') return
      event.preventDefault()
      act?.()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [undo, redo])
}
