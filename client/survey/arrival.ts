/** Brings the focus to what has just come on the screen, and says in the page's one live region where that is. */
export function arrive(said = '', at = heads): void {
  scrollTo(0, 0)
  const head = document.querySelector<HTMLElement>(at)
  // A legend or a heading can take the focus once it has a place in no order.
  if (head?.tabIndex) head.tabIndex = -1
  head?.focus()
  document.getElementById('_said')?.replaceChildren(said)
}

/** Where reading begins: at what is wrong, at what became of the answers, at a screen's title, else at its first question. */
const heads = '#_problems, .sending, .summary h2, main > h1, main > div > h1, legend, .legend, .note'
