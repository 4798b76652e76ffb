import type { OfficeWord } from '../../../client/text/office/words'

export type PlaceOfNav = { readonly href: string; readonly word: OfficeWord; readonly owns: RegExp }

/** What stands in the navigation, and the pages that belong to each. */
export const places: readonly PlaceOfNav[] = [
  { href: '/admin', word: 'results', owns: /^\/admin(\/(results|campaigns\/[^/]+)(?!.*\/setup).*)?$/ },
  { href: '/admin/campaigns', word: 'campaigns', owns: /^\/admin\/(campaigns|new\/campaign)/ },
  { href: '/admin/questionnaires', word: 'navQuestionnaires', owns: /^\/admin\/(questionnaires|designs|new\/design)/ },
  { href: '/admin/agencies', word: 'navAgencies', owns: /^\/admin\/(agencies|new\/agency|import\/agencies)/ },
  { href: '/admin/touchpoints', word: 'navTouchpoints', owns: /^\/admin\/(touchpoints|new\/touchpoint)/ },
  { href: '/admin/exports', word: 'navExports', owns: /^\/admin\/exports/ },
  { href: '/admin/accounts', word: 'navAccounts', owns: /^\/admin\/account/ },
  { href: '/admin/settings', word: 'navSettings', owns: /^\/admin\/settings/ },
]

/** The place to which a page belongs. */
export const placeAt = (path: string): PlaceOfNav | undefined => places.find(({ owns }) => owns.test(path))
