import { useRef, useState } from 'preact/hooks'

/** What a handle needs to be dragged by mouse, pen or finger. */
export type Grip = { readonly onPointerDown: (event: PointerEvent) => void; readonly onPointerMove: (event: PointerEvent) => void; readonly onPointerUp: () => void; readonly onPointerCancel: () => void }

/** Moves questions by hand: the place under the pointer is marked, letting go drops the question there. */
export function useDragging(drop: (id: string, section: string, at: number) => void) {
  const dragged = useRef<string | undefined>(undefined)
  const [target, setTarget] = useState<string>()
  const end = (): void => {
    dragged.current = undefined
    setTarget(undefined)
  }
  const grip = (id: string): Grip => ({
    onPointerDown: (event) => {
      event.preventDefault()
      dragged.current = id
      if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: ({ clientX, clientY }) => {
      if (dragged.current === id) setTarget(placeUnder(clientX, clientY))
    },
    onPointerUp: () => {
      const [section, at] = target?.split(' ') ?? []
      if (dragged.current === id && section !== undefined) drop(id, section, Number(at))
      end()
    },
    onPointerCancel: end,
  })
  return { grip, target, area: { 'data-dragging': target === undefined ? undefined : '' } }
}

/** The section and the place in it over which the pointer stands. */
function placeUnder(x: number, y: number): string | undefined {
  const line = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-at]')
  const section = line?.closest<HTMLElement>('[data-section]')?.dataset['section']
  return line && section !== undefined ? `${section} ${line.dataset['at'] ?? '0'}` : undefined
}
