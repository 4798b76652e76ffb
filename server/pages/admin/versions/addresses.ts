const home = (questionnaire: string): string => `/admin/questionnaires/${encodeURIComponent(questionnaire)}`

type Version = { readonly id: string; readonly version: number }

/** What a version asks. */
export const questionnaireAddress = ({ id, version }: Version): string => `${home(id)}/${version}`

/** What became of a questionnaire, version by version. */
export const historyAddress = (questionnaire: string): string => `${home(questionnaire)}/history`

/** Where a new questionnaire begins as a copy of this version. */
export const copyAddress = ({ id, version }: Version): string => `/admin/new/design?${new URLSearchParams({ from: `${id} ${version}` })}`
