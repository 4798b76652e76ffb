/** Where the design of a questionnaire is worked on. */
export const designAddress = (questionnaire: string): string => `/admin/designs/${encodeURIComponent(questionnaire)}`

/** Where somebody looks at it before it is published. */
export const reviewAddress = (questionnaire: string): string => `${designAddress(questionnaire)}/review`
