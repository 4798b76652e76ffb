/** Where the design of a questionnaire is worked on. */
export const designAddress = (questionnaire: string): string => `/admin/designs/${encodeURIComponent(questionnaire)}`
