import { useRef, useState } from 'preact/hooks'

/** What a handle needs to be dragged by mouse, pen or finger. */
export type Grip = { readonly onPointerDown: (event: PointerEvent) => void; readonly onPointerMove: (event: PointerEvent) => void; readonly onPointerUp: () => void; readonly onPointerCancel: () => void }

/** Sections move among sections, questions through all of them, rows within their matrix. */
export type Dragged = 'section' | 'question' | 'row'

/** A place in the list of a group: the section of questions, the matrix of rows. */
export type Drop = { readonly what: Dragged; readonly id: string; readonly group: string; readonly at: number }

/** Moves the parts of an outline by hand: the place under the pointer is marked, letting go drops the part there. */
export function useDragging(drop: (drop: Drop) => void) {
  const dragged = useRef<string | undefined>(undefined)
  const [target, setTarget] = useState<Drop>()
  const end = (): void => {
    dragged.current = undefined
    setTarget(undefined)
  }
  const grip = (what: Dragged, id: string): Grip => ({
    onPointerDown: (event) => {
      event.preventDefault()
      dragged.current = id
      if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: ({ clientX, clientY }) => {
      if (dragged.current === id) setTarget(placeUnder(what, id, clientX, clientY))
    },
    onPointerUp: () => {
      if (dragged.current === id && target) drop(target)
      end()
    },
    onPointerCancel: end,
  })
  /** What marks a line as a place to drop on. */
  const place = (what: Dragged, group: string, at: number) => ({
    'data-drop': what, 'data-group': group, 'data-at': at,
    class: target?.what === what && target.group === group && target.at === at ? 'target' : undefined,
  })
  return { grip, place, isDragging: target !== undefined }
}

function placeUnder(what: Dragged, id: string, x: number, y: number): Drop | undefined {
  const line = document.elementFromPoint(x, y)?.closest<HTMLElement>(`[data-drop="${what}"]`)
  return line ? { what, id, group: line.dataset['group'] ?? '', at: Number(line.dataset['at'] ?? 0) } : undefined
}
