import { useRef, useState } from 'preact/hooks'

/** What a handle needs to be dragged by mouse, pen or finger. */
export type Grip = { readonly onPointerDown: (event: PointerEvent) => void; readonly onPointerMove: (event: PointerEvent) => void; readonly onPointerUp: () => void; readonly onPointerCancel: () => void }

/** Sections move among sections, questions through all of them, rows within their matrix. */
export type Dragged = 'section' | 'question' | 'row'

/** A place in the list of a group: the section of questions, the matrix of rows. */
export type Drop = { readonly what: Dragged; readonly id: string; readonly group: string; readonly at: number }

/** Moves the parts of an outline by hand: the place under the pointer is marked, letting go drops the part there. */
export function useDragging(drop: (drop: Drop) => void) {
  const dragged = useRef<Taken | undefined>(undefined)
  const [target, setTarget] = useState<Target>()
  const end = (): void => {
    dragged.current = undefined
    setTarget(undefined)
  }
  const grip = (what: Dragged, id: string): Grip => ({
    onPointerDown: (event) => {
      event.preventDefault()
      if (!(event.currentTarget instanceof Element)) return
      dragged.current = takenFrom(id, event.currentTarget)
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: ({ clientX, clientY }) => {
      if (dragged.current?.id === id) setTarget(placeUnder(what, dragged.current, clientX, clientY))
    },
    onPointerUp: () => {
      if (dragged.current?.id === id && target) drop(target)
      end()
    },
    onPointerCancel: end,
  })
  /** What marks a line as a place to drop on. */
  const place = (what: Dragged, group: string, at: number) => ({
    'data-drop': what, 'data-group': group, 'data-at': at,
    class: target?.what === what && target.group === group && target.line === at ? (target.isBelow ? 'target below' : 'target') : undefined,
  })
  return { grip, place, isDragging: target !== undefined }
}

type Taken = { readonly id: string; readonly group: string; readonly at: number }

/** The line that is marked, above or below which the part will stand. */
type Target = Drop & { readonly line: number; readonly isBelow: boolean }

const takenFrom = (id: string, grip: Element): Taken => ({ id, ...lineOf(grip.closest<HTMLElement>('[data-drop]')) })

const lineOf = (line: HTMLElement | null) => ({ group: line?.dataset['group'] ?? '', at: Number(line?.dataset['at'] ?? 0) })

/** Further down its own list a part takes the place of the marked line, which moves up; the line behind the last one stands for the end. */
function placeUnder(what: Dragged, { id, group, at: from }: Taken, x: number, y: number): Target | undefined {
  const line = document.elementFromPoint(x, y)?.closest<HTMLElement>(`[data-drop="${what}"]`)
  if (!line) return undefined
  const over = lineOf(line)
  const isOwn = over.group === group && over.at > from
  const isEnd = line.dataset['end'] !== undefined
  return { what, id, group: over.group, at: isOwn && isEnd ? over.at - 1 : over.at, line: over.at, isBelow: isOwn && !isEnd }
}
