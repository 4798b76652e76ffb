import type { ComponentChildren } from 'preact'

/** A wide table scrolls in itself and can be reached and scrolled by keyboard. */
export const Region = ({ label, children }: { readonly label: string; readonly children: ComponentChildren }) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- without it a keyboard cannot scroll the table
  <div class="region" role="region" aria-label={label} tabIndex={0}>
    {children}
  </div>
)
