import type { Page } from 'playwright-core'

/** Presses Tab until an element that fits has the focus, as somebody without a mouse does, and sees that it shows the focus. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let step = 0; step < 200; step++) {
    await page.keyboard.press('Tab')
    const isThere = await page
      .evaluate((wanted) => document.activeElement !== null && document.activeElement === document.querySelector(wanted), selector)
      .catch((reason: Error) => {
        if (reason.message.includes('not a valid selector')) throw reason
        // It has led to another page.
        return false
      })
    if (!isThere) continue
    const shown = await page.locator(':focus').evaluate((node) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(node)
      const { top, bottom } = node.getBoundingClientRect()
      return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 && bottom > 0 && top < innerHeight
    })
    if (!shown) throw new Error(`${selector} has the focus and does not show it`)
    return
  }
  throw new Error(`no Tab leads to ${selector}`)
}
