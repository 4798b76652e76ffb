import { useLayoutEffect, useRef } from 'preact/hooks'

type Held = { readonly what: string; readonly name: string; readonly control: number }

/** Keeps the keyboard at the row that moves, also into another list, where it is drawn anew: call the result before the move. */
export function useHeldFocus(drawn: unknown): () => void {
  const held = useRef<Held | undefined>(undefined)
  useLayoutEffect(() => {
    const { what, name, control } = held.current ?? {}
    held.current = undefined
    if (name !== undefined) controlsOf(document.querySelector(`[data-drop="${what}"] > .row[data-row="${CSS.escape(name)}"]`))[control ?? 0]?.focus()
  }, [drawn])
  return () => {
    held.current = heldBy(document.activeElement)
  }
}

function heldBy(active: Element | null): Held | undefined {
  const row = active?.closest<HTMLElement>('.row')
  const what = row?.closest<HTMLElement>('[data-drop]')?.dataset['drop']
  const name = row?.dataset['row']
  return what === undefined || name === undefined ? undefined : { what, name, control: controlsOf(row).findIndex((one) => one === active) }
}

const controlsOf = (row: Element | null | undefined): readonly HTMLElement[] => [...(row?.querySelectorAll('button') ?? [])]
