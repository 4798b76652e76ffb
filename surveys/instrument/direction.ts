/** Where a language's lines begin: by the script that its tag names, else by the one it is usually written in (CLDR). */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  const [, script] = /^[a-z]+-([A-Za-z]{4})(?=-|$)/.exec(tag) ?? []
  return (script === undefined ? leftwardLanguage.test(tag) : leftwardScript.test(script)) ? 'rtl' : 'ltr'
}

const leftwardScript = /^(adlm|arab|aran|hebr|mand|mend|nkoo|rohg|samr|syrc|thaa|yezi)$/i
const leftwardLanguage = /^(ar|arc|arq|ary|arz|apc|bal|ckb|dv|fa|he|ks|lrc|mzn|nqo|pnb|prs|ps|rhg|sd|skr|syr|ug|ur|yi)(-|$)/

/** What says of an element in which language its text stands, in a page of another. */
export type LanguageMarks = { readonly lang: string; readonly dir: 'ltr' | 'rtl' }

export const languageMarks = (tag: string): LanguageMarks => ({ lang: tag, dir: directionOf(tag) })
