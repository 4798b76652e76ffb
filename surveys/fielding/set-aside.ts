/** Whether a stored response counts: it does where this is empty. `quarantine`: until somebody has looked at it; `void`: it is no answer of a person served. */
export const asideStates = ['quarantine', 'void'] as const
export type AsideState = (typeof asideStates)[number]
export type SetAside = '' | AsideState

/** Why somebody sets responses aside, or takes them back. Nothing here asks what was answered. */
export const asideCauses = ['trial', 'double', 'staff', 'elsewhere', 'keyed-wrong', 'stuffing', 'wish', 'checked', 'other'] as const
export type AsideCause = (typeof asideCauses)[number]

export const isAsideCause = (text: string): text is AsideCause => asideCauses.some((cause) => cause === text)

/** Of one agency in one campaign one person alone sets aside no more than so many responses, and no more than so many in a hundred. */
export type AsideBound = { readonly responses: number; readonly percent: number }

export const usualBound: AsideBound = { responses: 20, percent: 5 }

/** How many of an agency's responses one person alone may have set aside: one always, since a single mistake is nobody's plan. */
export const aloneUpTo = ({ responses, percent }: AsideBound, stored: number): number =>
  Math.max(1, Math.min(responses, Math.floor((stored * percent) / 100)))

/** Of one agency: its responses, how many of them one person alone has set aside before, and how many more are to be. */
export type AsideLoad = { readonly stored: number; readonly alone: number; readonly more: number }

/** Whether it takes a second person. What was set aside before counts, so that many small steps are one large one. */
export const takesTwo = (bound: AsideBound, loads: readonly AsideLoad[]): boolean =>
  loads.some(({ stored, alone, more }) => more > 0 && alone + more > aloneUpTo(bound, stored))

/** Responses that one act may name: as many as one file on a page brings in, so that one act takes it back. */
export const mostSetAside = 10_000

/** How many forms rows are: what one person said of several agencies is one. */
export const formsAmong = (rows: readonly { readonly id: string; readonly form: string }[]): number =>
  new Set(rows.map(({ id, form }) => (form === '' ? id : form))).size
